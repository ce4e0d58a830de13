"""Which texts of a batch repeat one another: by their sketches first, then by their shingles. Pure.

A batch of four hundred articles has eighty thousand pairs; a few of them share so much as one part
of a sketch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from storage.article_rules import instant
from storage.models import Article
from storage.shingles import Sketch, TextShingles, shingles

KEPT = 500_000
"""Shingles that are remembered, some 40 MB: those of 800 long articles; hostile texts have more."""


class Batch:
    """Articles that are compared with one another and with others, each read once if it can be.

    Args:
        articles: of different ids.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self._shingles: dict[int, TextShingles] = {}
        self._kept = 0
        self.sketches = [Sketch.of(self.shingles(at).found) for at in range(len(articles))]
        self._holding: defaultdict[int, list[int]] = defaultdict(list)
        for at, sketch in enumerate(self.sketches):
            for part in sketch.sample:
                self._holding[part].append(at)

    def shingles(self, at: int) -> TextShingles:
        """Those of the article at this place."""
        known = self._shingles.get(at)
        if known is None:
            article = self.articles[at]
            known = shingles(article.title, article.lead, article.paragraphs)
            if self._kept + len(known.found) > KEPT:
                self._shingles.clear()
                self._kept = 0
            self._shingles[at] = known
            self._kept += len(known.found)
        return known

    def alike(self, within: timedelta) -> list[list[int]]:
        """For each article the places of the others that `similar_articles` is about, in order."""
        found: list[list[int]] = [[] for _ in self.articles]
        for at, sketch in enumerate(self.sketches):
            shared = Counter(
                other for part in sketch.sample for other in self._holding[part] if other > at
            )
            for other in sorted(shared):
                if self._is_near(at, other, within) and self.shingles(at).repeats(
                    self.shingles(other)
                ):
                    found[at].append(other)
                    found[other].append(at)
        return found

    def _is_near(self, at: int, other: int, within: timedelta) -> bool:
        one, two = self.articles[at], self.articles[other]
        return (
            one.language == two.language
            and abs(instant(one) - instant(two)) <= within
            and self.sketches[at].near(self.sketches[other])
        )
