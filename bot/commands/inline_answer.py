"""What an inline query is answered with, for the edge that sends it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.models import Part

CACHED_LATEST = 30
CACHED_FOUND = 300
"""Seconds for which Telegram may repeat an answer to the same person."""


@dataclass(frozen=True, slots=True)
class InlineHit:
    """One article to pick.

    Attributes:
        description: source and date, then the words that fit, as a list shows them.
        url: its page; None where it has none.
        message: what is posted when it is picked.
    """

    id: str
    title: str
    description: str
    url: str | None
    message: Part


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What is offered.

    Attributes:
        next_offset: what Telegram sends to get more; "" where there is none.
        note: a line above the results: that nothing was found, or what was searched instead.
        cached: seconds.
    """

    hits: tuple[InlineHit, ...] = ()
    next_offset: str = ""
    note: str | None = None
    cached: int = CACHED_LATEST
