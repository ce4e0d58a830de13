"""The forms in which one document is cited, tried one after the other at a place in the text."""

from __future__ import annotations

import re

from bot.facts.document_grammar import (
    TERM_BEHIND,
    law_name_end,
    ordinal,
    roman,
    tables,
    type_name,
)
from bot.facts.document_mention import YEAR_BEHIND, Cited, with_tail
from bot.facts.document_numbers import numbered
from storage.text import fold

_DATED = frozenset({"cong-dien", "cong-van", "chi-thi", "nghi-quyet", "ket-luan"})
"""Kinds that are told apart by their day as well."""
_TITLED = frozenset(
    {"nghi-quyet", "chi-thi", "ket-luan", "quyet-dinh", "quy-dinh", "de-an", "ke-hoach"}
    | {"huong-dan", "cong-van", "quy-che", "nghi-dinh", "thong-tu"}
)
"""Kinds cited by a title in quotes alone; a programme in quotes is mostly no document."""
_TELEGRAMS = frozenset({"cong-dien", "chi-thi"})
_ISSUES = re.compile(r"(?:đã|vừa)\s(?:có|ban hành|ký|ra|gửi|phát)\s$")
"""`Thủ tướng đã có công điện về việc …`: issued, though written small."""
_DAY_ALONE = re.compile(r"\s+ngày\s+(?P<day>\d{1,2}[/.-]\d{1,2})(?![\d/.-])")
_TITLE_WORDS = 4
_QUOTES = frozenset("”\"»’'")

_CENTRE = r"(?:Trung\s+ương|trung\s+ương|TW|TƯ|T\.Ư|T\.W)"
_ORDINAL = (
    r"(?P<n>\d{1,2}|[IVX]{1,5}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín"
    r"|mười(?:\s+(?:một|hai|ba|bốn|lăm))?)"
)
_COMMITTEE = rf"(?:(?:Ban\s+Chấp\s+hành|Ban\s+chấp\s+hành|BCH)\s+)?{_CENTRE}(?:\s+[Đđ]ảng)?"
_PLENUM = re.compile(
    rf"\s+(?:Hội\s+nghị\s+)?{_COMMITTEE}\s*(?:lần\s+thứ\s+|số\s+)?{_ORDINAL}(?!\w|[/.-]\d)"
    rf"|\s+[Hh]ội\s+nghị\s+(?:lần\s+thứ\s+)?(?P<m>{_ORDINAL[6:-1]})(?!\w)"
    rf"(?P<whose>,?\s+(?:của\s+)?{_COMMITTEE})?"
)
_CONGRESS = re.compile(
    r"\s+(?P<name>(?:[Đđ]ại\s+hội|ĐH)(?:\s+(?:[Đđ]ại\s+biểu|[Tt]oàn\s+quốc|lần\s+thứ|của|các\s+cấp|[Đđ]ảng"
    r"|[Bb]ộ|tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|[Kk]hối|cơ\s+sở|[Kk]h(?:óa|oá)"
    r"|TP\.?\s?[A-ZĐ][^\W\d_]{1,9}|[IVXL]{1,6}(?!\w)|\d{1,2}(?![\d/])|[A-ZĐ][^\W\d_]{1,9})){0,14})"
    r"(?P<years>,?\s+nhiệm\s+kỳ\s+\d{4}\s?[-–]\s?\d{4})?"
)
_LAW_NAME = re.compile(
    r"\s+(?P<name>[A-ZĐ][^\W\d_]{0,9}(?:,?\s[^\W\d_]{1,9}){0,7}?)(?=,?\s(?:năm\s)?\(?(?:19|20)\d\d)"
)
"""A law that the table does not know: a capital, at most eight words, and its year."""
_AMENDING = re.compile(
    r"\s+(?P<name>sửa\s+đổi,?\s+bổ\s+sung(?:\s+một\s+số\s+điều)?(?:\s+của)?(?:\s+các)?)\s+"
    r"(?=(?:Luật|Bộ luật)\s)"
)


def cited_at(text: str, kind: re.Match[str], limit: int) -> list[Cited]:
    """What is cited where `kind` names a kind of document; nothing beyond `limit` is read."""
    type_ = type_name(kind[0])
    slug = tables().types[type_]
    capital = kind[0][0].isupper()
    if by_number := numbered(text, kind, type_, slug, limit, capital=capital):
        return by_number
    met = _plenum(text, kind, type_, limit) or _congress(text, kind, type_, limit)
    if met and slug in {"nghi-quyet", "ket-luan", "van-ban", "chuong-trinh"}:
        return [met]
    if slug in {"luat", "bo-luat", "phap-lenh"} and capital:
        return _law(text, kind, type_, limit)
    if slug == "hien-phap" and (year := YEAR_BEHIND.match(text, kind.end(), limit)):
        return [Cited(kind.start(), year.end(), type_, year=int(year["year"]), name="hien-phap")]
    found = _unnumbered(text, kind, type_, limit, capital=capital)
    return [found] if found else []


def _plenum(text: str, kind: re.Match[str], type_: str, limit: int) -> Cited | None:
    found = _PLENUM.match(text, kind.end(), limit)
    if found is None:
        return None
    number = ordinal(found["n"] or found["m"])
    whose = found["whose"] if found["m"] else "Trung ương"
    if number is None:
        return None
    if not whose:  # `Nghị quyết Hội nghị lần thứ tư và … lần thứ năm Ban Chấp hành Trung ương`
        rest = text[found.end() : min(limit, found.end() + 160)]
        behind = re.match(
            rf"\s+và\s+(?:Nghị\s+quyết\s+)?[Hh]ội\s+nghị\s+[^,.;]{{0,30}}?\s{_COMMITTEE}", rest
        )
        if behind is None:
            return None
        term = TERM_BEHIND.match(rest, behind.end())
        cited = Cited(kind.start(), found.end(), type_)
        cited = cited._replace(term=roman(term["term"]) if term else None)
    else:
        cited = with_tail(Cited(kind.start(), found.end(), type_), text, limit)
    return cited._replace(
        number=str(number),
        digits=str(number),
        level="tw",
        issuer="Ban Chấp hành Trung ương",
        name="hoi-nghi",
        year=None,
    )


def _congress(text: str, kind: re.Match[str], type_: str, limit: int) -> Cited | None:
    found = _CONGRESS.match(text, kind.end(), limit)
    if found is None:
        return None
    name = " ".join(found["name"].split())
    while name.rpartition(" ")[2].lower() in {"của", "lần", "thứ", "khóa", "khoá"}:
        name = name.rpartition(" ")[0]
    ordinals = [roman(word) for word in name.split()[1:] if not word.islower() and roman(word)]
    if not ordinals and not found["years"] and len(name.split()) < 4:
        return None  # "nghị quyết đại hội": of which congress is not said
    folded = fold(name)
    if "cac cap" in folded and not found["years"]:
        return None  # of all levels, of no one of them
    national = "bo" not in folded.split() and "cac cap" not in folded
    end = found.end("years") if found["years"] else kind.end() + _length(found, name)
    slug = "dai-hoi" if national else "-".join(folded.split()[:12])
    return Cited(
        kind.start(),
        end,
        type_,
        issuer=name,
        term=ordinals[0] if ordinals else None,
        level="dai-hoi",
        name=slug,
    )


def _length(found: re.Match[str], name: str) -> int:
    """Characters from the kind's end to the end of the name's last word."""
    last = name.rpartition(" ")[2]
    return found["name"].rindex(last) + len(last) + found.start("name") - found.start()


def _law(text: str, kind: re.Match[str], type_: str, limit: int) -> list[Cited]:
    """A law by its name: one of the table, or any with its year."""
    if amending := _AMENDING.match(text, kind.end(), limit):
        word = re.compile(r"Bộ luật|Luật").match(text, amending.end(), limit)
        amended = _law(text, word, type_, limit) if word else []
        return [
            it._replace(
                start=kind.start(),
                name=f"sua-doi-{it.name}",
                subject=" ".join(text[amending.start("name") : it.end].split()),
            )
            for it in amended[:1]
        ]
    end = law_name_end(text, kind.end(), limit)
    if end is None:
        name = _LAW_NAME.match(text, kind.end(), limit)
        if name is None:
            return []
        end = name.end()
    words = " ".join(text[kind.end() : end].split())
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(words)))
    cited = Cited(kind.start(), end, type_, name=slug)
    if year := YEAR_BEHIND.match(text, end, limit):
        cited = cited._replace(year=int(year["year"]), end=year.end())
    return [cited._replace(subject=words)]


def _unnumbered(
    text: str, kind: re.Match[str], type_: str, limit: int, *, capital: bool
) -> Cited | None:
    """`Chỉ thị của Ban Thường vụ Đảng ủy Khối về …`: named by its issuer and its subject, by its
    issuer and its day (`Công điện ngày 2/2 của Thủ tướng`), or by a title in quotes."""
    at = kind.end()
    if themed := re.compile(r"\s+chuyên đề").match(text, at, limit):
        at = themed.end()
    slug = tables().types[type_]
    if slug in _DATED and (day := _DAY_ALONE.match(text, at, limit)):
        at = day.end()
    cited = with_tail(Cited(kind.start(), at, type_), text, limit)
    if cited.subject is None:
        told = cited.date or (day["day"] if slug in _DATED and day else None)
        dated = told is not None and slug in _DATED and capital
        return cited._replace(name=f"{told}") if dated and cited.issuer else None
    quoted = (
        text[cited.end - 1] in _QUOTES
        and slug in _TITLED
        and len(cited.subject.split()) >= _TITLE_WORDS
    )
    draft = text[max(0, kind.start() - 8) : kind.start()].lower().endswith("dự thảo ")
    issued = (
        slug in _TELEGRAMS
        and _ISSUES.search(text, max(0, kind.start() - 16), kind.start()) is not None
    )
    if not quoted and not issued and not (capital and (cited.issuer or themed or draft)):
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(cited.subject))[:8])
    return cited._replace(name=slug)
