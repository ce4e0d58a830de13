"""Days and places that articles state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.stated import (
    MOST_DAYS,
    congresses_told,
    days_apart,
    stated_days,
    units_named,
)
from tests.facts.growth import is_linear


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sáng 26/9, huyện khánh thành cầu", {270}),
        ("ngày 1-1 và ngày 31.12", {1, 366}),
        ("ngày 2 tháng 11", {307}),
        ("(chiều 5/7)", {187}),
        ("tỷ lệ 26/9 và 3.120 lượt xe", set()),
        ("ngày 32/9, ngày 3/13", set()),
        ("hôm 3.5 triệu đồng", set()),
        ("sáng 1/26/9", set()),
        ("", set()),
    ],
)
def test_days_are_numbers_behind_a_word_for_a_day(text: str, days: set[int]) -> None:
    """Day and month behind "ngày", "sáng" and the like; shares, scores and sums are none."""
    assert stated_days(text) == days


def test_a_long_list_of_days_is_read_to_a_bound() -> None:
    """The first ones count."""
    text = ", ".join(f"ngày {day}/3" for day in range(1, 30))
    assert stated_days(text) == {60 + day for day in range(1, MOST_DAYS + 1)}


def test_the_nearest_days_count_across_the_new_year() -> None:
    """The last day of December and the first of January are one apart; none known is None."""
    assert days_apart(stated_days("ngày 31/12"), stated_days("ngày 1/1, ngày 3/5")) == 1
    assert days_apart(frozenset({7, 9}), frozenset({9})) == 0
    assert days_apart(frozenset(), frozenset({9})) is None


@given(st.frozensets(st.integers(1, 366), min_size=1), st.frozensets(st.integers(1, 366)))
def test_distance_is_the_same_both_ways(one: frozenset[int], two: frozenset[int]) -> None:
    """And never more than half a year."""
    apart = days_apart(one, two)
    assert apart == days_apart(two, one)
    assert apart is None or 0 <= apart <= 183


def test_units_are_names_behind_their_kind() -> None:
    """Folded, numbers too; a word without a capital is no name."""
    text = "Phường Mộng Hồ, P.Vân Mơ và xã Hạ Vân thuộc quận 12; đảng ủy xã tổ chức họp"
    assert units_named(text) == {"mong ho", "van mo", "ha van", "12"}


@pytest.mark.parametrize("token", ["ngày 1/", "1/", "ngày ", "xã A ", "Xã ", "1 tháng ", "phường"])
def test_hostile_text_is_read_in_linear_time(token: str) -> None:
    """A long line of one repeated token takes no longer than its length allows."""
    assert is_linear(lambda it: stated_days(it.text), token)
    assert is_linear(lambda it: units_named(it.text), token)


@pytest.mark.parametrize(
    ("title", "lead", "told"),
    [
        ("Đại hội Đảng bộ tỉnh Giả Sơn khai mạc", "Đảng bộ Giả Sơn có 9 tổ.", {"gia son"}),
        ("Khai mạc", "Sáng 5/7, Đại hội đại biểu Đảng bộ TP.Vân Mơ lần thứ I.", {"van mo"}),
        ("Đại hội Đảng bộ Quân khu 12 lần I", "", {"quan khu 12"}),
        ("Đảng bộ UBND tỉnh Giả Sơn đại hội", "", {"ubnd gia"}),
        ("Đảng bộ TP.GS lần thứ I đại hội", "", {"gs"}),
        ("Đảng bộ tỉnh Giả Sơn và Đảng bộ xã Hạ Vân đại hội", "", {"gia son", "ha van"}),
        ("Đảng bộ tỉnh Giả Sơn giao ban", "", set()),
        ("Cờ hoa chào mừng Đại hội Đảng bộ tỉnh Giả Sơn", "", set()),
        ("Đại biểu dự Đại hội Đảng bộ tỉnh Giả Sơn thăm cảng", "", set()),
        ("Bà Đinh Thị Hư Cấu làm Bí thư", "Đại hội Đảng bộ tỉnh Giả Sơn công bố.", set()),
        ("Đại hội", "", set()),
        ("", "", set()),
    ],
)
def test_a_congress_is_told_by_whose_it_is(title: str, lead: str, told: set[str]) -> None:
    """The body's name without its kind; what is beside the congress and posts are other stories."""
    assert congresses_told(title, lead) == told


@pytest.mark.parametrize(
    "token",
    [
        "Đại hội ",
        "Đảng bộ ",
        "Đảng bộ tỉnh ",
        "Đảng bộ A ",
        "đại hội Đảng bộ A.",
        "làm ",
        "TP.",
        "đại biểu ",
    ],
)
def test_hostile_text_of_congresses_is_read_in_linear_time(token: str) -> None:
    """In the title as in the lead."""
    assert is_linear(lambda it: congresses_told(it.text, f"Đại hội {it.text}"), token)
