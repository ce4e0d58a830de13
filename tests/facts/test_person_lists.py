"""Lists of people: an honorific or a post said once of all, and posts that stay one person's."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.people import find_people


def posts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Names with their posts."""
    return [(it.name, it.posts) for it in find_people(join_lines(["Tiêu đề", text]))]


@pytest.mark.parametrize(
    "text",
    [
        "Các đồng chí Lê Văn Một, Trần Thị Hai và Phạm Văn Ba, Phó Bí thư Huyện ủy dự.",
        "Các đồng chí Lê Văn Một, Trần Thị Hai, Phạm Văn Ba – Phó Bí thư Huyện ủy dự.",
        "Ông Lê Văn Một, bà Trần Thị Hai và ông Phạm Văn Ba, các Phó Bí thư Huyện ủy, dự.",
        "Có các đồng chí Phó Bí thư Huyện ủy: Lê Văn Một, Trần Thị Hai và Phạm Văn Ba.",
        "Dự họp có ba Phó Bí thư Huyện ủy Lê Văn Một, Trần Thị Hai và Phạm Văn Ba.",
        "Các Phó Bí thư Huyện ủy: Lê Văn Một, Trần Thị Hai, Phạm Văn Ba dự.",
    ],
)
def test_a_post_said_of_all_is_each_persons(text: str) -> None:
    """Behind the last or in front of the first, where several can hold it."""
    post = ("Phó Bí thư Huyện ủy",)
    assert posts(text) == [("Lê Văn Một", post), ("Trần Thị Hai", post), ("Phạm Văn Ba", post)]


def test_a_post_that_only_one_can_hold_is_not_shared() -> None:
    """A body has one secretary: the post is of the name that it stands beside."""
    assert posts("Các đồng chí Lê Văn Một, Trần Thị Hai, Bí thư Huyện ủy dự.") == [
        ("Lê Văn Một", ()),
        ("Trần Thị Hai", ("Bí thư Huyện ủy",)),
    ]


def test_semicolons_keep_posts_apart() -> None:
    """`A; B, post`: the post is B's."""
    assert posts("Các đồng chí: Lê Văn Một; Trần Thị Hai, Phó Bí thư Huyện ủy dự.") == [
        ("Lê Văn Một", ()),
        ("Trần Thị Hai", ("Phó Bí thư Huyện ủy",)),
    ]


def test_remarks_in_brackets_do_not_break_a_list() -> None:
    """`Các anh: A (…); B (…)` are all people."""
    text = "Các anh: Lê Văn Một (trả 5 triệu đồng); Trần Đình Hai (trả 8 triệu đồng); Vũ Ba."
    assert [name for name, _ in posts(text)] == ["Lê Văn Một", "Trần Đình Hai", "Vũ Ba"]


def test_a_list_with_its_own_post_begins_anew() -> None:
    """`Giám đốc A; các Phó Giám đốc: B, C`: B's and C's post is not A's."""
    assert posts("Giám đốc Lê Văn Một; các Phó Giám đốc: Trần Thị Hai, Vũ Ba dự.") == [
        ("Lê Văn Một", ("Giám đốc",)),
        ("Trần Thị Hai", ("Phó Giám đốc",)),
        ("Vũ Ba", ("Phó Giám đốc",)),
    ]


def test_a_post_in_front_of_a_name_ends_what_is_shared() -> None:
    """`các Phó Thủ tướng: A, B; Chánh Văn phòng C`: C is no deputy."""
    text = "Cảm ơn các Phó Thủ tướng: Lê Văn Một, Vũ Ba; Chánh Văn phòng Trần Thị Hai."
    assert posts(text) == [
        ("Lê Văn Một", ("Phó Thủ tướng",)),
        ("Vũ Ba", ("Phó Thủ tướng",)),
        ("Trần Thị Hai", ("Chánh Văn phòng",)),
    ]
