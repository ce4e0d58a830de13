"""The forms in which one document is cited, tried one after the other at a place in the text."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from bot.facts.document_grammar import (
    DATE_BEHIND,
    NUMBER,
    SUBJECT_ABOUT,
    SUBJECT_ENDS,
    SUBJECT_IN_QUOTES,
    TERM_BEHIND,
    law_name_end,
    ordinal,
    roman,
    tables,
    type_name,
)
from bot.facts.document_issuer import issuer_at, level_of
from storage.text import fold

_BARE_NUMBER = frozenset(
    {"nghi-quyet", "chi-thi", "ket-luan", "quyet-dinh", "quy-dinh", "nghi-dinh", "thong-tu"}
    | {"cong-dien", "cong-van", "huong-dan", "de-an", "thong-tu-lien-tich", "phap-lenh"}
)
"""Kinds cited as `Nghị quyết 35`; the 5 of `Kế hoạch 5 năm` is no number of a document."""

_COUNTED = re.compile(
    r"\s*(?:năm|tháng|ngày|tuần|quý|giờ|lần|vụ|điểm|người|nội dung|nhiệm vụ|giải pháp|chỉ tiêu"
    r"|trường hợp|đợt|bước|khâu|nhóm|mục|chương|điều|khoản|bài|trang|tỷ|triệu|nghìn|đồng|đơn vị"
    r"|cán bộ|dự án|hộ|xã|huyện|tỉnh|đồng chí|thành viên|đề án|mô hình|loại|cấp|hình thức|\+|x\s)"
)
"""What follows a number that counts instead of naming."""

_NUMBERED = re.compile(r"(?:\s+chuyên đề)?\s*\(?\s*(?P<so>số\s*:?\s*)?(?=\d)")
_ALSO = re.compile(r"\s*(?:,|;|\s và|\s+và)\s+(?:số\s*)?(?=\d)")

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
    r"\s+(?P<name>[Đđ]ại\s+hội(?:\s+(?:[Đđ]ại\s+biểu|[Tt]oàn\s+quốc|lần\s+thứ|của|các\s+cấp|[Đđ]ảng"
    r"|[Bb]ộ|tỉnh|thành\s+phố|huyện|quận|thị\s+xã|xã|phường|[Kk]hối|cơ\s+sở|[Kk]h(?:óa|oá)"
    r"|[IVXL]{1,6}(?!\w)|\d{1,2}(?![\d/])|[A-ZĐ][^\W\d_]{1,9})){0,14})"
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
_YEAR_BEHIND = re.compile(r"(?:,?\s+năm)?\s+\(?(?P<year>(?:19|20)\d\d)\)?(?!\d|[/.-]\d)")


class Cited(NamedTuple):
    """One mention as it stands."""

    start: int
    end: int
    type: str
    number: str | None = None
    digits: str | None = None
    """Without leading zeros, `"4"` for a plenum."""
    level: str | None = None
    issuer: str | None = None
    year: int | None = None
    term: str | None = None
    date: dt.date | None = None
    subject: str | None = None
    name: str | None = None
    """Slug of what stands in place of a number: a law's name, a congress, a plenum."""

    @property
    def slug(self) -> str:
        """The kind's slug."""
        return tables().types[self.type]


def cited_at(text: str, kind: re.Match[str], limit: int) -> list[Cited]:
    """What is cited where `kind` names a kind of document; nothing beyond `limit` is read."""
    type_ = type_name(kind[0])
    slug = tables().types[type_]
    capital = kind[0][0].isupper()
    if numbered := _numbered(text, kind, type_, slug, limit, capital=capital):
        return numbered
    met = _plenum(text, kind, type_, limit) or _congress(text, kind, type_, limit)
    if met and slug in {"nghi-quyet", "ket-luan", "van-ban", "chuong-trinh"}:
        return [met]
    if slug in {"luat", "bo-luat", "phap-lenh"} and capital:
        return _law(text, kind, type_, limit)
    if slug == "hien-phap" and (year := _YEAR_BEHIND.match(text, kind.end(), limit)):
        return [Cited(kind.start(), year.end(), type_, year=int(year["year"]), name="hien-phap")]
    found = _unnumbered(text, kind, type_, limit) if capital else None
    return [found] if found else []


def _numbered(
    text: str, kind: re.Match[str], type_: str, slug: str, limit: int, *, capital: bool
) -> list[Cited]:
    before = _NUMBERED.match(text, kind.end(), limit)
    number = NUMBER.match(text, before.end(), limit) if before else None
    if before is None or number is None:
        return []
    plural = text[max(0, kind.start() - 6) : kind.start()].rstrip().lower().endswith("các")
    if not before["so"] and not number["rest"]:
        named = slug in _BARE_NUMBER and (capital or plural)
        if not named or _COUNTED.match(text, number.end(), limit):
            return []
    found = [_with_tail(_cited(kind.start(), number, type_), text, limit)]
    while len(found) < 20:  # `các Nghị quyết số 18-NQ/TW, 19-NQ/TW`
        last = found[-1]
        also = _ALSO.match(text, last.end if last.subject is None else number.end(), limit)
        number_next = NUMBER.match(text, also.end(), limit) if also else None
        if number_next is None or _COUNTED.match(text, number_next.end(), limit):
            break
        code = any(mark.isalpha() for mark in number_next["rest"])
        if not code and not (plural and not number_next["rest"]):
            break
        number = number_next
        found.append(_with_tail(_cited(number.start(), number, type_), text, limit))
    return _share(found) if plural else found


def _share(found: list[Cited]) -> list[Cited]:
    """`các Nghị quyết 18, 19 của Bộ Chính trị`: the issuer behind the last is everybody's."""
    last = found[-1]
    return [
        it._replace(issuer=last.issuer, level=last.level, term=it.term or last.term)
        if it.issuer is None and it.level in {None, last.level}
        else it
        for it in found
    ]


def _cited(start: int, number: re.Match[str], type_: str) -> Cited:
    level, issuer = _mark_of(number["rest"])
    stop = number[0].endswith(".")  # of the sentence: letters may hold stops (T.Ư)
    return Cited(
        start,
        number.end() - stop,
        type_,
        number=" ".join(number[0].removesuffix(".").split()),
        digits=number["digits"].lstrip("0") or "0",
        level=level,
        issuer=issuer or None,
        year=int(number["year"]) if number["year"] else None,
    )


def _mark_of(rest: str) -> tuple[str | None, str]:
    """Level and issuer that the letters of a number tell."""
    parts = [part for part in re.split(r"[\s/–-]+", rest.replace(".", "")) if part]
    for part in reversed(parts):
        mark = {"TƯ": "TW", "Ttg": "TTg"}.get(part, part)
        if mark in tables().marks:
            return tables().marks[mark]
        bare = mark.rstrip("0123456789")
        if bare in tables().marks and bare != mark:  # QH13, UBTVQH10
            return tables().marks[bare]
    letters = [part for part in parts if not part.isdigit()]
    return (fold(letters[-1]), "") if len(letters) > 1 else (None, "")


def _with_tail(cited: Cited, text: str, limit: int) -> Cited:
    """Date, issuer, term in any order, then the subject."""
    for _ in range(4):
        at = cited.end
        if cited.date is None and (when := DATE_BEHIND.match(text, at, limit)):
            date = _date(when)
            if date is not None:
                cited = cited._replace(date=date, end=when.end(), year=cited.year or date.year)
        elif cited.term is None and (term := TERM_BEHIND.match(text, at, limit)):
            cited = cited._replace(term=roman(term["term"]), end=term.end())
        elif issuer := issuer_at(text, at, limit):
            named, end = issuer
            level = cited.level or level_of(named)
            cited = cited._replace(issuer=cited.issuer or named, level=level, end=end)
        elif cited.year is None and (year := _YEAR_BEHIND.match(text, at, limit)):
            cited = cited._replace(year=int(year["year"]), end=year.end())
        if cited.end == at:
            break
    return _with_subject(cited, text, limit)


def _with_subject(cited: Cited, text: str, limit: int) -> Cited:
    if quoted := SUBJECT_IN_QUOTES.match(text, cited.end, limit):
        return cited._replace(subject=quoted["subject"].strip(), end=quoted.end())
    if about := SUBJECT_ABOUT.match(text, cited.end, limit):
        ends = SUBJECT_ENDS.search(about["subject"])
        subject = (about["subject"][: ends.start()] if ends else about["subject"]).strip(" ,")
        if len(subject.split()) > 1:
            return cited._replace(subject=subject, end=about.start("subject") + len(subject))
    return cited


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
        cited = _with_tail(Cited(kind.start(), found.end(), type_), text, limit)
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
    ordinals = [roman(word) for word in name.split()[2:] if not word.islower() and roman(word)]
    if not ordinals and not found["years"] and len(name.split()) < 4:
        return None  # "nghị quyết đại hội": of which congress is not said
    folded = fold(name)
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
    if year := _YEAR_BEHIND.match(text, end, limit):
        cited = cited._replace(year=int(year["year"]), end=year.end())
    return [cited._replace(subject=words)]


def _unnumbered(text: str, kind: re.Match[str], type_: str, limit: int) -> Cited | None:
    """`Chỉ thị của Ban Thường vụ Đảng ủy Khối về …`: named by its issuer and its subject."""
    at = kind.end()
    if themed := re.compile(r"\s+chuyên đề").match(text, at, limit):
        at = themed.end()
    cited = _with_tail(Cited(kind.start(), at, type_), text, limit)
    if cited.subject is None or not (cited.issuer or themed):
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", fold(cited.subject))[:8])
    return cited._replace(name=slug)


def _date(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
