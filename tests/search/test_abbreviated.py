"""Abbreviations in short queries, read both ways."""

from __future__ import annotations

import unicodedata

import pytest

from bot.search.abbreviated import otherwise_written, with_y
from storage.models import SearchQuery
from storage.open import open_store
from tests.search.asking import ask, found, written

STORE = open_store("memory:")
STORE.put_articles(
    [
        written("full", "2023-11-20", "Ủy ban Kiểm tra Tỉnh ủy Phước Sơn họp", "Kết luận đã có."),
        written("short", "2023-11-21", "UBKT Tỉnh ủy Phước Sơn giám sát", "Đoàn đã đến."),
        written("other", "2023-11-22", "Kiểm tra đê ở Phước Sơn", "Ủy ban xã kiểm tra đê."),
    ]
)


@pytest.mark.parametrize("text", ["UBKT Phước Sơn", "ubkt phuoc son", "Ủy ban Kiểm tra Phước Sơn"])
def test_both_forms_are_found(text: str) -> None:
    """Whichever is typed; the words apart are another thing where the abbreviation was typed."""
    assert {"full", "short"} <= set(found(STORE, text))
    whole = [hit for hit in ask(STORE, text).result.hits if not hit.missing]
    expected = {"full", "short"} | ({"other"} if "ban" in text else set())
    assert {hit.article_id.rstrip("a") for hit in whole} == expected


def test_what_was_written_out_is_marked() -> None:
    """The reader sees why an article is there."""
    assert "Ủy ban Kiểm tra" in ask(STORE, "UBKT Phước Sơn").marks.phrases


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("lũ", "lụt"),
        ("tu",),
        ("UBKT", "a", "b", "c", "d", "e", "f"),
    ],
)
def test_other_queries_are_left_as_they_are(words: tuple[str, ...]) -> None:
    """No abbreviation, one of two letters, or a query as long as a title."""
    assert otherwise_written(SearchQuery(words=words)) == ()


@pytest.mark.parametrize(
    ("typed", "common"),
    [
        ("kỉ", "kỷ"),
        ("quí", "quý"),
        ("Lí", "Ly\u0301"),
        ("sĩ", "sỹ"),
        ("tỷ", "tỉ"),
        ("tỉ", "tỷ"),
        ("mi", "mi"),
        ("mỹ", "mỹ"),
        ("tin", "tin"),
    ],
)
def test_the_rarer_spelling_has_a_commoner_one(typed: str, common: str) -> None:
    """i for y at the end of a syllable, with its tone; what may be anything else is left."""
    assert with_y(typed) == unicodedata.normalize("NFC", common)


def test_both_spellings_find_the_same() -> None:
    """`kỉ luật` finds `kỷ luật`, and `quí III` is the quarter."""
    store = open_store("memory:")
    store.put_articles(
        [
            written("rule", "2023-11-23", "Kỷ luật nghiêm ở xã Đồi Thử", "Đảng ủy xã giữ kỷ luật."),
            written("money", "2023-11-24", "Xã thu 10 tỉ đồng", "Thu ngân sách đạt 10 tỉ đồng."),
        ]
    )
    assert "rule" in found(store, "kỉ luật nghiêm")
    assert "money" in found(store, "10 tỷ đồng")
    assert ask(store, "giao ban quí III").query == ask(store, "giao ban quý III").query
