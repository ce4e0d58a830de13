"""Which sources have articles whose pages are to be read once more, within a day's budget."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ingest.reread_times import (
    DAY,
    LAST,
    PER_DAY,
    YOUNG,
    last_read,
    next_reread,
    read_again_since,
    urgency,
)
from storage.base import ArticleStore
from storage.models import Article, Source

LOOK_NEAR = timedelta(minutes=10)
"""How long one look at the articles of three days serves all polls: with 500 sources each poll
would otherwise read some ten thousand articles."""
LOOK_FAR = timedelta(hours=6)
"""How long one look at those of a month does: their readings are days apart."""

_Due = tuple[tuple[bool, timedelta, datetime], datetime, str]
"""Urgency, instant, article id."""


@dataclass(slots=True)
class _Look:
    """What one look through a stretch of time found."""

    at: datetime | None = None
    due: dict[str, list[_Due]] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)

    def serves(self, now: datetime, fresh: timedelta) -> bool:
        return self.at is not None and timedelta(0) <= now - self.at < fresh

    def is_before(self, instant: datetime | None) -> bool:
        """Whether it knows nothing yet of what was done then; None: nothing was."""
        return instant is not None and self.at is not None and instant >= self.at


class Rereads:
    """Looks through the recent articles now and then, for all sources at once."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._looking = asyncio.Lock()
        self._near = _Look()
        self._far = _Look()
        self._done: dict[str, dict[str, datetime]] = defaultdict(dict)

    async def due(self, source: Source, now: datetime) -> list[str]:
        """Ids of articles of `source` whose pages are to be read again, whatever its feed says.

        The most urgent first, no more than the day's budget still allows. Whoever reads them looks
        again (`may_reread`).
        """
        if not source.full_text:
            return []
        left = await self.left(source, now)
        done = self._done.get(source.id, {})
        found = sorted(
            each
            for look in (self._near, self._far)
            for each in look.due.get(source.id, [])
            if each[1] <= now and not look.is_before(done.get(each[2]))
        )
        return [article_id for _, _, article_id in found[:left]]

    async def left(self, source: Source, now: datetime) -> int:
        """How many pages of `source` may still be read again, of those of 24 hours."""
        async with self._looking:
            if not self._far.serves(now, LOOK_FAR):
                days = _days(now - LAST - DAY, now - YOUNG)
                self._far = await asyncio.to_thread(self._look, days, now, now + LOOK_FAR)
            if not self._near.serves(now, LOOK_NEAR):
                near = [(now - YOUNG, now)]
                self._near = await asyncio.to_thread(self._look, near, now, now + LOOK_NEAR)
                self._forget(now)
        spent = sum(look.spent.get(source.id, 0) for look in (self._near, self._far))
        far = {article_id for _, _, article_id in self._far.due.get(source.id, [])}
        for article_id, at in self._done.get(source.id, {}).items():
            spent += (self._far if article_id in far else self._near).is_before(at)
        return max(0, PER_DAY - spent)

    def done(self, source: Source, article_id: str, now: datetime) -> None:
        """The page was asked for: it is not due before the next look."""
        self._done[source.id][article_id] = now

    def _forget(self, now: datetime) -> None:
        """What was done before both looks is in the store, and in what they found."""
        before = min(self._far.at or now, self._near.at or now)
        for source_id, done in list(self._done.items()):
            kept = {key: at for key, at in done.items() if at >= before}
            if kept:
                self._done[source_id] = kept
            else:
                del self._done[source_id]

    def _look(
        self, spans: Iterable[tuple[datetime, datetime]], now: datetime, until: datetime
    ) -> _Look:
        """What comes due by `until`, and what a day's budget has spent, among articles first seen
        within `spans`; a day at a time, for a month of them does not fit into memory."""
        due: dict[str, list[_Due]] = defaultdict(list)
        spent: dict[str, int] = defaultdict(int)
        for since, end in spans:
            for article in self._store.articles_first_seen(since, end):
                at = _due_at(article, now)
                if at is not None and at <= until:
                    due[article.source].append((urgency(article), at, article.id))
                if (count := read_again_since(article, now - DAY)) > 0:
                    spent[article.source] += count
        return _Look(now, dict(due), dict(spent))


def _due_at(article: Article, now: datetime) -> datetime | None:
    if article.url is None or article.entry_signature is None:
        return None
    return now if last_read(article) > now else next_reread(article)


def _days(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    while since < until:
        yield since, min(since + DAY, until)
        since += DAY
