"""Names in one list: an honorific or a post that is said once of all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.facts.person_spans import is_namesake
from bot.facts.posts_beside import Mention
from bot.language.districts import districts

_JOIN = re.compile(
    r"(?:(?:,\s(?:đơn vị|Đảng bộ|Chi bộ|Đoàn|Chi đoàn|Thành đoàn|Huyện đoàn|Trường|Sở|phường|xã"
    r"|huyện|tỉnh|thôn)(?!\w)[^,;:.()]{0,50})?\s?\([^()]{1,80}\)"
    r"|\s?[-–]\s?(?:chuyên viên|nhân viên|cán bộ|công chức|viên chức"
    r"|đảng viên|kế toán|thủ quỹ|lái xe|giáo viên|học sinh|sinh viên)(?!\w)[^,;.()]{0,40})?"
    r"\s{0,2}(?:[,;]|,?\s{1,2}và|,?\s{1,2}cùng|,?\s{1,2}hay)\s{1,2}(?:các\s)?",
    re.IGNORECASE,
)
_AND = re.compile(r"[ \t\u00a0]và[ \t\u00a0]")
_ALL_OF_THEM = re.compile(r"(?:[,–-]\s{0,2}các|(?:đều|cùng) là)\s{1,2}$")
_HELD_BY_MANY = re.compile(
    r"(?:nguyên )?(?:phó |thứ trưởng|[uủ][yỷ] viên|uv|thành viên|đại biểu|đbqh"
    r"|(?:đảng|tỉnh|thành|huyện|quận|thị|chi) [uủ][yỷ] viên)",
    re.IGNORECASE,
)
"""Posts of which a body has several."""


def read_lists(text: str, mentions: Sequence[Mention]) -> None:
    """Mark those whom a list tells to be people, and give each the posts that are said of all."""
    group: list[Mention] = []
    known = {it.name for it in mentions if it.is_person}
    for before, mention in pairwise([*mentions[:1], *mentions]):
        joined = (
            mention is not before
            and not mention.plural
            and _JOIN.fullmatch(text, before.reach, mention.begin)
        )
        if group and joined:
            if group[0].plural or group[-1].is_person or group[-1].name in known:
                mention.told = (
                    mention.told
                    or group[0].plural
                    or mention.honorific is not None
                    or _is_full_name(mention.name)
                )
            group.append(mention)
        else:
            _share(text, group)
            group = [mention]
    _share(text, group)


def _is_full_name(name: str) -> bool:
    """Three syllables or more, nothing that is called after somebody."""
    words = name.split()
    return len(words) > 2 and not districts(name) and not is_namesake(name)


def _is_said_of_both(text: str, before: Mention, last: Mention) -> bool:
    """`Thứ trưởng A và B`: one post in front of two names, of which a body has several."""
    if last.posts or last.honorific is not None or not before.posts:
        return False
    post = before.posts[-1]
    return (
        post.end <= before.start
        and _HELD_BY_MANY.match(post.text) is not None
        and _AND.fullmatch(text, before.end, last.begin) is not None
    )


def _share_first(group: Sequence[Mention]) -> None:
    """`các Ủy viên Trung ương Đảng: POST A, POST B`: each has a post of their own besides."""
    shared = group[0].shared
    for mention in group:
        if shared is None or not any(post.end <= mention.start for post in mention.posts):
            return
        mention.posts.insert(0, shared)


def _share(text: str, group: Sequence[Mention]) -> None:
    if group and group[0].shared is not None:
        _share_first(group)
        return
    if len(group) < 2:
        return
    first, last = group[0], group[-1]
    in_front = [post for post in first.posts if post.end <= first.start]
    if first.plural and in_front and not first.alone:
        for mention in group[1:]:
            if any(post.end <= mention.start for post in mention.posts):
                break  # "các Phó Thủ tướng: A, B; Chủ tịch Quốc hội C"
            mention.posts[:0] = in_front
        return
    if _is_said_of_both(text, group[-2], last):
        last.posts += group[-2].posts[-1:]
        return
    behind = [post for post in last.posts if post.start >= last.end]
    if not behind or len(behind) != len(last.posts):
        return
    said_of_all = _ALL_OF_THEM.search(text, last.end, behind[0].start) is not None
    if not said_of_all and not (
        first.plural and all(_HELD_BY_MANY.match(post.text) for post in behind)
    ):
        return
    for mention in reversed(group[:-1]):
        if mention.posts or ";" in text[mention.reach : mention.reach + 2]:
            break
        mention.posts += behind
