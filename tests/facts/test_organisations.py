"""Bodies that an article names: their full extent, each once, nothing that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.organisations import find_organisations
from bot.facts.record import OrganisationNamed
from tests.facts.growth import is_linear

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


def found(*paragraphs: str) -> tuple[OrganisationNamed, ...]:
    """The bodies of an article with these paragraphs."""
    return find_organisations(join_lines(["Tiêu đề", *paragraphs]))


def names(*paragraphs: str) -> list[str]:
    """Their names."""
    return [body.name for body in found(*paragraphs)]


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị đã thông qua nghị quyết.",
        "Đại hội thành công tốt đẹp.",
        "Hội thi diễn ra tại nhà văn hóa.",
        "Đồng chí Đoàn Đình Mẫu dự họp.",
        "Bà Trang Thị Mẫu phát biểu.",
        "cấp ủy các tổ chức cơ sở đảng đã làm tốt",
        "36 tổ chức cơ sở Đảng khối Hành chính",
        "nâng chi bộ lên thành Đảng bộ cơ sở",
        "theo thông báo Kết quả",
        "Đảng ủy cấp xã thực hiện",
        "UBND các xã khẩn trương",
        "Cục trưởng cho biết",
        "Bộ trưởng nhấn mạnh",
        "Viện trưởng trả lời",
        "Ban Thường vụ, Ban Chấp hành thảo luận",
        "nhà báo Văn Mẫu",
    ],
)
def test_events_people_and_bodies_in_general_are_none(text: str) -> None:
    """A meeting, a surname, a post and what is said of all bodies of a level name no body."""
    assert names(text) == []


def test_a_short_form_is_the_full_form_that_it_begins() -> None:
    """`Đảng ủy Khối` and `Đảng ủy Khối các cơ quan tỉnh` are one body with all its mentions."""
    (body,) = found("Đảng ủy Khối các cơ quan tỉnh họp.", "Đảng ủy Khối đề nghị các chi bộ.")
    assert body.name == "Đảng ủy Khối các cơ quan tỉnh"
    assert len(body.mentions) == 2


def test_a_short_form_of_two_bodies_stays_itself() -> None:
    """Where two longer names begin alike, nobody is guessed."""
    assert names("Tỉnh ủy Sông Mẫu và Tỉnh ủy Núi Mẫu họp.", "Tỉnh ủy quyết định.") == [
        "Tỉnh ủy Sông Mẫu",
        "Tỉnh ủy Núi Mẫu",
        "Tỉnh ủy",
    ]


def test_abbreviations_meet_their_words() -> None:
    """`UBND tỉnh` and `Ủy ban nhân dân tỉnh`, `uỷ` and `ủy` are one."""
    (body,) = found("UBND tỉnh họp. Ủy ban nhân dân tỉnh quyết định. Uỷ ban nhân dân tỉnh giao.")
    assert body.key == "uy ban nhan dan tinh"
    assert len(body.mentions) == 3
    assert body.kind == "government"


def test_the_body_above_stands_in_the_name() -> None:
    """`Ban Tuyên giáo Quận ủy` lies under the Quận ủy that the article names in full."""
    by_name = {
        it.name: it for it in found("Quận ủy Bến Mẫu họp. Ban Tuyên giáo Quận ủy báo cáo kết quả.")
    }
    assert by_name["Ban Tuyên giáo Quận ủy"].parent == by_name["Quận ủy Bến Mẫu"].key
    assert by_name["Quận ủy Bến Mẫu"].parent is None


def test_a_list_shares_its_level() -> None:
    """`Tỉnh ủy, HĐND, UBND tỉnh`: the council is the province's, the committee is itself."""
    assert names("Các văn bản của Tỉnh ủy, HĐND, UBND tỉnh về phòng dịch.") == [
        "Tỉnh ủy",
        "HĐND tỉnh",
        "UBND tỉnh",
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Đảng bộ phường Bến Mẫu", "party"),
        ("Sở Y tế tỉnh Sông Mẫu", "government"),
        ("Đoàn đại biểu Quốc hội tỉnh", "council"),
        ("Ủy ban MTTQ Việt Nam tỉnh", "front"),
        ("Liên đoàn Lao động tỉnh", "union"),
        ("Công ty Cổ phần Hoa Mẫu", "enterprise"),
        ("Trường THPT Lê Quý Đôn", "school"),
        ("Công an tỉnh", "force"),
        ("Viện kiểm sát nhân dân tỉnh", "court"),
        ("Báo Sông Mẫu", "press"),
    ],
)
def test_the_kind_follows_from_the_first_words(name: str, kind: str) -> None:
    """Every kind of body is told from how its name begins."""
    assert [(it.name, it.kind) for it in found(f"Sáng nay, {name} đã ra mắt.")] == [(name, kind)]


_BODIES = (
    "Tỉnh ủy Sông Mẫu",
    "Sở Y tế tỉnh Sông Mẫu",
    "Đảng ủy xã An Mẫu",
    "Công an huyện Núi Mẫu",
)


@given(st.lists(st.sampled_from(_BODIES), min_size=1, max_size=6))
def test_spans_hold_the_names_that_they_say(chosen: list[str]) -> None:
    """Every mention's words are the name; each body is there once, with all its mentions."""
    text = join_lines(["Tiêu đề", *(f"Sáng nay, {name} tổ chức hội nghị." for name in chosen)])
    bodies = find_organisations(text)
    assert [it.name for it in bodies] == list(dict.fromkeys(chosen))
    for body in bodies:
        assert len(body.mentions) == chosen.count(body.name)
        for start, end in body.mentions:
            assert text.text[start:end] == body.name
        assert body.sentence[0] <= body.start < body.end <= body.sentence[1]


@pytest.mark.parametrize(
    "unit", ["Sở ", "Ban ", "Sở. ", "Đảng ủy ", "UBND, ", "Trường Chinh ", "của "]
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_organisations, unit)


@pytest.mark.skipif(not SEEDS.exists(), reason="the first readers' articles are not part of it")
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (
            "000",
            {
                "Đảng ủy Khối các cơ quan tỉnh",
                "Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh",
                "Tỉnh ủy",
                "Sở Giáo dục và Đào tạo",
                "Bộ Chính trị",
            },
        ),
        (
            "001",
            {
                "Đảng ủy Khối các cơ quan tỉnh",
                "Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh",
                "Ban Thường vụ Tỉnh ủy",
                "Tỉnh ủy",
                "Đoàn đại biểu Quốc hội tỉnh",
                "Đảng bộ Khối",
                "Ban Chấp hành Đảng bộ tỉnh",
                "Đảng bộ tỉnh",
            },
        ),
        (
            "002",
            {
                "Đảng ủy Khối cơ quan và doanh nghiệp tỉnh",
                "Thường trực Đảng ủy Khối",
                "Ban Tuyên giáo Đảng ủy Khối",
                "Ban Chấp hành Đảng bộ tỉnh",
                "Đảng bộ tỉnh",
            },
        ),
        (
            "003",
            {
                "Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh",
                "Ban Chấp hành Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh",
                "Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh Quảng Trị",
                "Ban Thường vụ Đảng ủy Khối",
                "Ban Chấp hành Đảng ủy Khối",
                "Ủy ban Kiểm tra Đảng ủy Khối",
                "Tỉnh ủy",
                "HĐND tỉnh",
                "UBND tỉnh",
                "Bộ Chính trị",
            },
        ),
        (
            "004",
            {
                "Quận ủy Hai Bà Trưng",
                "Ban Tuyên giáo Quận ủy",
                "Ban Xây dựng Đảng Quận ủy",
                "Ban Thường vụ Quận ủy",
                "Ban Chấp hành Trung ương Đảng",
            },
        ),
    ],
)
def test_the_first_articles_name_these_bodies(seed: str, expected: set[str]) -> None:
    """Every body of the articles that the project began with, and no other."""
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert {it.name for it in find_organisations(join_lines(lines))} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thành ủy - UBND - Ủy ban MTTQ Việt Nam TP.HCM tổ chức lễ.",
            ["Thành ủy TP.HCM", "UBND TP.HCM", "Ủy ban MTTQ Việt Nam TP.HCM"],
        ),
        (
            "Tỉnh ủy, HĐND, UBND tỉnh Quảng Trị dự.",
            ["Tỉnh ủy Quảng Trị", "HĐND tỉnh Quảng Trị", "UBND tỉnh Quảng Trị"],
        ),
        (
            "Đảng ủy, HĐND, UBND xã An Mẫu dự.",
            ["Đảng ủy xã An Mẫu", "HĐND xã An Mẫu", "UBND xã An Mẫu"],
        ),
        ("Tỉnh ủy, HĐND, UBND tỉnh dự.", ["Tỉnh ủy", "HĐND tỉnh", "UBND tỉnh"]),
        (
            "Sở Thông tin và Truyền thông (TTTT) tỉnh Ninh Bình nói.",
            ["Sở Thông tin và Truyền thông tỉnh Ninh Bình"],
        ),
        ("Người phát ngôn Bộ Ngoại giao Trung Quốc Cảnh Mẫu nói.", ["Bộ Ngoại giao Trung Quốc"]),
        (
            "Hiệp hội Doanh nghiệp Anh tại Việt Nam nói.",
            ["Hiệp hội Doanh nghiệp Anh tại Việt Nam"],
        ),
        ("Cán bộ Trung tâm Hỗ trợ Xuất khẩu, thuộc Cục.", ["Trung tâm Hỗ trợ Xuất khẩu"]),
        ("Xe của Công ty TMDVXD Hoàng Mẫu chạy.", ["Công ty TMDVXD Hoàng Mẫu"]),
        ("Liên minh hợp tác xã tỉnh họp.", ["Liên minh hợp tác xã tỉnh"]),
        ("TAND cấp cao tại Hà Nội xử.", ["TAND cấp cao tại Hà Nội"]),
    ],
)
def test_names_go_on_behind_what_seems_their_end(text: str, expected: list[str]) -> None:
    """The level of a list, a short name in brackets, a country: part of it; a person is not."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Phim Sở Kiều kể chuyện xưa.",
        "Tàu ra Trường Sa, ghé Hội An.",
        "Báo chí và sở hữu nhà ở.",
        "Ông ở Phòng Bầu Dục tiếp khách.",
    ],
)
def test_places_and_words_that_begin_like_bodies_are_none(text: str) -> None:
    """A head alone makes no body: what follows must be a field or a name."""
    assert names(text) == []
