"""The facts of real articles that lie beside the checkout; skipped where they do not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.facts.article_text import article_text
from bot.facts.extract import extract_afresh
from bot.facts.facts_json import facts_json
from bot.facts.record import Facts
from bot.ingest.reading import read_article_file
from storage.models import Article

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 1, 1, tzinfo=ZONE)
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the articles are not beside the project"
)


def read(number: str) -> tuple[Article, Facts]:
    """The article whose file name begins so, with its facts."""
    (file,) = SEEDS.glob(f"{number}_*.txt")
    parsed = read_article_file(file, zone=ZONE, now=NOW)
    article = Article(
        id="x",
        source="local",
        title=parsed.title,
        fingerprint="",
        first_seen=NOW,
        updated_at=NOW,
        published=parsed.published,
        event_date=parsed.event_date,
        lead=parsed.lead,
        paragraphs=parsed.paragraphs,
    )
    return article, extract_afresh(article)


@pytest.mark.parametrize(
    ("number", "kind", "day", "tasks"),
    [
        ("000", "giao ban", dt.date(2023, 9, 26), [8]),
        ("001", "sơ kết", dt.date(2023, 7, 5), [4]),
        ("002", "làm việc", dt.date(2024, 7, 25), [8]),
        ("003", "hội nghị", dt.date(2021, 10, 15), [2]),
        ("004", "giao ban", dt.date(2017, 9, 28), [5]),
    ],
)
def test_event_and_tasks(number: str, kind: str, day: dt.date, tasks: list[int]) -> None:
    """Each has one event and one request with as many tasks as a reader counts."""
    _, facts = read(number)
    assert facts.event is not None
    assert (facts.event.type, facts.event.date) == (kind, day)
    assert [len(it.tasks) for it in facts.requests] == tasks


@pytest.mark.parametrize(
    ("number", "asker", "asked"),
    [
        ("000", "lãnh đạo Đảng ủy Khối các cơ quan tỉnh", "các tổ chức cơ sở đảng"),
        (
            "001",
            "Đoàn Thị Hảo",
            "Đảng ủy Khối các cơ quan tỉnh và các cấp ủy cơ sở trực thuộc",
        ),
        ("002", "Đỗ Quang Minh", "tập thể lãnh đạo, chuyên viên Ban Tuyên giáo"),
        ("003", "Đỗ Thị Lý", "các Ban bộ phận của Đảng ủy Khối"),
        ("004", "Đoàn Đình Nguyên", "các đơn vị"),
    ],
)
def test_who_asks_whom(number: str, asker: str, asked: str) -> None:
    """The asker by name where one is named anywhere, else as written."""
    _, facts = read(number)
    assert [(it.asker, it.asked) for it in facts.requests] == [(asker, asked)]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_everything_printed_is_the_article_s_own(number: str) -> None:
    """Sentences and tasks of the JSON stand in the article as they are printed."""
    article, facts = read(number)
    text = article_text(article).text
    shown = facts_json(article, facts)
    for kind in ("documents", "people", "organisations", "figures", "periods", "requests"):
        assert all(item["sentence"] in text for item in shown[kind])
    assert all(task in text for item in shown["requests"] for task in item["tasks"])
