"""Look-up terms worked out before it is one's turn to write: they cost more than the writing.

What an article will be is only certain while nobody else writes. So this is a guess, made from
what the store says now; whoever writes takes the terms over only where all that they follow from
is still the same (`bot.facts.look_up.keep_terms`), and works them out there where it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.facts.look_up import keep_terms
from bot.ingest.decide import Unchanged, decide
from bot.ingest.incoming import Incoming
from storage.base import ArticleStore
from storage.models import Article


def work_out_terms(
    store: ArticleStore, arrivals: Sequence[Incoming], *, now: datetime, seeded: bool
) -> list[Article | None]:
    """For each arrival the article that it would be now, with its terms; None: nothing changes.

    Reads the store and writes nothing; may be called by any number of threads at once.

    Raises:
        StorageError: the store cannot be read.
    """
    stored = store.match_articles([item.identity for item in arrivals])
    found: list[Article | None] = []
    for item, existing in zip(arrivals, stored, strict=True):
        decision = decide(existing, item, now=now, seeded=seeded)
        found.append(
            None if isinstance(decision, Unchanged) else keep_terms(decision.article, existing)
        )
    return found
