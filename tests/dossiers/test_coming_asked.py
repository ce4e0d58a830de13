"""Coming dates narrowed down to a time, a place, a subject."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.coming import coming_asked
from tests.facts.growth import is_linear

TODAY = date(2031, 4, 30)


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("", None, None, ()),
        ("tháng 5", date(2031, 5, 1), date(2031, 5, 31), ()),
        ("thang 2", date(2032, 2, 1), date(2032, 2, 29), ()),
        ("tháng 4", date(2031, 4, 1), date(2031, 4, 30), ()),
        ("tháng 2/2032", date(2032, 2, 1), date(2032, 2, 29), ()),
        ("ở Sông Lam trong tháng 5", date(2031, 5, 1), date(2031, 5, 31), ("song", "lam")),
        ("báo cáo", None, None, ("bao", "cao")),
    ],
)
def test_what_is_wanted(
    text: str, first: date | None, last: date | None, words: tuple[str, ...]
) -> None:
    """A month without a year is the next one that is not over; the other words must be there."""
    found = coming_asked(text, TODAY)
    assert (found.first, found.last, found.words) == (first, last, words)


@given(st.lists(st.sampled_from(["tháng 5", "tuần tới", "ở", "quý IV", "31/12", "lũ", "2032"])))
def test_any_words_are_read(words: list[str]) -> None:
    """Nothing raises, and days are in order."""
    found = coming_asked(" ".join(words), TODAY)
    assert found.first is None or found.last is None or found.first <= found.last


def test_long_rows_take_linear_time() -> None:
    """Hostile repetitions are read in time that grows with their length."""
    for token in ("tháng 5 ", "31/12 "):
        assert is_linear(lambda text: coming_asked(text.text, TODAY), token)
