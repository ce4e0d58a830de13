"""Posts in national papers: institutions called after anything, remarks in brackets, changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.open_names import open_name_end
from bot.facts.people import find_people
from tests.facts.growth import is_linear


def posts(*paragraphs: str) -> dict[str, tuple[str, ...]]:
    """By name, the posts of everybody in an article."""
    return {it.name: it.posts for it in find_people(join_lines(["Tiêu đề", *paragraphs]))}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Phó tổng giám đốc Cty Phát điện 7 cho biết", "Phó tổng giám đốc Cty Phát điện 7"),
        ("Chủ tịch Hợp tác xã chợ gốm Sông Mẫu nói", "Chủ tịch Hợp tác xã chợ gốm Sông Mẫu"),
        (
            "Hiệu trưởng Trường trung cấp Phật học Mẫu - viên tịch",
            "Hiệu trưởng Trường trung cấp Phật học Mẫu",
        ),
        (
            "Phó Giám đốc Trung tâm nghiên cứu giống lúa, nói",
            "Phó Giám đốc Trung tâm nghiên cứu giống lúa",
        ),
        ("Trưởng phòng Nghiệp vụ du lịch, cho biết", "Trưởng phòng Nghiệp vụ du lịch"),
        ("Chủ tịch Hội Nuôi ong Việt Nam nói", "Chủ tịch Hội Nuôi ong Việt Nam"),
        (
            "Trưởng phòng Quản lý khai thác hạ tầng (Sở Giao thông) nói",
            "Trưởng phòng Quản lý khai thác hạ tầng",
        ),
        (
            "Cục trưởng Cục Nhà vườn và Cán bộ vườn ươm thuộc Bộ Mẫu đề nghị",
            "Cục trưởng Cục Nhà vườn và Cán bộ vườn ươm",
        ),
        ("Giám đốc Công ty Hoa Mẫu khởi kiện bà Lê Thị An", "Giám đốc Công ty Hoa Mẫu"),
        ("Giám đốc Bệnh viện Mẫu được khen", "Giám đốc Bệnh viện Mẫu"),
        ("Trưởng phòng dẫn đầu, về sau", "Trưởng phòng"),
        ("Phó Bí thư Đảng ủy Quốc hội nhiệm kỳ 2020", "Phó Bí thư Đảng ủy Quốc hội"),
        ("nguyên Trưởng Ban biên tập Tạp chí Mẫu,", "nguyên Trưởng Ban biên tập Tạp chí Mẫu"),
        ("cựu Cố vấn an ninh quốc gia,", "cựu Cố vấn an ninh quốc gia"),
        ("Giám đốc Sở Y tế Thừa Thiên-Huế, nói", "Giám đốc Sở Y tế Thừa Thiên-Huế"),
        ("Phó Tổng cục trưởng Tổng cục Thuế, nói", "Phó Tổng cục trưởng Tổng cục Thuế"),
        ("Người phát ngôn Bộ Ngoại giao, nói", "Người phát ngôn Bộ Ngoại giao"),
    ],
)
def test_a_post_goes_to_the_end_of_its_body(text: str, post: str) -> None:
    """Firms, schools and societies are read to the next sign or verb, and no further."""
    assert posts(f"Ông Trần Văn Mẫu, {text}.")["Trần Văn Mẫu"] == (post,)


@given(st.text(alphabet="aA1 ,.-()ôủ", max_size=60), st.integers(0, 30))
def test_the_end_is_never_before_what_was_read_nor_behind_the_limit(tail: str, room: int) -> None:
    """The read-on end lies between the end given and the limit given."""
    text = f"Giám đốc Công ty {tail}"
    end = len("Giám đốc Công ty")
    limit = min(len(text), end + room)
    assert end <= open_name_end(text, (0, len("Giám đốc")), end, limit) <= max(end, limit)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "Bí thư Đảng ủy xã Quế Mẫu (huyện Quế Giả, Quảng Nam) Đỗ Đình Mẫu nói.",
            {"Đỗ Đình Mẫu": ("Bí thư Đảng ủy xã Quế Mẫu",)},
        ),
        (
            "Quyền Giám đốc Sở Tài chính Dương Văn Mẫu dự.",
            {"Dương Văn Mẫu": ("Quyền Giám đốc Sở Tài chính",)},
        ),
        (
            "Bộ trưởng Bộ Nông nghiệp và Môi trường Trần Đức Mẫu dự.",
            {"Trần Đức Mẫu": ("Bộ trưởng Bộ Nông nghiệp và Môi trường",)},
        ),
        (
            "Bà Đỗ Thị Mẫu (cháu ông An) từ cán bộ xã lên làm Phó chủ tịch UBND xã.",
            {"Đỗ Thị Mẫu": ("Phó chủ tịch UBND xã",)},
        ),
        (
            "Ông Đỗ Văn Mẫu (cùng họ với ông Lê Đình Giả) làm Trưởng công an xã.",
            {"Đỗ Văn Mẫu": ("Trưởng công an xã",), "Lê Đình Giả": ()},
        ),
        (
            "Ông Mai Thanh Mẫu được điều chuyển từ Giám đốc Sở Y tế sang Phó Chủ tịch UBND tỉnh.",
            {"Mai Thanh Mẫu": ("Giám đốc Sở Y tế", "Phó Chủ tịch UBND tỉnh")},
        ),
        (
            "Chủ tịch UBND xã là ông Trần Văn Mẫu cho biết.",
            {"Trần Văn Mẫu": ("Chủ tịch UBND xã",)},
        ),
        ("Vợ của Chủ tịch UBND xã là bà Trần Thị Mẫu.", {"Trần Thị Mẫu": ()}),
        (
            "Thứ trưởng Bùi Văn Mẫu và Nguyễn Thị Giả dự.",
            {"Bùi Văn Mẫu": ("Thứ trưởng",), "Nguyễn Thị Giả": ("Thứ trưởng",)},
        ),
        (
            "Chủ tịch UBND xã Bùi Văn Mẫu và Nguyễn Thị Giả dự.",
            {"Bùi Văn Mẫu": ("Chủ tịch UBND xã",), "Nguyễn Thị Giả": ()},
        ),
        (
            "Báo cáo với Bí thư Thành ủy, Giám đốc Sở Y tế Trần Văn Mẫu cho biết đã xong.",
            {"Trần Văn Mẫu": ("Giám đốc Sở Y tế",)},
        ),
        (
            "Thừa ủy quyền của Chủ tịch nước, Bí thư Tỉnh ủy Trần Văn Mẫu trao tặng.",
            {"Trần Văn Mẫu": ("Bí thư Tỉnh ủy",)},
        ),
        (
            "Trưởng phòng Y tế huyện Tương Dương Nguyễn Văn Mẫu nói.",
            {"Nguyễn Văn Mẫu": ("Trưởng phòng Y tế huyện Tương Dương",)},
        ),
        (
            "Bí thư Đảng ủy xã Đồng Mẫu Nguyễn Tiến Giả nói.",
            {"Nguyễn Tiến Giả": ("Bí thư Đảng ủy xã Đồng Mẫu",)},
        ),
        ("UBND giao Chủ tịch UBND quận Nam Từ Mẫu kiểm tra.", {}),
        ("Chủ tịch nước Trần Văn Mẫu  Chuyến thăm kéo dài.", {"Trần Văn Mẫu": ("Chủ tịch nước",)}),
        ("Thời chính quyền Tổng thống John Maudson.", {"John Maudson": ("Tổng thống",)}),
    ],
)
def test_who_holds_what(text: str, held: dict[str, tuple[str, ...]]) -> None:
    """Each post is its holder's, whatever stands between them; none is another's."""
    assert posts(text) == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Giám đốc FBX John Maudson nói.", {"John Maudson": ("Giám đốc FBX",)}),
        ("Đại sứ Pháp Jean Maudson nói.", {"Jean Maudson": ("Đại sứ Pháp",)}),
        (
            "Chủ tịch Hội đồng Liên bang Nga Valentina Maudko nói.",
            {"Valentina Maudko": ("Chủ tịch Hội đồng Liên bang Nga",)},
        ),
        ("Phó Tổng thống Mỹ Mike Maudson nói.", {"Mike Maudson": ("Phó Tổng thống Mỹ",)}),
        ("Đại tướng Chaichan Maudsak đã đến.", {"Chaichan Maudsak": ()}),
        ("Đô đốc Mỹ Harry Maudson đã đến.", {"Harry Maudson": ()}),
        (
            "Cùng đi có: Somdy Maudang, Bộ trưởng Bộ Y tế; Pholsena Maudki, Bộ trưởng Bộ Công an.",
            {
                "Somdy Maudang": ("Bộ trưởng Bộ Y tế",),
                "Pholsena Maudki": ("Bộ trưởng Bộ Công an",),
            },
        ),
        (
            "Tổng thống Donald Maudson và bà Melania Maudson đến. Ông Maudson nói.",
            {"Donald Maudson": ("Tổng thống",), "Melania Maudson": ()},
        ),
        ("Giám đốc Công ty Samsang Vinax khai trương.", {}),
        ("Giám đốc Googlex Cloudex khai trương.", {}),
        (
            "Ông Tập Cận Mẫu đến. Tổng Bí thư, Chủ tịch nước Trung Quốc Tập Cận Mẫu nói.",
            {"Tập Cận Mẫu": ("Tổng Bí thư", "Chủ tịch nước Trung Quốc")},
        ),
        (
            "Thủ tướng Dmitry Maudev, Chủ tịch Quốc hội Ivan Rossov cùng dự.",
            {"Dmitry Maudev": ("Thủ tướng",), "Ivan Rossov": ("Chủ tịch Quốc hội",)},
        ),
    ],
)
def test_foreign_officials(text: str, held: dict[str, tuple[str, ...]]) -> None:
    """A post with its body or state tells a foreign name; a firm's name is nobody's."""
    assert posts(text) == held


def test_names_are_one_however_they_are_spelt() -> None:
    """Accents left out of a foreign name and a forgotten capital make no second person."""
    assert set(posts("Ông Lazo Hernandez đến.", "Ông Lazo Hernández về.")) == {"Lazo Hernandez"}
    assert set(posts("Ông Trần Thanh mẫu đến.", "Ông Trần Thanh Mẫu về.")) == {"Trần Thanh Mẫu"}


def test_a_post_is_said_once() -> None:
    """With its abbreviation, as past, or shorter: one post; another body's is another."""
    assert posts(
        "Cựu Giám đốc Cục Điều tra liên bang (FBX) John Maudson nói.",
        "Giám đốc FBX John Maudson đã đi.",
    ) == {"John Maudson": ("Cựu Giám đốc Cục Điều tra liên bang",)}
    assert posts(
        "Ông Trần Văn Mẫu, nguyên Giám đốc Sở Y tế, khai.", "Giám đốc Sở Y tế Trần Văn Mẫu đã nghỉ."
    ) == {"Trần Văn Mẫu": ("nguyên Giám đốc Sở Y tế",)}
    assert posts(
        "Ông Trần Văn Mẫu, Bí thư Thành đoàn, Bí thư Đảng ủy cơ quan Thành đoàn, nói."
    ) == {"Trần Văn Mẫu": ("Bí thư Thành đoàn", "Bí thư Đảng ủy cơ quan Thành đoàn")}


@pytest.mark.parametrize(
    "unit",
    [
        "Giám đốc Công ty mẫu ",
        "Trưởng Phòng Mẫu ",
        "Giám đốc FBX John Maudson (a b) làm ",
        "ông John Maudson, ",
        "Thứ trưởng Trần Văn Mẫu và ",
        "Trần Văn Mẫu (con ông Lê Văn An) làm Giám đốc trường mẫu ",
        "Chủ tịch là ông Trần Văn Mẫu  Chuyến ",
        "Trần Văn Mẫu điều chuyển từ Giám đốc sang ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_people, unit)
