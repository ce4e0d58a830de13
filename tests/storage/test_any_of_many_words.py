"""Any of many words is enough: the rarest open the list, and nothing is lost or counted twice."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.base import Store
from storage.index_folding import LOOKED_AT
from storage.index_query import LONG
from storage.index_ranking import REFINED
from storage.memory_store import MemoryStore
from storage.models import SearchQuery
from storage.open import open_store
from storage.spare_threads import Part
from tests.storage.records import article

FREQUENT = ("cán", "bộ", "xã", "huyện", "họp", "bàn")
RARE = ("nạo", "vét", "kênh", "mương")
ASKED = (*FREQUENT, *RARE)

WITH_RARE = LOOKED_AT + 60
"""Articles that the rarest words find: more than are looked at."""

ALL = WITH_RARE + 90


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Many articles with some of the words; every fifth repeats the one before. One has all; two
    repeat another that has none."""
    assert len(ASKED) > LONG
    store = open_store(str(tmp_path_factory.mktemp("data")))
    rng = random.Random(11)
    made = []
    for n in range(1, ALL + 1):
        words = rng.sample(FREQUENT, 3) + (rng.sample(RARE, 2) if n <= WITH_RARE else [])
        rng.shuffle(words)
        original = f"bai{n - 1:07d}" if n % 5 == 0 else None
        made.append(article(n, paragraphs=(" ".join(words),), original=original))
    made.append(article(7_000, paragraphs=(" ".join(ASKED),)))
    copied = " ".join(RARE[::-1])
    made += [article(n, paragraphs=(copied,), original="bai0008000") for n in (7_001, 7_002)]
    made += [article(8_000 + n, paragraphs=("Mưa to gió lớn.",)) for n in range(200)]
    store.put_articles(made)
    yield store
    store.close()


@pytest.mark.parametrize("fold_reposts", [False, True])
@pytest.mark.parametrize("step", [10, REFINED + 7, 150])
def test_pages_join(library: Store, fold_reposts: bool, step: int) -> None:
    """Every article stands on exactly one page, wherever the pages begin and end."""
    expected = ALL + 3 - (ALL // 5 + 1 if fold_reposts else 0)
    seen: list[str] = []
    for offset in range(0, expected + step, step):
        asked = SearchQuery(
            words=ASKED, any_word=True, fold_reposts=fold_reposts, limit=step, offset=offset
        )
        page = library.search(asked)
        assert page.total == expected
        seen += [hit.article_id for hit in page.hits]
    assert len(seen) == len(set(seen)) == expected


def test_all_words_count_for_what_the_rarest_have_found(
    library: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has all of them stands first, with the score that reading all words to their ends gives
    it."""
    asked = SearchQuery(words=ASKED, any_word=True, fold_reposts=True)
    found = library.search(asked)
    assert found.hits[0].article_id == "bai0007000"
    monkeypatch.setattr("storage.index_ranking.LONG", 99)
    read = library.search(asked)
    assert found.hits[0].score == pytest.approx(read.hits[0].score, abs=0.001)
    assert read.hits[0].article_id == "bai0007000"


def test_where_the_rarest_find_too_few_all_words_do(library: Store) -> None:
    """Words that hardly anything has do not hide what has the frequent ones."""
    words = ("thiên", "cán", "văn", "bộ", "khí", "xã", "tượng")
    found = library.search(SearchQuery(words=words, any_word=True, limit=REFINED))
    assert found.total > ALL // 2
    assert len(found.hits) == REFINED


def test_with_and_without_diacritics_the_same_are_found(library: Store) -> None:
    """Typed plainly, the same articles stand on the first page."""
    plain = ("can", "bo", "xa", "huyen", "hop", "ban", "nao", "vet", "kenh", "muong")
    pages = [
        library.search(SearchQuery(words=words, any_word=True, limit=REFINED))
        for words in (ASKED, plain)
    ]
    accented, folded = ({hit.article_id for hit in page.hits} for page in pages)
    assert accented == folded
    assert pages[0].total == pages[1].total


SYLLABLES = st.sampled_from(["nạo", "vét", "kênh", "mương", "đồng", "đông", "lúa", "bão", "gió"])
TEXTS = st.lists(st.lists(SYLLABLES, max_size=5).map(" ".join), max_size=9)


@settings(max_examples=40, deadline=None)
@given(
    texts=TEXTS,
    words=st.lists(SYLLABLES, min_size=1, max_size=9),
    excluded=st.lists(SYLLABLES, max_size=1),
    source=st.sampled_from([None, "nguon-a"]),
    fold_reposts=st.booleans(),
)
def test_both_backends_count_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    words: list[str],
    excluded: list[str],
    source: str | None,
    fold_reposts: bool,
) -> None:
    """What has any of the words is known by what has none: as many as by reading all articles."""
    made = [
        article(
            n,
            paragraphs=(text,),
            source="nguon-a" if n % 2 else "nguon-b",
            original=f"bai{n - 2:07d}" if n % 4 == 3 else None,
        )
        for n, text in enumerate(texts)
    ]
    asked = SearchQuery(
        words=tuple(words),
        excluded=tuple(excluded),
        source=source,
        any_word=True,
        fold_reposts=fold_reposts,
        limit=100,
    )
    disk = open_store(str(tmp_path_factory.mktemp("data")))
    try:
        found = []
        for store in (disk, MemoryStore()):
            store.put_articles(made)
            result = store.search(asked)
            assert result.total == len(result.hits)
            found.append({hit.article_id for hit in result.hits})
        assert found[0] == found[1]
    finally:
        disk.close()


@pytest.mark.parametrize("fold_reposts", [False, True])
@pytest.mark.parametrize("any_word", [False, True])
def test_the_page_is_the_same_without_a_spare_processor(
    library: Store,
    monkeypatch: pytest.MonkeyPatch,
    fold_reposts: bool,
    any_word: bool,
) -> None:
    """Reading parts of a question side by side changes neither hits, scores nor counts."""
    rng = random.Random(5)
    asked = [
        SearchQuery(
            words=tuple(rng.sample(ASKED, rng.randint(4, len(ASKED)))),
            fold_reposts=fold_reposts,
            limit=rng.choice([5, REFINED + 7]),
            any_word=any_word,
            nearly=not any_word,
        )
        for _ in range(40)
    ]
    beside = [library.search(query) for query in asked]
    monkeypatch.setattr("storage.spare_threads.SpareThreads.start", lambda _, work: Part(work))
    assert [library.search(query) for query in asked] == beside
