"""Fixtures of the five layouts: each text stands beside the record that it must give."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.ingest.layout import parse_text
from bot.ingest.parsed import ParsedArticle
from storage.models import Precision

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


@pytest.mark.parametrize("stated", ["2023-04-21T14:05:09+07:00", "20230421T070509Z"])
@pytest.mark.parametrize(
    "line", ["{}", "Hồng Nhung {}", "{} | Hồng Nhung", "Ngày đăng: {} - Hồng Nhung"]
)
def test_an_iso_instant_leaves_no_crumb_as_author(line: str, stated: str) -> None:
    """A date line in ISO 8601 is the publication to the second, and its `T` signs nothing."""
    text = ["Đồng Mây đón bằng khen", line.format(stated), "Ngày 20-4-2023, xã đón bằng khen."]
    parsed = parse_text("\n\n".join(text), zone=ZONE, now=NOW)
    assert parsed.published == datetime(2023, 4, 21, 14, 5, 9, tzinfo=ZONE)
    assert parsed.published_precision is Precision.SECOND
    assert parsed.authors == (("Hồng Nhung",) if "Hồng" in line else ())
    assert parsed.title == text[0]
