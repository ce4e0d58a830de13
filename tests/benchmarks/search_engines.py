"""The engines that the search benchmark compares, each as it comes, over the same passages."""

from __future__ import annotations

import importlib
import itertools
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from storage.models import SearchQuery
from storage.search_index import SearchIndex
from storage.text import syllables
from tests.benchmarks.search_questions import Document, as_article

BATCH = 1_000


class Engine(Protocol):
    """What is asked of each."""

    name: str

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        """Takes the documents in, without their titles, and writes what it keeps on disk."""

    def ask(self, text: str, limit: int) -> list[str]:
        """The ids of the best documents that have any of the words, best first."""


class Ours:
    """The store's index, asked for any of the words."""

    name = "ours, any word"

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        self._index = SearchIndex(folder)
        self._ids = [each.id for each in corpus]
        articles = [(as_article(it, at, title=""), "2023-W39") for at, it in enumerate(corpus)]
        for at in range(0, len(articles), BATCH):
            self._index.put(articles[at : at + BATCH], {})

    def ask(self, text: str, limit: int) -> list[str]:
        return self.search(SearchQuery(words=tuple(text.split()), any_word=True, limit=limit))

    def search(self, query: SearchQuery) -> list[str]:
        """The ids of what the index finds."""
        return [self._ids[int(hit.article_id[1:])] for hit in self._index.search(query).hits]


class OursAsTheBotAsks:
    """The same index as the bot asks it: all of the words, with what has nearly all of them where
    few have all; any of them where there is neither."""

    name = "ours, as the bot asks"

    def __init__(self, ours: Ours) -> None:
        self._ours = ours

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        """Nothing: that is done."""
        folder.mkdir()

    def ask(self, text: str, limit: int) -> list[str]:
        query = SearchQuery(words=tuple(text.split()), nearly=True, limit=limit)
        return self._ours.search(query) or self._ours.ask(text, limit)


class OursAllWords:
    """The same index, asked for all of the words, and for any where nothing has them all."""

    name = "ours, all words first"

    def __init__(self, ours: Ours) -> None:
        self._ours = ours

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        """Nothing: that is done."""
        folder.mkdir()

    def ask(self, text: str, limit: int) -> list[str]:
        query = SearchQuery(words=tuple(text.split()), limit=limit)
        return self._ours.search(query) or self._ours.ask(text, limit)


class Fts5:
    """SQLite's full text, tokenizer `unicode61`, `bm25()` with its own weights."""

    name = "SQLite FTS5"

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        folder.mkdir()
        self._rows = sqlite3.connect(folder / "fts5.sqlite")
        self._rows.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, lead, body)")
        self._rows.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)", ((it.id, it.lead, it.body) for it in corpus)
        )
        self._rows.commit()

    def ask(self, text: str, limit: int) -> list[str]:
        terms = " OR ".join('"' + word.replace('"', '""') + '"' for word in text.split())
        found = self._rows.execute(
            "SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?", (terms, limit)
        )
        return [row[0] for row in found]


class Bm25s:
    """The library `bm25s` (method "lucene"): syllables, or folded syllables and their pairs."""

    def __init__(self, name: str, *, folded_pairs: bool) -> None:
        self.name = name
        self._folded_pairs = folded_pairs

    def index(self, corpus: Sequence[Document], folder: Path) -> None:
        self._ids = [each.id for each in corpus]
        # by name: it has no types, and only the bench group installs it
        self._model: Any = importlib.import_module("bm25s").BM25(method="lucene")
        self._model.index([self._terms(*it.passages()) for it in corpus], show_progress=False)
        self._model.save(folder)

    def ask(self, text: str, limit: int) -> list[str]:
        found = self._model.retrieve([self._terms(text)], k=limit, show_progress=False)
        return [self._ids[at] for at in found.documents[0]]

    def _terms(self, *passages: str) -> list[str]:
        terms: list[str] = []
        for passage in passages:
            read = syllables(passage)
            if self._folded_pairs:
                folded = [each.folded for each in read]
                terms += folded
                terms += [f"{left}_{right}" for left, right in itertools.pairwise(folded)]
            else:
                terms += [each.exact for each in read]
        return terms


def engines() -> list[Engine]:
    """All of them."""
    ours = Ours()
    return [
        ours,
        OursAsTheBotAsks(ours),
        OursAllWords(ours),
        Fts5(),
        Bm25s("bm25s, syllables", folded_pairs=False),
        Bm25s("bm25s, folded + pairs", folded_pairs=True),
    ]
