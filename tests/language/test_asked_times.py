"""Times as people type them into a search."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.asked_times import AskedTime, find_asked_times
from bot.language.bare import without_marks
from tests.facts.growth import is_linear

TODAY = dt.date(2023, 11, 27)
"""A Monday."""

SAID = [
    ("tuần trước", "2023-11-20", "2023-11-26", "published"),
    ("tuần này", "2023-11-27", "2023-12-03", "published"),
    ("tuần rồi", "2023-11-20", "2023-11-26", "published"),
    ("hôm nay", "2023-11-27", "2023-11-27", "published"),
    ("hôm qua", "2023-11-26", "2023-11-26", "published"),
    ("hôm kia", "2023-11-25", "2023-11-25", "published"),
    ("tháng trước", "2023-10-01", "2023-10-31", "published"),
    ("tháng vừa rồi", "2023-10-01", "2023-10-31", "published"),
    ("năm ngoái", "2022-01-01", "2022-12-31", "published"),
    ("3 ngày qua", "2023-11-24", "2023-11-27", "published"),
    ("hai tuần gần đây", "2023-11-13", "2023-11-27", "published"),
    ("2 tuần trước", "2023-11-13", "2023-11-19", "published"),
    ("3 ngày trước", "2023-11-24", "2023-11-24", "published"),
    ("một tháng trước", "2023-10-01", "2023-10-31", "published"),
    ("tháng 9/2023", "2023-09-01", "2023-09-30", "either"),
    ("tháng 9 năm 2023", "2023-09-01", "2023-09-30", "either"),
    ("quý III năm 2023", "2023-07-01", "2023-09-30", "either"),
    ("quý 3/2023", "2023-07-01", "2023-09-30", "either"),
    ("6 tháng đầu năm 2023", "2023-01-01", "2023-06-30", "either"),
    ("năm 2022", "2022-01-01", "2022-12-31", "either"),
    ("26/9/2023", "2023-09-26", "2023-09-26", "either"),
    ("từ 1/9 đến 30/9", "2023-09-01", "2023-09-30", "either"),
    ("từ tháng 7 đến tháng 9/2023", "2023-07-01", "2023-09-30", "either"),
    ("từ quý I đến quý III năm 2023", "2023-01-01", "2023-09-30", "either"),
    ("6 tháng đầu năm", "2023-01-01", "2023-06-30", "reported"),
    ("sáu tháng đầu năm", "2023-01-01", "2023-06-30", "reported"),
    ("quý III", "2023-07-01", "2023-09-30", "reported"),
    ("tháng 9", "2023-09-01", "2023-09-30", "either"),
    ("nhiệm kỳ 2020-2025", "2020-01-01", "2025-12-31", "reported"),
    ("tháng chín", "2023-09-01", "2023-09-30", "either"),
    ("tháng 12", "2022-12-01", "2022-12-31", "either"),
    ("tháng 9 vừa rồi", "2023-09-01", "2023-09-30", "either"),
    ("tháng 9 năm ngoái", "2022-09-01", "2022-09-30", "either"),
    ("quý 3 năm ngoái", "2022-07-01", "2022-09-30", "either"),
    ("quý vừa rồi", "2023-07-01", "2023-09-30", "published"),
    ("t9/2022", "2022-09-01", "2022-09-30", "either"),
    ("9/2022", "2022-09-01", "2022-09-30", "either"),
    ("đầu năm nay", "2023-01-01", "2023-04-30", "published"),
    ("hồi đầu năm", "2023-01-01", "2023-04-30", "either"),
    ("cuối năm ngoái", "2022-09-01", "2022-12-31", "published"),
    ("cuối tháng trước", "2023-10-21", "2023-10-31", "published"),
    ("đầu tháng này", "2023-11-01", "2023-11-10", "published"),
    ("giữa tháng 10", "2023-10-11", "2023-10-20", "either"),
    ("nửa đầu tháng 10", "2023-10-01", "2023-10-15", "either"),
    ("cuối quý III/2023", "2023-09-01", "2023-09-30", "either"),
    ("cuối tuần qua", "2023-11-24", "2023-11-26", "published"),
    ("dịp 2/9", "2023-08-28", "2023-09-06", "either"),
    ("nghỉ lễ 30/4 - 1/5", "2023-04-25", "2023-05-04", "either"),
    ("dịp 2/9/2022", "2022-08-28", "2022-09-06", "either"),
    ("dịp Tết", "2023-01-12", "2023-02-01", "published"),
    ("tết năm ngoái", "2022-01-22", "2022-02-11", "published"),
    ("mấy hôm nay", "2023-11-22", "2023-11-27", "published"),
    ("những ngày qua", "2023-11-20", "2023-11-27", "published"),
    ("ba hôm nay", "2023-11-24", "2023-11-27", "published"),
    ("một tuần nay", "2023-11-20", "2023-11-27", "published"),
    ("nửa tháng nay", "2023-11-12", "2023-11-27", "published"),
    ("24 giờ qua", "2023-11-26", "2023-11-27", "published"),
    ("đêm qua", "2023-11-26", "2023-11-26", "published"),
    ("cách đây 3 ngày", "2023-11-24", "2023-11-24", "published"),
    ("cách đây hai tuần", "2023-11-13", "2023-11-19", "published"),
    ("hôm thứ sáu", "2023-11-24", "2023-11-24", "published"),
    ("thứ bảy tuần trước", "2023-11-25", "2023-11-25", "published"),
    ("chủ nhật vừa qua", "2023-11-26", "2023-11-26", "published"),
    ("ngày 5/11", "2023-11-05", "2023-11-05", "either"),
    ("hôm 30/11", "2022-11-30", "2022-11-30", "either"),
    ("mùng 2 tháng 9", "2023-09-02", "2023-09-02", "either"),
    ("từ đầu năm đến nay", "2023-01-01", "2023-11-27", "published"),
    ("từ đầu tháng", "2023-11-01", "2023-11-27", "published"),
    ("từ tháng 6 đến nay", "2023-06-01", "2023-11-27", "published"),
    ("từ 1/9 đến nay", "2023-09-01", "2023-11-27", "published"),
    ("từ năm 2020 đến nay", "2020-01-01", "2023-11-27", "published"),
    ("từ năm 2020 đến 2022", "2020-01-01", "2022-12-31", "either"),
    ("trước tháng 6/2023", "0001-01-01", "2023-05-31", "published"),
    ("sau tháng 6/2023", "2023-07-01", "2023-11-27", "published"),
    ("last week", "2023-11-20", "2023-11-26", "published"),
    ("yesterday", "2023-11-26", "2023-11-26", "published"),
    ("last 3 days", "2023-11-24", "2023-11-27", "published"),
    ("September 2023", "2023-09-01", "2023-09-30", "either"),
    ("Q3 2023", "2023-07-01", "2023-09-30", "either"),
    ("first half of 2023", "2023-01-01", "2023-06-30", "either"),
]


def shown(found: list[AskedTime]) -> list[tuple[str, str, str]]:
    """Days and reach."""
    return [(str(it.first), str(it.last), it.reach) for it in found]


@pytest.mark.parametrize(("words", "first", "last", "reach"), SAID)
def test_days(words: str, first: str, last: str, reach: str) -> None:
    """Each expression means its days, typed with or without diacritics, in any case."""
    for text in (words, without_marks(words), words.upper()):
        (found,) = find_asked_times(f"kết quả {text} của huyện", TODAY)
        assert shown([found]) == [(first, last, reach)]
        assert without_marks(f"kết quả {text}"[found.start :]).lower() == without_marks(
            words.lower()
        )


@pytest.mark.parametrize(
    "text",
    [
        "ngày mai",
        "tuần tới",
        "năm sau",
        "kỷ niệm 20/11",
        "chiến thắng 30/4",
        "Việt Nam trước đổi mới",
        "miền Nam qua ảnh",
        "Quảng Nam trước bão",
        "30 năm trước",
        "những năm qua",
        "nhiều tháng qua",
        "giữa nhiệm kỳ",
        "99/99/2023",
        "tháng 13/2023",
        "0 ngày qua",
        "giao ban",
        "Cách mạng tháng Tám",
        "bí thư hai xã",
        "lần thứ năm vừa qua",
        "thu hai vụ lúa",
        "lương tháng từ 1/7",
        "mỗi tháng hai lần",
        "hai tháng ba người",
        "Quyết định 9/2023/QĐ-UBND",
        "đầu năm học",
        "từ đầu năm học",
        "nửa nhiệm kỳ",
        "cuối tuần",
    ],
)
def test_what_is_no_time_that_is_asked_for(text: str) -> None:
    """What is to come, what is a name, and lengths of time are words."""
    assert find_asked_times(text, TODAY) == []
    assert find_asked_times(without_marks(text), TODAY) == []


def test_the_preposition_belongs_to_it() -> None:
    """`trong tuần trước`: the word in front goes with the time, so that it is not searched."""
    text = "giá lúa trong tuần trước"
    (found,) = find_asked_times(text, TODAY)
    assert text[found.head : found.end] == "trong tuần trước"
    assert text[found.start : found.end] == "tuần trước"


@pytest.mark.parametrize(
    ("text", "recurs"),
    [
        ("tháng 9", True),
        ("tháng 9/2023", False),
        ("tháng 9 năm nay", False),
        ("tháng 9 vừa rồi", False),
        ("dịp 2/9", True),
        ("dịp 2/9/2023", False),
        ("hôm 5/11", True),
        ("hồi đầu năm", True),
        ("cuối tháng trước", False),
    ],
)
def test_what_names_no_year_comes_every_year(text: str, recurs: bool) -> None:
    """Only then earlier years may be meant as well."""
    (found,) = find_asked_times(text, TODAY)
    assert found.recurs is recurs


@given(st.dates(dt.date(2016, 1, 1), dt.date(2028, 12, 31)), st.sampled_from(SAID))
def test_on_any_day_what_is_asked_for_is_not_to_come(
    today: dt.date, said: tuple[str, str, str, str]
) -> None:
    """Whatever the day of the question: days in order, none that begins later."""
    for it in find_asked_times(said[0], today):
        assert it.first <= it.last
        assert it.first <= today or any(char.isdigit() for char in said[0])


def test_several_times_are_told_apart() -> None:
    """Times without "từ … đến" between them are two."""
    text = "sơ kết 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2023"
    assert len(find_asked_times(text, TODAY)) == 2


@given(st.lists(st.sampled_from([words for words, *_ in SAID]) | st.text(max_size=12), max_size=6))
def test_marks_never_matter(pieces: list[str]) -> None:
    """Whatever is typed: nothing raises, spans are in order, and marks change nothing."""
    text = without_marks("\n".join(pieces))
    with_marks = " ".join(pieces).replace("\n", " ")
    assert find_asked_times(text.replace("\n", " "), TODAY) == find_asked_times(
        without_marks(with_marks), TODAY
    )
    found = find_asked_times(with_marks, TODAY)
    for one, other in itertools.pairwise(found):
        assert one.end <= other.start
    assert all(it.head <= it.start < it.end and it.first <= it.last for it in found)


@pytest.mark.parametrize(
    "token",
    [
        "tháng 9 vừa ",
        "từ đầu ",
        "dịp 2/9 - ",
        "cuối quý ",
        "trước tháng 6/",
        "thứ hai tuần ",
        "3 ngày ",
        "tháng 9 đến ",
        "từ quý ",
        "q3 2023 ",
        "năm ",
        "1/1/",
    ],
)
def test_hostile_text_costs_linear_time(token: str) -> None:
    """A long run of one token costs no more than its length."""
    assert is_linear(lambda text: find_asked_times(text.text, TODAY), token)
