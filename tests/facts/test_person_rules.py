"""Names, posts, parts and changes in the shapes that newspapers print; the people are fictional."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.record import PersonNamed
from tests.facts.growth import is_linear


def found(*paragraphs: str) -> dict[str, PersonNamed]:
    """The people of an article by name."""
    return {it.name: it for it in find_people(join_lines(["Tin", *paragraphs]))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bí thư Tỉnh ủy Lâm Đồng Y Thanh Mẫu Niê Kđăm đến thăm.", ["Y Thanh Mẫu Niê Kđăm"]),
        ("Em Nguyễn Thị Thùy Mẫu Ê Ban học giỏi.", ["Nguyễn Thị Thùy Mẫu Ê Ban"]),
        ("Ông Trump nói. Bà Trần Thị Mẫu nghe.", ["Trump", "Trần Thị Mẫu"]),
        ("Ông Lê Văn Mẫu dự. Ông Mẫu là Giám đốc Sở Y tế.", ["Lê Văn Mẫu"]),
        ("Ông Lê Văn Mẫu, Chủ nhiệm HTX Hà Mẫu thừa nhận sai sót.", ["Lê Văn Mẫu"]),
        ("Nhà báo Duy Mẫu bị bắt; nhà văn Việt Nam phản đối.", ["Duy Mẫu"]),
        ("Tài khoản của Hoàng Thị Hồng Mẫu bị khóa.", ["Hoàng Thị Hồng Mẫu"]),
        ("Xe chạy trên đường Hoàng Thị Hồng Mẫu.", []),
        ("Khởi tố 3 bị can: Lê Bá Mẫu, Lê Gia Mẫu và Lê Đắc Mẫu.", 3),
        ("Tỉnh trưởng tỉnh Nam Jeolla, phát biểu.", []),
        ("Chủ tịch HĐQT Becamex phát biểu.", []),
        ("Ông Kim Jong-un theo dõi.", ["Kim Jong-un"]),
        ("Giải thưởng cho Cù Đức Mẫu và cộng sự.", ["Cù Đức Mẫu"]),
        ("Các ông Lê Mẫu - Phó phòng, Lê Đức Mẫu - nhân viên, Lê Hùng Mẫu - lái xe.", 3),
        ("Trao cho bà Lê Thị Hương Mẫu. Bà Lê Thị Hương Mẫu Đón nhận huy hiệu.", 1),
        ("Là ông Trần Anh Mẫu và Văn Thị Bạch Mẫu.", ["Trần Anh Mẫu", "Văn Thị Bạch Mẫu"]),
    ],
)
def test_who_is_named(text: str, names: list[str] | int) -> None:
    """Whole names of people, no firms, places or streets, nobody twice."""
    people = found(text)
    assert len(people) == names if isinstance(names, int) else list(people) == names


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Bà Lê Thị Mẫu, Viện trưởng Viện Nghiên cứu phát triển TP.HCM, dự.",
            ("Viện trưởng Viện Nghiên cứu phát triển TP.HCM",),
        ),
        (
            "Bà Lê Thị Mẫu, Trưởng phòng Quản lý khai thác hạ tầng giao thông (Sở X) dự.",
            ("Trưởng phòng Quản lý khai thác hạ tầng giao thông",),
        ),
        (
            "Bà Lê Thị Mẫu, Bộ trưởng Bộ Năng lượng và Mỏ; đến thăm.",
            ("Bộ trưởng Bộ Năng lượng và Mỏ",),
        ),
        (
            "Bà Lê Thị Mẫu giữ chức Chủ tịch Ủy ban chứng khoán Nhà nước.",
            ("Chủ tịch Ủy ban chứng khoán Nhà nước",),
        ),
        (
            "Bà Lê Thị Mẫu, Giám đốc Khu quản lý giao thông đô thị cho hay.",
            ("Giám đốc Khu quản lý giao thông đô thị",),
        ),
        (
            "Bà Lê Thị Mẫu, Chủ tịch Hiệp hội Bất động sản TP.HCM Theo đó nhà rẻ.",
            ("Chủ tịch Hiệp hội Bất động sản TP.HCM",),
        ),
        ("Đó là yêu cầu của Thành ủy viên, Bí thư Quận ủy Lê Thị Mẫu tại hội nghị.", 2),
        ("Chủ tịch UBND tỉnh nhiệm kỳ 2016-2021 Lê Thị Mẫu dự.", ("Chủ tịch UBND tỉnh",)),
        ("Theo quyết định của Ban Bí thư, Thứ trưởng Lê Thị Mẫu đến.", ("Thứ trưởng",)),
        ("Thay mặt Đoàn ĐBQH bà Lê Thị Mẫu cảm ơn.", ()),
        ("Phát biểu, Bí thư Thành ủy - Lê Thị Mẫu nhấn mạnh.", ("Bí thư Thành ủy",)),
        ("Bà Lê Thị Mẫu, cán bộ hưu trí, nguyên Vụ trưởng Vụ Mẫu.", ("nguyên Vụ trưởng Vụ Mẫu",)),
        ("Bà Lê Thị Mẫu dự. Theo bà Mẫu, Giám đốc Sở Y tế đã báo cáo.", ()),
        ("Bà Lê Thị Mẫu, Chủ tịch Quốc hội Vương quốc Campuchia, dự.", 1),
        ("Ngài Heng Mẫu - Chủ tịch danh dự Đảng Nhân dân, Chủ tịch Quốc hội, dự.", 2),
    ],
)
def test_posts_are_whole(text: str, posts: tuple[str, ...] | int) -> None:
    """Neither cut short at a small word of the name nor run into the sentence, none of another."""
    (person,) = found(text).values()
    if isinstance(posts, int):
        assert len(person.posts) == posts
    else:
        assert person.posts == posts


def test_a_post_of_all_stands_in_front_of_each_own() -> None:
    """`các Ủy viên …: POST A, POST B`: both have it, and both attend."""
    people = found(
        "Dự hội nghị có các Ủy viên Trung ương Đảng: Bí thư Tỉnh ủy Lê Thị Mẫu, "
        "Bộ trưởng Bộ Nội vụ Trần Văn Mẫu, đại diện các sở."
    )
    assert [it.posts for it in people.values()] == [
        ("Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy"),
        ("Ủy viên Trung ương Đảng", "Bộ trưởng Bộ Nội vụ"),
    ]
    assert {it.roles for it in people.values()} == {("attendee",)}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("(ảnh: N.A) Ông Lê Văn Mẫu - Chủ tịch UBND xã Mẫu cho biết: “Lúa chín”.", ("speaker",)),
        ("Ông Lê Văn Mẫu (68 tuổi, ở phường Mẫu, Hà Nội) nhận xét: “Đúng”.", ("speaker",)),
        ("Ông Lê Văn Mẫu (68 tuổi) - người có nhà bị sập cho biết: “Tôi lo”.", ("speaker",)),
        ("Ông Lê Văn Mẫu, Chủ tịch UBND xã Mẫu, huyện Mẫu, cho biết.", ("speaker",)),
        ("Cử tri Lê Văn Mẫu đề nghị làm rõ.", ("asker",)),
        ("Theo cử tri Lê Văn Mẫu thì mức đó là nhẹ.", ("speaker",)),
        ("“Nước về rồi” - ông Lê Văn Mẫu nói.", ("speaker",)),
        ("Đại tá Lê Văn Mẫu giao trách nhiệm cho Công an huyện.", ("asker",)),
        ("Ông Lê Văn Mẫu, Trưởng đoàn kiểm tra số 10 của Bộ Nội vụ đã chủ trì.", ("chair",)),
        ("Ông Lê Văn Mẫu dự. Đại tá Mẫu cho biết đã bắt người.", ("attendee", "speaker")),
        ("Sở Y tế tặng quà ông Lê Văn Mẫu.", ()),
    ],
)
def test_parts_in_the_event(text: str, roles: tuple[str, ...]) -> None:
    """Who chairs, speaks, asks and attends, whatever stands between the name and its verb."""
    (person,) = found(text).values()
    assert set(person.roles) == set(roles)


def test_another_subject_behind_a_comma_speaks_alone() -> None:
    """The one in front, whom the clause is about, has no part."""
    people = found("Giao nhiệm vụ cho ông Lê Văn Mẫu, Chủ tịch nước Trần Tấn Mẫu nhấn mạnh.")
    assert people["Lê Văn Mẫu"].roles == ()
    assert people["Trần Tấn Mẫu"].roles == ("speaker",)


def test_who_attends_is_listed_with_semicolons() -> None:
    """All of a list whose members' posts have no end that is known."""
    people = found(
        "Lễ có sự tham dự của ông Lê Văn Mẫu - Chủ tịch Hội đồng hòa hợp mọi miền; bà Trần Thị Mẫu "
        "- Chủ tịch Quốc hội."
    )
    assert {it.roles for it in people.values()} == {("attendee",)}


@pytest.mark.parametrize(
    ("text", "name", "change", "posts"),
    [
        (
            "Ông Lê Văn Mẫu, nguyên Bí thư Huyện ủy Sông Mẫu cũ được bầu làm Bí thư xã Tân Mẫu.",
            "Lê Văn Mẫu",
            "appointed",
            ("nguyên Bí thư Huyện ủy Sông Mẫu", "Bí thư xã Tân Mẫu"),
        ),
        (
            "Chánh Văn phòng Lê Văn Mẫu được giao làm Bí thư Đảng ủy phường Tân Mẫu.",
            "Lê Văn Mẫu",
            "appointed",
            ("Chánh Văn phòng", "Bí thư Đảng ủy phường Tân Mẫu"),
        ),
        (
            "Nhà báo Tạ Bích Mẫu thay nhà báo Lại Văn Mẫu làm Trưởng ban Thời sự.",
            "Tạ Bích Mẫu",
            "appointed",
            ("Trưởng ban Thời sự",),
        ),
        (
            "Nhà báo Tạ Bích Mẫu thay nhà báo Lại Văn Mẫu làm Trưởng ban Thời sự.",
            "Lại Văn Mẫu",
            None,
            (),
        ),
        (
            "Hiện, ông Lê Văn Mẫu làm Trưởng ban Thời sự.",
            "Lê Văn Mẫu",
            None,
            ("Trưởng ban Thời sự",),
        ),
        ("Ông Lê Văn Mẫu được giao làm trưởng đoàn.", "Lê Văn Mẫu", None, ()),
        ("Khai trừ khỏi Đảng đối với ông Lê Văn Mẫu.", "Lê Văn Mẫu", "disciplined", ()),
        (
            "Khiển trách với ông Trần Văn Mẫu, Giám đốc; bà Lê Thị Mẫu; và ông Lê Văn Mẫu.",
            "Lê Văn Mẫu",
            "disciplined",
            (),
        ),
    ],
)
def test_changes(text: str, name: str, change: str | None, posts: tuple[str, ...]) -> None:
    """Who is given, loses or takes over a post, and which."""
    person = found(text)[name]
    assert (person.change, person.posts) == (change, posts)


def test_an_appointment_of_years_ago_is_background() -> None:
    """The dismissal of today is the change that the article reports."""
    (person,) = found(
        "Huyện ký quyết định cách chức đối với ông Lê Văn Mẫu, Trưởng công an xã.",
        "Đến đầu năm 2012, ông Mẫu được bổ nhiệm làm Trưởng công an xã.",
    ).values()
    assert person.change == "dismissed"


def test_a_committee_calls_nobody() -> None:
    """`Bí thư Thành ủy` is no later mention of somebody called Thành."""
    (person,) = found("Ông Lê Văn Thành dự. Bí thư Thành ủy phát biểu.").values()
    assert person.roles == ("attendee",)


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "ông ",
                    "Lê Văn Mẫu",
                    "Bí thư ",
                    "Thành ủy",
                    ", ",
                    "; ",
                    " - ",
                    "(",
                    ") ",
                    "thay ",
                ),
                *("kỷ luật ", "của ", "Theo ", "gồm: ", "cho biết", ". ", "Y ", "Niê", "HĐQT "),
            ]
        ),
        max_size=24,
    )
)
def test_whatever_is_written_names_stand_where_they_are_said_to(parts: list[str]) -> None:
    """Spans lie in the text, in order, and every post is the text's own words."""
    text = join_lines(["Tin", "".join(parts) or "x"])
    words = " ".join(text.text.split())
    for person in find_people(text):
        assert all(0 <= start < end <= len(text.text) for start, end in person.mentions)
        assert all(post in words for post in person.posts)


@pytest.mark.parametrize(
    "unit",
    [
        "Ông Lê Văn Mẫu, kiêm A ",
        "ông Lê Văn Mẫu của Bộ ",
        "nhà báo Duy Mẫu ",
        "các Ủy viên Trung ương Đảng: ",
        "thay ông Lê Văn Mẫu ",
        "Bí thư Mẫu ",
        "Giám đốc Khu quản lý giao thông ",
        "Y Niê ",
        "Bộ trưởng Bộ Mỏ và ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_people, unit)
