"""Tests of reading what a person typed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import MAX_CHARACTERS, MAX_WORDS, is_empty, parse_query
from storage.models import SearchQuery
from storage.text import folded_words

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NAMES = {"bao-song-lam": "Báo Sông Lam", "phuoc-son": "Tỉnh ủy Phước Sơn"}


def read(text: str) -> SearchQuery:
    """The query in the Vietnamese zone."""
    return parse_query(text, source_names=NAMES, zone=HANOI)


@pytest.mark.parametrize(
    ("text", "words", "phrases", "excluded"),
    [
        ("giao ban quý III", ("giao", "ban", "quý", "III"), (), ()),
        ("35", ("35",), (), ()),
        ("nghị quyết 35-NQ/TU", ("nghị", "quyết", "35-NQ/TU"), (), ()),
        ('"giao ban" quý', ("quý",), ("giao ban",), ()),
        ("“giao ban” «quý III»", (), ("giao ban", "quý III"), ()),
        ('lúa -"vụ mùa" -sâu', ("lúa",), (), ("vụ mùa", "sâu")),
        ("Hà Nội - Huế", ("Hà", "Nội", "Huế"), (), ()),
        ('"chưa đóng', ("chưa", "đóng"), (), ()),
        ("phó bí thư: ông", ("phó", "bí", "thư", "ông"), (), ()),
        ("từ: dân, do dân", ("từ", "dân", "do", "dân"), (), ()),
        ("https://a.example/b", ("https://a.example/b",), (), ()),
        ("!!! … 👍", (), (), ()),
        ('""', (), (), ()),
    ],
)
def test_words(
    text: str, words: tuple[str, ...], phrases: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    """Words, quoted phrases and excluded words are told apart; ordinary text stays words."""
    query = read(text)
    assert (query.words, query.phrases, query.excluded) == (words, phrases, excluded)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("lúa nguồn:bao-song-lam", "bao-song-lam"),
        ("lúa nguon: phước", "phuoc-son"),
        ('lúa source:"song lam"', "bao-song-lam"),
        ("lúa nguồn:không-có", "không-có"),
        ("lúa nguồn:", None),
    ],
)
def test_source(text: str, source: str | None) -> None:
    """A source is named by its id or by part of its name; an unknown one is kept."""
    assert read(text).source == source
    assert read(text).words[0] == "lúa"


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("từ:01/09/2023", datetime(2023, 8, 31, 17, tzinfo=UTC), None),
        ("đến: 30/9/2023", None, datetime(2023, 9, 30, 17, tzinfo=UTC)),
        (
            "from:9/2023 to:9/2023",
            datetime(2023, 8, 31, 17, tzinfo=UTC),
            datetime(2023, 9, 30, 17, tzinfo=UTC),
        ),
        (
            "tu:2023-09-01 den:2023",
            datetime(2023, 8, 31, 17, tzinfo=UTC),
            datetime(2023, 12, 31, 17, tzinfo=UTC),
        ),
        (
            "từ ngày 1/9/2023 đến ngày 30/9/2023",
            datetime(2023, 8, 31, 17, tzinfo=UTC),
            datetime(2023, 9, 30, 17, tzinfo=UTC),
        ),
        (
            "tu 01-09-2023 toi 30-9-2023",
            datetime(2023, 8, 31, 17, tzinfo=UTC),
            datetime(2023, 9, 30, 17, tzinfo=UTC),
        ),
        ("có hiệu lực từ ngày 1/7/2025", None, None),
        ("từ 99/99/2023 đến 98/98/2023", None, None),
        ("từ:31/02/2023", None, None),
        ("đến:0000", None, None),
        ("đến:9999", None, None),
    ],
)
def test_dates(text: str, first: datetime | None, end: datetime | None) -> None:
    """Days are local and inclusive, day before month; what is no date is words."""
    query = read(text)
    assert (query.published_from, query.published_to) == (first, end)
    if first is None and end is None and "9999" not in text:
        assert query.words


@given(
    st.text(max_size=400),
    st.sampled_from(
        ["", '"', "nguồn:", "từ:", "-", "“", "đến:31/12/9999 ", "từ 1/1/0001 đến 9/9/9999 "]
    ),
)
def test_any_text_is_a_query(text: str, prefix: str) -> None:
    """Nothing raises, and the limits hold."""
    query = read(prefix + text)
    assert len(query.words) <= MAX_WORDS
    assert sum(map(len, query.words)) <= MAX_CHARACTERS
    for piece in (*query.words, *query.phrases, *query.excluded):
        assert any(char.isalnum() for char in piece)


@given(
    st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=6), max_size=15)
)
def test_no_word_is_lost(words: list[str]) -> None:
    """Plain words all arrive, in order."""
    text = " ".join(words)
    assert folded_words(" ".join(read(text).words)) == folded_words(text)


def test_is_empty() -> None:
    """Only exclusions ask for nothing; a source or a date alone asks for all of it."""
    assert is_empty(read("-lúa …"))
    assert not is_empty(read("nguồn:phuoc-son"))
    assert not is_empty(read("đến:2023"))
