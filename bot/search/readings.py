"""From the parts of a query to a `SearchQuery`: a part that may mean several things gives several
readings, of which an article needs to fit one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product

import msgspec

from storage.models import SearchQuery

MAX_READINGS = 8
"""A query that names many things is read in so many ways, the plainest first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One meaning of a part; all that it asks for must be there."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    terms: tuple[tuple[str, ...], ...] = ()
    first: datetime | None = None
    end: datetime | None = None


Part = tuple[Choice, ...]
"""Its meanings, the plainest first; never empty."""


def combined(parts: Sequence[Part], *, most: int, base: SearchQuery) -> SearchQuery:
    """`base` with the parts: the plainest reading, and the others as its alternatives.

    At most `most` words and as many phrases of a reading count.
    """
    readings = list(
        dict.fromkeys(
            _reading(choices, most, base) for choices in islice(product(*parts), MAX_READINGS)
        )
    )
    first, *others = readings
    return msgspec.structs.replace(first, alternatives=tuple(others)) if others else first


def _reading(choices: Sequence[Choice], most: int, base: SearchQuery) -> SearchQuery:
    firsts = [it for it in (base.published_from, *(each.first for each in choices)) if it]
    ends = [it for it in (base.published_to, *(each.end for each in choices)) if it]
    return msgspec.structs.replace(
        base,
        words=tuple(word for it in choices for word in it.words)[:most],
        phrases=tuple(phrase for it in choices for phrase in it.phrases)[:most],
        terms=tuple(group for it in choices for group in it.terms),
        published_from=max(firsts, default=None),
        published_to=min(ends, default=None),
    )
