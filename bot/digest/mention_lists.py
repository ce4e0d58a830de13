"""Documents, changes of posts and days to come as lists of a digest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.digest.composed import Mention, MentionList
from bot.digest.entries import Teller
from bot.digest.mentioned import (
    MOST_TOLD,
    DayToCome,
    DocumentMentioned,
    Mentioned,
    PostsChanged,
)
from bot.digest.quoted import Quoted

LONGEST = 240
"""Characters of a sentence of a list."""

_NAMES = 4
"""People of one sentence that are named; the sentence names the others."""


def mention_lists(found: Mentioned, teller: Teller, units: float) -> tuple[MentionList, ...]:
    """The lists that are not empty, as many entries of each as fit into `units` characters."""
    lists: dict[str, tuple[list[Mention], int]] = {
        "documents": (
            [_document(it, teller) for it in found.documents[:MOST_TOLD]],
            found.documents_cited,
        ),
        "posts": ([_posts(it, teller) for it in found.posts[:MOST_TOLD]], len(found.posts)),
        "coming": (
            [_coming(it, teller) for it in found.coming[:MOST_TOLD]],
            len(found.coming),
        ),
    }
    chosen = _within([entries for entries, _ in lists.values()], units)
    return tuple(
        MentionList(key, tuple(entries[:count]), total - count)
        for (key, (entries, total)), count in zip(lists.items(), chosen, strict=True)
        if count
    )


def _within(lists: Sequence[Sequence[Mention]], units: float) -> list[int]:
    """How many entries of each fit, dealt out round by round."""
    chosen = [0] * len(lists)
    for hand in zip_longest(*lists):
        for at, entry in enumerate(hand):
            if entry is None:
                continue
            units -= len(entry.label) + len(entry.note) + len(entry.said.text)
            if units < 0:
                return chosen
            chosen[at] += 1
    return chosen


def _document(it: DocumentMentioned, teller: Teller) -> Mention:
    note = teller.label("digest.articles", count=it.articles)
    name = teller.quoted((it.article, it.name), LONGEST)
    return Mention(" ".join(name.text.split()), note, name)


def _posts(it: PostsChanged, teller: Teller) -> Mention:
    names = ", ".join(it.names[:_NAMES]) + (" …" if len(it.names) > _NAMES else "")
    return Mention(names, teller.label(f"dossier.change.{it.change}"), _said(it, teller))


def _coming(it: DayToCome, teller: Teller) -> Mention:
    if it.deadline:
        return Mention(
            teller.label("digest.deadline", day=teller.days(it.last, it.last)),
            "",
            _said(it, teller),
        )
    return Mention(teller.days(it.first, it.last), "", _said(it, teller))


def _said(it: PostsChanged | DayToCome, teller: Teller) -> Quoted:
    return teller.quoted((it.article, it.sentence), LONGEST)
