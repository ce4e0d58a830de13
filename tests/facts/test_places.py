"""Places: provinces by any name, ranks that the text states; no streets, schools or people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.places import find_places
from tests.facts.growth import is_linear


def names(*paragraphs: str) -> list[tuple[str, str | None]]:
    """Name and kind of the places of an article."""
    return [(it.name, it.kind) for it in find_places(join_lines(["Tiêu đề", *paragraphs]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lễ hội ở Quảng Trị.", [("Quảng Trị", "province")]),
        ("UBND tỉnh Khánh Hoà họp.", [("Khánh Hòa", "province")]),
        ("Tỉnh ủy Lâm Đồng họp.", [("Lâm Đồng", "province")]),
        ("Tại Tp. HCM, TP. Hồ Chí Minh và Sài Gòn.", [("TP Hồ Chí Minh", "province")]),
        ("UBND tỉnh BR-VT họp.", [("Bà Rịa – Vũng Tàu", "province")]),
        ("Ở Thừa Thiên – Huế.", [("Thừa Thiên Huế", "province")]),
        ("Tại TP.HCM, TPHCM và TP Hồ Chí Minh.", [("TP Hồ Chí Minh", "province")]),
        ("Họp ở huyện Phước Mẫu.", [("huyện Phước Mẫu", "district")]),
        ("Huyện ủy Phước Mẫu họp.", [("huyện Phước Mẫu", "district")]),
        ("Tại xã Đồng Tháp.", [("xã Đồng Tháp", "commune")]),
        ("Phường 3, quận 5.", [("phường 3", "commune"), ("quận 5", "district")]),
        (
            "UBND Q.5, H.Phước Mẫu và P. Sông Mẫu.",
            [
                ("quận 5", "district"),
                ("huyện Phước Mẫu", "district"),
                ("phường Sông Mẫu", "commune"),
            ],
        ),
        ("Hy sinh tại nước bạn Lào.", [("Lào", "country")]),
        ("Theo báo Pháp luật, vụ việc đã xong.", []),
        ("Đoàn thăm Nhật Bản và nước Nga.", [("Nhật Bản", "country"), ("Nga", "country")]),
    ],
)
def test_places_by_name_and_rank(text: str, expected: list[tuple[str, str]]) -> None:
    """Provinces by their name, other places by the rank in front, a body's seat included."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Số 5 đường Hà Giang.",
        "Trường THPT Hòa Bình thắng.",
        "Công ty Đồng Nai bán hàng.",
        "Ông Trần Thái Bình nói.",
        "Tư tưởng Hồ Chí Minh.",
        "Đồng chí Mỹ và chị Nga hát.",
        "Bí thư Thành ủy Nguyễn Văn Mẫu dự.",
        "Giữa Thái Bình Dương.",
    ],
)
def test_names_of_other_things_are_no_places(text: str) -> None:
    """Streets, schools, companies and people that are called like a place."""
    assert names(text) == []


def test_a_province_of_before_the_merger_knows_the_one_of_today() -> None:
    """Quảng Bình is named as written and lies in Quảng Trị now."""
    (place,) = find_places(join_lines(["Tiêu đề", "Bão vào Quảng Bình."]))
    assert (place.name, place.province) == ("Quảng Bình", "Quảng Trị")


def test_a_district_lies_where_the_text_says() -> None:
    """`huyện X, tỉnh Y` places the district; without that its province is open."""
    places = find_places(
        join_lines(["Tiêu đề", "Tại huyện Mẫu Sơn, tỉnh Lâm Đồng và huyện An Mẫu."])
    )
    assert [(it.name, it.province) for it in places] == [
        ("huyện Mẫu Sơn", "Lâm Đồng"),
        ("Lâm Đồng", "Lâm Đồng"),
        ("huyện An Mẫu", None),
    ]


def test_the_dateline_is_an_inference() -> None:
    """`(Web …)` alone infers the province; the text itself states it."""
    lead = "(Web Quảng Trị) Chiều 5/7, Đảng ủy họp."
    (inferred,) = find_places(join_lines(["Tiêu đề", lead]))
    assert (inferred.name, inferred.inferred) == ("Quảng Trị", True)
    (stated,) = find_places(join_lines(["Tiêu đề", lead, "Tỉnh Quảng Trị đạt kết quả."]))
    assert (stated.name, stated.inferred) == ("Quảng Trị", False)


def test_the_source_is_an_inference_without_a_sentence() -> None:
    """What only the source tells has an empty span."""
    (place,) = find_places(join_lines(["Tiêu đề", "Xã họp."]), "Quảng Trị")
    assert (place.name, place.inferred, place.start, place.end) == ("Quảng Trị", True, 0, 0)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Tại xã Sông Mẫu, huyện Tân Kỳ.", "Nghệ An"),
        ("Tại thôn Mẫu, xã Sông Mẫu, huyện Núi Mẫu, tỉnh Quảng Trị.", "Quảng Trị"),
        ("Tại xã Sông Mẫu (huyện Châu Thành, Tây Ninh).", "Tây Ninh"),
        ("Tại xã Sông Mẫu, huyện Châu Thành.", None),
        ("Tại xã Sông Mẫu.", None),
    ],
)
def test_the_province_follows_from_what_stands_behind(text: str, province: str | None) -> None:
    """Through the places between, or from a district that only one province had."""
    found = {it.name: it.province for it in find_places(join_lines(["Tiêu đề", text]))}
    assert found["xã Sông Mẫu"] == province


PIECES = (
    "tỉnh ",
    "huyện ",
    "xã ",
    "TP.",
    "TP. ",
    "Quảng Trị",
    "Hà Nội",
    "Mẫu",
    "Sông Mẫu",
    "thôn ",
)
JOINTS = (" ", ", ", "(", ")", " - ", "\n", ". ", "3", "Pháp", "Trần Văn ", "ủy ", "THANH HÓA")


@given(st.lists(st.sampled_from(PIECES + JOINTS), max_size=24))
def test_spans_lie_in_the_text(parts: list[str]) -> None:
    """Whatever stands there, each mention is a part of the text and ends with a word."""
    text = join_lines(["x", *"".join(parts).split("\n")])
    for place in find_places(text):
        assert place.mentions
        for start, end in place.mentions:
            assert 0 <= start < end <= len(text.text)
            said = " ".join(text.text[start:end].split())
            assert said == said.strip(" ,.(-")
        assert place.sentence[0] <= place.start < place.sentence[1]


def test_such_texts_do_name_places() -> None:
    """The pieces of the test before make places: it is not about nothing."""
    named = {it.name for it in find_places(join_lines(["x", "".join(PIECES[:1] + PIECES[5:6])]))}
    assert named == {"Quảng Trị"}


@pytest.mark.parametrize("unit", ["huyện ", "tỉnh Quảng Trị, ", "Quảng ", "huyện Mẫu ", "TP. "])
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_places, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trú tại thành phố Điện Biên Phủ.", [("thành phố Điện Biên Phủ", "district")]),
        ("Ở TP Thanh Hóa.", [("thành phố Thanh Hóa", "district")]),
        ("Ở TP.Buôn Ma Thuột.", [("thành phố Buôn Ma Thuột", "district")]),
        ("Họp tại thành phố Cao Lãnh.", [("thành phố Cao Lãnh", "district")]),
        ("Ở TP Cần Thơ và TP Huế.", [("Cần Thơ", "province"), ("Huế", "province")]),
        (
            "Tại thôn Long Mẫu 1, xã An Mẫu.",
            [("thôn Long Mẫu 1", "site"), ("xã An Mẫu", "commune")],
        ),
        ("Ngụ ấp 3A, xã An Mẫu.", [("ấp 3A", "site"), ("xã An Mẫu", "commune")]),
        ("Trú xóm 5, xã An Mẫu.", [("xóm 5", "site"), ("xã An Mẫu", "commune")]),
        (
            "Tại khối An Mẫu (thị trấn Sông).",
            [("khối An Mẫu", "site"), ("thị trấn Sông", "commune")],
        ),
        ("Khối Mặt trận, đoàn thể giao ban.", []),
        ("Đến KCN Sông Mẫu.", [("khu công nghiệp Sông Mẫu", "site")]),
        ("Ở xã đảo Nam Mẫu.", [("xã Nam Mẫu", "commune")]),
        ("Ở huyện miền núi Sông Mẫu.", [("huyện Sông Mẫu", "district")]),
        ("Thông tin từ Bà Rịa- Vũng Tàu.", [("Bà Rịa – Vũng Tàu", "province")]),
        ("Thu hoạch, khai thác Dầu mỏ.", []),
        ("Ảnh: H.T Vào lúc ấy. P.V Thông tin. H.Thanh", []),
        ("Ủy ban MTTQ Việt Nam xã họp.", []),
        ("Thủ tướng Pháp Lecornu nói.", [("Pháp", "country")]),
        ("Mỹ tiêu diệt nhóm này.", [("Mỹ", "country")]),
        ("Chứng khoán Mỹ tăng, chị Mỹ mừng.", [("Mỹ", "country")]),
    ],
)
def test_cities_hamlets_and_countries(text: str, expected: list[tuple[str, str]]) -> None:
    """Cities called like their province, hamlets with numbers, ranks with a kind of land, initials
    that are no ranks, countries by what stands around them."""
    assert names(text) == expected


def test_places_of_one_rank_are_a_list_and_no_chain() -> None:
    """`thành phố A, thành phố B`: the second does not say where the first lies."""
    text = "Tại thành phố Bắc Ninh, thành phố Thủ Đức, xã An Mẫu, huyện Tân Kỳ."
    found = {it.name: it.province for it in find_places(join_lines(["Tiêu đề", text]))}
    assert found["thành phố Bắc Ninh"] == "Bắc Ninh"
    assert found["thành phố Thủ Đức"] == "TP Hồ Chí Minh"
    assert found["xã An Mẫu"] == "Nghệ An"


@pytest.mark.parametrize("unit", ["xã đảo ", "TP.", "thôn A 1 ", "khối A, xã "])
def test_hostile_ranks_cost_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_places, unit)
