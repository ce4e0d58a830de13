"""Resolutions of sessions and congresses: `Nghị quyết Trung ương 4, khóa XII`, `… Đại hội XIII`."""

from __future__ import annotations

import re

from bot.facts.document_grammar import TERM_BEHIND, ordinal, roman
from bot.facts.document_mention import Cited, with_tail
from storage.text import fold

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
_MORE_SESSIONS = re.compile(
    r"(?:\s?(?:,|;|\svà)\s+\d{1,2}(?![\w/%-]|\.\d)){1,9}"
    r"(?=\s?(?:[.,;:()”\"]|$)|\s(?:kh(?:óa|oá)|của|về)(?!\w))"
)
_MORE_TERMS = re.compile(
    r"(?:\s?(?:,|;|\svà)\s+(?:kh(?:óa|oá)\s+)?(?:[IVX]{1,6}|1\d)(?![\w/.%-])){1,4}\)?"
)
_CONGRESS_LAST = re.compile(
    r"\s+(?P<name>(?:[Đđ]ại\s+hội|ĐH)(?:\s+[^\W\d_]{1,10}){1,16}?\s+(?:lần\s+thứ|kh(?:óa|oá))"
    r"\s+(?:[IVXL]{1,6}|\d{1,2})(?![\w/]))(?P<years>,?\s+nhiệm\s+kỳ\s+\d{4}\s?[-–]\s?\d{4})?"
)
"""Of which body it is comes before its number: `Đại hội Đảng bộ Khối các cơ quan lần thứ XIII`."""
_CONGRESS = re.compile(
    r"\s+(?P<name>(?:[Đđ]ại\s+hội|ĐH)(?:\s+(?:[Đđ]ại\s+biểu|[Tt]oàn\s+quốc|lần\s+thứ|của|các\s+cấp|[Đđ]ảng"
    r"|[Bb]ộ|tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|[Kk]hối|cơ\s+sở|[Kk]h(?:óa|oá)"
    r"|TP\.?\s?[A-ZĐ][^\W\d_]{1,9}|[IVXL]{1,6}(?!\w)|\d{1,2}(?![\d/])|[A-ZĐ][^\W\d_]{1,9})){0,14})"
    r"(?P<years>,?\s+nhiệm\s+kỳ\s+\d{4}\s?[-–]\s?\d{4})?"
)


def of_sessions(text: str, kind: re.Match[str], type_: str, limit: int) -> list[Cited]:
    """Those of plenums, else that of a congress."""
    plenums = _plenums(text, kind, type_, limit)
    congress = None if plenums else _congress(text, kind, type_, limit)
    return [congress] if congress else plenums


def _plenums(text: str, kind: re.Match[str], type_: str, limit: int) -> list[Cited]:
    """`Nghị quyết Trung ương 4 (khóa XI, XII)`, `các nghị quyết Trung ương 5, 6, 7 khóa XII`."""
    first = _plenum(text, kind, type_, limit)
    if first is None:
        return []
    others = _MORE_SESSIONS.match(text, first.end, limit) if first.term is None else None
    if others is not None and first.subject is None and first.issuer is not None:
        tail = with_tail(Cited(others.start(), others.end(), type_), text, limit)
        numbers = [first.number, *re.findall(r"\d{1,2}", others[0])]
        ends = [first.end, *(others.start() + it.end() for it in re.finditer(r"\d+", others[0]))]
        return [
            first._replace(number=it, digits=it, term=tail.term, start=begin, end=end)
            for it, begin, end in zip(numbers, [first.start, *ends], ends, strict=False)
        ]
    terms = _MORE_TERMS.match(text, first.end, limit) if first.term else None
    if terms is None:
        return [first]
    more = [roman(it) for it in re.findall(r"[IVX]+|\d+", terms[0])]
    return [first, *(first._replace(term=it) for it in more if it)]


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
    if not found["years"] and not re.search(r"[IVXL]{1,6}(?!\w)|\d", found["name"]):
        found = _CONGRESS_LAST.match(text, kind.end(), limit) or found
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
