"""The full-text index on disk: derived from the week files, deletable, made anew where damaged.

It is never the only place of anything. In the same commit as the articles of a week it keeps the
`Stamp` of the week file that they came from; whoever opens it compares stamps and hands in again
the weeks that differ.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import tantivy
from tantivy import Query

from storage.alike import Batch
from storage.index_counts import hit_counts
from storage.index_documents import (
    ANALYSIS,
    STAMP,
    Place,
    article_document,
    build_schema,
    id_key,
    microseconds,
)
from storage.index_fitting import Fitting
from storage.index_folding import folded, with_repost_counts
from storage.index_query import QueryBuilder
from storage.index_ranking import Ranked, Scored, best, newest
from storage.index_similar import similar
from storage.index_spellings import spellings
from storage.index_view import DamagedIndex, IndexView, guarded
from storage.mapped_pages import PageRelease
from storage.models import Article, HitCounts, SearchHit, SearchQuery, SearchResult
from storage.read_ahead import start_reading_ahead
from storage.spare_threads import SpareThreads
from storage.terms import readings
from storage.week_files import Stamp

WRITER_BYTES = 30_000_000
"""Memory of the writer's one thread before it starts a segment."""

MAPPED_BYTES = 160 * 1024 * 1024
"""Resident bytes of mapped files beyond which pages are given back to the system."""

READS_PER_CHECK = 16
"""Reads between two looks at that; one read maps a megabyte or two."""

_PLACE = msgspec.json.Decoder(Place)
_HIT = msgspec.json.Decoder(SearchHit)


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
        self._threads = SpareThreads()
        with guarded("opening"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._reader = self._open()
        start_reading_ahead(path)

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
        self._threads.close()
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with suppress(DamagedIndex), guarded("closing"):
                    writer.wait_merging_threads()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        with self._lock, guarded("writing"):
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
        view = self._view()
        found = view.all(self._builder.term("kind", STAMP))
        rows = [msgspec.json.decode(view.stored(address)) for address in found]
        if any(analysis != ANALYSIS for _, analysis, *_ in rows):
            message = "the index was made by a program that analyses text otherwise"
            raise DamagedIndex(message)
        return {week: Stamp(*stamp) for week, _, *stamp in rows}

    def count(self, source: str | None = None) -> int:
        """How many articles there are, of that source or of all."""
        return self._view().find(self._builder.articles(source), limit=1).count

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
        view = self._view()
        query = self._builder.articles(source)
        addresses, _ = newest(view, self._builder, query, limit=limit, offset=offset)
        return [_PLACE.decode(view.stored(address)) for address in addresses]

    def search(self, query: SearchQuery) -> SearchResult:
        """The hits and how many there are in all; see `ArticleStore.search`."""
        view = self._view()
        scored_by_words = any(it.words or it.phrases for it in readings(query))
        by_time = query.order == "newest" or not scored_by_words
        fitting = Fitting(view, self._builder, query)
        if by_time:
            built = fitting.query
            if query.fold_reposts:
                built = folded(view, self._builder, fitting)
            page = {"limit": query.limit, "offset": query.offset}
            addresses, total = newest(view, self._builder, built, **page)
            found = Ranked([Scored(0.0, address) for address in addresses], total, 0)
        else:
            found = best(view, self._builder, query, fitting)
        hits = [_hit(view.stored(it.address), it) for it in found.page]
        if query.fold_reposts:
            hits = with_repost_counts(view, self._builder, hits)
        return SearchResult(hits=tuple(hits), total=found.total, near=found.near)

    def count_hits(self, query: SearchQuery, zone: ZoneInfo) -> HitCounts:
        """See `ArticleStore.count_hits`."""
        return hit_counts(self._view(), self._builder, self._builder.matching(query), zone)

    def spellings(self, syllable: str, *, limit: int) -> list[str]:
        """See `ArticleStore.spellings`."""
        return spellings(self._view(), self._builder, syllable, limit=limit)

    def similar(self, batch: Batch, *, within: timedelta) -> list[list[Place]]:
        """For each article of the batch where those lie that repeat it, itself among them."""
        view = self._view()
        return [
            similar(view, self._builder, batch, at, within=within)
            for at in range(len(batch.articles))
        ]

    def _places(self, query: Query) -> list[Place]:
        view = self._view()
        return [_PLACE.decode(view.stored(address)) for address in view.all(query)]

    def _view(self) -> IndexView:
        """The present state; now and then, what is resident beyond the limit is given back."""
        self._reads += 1
        if self._reads % READS_PER_CHECK == 0:
            self._pages.start_if_needed()
        return IndexView(self._reader.searcher(), self._threads)


def _stamp_document(week: str, stamp: Stamp) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("kind", STAMP)
    document.add_text("keys", f"s:{week}")
    document.add_text("week", week)
    document.add_bytes("stored", msgspec.json.encode((week, ANALYSIS, *stamp)))
    return document


def _hit(stored: bytes, found: Scored) -> SearchHit:
    return msgspec.structs.replace(_HIT.decode(stored), score=found.score, missing=found.missing)
