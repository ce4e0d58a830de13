"""A change of posts that a sentence reports once of several people: `A, B và C cùng được bầu …`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.posts_beside import Mention

_JOINED = re.compile(
    r"(?:,[ \t\u00a0]|,?[ \t\u00a0]và[ \t\u00a0])(?:(?:đồng chí|ông|bà)[ \t\u00a0])?"
)
_OF_ALL = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:đã[ \t\u00a0]|vừa[ \t\u00a0])?(?:cùng|đều)[ \t\u00a0]"
)
_APART = re.compile(
    r",[ \t\u00a0](?:đã[ \t\u00a0]|vừa[ \t\u00a0]|cùng[ \t\u00a0])?(?:được|trúng)(?!\w)"
)
"""A comma between the last name and its verb: the verb is that of the whole list."""


def fellows_in_front(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """Those in front of `mentions[at]` in one list whose verb behind it is theirs too; often none.

    The verb is said of all where "cùng" or "đều" stands before it, or where each has a post in
    front of the name and a comma parts the last name from the verb.
    """
    last = mentions[at]
    of_all = _OF_ALL.match(text, last.reach) is not None
    titled = last.reach == last.end and _has_title(last)
    if not of_all and not (titled and _APART.match(text, last.end)):
        return []
    found: list[Mention] = []
    for mention, behind in zip(
        reversed(mentions[:at]), reversed(mentions[1 : at + 1]), strict=True
    ):
        if not _JOINED.fullmatch(text, mention.reach, behind.begin):
            break
        if not of_all and not (mention.reach == mention.end and _has_title(mention)):
            break
        found.append(mention)
    return found


def _has_title(mention: Mention) -> bool:
    return any(post.end <= mention.start for post in mention.posts)
