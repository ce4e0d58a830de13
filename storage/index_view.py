"""One state of the index, as its readers see it: queries in; addresses, columns and bytes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import tantivy
from tantivy import Query

from storage.index_documents import Rank
from storage.spare_threads import Part, SpareThreads

T = TypeVar("T")
V = TypeVar("V")

WORTH_HALVING = 16
"""Articles below which handing half of them to another thread takes longer than it spares."""

NO_ORIGINAL: Rank = (0, 0)
"""The original of what repeats nothing."""

EVERYTHING = 1 << 31
"""A limit that never cuts."""

Hit = tuple[float, tantivy.DocAddress]


class Found(Protocol):
    """tantivy's SearchResult; its type stub forgets `count`."""

    hits: list[Hit]
    count: int


class Row(NamedTuple):
    """A hit with what puts it in order."""

    value: float
    newest_first: tuple[int, int, int]
    """Its instant with the sign changed, and its rank."""
    address: tantivy.DocAddress

    @property
    def rank(self) -> Rank:
        """What the article is known by in the index."""
        return self.newest_first[1:]

    def better(self, score: float) -> Row:
        """The same with a higher score."""
        return Row(self.value + score, self.newest_first, self.address)

    def by_score(self) -> tuple[float, ...]:
        """A key to sort by: best first, equal ones newest first."""
        return (-round(self.value, 4), *self.newest_first)


class DamagedIndex(Exception):
    """The index cannot be read or written: throw it away and build it anew."""


@contextmanager
def guarded(doing: str) -> Iterator[None]:
    """Turns tantivy's errors, and panics of its Rust code, into DamagedIndex."""
    try:
        yield
    except (ValueError, OSError) as error:
        message = f"{doing} the index failed: {error}"
        raise DamagedIndex(message) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 makes the class; it has no module
            raise
        message = f"{doing} the index failed: {error}"
        raise DamagedIndex(message) from error


def place_of(address: tantivy.DocAddress) -> tuple[int, int]:
    """The address as a key: tantivy's own has no hash."""
    return address.segment_ord, address.doc


class IndexView:
    """What one `tantivy.Searcher` sees. Every method raises DamagedIndex."""

    def __init__(self, searcher: tantivy.Searcher, threads: SpareThreads) -> None:
        self._searcher = searcher
        self._threads = threads

    def start(self, work: Callable[[], T]) -> Part[T]:
        """Begins reading something beside what the caller goes on with; see `SpareThreads`."""
        return self._threads.start(work)

    def by_halves(
        self, read: Callable[[Sequence[Rank]], dict[tuple[int, int], V]], ranks: Sequence[Rank]
    ) -> dict[tuple[int, int], V]:
        """What `read` says of each of these articles, asked of both halves at the same time.

        What it costs to look at a word in an article is paid once an article: halves take half.
        """
        middle = len(ranks) // 2 if len(ranks) >= WORTH_HALVING else 0
        first = self.start(lambda: read(ranks[:middle])) if middle else None
        found = read(ranks[middle:])
        return found if first is None else first.result() | found

    def find(
        self,
        query: Query,
        *,
        limit: int,
        order_by_field: str | None = None,
        count: bool = True,
    ) -> Found:
        """The best hits by score, or those with the highest values of a field."""
        room = max(1, min(limit, self._searcher.num_docs))  # tantivy allocates for the limit
        with guarded("reading"):
            found = self._searcher.search(query, room, count=count, order_by_field=order_by_field)
        return cast("Found", found)

    def all(self, query: Query) -> list[tantivy.DocAddress]:
        """Everything that fits, in no order."""
        return [address for _, address in self.find(query, limit=EVERYTHING).hits]

    def aggregate(self, query: Query, wanted: dict[str, Any]) -> dict[str, Any]:
        """What tantivy counts over the columns of everything that fits."""
        with guarded("reading"):
            return self._searcher.aggregate(query, wanted)

    def documents(self) -> int:
        """How many documents there are, articles and others."""
        return int(self._searcher.num_docs)

    def articles_with(self, field: str, term: str) -> int:
        """How many documents have the term, those counted that were deleted a moment ago."""
        with guarded("reading"):
            return self._searcher.doc_freq(field, term)

    def stored(self, address: tantivy.DocAddress) -> bytes:
        """The document's stored record."""
        with guarded("reading"):
            return bytes(self._searcher.doc(address)["stored"][0])

    def column(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        """The integers that these documents have in a fast field; 0 where there is none."""
        with guarded("reading"):
            return [int(it or 0) for it in self._searcher.fast_field_values(field, addresses)]

    def ranked(self, hits: Sequence[Hit]) -> list[Row]:
        """The hits with what orders equal ones: newest first, ties by id."""
        addresses = [address for _, address in hits]
        columns = (self.column(field, addresses) for field in ("instant", "rank_high", "rank_low"))
        return [
            Row(float(value), (-when, high, low), address)
            for (value, address), when, high, low in zip(hits, *columns, strict=True)
        ]

    def ranks(self, addresses: list[tantivy.DocAddress]) -> list[Rank]:
        """What these articles are known by."""
        return self._pairs("rank", addresses)

    def originals(self, addresses: list[tantivy.DocAddress]) -> list[Rank]:
        """What the originals of these articles are known by; `NO_ORIGINAL` for what has none."""
        return self._pairs("original", addresses)

    def _pairs(self, field: str, addresses: list[tantivy.DocAddress]) -> list[Rank]:
        high, low = (self.column(f"{field}_{half}", addresses) for half in ("high", "low"))
        return list(zip(high, low, strict=True))
