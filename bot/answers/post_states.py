"""What becomes of a post, by the words around it: it is given, held, left or only planned. Pure."""

from __future__ import annotations

import re
from typing import Literal

from bot.facts.article_text import Span
from bot.facts.posts import Post

State = Literal["given", "held", "left"]

_NEAR = 60
"""Characters in front of a post or name that tell what becomes of it."""
_GIVEN = re.compile(
    r"(?<!\w)(?:chức|vụ|danh|làm|giữ|bầu|nhiệm|trở thành|đắc cử|trúng cử|tái cử)[ \t\u00a0]$",
    re.IGNORECASE,
)
"""`giữ chức | POST`."""
_LEFT = re.compile(
    r"(?<!\w)(?:thôi|rời|miễn nhiệm|bãi nhiệm|cách|từng"
    r"|(?<!thái )nguyên(?=[ \t\u00a0]là)|khi còn|thời còn|trước đó)"
    r"(?:[ \t\u00a0](?:là|giữ|làm|đảm nhiệm|chức vụ|chức danh|chức|cương vị|vị trí|ghế|nhiệm vụ)"
    r"){0,3}[ \t\u00a0]$",
    re.IGNORECASE,
)
"""`thôi giữ chức | POST`."""
_PLANNED = re.compile(
    r"(?<!\w)(?:giới thiệu|đề cử|ứng cử|dự kiến|đề nghị|ứng viên|tranh cử)(?!\w)", re.IGNORECASE
)
_REMEMBERED = re.compile(
    r"(?<!\w)(?:ngày sinh|ngày mất|cố|tưởng niệm|tưởng nhớ|từ trần|truy tặng|sinh thời)(?!\w)",
    re.IGNORECASE,
)
"""Of the dead: `kỷ niệm ngày sinh | POST NAME`."""
_PAST = re.compile(r"^(?:nguyên|cựu)(?!\w)", re.IGNORECASE)
_REPLACED = re.compile(
    r"(?<!\w)(?:thay|thay thế|thay cho|kế nhiệm|tiền nhiệm(?: là)?)[ \t\u00a0]"
    r"(?:(?:ông|bà|đồng chí)[ \t\u00a0])?$",
    re.IGNORECASE,
)
_SENTENCE = 300
"""Characters in front of a post in which a proposal is looked for."""


def state_of(text: str, post: Post, begin: int) -> State:
    """By the words right in front of the post; its sentence begins at `begin`."""
    front = text[max(begin, post.start - _NEAR) : post.start]
    if is_past(post.text) or _LEFT.search(front):
        return "left"
    return "given" if _GIVEN.search(front) else "held"


def is_past(post: str) -> bool:
    """`nguyên POST`."""
    return _PAST.match(post) is not None


def without_past(post: str) -> str:
    """The post that a past one was."""
    return _PAST.sub("", post, count=1)


def is_planned(text: str, post: Post, begin: int) -> bool:
    """Whether somebody is only proposed for the post."""
    return _PLANNED.search(text, max(begin, post.start - _SENTENCE), post.start) is not None


def is_remembered(text: str, sentence: Span) -> bool:
    """Whether the sentence is of the dead."""
    return _REMEMBERED.search(text, *sentence) is not None


def is_replaced(text: str, name: Span) -> bool:
    """`thay ông | NAME`."""
    return _REPLACED.search(text, max(0, name[0] - _NEAR), name[0]) is not None
