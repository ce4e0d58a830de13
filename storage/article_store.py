"""The store of articles, and of the sources that they come from. See `base`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from storage.models import (
    Article,
    HitCounts,
    Identity,
    SearchQuery,
    SearchResult,
    Source,
    SourceState,
)


class ArticleStore(Protocol):
    """Articles: the truth, and exact look-ups through the derived index."""

    def put_articles(self, articles: Sequence[Article]) -> None:
        """Insert each article, or replace the one with its `id`; all are durable on return.

        On `NotDurable` those of a whole week file may have been kept; putting the batch again
        is always right. The batch is findable by every read method once this returns.
        `corrections` of a stored article stay as they are: `correct_article` alone changes them.
        """

    def correct_article(
        self, article_id: str, change: Callable[[Article], Article]
    ) -> Article | None:
        """Replace the stored article by `change(stored)` as one atomic step, durable on return.

        `change` must keep `id` and `first_seen`. Returns what is stored now; None: there is no
        such article, and nothing was called. An exception from `change` leaves all as it was.
        """

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        """For each identity the stored article that it names, or None.

        By canonical URL, then by guid within the same source, then by content fingerprint.
        An identity without canonical URL and guid matches by fingerprint alone.
        """

    def get_article(self, article_id: str) -> Article | None:
        """The article, or None."""

    def get_articles(self, article_ids: Collection[str]) -> dict[str, Article]:
        """Those of them that there are, by id; one look-up, however many."""

    def similar_articles(self, article: Article, *, within: timedelta) -> list[Article]:
        """Other articles of its language whose text repeats this one's, or is repeated by it.

        That is what `storage.shingles.TextShingles.repeats` says, as far as their sketches are
        near, and their instants (publication, else first sight) lie at most `within` apart. By id.
        `article` itself need not be stored. Of more than some hundred texts whose sketches are
        near, the nearest are looked at.
        """

    def similar_articles_of(
        self, articles: Sequence[Article], *, within: timedelta
    ) -> list[list[Article]]:
        """What `similar_articles` would find for each, in order, were all of them stored.

        So those of the batch are found too, as they are given; their ids differ.
        """

    def reposts_of(self, article_ids: Collection[str]) -> list[Article]:
        """Every article whose `original` is one of these ids, by id."""

    def latest_articles(
        self, *, limit: int, offset: int = 0, source: str | None = None
    ) -> list[Article]:
        """Newest first by publication (undated: by first sight), ties by id."""

    def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
        """First seen in (since, until], oldest first, ties by id."""

    def articles_published(self, start: datetime, end: datetime) -> list[Article]:
        """Published in [start, end), undated ones by first sight; oldest first, ties by id."""

    def search(self, query: SearchQuery) -> SearchResult:
        """The articles that fit, best first. An empty query (no words, phrases) matches all."""

    def count_hits(self, query: SearchQuery, *, zone: ZoneInfo) -> HitCounts:
        """How many articles fit the query, by month in `zone` and by source.

        Reposts are counted like all others; `limit`, `offset` and `order` mean nothing here.
        """

    def spellings(self, syllable: str, *, limit: int = 5) -> list[str]:
        """Folded syllables of the stored texts that are one slip away from this one.

        A slip: one letter more, less, other, or two neighbours swapped (Damerau, 1964), see
        `storage.spelling.slips`; a number has none. The syllable itself is never among them; those
        of most articles first, ties by name.
        """

    def count_articles(self, source: str | None = None) -> int:
        """How many articles there are."""

    def iter_articles(self) -> Iterator[Article]:
        """All articles, week by week in order of first sight; one week in memory at a time."""


class SourceStore(Protocol):
    """Sources that curators added and the polling state of every source."""

    def list_sources(self) -> list[Source]:
        """Sources kept in the store (not those of the catalogue file), by id."""

    def put_source(self, source: Source) -> None:
        """Insert or replace by id."""

    def put_sources(self, sources: Sequence[Source]) -> None:
        """Insert or replace by id, in one durable write."""

    def delete_source(self, source_id: str) -> bool:
        """Remove it; False if it was not there. Its articles stay."""

    def get_source_state(self, source_id: str) -> SourceState | None:
        """What polling knows, None before the first attempt."""

    def list_source_states(self) -> list[SourceState]:
        """All states, by source id."""

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        """Insert or replace by source id, in one durable write."""
