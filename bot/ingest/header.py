"""Lines around the title that state the date, the author, the view count or the section."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from bot.ingest.byline import is_name, parse_byline
from bot.ingest.clean import is_furniture
from bot.ingest.date_scan import CUT, scan
from bot.ingest.dates import CLOCK_SKEW, find_event_date
from bot.ingest.phrases import any_of
from storage.models import Precision
from storage.text import fold

_MOST = 200
"""Characters: a longer line is text."""
_DIGIT = re.compile(r"\d")
_NUMBER = r"(\d{1,3}(?:[., ]\d{3}){1,3}(?!\d)|\d{1,9})(?![\d/:-])"
_COUNTER = any_of(
    "số lượt truy cập | tổng lượt truy cập | tổng số lượt truy cập",
    "lượt xem | số lượt xem | tổng số lượt xem | lượt đọc | số lượt đọc | lượt truy cập",
    "view count | viewcount | view counts | view | views | hit | hits | đã xem | đã đọc | lần xem",
    "số lần xem | người xem | xem",
)
_COUNTED = any_of(
    "lượt xem | lượt đọc | lượt truy cập | lần xem | lần đọc | người xem | người đọc | view",
    "views | hit | hits | lượt",
)
_VIEWS = re.compile(
    rf"(?<!\w){_COUNTER} ?[:(]? ?{_NUMBER} ?\)?(?: ?(?:lượt|lần|người)\b)?"
    rf"|(?<![\d/:.,-]){_NUMBER} ?{_COUNTED}(?!\w)",
    re.IGNORECASE,
)
_UPDATED = re.compile(any_of("cập nhật | sửa đổi | chỉnh sửa | updated | modified"), re.IGNORECASE)
_LABELS = any_of(
    "ngày đăng tin | ngày đăng | ngày cập nhật | ngày viết | ngày xuất bản | ngày tạo",
    "ngày đưa tin | ngày đưa | ngày gửi | ngày tháng | đăng ngày | đăng lúc | đăng tải lúc",
    "đăng tải | được đăng | đã đăng | đăng | thời gian đăng | thời gian | giờ đăng | cập nhật lúc",
    "cập nhật ngày | cập nhật lần cuối | cập nhật mới nhất | lần cập nhật cuối | cập nhật",
    "sửa đổi | chỉnh sửa | xuất bản | posted on | posted | published on | published | publish date",
    "updated | modified | last updated | created | date | vào lúc | vào | lúc | hồi | ngày | at",
    "on | phút đọc | gmt | giờ vn | giờ việt nam | giờ | am | pm | lượt xem | lượt đọc",
    "view count | view | views | xem",
)
_LABEL = re.compile(rf"(?<!\w)(?:\d{{1,3}} )?{_LABELS}(?!\w)", re.IGNORECASE)
_PIECES = re.compile(r"[\x1f|•·,;:()\[\]/›»>]+|\s[-–—]\s|^[-–—\s]+|[-–—\s]+$")
_SIGNED = re.compile(r"(?<!\w)(?:tác giả|người đăng|người viết|nguồn) ?: ?[^|•·\x1f]{2,60}", re.I)
_PART_OF_DAY = re.compile(r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm)\b", re.IGNORECASE)
"""How leads begin and header lines do not."""
_DIVIDER = re.compile(r"[|•·›»>/]|\s[-–—]\s")
_CRUMBS = re.compile(r"\s?(?:[›»>/|]|::|→)\s?")
_HOME = frozenset({"trang chu", "trang nhat", "home", "trang tin"})


class HeaderLine(NamedTuple):
    """What one header line states; None and () where it does not."""

    instant: datetime | None = None
    precision: Precision | None = None
    updated: bool = False
    """The date is that of the last change, not of the publication."""
    authors: tuple[str, ...] = ()
    views: int | None = None
    section: str | None = None


def read_header_line(line: str, *, zone: tzinfo, now: datetime) -> HeaderLine | None:
    """The facts of a line that consists of nothing else; None for a line of text.

    The line must hold a date, a view count or a labelled byline; what is left beside them must
    be labels, buttons, a byline or, set off by a divider, a section. A future date is dropped
    and the line is still a header line.
    """
    if len(line) > _MOST or _PART_OF_DAY.match(line):
        return None
    if _DIGIT.search(line) is None:
        return _labelled_byline(line)
    views, rest = _take_views(line)
    stated = scan(rest, zone)
    if stated:
        rest = stated.rest
    elif views is None:
        return _labelled_byline(line)
    authors, rest = _take_labelled(rest)
    section: str | None = None
    bare = _LABEL.sub(CUT, rest)
    whole = parse_byline(" ".join(bare.split()).strip(" -–—,.;:()[]"))
    pieces = [bare] if whole else _PIECES.split(bare)
    for piece in [] if whole else pieces:
        piece = piece.strip(" .'’-–—")
        if not piece or is_furniture(piece) or _trivial(piece):
            continue
        named = parse_byline(piece)
        if named is not None:
            authors.extend(named)
        elif section is None and _DIVIDER.search(bare) and _is_section(piece):
            section = piece
        else:
            return None
    people = whole or tuple(dict.fromkeys(authors))
    updated = _UPDATED.search(line) is not None and "đăng" not in line.casefold()
    if stated is None or stated.instant > now + CLOCK_SKEW:
        return HeaderLine(authors=people, views=views, section=section)
    return HeaderLine(stated.instant, stated.precision, updated, people, views, section)


def _take_views(line: str) -> tuple[int | None, str]:
    match = _VIEWS.search(line)
    if match is None:
        return None, line
    number = re.sub(r"\D", "", match[1] or match[2])
    return int(number), f"{line[: match.start()]}{CUT}{line[match.end() :]}"


def _take_labelled(line: str) -> tuple[list[str], str]:
    """`… | Tác giả: Văn phòng`: with its label a byline may be any short name."""
    match = _SIGNED.search(line)
    named = parse_byline(match[0].strip()) if match else None
    if match is None or named is None:
        return [], line
    return list(named), f"{line[: match.start()]}{CUT}{line[match.end() :]}"


def _labelled_byline(line: str) -> HeaderLine | None:
    """`Tác giả: Thu Hà`, `Bài, ảnh: …`: a bare name in the header is the caller's question."""
    if ":" not in line and not line.startswith(("Theo ", "(")):
        return None
    named = parse_byline(line)
    return None if named is None or is_name(line) else HeaderLine(authors=named)


def is_empty_label(line: str) -> bool:
    """Whether the line is a label without its value (`Đăng lúc:`), as templates leave it."""
    if not line.endswith(":") or len(line) > _MOST:
        return False
    return not any(char.isalnum() for char in _LABEL.sub(" ", line))


def _trivial(piece: str) -> bool:
    return len(piece) <= 1 or piece.isdigit() or fold(piece) in _HOME


def _is_section(piece: str) -> bool:
    return len(piece.split()) <= 6 and not piece.endswith((".", "?", "!"))


def read_breadcrumb(line: str, title: str | None = None) -> str | None:
    """The section that `Trang chủ > Tin tức > Hoạt động Đảng` ends in; None for other lines.

    `title` is left out where the trail ends in it. Without `Trang chủ` at its head the trail
    needs two dividers to be one.
    """
    if len(line) > _MOST or is_furniture(line):
        return None
    crumbs = [crumb.strip() for crumb in _CRUMBS.split(line) if crumb.strip()]
    home = bool(crumbs) and fold(crumbs[0]) in _HOME
    if len(crumbs) < (2 if home else 3) or any(char.isdigit() for char in line):
        return None
    if home:
        crumbs = crumbs[1:]
    if crumbs and title is not None and fold(crumbs[-1]) == fold(title):
        crumbs = crumbs[:-1]
    if not crumbs or any(len(crumb.split()) > 8 for crumb in crumbs):
        return None
    return crumbs[-1]


def is_clock(line: str, *, zone: tzinfo) -> bool:
    """Whether the line is a date and nothing else: the clock of the visit when above the title."""
    if len(line) > _MOST:
        return False
    stated = scan(line, zone)
    if stated is None:
        return False
    rest = re.sub(r"(?i)hôm nay(?: là)?|bây giờ(?: là)?", " ", _LABEL.sub(" ", stated.rest))
    return not any(char.isalnum() for char in rest)


def believe_clock(
    line: str, lead: str, *, zone: tzinfo, now: datetime
) -> tuple[datetime | None, Precision | None]:
    """The publication by a lone date line above the title; (None, None) for a clock of the visit.

    By custom a line with `[GMT+7]` there is a clock of the visit, so it needs a lead whose event
    lies within three days before; another one is believed unless the event lies over a month back.
    """
    stated = scan(line, zone)
    if stated is None or stated.instant > now + CLOCK_SKEW:
        return None, None
    event = find_event_date(lead, stated.instant, zone)
    gap = stated.instant.date() - event if event else None
    named = "[GMT" in line.upper()
    if (gap is None and named) or (gap is not None and gap > timedelta(days=3 if named else 31)):
        return None, None
    return stated.instant, stated.precision
