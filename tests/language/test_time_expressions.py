"""Expressions of time mean the days that a reader takes them for."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.time_expressions import find_time_expressions

WEDNESDAY = dt.date(2023, 9, 27)


def day(text: str) -> dt.date:
    """`27.9.2023` as a date."""
    number, month, year = (int(part) for part in text.split("."))
    return dt.date(year, month, number)


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("Chiều ngày 26/9", "26/9/2023", "26.9.2023", "26.9.2023"),
        ("Ngày 5-7, huyện họp", "5/7/2023", "5.7.2023", "5.7.2023"),
        ("Chiều 15/10/2021", "15/10/2021", "15.10.2021", "15.10.2021"),
        ("ngày 2 tháng 3 năm 2022", "2/3/2022", "2.3.2022", "2.3.2022"),
        ("ngày 30/12", "30/12/2023", "30.12.2023", "30.12.2023"),
        ("sáng nay", "27/9/2023", "27.9.2023", "27.9.2023"),
        ("Hôm qua", "26/9/2023", "26.9.2023", "26.9.2023"),
        ("từ ngày 5 đến 7/7", "5/7/2023-7/7/2023", "5.7.2023", "7.7.2023"),
        ("từ 30/12 đến 2/1", "30/12/2023-2/1/2024", "30.12.2023", "2.1.2024"),
        ("ngày 10 và 11/10/2023", "10/10/2023-11/10/2023", "10.10.2023", "11.10.2023"),
        ("quý III", "quý III/2023", "1.7.2023", "30.9.2023"),
        ("quý 2 năm 2022", "quý II/2022", "1.4.2022", "30.6.2022"),
        ("6 tháng đầu năm", "6 tháng đầu năm 2023", "1.1.2023", "30.6.2023"),
        ("3 tháng cuối năm 2021", "3 tháng cuối năm 2021", "1.10.2021", "31.12.2021"),
        ("chín tháng đầu năm", "9 tháng đầu năm 2023", "1.1.2023", "30.9.2023"),
        ("9 tháng năm 2022", "9 tháng đầu năm 2022", "1.1.2022", "30.9.2022"),
        ("tháng 9/2023", "tháng 9/2023", "1.9.2023", "30.9.2023"),
        ("tháng 2", "tháng 2/2023", "1.2.2023", "28.2.2023"),
        ("tháng trước", "tháng 8/2023", "1.8.2023", "31.8.2023"),
        ("tuần trước", "tuần trước", "18.9.2023", "24.9.2023"),
        ("năm ngoái", "năm 2022", "1.1.2022", "31.12.2022"),
        ("năm 2021", "năm 2021", "1.1.2021", "31.12.2021"),
        ("nhiệm kỳ 2020 - 2025", "nhiệm kỳ 2020-2025", "1.1.2020", "31.12.2025"),
        ("năm học 2023-2024", "năm học 2023-2024", "1.8.2023", "31.5.2024"),
        ("nghỉ lễ 30/4, 1/5.", "30/4/2023", "30.4.2023", "30.4.2023"),
        ("năm tháng đầu năm 2022", "5 tháng đầu năm 2022", "1.1.2022", "31.5.2022"),
        ("mười một tháng đầu năm", "11 tháng đầu năm 2023", "1.1.2023", "30.11.2023"),
        ("nửa cuối năm 2022", "6 tháng cuối năm 2022", "1.7.2022", "31.12.2022"),
        ("6 tháng đầu năm ngoái", "6 tháng đầu năm 2022", "1.1.2022", "30.6.2022"),
        ("quí 2 năm ngoái", "quý II/2022", "1.4.2022", "30.6.2022"),
        ("quý cuối năm nay", "quý IV/2023", "1.10.2023", "31.12.2023"),
        ("tháng 8 của năm ngoái", "tháng 8/2022", "1.8.2022", "31.8.2022"),
        ("tháng 10.2021, xã", "tháng 10/2021", "1.10.2021", "31.10.2021"),
        ("Ngày 24,25/9/2022, xã", "24/9/2022-25/9/2022", "24.9.2022", "25.9.2022"),
        ("Ngày 24 và 25-6, xã", "24/6/2023-25/6/2023", "24.6.2023", "25.6.2023"),
        ("chín tháng năm 2022", "9 tháng đầu năm 2022", "1.1.2022", "30.9.2022"),
        ("nhiệm kỳ VI (2013-2018)", "nhiệm kỳ 2013-2018", "1.1.2013", "31.12.2018"),
        ("Ngày 15 – 5, Đoàn", "15/5/2023", "15.5.2023", "15.5.2023"),
    ],
)
def test_an_expression_means_its_days(text: str, label: str, first: str, last: str) -> None:
    """Label and inclusive days, those without a year near the reference."""
    found = find_time_expressions(text, WEDNESDAY)[0]
    assert (found.label, found.first, found.last) == (label, day(first), day(last))


@pytest.mark.parametrize(
    ("text", "reference", "label"),
    [
        ("quý IV", dt.date(2024, 1, 9), "quý IV/2023"),
        ("9 tháng đầu năm", dt.date(2023, 10, 2), "9 tháng đầu năm 2023"),
        ("6 tháng cuối năm", dt.date(2024, 1, 5), "6 tháng cuối năm 2023"),
        ("tháng 12", dt.date(2024, 1, 5), "tháng 12/2023"),
        ("ngày 31/12", dt.date(2024, 1, 5), "31/12/2023"),
        ("ngày 2/1", dt.date(2023, 12, 30), "2/1/2024"),
        ("tháng 11", dt.date(2023, 9, 27), "tháng 11/2023"),
        ("ngày 29/2", dt.date(2024, 3, 1), "29/2/2024"),
    ],
)
def test_the_year_is_the_nearest_one(text: str, reference: dt.date, label: str) -> None:
    """Around New Year reports look back, and a day is the one next to the reference."""
    assert find_time_expressions(text, reference)[0].label == label


@pytest.mark.parametrize(
    "text",
    [
        "hoàn thành 2/3 nội dung",
        "đạt 12/15 chỉ tiêu",
        "ngày 31/2",
        "Nghị quyết số 05-7",
        "1.353 lượt xem",
        "tăng 6 tháng tuổi",
        "số 12/2023/QĐ",
        "trong hai năm qua",
        "vài tháng qua",
        "kim loại quý này",
    ],
)
def test_shares_numbers_and_impossible_days_are_no_time(text: str) -> None:
    """What only looks like a date means none."""
    assert find_time_expressions(text, WEDNESDAY) == []


def test_a_list_of_terms_or_years_goes_on_without_the_word() -> None:
    """`nhiệm kỳ 2015-2020, 2020-2025`; a number that counts is no year."""
    terms = find_time_expressions("nhiệm kỳ 2015 - 2020, 2020 - 2025", WEDNESDAY)
    assert [it.label for it in terms] == ["nhiệm kỳ 2015-2020", "nhiệm kỳ 2020-2025"]
    years = find_time_expressions("các năm 2021, 2022 và 2023, xã đạt", WEDNESDAY)
    assert [it.label for it in years] == ["năm 2021", "năm 2022", "năm 2023"]
    assert len(find_time_expressions("năm 2021, 2000 hộ dân", WEDNESDAY)) == 1


def test_without_a_reference_only_what_is_complete_is_resolved() -> None:
    """The label stands, the days stay open."""
    found = find_time_expressions("quý III, ngày 26/9 và ngày 1/2/2020")
    assert [(it.label, it.first) for it in found] == [
        ("quý III", None),
        ("26/9", None),
        ("1/2/2020", dt.date(2020, 2, 1)),
    ]


@given(st.text(alphabet="0123456789/-. ngàytừđếnthquýIVnăm", max_size=120))
def test_spans_are_in_order_and_apart(text: str) -> None:
    """Whatever the text, nothing raises, and days are in order."""
    found = find_time_expressions(text, WEDNESDAY)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))
    assert all(it.first <= it.last for it in found if it.first and it.last)
