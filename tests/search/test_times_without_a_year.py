"""Times that come every year: the latest is meant, and said where an earlier one answers."""

from __future__ import annotations

import pytest

from bot.commands.search_head import days, notes
from bot.language.bare import without_marks
from storage.base import Store
from storage.open import open_store
from tests.search.asking import CATALOG, TODAY, ask, found, reader, written

YEARS = (
    written("s22", "2022-09-14", "Cầu An Mẫu thông xe", "Người dân qua cầu trong niềm vui."),
    written("s21", "2021-09-14", "Cầu An Mẫu hợp long", "Công nhân làm cầu suốt đêm."),
    written("a23", "2023-08-30", "Đường hoa An Mẫu", "Xã trồng hoa ven đường."),
    written("m23", "2023-10-24", "Chợ quê An Mẫu", "Bà con bày hàng từ sớm."),
    written("w23", "2023-11-18", "Trường An Mẫu đón học sinh", "Thầy trò dọn lớp."),
    written("n23", "2023-11-25", "Trạm bơm An Mẫu chạy thử", "Nước về đồng."),
    written("old", "2019-05-05", "Đình An Mẫu trùng tu", "Thợ mộc sửa mái đình."),
)


@pytest.fixture(scope="module")
def store() -> Store:
    """Articles of several years; nothing writes to it afterwards."""
    opened = open_store("memory:")
    opened.put_articles(YEARS)
    return opened


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("An Mẫu tháng 8", {"a23"}),
        ("An Mẫu dịp 2/9", {"a23"}),
        ("An Mẫu cuối tháng trước", {"m23"}),
        ("An Mẫu cuối tuần qua", {"n23"}),
        ("An Mẫu mấy hôm nay", {"n23"}),
        ("An Mẫu hôm 18/11", {"w23"}),
        ("An Mẫu 2 tuần trước", {"w23"}),
        ("An Mẫu từ tháng 10 đến nay", {"m23", "w23", "n23"}),
        ("An Mẫu trước năm 2020", {"old"}),
        ("An Mẫu sau năm 2022", {"a23", "m23", "w23", "n23"}),
        ("An Mẫu năm 2021 - 2022", {"s21", "s22"}),
        ("An Mẫu 9/2021", {"s21"}),
        ("An Mẫu năm ngoái", {"s22"}),
        ("tin tháng 8", {"a23"}),
    ],
)
def test_the_days_that_a_reader_means(store: Store, text: str, keys: set[str]) -> None:
    """With and without diacritics, what was published in these days is found, and nothing else."""
    for typed in (text, without_marks(text)):
        answer = ask(store, typed)
        assert answer.step == "as_asked"
        assert set(found(store, typed)) == keys


@pytest.mark.parametrize("text", ["cầu An Mẫu tháng 9", "cau an mau thang 9"])
def test_where_the_latest_year_has_none_an_earlier_one_is_shown_and_said(
    store: Store, text: str
) -> None:
    """September 2023 has nothing: that of 2022 answers, not that of 2021, and is named."""
    asked = reader(store).read(text)
    answer = ask(store, text)
    assert answer.step == "other_year"
    assert [hit.title for hit in answer.result.hits] == ["Cầu An Mẫu thông xe"]
    assert answer.time is not None
    assert days(answer.time) == "01/09–30/09/2022"
    weakened, understood = notes(CATALOG, "vi", asked, answer)
    assert "01/09–30/09/2023" in str(weakened[0])
    assert "01/09–30/09/2022" in str(weakened[0])
    assert not understood


def test_what_no_year_has_is_looked_for_at_any_time(store: Store) -> None:
    """Behind the years comes any time, and it is said."""
    assert ask(store, "trạm bơm An Mẫu tháng 2").step == "timeless"


def test_a_title_is_not_taken_for_days(store: Store) -> None:
    """Of many words the month is one of them: only what holds them, or reports on it, fits."""
    long = "đường hoa xã trồng ven đường hoa An Mẫu tháng 8"
    asked = reader(store).read(long)
    assert asked.time is not None
    firsts = {it.published_from for it in (asked.query, *asked.query.alternatives)}
    assert firsts == {None}


def test_all_before_a_day_is_told_without_a_beginning(store: Store) -> None:
    """`trước năm 2020` has no first day."""
    asked = reader(store).read("An Mẫu trước năm 2020")
    assert asked.time is not None
    assert days(asked.time) == "≤ 31/12/2019"
    assert asked.time.last < TODAY
