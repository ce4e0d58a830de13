"""Tests of summaries: the articles' own sentences, no more, none that needs what is not there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.cluster_text import cluster_text
from bot.digest.leaning import stands_alone
from bot.digest.summary import MOST_LENGTH, summarise
from tests.facts.growth import is_linear

FIRST = (
    "Huyện Sông Lam khởi công cầu Bến Thủy Hai",
    (
        "Sáng 5/4, UBND huyện Sông Lam khởi công cầu Bến Thủy Hai nối hai xã ven sông.",
        (
            "Cầu dài 420 mét, tổng vốn 96 tỷ đồng, dự kiến hoàn thành trong quý IV năm 2032. "
            "Ông cho biết cầu sẽ thay bến đò cũ."
        ),
        "Cũng tại buổi lễ, huyện trao 20 suất quà cho học sinh nghèo.",
    ),
)
SECOND = (
    "Khởi công cầu Bến Thủy Hai",
    (
        "Cầu Bến Thủy Hai dài 420 mét được khởi công sáng 5/4 tại huyện Sông Lam.",
        "Người dân hai xã ven sông đã chờ cây cầu này hơn mười năm.",
    ),
)


def stands(told: str, document: tuple[str, tuple[str, ...]]) -> bool:
    """Whether the words are the article's own."""
    return any(told in line for line in document[1])


def test_what_both_articles_say_is_told_once() -> None:
    """The news itself comes first, and is not repeated in the other article's words."""
    told = summarise([FIRST, SECOND], syllables=40)
    assert any("khởi công" in it.text for it in told)
    assert sum("420 mét" in it.text for it in told) == 1
    assert all(stands(it.text, (FIRST, SECOND)[it.document]) for it in told)


def test_a_sentence_that_needs_another_does_not_stand_alone() -> None:
    """`Cũng tại buổi lễ`, `Ông cho biết`: behind the sentence they lean on, or not at all."""
    for syllables in range(10, 120, 10):
        told = summarise([FIRST, SECOND], syllables=syllables)
        for it in told:
            if it.text.startswith(("Cũng tại", "Ông cho biết")):
                before = (it.document, it.position - 1)
                assert before in {(each.document, each.position) for each in told}


@pytest.mark.parametrize(
    "sentence",
    [
        "Cũng tại hội nghị, huyện trao quà.",
        "“Ông cho biết cầu sẽ thay bến đò.",
        "Ông, khi đó 40 tuổi, không đồng ý.",
        "Họ đã chờ mười năm.",
        "Chính vì vậy, xã phải chờ.",
        "Đây là cây cầu thứ hai.",
        "Dịp này, huyện trao 20 suất quà.",
        "– Tuy nhiên, giá vẫn tăng.",
    ],
)
def test_what_points_back_is_seen(sentence: str) -> None:
    """Connectives, pronouns and demonstratives at the beginning, behind quotation marks too."""
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ông Lê Văn Bến làm Chủ tịch huyện.",
        "Đồng chí Đinh Thị Sông phát biểu.",
        "Bà con hai xã đã chờ mười năm.",
        "Cô giáo vùng cao được khen.",
        "Vàng tăng giá.",
        "Conan là tên một chú chó.",
    ],
)
def test_what_names_its_subject_stands(sentence: str) -> None:
    """A title before a name, and words that only begin alike."""
    assert stands_alone(sentence)


@pytest.mark.parametrize("piece", ["ông ", "họ ", "“", "- ", "cũng tại "])
def test_looking_for_what_leans_is_linear(piece: str) -> None:
    """Whatever is repeated, time grows with the text."""
    assert is_linear(lambda it: stands_alone(it.text.removeprefix("x\n")), piece)


def test_exchanges_keep_to_the_length() -> None:
    """Longer than asked by a tenth at most, unless the first sentence alone is."""
    for size in range(30, 120, 10):
        told = summarise([FIRST, SECOND], syllables=size)
        length = sum(len(it.text.split()) for it in told)
        assert len(told) == 1 or length <= MOST_LENGTH * size + 15


def test_the_length_is_met_as_sentences_allow() -> None:
    """Longer summaries hold more; the first sentence is told however short the summary is."""
    short, long = (summarise([FIRST, SECOND], syllables=size) for size in (1, 60))
    assert len(short) == 1
    assert len(long) > 1


def test_nothing_to_tell_is_nothing() -> None:
    """No articles, empty ones, ones of a word."""
    assert summarise([], syllables=50) == ()
    assert summarise([("Tít", ())], syllables=50) == ()
    assert summarise([("Tít", ("Ảnh.", "  ", "…"))], syllables=50) == ()


lines = st.lists(st.text(max_size=200), max_size=6)


@settings(deadline=None)  # the first example reads the table
@given(st.lists(st.tuples(st.text(max_size=30), lines), max_size=4), st.floats(0, 300))
def test_any_text_is_told_in_its_own_words(
    documents: list[tuple[str, list[str]]], syllables: float
) -> None:
    """Whatever stands in the articles, each sentence told is found in one of their lines."""
    everything = [line for _, lines in documents for line in lines]
    told = summarise(documents, syllables=syllables)
    assert all(any(it.text in line for line in everything) for it in told)
    assert len({(it.document, it.position) for it in told}) == len(told)


def test_articles_are_counted_without_the_empty_ones() -> None:
    """An index of the summary is that of the article given."""
    told = summarise([("Trống", ()), FIRST], syllables=30)
    assert told
    assert all(it.document == 1 for it in told)


def test_the_same_articles_make_the_same_summary() -> None:
    """Nothing random, nothing of hash order."""
    cluster = [FIRST, SECOND]
    assert summarise(cluster, syllables=50) == summarise(list(cluster), syllables=50)
    assert cluster_text(cluster).documents[0][0].position == 0


def test_a_credit_and_what_hangs_on_it_are_not_told() -> None:
    """Texts without line breaks have the credit of a picture before the first words."""
    line = "Ảnh: Báo Sông Lam Sáng 5/4, huyện khởi công cầu mới. Cầu dài 420 mét, hai làn xe."
    told = summarise([("Khởi công cầu", (line,))], syllables=60)
    assert [it.text for it in told] == ["Cầu dài 420 mét, hai làn xe."]


def test_a_credit_in_brackets_is_left_off() -> None:
    """What stands behind it is told as it stands; what leaned on a lost sentence is not."""
    line = "(Nguồn: Báo Sông Lam) Sáng 5/4, huyện khởi công cầu mới."
    told = summarise([("Khởi công cầu", (line,))], syllables=60)
    assert [it.text for it in told] == ["Sáng 5/4, huyện khởi công cầu mới."]
    lost = "Cầu dài 420 mét, hai làn xe. Ảnh: Báo Sông Lam và bạn đọc. Tuy nhiên, dân phải chờ."
    told = summarise([("Khởi công cầu", (lost,))], syllables=60)
    assert [it.text for it in told] == ["Cầu dài 420 mét, hai làn xe."]
