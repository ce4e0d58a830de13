"""Keeps `Article.original` true while articles come in: who repeats whom, under one original.

A group only grows: a text that was repeated and then edited is still what the others repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from bot.ingest.reposts import WINDOW, original_of, repeats
from storage.base import ArticleStore
from storage.models import Article


class Regrouping:
    """One batch: what is about to be written goes before what is stored.

    Args:
        store: what is known already.
        written: the batch's articles by id; those whose `original` changes are put into it.
    """

    def __init__(self, store: ArticleStore, written: dict[str, Article]) -> None:
        self._store = store
        self._written = written

    def place(self, read_anew: Mapping[str, Article | None]) -> None:
        """Put written articles, whose texts are new, into the groups of those that they repeat.

        `read_anew` names them, each with an article of equal content that another outlet has, if
        there is one.
        """
        articles = [self._written[article_id] for article_id in read_anew]
        similar = self._store.similar_articles_of(articles, within=WINDOW) if articles else []
        for article_id, others, twin in zip(read_anew, similar, read_anew.values(), strict=True):
            self._place(self._written[article_id], [*others, *([twin] if twin else ())])

    def _place(self, article: Article, others: Sequence[Article]) -> None:
        present = {it.id: self._written.get(it.id, it) for it in others}
        related = [it for it in present.values() if repeats(article, it)]
        if not related:
            return
        group = {it.id: it for it in self._groups([article, *related])}
        original = original_of(group.values())
        for member in group.values():
            wanted = None if member.id == original.id else original.id
            if member.original != wanted:
                self._written[member.id] = msgspec.structs.replace(member, original=wanted)

    def _groups(self, related: Iterable[Article]) -> Iterator[Article]:
        """Everything that is in a group with one of these, themselves included."""
        known = {article.id: article for article in related}
        originals = {article.original or article.id for article in known.values()}
        known |= self._store.get_articles(originals - known.keys())
        known |= {key: self._written[key] for key in originals if key in self._written}
        known |= {article.id: article for article in self._store.reposts_of(originals)}
        known |= {it.id: it for it in self._written.values() if it.original in originals}
        for article_id, article in known.items():
            yield self._written.get(article_id, article)
