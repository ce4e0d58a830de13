"""HTML pages: fixtures with their records, refusals, and real pages where they are at hand."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceUnreadable
from bot.ingest.page import parse_page
from bot.ingest.page_parse import LARGEST
from bot.ingest.parsed import ParsedArticle

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIXTURES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("*.html"))
REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_page_gives_the_record_beside_it(path: Path) -> None:
    """Every field of every page is as expected, decoys and templates notwithstanding."""
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=ParsedArticle)
    parsed = parse_page(path.read_text(encoding="utf-8"), url=expected.url, zone=ZONE, now=NOW)
    assert msgspec.structs.asdict(parsed) == msgspec.structs.asdict(expected)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<html><head><title>Chỉ có tiêu đề</title></head><body></body></html>",
        "<html><body>" + "<div>" * 100_000 + "x",
        "<p>a" * 200_000,
        "x" * (LARGEST + 1),
        '{"json": true}',
        "\x00\x01\x02" * 100,
    ],
    ids=["empty", "blank", "no text", "deep", "many", "large", "json", "binary"],
)
def test_what_is_no_article_page_is_unreadable(html: str) -> None:
    """Empty, huge, deep and foreign input is refused by name."""
    with pytest.raises(SourceUnreadable):
        parse_page(html, url=None, zone=ZONE, now=NOW)


_TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='sapo'>",
        "</div>",
        "<h1>",
        "</h1>",
        "<table><td>",
        "<br>",
        "<!--",
        "<script type='application/ld+json'>",
        "</script>",
        '{"@type":"NewsArticle","author":[[',
        "]",
        "<meta property='og:title' content='Tiêu đề'>",
        "<time datetime='x'>",
        "<title>T</title>",
        "Các tin khác",
        "Hội nghị thông qua nghị quyết về công tác cán bộ. " * 5,
        "26/09/2023 17:40",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_TAGS, st.text(max_size=30)), max_size=25).map("".join))
def test_any_html_gives_a_record_or_one_error(html: str) -> None:
    """Tag soup never raises anything but SourceUnreadable."""
    try:
        parsed = parse_page(html, url="https://a.example.vn/b", zone=ZONE, now=NOW)
    except SourceUnreadable:
        return
    assert parsed.title
    assert parsed.lead


def test_a_canonical_address_stays_on_the_site() -> None:
    """Another site, another scheme or the front page is never the canonical address."""
    body = "<h1>Tiêu đề của bài viết</h1>" + "<p>Hội nghị thông qua nghị quyết quan trọng.</p>" * 6
    for href, expected in {
        "https://www.a.example.vn/bai-1": "https://www.a.example.vn/bai-1",
        "/bai-1": "https://a.example.vn/bai-1",
        "https://b.example.com/bai-1": None,
        "https://eviladexample.vn/bai-1": None,
        "javascript:alert(1)": None,
        "https://a.example.vn/": None,
        "https://[": None,
    }.items():
        html = f"<html><head><link rel=canonical href='{href}'></head><body>{body}</body></html>"
        parsed = parse_page(html, url="https://a.example.vn/x?id=1", zone=ZONE, now=NOW)
        assert parsed.canonical_url == expected


def _overlap(found: Iterable[str], gold: Iterable[str]) -> float:
    """F1 of lower-case syllables as bags."""
    ours, theirs = (Counter(" ".join(texts).lower().split()) for texts in (found, gold))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not beside the project")
def test_real_pages_reach_their_thresholds() -> None:
    """Mean body F1, titles, instants, authors and leads of real Vietnamese pages."""
    gold = json.loads((REAL / "vi_articles_gold.json").read_text(encoding="utf-8"))
    scores: Counter[str] = Counter()
    for page in gold.values():
        html = gzip.decompress((REAL / "vi_articles" / f"{page['file']}.gz").read_bytes()).decode()
        parsed = parse_page(html, url=page["url"], zone=ZONE, now=NOW)
        scores["body"] += round(1000 * _overlap(parsed.paragraphs, page["body"]))
        scores["captions"] += round(1000 * _overlap(parsed.captions, page["captions"]))
        scores["title"] += parsed.title in (page["title"], *page["title_alt"])
        published = parsed.published.isoformat() if parsed.published else ""
        scores["minute"] += published[:16] == page["published"][:16]
        scores["authors"] += list(parsed.authors) == page["authors"]
        scores["lead"] += parsed.lead == page["lead"]
        scores["canonical"] += parsed.canonical_url == page["url"]
    count = len(gold)
    assert scores["body"] >= 990 * count
    assert scores["captions"] >= 950 * count
    assert {scores[key] for key in ("title", "minute", "authors", "lead", "canonical")} == {count}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not beside the project")
def test_pages_of_the_world_keep_their_text() -> None:
    """On the article-extraction benchmark the mean F1 stays where plain trafilatura has it."""
    gold = json.loads((REAL / "scrapinghub_ground-truth.json").read_text(encoding="utf-8"))
    scores: list[float] = []
    for path in sorted((REAL / "scrapinghub").glob("*.html.gz")):
        html = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
        parsed = parse_page(html, url=None, zone=ZONE, now=NOW)
        expected = [gold[path.name.partition(".")[0]]["articleBody"]]
        scores.append(_overlap((parsed.lead or "", *parsed.paragraphs), expected))
    assert len(scores) >= 90
    assert sum(scores) / len(scores) >= 0.94
