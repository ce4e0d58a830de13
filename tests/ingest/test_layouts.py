"""Fixtures of the five layouts: each text stands beside the record that it must give."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.ingest.layout import parse_text
from bot.ingest.parsed import ParsedArticle

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIXTURES = sorted((Path(__file__).parents[1] / "data" / "layouts").glob("*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_text_gives_the_record_beside_it(path: Path) -> None:
    """Every field of every fixture is as expected, variants of encoding and spacing included."""
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=ParsedArticle)
    parsed = parse_text(path.read_bytes().decode(), zone=ZONE, now=NOW)
    assert msgspec.structs.asdict(parsed) == msgspec.structs.asdict(expected)


def test_there_are_fixtures_of_every_layout() -> None:
    """The five layouts each have at least two variants."""
    for layout in "abcde":
        assert sum(path.stem.startswith(layout) for path in FIXTURES) >= 2


def test_where_captions_are_printed_twice_a_single_line_is_told() -> None:
    """A site that doubles its captions doubles all of them: what stands once is a paragraph."""
    told = "Đồng chí Lý Thị Mộc trao bức trướng của Tỉnh ủy tặng nhà trường."
    shown = "Thầy và trò nhà trường chụp ảnh lưu niệm."
    lines = ["Trường Trung học Đồng Mây đón bằng khen", "Ngày 9-8-2024, trường đón bằng khen."]
    once = parse_text("\n".join([*lines, shown, told]), zone=ZONE, now=NOW)
    twice = parse_text("\n".join([*lines, shown, shown, told]), zone=ZONE, now=NOW)
    assert (once.captions, once.paragraphs) == ((shown, told), ())
    assert (twice.captions, twice.paragraphs) == ((shown,), (told,))
