"""The forms in which one document is cited, tried one after the other at a place in the text."""

from __future__ import annotations

import re

from bot.facts.document_grammar import tables, type_name
from bot.facts.document_laws import code_of, law, small_law
from bot.facts.document_mention import YEAR_BEHIND, Cited, with_tail
from bot.facts.document_numbers import numbered
from bot.facts.document_sessions import of_sessions
from storage.text import fold

_OF_SESSIONS = frozenset({"nghi-quyet", "ket-luan", "van-ban", "chuong-trinh"})
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
_PERSONNEL = re.compile(
    r"(?:công tác )?(?:cán bộ|nhân sự)(?!\w)|(?:việc )?(?:điều động|bổ nhiệm|luân chuyển)(?!\w)"
)
"""What a decision is about that nobody looks up by it."""
_QUOTES = frozenset("”\"»’'")


def cited_at(text: str, kind: re.Match[str], limit: int) -> list[Cited]:
    """What is cited where `kind` names a kind of document; nothing beyond `limit` is read."""
    if code := code_of(text, kind, limit):
        return [code]
    type_ = type_name(kind[0])
    slug = tables().types[type_]
    capital = kind[0][0].isupper()
    if by_number := numbered(text, kind, type_, slug, limit, capital=capital):
        return by_number
    if slug in _OF_SESSIONS and (found := of_sessions(text, kind, type_, limit)):
        return found
    if slug in {"luat", "bo-luat", "phap-lenh"}:
        return law(text, kind, type_, limit) if capital else small_law(text, kind, type_, limit)
    if slug == "hien-phap" and (year := YEAR_BEHIND.match(text, kind.end(), limit)):
        return [Cited(kind.start(), year.end(), type_, year=int(year["year"]), name="hien-phap")]
    unnumbered = _unnumbered(text, kind, type_, limit, capital=capital)
    return [unnumbered] if unnumbered else []


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
    quoted = quoted and (capital or cited.subject[0].isupper() or cited.subject.startswith("về"))
    draft = text[max(0, kind.start() - 8) : kind.start()].lower().endswith("dự thảo ")
    issued = (
        slug in _TELEGRAMS
        and _ISSUES.search(text, max(0, kind.start() - 16), kind.start()) is not None
    )
    if text[cited.end - 1] in _QUOTES and len(cited.subject.split()) < _TITLE_WORDS - 1:
        return None  # "Nghị định 'định danh' các hành vi": no title
    named = (capital and (cited.issuer or themed or draft)) or (draft and cited.issuer)
    if not quoted and not issued and not named:
        return None
    if slug == "quyet-dinh" and _PERSONNEL.match(cited.subject):
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(cited.subject))[:8])
    return cited._replace(name=slug)
