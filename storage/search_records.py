"""Questions to the index, and its answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from storage.article_records import Correction
from storage.frozen_record import Instant, Precision, Record


class SearchQuery(Record, frozen=True, kw_only=True):
    """A question to the index, already parsed. Words are folded by the store, not by the caller."""

    words: tuple[str, ...] = ()
    """All must occur, in any field, diacritics or not; accented ones prefer accented hits."""
    phrases: tuple[str, ...] = ()
    """Each must occur as consecutive syllables."""
    excluded: tuple[str, ...] = ()
    source: str | None = None
    province: str | None = None
    terms: tuple[tuple[str, ...], ...] = ()
    """Of each group the article has at least one (`Article.terms`); an empty group fits nothing."""
    excluded_terms: tuple[str, ...] = ()
    """The article has none of these."""
    begun_term: str | None = None
    """The article has a look-up term that begins so: of a name that is still being typed."""
    prefix: bool = False
    """True: the last syllable of the last word is the beginning of one, as it is while typing."""
    published_from: Instant | None = None
    """Inclusive; undated articles count by `first_seen`."""
    published_to: Instant | None = None
    """Exclusive."""
    order: Literal["relevance", "newest"] = "relevance"
    any_word: bool = False
    """True relaxes `words` to "as many as possible": used when nothing has them all."""
    nearly: bool = False
    """True adds articles that lack some of the words, see `storage.nearly`: to a ranked search for
    several whole words, where only a few articles have them all."""
    alternatives: tuple[SearchQuery, ...] = ()
    """What fits one of these fits as well, and is ranked by the reading that it fits best; order,
    page and folding are this query's, and theirs mean nothing. They have no alternatives."""
    fold_reposts: bool = False
    """True leaves out what repeats an article that fits as well, and of several articles that
    repeat one which does not fit all but one."""
    limit: int = 10
    offset: int = 0


class SearchHit(Record, frozen=True, kw_only=True):
    """One article found, with what a result line shows."""

    article_id: str
    score: float
    title: str
    source: str
    first_seen: Instant
    url: str | None = None
    published: Instant | None = None
    published_precision: Precision | None = None
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    event_date: date | None = None
    """As in `Article`, and the next four."""
    province: str | None = None
    corrections: tuple[Correction, ...] = ()
    original: str | None = None
    vanished_at: Instant | None = None
    reposts: int = 0
    """How many articles repeat it, whether they fit or not; counted for a folded search alone."""
    missing: tuple[str, ...] = ()
    """Words of the query that it lacks, as they were typed: not empty for what fits nearly."""


class SearchResult(Record, frozen=True, kw_only=True):
    """A page of hits and how many there are in all."""

    hits: tuple[SearchHit, ...]
    total: int
    """Those that fit nearly among them."""
    near: int = 0
    """How many fit nearly: they stand in the list where their rank puts them."""


class HitCounts(Record, frozen=True, kw_only=True):
    """How the articles that fit a query lie in time and among sources."""

    total: int
    by_month: tuple[tuple[str, int], ...] = ()
    """`("2023-09", 12)`, newest first: month of publication (else of first sight) in the zone."""
    by_source: tuple[tuple[str, int], ...] = ()
    """Source id and how many, most first, ties by id."""
