"""Posts: where one ends and the next begins, which are past, and which are one said twice."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.record import PersonNamed


def one(*paragraphs: str, title: str = "Tiêu đề") -> PersonNamed:
    """The only person of an article."""
    (person,) = find_people(join_lines([title, *paragraphs]))
    return person


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Phó bí thư Thành ủy - Chủ tịch HĐND Thành phố Trần Thị Mẫu cho biết.",
            ("Phó bí thư Thành ủy", "Chủ tịch HĐND Thành phố"),
        ),
        ("Giám đốc Sở Y tế, Trần Thị Mẫu, cho biết.", ("Giám đốc Sở Y tế",)),
        ("Chủ tịch UBND xã Mẫu (Đồng Nai) Trần Thị Mẫu cho biết.", ("Chủ tịch UBND xã Mẫu",)),
        ("Phó Giám đốc sở Giao thông Trần Thị Mẫu cho biết.", ("Phó Giám đốc sở Giao thông",)),
        ("Bà Trần Thị Mẫu - TUV, PCT UBND tỉnh.", ("TUV", "PCT UBND tỉnh")),
        ("Tân Bí thư Huyện ủy Trần Thị Mẫu nhận nhiệm vụ.", ("Bí thư Huyện ủy",)),
        ("Đại sứ Việt Nam tại Lào Trần Thị Mẫu dự.", ("Đại sứ Việt Nam tại Lào",)),
        (
            "Bà Trần Thị Mẫu (1970) - Phó trưởng Phòng Tham mưu.",
            ("Phó trưởng Phòng Tham mưu",),
        ),
        (
            "Bà Trần Thị Mẫu, sinh ngày 2/9/1975, Thành ủy viên, Bí thư huyện ủy.",
            ("Thành ủy viên", "Bí thư huyện ủy"),
        ),
        ("Bà Trần Thị Mẫu (em ông A) đang là Chủ tịch UBND xã.", ("Chủ tịch UBND xã",)),
        ("Bà Trần Thị Mẫu là trung tá, Trưởng Công an xã.", ("Trưởng Công an xã",)),
        ("Ông Trần Minh Q., Giám đốc Sở Y tế, nói.", ("Giám đốc Sở Y tế",)),
        (
            "Bà Trần Thị Mẫu, Trưởng Ban Tổ chức Đảng ủy Khối và lãnh đạo các ban dự.",
            ("Trưởng Ban Tổ chức Đảng ủy Khối",),
        ),
        (
            "Bí thư Đảng ủy Mặt trận Tổ quốc (MTTQ), các đoàn thể Trung ương Trần Thị Mẫu dự.",
            ("Bí thư Đảng ủy Mặt trận Tổ quốc (MTTQ), các đoàn thể Trung ương",),
        ),
        ("Đối với viện trưởng Trần Văn Trường.", ("viện trưởng",)),
        ("Giám đốc ĐH Sông Mẫu, GS-TS Trần Thị Mẫu đã dự.", ("Giám đốc ĐH Sông Mẫu",)),
        (
            "Bà Trần Thị Mẫu, Chi cục trưởng Chi cục bảo vệ môi trường.",
            ("Chi cục trưởng Chi cục bảo vệ môi trường",),
        ),
        ("Bà Trần Thị Mẫu, Trưởng Ban Chỉ đạo 389 tỉnh.", ("Trưởng Ban Chỉ đạo 389 tỉnh",)),
    ],
)
def test_each_post_is_whole_and_alone(text: str, posts: tuple[str, ...]) -> None:
    """Dashes, brackets, births and ranks part posts; none is cut or taken from what follows."""
    assert one(text).posts == posts


def test_posts_beside_a_later_mention_are_the_persons_too() -> None:
    """`ông Mẫu là POST, POST` after the full name."""
    person = one(
        "Ông Trần Văn Mẫu nhận quyết định.",
        "Hiện ông Mẫu là Thành ủy viên, đại biểu HĐND tỉnh khóa IX (2016-2021), Bí thư Đoàn xã.",
    )
    assert person.posts == ("Thành ủy viên", "đại biểu HĐND tỉnh", "Bí thư Đoàn xã")


def test_posts_held_once_are_kept_apart() -> None:
    """`từng là …` is of the past; `nguyên …` stays as it is written."""
    person = one(
        "Bà Trần Thị Mẫu từng là Bí thư Huyện ủy Sông Mẫu, Giám đốc Sở Y tế và Chủ tịch xã.",
        "Bà Trần Thị Mẫu, nguyên Phó Chủ tịch UBND tỉnh, dự.",
    )
    assert person.former_posts == ("Bí thư Huyện ủy Sông Mẫu", "Giám đốc Sở Y tế", "Chủ tịch xã")
    assert person.posts == ("nguyên Phó Chủ tịch UBND tỉnh",)


def test_a_titles_short_post_is_the_bodys_long_one() -> None:
    """`Bí thư Hà Nội` is `Bí thư Thành ủy Hà Nội`; another post is not dropped."""
    person = one(
        "Bí thư Thành ủy Hà Nội Trần Thị Mẫu, Chủ tịch HĐND thành phố, chủ trì.",
        title="Bí thư Hà Nội Trần Thị Mẫu thăm xã",
    )
    assert person.posts == ("Bí thư Thành ủy Hà Nội", "Chủ tịch HĐND thành phố")


def test_somebody_who_moves_holds_the_same_post_twice() -> None:
    """`Phó bí thư Tỉnh ủy` of the old province is no short form of that of the new."""
    person = one(
        "Bộ Chính trị điều động ông Trần Văn Mẫu - Phó bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Bắc Ninh "
        "- giữ chức Phó bí thư Tỉnh ủy Thái Nguyên."
    )
    assert person.change == "transferred"
    assert person.posts == (
        "Phó bí thư Tỉnh ủy",
        "Chủ tịch UBND tỉnh Bắc Ninh",
        "Phó bí thư Tỉnh ủy Thái Nguyên",
    )


@pytest.mark.parametrize(
    ("text", "change", "posts"),
    [
        (
            "Ông Trần Văn Mẫu được chỉ định làm Bí thư Đảng ủy, Chủ tịch HĐND phường Sông Mẫu.",
            "appointed",
            ("Bí thư Đảng ủy", "Chủ tịch HĐND phường Sông Mẫu"),
        ),
        (
            "Kỳ họp bầu bổ sung chức danh Phó Chủ tịch HĐND huyện đối với ông Trần Văn Mẫu.",
            "appointed",
            ("Phó Chủ tịch HĐND huyện",),
        ),
        (
            "Hội đồng bổ nhiệm Hiệu trưởng mới là ông Trần Văn Mẫu.",
            "appointed",
            ("Hiệu trưởng",),
        ),
        (
            "Ông Trần Văn Mẫu thôi giữ chức Bí thư Quận ủy, được bầu làm Chủ tịch UBND xã.",
            "transferred",
            ("Bí thư Quận ủy", "Chủ tịch UBND xã"),
        ),
        (
            "Ông Trần Văn Mẫu thôi giữ chức Bí thư Đảng đoàn và Chủ tịch Hội Nông dân tỉnh.",
            "dismissed",
            ("Bí thư Đảng đoàn", "Chủ tịch Hội Nông dân tỉnh"),
        ),
        (
            "Ông Trần Văn Mẫu đã bị kỷ luật. Ông Mẫu giữ chức Cục trưởng Cục Thống kê từ năm 2010.",
            "disciplined",
            ("Cục trưởng Cục Thống kê",),
        ),
        (
            "Ông Trần Văn Mẫu giữ chức Cục trưởng Cục Thống kê từ tháng 2/2010.",
            None,
            ("Cục trưởng Cục Thống kê",),
        ),
        ("Tạm thời việc này do ông Trần Văn Mẫu đảm nhiệm.", None, ()),
    ],
)
def test_changes_name_every_post(text: str, change: str | None, posts: tuple[str, ...]) -> None:
    """All that is given or taken; what has long been held is no change."""
    person = one(text)
    assert (person.change, person.posts) == (change, posts)


def test_anothers_new_post_is_not_taken() -> None:
    """`A được cử làm Bí thư Huyện ủy, Phó chủ tịch B nghỉ hưu`: the secretary is not B."""
    people = find_people(
        join_lines(
            [
                "Tiêu đề",
                "Ông Lê Văn Một được cử làm Bí thư Huyện ủy, Phó Chủ tịch Trần Văn Hai nghỉ hưu.",
            ]
        )
    )
    assert {it.name: it.posts for it in people}["Trần Văn Hai"] == ("Phó Chủ tịch",)


def test_the_highest_offices_speak_for_themselves() -> None:
    """`Về vụ A, Thủ tướng cho biết …`: the head of government is not A."""
    assert one("Về vụ ông Trần Văn Mẫu, Thủ tướng cho biết sẽ xử lý.").posts == ()
    assert one("Ông Trần Văn Mẫu, Thủ tướng, phát biểu.").posts == ("Thủ tướng",)
