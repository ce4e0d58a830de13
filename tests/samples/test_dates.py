"""The placeholder grammar of the samples."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.samples.dates import Dates, fill, resolve

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2028, 3, 1, 6, 30, 45, tzinfo=ZONE)
"""A Wednesday after a leap day."""


def dates(published: str | None = "d-1 17:40:09", event: str | None = "d-2") -> Dates:
    return resolve(NOW, ZONE, published=published, event=event)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{d:%d/%m/%Y, %H:%M}}", "01/03/2028, 06:30"),
        ("{{d-1:%-d-%-m}}", "29-2"),
        ("{{published:%-H:%M}}, {{published:weekday}}", "17:40, Thứ Ba"),
        ("{{published:weekday_digit}}, {{published:%d/%m/%Y | %H:%M:%S}}",
         "Thứ 3, 29/02/2028 | 17:40:09"),
        ("{{d-3:weekday}} {{d-3:weekday_digit}}", "Chủ Nhật Chủ Nhật"),
        ("Ngày {{event:%-d/%-m/%Y}}", "Ngày 28/2/2028"),
        ("quý {{event:quarter}}", "quý I"),
        ("{{event-90:quarter_year}}, {{event-90:next_quarter}}", "quý IV năm 2027, quý I năm 2028"),
        ("{{event:half_year}}, {{event+200:half_year}}",
         "6 tháng đầu năm 2028, 6 tháng cuối năm 2028"),
        ("{{event:school_year}}, {{event+200:school_year}}", "2027-2028, 2028-2029"),
        ("{{event:term}}, {{event+913:term}}", "2025-2030, 2030-2035"),
        ("no date { at } all", "no date { at } all"),
    ],
)  # fmt: skip
def test_each_format_reads_as_vietnamese_papers_print_it(template: str, expected: str) -> None:
    """Every documented pattern and name gives its documented form."""
    assert fill(template, dates()) == expected


@pytest.mark.parametrize(
    "template",
    ["{{d:%y}}", "{{d:fortnight}}", "{{tomorrow:%d}}", "{{d-x:%d}}", "{{d}}", "{{d:%d}", "d:%d}}"],
)
def test_a_malformed_placeholder_is_refused(template: str) -> None:
    """A typing error in a sample fails loudly instead of reaching a reader."""
    with pytest.raises(ValueError, match=r"unknown|malformed"):
        fill(template, dates())


@pytest.mark.parametrize("base", ["published", "event"])
def test_a_date_that_the_article_lacks_is_refused(base: str) -> None:
    """A placeholder cannot invent a date that the manifest does not state."""
    with pytest.raises(ValueError, match=base):
        fill("{{" + base + ":%d}}", dates(published=None, event=None))


@pytest.mark.parametrize(
    ("published", "event"),
    [("d-1", None), ("d-1 7:40", None), ("yesterday", None), (None, "d-1 17:40"), (None, "d+1")],
)
def test_a_malformed_moment_is_refused(published: str | None, event: str | None) -> None:
    """The manifest states publications with a time of day, events as days, both in the past."""
    with pytest.raises(ValueError, match="d-"):
        dates(published, event)


@given(
    seconds_since=st.integers(0, 99 * 365 * 86400),
    days=st.integers(0, 60),
    clock=st.times(),
    seconds=st.booleans(),
)
def test_a_moment_is_stated_or_now_never_later(
    seconds_since: int, days: int, clock: time, seconds: bool
) -> None:
    """A publication hour still to come becomes the present one; all others stay as stated."""
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds_since)
    stated = f"d-{days} " + f"{clock:%H:%M:%S}"[: 8 if seconds else 5]
    instant = resolve(now, ZONE, published=stated, event=None).published
    assert instant is not None
    assert instant <= now
    today = now.astimezone(ZONE).date()
    assert instant.date() == today - timedelta(days=days)
    if days:
        assert f"{instant:%H:%M:%S}".startswith(stated.split()[1])
    assert instant.microsecond == 0
    assert seconds or instant.second == 0


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_the_quarter_after_starts_where_the_quarter_ends(day: date) -> None:
    """The quarter named as next is the one that the calendar enters next, with its own year."""
    here = Dates(NOW, None, day)
    later = day
    while fill("{{event:quarter_year}}", Dates(NOW, None, later)) == fill(
        "{{event:quarter_year}}", here
    ):
        later += timedelta(days=1)
    expected = fill("{{event:quarter_year}}", Dates(NOW, None, later))
    assert fill("{{event:next_quarter}}", here) == expected
