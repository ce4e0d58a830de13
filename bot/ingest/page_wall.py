"""What stands before an article: paywall stubs, cookie and JavaScript walls, other dead ends.

A wall is told by its words, which it prints in the place of the article: so they count only where
hardly anything else is printed, or at the end of a text that breaks off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.errors import SourceUnreadable
from bot.ingest.page_meta import PageMeta
from bot.ingest.page_tree import Page
from bot.ingest.phrases import any_of
from storage.text import fold

_STUB = 150
"""Words: an article that is not free and has no more is taken for its beginning."""
_BARE = 120
"""Words that a page has at most which prints nothing but a wall."""
_LONGEST_OFFER = 60
"""Words of a line that asks to subscribe; a longer one is text that tells of such things."""
_WORDS_OF_WALL = 1_000
"""Characters of a block in which a wall says what it is."""
_READ = 2_000
"""Characters of a block that are looked at."""
_BELOW = 8
"""Blocks below the text in which an offer still belongs to it."""

_JOIN = any_of(
    "dang nhap | dang ky | dang ki | mua goi | mua bao | tra phi | nang cap | thue bao | dat mua",
    "log in | login | sign in | sign up | register | subscribe | subscribers | subscription",
    "become a member | already a subscriber",
)
_GO_ON = any_of(
    "doc tiep | xem tiep | doc toan bo | doc toan van | xem toan bo | doc day du | xem day du",
    "doc bai viet nay | doc het | doc noi dung | xem noi dung | doc them noi dung | tiep tuc doc",
    "continue reading | keep reading | read the full | read more of this | to read this",
    "read this article | full access | unlimited access | rest of this",
)
_OFFER = re.compile(rf"\b{_JOIN}\b.{{0,80}}\b{_GO_ON}\b|\b{_GO_ON}\b.{{0,60}}\b{_JOIN}\b")
_PREMIUM = re.compile(
    any_of(
        "noi dung danh cho thue bao | bai viet danh cho thue bao | noi dung tra phi",
        "bai viet tra phi | danh rieng cho thue bao | danh cho ban doc dang ky",
        "danh cho thanh vien | noi dung danh rieng | this article is for subscribers",
        "this content is for members | subscriber-only | for subscribers only",
    )
)
_WALL = re.compile(
    any_of(
        "bat javascript | kich hoat javascript | ho tro javascript | enable javascript",
        "javascript is disabled | requires javascript | turn on javascript",
        "javascript is required",
        "checking your browser | just a moment | verify you are human | verifying you are human",
        "are you a robot | xac minh ban la | khong phai la robot | khong phai robot | bat cookie",
        "kich hoat cookie | enable cookies | attention required | ddos protection | ddos-guard",
        "kiem tra trinh duyet | dang kiem tra ket noi | we value your privacy",
        "chap nhan cookie | dong y su dung cookie | cookie consent | accept all cookies",
        "su dung cookie | uses cookies | use cookies | we and our partners",
        "before you continue | access denied | truy cap bi tu choi | request unsuccessful",
    )
)
_RELOADS = re.compile(r"document\.cookie\s*=|location\.reload|location\.(?:href|replace)|slowAES")


def refuse_dead_end(page: Page, meta: PageMeta) -> None:
    """Refuse a page that prints nothing but a wall, a frame set or a redirection.

    Raises:
        SourceUnreadable: naming what stands there in the article's place.
    """
    words = 0
    for block in page.blocks:
        words += len(block.text[:_READ].split())
        if words > _BARE:
            return
    printed = fold(" ".join(block.text[:_READ] for block in page.blocks))
    if _WALL.search(printed) or (words < 40 and _WALL.search(fold(meta.tab[:_READ]))):
        raise SourceUnreadable("a cookie or JavaScript wall stands in the article's place")
    if words >= 15:
        return
    if _RELOADS.search(meta.scripts):
        raise SourceUnreadable("a JavaScript challenge stands in the article's place")
    if next(page.tree.iter("frameset"), None) is not None:
        raise SourceUnreadable("the page is a set of frames: the article is in one of them")
    if meta.refreshes:
        raise SourceUnreadable("the page only leads on to another one (meta refresh)")


def is_offer(line: str) -> bool:
    """Whether the line asks to log in or subscribe in order to read on."""
    if len(line) > 10 * _LONGEST_OFFER or len(line.split()) > _LONGEST_OFFER:
        return False
    folded = fold(line)
    return _OFFER.search(folded) is not None or _PREMIUM.search(folded) is not None


def is_wall(line: str) -> bool:
    """Whether the line is of those that a cookie or JavaScript wall consists of."""
    if len(line) > 10 * _LONGEST_OFFER or len(line.split()) > _LONGEST_OFFER:
        return False
    return _WALL.search(fold(line)) is not None


def what_is_missing(
    page: Page, lines: Sequence[str], last: int, *, locked: bool
) -> Literal["paywall", "consent"] | None:
    """Why the text is only a part; None where it is whole as far as the page tells.

    `lines` are those of the text, `last` is the index of its last block, `locked` what the page
    tells machines. Many papers that say they are not free still send the whole text.
    """
    words = sum(len(line.split()) for line in lines)
    breaks_off = bool(lines) and lines[-1].endswith(("…", "..."))
    if not locked and not breaks_off and words >= 2 * _STUB:
        return None  # of most pages, without a look at what is printed below
    printed = [block.text for block in page.blocks[max(0, last - _BELOW) : last + _BELOW]]
    if any(is_offer(line) for line in printed):
        return "paywall"
    if locked and (breaks_off or words < _STUB):
        return "paywall"
    if words < _STUB / 2 and any(is_wall(line) for line in printed):
        return "consent"
    return None
