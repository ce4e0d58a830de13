"""What the learnt words say of a topic."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.topic_words import (
    FIELD,
    MIDDLE,
    PLACES,
    READ,
    SCALE,
    counted,
    line,
    pack,
    word_scores,
    words,
)
from bot.facts.topics import OTHER, topic_keys, topic_of, topic_scores
from storage.text import Syllable, fold, syllables
from tests.digest.factory import article


def _said(title: str) -> dict[str, float]:
    places: tuple[list[Syllable], ...] = (syllables(title), [], [])
    return dict(zip(words().head.topics, word_scores(places), strict=True))


def test_the_file_knows_every_topic_and_stays_small() -> None:
    """The weights are of the table's topics, in less than a megabyte."""
    head = words().head
    assert head.topics == topic_keys()
    assert len(head.base) == len(head.bias) == len(head.topics)
    text = resources.files("bot.facts").joinpath("topic_words.txt").read_bytes()
    assert len(text) < 1_000_000


def test_no_sentence_of_an_article_lies_in_the_file() -> None:
    """Rows are single syllables and pairs."""
    assert all(len(word.split(" ")) <= 2 for word in words().written)


def test_unknown_words_say_what_no_words_say() -> None:
    """Nothing but what is usual."""
    usual = list(words().head.base)
    assert word_scores(([], [], [])) == usual
    assert word_scores((syllables("Xqz wqj"), [], [])) == usual


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("health", "Bác sĩ khuyên người bệnh uống thuốc đúng liều"),
        ("education", "Học sinh, sinh viên làm bài thi môn toán ở trường đại học"),
        ("society", "Ca sĩ hát trong đêm nhạc"),
        ("security", "Công an bắt nghi phạm trộm xe máy"),
        ("land", "Mưa lớn gây ngập lụt và sạt lở đất ở vùng lũ sau bão"),
        ("economy", "Giá vàng và cổ phiếu cùng tăng"),
        ("party", "Đại hội Đảng bộ bầu Ban Chấp hành nhiệm kỳ mới"),
    ],
)
@pytest.mark.parametrize("written", [str, fold, str.upper])
def test_words_tell_the_plain_cases(topic: str, title: str, written: object) -> None:
    """Everyday titles, with diacritics, without and in capitals."""
    assert callable(written)
    said = _said(written(title))
    assert max(said, key=said.__getitem__) == topic


def test_title_counts_more_than_body_and_repetition_little() -> None:
    """Four, two and one; a word eight times as often counts 1 + ln of it."""
    title = counted((["a"], [], []))
    body = counted(([], [], ["a"]))
    often = counted((["a"] * 8, [], []))
    assert body["a"] < title["a"] < often["a"] < 8 * title["a"]
    assert title["a"] == round(SCALE * 1.693)
    assert PLACES[0] > PLACES[1] > PLACES[2]


def test_pairs_stay_within_their_place() -> None:
    """The last word of the title and the first of the lead are no pair; far words are not read."""
    found = counted((["a", "b"], ["c", "d"], ["e"] * READ[2] + ["far"]))
    assert {"a b", "c d", "e e"} <= set(found)
    assert "b c" not in found
    assert "far" not in found


@given(st.lists(st.lists(st.integers(0, 255), min_size=10, max_size=10), min_size=1, max_size=60))
def test_one_integer_adds_as_ten_numbers_do(rows: list[list[int]]) -> None:
    """Fields never run into each other, whatever the weights."""
    most = SCALE * 8
    total = sum(pack(row) * most for row in rows)
    mask = (1 << FIELD) - 1
    fields = [total >> (FIELD * at) & mask for at in range(10)]
    assert fields == [most * sum(column) for column in zip(*rows, strict=True)]


def test_a_row_is_word_and_code() -> None:
    """The code holds no tab, so that the last tab ends the word."""
    row = line("xin chao", [MIDDLE] * 10, 4.5)
    assert re.fullmatch(r"xin chao\t\S{14}", row)


def test_a_section_speaks_where_words_do_not() -> None:
    """A score of each topic; the section's rises, the others stay."""
    plain = topic_scores(article(1, title="Chuyện ở Giả Định"))
    there = topic_scores(article(1, title="Chuyện ở Giả Định", section="Y tế"))
    assert there["health"] > plain["health"]
    assert all(there[key] == plain[key] for key in plain if key != "health")


def test_little_evidence_is_other() -> None:
    """Words that the table lacks decide only if they leave little doubt."""
    assert topic_of(article(1, title="Xqz wqj")) == OTHER
