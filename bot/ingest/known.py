"""Which source already reads an address, and what the catalogue knows of it. Quick to import."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bot.ingest.identity import canonical_url
from bot.sources.known import known_sources
from storage.models import Source


def known_source(url: str, sources: Iterable[Source]) -> Source | None:
    """The source that already reads `url`, whatever its spelling; None: there is none."""
    key = canonical_url(url)
    for source in sources:
        if source.url is not None and key is not None and canonical_url(source.url) == key:
            return source
    return None


def offered_source(url: str) -> Source | None:
    """The row of the catalogue of real sources that has `url`, whatever its spelling, or None."""
    key = canonical_url(url)
    return None if key is None else _offered().get(key)


@cache
def _offered() -> dict[str | None, Source]:
    return {canonical_url(source.url or ""): source for source in known_sources()}
