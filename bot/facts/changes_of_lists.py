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
    of_all = _OF_ALL.match(text, last.reach) is not None or _are_both_subject(text, mentions, at)
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


_BEGINS = re.compile(r"(?:^|[.:…][ \t\u00a0]{0,2}|,[ \t\u00a0])$")
_BOTH = re.compile(r",?[ \t\u00a0]và[ \t\u00a0]")
_BEFALLS = re.compile(r",?[ \t\u00a0](?:(?:đã|vừa|cùng)[ \t\u00a0]){0,2}(?:được|trúng|đắc)(?!\w)")


def _are_both_subject(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """`…, ông A, POST và ông B, POST đã được bầu …`: two, each with posts, begin the clause."""
    if not at or not _BEFALLS.match(text, mentions[at].reach):
        return False
    first, last = mentions[at - 1], mentions[at]
    joined = _BOTH.fullmatch(text, first.reach, last.begin)
    begins = _BEGINS.search(text[first.sentence[0] : first.begin])
    return bool(joined and begins and first.posts and last.posts)


def _has_title(mention: Mention) -> bool:
    return any(post.end <= mention.start for post in mention.posts)
