"""Articles made from a grammar come back as they were; hostile text is survived, in linear time."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.ingest.layout import parse_text
from storage.text import nfc
from tests.ingest.article_grammar import ZONE, Made, articles

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@settings(max_examples=300, deadline=None)
@given(articles())
def test_an_article_comes_back_as_it_was_made(made: Made) -> None:
    """Title, date, authors, lead, body, captions, section, views and event survive any layout."""
    parsed = parse_text(made.text, zone=ZONE, now=NOW)
    assert msgspec.structs.asdict(parsed) == msgspec.structs.asdict(made.expected)


_LINES = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "",
            "Thứ 5, 07/12/2023, 00:19[GMT+7]",
            "Các tin khác",
            "Tin liên quan",
            "Thu Thủy",
            "1,353 lượt xem",
            "Ngày đăng: 06/10/2017",
            "Ảnh: Thu Hà",
            "Trang chủ > Tin tức",
            "Hội nghị thông qua nghị quyết về công tác cán bộ trong tình hình mới.",
            "Chiều ngày 26/9, Đảng ủy tổ chức hội nghị./. Thu Thủy",
        ]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_any_text_gives_its_own_words_or_one_error(text: str) -> None:
    """Nothing but SourceUnreadable is raised and every piece stands in the squeezed input."""
    whole = " ".join(nfc(text).split())
    with suppress(SourceUnreadable):
        parsed = parse_text(text, zone=ZONE, now=NOW)
        pieces = (parsed.title, parsed.lead or "", *parsed.paragraphs, *parsed.captions)
        assert all(piece in whole for piece in pieces)
        assert parsed.title
        assert (parsed.published is None) == (parsed.published_precision is None)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "* * *\n---\n...", "\x00"])
def test_a_text_without_words_is_unreadable(text: str) -> None:
    """An empty file and one of rules and blanks are refused by name."""
    with pytest.raises(SourceUnreadable):
        parse_text(text, zone=ZONE, now=NOW)


HOSTILE_UNITS = (
    "a",
    " ",
    "1",
    "1/",
    "-",
    "Thu Hà, ",
    "ngày 1/1 ",
    "(",
    "Ảnh: ",
    ". ",
    "tin, bài và ",
    "Một số hình ảnh ",
    "Đồng chí phát biểu ",
    "ngày 1, 2, ",
    "Chia sẻ | ",
)


@pytest.mark.parametrize("unit", HOSTILE_UNITS)
def test_time_grows_with_the_length_of_a_line(unit: str) -> None:
    """No pattern backtracks, in lines that headers and captions have nor in one of a megabyte."""

    def seconds(length: int, runs: int) -> float:
        line = unit * (length // len(unit))
        text = f"Tiêu đề của bài viết này\n{line}\nĐoạn cuối.\n{line}!"
        took = []
        for _ in range(runs):
            start = time.perf_counter()
            with suppress(SourceUnreadable):
                parse_text(text, zone=ZONE, now=NOW)
            took.append(time.perf_counter() - start)
        return min(took)

    slack = 10  # a quadratic step misses by 50 / 10, an exponential one by far
    assert seconds(200, 3) <= 2 * slack * max(seconds(100, 3), 0.001)
    assert seconds(1_000_000, 1) <= 50 * slack * max(seconds(20_000, 5), 0.002)
