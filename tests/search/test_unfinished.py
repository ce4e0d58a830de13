"""Fields left empty, and days that are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.fields import Field
from bot.search.unfinished import unfinished
from tests.facts.growth import is_linear

DAY = date(2031, 4, 8)


@pytest.mark.parametrize(
    ("text", "field", "value", "rest"),
    [
        ("nguồn:", Field.SOURCE, "", ""),
        ("người: ", Field.PERSON, "", ""),
        ("lũ lụt tỉnh:", Field.PROVINCE, "", "lũ lụt"),
        ("van ban :", Field.DOCUMENT, "", ""),
        ("từ:32/13/2030 lũ lụt", Field.FROM, "32/13/2030", "lũ lụt"),
        ("lũ đến:31/2/2030", Field.TO, "31/2/2030", "lũ"),
    ],
)
def test_what_asks_for_nothing_is_found(text: str, field: Field, value: str, rest: str) -> None:
    """An empty field at the end, or a day that there is not; the rest is the query."""
    found = unfinished(text, DAY)
    assert found is not None
    assert (found.field, found.value, found.rest) == (field, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "lũ lụt",
        "từ:1/9/2030 lũ",
        "đến:hôm qua",
        "tỉnh: kết quả bước đầu",
        '"tỉnh:"',
        "từ: 5 xã",
        "",
    ],
)
def test_other_queries_are_whole(text: str) -> None:
    """Fields with values, titles with a colon, quotations and plain words."""
    assert unfinished(text, DAY) is None


@given(st.lists(st.sampled_from(["từ:", "tỉnh:", "lũ", "1/9", '"', " ", "-", "9"])))
def test_any_text_is_read_and_the_rest_is_shorter(parts: list[str]) -> None:
    """Nothing raises, and leaving out ends."""
    text = "".join(parts)
    found = unfinished(text, DAY)
    assert found is None or len(found.rest) < len(text)


def test_long_rows_of_fields_take_linear_time() -> None:
    """Hostile repetitions of one name are read in time that grows with their length."""
    for token in ("tỉnh:", "từ:9", "từ: "):
        assert is_linear(lambda text: unfinished(text.text, DAY), token)
