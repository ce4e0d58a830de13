"""Laws, codes and ordinances cited by their names."""

from __future__ import annotations

import re

from bot.facts.document_mention import YEAR_BEHIND, Cited
from bot.facts.law_names import code_marks, law_named
from storage.text import fold

_LAW_NAME = re.compile(
    r"\s+(?P<name>[A-ZĐ][^\W\d_]{0,9}(?:,?\s[^\W\d_]{1,9}){0,12}?)"
    r"(?=,?\s(?:năm\s)?\(?(?:19|20)\d\d|,?\sngày\s\d{1,2}(?:/|\stháng\s)\d{1,2}(?:/|\snăm\s)\d{4})"
)
"""A law that the table does not know: a capital, at most thirteen words, and its year or day."""
_NO_LAW = re.compile(
    r"(?<!\w)(?:pháp|kỷ|kỉ|quân|ngành|khoa|trường|môn|học|hội|công ty)[ \t]+$", re.I
)
"""In front of "luật": another word (pháp luật), a faculty, a firm."""
_FIELDS_OF_LAW = frozenset(
    {"hinh-su", "dan-su", "lao-dong", "hanh-chinh", "to-tung-hinh-su", "to-tung-dan-su"}
    | {"to-tung-hanh-chinh", "thuong-mai", "an-ninh-quoc-gia"}
)
"""Behind a small "luật": what is studied, no one law."""
_AMENDING = re.compile(
    r"\s+(?P<name>sửa\s+đổi,?\s+bổ\s+sung(?:\s+một\s+số\s+điều)?(?:\s+của)?(?:\s+các)?)\s+"
    r"(?=(?:Luật|Bộ luật)\s)"
)


def law(text: str, kind: re.Match[str], type_: str, limit: int) -> list[Cited]:
    """A law by its name: one of the table, or any with its year."""
    if amending := _AMENDING.match(text, kind.end(), limit):
        word = re.compile(r"Bộ luật|Luật").match(text, amending.end(), limit)
        amended = law(text, word, type_, limit) if word else []
        return [
            it._replace(
                start=kind.start(),
                name=f"sua-doi-{it.name}",
                subject=" ".join(text[amending.start("name") : it.end].split()),
            )
            for it in amended[:1]
        ]
    known = law_named(text, kind.end(), limit)
    if known is not None:
        return [_dated(Cited(kind.start(), known.end, type_, name=known.slug), text, limit)]
    name = _LAW_NAME.match(text, kind.end(), limit)
    if name is None:
        return []
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(name["name"])))
    return [_dated(Cited(kind.start(), name.end(), type_, name=slug), text, limit)]


def small_law(text: str, kind: re.Match[str], type_: str, limit: int) -> list[Cited]:
    """`vi phạm luật giao thông đường bộ`: written small a law is one by a known name alone."""
    if _NO_LAW.search(text, max(0, kind.start() - 12), kind.start()):
        return []
    known = law_named(text, kind.end(), limit)
    if known is None:
        return []
    named = text[kind.end() : known.end].lstrip()[:1].isupper()  # "luật Lao động"
    if not named and ("-" not in known.slug or (type_ == "Luật" and known.slug in _FIELDS_OF_LAW)):
        return []
    return [_dated(Cited(kind.start(), known.end, type_, name=known.slug), text, limit)]


def code_of(text: str, kind: re.Match[str], limit: int) -> Cited | None:
    """`BLHS 2015`; None: the words are no such abbreviation."""
    slug = code_marks().get(kind[0])
    if slug is None:
        return None
    return _dated(Cited(kind.start(), kind.end(), "Bộ luật", name=slug), text, limit)


def _dated(cited: Cited, text: str, limit: int) -> Cited:
    """With its year, and its name in the text's own words as what it is about."""
    subject = " ".join(text[cited.start : cited.end].split())
    if subject.lower().startswith(cited.type.lower()):
        subject = subject[len(cited.type) :].strip()
    cited = cited._replace(subject=subject)
    if year := YEAR_BEHIND.match(text, cited.end, limit):
        cited = cited._replace(year=int(year["year"]), end=year.end())
    return cited
