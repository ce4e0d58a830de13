"""Words that ask for no more than news: `tin tức về …`, `tuần trước có gì mới ở …`, `tin Nghệ An`.

What remains without them is the query: a time, a place, or what the news is about. The words are
those of `fields.toml` and the usage of Vietnamese search boxes; they are compared without
diacritics, but a syllable that is written with a mark of its own (`tín`, `tỉnh`) is no `tin`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.language.asked_times import find_asked_times
from bot.language.bare import without_marks
from bot.language.provinces import province, province_name
from bot.search.fields import is_idle

MAX_CHARACTERS = 120
"""Longer texts are no request for news as such."""

_JOINT = r"(?:ve|o|tai|cua|trong|tu|quanh)"
_ASKED = (
    r"(?:(?:xin |hay |cho (?:toi |minh |em )?)?"
    r"(?:tim|xem|doc|hoi|biet|tom tat|tong hop|diem lai|diem|cap nhat|liet ke)(?: kiem)?"
    r"(?: (?:giup|cho|ho)(?: (?:toi|minh|em))?)? )?"
)
_NEWS = re.compile(
    rf"{_ASKED}(?:(?:cac|nhung|co) )?"
    r"(?:tin tuc|tin moi nhat|tin moi|tin bai|tin noi bat|bai moi nhat|bai moi)"
    rf"(?: moi nhat| moi| gan day| noi bat)*(?: {_JOINT})?(?=\s|$)",
    re.IGNORECASE,
)
"""In front of anything: only news is meant."""
_NEWS_OF = re.compile(rf"{_ASKED}(?:(?:cac|nhung) )?tin {_JOINT}(?=\s)", re.IGNORECASE)
_NEWS_OF_PLACE = re.compile(
    rf"{_ASKED}(?:(?:cac|nhung) )?(?:tin|bai|thoi su)(?: {_JOINT})?(?=\s|$)", re.IGNORECASE
)
"""In front of a place alone: `tin học`, `bài thuốc` are words of a query."""
_WHAT_IS_NEW = re.compile(
    r"(?<!\w)(?:dang |da |vua )?(?:co|xay ra|dien ra) (?:nhung )?"
    r"(?:(?:tin|tin tuc|chuyen|su kien|viec|dieu|bai) )?gi"
    r"(?: moi| noi bat| dang chu y| hay| hot)*(?: xay ra| dien ra)?"
    r"(?: khong| the| vay| a| nhi| ha)*(?![\w])\s*[?？]?",
    re.IGNORECASE,
)
"""Asks for news where nothing but a time and a place stand beside it."""
_ANY_NEWS_ABOUT = re.compile(
    r"(?:(?:dang |da )?co )?(?:tin tuc|tin|bai bao|bai viet|bai|thong tin) (?:gi|nao)(?: moi)? "
    r"(?:ve|noi ve|lien quan den|lien quan toi) (?=\S)",
    re.IGNORECASE,
)
"""In front of a subject: `có tin gì về sáp nhập không`."""
_NO_MORE = re.compile(r"(?:\s+(?:khong|ko|k|chua|vay|a|nhi|the))?[\s?？.]*$", re.IGNORECASE)
_IN_ENGLISH = re.compile(
    r"(?:(?:please )?(?:show|give|tell) me )?"
    r"(?:(?:what(?:'s|’s|s| is| was| are)?|anything|something) "
    r"(?:new|happening|going on|happened)|(?:any |the |all |some )?(?:latest |recent |new )?news)"
    r"(?: (?:happening|going on|articles|stories))?(?: (?:in|from|of|for|at|on|about|around))?"
    r"(?=\s|[?？]|$)",
    re.IGNORECASE,
)
"""In front of a time and a place: readers who chose English type so."""
_HERE = re.compile(
    r"(?:(?:tinh|tp|thanh pho|xa|phuong|que|que huong|que nha|dia phuong|dia ban|vung|cho|noi"
    r"|khu vuc)(?: (?:minh|toi|em|nha|ta|chung toi|chung ta|nay|day|ban|cua toi|cua minh"
    r"|cua em|o day))?|day|my province|our province|the province|here)",
    re.IGNORECASE,
)
"""The reader's own province, not named: `ở tỉnh`, `quê mình`."""
_EDGE = re.compile(
    rf"^(?:\s|[,;.])*(?:(?:{_JOINT}|in|from|of|for|at)\s+)?|(?:\s|[,;.?？])+$", re.IGNORECASE
)
_ORDER = " sắp:mới"


@dataclass(frozen=True, slots=True)
class NewsAsked:
    """A request for news.

    Attributes:
        query: what remains to be searched; empty: the newest articles.
        subject: what the news is about; empty: a time or a place alone.
        here: whether the place is the reader's own, which the words do not name.
    """

    query: str
    subject: str = ""
    here: bool = False


def news_asked(text: str, today: date) -> NewsAsked | None:
    """The request for news that `text` (NFC) is; None: it is none, or has fields and quotations."""
    if len(text) > MAX_CHARACTERS or any(mark in text for mark in ':"“”«»'):
        return None
    plain = without_marks(text)
    about = _ANY_NEWS_ABOUT.match(plain)
    if about is not None and _is_bare(text, plain, about):
        return _about(text[about.end() :], today)
    found = _WHAT_IS_NEW.search(plain)
    if found is not None and _is_bare(text, plain, found):
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        return _of_place(rest, today)
    english = _IN_ENGLISH.match(plain)
    if english is not None:
        return _of_place(text[english.end() :], today)
    for pattern in (_NEWS, _NEWS_OF):
        head = pattern.match(plain)
        if head is not None and _is_bare(text, plain, head):
            rest = text[head.end() :].strip()
            placed = _of_place(rest, today)
            if placed is not None:
                return None if _is_time(rest, today) else placed
            newest = "moi" in head[0].lower().split()
            return NewsAsked(rest + (_ORDER if newest else ""), rest)
    head = _NEWS_OF_PLACE.match(plain)
    if head is not None and _is_bare(text, plain, head):
        rest = text[head.end() :].strip()
        alone = _is_time(rest, today) and is_idle(text[: head.end()])
        return None if alone else _of_place(rest, today)
    return None


def _about(text: str, today: date) -> NewsAsked | None:
    """The request for news of a subject, or of a place alone."""
    end = _NO_MORE.search(without_marks(text))
    subject = (text if end is None else text[: end.start()]).strip()
    if not subject:
        return None
    return _of_place(subject, today) or NewsAsked(subject, subject)


def _is_bare(text: str, plain: str, found: re.Match[str]) -> bool:
    """Whether `tin` is written as such: not `tín`, `tỉnh`, `tìn`."""
    words = zip(
        text[found.start() : found.end()].lower().split(),
        plain[found.start() : found.end()].lower().split(),
        strict=False,
    )
    return all(word == "tin" for word, key in words if key == "tin")


def _is_time(rest: str, today: date) -> bool:
    """Whether it is a time and nothing else: such a query is understood without this."""
    times = find_asked_times(rest, today)
    return len(times) == 1 and not _trimmed(rest[: times[0].head] + rest[times[0].end :])


def _of_place(rest: str, today: date) -> NewsAsked | None:
    """The request where `rest` names at most a time and a province; None: it names more."""
    times = find_asked_times(rest, today)
    if len(times) > 1:
        return None
    time = rest[times[0].start : times[0].end] if times else ""
    place = _trimmed(rest[: times[0].head] + " " + rest[times[0].end :] if times else rest)
    if place and _HERE.fullmatch(without_marks(" ".join(place.split()))):
        return NewsAsked(f"{time}{_ORDER}".strip(), here=True)
    named = province(place) if place else None
    if place and named is None:
        return None
    where = ""
    if named is not None:  # a former province is asked for as such, not with all that it joined
        is_present = province_name(place) == named.name
        where = f"tỉnh:{place}" if is_present else f'"{place}"'
    query = f"{time} {where}".strip()
    return NewsAsked(query + _ORDER if query else "")


def _trimmed(text: str) -> str:
    plain = without_marks(text)
    head = _EDGE.match(plain)
    start = head.end() if head is not None else 0
    return text[start:].strip(" ,;.?？")
