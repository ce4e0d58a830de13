"""Which source already reads an address. Pure, and quick to import."""

from __future__ import annotations

from collections.abc import Iterable

from bot.ingest.identity import canonical_url
from storage.models import Source


def known_source(url: str, sources: Iterable[Source]) -> Source | None:
    """The source that already reads `url`, whatever its spelling; None: there is none."""
    key = canonical_url(url)
    for source in sources:
        if source.url is not None and key is not None and canonical_url(source.url) == key:
            return source
    return None
