"""Articles that name ever more different things cost time in proportion, not its square.

`growth.is_linear` repeats one word; what compares each new name with all before shows only where
the names differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import pytest

from bot.facts.extract import extract_afresh
from tests.facts.growth import FLOOR
from tests.facts.test_extract import ARTICLE

FIRST = ("An", "Bình", "Cường", "Dũng", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh")


def name(number: int) -> str:
    """A thousand different names."""
    return f"Trần {' '.join(FIRST[number // place % 10] for place in (100, 10, 1))}"


KINDS: dict[str, Callable[[int], str]] = {
    "participants": lambda n: f"Tại hội nghị, đại diện các xã {name(n)} đã phát biểu.",
    "pronouns": lambda n: (
        "Đồng chí nhấn mạnh việc này." if n else "Đồng chí Trần Thị Mẫu, Bí thư Huyện ủy, chủ trì."
    ),
    "people": lambda n: f"Đồng chí {name(n)}, Bí thư Huyện ủy, phát biểu.",
    "changes": lambda n: (
        f"Ông {name(n)} được bầu giữ chức Chủ tịch UBND xã thay ông {name(n + 1)}."
    ),
    "bodies": lambda n: f"Chi bộ {name(n)} trực thuộc Đảng ủy Khối {name(n + 1)} được khen.",
    "short names": lambda n: f"Công ty Cổ phần {name(n)} (gọi tắt là CTM{n}) và CTM{n} họp.",
    "documents": lambda n: f"Theo Nghị quyết số {n}-NQ/TW và Quyết định {n}/QĐ-UBND.",
    "one document": lambda n: f"Theo Nghị quyết số 5-NQ/TW ngày 1/2/{1000 + n} của tỉnh.",
    "laws": lambda n: f"Luật {name(n)} năm 2024 và Luật Đất đai sửa đổi.",
    "figures": lambda n: f"trong đó có {n} đảng bộ, {n + 1} chi bộ cơ sở, gồm {n + 2} đảng viên,",
    "requests": lambda n: f"Đồng chí {name(n)} yêu cầu Chi bộ {name(n + 3)} đẩy mạnh việc {n} này.",
    "places": lambda n: f"Tại xã {name(n)}, huyện {name(n + 5)}, tỉnh Quảng Nam có thôn {n}.",
    "times": lambda n: (
        f"Ngày {n % 28 + 1}/{n % 12 + 1}/{1950 + n % 80} và quý III/{1950 + n % 80}."
    ),
    "foreign names": lambda n: f"Tổng thống Pháp Emmanuel Macron{n} gặp ông John Smith.",
}


def seconds(kind: str, count: int, *, one_line: bool) -> float:
    """What `count` different ones take."""
    said = [KINDS[kind](number) for number in range(count)]
    paragraphs = (" ".join(said),) if one_line else tuple(said)
    article = msgspec.structs.replace(ARTICLE, paragraphs=paragraphs)
    spent = []
    for _ in range(2):
        start = time.process_time()
        extract_afresh(article)
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.slow
@pytest.mark.parametrize("one_line", [False, True], ids=["paragraphs", "line"])
@pytest.mark.parametrize("kind", KINDS)
def test_facts_cost_time_in_proportion(kind: str, *, one_line: bool) -> None:
    """Four times as many cost no more than some ten times as much."""
    seconds(kind, 20, one_line=one_line)  # tables are read now
    few = max(seconds(kind, 200, one_line=one_line), FLOOR)
    assert seconds(kind, 800, one_line=one_line) < 12 * few


@pytest.mark.slow
def test_many_sentences_about_one_person_cost_time_in_proportion() -> None:
    """What is cheap for each shows only where there are thousands."""
    few = max(seconds("pronouns", 2_000, one_line=True), FLOOR)
    assert seconds("pronouns", 8_000, one_line=True) < 12 * few
