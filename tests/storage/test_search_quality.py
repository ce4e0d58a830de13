"""Known-item search on real articles: how soon does the article come that a question is from?"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.models import SearchQuery
from storage.search_index import SearchIndex
from tests.storage.records import article

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "nlp"


def lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """The corpus without its titles: they are what is asked."""
    made = SearchIndex(tmp_path_factory.mktemp("index") / "index")
    found = (
        article(n, id=each["id"], title="", lead=each["sapo"], paragraphs=(each["body"],))
        for n, each in enumerate(lines("news_corpus.jsonl.gz"))
    )
    made.replace_week("2023-W39", found, None)
    made.commit()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the corpus is not there")
@pytest.mark.parametrize(
    ("kind", "least"), [("title", 0.85), ("title_fold", 0.85), ("q4", 0.50), ("q4_fold", 0.475)]
)
def test_known_articles_come_early(index: SearchIndex, kind: str, least: float) -> None:
    """MRR@10 of titles and of four of their syllables, with and without diacritics."""
    total = 0.0
    asked = list(lines("search_queries.jsonl.gz"))
    for each in asked:
        query = SearchQuery(words=tuple(each[kind].split()), any_word=True, limit=10)
        hits = [hit.article_id for hit in index.search(query).hits]
        if each["doc"] in hits:
            total += 1 / (hits.index(each["doc"]) + 1)
    assert total / len(asked) >= least


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="the corpus is not there")
def test_accents_never_decide_what_is_found(index: SearchIndex) -> None:
    """Real titles, their words or as phrases, find as much without diacritics as with them."""
    for each in list(lines("search_queries.jsonl.gz"))[:150]:
        for any_word in (False, True):
            found = [
                index.search(SearchQuery(words=tuple(each[kind].split()), any_word=any_word)).total
                for kind in ("title", "title_fold")
            ]
            assert found[0] == found[1]
            assert found[0] > 0 or not any_word
        both = [
            index.search(SearchQuery(phrases=(each[kind],), limit=1_000))
            for kind in ("q4", "q4_fold")
        ]
        assert {hit.article_id for hit in both[0].hits} == {hit.article_id for hit in both[1].hits}
