"""People, posts and parts in forms that fresh articles brought: short units, lists, quotes."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.record import PersonNamed
from tests.facts.growth import is_linear


def people_of(*lines: str) -> dict[str, PersonNamed]:
    """The people that a fictional article names, by name."""
    return {it.name: it for it in find_people(join_lines(["Tin trong tỉnh", *lines]))}


def bodies_of(*lines: str) -> list[str]:
    """The bodies that it names."""
    return [it.name for it in find_organisations(join_lines(["Tin trong tỉnh", *lines]))]


@pytest.mark.parametrize(
    ("sentence", "name", "posts"),
    [
        (
            (
                "Kỷ luật ông Phan Anh Mẫn, đảng viên Chi bộ thôn Phú Sơn (Đảng ủy TT.Chợ Mơ), "
                "nguyên Huyện ủy viên, Phó chủ tịch UBND H.Sông Mơ, nhiệm kỳ 2000 - 2005."
            ),
            "Phan Anh Mẫn",
            ("nguyên Huyện ủy viên", "Phó chủ tịch UBND H.Sông Mơ"),
        ),
        (
            (
                "Với tư cách là Phó Chủ tịch UBND, Trưởng Ban chỉ huy bảo vệ và phát triển rừng "
                "huyện Sông Mơ, ông Phạm Văn Mẫn trả lời câu hỏi."
            ),
            "Phạm Văn Mẫn",
            (
                "Phó Chủ tịch UBND",
                "Trưởng Ban chỉ huy bảo vệ và phát triển rừng huyện Sông Mơ",
            ),
        ),
        (
            "Giám đốc Sở Y tế tỉnh Sông Mơ, ông Lê Văn Mẫn (51 tuổi) cho rằng dịch đã lui.",
            "Lê Văn Mẫn",
            ("Giám đốc Sở Y tế tỉnh Sông Mơ",),
        ),
        (
            "Ông Tạ Hữu Mẫn - Chủ tịch UBND huyện Chợ Mơ xác nhận với phóng viên.",
            "Tạ Hữu Mẫn",
            ("Chủ tịch UBND huyện Chợ Mơ",),
        ),
        (
            "Bà Hương Trần Kiều Mẫn – Phó Chủ tịch UBND huyện trao quà cho thiếu nhi.",
            "Hương Trần Kiều Mẫn",
            ("Phó Chủ tịch UBND huyện",),
        ),
        (
            "Hôm qua, phát ngôn viên Nhà Trắng Sean Maucer khẳng định như vậy.",
            "Sean Maucer",
            ("phát ngôn viên Nhà Trắng",),
        ),
        (
            "Chủ tịch Liên đoàn Bóng đá Indonesia (PSSI) Erick Mauhir đã có lời xin lỗi.",
            "Erick Mauhir",
            ("Chủ tịch Liên đoàn Bóng đá Indonesia",),
        ),
        (
            "Trưởng Ban Dân nguyện của Ủy ban thường vụ Quốc hội Nguyễn Thanh Mẫn báo cáo.",
            "Nguyễn Thanh Mẫn",
            ("Trưởng Ban Dân nguyện của Ủy ban thường vụ Quốc hội",),
        ),
        ("Vụ việc do đối tượng Lại Thanh Mẫn (SN 1973) gây ra.", "Lại Thanh Mẫn", ()),
    ],
)
def test_a_person_has_exactly_these_posts(sentence: str, name: str, posts: tuple[str, ...]) -> None:
    """A post is read to its end, also where units are shortened or remarks stand between."""
    assert people_of(sentence)[name].posts == posts


@pytest.mark.parametrize(
    ("sentence", "name", "role"),
    [
        ("Thành phố dễ lãng phí, theo Bí thư Thành ủy Trần Lưu Mẫn.", "Trần Lưu Mẫn", "speaker"),
        (
            "Thông tin trên được ông Võ Thái Mẫn, Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy, xác nhận.",
            "Võ Thái Mẫn",
            "speaker",
        ),
        (
            "Đó là khẳng định của ông Nguyễn Khắc Mẫn, Bí thư Đảng ủy xã Sông Mơ tại hội nghị.",
            "Nguyễn Khắc Mẫn",
            "speaker",
        ),
        (
            "Dẫn đầu đoàn là ông Nguyễn Phước Mẫn - Phó bí thư Thành ủy.",
            "Nguyễn Phước Mẫn",
            "delegation_head",
        ),
        (
            "Phó Thủ tướng Trịnh Đình Mẫn, thay mặt Thủ tướng Chính phủ trả lời chất vấn.",
            "Trịnh Đình Mẫn",
            "speaker",
        ),
        (
            "“Chúng tôi chỉ cần công bằng” – ông Huỳnh Tấn Mẫn, đại diện gia đình, cho hay.",
            "Huỳnh Tấn Mẫn",
            "speaker",
        ),
    ],
)
def test_whose_words_are_told_has_spoken(sentence: str, name: str, role: str) -> None:
    """A part is told by more shapes than a verb behind its subject."""
    assert role in people_of(sentence)[name].roles


def test_who_asks_after_somebody_has_not_spoken() -> None:
    """`hỏi thăm` is a visit, no question."""
    assert (
        people_of("Phó Thủ tướng Vương Đình Mẫn hỏi thăm các đại biểu.")["Vương Đình Mẫn"].roles
        == ()
    )


def test_whom_a_message_tells_of_has_not_spoken() -> None:
    """`Thông tin từ … cho biết, ông A …`: a body speaks, and of A."""
    told = "Thông tin từ UBND huyện Sông Mơ cho biết, ông Bùi Đình Mẫn qua đời sáng nay."
    assert people_of(told)["Bùi Đình Mẫn"].roles == ()


def test_a_country_that_is_a_name_too_ends_a_post_before_a_foreign_name() -> None:
    """`Thủ tướng Anh Theresa …`: no Vietnamese name goes on like that."""
    assert people_of("Thủ tướng Anh Theresa Maud đã lên tiếng.")["Theresa Maud"].posts == (
        "Thủ tướng Anh",
    )


def test_a_list_is_elected_together() -> None:
    """The verb behind the comma of a list of titled names is that of each of them."""
    found = people_of(
        "Giám đốc Sở Tài chính Nguyễn Công Mẫn, Chánh thanh tra Trần Văn Mỡ, được bầu "
        "Phó chủ tịch UBND tỉnh Sông Mơ."
    )
    assert {it.change for it in found.values()} == {"appointed"}
    assert found["Nguyễn Công Mẫn"].posts[-1] == "Phó chủ tịch UBND tỉnh Sông Mơ"


def test_what_befalls_the_last_alone_is_not_the_others() -> None:
    """Without a comma in front of it the verb is that of the last name."""
    found = people_of(
        "Dự có Giám đốc Sở Tài chính Nguyễn Công Mẫn, Chánh thanh tra Trần Văn Mỡ được bầu hôm qua."
    )
    assert found["Nguyễn Công Mẫn"].change is None


def test_short_units_are_those_of_the_full_name() -> None:
    """`UBND H.X` and `UBND huyện X` are one body."""
    assert bodies_of("UBND H.Sông Mơ họp. Hôm sau UBND huyện Sông Mơ báo cáo.") == [
        "UBND H.Sông Mơ"
    ]


def test_a_firm_without_its_legal_form_is_the_same() -> None:
    """The legal form may be left out when a firm is named again."""
    assert bodies_of("Công ty TNHH Cường Mơ xin phép. Sau đó công ty Cường Mơ bị phạt.") == [
        "Công ty TNHH Cường Mơ"
    ]


def test_a_short_name_may_begin_with_the_kind() -> None:
    """`Hội Nhà văn tỉnh … (Hội NVSM)` is named by the short form later."""
    found = bodies_of(
        "Ban Chấp hành Hội Nhà văn Đồng Nai (Hội NVĐN) đã họp. Hội NVĐN có 30 hội viên. "
        "Ban Chấp hành Hội NVĐN cho hay hội sẽ họp lại."
    )
    assert sorted(found) == ["Ban Chấp hành Hội Nhà văn Đồng Nai", "Hội Nhà văn Đồng Nai"]


def test_a_lost_full_stop_ends_a_name() -> None:
    """`Báo … Ông …`: the next sentence is no part of the paper's name."""
    assert bodies_of("Ảnh: Báo Tiền Phong Ông Nhưỡng Mơ cũng từ chối trả lời.") == [
        "Báo Tiền Phong"
    ]


@pytest.mark.parametrize(
    "part",
    [
        "với tư cách là ",
        "H.",
        "ông Lê Văn Mẫn, đại diện ",
        "ông Lê Văn Mẫn, thay mặt ",
        "Giám đốc Lê Văn Mẫn, theo ",
        "Lê Văn Mẫn, đảng viên Chi bộ (A), Đảng ủy ",
    ],
)
def test_hostile_repetition_is_read_in_linear_time(part: str) -> None:
    """No rule goes back and forth over a paragraph of one repeated phrase."""
    assert is_linear(find_people, part)
