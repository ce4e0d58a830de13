"""What fits a query nearly: with either backend the same articles, each with what it lacks."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.base import Store
from storage.memory_store import MemoryStore
from storage.models import SearchQuery, SearchResult
from storage.nearly import (
    ENOUGH,
    MARKED,
    MOST,
    SHARE,
    Bar,
    allows_nearly,
    lacking,
    rarest,
    unsparable,
    wanted,
    weights,
)
from storage.open import open_store
from storage.text import fold
from tests.storage.records import NOW, article

STORY = ("nạo", "vét", "kênh", "mương", "nội", "đồng")


def _nearly(*words: str, **fields: object) -> SearchQuery:
    return msgspec.convert({"words": words, "nearly": True, **fields}, SearchQuery)


def _ids(result: SearchResult) -> set[str]:
    return {hit.article_id for hit in result.hits}


@pytest.fixture
def library(store: Store) -> Store:
    """One article with all of the words, one that lacks one, one with two frequent ones."""
    filler = [article(n, paragraphs=("Đồng bào nội thành vui Tết.",)) for n in range(10, 30)]
    store.put_articles(
        [
            article(1, paragraphs=("Nạo vét kênh mương nội đồng.",)),
            article(2, paragraphs=("Nạo vét kênh nội đồng ở xã.",)),
            article(3, paragraphs=("Xây kênh dẫn nước.",)),
            *filler,
        ]
    )
    return store


def test_what_lacks_a_word_stands_among_the_others(library: Store) -> None:
    """It is found and told apart; what has only the frequent words is not there."""
    found = library.search(_nearly(*STORY))
    assert {hit.article_id: hit.missing for hit in found.hits} == {
        "bai0000001": (),
        "bai0000002": ("mương",),
    }
    assert (found.total, found.near) == (2, 1)
    assert found.hits[0].missing == ()


def test_what_is_missing_is_told_as_it_was_typed(library: Store) -> None:
    """Without diacritics the same articles; the word as the reader wrote it."""
    plain = library.search(_nearly(*map(fold, STORY)))
    assert _ids(plain) == _ids(library.search(_nearly(*STORY)))
    assert [hit.missing for hit in plain.hits] == [(), ("muong",)]


@pytest.mark.parametrize(
    "asked",
    [
        _nearly(*STORY[:3]),
        _nearly(*STORY, order="newest"),
        _nearly(*STORY, prefix=True),
        _nearly("nạo", "Nạo", "nao", "vét", "kênh"),
        msgspec.structs.replace(_nearly(*STORY), nearly=False),
    ],
    ids=["few words", "by time", "while typing", "few different words", "unasked"],
)
def test_elsewhere_all_words_count(library: Store, asked: SearchQuery) -> None:
    """Few words, an order by time and a word that is still typed leave no word out."""
    assert not allows_nearly(asked)
    assert library.search(asked).near == 0


def test_filters_phrases_and_exclusions_hold(library: Store) -> None:
    """What fits nearly lacks words and nothing else."""
    assert library.search(_nearly(*STORY, phrases=("ở xã",))).near == 1
    assert library.search(_nearly(*STORY, phrases=("ở phường",))).near == 0
    assert library.search(_nearly(*STORY, excluded=("xã",))).near == 0
    assert library.search(_nearly(*STORY, source="khac")).near == 0
    assert library.search(_nearly(*STORY, terms=(("in:ca-mau",),))).near == 0
    assert library.search(_nearly(*STORY, published_from=NOW + timedelta(days=9))).near == 0


def test_what_fits_another_reading_is_not_near(library: Store) -> None:
    """An article is listed once, with nothing missing, by whichever reading it fits."""
    other = SearchQuery(phrases=("kênh nội đồng",))
    found = library.search(_nearly(*STORY, alternatives=(other,)))
    assert {hit.article_id: hit.missing for hit in found.hits} == {
        "bai0000001": (),
        "bai0000002": (),
    }
    assert found.near == 0


def test_reposts_of_near_ones_are_folded(library: Store) -> None:
    """What repeats an article that fits, or fits nearly, is not listed beside it."""
    copies = [
        article(4, paragraphs=("Nạo vét kênh nội đồng ở xã.",), original="bai0000002"),
        article(5, paragraphs=("Nạo vét kênh nội đồng tại huyện.",), original="bai0000001"),
        article(6, paragraphs=("Nạo vét mương nội đồng tại huyện.",), original="mat0000001"),
        article(7, paragraphs=("Nạo vét mương nội đồng tại huyện.",), original="mat0000001"),
    ]
    library.put_articles(copies)
    found = library.search(_nearly(*STORY, fold_reposts=True))
    ids = _ids(found)
    assert {"bai0000001", "bai0000002"} <= ids
    assert not ids & {"bai0000004", "bai0000005"}
    assert len(ids & {"bai0000006", "bai0000007"}) == 1
    assert (found.total, found.near) == (3, 2)


def test_pages_join_and_the_near_ones_are_few(store: Store) -> None:
    """Every hit stands on one page; of very many that lack a word `MOST` are told."""
    store.put_articles(
        [
            *(article(n, paragraphs=("Nạo vét kênh mương nội đồng.",)) for n in range(30)),
            *(article(n, paragraphs=("Nạo vét kênh nội đồng.",)) for n in range(100, 140)),
            *(article(n) for n in range(200, 600)),
        ]
    )
    seen: list[str] = []
    for offset in range(0, 70, 7):
        page = store.search(_nearly(*STORY, limit=7, offset=offset))
        assert (page.total, page.near) == (30 + MOST, MOST)
        seen += [hit.article_id for hit in page.hits]
    assert len(seen) == len(set(seen)) == 30 + MOST


def test_where_many_have_all_words_those_are_enough(store: Store) -> None:
    """Nothing is added to `ENOUGH` articles, however well it fits."""
    apart = " rồi nói chuyện khác ".join(STORY)
    store.put_articles([article(n, paragraphs=(apart,)) for n in range(ENOUGH - 1)])
    store.put_articles(
        [
            article(9_000, title="Nạo vét kênh nội đồng", paragraphs=("Nạo vét kênh nội đồng.",)),
            *(article(n) for n in range(10_000, 10_600)),
        ]
    )
    assert store.search(_nearly(*STORY)).near == 1
    store.put_articles([article(9_001, paragraphs=(apart,))])
    assert store.search(_nearly(*STORY)).near == 0


SYLLABLES = st.sampled_from(["nạo", "vét", "kênh", "mương", "đồng", "đông", "lúa", "bão"])
TEXTS = st.lists(st.lists(SYLLABLES, min_size=1, max_size=8).map(" ".join), max_size=9)


@settings(max_examples=40, deadline=None)
@given(texts=TEXTS, words=st.lists(SYLLABLES, min_size=3, max_size=7), fold_reposts=st.booleans())
def test_both_backends_find_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], words: list[str], fold_reposts: bool
) -> None:
    """Whatever is asked of whatever texts: the same articles, each lacking the same words."""
    made = [
        article(n, paragraphs=(text,), original=f"bai{n - 2:07d}" if n % 4 == 3 else None)
        for n, text in enumerate(texts)
    ]
    disk = open_store(str(tmp_path_factory.mktemp("data")))
    memory = MemoryStore()
    try:
        found = []
        for store in (disk, memory):
            store.put_articles(made)
            result = store.search(_nearly(*words, limit=100, fold_reposts=fold_reposts))
            assert result.near == sum(bool(hit.missing) for hit in result.hits)
            assert result.total == len(result.hits)
            found.append({hit.article_id: hit.missing for hit in result.hits})
        plain = disk.search(_nearly(*map(fold, words), limit=100, fold_reposts=fold_reposts))
        assert _ids(plain) == found[0].keys()
        assert found[0] == found[1]
    finally:
        disk.close()


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 90), min_size=1))
def test_whoever_fits_nearly_has_one_of_the_rarest(holders: dict[str, int]) -> None:
    """What has none of `rarest` lacks too much: to look at the others would be in vain."""
    weighed = weights(holders, 100)
    rare = rarest(weighed)
    others = weighed.keys() - set(rare)
    assert not Bar.of(weighed).fits_nearly(others)
    assert sum(weighed[word] for word in rare[1:] if rare) <= sum(weighed.values())
    assert SHARE < 1


def test_numbers_are_known() -> None:
    """Figures and Roman numbers, not what is mostly a word; in a long query Roman ones alone."""
    assert unsparable(["ii", "xii", "vi", "iiii", "2023", "12a"]) == ["ii", "xii", "2023", "12a"]
    assert unsparable(["iii", "iv", "xi", "mix", "ia", "2023", "12a"]) == ["iii", "iv"]


def test_a_roman_number_is_never_spared(store: Store) -> None:
    """What is told of another quarter does not nearly fit, however much else it has."""
    store.put_articles(
        [
            article(1, paragraphs=("Đảng ủy giao ban công tác quý III.",)),
            article(2, paragraphs=("Đảng ủy giao ban công tác quý II.",)),
            article(3, paragraphs=("Đảng ủy giao ban quý III.",)),
            *(article(n) for n in range(10, 40)),
        ]
    )
    found = store.search(_nearly("đảng", "ủy", "giao", "ban", "công", "tác", "quý", "III"))
    assert {hit.article_id[-1]: hit.missing for hit in found.hits} == {
        "1": (),
        "3": ("công", "tác"),
    }


def test_no_more_words_are_told_apart_than_a_score_can_hold() -> None:
    """A long query is judged by its first words; several spellings of one count once."""
    typed = wanted(SearchQuery(words=tuple(f"w{n}" for n in range(60))))
    assert len(typed) == MARKED
    assert lacking(typed, typed.keys() - {"w3"}) == ("w3",)
    assert wanted(SearchQuery(words=("lũ", "lu", "Lụ-lụt"))) == {"lu": "lũ", "lut": "lụt"}
