"""Keeps `Article.original` true while articles come in: who repeats whom, under one original.

A group only grows: a text that was repeated and then edited is still what the others repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from bot.ingest.reposts import WINDOW, original_of, repeats
from storage.article_rules import instant
from storage.base import ArticleStore
from storage.models import Article
from storage.shingles import CONTAINMENT, containment, shingles


class Regrouping:
    """One batch: what is about to be written goes before what is stored.

    Args:
        store: what is known already.
        written: the batch's articles by id; those whose `original` changes are put into it.
    """

    def __init__(self, store: ArticleStore, written: dict[str, Article]) -> None:
        self._store = store
        self._written = written
        self._shingles: dict[str, frozenset[int]] = {}

    def place(self, article_id: str, *, twin: Article | None = None) -> None:
        """Put a written article, whose text is new, into the group of those that it repeats.

        `twin` is an article of equal content that another outlet has.
        """
        article = self._written[article_id]
        related = {other.id: other for other in self._alike(article) if repeats(article, other)}
        if twin is not None and repeats(article, twin):
            related[twin.id] = twin
        if not related:
            return
        group = {it.id: it for it in self._groups([article, *related.values()])}
        original = original_of(group.values())
        for member in group.values():
            wanted = None if member.id == original.id else original.id
            if member.original != wanted:
                self._written[member.id] = msgspec.structs.replace(member, original=wanted)

    def _alike(self, article: Article) -> Iterator[Article]:
        """Other articles whose text holds this one's, or is held by it."""
        stored = self._store.similar_articles(article, within=WINDOW)
        yield from (other for other in stored if other.id not in self._written)
        mine = self._read(article)
        for other in self._written.values():
            if (
                other.id != article.id
                and abs(instant(other) - instant(article)) <= WINDOW
                and containment(mine, self._read(other)) >= CONTAINMENT
            ):
                yield other

    def _groups(self, related: Iterable[Article]) -> Iterator[Article]:
        """Everything that is in a group with one of these, themselves included."""
        known = {article.id: article for article in related}
        originals = {article.original or article.id for article in known.values()}
        for article_id in originals - known.keys():
            found = self._store.get_article(article_id)
            if found is not None:
                known[article_id] = found
        known |= {article.id: article for article in self._store.reposts_of(originals)}
        known |= {it.id: it for it in self._written.values() if it.original in originals}
        for article_id, article in known.items():
            yield self._written.get(article_id, article)

    def _read(self, article: Article) -> frozenset[int]:
        if article.id not in self._shingles:
            self._shingles[article.id] = shingles(article.lead, article.paragraphs)
        return self._shingles[article.id]
