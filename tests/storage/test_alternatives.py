"""What every backend promises of a query that may be read in several ways."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.base import Store
from storage.memory_store import MemoryStore
from storage.models import SearchQuery
from storage.open import open_store
from tests.storage.records import NOW, article

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def library(store: Store) -> Store:
    """Three articles that share some words and terms."""
    store.put_articles(
        [
            article(
                1, title="Giao ban quý ba", lead=None, paragraphs=(), terms=("period:2023-Q3",)
            ),
            article(2, title="Giao ban tháng chín", lead=None, paragraphs=()),
            article(3, title="Họp báo", lead=None, paragraphs=(), terms=("period:2023-Q3",)),
        ]
    )
    return store


def found(store: Store, query: SearchQuery) -> list[str]:
    """The last digits of what is found, in order."""
    result = store.search(query)
    assert result.total == store.count_hits(query, zone=HANOI).total
    return [hit.article_id[-1] for hit in result.hits]


def test_what_fits_any_reading_is_found_once(library: Store) -> None:
    """The union of the readings, each article once, counted once."""
    by_term = SearchQuery(terms=(("period:2023-Q3",),))
    query = SearchQuery(words=("thang", "chin"), alternatives=(by_term,))
    assert sorted(found(library, query)) == ["1", "2", "3"]
    both = SearchQuery(words=("giao", "ban"), alternatives=(by_term,))
    assert sorted(found(library, both)) == ["1", "2", "3"]


def test_the_best_reading_decides_the_rank(library: Store) -> None:
    """An article that fits the words goes before one that fits a term alone."""
    by_term = SearchQuery(terms=(("period:2023-Q3",),))
    query = SearchQuery(words=("giao", "ban", "thang", "chin"), alternatives=(by_term,))
    assert found(library, query)[0] == "2"


def test_each_reading_has_its_own_filters(library: Store) -> None:
    """A filter of the query does not bind its alternatives, nor theirs the query."""
    other = SearchQuery(words=("hop",), terms=(("period:2023-Q3",),))
    query = SearchQuery(words=("giao",), excluded=("quy",), alternatives=(other,))
    assert sorted(found(library, query)) == ["2", "3"]
    nothing = SearchQuery(words=("hop",), published_to=NOW.replace(year=1990), alternatives=())
    assert found(library, nothing) == []


def test_pages_and_order_are_the_querys(library: Store) -> None:
    """Pages of one article each show every article once, newest first on wish."""
    by_term = SearchQuery(terms=(("period:2023-Q3",),))
    query = SearchQuery(words=("giao",), alternatives=(by_term,), order="newest", limit=3)
    whole = [hit.article_id for hit in library.search(query).hits]
    assert len(whole) == 3
    pages = [
        hit.article_id
        for offset in range(3)
        for hit in library.search(
            SearchQuery(
                words=("giao",), alternatives=(by_term,), order="newest", limit=1, offset=offset
            )
        ).hits
    ]
    assert pages == whole


_WORDS = st.sampled_from(["mot", "hai", "ba", "bon"])
_READINGS = st.builds(
    SearchQuery,
    words=st.lists(_WORDS, max_size=2).map(tuple),
    excluded=st.lists(_WORDS, max_size=1).map(tuple),
    terms=st.sampled_from([(), (("t:a",),), (("t:a", "t:b"),)]),
    limit=st.just(50),
)


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(
        st.tuples(st.lists(_WORDS, min_size=1, max_size=3), st.sampled_from([(), ("t:a",)])),
        max_size=6,
    ),
    query=_READINGS,
    others=st.lists(_READINGS, max_size=2),
)
def test_backends_agree_and_it_is_the_union(
    texts: list[tuple[list[str], tuple[str, ...]]],
    query: SearchQuery,
    others: list[SearchQuery],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Both backends find exactly what the readings find one by one."""
    stores: list[Callable[[], Store]] = [
        MemoryStore,
        lambda: open_store(str(tmp_path_factory.mktemp("data", numbered=True))),
    ]
    articles = [
        article(n, title=" ".join(words), lead=None, paragraphs=(), terms=terms)
        for n, (words, terms) in enumerate(texts)
    ]
    for make in stores:
        store = make()
        store.put_articles(articles)
        whole = msgspec.structs.replace(query, alternatives=tuple(others))
        union = {hit.article_id for each in (query, *others) for hit in store.search(each).hits}
        result = store.search(whole)
        assert {hit.article_id for hit in result.hits} == union
        assert result.total == len(union)
        store.close()
