"""What the headers of an answer ask for."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.sources.answer import freshness, http_date, retry_after
from tests.sources.moment import NOW


def _fresh(**headers: str) -> float | None:
    named = CIMultiDict({name.replace("_", "-"): value for name, value in headers.items()})
    return freshness(named, NOW)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache_control": "max-age=600"}, 600),
        ({"Cache_Control": 'Public, MAX-AGE="600", must-revalidate'}, 600),
        ({"Cache_Control": "max-age=600", "Age": "500"}, 100),
        ({"Cache_Control": "max-age=600", "Age": "5000"}, 0),
        ({"Cache_Control": "max-age=600", "Age": "soon"}, 600),
        ({"Cache_Control": "s-maxage=600"}, None),
        ({"Cache_Control": "max-age=-1"}, None),
        ({"Cache_Control": "no-cache"}, None),
        ({"Cache_Control": "no-store, max-age=600"}, None),
        ({"Expires": format_datetime(NOW + timedelta(hours=1), usegmt=True)}, 3_600),
        ({"Expires": format_datetime(NOW - timedelta(hours=1), usegmt=True)}, 0),
        ({"Expires": "-1"}, None),
    ],
)
def test_freshness_is_read_as_http_says(headers: dict[str, str], seconds: float | None) -> None:
    """max-age less Age goes before Expires; what forbids storing states no freshness."""
    assert _fresh(**headers) == seconds


def test_a_servers_own_clock_counts() -> None:
    """Expires is reckoned from the server's Date, whatever time it believes it is."""
    wrong = NOW - timedelta(days=9_000)
    expires = format_datetime(wrong + timedelta(hours=2), usegmt=True)
    assert _fresh(Expires=expires, Date=format_datetime(wrong, usegmt=True)) == 7_200


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
@example(cache="", expires="0\x1f", age="")
@example(cache="max-age=5", expires="", age="7\x1f")
def test_no_header_breaks_it(cache: str, expires: str, age: str) -> None:
    """Whatever a server writes there, the answer is a number of seconds or none."""
    seconds = _fresh(Cache_Control=cache, Expires=expires, Date=expires, Age=age)
    assert seconds is None or seconds >= 0
    wait = retry_after(expires, NOW)
    assert wait is None or wait >= 0
    stated = http_date(cache)
    assert stated is None or stated.tzinfo is not None


@given(st.integers(0, 999_999_999))
def test_seconds_are_seconds(seconds: int) -> None:
    """A number in either header means that many seconds."""
    assert retry_after(f" {seconds} ", NOW) == seconds
    assert _fresh(Cache_Control=f"private,max-age={seconds}") == seconds
