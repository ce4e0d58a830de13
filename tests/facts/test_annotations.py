"""The annotated set is well-formed, holds no text of others, and scores what it should."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.facts.extract import extract_afresh
from tests.benchmarks.bench_facts import Score, measure
from tests.benchmarks.fact_items import ANNOTATIONS, Item, article_of, load_items
from tests.benchmarks.fact_scores import SAME, compare, found_of

LONGEST_VALUE = 40
"""Words of a value; a sentence of an article would mostly be longer."""
ARTICLES = 150
OWN: dict[str, Any] = {
    "source": "own",
    "id": "1",
    "text": "Huyện ủy Phước Mẫu họp\n"
    "Ngày 5-7, Huyện ủy Phước Mẫu tổ chức hội nghị sơ kết quý II theo Chỉ thị số 71-CT/TW; "
    "kết nạp 88 đảng viên. Bí thư Huyện ủy Trần Thị Mẫu đề nghị các chi bộ tiếp tục đổi mới "
    "sinh hoạt.",
    "published": "2023-07-05T18:00:00+07:00",
    "kinds": ["documents", "figures", "periods", "event_dates", "event", "requests"],
    "documents": [{"type": "Chỉ thị", "number": "71"}],
    "figures": [{"value": 88, "unit": "đảng viên"}],
    "periods": ["quý II/2023"],
    "event_dates": ["5/7/2023"],
    "event": [{"types": ["sơ kết", "hội nghị"]}],
    "requests": [{"asker": "Trần Thị Mẫu", "asked": "các chi bộ", "tasks": ["tiếp tục"]}],
}


def strings(value: object) -> list[str]:
    """All strings within a JSON value."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


def own(tmp_path: Path, **changes: object) -> list[Item]:
    """The item above with changes, read from a file."""
    file = tmp_path / "own.jsonl"
    file.write_text(json.dumps({**OWN, **changes}, ensure_ascii=False), encoding="utf-8")
    return load_items([file])


def test_there_are_enough_articles_and_every_kind_is_known() -> None:
    """As many as the aim asks for, in two halves, each kind one that is scored."""
    items = [item for item in load_items() if item.gold]
    assert len(items) >= ARTICLES
    assert {kind for item in items for kind in item.gold} <= set(SAME)
    held = sum(item.half == "held" for item in items)
    assert len(items) / 3 < held < len(items) * 2 / 3


def test_the_files_hold_values_only() -> None:
    """No sentence of a publisher: articles are named, and values are short."""
    for file in ANNOTATIONS.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            assert raw["source"] == "own" or "text" not in raw
            assert all(len(text.split()) <= LONGEST_VALUE for text in strings(raw))


def test_what_is_right_scores_one(tmp_path: Path) -> None:
    """An article of our own whose facts are all found and annotated."""
    scores, absent = measure(own(tmp_path), None, None)
    assert absent == 0
    for kind in OWN["kinds"]:
        (score,) = scores[kind].values()
        assert (score.missed, score.false) == (0, 0), kind
        assert score.matched


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("documents", [{"type": "Chỉ thị", "number": "72"}]),
        ("documents", [{"type": "Kết luận", "number": "71"}]),
        ("figures", [{"value": 87, "unit": "đảng viên"}]),
        ("figures", [{"value": 88, "unit": "chi bộ"}]),
        ("periods", ["quý II/2022"]),
        ("event_dates", ["6/7/2023"]),
        ("event", [{"types": ["giao ban"]}]),
        ("requests", [{"asked": "các xã", "tasks": ["tiếp tục"]}]),
        ("requests", [{"asked": "các chi bộ", "tasks": ["đổi mới"]}]),
    ],
)
def test_what_is_wrong_is_missed_and_false(tmp_path: Path, kind: str, wrong: list[object]) -> None:
    """Another value, unit, day, type, body or verb is not the same fact."""
    (item,) = own(tmp_path, **{kind: wrong})
    article = article_of(item)
    assert article is not None
    tally = compare(kind, wrong, found_of(article, extract_afresh(article))[kind])
    assert (tally.matched, len(tally.missed), len(tally.false)) == (0, 1, 1)


def test_multipliers_may_stand_in_the_value_or_in_the_unit() -> None:
    """1.2 "tỷ đồng" is 1,200,000,000 "đồng"."""
    found = [{"value": 1.2, "unit": "tỷ đồng", "upto": None}]
    assert compare("figures", [{"value": 1.2e9, "unit": "đồng"}], found).matched == 1


def test_f1_of_nothing_to_find_is_one() -> None:
    """And a single false fact makes it nought."""
    assert Score(1).figures == (1.0, 1.0, 1.0)
    assert Score(1, false=1).figures[2] == 0.0


def test_an_article_that_is_not_there_is_left_out() -> None:
    """The benchmark runs without the shared data."""
    assert article_of(Item("news_corpus", "no such id", {})) is None
    assert article_of(Item("page", "no/such/file.html.gz", {})) is None
