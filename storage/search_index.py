"""The full-text index on disk: derived from the week files, deletable, made anew where damaged.

It is never the only place of anything. In the same commit as the articles of a week it keeps the
`Stamp` of the week file that they came from; whoever opens it compares stamps and hands in again
the weeks that differ.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol, cast

import msgspec
import tantivy
from tantivy import Query

from storage.article_rules import instant
from storage.index_documents import (
    ANALYSIS,
    STAMP,
    Candidate,
    Place,
    article_document,
    build_schema,
    id_key,
    microseconds,
    original_key,
    rank_key,
    sketch_terms,
)
from storage.index_query import QueryBuilder
from storage.mapped_pages import PageRelease
from storage.models import Article, SearchHit, SearchQuery, SearchResult
from storage.shingles import CONTAINMENT, Sketch, containment, may_contain, shingles
from storage.week_files import Stamp

WRITER_BYTES = 30_000_000
"""Memory of the writer's one thread before it starts a segment."""

TIES = 50
"""Hits beyond the page that are looked at, to put equal scores in order."""

MAPPED_BYTES = 160 * 1024 * 1024
"""Resident bytes of mapped files beyond which pages are given back to the system."""

NEAREST = 512
"""Texts with parts of a sketch that are looked at: a weekly notice has hundreds of kin."""

FOLDED = 1_000
"""Reposts among the articles found that are looked at to fold them."""

READS_PER_CHECK = 16
"""Reads between two looks at that; one read maps a megabyte or two."""

EVERYTHING = 1 << 31
"""A limit that never cuts."""

_PLACE = msgspec.json.Decoder(Place)
_HIT = msgspec.json.Decoder(SearchHit)
_CANDIDATE = msgspec.json.Decoder(Candidate)
MICROSECOND = timedelta(microseconds=1)


_Hit = tuple[float, tantivy.DocAddress]


class _Found(Protocol):
    """tantivy's SearchResult; its type stub forgets `count`."""

    hits: list[_Hit]
    count: int


class _Row(NamedTuple):
    value: float
    newest_first: tuple[float, float, float]
    address: tantivy.DocAddress


class DamagedIndex(Exception):
    """The index cannot be read or written: throw it away and build it anew."""


@contextmanager
def _guarded(doing: str) -> Iterator[None]:
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


class SearchIndex:
    """An index in a folder of its own. Reads are thread-safe; writes take turns by a lock.

    Every method raises DamagedIndex when the files are not what they should be.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._schema = build_schema()
        self._builder = QueryBuilder(self._schema)
        self._writer: tantivy.IndexWriter | None = None
        self._path = path
        self._reads = 0
        self._pages = PageRelease(path, limit=MAPPED_BYTES)
        with _guarded("opening"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._reader = self._open()

    def _open(self) -> tantivy.Index:
        index = tantivy.Index(self._schema, path=str(self._path), reuse=True)
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", analyzer)
        index.reload()
        return index

    # Writing

    def put(self, articles: Iterable[tuple[Article, str]], stamps: Mapping[str, Stamp]) -> None:
        """Adds or replaces articles, each with its week; durable and visible on return.

        `stamps` says which states of the week files they make.
        """
        documents = [(id_key(it.id), article_document(it, week)) for it, week in articles]
        with self._writing() as writer:
            for key, document in documents:
                writer.delete_documents_by_term("keys", key)
                writer.add_document(document)
            for week, stamp in stamps.items():
                writer.delete_documents_by_term("keys", f"s:{week}")
                writer.add_document(_stamp_document(week, stamp))
            self._commit(writer)

    def replace_week(self, week: str, articles: Iterable[Article], stamp: Stamp | None) -> None:
        """Makes the week hold exactly these articles; durable and visible after `commit`."""
        with self._writing() as writer:
            writer.delete_documents_by_term("week", week)
            for article in articles:
                writer.add_document(article_document(article, week))
            if stamp is not None:
                writer.add_document(_stamp_document(week, stamp))

    def commit(self) -> None:
        """Makes what `replace_week` did durable and visible."""
        with self._writing() as writer:
            self._commit(writer)

    def close(self) -> None:
        """Waits for background merges; the index is not to be used afterwards."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with suppress(DamagedIndex), _guarded("closing"):
                    writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with self._lock, _guarded("writing"):
            if self._writer is None:
                self._writer = self._open().writer(heap_size=WRITER_BYTES, num_threads=1)
                # a kill inside a commit leaves files that would stop the next one
                self._writer.garbage_collect_files()
                # its first operation gets the number of the last commit, and a merge that starts
                # before the next one may pass over it (seen: a week's deletion was lost, its
                # articles doubled, after 3 of 200 kills): let that be one that does nothing
                self._writer.delete_documents_by_term("keys", "")
            yield self._writer

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        self._reader.reload()

    # Reading

    def stamps(self) -> dict[str, Stamp]:
        """Week → the file state that the index holds. DamagedIndex if of another analysis."""
        searcher = self._searcher()
        found = self._all(searcher, self._builder.term("kind", STAMP))
        rows = [msgspec.json.decode(self._stored(searcher, address)) for address in found]
        if any(analysis != ANALYSIS for _, analysis, *_ in rows):
            message = "the index was made by a program that analyses text otherwise"
            raise DamagedIndex(message)
        return {week: Stamp(*stamp) for week, _, *stamp in rows}

    def count(self, source: str | None = None) -> int:
        """How many articles there are, of that source or of all."""
        return self._find(self._searcher(), self._builder.articles(source), limit=1).count

    def places(self, article_ids: Iterable[str]) -> list[Place]:
        """Where the articles with these ids lie."""
        return self.places_of_keys([id_key(article_id) for article_id in article_ids])

    def places_of_keys(self, keys: Sequence[str]) -> list[Place]:
        """Where the articles with any of these look-up keys lie; in no order."""
        return self._places(self._builder.any_key(keys))

    def places_between(self, start: datetime, end: datetime) -> list[Place]:
        """Articles whose instant is in [start, end); in no order."""
        return self._places(self._builder.instants(microseconds(start), microseconds(end)))

    def newest(self, *, limit: int, offset: int, source: str | None) -> list[Place]:
        """Newest first by instant, ties by id."""
        searcher = self._searcher()
        query = self._builder.articles(source)
        addresses, _ = self._newest(searcher, query, limit=limit, offset=offset)
        return [_PLACE.decode(self._stored(searcher, address)) for address in addresses]

    def search(self, query: SearchQuery) -> SearchResult:
        """The hits and how many there are in all; see `ArticleStore.search`."""
        searcher = self._searcher()
        built = self._builder.search(query)
        newest = query.order == "newest" or not (query.words or query.phrases)
        if query.fold_reposts:
            built = self._folded(searcher, built, newest=newest)
        page = {"limit": query.limit, "offset": query.offset}
        if newest:
            addresses, total = self._newest(searcher, built, **page)
            scored = [(0.0, address) for address in addresses]
        else:
            scored, total = self._best(searcher, built, **page)
        hits = [_hit(self._stored(searcher, address), score) for score, address in scored]
        if query.fold_reposts:
            hits = self._counted(searcher, hits)
        return SearchResult(hits=tuple(hits), total=total)

    def similar(self, article: Article, *, within: timedelta) -> list[Place]:
        """Where the articles lie that `ArticleStore.similar_articles` is about; in no order."""
        wanted = shingles(article.lead, article.paragraphs)
        sketch = Sketch.of(wanted)
        if not sketch.sample:
            return []
        searcher = self._searcher()
        query = self._builder.sketched(sketch_terms(sketch))
        hits = self._find(searcher, query, limit=NEAREST, count=False).hits
        addresses = [address for _, address in hits]
        with _guarded("reading"):
            counts = searcher.fast_field_values("shingles", addresses)
            instants = searcher.fast_field_values("instant", addresses)
        middle, span = microseconds(instant(article)), within // MICROSECOND
        near = [
            address
            for (score, address), count, when in zip(hits, counts, instants, strict=True)
            if may_contain(round(score), sketch.size, int(count or 0))
            and abs(int(when or 0) - middle) <= span
        ]
        found = []
        for address in near:
            other = _CANDIDATE.decode(self._stored(searcher, address))
            if other.article_id == article.id or other.language != article.language:
                continue
            if containment(wanted, shingles(other.lead, other.paragraphs)) >= CONTAINMENT:
                found.append(Place(other.article_id, other.week))
        return found

    def _folded(self, searcher: tantivy.Searcher, query: Query, *, newest: bool) -> Query:
        """The query without what repeats something else that it finds.

        Of more than `FOLDED` reposts that fit, only the best are looked at: the others are left
        out, to be reached through their originals.
        """
        reposts = self._builder.both(query, self._builder.reposts())
        order = "instant" if newest else None
        found = self._find(searcher, reposts, limit=FOLDED, order_by_field=order)
        if not found.count:
            return query
        rows = self._ranked(searcher, found.hits)
        rows.sort(key=lambda row: (0.0 if newest else -round(row.value, 4), *row.newest_first))
        addresses = [row.address for row in rows]
        originals = self._ranks(searcher, addresses, "original")
        best: dict[str, str] = {}
        for original, own in zip(originals, self._ranks(searcher, addresses, "rank"), strict=True):
            best.setdefault(original, own)
        fitting = self._builder.both(query, self._builder.any_key([*best]))
        there = set(self._ranks(searcher, self._all(searcher, fitting), "rank"))
        alone = [own for original, own in best.items() if original not in there]
        return self._builder.without(
            query, self._builder.without(self._builder.reposts(), self._builder.any_key(alone))
        )

    def _ranks(
        self, searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress], field: str
    ) -> list[str]:
        """The rank keys of these articles, or of their originals."""
        with _guarded("reading"):
            high = searcher.fast_field_values(f"{field}_high", addresses)
            low = searcher.fast_field_values(f"{field}_low", addresses)
        return [rank_key((int(h or 0), int(lo or 0))) for h, lo in zip(high, low, strict=True)]

    def _counted(self, searcher: tantivy.Searcher, hits: Sequence[SearchHit]) -> list[SearchHit]:
        """Each with how many articles repeat it."""
        query = self._builder.any_key([original_key(hit.article_id) for hit in hits])
        stored = [self._stored(searcher, address) for address in self._all(searcher, query)]
        counts = Counter(_HIT.decode(each).original for each in stored)
        return [msgspec.structs.replace(hit, reposts=counts[hit.article_id]) for hit in hits]

    def _best(
        self, searcher: tantivy.Searcher, query: Query, *, limit: int, offset: int
    ) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
        """By score; equal scores newest first, ties by id."""
        found = self._find(searcher, query, limit=offset + limit + TIES)
        rows = self._ranked(searcher, found.hits)
        rows.sort(key=lambda row: (-round(row.value, 4), *row.newest_first))
        page = rows[offset : offset + limit]
        return [(row.value, row.address) for row in page], found.count

    def _newest(
        self, searcher: tantivy.Searcher, query: Query, *, limit: int, offset: int
    ) -> tuple[list[tantivy.DocAddress], int]:
        """By instant; where the page's end falls among equal ones, all of those are fetched."""
        found = self._find(searcher, query, limit=offset + limit, order_by_field="instant")
        hits = found.hits
        if 0 < len(hits) < found.count:
            last = int(hits[-1][0])
            ties = self._builder.both(query, self._builder.at(last))
            same = self._find(searcher, ties, limit=EVERYTHING, order_by_field="instant")
            hits = [hit for hit in hits if hit[0] != last] + same.hits
        rows = sorted(self._ranked(searcher, hits), key=lambda row: row.newest_first)
        return [row.address for row in rows[offset : offset + limit]], found.count

    def _ranked(self, searcher: tantivy.Searcher, hits: Sequence[_Hit]) -> list[_Row]:
        addresses = [address for _, address in hits]
        with _guarded("reading"):
            instants, high, low = (
                searcher.fast_field_values(field, addresses)
                for field in ("instant", "rank_high", "rank_low")
            )
        return [
            _Row(float(value), (-(when or 0), first or 0, second or 0), address)
            for (value, address), when, first, second in zip(hits, instants, high, low, strict=True)
        ]

    def _searcher(self) -> tantivy.Searcher:
        """The present state; now and then, what is resident beyond the limit is given back."""
        self._reads += 1
        if self._reads % READS_PER_CHECK == 0:
            self._pages.start_if_needed()
        return self._reader.searcher()

    def _places(self, query: Query) -> list[Place]:
        searcher = self._searcher()
        found = self._all(searcher, query)
        return [_PLACE.decode(self._stored(searcher, address)) for address in found]

    def _all(self, searcher: tantivy.Searcher, query: Query) -> list[tantivy.DocAddress]:
        return [address for _, address in self._find(searcher, query, limit=EVERYTHING).hits]

    def _find(
        self,
        searcher: tantivy.Searcher,
        query: Query,
        *,
        limit: int,
        order_by_field: str | None = None,
        count: bool = True,
    ) -> _Found:
        room = max(1, min(limit, searcher.num_docs))  # tantivy allocates for the limit
        with _guarded("reading"):
            found = searcher.search(query, room, count=count, order_by_field=order_by_field)
        return cast("_Found", found)

    def _stored(self, searcher: tantivy.Searcher, address: tantivy.DocAddress) -> bytes:
        with _guarded("reading"):
            return bytes(searcher.doc(address)["stored"][0])


def _stamp_document(week: str, stamp: Stamp) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("kind", STAMP)
    document.add_text("keys", f"s:{week}")
    document.add_text("week", week)
    document.add_bytes("stored", msgspec.json.encode((week, ANALYSIS, *stamp)))
    return document


def _hit(stored: bytes, score: float) -> SearchHit:
    return msgspec.structs.replace(_HIT.decode(stored), score=score)
