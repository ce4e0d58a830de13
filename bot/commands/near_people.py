"""People whose name is one slip away from a name that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dossiers.person import person_dossier
from bot.dossiers.reading import article_of, read
from storage.base import ArticleStore
from storage.models import SearchQuery

MOST = 4
"""People offered."""
_SYLLABLES = 6
_SPELLINGS = 20
"""Spellings of one syllable that are tried: each is a look-up of a whole name."""


def people_near(store: ArticleStore, slug: str) -> list[str]:
    """Names with one letter more, less or other than `slug`, those of most articles first."""
    counts: dict[str, int] = {}
    for near in _near(store, slug):
        result = store.search(SearchQuery(terms=((f"who:{near}",),), order="newest", limit=1))
        for reading in read(article_of(hit) for hit in result.hits):
            found = person_dossier(near, [reading])
            if found is not None:
                counts[found.name] = result.total
    return sorted(counts, key=lambda name: (-counts[name], name))[:MOST]


def _near(store: ArticleStore, slug: str) -> Iterator[str]:
    syllables = slug.split("-")
    if not 2 <= len(syllables) <= _SYLLABLES:
        return
    for at, syllable in enumerate(syllables):
        for right in store.spellings(syllable, limit=_SPELLINGS):
            yield "-".join((*syllables[:at], right, *syllables[at + 1 :]))
