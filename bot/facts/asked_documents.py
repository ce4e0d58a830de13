"""Documents as people type them: `chi thi 05-ct/tw`, `12/nq-hdnd`, `nghị quyết 35 khóa 12`.

What was typed is written out as a text would have it and read by the grammar of texts, so that a
question and an article mean the same document by the same key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.facts.article_text import join_lines
from bot.facts.document_grammar import tables
from bot.facts.document_terms import asked_terms
from bot.facts.documents import find_documents
from bot.language.bare import without_marks
from storage.text import fold

_CODE = r"[a-z][a-z&.]{0,13}\d{0,3}"
_NUMBER = (
    r"(?P<digits>\d{1,5}[a-z]?)(?![\d.,]*\d)"
    r"(?P<year>\s?/\s?(?:19|20)\d\d)?"
    rf"(?P<code>(?:\s?[-–/]\s?{_CODE}){{0,5}})(?!\w)"
)
_SESSION = (
    r"(?:hoi\s{1,3}nghi\s{1,3})?(?:(?:lan\s{1,3}thu|ban\s{1,3}chap\s{1,3}hanh)\s{1,3})?"
    r"(?:trung\s{1,3}uong|tw)\s{1,3}(?:lan\s{1,3}thu\s{1,3}|so\s{1,3})?(?P<session>\d{1,2})(?![\w/-])"
)
_CONGRESS = (
    r"dai\s{1,3}hoi\s{1,3}(?:dang\s{1,3})?(?:dai\s{1,3}bieu\s{1,3})?(?:toan\s{1,3}quoc\s{1,3})?"
    r"(?:lan\s{1,3}thu\s{1,3}|khoa\s{1,3})?(?P<congress>[ivx]{1,6}|\d{1,2})(?![\w/-])"
)
_TERM = r"[\s,(]{1,3}khoa\s{1,3}(?P<term>[ivxl]{1,6}|\d{1,2})(?!\w)\)?"
_ISSUED = r"\s{1,3}(?:cua\s{1,3})?(?P<issuer>{issuers})(?!\w)"
_OF_YEAR = r"(?:\s{1,3}nam)?\s{1,3}(?P<of_year>(?:19|20)\d\d)(?![\w/-])"
_COUNTED = re.compile(
    r"\s{1,3}(?:nam(?!\s{1,3}\d{4})|thang(?!\s{1,3}\d)|ngay(?!\s{1,3}\d)|tuan|gio|lan|vu|diem"
    r"|nguoi|noi dung|nhiem vu|giai phap|chi tieu|truong hop|dot|nhom|muc|chuong|dieu|khoan|ty"
    r"|trieu|nghin|dong|don vi"
    r"|can bo|du an|ho|xa|huyen|tinh|thanh vien|mo hinh|phan tram)(?!\w)|\s?%",
    re.IGNORECASE,
)


_LAW = re.compile(r"(?P<kind>bo\s{1,3}luat|luat|phap\s{1,3}lenh|hien\s{1,3}phap)\s", re.IGNORECASE)


class AskedDocument(NamedTuple):
    """Characters of the question, and the terms of which an article has one that cites it."""

    start: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    pattern: re.Pattern[str]
    term: re.Pattern[str]
    issued: re.Pattern[str]
    of_year: re.Pattern[str]
    numbered: frozenset[str]
    codes: dict[str, list[str]]
    issuers: dict[str, str]
    kinds: dict[str, str]
    marks: dict[str, str]


def find_asked_documents(text: str) -> Iterator[AskedDocument]:
    """Documents that the words name by kind and number, or by a number with its letters."""
    plain = without_marks(text)
    for match in _tables().pattern.finditer(plain):
        found = _document(plain, match)
        if found is not None:
            yield found


def asked_document(value: str) -> AskedDocument | None:
    """The document that the beginning of `value` names, be it by a bare number; None: it does not.

    A bare number means any kind of document that has it.
    """
    for found in find_asked_documents(value):
        if found.start == 0:
            return found
    bare = re.match(r"(?:s[oố]\s{1,3})?(\d{1,5}[a-zđ]?)(?![\w/.,-])", value, re.IGNORECASE)
    if bare is not None:
        digits = fold(bare[1]).lstrip("0") or "0"
        slugs = dict.fromkeys(tables().types.values())
        return AskedDocument(0, bare.end(), tuple(f"doc:{slug}/{digits}" for slug in slugs))
    return _law(value)


def _law(value: str) -> AskedDocument | None:
    """A law by its name."""
    match = _LAW.match(without_marks(value))
    if match is None:
        return None
    kind = _tables().kinds[" ".join(match["kind"].lower().split())]
    for document in find_documents(join_lines(["", kind + value[match.end("kind") :]]))[:1]:
        if document.start == 1:
            end = document.end - 1 - len(kind) + match.end("kind")
            return AskedDocument(0, end, asked_terms(document.key))
    return None


def _document(plain: str, match: re.Match[str]) -> AskedDocument | None:
    kind = " ".join(match["kind"].lower().split()) if match["kind"] else None
    if match["session"] or match["congress"]:
        if kind not in ("nghi quyet", "ket luan"):
            return None
        body = (
            f"Hội nghị Trung ương {match['session']}"
            if match["session"]
            else f"Đại hội {match['congress'].upper()} của Đảng"
        )
        return _read(plain, match, [f"{_tables().kinds[kind]} {body}"])
    code = match["code"] or ""
    if kind is None:
        if not code:
            return None
        parts = [part for part in re.split(r"[\s/–-]+", code.lower()) if part]
        kinds = next((_tables().codes[part] for part in parts if part in _tables().codes), None)
        if kinds is None:
            return None
    else:
        kinds = [_tables().kinds[kind]]
        if not code and not match["year"]:
            named = bool(match["so"]) or kind in _tables().numbered  # no number: "kế hoạch 2023"
            if not named or _COUNTED.match(plain, match.end()):
                return None
    number = match["digits"] + (match["year"] or "").replace(" ", "") + _written(code)
    return _read(plain, match, [f"{each} số {number}" for each in kinds])


def _read(plain: str, match: re.Match[str], heads: list[str]) -> AskedDocument | None:
    tail, end = _tail(plain, match.end())
    terms: list[str] = []
    for head in heads:
        for document in find_documents(join_lines(["", head + tail]))[:1]:
            terms += asked_terms(document.key)
    return AskedDocument(match.start(), end, tuple(dict.fromkeys(terms))) if terms else None


def _tail(plain: str, end: int) -> tuple[str, int]:
    """Issuer, year and term in any order, as a text writes them."""
    known = _tables()
    tail = ""
    for _ in range(3):
        if found := known.issued.match(plain, end):
            tail += f" của {known.issuers[' '.join(found['issuer'].lower().split())]}"
        elif found := known.term.match(plain, end):
            tail += f" (khóa {found['term'].upper()})"
        elif found := known.of_year.match(plain, end):
            tail += f" năm {found['of_year']}"
        else:
            break
        end = found.end()
    return tail, end


def _written(code: str) -> str:
    """`/nq-hdnd` → `/NQ-HĐND`: the letters as numbers of documents have them."""

    def letters(match: re.Match[str]) -> str:
        return _tables().marks.get(match[0].lower(), match[0].upper())

    return re.sub(r"[a-z&.]+", letters, code.replace(" ", ""), flags=re.IGNORECASE)


@cache
def _tables() -> _Tables:
    raw = tomllib.loads(files(__package__).joinpath("asked_documents.toml").read_text("utf-8"))
    kinds = {fold(name): name for name in tables().types}
    longest = sorted(kinds, key=len, reverse=True)
    names = "|".join(name.replace(" ", r"\s{1,3}") for name in longest)
    issuers: dict[str, str] = raw["issuers"]
    bodies = "|".join(name.replace(" ", r"\s{1,3}") for name in sorted(issuers, key=len)[::-1])
    whole = (
        rf"(?<![\w/.,-])(?:(?P<kind>{names})\s{{1,3}})?"
        rf"(?:(?P<so>so\s{{0,3}}:?\s{{0,3}})?{_NUMBER}|{_SESSION}|{_CONGRESS})"
    )
    return _Tables(
        pattern=re.compile(whole, re.IGNORECASE),
        term=re.compile(_TERM, re.IGNORECASE),
        issued=re.compile(_ISSUED.replace("{issuers}", bodies), re.IGNORECASE),
        of_year=re.compile(_OF_YEAR, re.IGNORECASE),
        numbered=frozenset(raw["numbered"]),
        codes=raw["codes"],
        issuers=issuers,
        kinds=kinds,
        marks={fold(mark): mark for mark in tables().marks},
    )
