"""The five articles that the project was created from, where their folder is at hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.ingest.layout import parse_text
from storage.models import Precision

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside the project")


class Expected(NamedTuple):
    """What a seed states; paragraphs by length, first and last word, for the text stays outside."""

    title: tuple[int, str]
    """Length and last word."""
    published: str | None
    precision: Precision | None
    authors: tuple[str, ...]
    captions: tuple[str, ...]
    event: date
    lead: tuple[int, str]
    """Length and first word."""
    paragraphs: tuple[tuple[int, str, str], ...]
    """Length, first and last word of each."""
    section: str | None = None
    views: int | None = None


SEEDS_EXPECTED = {
    "000_0d8b26d40ee660ef.txt": Expected(
        title=(69, "III"),
        published="2023-09-26T17:40:09+07:00",
        precision=Precision.SECOND,
        authors=("Thu Thủy",),
        captions=(
            "Lãnh đạo Đảng ủy Khối các cơ quan tỉnh phát biểu tại hội nghị.",
            "Lãnh đạo Sở Giáo dục và Đào tạo phát biểu tại hội nghị.",
        ),
        event=date(2023, 9, 26),
        lead=(164, "Chiều"),
        paragraphs=((1083, "Cụm", "định."), (936, "Thời", "2023.")),
        views=1353,
    ),
    "001_b3f36bbcee1ac7c0.txt": Expected(
        title=(69, "thể"),
        published="2023-07-05T18:04:00+07:00",
        precision=Precision.MINUTE,
        authors=("Quỳnh Trang",),
        captions=("Các đại biểu dự Hội nghị.",),
        event=date(2023, 7, 5),
        lead=(293, "Ngày"),
        paragraphs=(
            (708, "6", "hiện..."),
            (333, "Tại", "Đảng..."),
            (294, "Hội", "tỉnh."),
            (530, "Phát", "sâu..."),
        ),
    ),
    "002_73c24728fd35b31d.txt": Expected(
        title=(52, "giáo"),
        published=None,
        precision=None,
        authors=("Viết Thọ",),
        captions=("Toàn cảnh buổi làm việc",),
        event=date(2024, 7, 25),
        lead=(220, "Chiều"),
        paragraphs=(
            (882, "Tại", "sở"),
            (457, "Phát", "sở."),
            (924, "Đồng", "viên."),
            (302, "Tiếp", "giao."),
        ),
    ),
    "003_1c0cf8326da353b2.txt": Expected(
        title=(95, "2020-2025"),
        published="2021-10-18T08:43:00+07:00",
        precision=Precision.MINUTE,
        authors=("Xuân Hiền",),
        captions=(),
        event=date(2021, 10, 15),
        lead=(258, "(Web"),
        paragraphs=((436, "Hội", "tỉnh."), (3238, "Báo", "nghiệp…"), (329, "Kết", "2021.")),
    ),
    "004_b9c9d44ee20505c9.txt": Expected(
        title=(83, "2017"),
        published="2017-10-06T10:41:00+07:00",
        precision=Precision.MINUTE,
        authors=("Trần Vũ Tú Anh",),
        captions=(),
        event=date(2017, 9, 28),
        lead=(125, "Chiều"),
        paragraphs=((435, "Đồng", "cao."), (1148, "Theo", "vị."), (1062, "Phát", "vị./.")),
        section="hoạt động đảng",
        views=207,
    ),
}


@pytest.mark.parametrize("name", SEEDS_EXPECTED)
def test_a_seed_gives_its_record(name: str) -> None:
    """Every field and every paragraph boundary of a seed is found."""
    text = (SEEDS / name).read_text(encoding="utf-8")
    parsed = parse_text(text, zone=ZONE, now=NOW)
    published = parsed.published.isoformat() if parsed.published else None
    lead = parsed.lead or ""
    found = Expected(
        title=(len(parsed.title), parsed.title.split()[-1]),
        published=published,
        precision=parsed.published_precision,
        authors=parsed.authors,
        captions=parsed.captions,
        event=parsed.event_date or date.min,
        lead=(len(lead), lead.split()[0]),
        paragraphs=tuple((len(p), p.split()[0], p.split()[-1]) for p in parsed.paragraphs),
        section=parsed.section,
        views=parsed.views,
    )
    assert found == SEEDS_EXPECTED[name]
    whole = " ".join(text.split())
    assert all(piece in whole for piece in (parsed.title, lead, *parsed.paragraphs))
