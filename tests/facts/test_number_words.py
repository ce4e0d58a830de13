"""Numbers in words: what they say, and which words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.number_words import NUMBER_WORDS, number_in_words
from tests.facts.growth import is_linear

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def written(number: int) -> str:
    """A number from 1 to 999,999 as a text writes it."""
    thousands, rest = divmod(number, 1000)
    words = [f"{_below_thousand(thousands)} nghìn"] if thousands else []
    if rest:
        words.append(_below_thousand(rest))
    return " ".join(words)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words.append(f"{_DIGITS[tens]} mươi")
    elif ones and hundreds:
        words.append("linh")
    if ones:
        last = {1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}
        words.append(last.get(ones, _DIGITS[ones]))
    return " ".join(words)


@given(st.integers(min_value=1, max_value=999_999))
def test_what_is_written_is_read(number: int) -> None:
    """Every number below a million comes back from its words."""
    said = number_in_words(written(number))
    assert said is not None
    assert said.value * (1000 if said.multiple else 1) == pytest.approx(number)


@pytest.mark.parametrize("words", ["hai ba", "năm năm", "ba tư", "hai lăm", "trăm linh"])
def test_words_side_by_side_are_no_number(words: str) -> None:
    """Two digits in a row, or the last word of a ten without one."""
    assert number_in_words(words) is None


@pytest.mark.parametrize(
    ("words", "value", "multiple"),
    [
        ("mười hai triệu", 12, "triệu"),
        ("ba trăm nghìn tỷ", 300_000, "tỷ"),
        ("một triệu hai trăm nghìn", 1200, "nghìn"),
    ],
)
def test_the_last_multiplier_stays_with_the_unit(words: str, value: float, multiple: str) -> None:
    """As `1,2 tỷ đồng` is written: the number, and what it is multiplied by."""
    assert number_in_words(words) == (value, multiple)


@pytest.mark.parametrize("unit", ["một ", "hai mươi ", "ba trăm linh ", "nghìn tỷ "])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(lambda text: list(NUMBER_WORDS.finditer(text.text)), unit)
