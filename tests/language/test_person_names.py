"""Where personal names stand by their form alone."""

from __future__ import annotations

import pytest

from bot.language.person_names import find_names


def names(text: str) -> list[str]:
    """The names in the text."""
    return [text[start:end] for start, end in find_names(text, not_names=frozenset({"hà nội"}))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bí thư Thành ủy Hà Nội Bùi Thị Minh Mẫu dự.", ["Bùi Thị Minh Mẫu"]),
        ("Chủ tịch UBND xã Phụng Châu Nguyễn Văn Mẫu nói.", ["Nguyễn Văn Mẫu"]),
        ("đồng chí NGUYỄN VĂN A dự họp", ["NGUYỄN VĂN A"]),
        ("ông Y Thanh Hà Niê Kđăm và ông Hờ A Chua", ["Y Thanh Hà Niê Kđăm", "Hờ A Chua"]),
        ("Thành phố Hà Nội đón khách", []),
        ("Trần thuật lại câu chuyện", []),
        ("TRẦN Văn", []),
    ],
)
def test_a_name_ends_its_run_of_capitals(text: str, expected: list[str]) -> None:
    """The place or body in front of a name is no part of it, and one syllable is no name."""
    assert names(text) == expected
