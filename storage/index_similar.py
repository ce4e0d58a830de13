"""Which indexed articles repeat the texts of a batch: by sketches first, then by shingles."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from storage.alike import Batch
from storage.article_rules import instant
from storage.index_documents import Candidate, Place, microseconds, sketch_terms
from storage.index_query import QueryBuilder
from storage.index_view import IndexView
from storage.shingles import may_contain, shingles

NEAREST = 512
"""Texts with parts of a sketch that are looked at: a weekly notice has hundreds of kin."""

_CANDIDATE = msgspec.json.Decoder(Candidate)
_MICROSECOND = timedelta(microseconds=1)


def similar(
    view: IndexView, builder: QueryBuilder, batch: Batch, at: int, *, within: timedelta
) -> list[Place]:
    """Where the articles lie that repeat the one at this place of the batch; in no order.

    What lies there under its own id counts like any other.
    """
    sketch = batch.sketches[at]
    if not sketch.sample:
        return []
    article, mine = batch.articles[at], batch.shingles(at)
    query = builder.sketched(sketch_terms(sketch))
    hits = view.find(query, limit=NEAREST, count=False).hits
    addresses = [address for _, address in hits]
    counts = view.column("shingles", addresses)
    instants = view.column("instant", addresses)
    middle, span = microseconds(instant(article)), within // _MICROSECOND
    near = [
        address
        for (score, address), count, when in zip(hits, counts, instants, strict=True)
        if may_contain(round(score), sketch.size, count) and abs(when - middle) <= span
    ]
    found = []
    for address in near:
        other = _CANDIDATE.decode(view.stored(address))
        if other.language == article.language and mine.repeats(
            shingles(other.title, other.lead, other.paragraphs)
        ):
            found.append(Place(other.article_id, other.week))
    return found
