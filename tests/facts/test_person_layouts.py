"""Names and posts of people in the layouts of provincial and Party pages."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.record import PersonNamed
from tests.facts.growth import is_linear


def people_of(*lines: str) -> dict[str, PersonNamed]:
    """The people that a fictional article names, by name."""
    return {it.name: it for it in find_people(join_lines(["Tin trong tỉnh", *lines]))}


@pytest.mark.parametrize(
    ("sentence", "name", "posts"),
    [
        (
            "Tại Phủ Chủ tịch, Thủ tướng Chính phủ Trần Văn Mẫn đón khách.",
            "Trần Văn Mẫn",
            ("Thủ tướng Chính phủ",),
        ),
        (
            "Thay mặt Ban Giám đốc, đồng chí Trần Văn Mẫn chúc mừng.",
            "Trần Văn Mẫn",
            (),
        ),
        (
            "Theo Chủ tịch UBND xã Trần Văn Mẫn, các đại biểu HĐND xã đã bỏ phiếu.",
            "Trần Văn Mẫn",
            ("Chủ tịch UBND xã",),
        ),
        (
            (
                "Bí thư Tỉnh ủy Trần Văn Mẫn - Trưởng Đoàn Đại biểu Quốc hội (ĐBQH), Tổ trưởng Tổ "
                "Đảng."
            ),
            "Trần Văn Mẫn",
            ("Bí thư Tỉnh ủy", "Trưởng Đoàn Đại biểu Quốc hội", "Tổ trưởng Tổ Đảng"),
        ),
        (
            "Dự có Phó Ban công tác phụ nữ phía Nam Trần Thị Mẫn, cùng lãnh đạo sở.",
            "Trần Thị Mẫn",
            ("Phó Ban công tác phụ nữ phía Nam",),
        ),
        (
            "UVTƯ Đảng, Bí thư Tỉnh ủy Trần Văn Mẫn chủ trì.",
            "Trần Văn Mẫn",
            ("UVTƯ Đảng", "Bí thư Tỉnh ủy"),
        ),
        (
            "Tang lễ đồng chí Trần Văn Mẫn (Mười Mẫn), nguyên Bí thư Tỉnh ủy, diễn ra hôm qua.",
            "Trần Văn Mẫn",
            ("nguyên Bí thư Tỉnh ủy",),
        ),
        (
            "Đồng chí Trần Văn Mẫn, Phó Bí thư Huyện ủy, Trưởng Ban chỉ đạo Đại hội dự.",
            "Trần Văn Mẫn",
            ("Phó Bí thư Huyện ủy", "Trưởng Ban chỉ đạo Đại hội"),
        ),
        (
            "Đón đoàn có Thủ tướng nước CHDCND Lào Phonsavan Maukham và phu nhân.",
            "Phonsavan Maukham",
            ("Thủ tướng nước CHDCND Lào",),
        ),
        (
            "Đoàn do đồng chí Lếch-may Sỉ-vi-mau, Bí thư, Tỉnh trưởng làm Trưởng đoàn đến thăm.",
            "Lếch-may Sỉ-vi-mau",
            ("Bí thư", "Tỉnh trưởng"),
        ),
        (
            (
                "Đoàn do Đại sứ đặc mệnh toàn quyền nước CHDCND Lào tại Việt Nam Sẻng Phết Hùng "
                "Bun Mau "
                "làm Trưởng đoàn."
            ),
            "Sẻng Phết Hùng Bun Mau",
            ("Đại sứ đặc mệnh toàn quyền nước CHDCND Lào tại Việt Nam",),
        ),
        (
            "Cùng đi có ông Trần Văn Mẫn - Tổng Lãnh sự nước CHXHCN Việt Nam tại Pắc-xế.",
            "Trần Văn Mẫn",
            ("Tổng Lãnh sự nước CHXHCN Việt Nam tại Pắc-xế",),
        ),
    ],
)
def test_exactly_these_posts(sentence: str, name: str, posts: tuple[str, ...]) -> None:
    """A post is whole, and what only looks like one is none."""
    assert people_of(sentence)[name].posts == posts


@pytest.mark.parametrize("youth", ["Tỉnh Đoàn", "Thành Đoàn", "Huyện Đoàn"])
@pytest.mark.parametrize("place", ["Long An", "Nghệ An", "Hậu Giang"])
def test_the_youth_union_of_a_place_is_nobody(youth: str, place: str) -> None:
    """`Bí thư Tỉnh Đoàn Long An`: "Đoàn" is a family name elsewhere."""
    found = people_of(f"Đồng chí Trần Văn Mẫn tái đắc cử Bí thư {youth} {place}.")
    assert list(found) == ["Trần Văn Mẫn"]
    assert found["Trần Văn Mẫn"].posts == (f"Bí thư {youth} {place}",)
    assert found["Trần Văn Mẫn"].change == "appointed"


def test_a_family_name_may_be_that_of_the_youth_union() -> None:
    """`Bí thư Tỉnh đoàn Đoàn Văn …` is a person."""
    assert people_of("Bí thư Tỉnh đoàn Đoàn Văn Mẫn nói.")["Đoàn Văn Mẫn"].posts == (
        "Bí thư Tỉnh đoàn",
    )


def test_posts_of_the_first_of_a_list_are_not_the_others() -> None:
    """`các đồng chí: POST, POST A; trung tướng B, POST; POST C`: each has their own."""
    found = people_of(
        "Tham dự lễ có các đồng chí: Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy Trần Văn Mẫn; trung "
        "tướng Lê Văn Mỡ, Chính ủy Quân khu 7; Phó Bí thư Tỉnh ủy Vũ Văn Mận; lãnh đạo các sở."
    )
    assert {name: it.posts for name, it in found.items()} == {
        "Trần Văn Mẫn": ("Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy"),
        "Lê Văn Mỡ": ("Chính ủy Quân khu 7",),
        "Vũ Văn Mận": ("Phó Bí thư Tỉnh ủy",),
    }
    assert [it.roles for it in found.values()] == [("attendee",)] * 3


@pytest.mark.parametrize(
    ("sentence", "name", "posts", "roles"),
    [
        (
            "Bí thư Tỉnh ủy, ông Lê Văn Mỡ; Bí thư T.Ư Đoàn, anh Trần Văn Mẫn tới dự.",
            "Trần Văn Mẫn",
            ("Bí thư T.Ư Đoàn",),
            ("attendee",),
        ),
        (
            "Các đồng chí: Trần Văn Mẫn Bí thư Đảng ủy, Chính ủy Quân khu 2 đến dự.",
            "Trần Văn Mẫn",
            ("Bí thư Đảng ủy", "Chính ủy Quân khu 2"),
            ("attendee",),
        ),
        (
            "Hội nghị đã nghe đồng chí Trần Văn Mẫn, Phó Chủ tịch UBND phường báo cáo kết quả.",
            "Trần Văn Mẫn",
            ("Phó Chủ tịch UBND phường",),
            ("speaker",),
        ),
        (
            "Tại lễ, thượng tá Ông Văn Mẫn, Chỉ huy trưởng Ban CHQS huyện phát biểu.",
            "Ông Văn Mẫn",
            ("Chỉ huy trưởng Ban CHQS huyện",),
            ("speaker",),
        ),
        (
            "Ông Trần Văn Mẫn – QUV – PCT HĐND quận phát biểu.",
            "Trần Văn Mẫn",
            ("QUV", "PCT HĐND quận"),
            ("speaker",),
        ),
        (
            "Đồng chí Trần Văn Mẫn, Bí thư Thành ủy Vinh cùng lãnh đạo thành phố dự.",
            "Trần Văn Mẫn",
            ("Bí thư Thành ủy Vinh",),
            ("attendee",),
        ),
        (
            (
                "Ông Trần Văn Mẫn, Phó Cục trưởng, Cục H59, Tổng cục Hậu cần (Bộ Công an), Ủy viên "
                "Ban Chỉ đạo dự."
            ),
            "Trần Văn Mẫn",
            ("Phó Cục trưởng", "Ủy viên Ban Chỉ đạo"),
            ("attendee",),
        ),
        (
            "Thể hiện rõ qua phát biểu của ông Trần Văn Mẫn, Giám đốc Sở Y tế: “Tôi xin rút”.",
            "Trần Văn Mẫn",
            ("Giám đốc Sở Y tế",),
            ("speaker",),
        ),
    ],
)
def test_posts_and_part_together(
    sentence: str, name: str, posts: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    """Neither a lost comma nor a body between two posts nor a family name misleads."""
    found = people_of(sentence)[name]
    assert (found.posts, found.roles) == (posts, roles)


@pytest.mark.parametrize(
    "middle", ["Bộ trưởng Bộ Công an", "Viện trưởng Viện Kiểm sát nhân dân", "Trưởng Ban Pháp chế"]
)
def test_a_post_in_the_middle_is_no_body_between_two(middle: str) -> None:
    """`POST, Bộ trưởng …, POST`: it begins with the word for a body, and is a post."""
    assert people_of(f"Dự có ông Trần Văn Mẫn, Tỉnh ủy viên, {middle}, Phó Trưởng Đoàn ĐBQH.")[
        "Trần Văn Mẫn"
    ].posts == ("Tỉnh ủy viên", middle, "Phó Trưởng Đoàn ĐBQH")


def test_a_post_behind_a_name_without_a_sign_may_be_another_s() -> None:
    """`Ảnh: … NAME Chủ tịch UBND huyện nói`: the full stop between two sentences was lost."""
    assert (
        people_of("Bà con quý mến ông Trần Văn Mẫn Chủ tịch UBND huyện nói hôm qua.")[
            "Trần Văn Mẫn"
        ].posts
        == ()
    )


def test_a_name_may_begin_with_a_rare_family_name() -> None:
    """`Đ/c Chúng Thị …`: what stands between the honorific and "Thị" is the family name."""
    assert list(people_of("Đ/c Chúng Thị Mẫn, Phó Chủ tịch HĐND tỉnh dự.")) == ["Chúng Thị Mẫn"]


def test_an_honorific_that_was_typed_twice_is_no_family_name() -> None:
    """`ông Ông Trần …`."""
    assert list(people_of("Dự có ông Ông Trần Tấn Mẫn - Chủ tịch xã.")) == ["Trần Tấn Mẫn"]


def test_a_school_is_called_after_somebody() -> None:
    """`Chi bộ Trường Trung học phổ thông NAME`: nobody of the article."""
    assert not people_of("Huyện ủy chọn Chi bộ Trường Trung học phổ thông Võ Thị Mẫn làm điểm.")


def test_places_with_hyphens_are_no_people() -> None:
    """`tỉnh Xa-van-na-khẹt` is none, nor are two such places in a row."""
    assert not people_of("Đoàn thăm tỉnh Xa-van-na-mau, Chăm-pa-mau và cửa khẩu Đen-sa-mau.")


@pytest.mark.parametrize(
    "part",
    [
        "Lếch-may Sỉ-vi-mau ",
        "Đại sứ tại Việt Nam ",
        "Trưởng ban công tác ",
        "Bí thư Tỉnh ủy đề nghị. ",
        "cảnh cáo, miễn nhiệm chức vụ ",
        "Trần Văn Mẫn (Ba), ",
        "Bí thư Huyện ủy Trần Văn Mẫn; các ",
        "Trần Văn Mẫn trao quà, ",
        "Đồng chí nhấn mạnh. ",
        "Trước đó, ông Trần Văn Mẫn là ",
        "Bí thư được chỉ định là ông ",
        "Trần Văn Mẫn cùng các ",
    ],
)
def test_hostile_repetition_is_read_in_linear_time(part: str) -> None:
    """No rule goes back and forth over a paragraph of one repeated phrase."""
    assert is_linear(find_people, part)
