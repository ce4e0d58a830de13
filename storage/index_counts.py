"""How the indexed articles that fit a query lie in time and among sources, by columns alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from tantivy import Query

from storage.article_rules import month_of
from storage.index_documents import HASHED, microseconds
from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.models import HitCounts, SearchHit

SOURCES = 10_000
"""Sources that are counted one by one; those of fewest articles beyond are not listed."""

SPAN = timedelta(days=30)
"""Width of the buckets that tell in which months there is anything at all."""

FIRST = datetime.min.replace(tzinfo=UTC) + timedelta(days=2)
LAST = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)
"""Instants that every zone can show."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_HIT = msgspec.json.Decoder(SearchHit)


def hit_counts(view: IndexView, builder: QueryBuilder, query: Query, zone: ZoneInfo) -> HitCounts:
    """What `ArticleStore.count_hits` is about, in two passes over two columns.

    The first finds the sources and the spans with any articles, the second counts the months that
    touch these: so an article of the year 1945 does not make us count a thousand empty months.
    """
    wanted = {
        "spans": {
            "histogram": {
                "field": "instant",
                "interval": SPAN / timedelta(microseconds=1),
                "min_doc_count": 1,
            }
        },
        "sources": {"terms": {"field": "source", "size": SOURCES, "segment_size": SOURCES}},
    }
    first = view.aggregate(query, wanted)
    spans = first["spans"]["buckets"]
    months = _months((bucket["key"] for bucket in spans), zone)
    sources = [
        (_source(view, builder, bucket["key"]), int(bucket["doc_count"]))
        for bucket in first["sources"]["buckets"]
    ]
    return HitCounts(
        total=sum(int(bucket["doc_count"]) for bucket in spans),
        by_month=_by_month(view, query, months),
        by_source=tuple(sorted(sources, key=lambda each: (-each[1], each[0]))),
    )


def _by_month(
    view: IndexView, query: Query, months: dict[str, tuple[int, int]]
) -> tuple[tuple[str, int], ...]:
    if not months:
        return ()
    ranges = [{"key": key, "from": start, "to": end} for key, (start, end) in months.items()]
    found = view.aggregate(query, {"months": {"range": {"field": "instant", "ranges": ranges}}})
    buckets: list[dict[str, Any]] = found["months"]["buckets"]
    counts = {it["key"]: int(it["doc_count"]) for it in buckets if it["key"] in months}
    return tuple((key, counts[key]) for key in sorted(counts, reverse=True) if counts[key])


def _months(starts: Iterable[float], zone: ZoneInfo) -> dict[str, tuple[int, int]]:
    """The local months that touch spans with these beginnings: first instant, and the next's."""
    # the first and the last day of a span and one in between: no month is shorter than half a span
    days = {
        _clamped(int(start) + microseconds(_EPOCH + offset))
        for start in starts
        for offset in (-_DAY, SPAN / 2, SPAN + _DAY)
    }
    found: dict[str, tuple[int, int]] = {}
    for day in days:
        local = day.astimezone(zone)
        first = datetime(local.year, local.month, 1, tzinfo=zone)
        after = _after(first)
        found[month_of(first, zone)] = (microseconds(first), after)
    return found


def _after(first: datetime) -> int:
    """Where the month ends that begins so, in microseconds since 1970."""
    if (first.year, first.month) == (MAXYEAR, 12):
        return microseconds(LAST) + 1
    year, month = divmod(first.month, 12)
    return microseconds(first.replace(year=first.year + year, month=month + 1))


def _clamped(when: int) -> datetime:
    """The instant of so many microseconds since 1970, or the nearest one there is a zone for."""
    return _EPOCH + timedelta(microseconds=min(max(when, microseconds(FIRST)), microseconds(LAST)))


def _source(view: IndexView, builder: QueryBuilder, term: str) -> str:
    """The source of an index term: a long one stands there by its hash."""
    if not term.startswith(HASHED):
        return term
    address = view.find(builder.term("source", term), limit=1, count=False).hits[0][1]
    return _HIT.decode(view.stored(address)).source
