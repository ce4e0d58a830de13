"""People: names, posts, parts in the event, changes of posts, and what only looks like a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.record import PersonNamed
from tests.facts.growth import is_linear

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


def found(*paragraphs: str) -> tuple[PersonNamed, ...]:
    """The people of an article with these paragraphs."""
    return find_people(join_lines(["Tiêu đề", *paragraphs]))


def one(*paragraphs: str) -> PersonNamed:
    """The only person of an article with these paragraphs."""
    (person,) = found(*paragraphs)
    return person


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "Đồng chí Trần Thị Mẫu, Ủy viên Ban Thường vụ Tỉnh ủy, Bí thư Huyện ủy dự.",
            ("Ủy viên Ban Thường vụ Tỉnh ủy", "Bí thư Huyện ủy"),
        ),
        (
            "Đồng chí Trần Thị Mẫu – UVTV, Trưởng Ban Tuyên giáo Quận ủy dự và chủ trì.",
            ("UVTV", "Trưởng Ban Tuyên giáo Quận ủy"),
        ),
        (
            "Phó Trưởng Đoàn chuyên trách Đoàn đại biểu Quốc hội tỉnh Trần Thị Mẫu dự.",
            ("Phó Trưởng Đoàn chuyên trách Đoàn đại biểu Quốc hội tỉnh",),
        ),
        (
            "Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch UBND huyện Sông Mẫu Trần Thị Mẫu dự.",
            ("Ủy viên Ban Thường vụ Tỉnh ủy", "Chủ tịch UBND huyện Sông Mẫu"),
        ),
        ("Bà Trần Thị Mẫu (Giám đốc Sở Y tế) nói.", ("Giám đốc Sở Y tế",)),
        ("Bà Trần Thị Mẫu, 47 tuổi, nguyên Bí thư Tỉnh ủy.", ("nguyên Bí thư Tỉnh ủy",)),
        ("Bà Trần Thị Mẫu là Hiệu trưởng Trường THPT Lê Lợi.", ("Hiệu trưởng Trường THPT Lê Lợi",)),
        ("Chủ tịch UBND xã Trần Thị Mẫu cho biết.", ("Chủ tịch UBND xã",)),
        ("Đại tá Trần Thị Mẫu, Phó Giám đốc Công an tỉnh.", ("Phó Giám đốc Công an tỉnh",)),
        ("PGS-TS Trần Thị Mẫu, Viện trưởng Viện Pháp y.", ("Viện trưởng Viện Pháp y",)),
        ("Bà Trần Thị Mẫu, TGĐ Đài Tiếng nói Việt Nam.", ("TGĐ Đài Tiếng nói Việt Nam",)),
        (
            "Bà Trần Thị Mẫu, Bí thư Tỉnh ủy khóa XV, Chủ tịch HĐND tỉnh, dự.",
            ("Bí thư Tỉnh ủy", "Chủ tịch HĐND tỉnh"),
        ),
    ],
)
def test_posts_beside_a_name_are_the_persons(text: str, posts: tuple[str, ...]) -> None:
    """Posts in front, behind, in brackets, after a dash, an age or a term: whole, and no more."""
    person = one(text)
    assert person.name == "Trần Thị Mẫu"
    assert person.posts == posts


@pytest.mark.parametrize(
    "name",
    [
        "Tô Mẫu",
        "Nguyễn Văn A",
        "Đỗ Quang Minh",
        "Bùi Thị Minh Mẫu",
        "Hờ A Chua",
        "Giàng Páo Mỷ",
        "Ksor H'Bơ Khắp",
        "Y Thanh Hà Niê Kđăm",
        "Điểu K'Ré",
        "Siu Hương",
        "Lò Văn Mẫu",
    ],
)
def test_names_of_every_people_are_read(name: str) -> None:
    """Two to five syllables, initials and the apostrophes of the highland peoples."""
    assert one(f"Đồng chí {name}, Bí thư Huyện ủy dự họp.").name == name
    assert one(f"Dự họp có Bí thư Huyện ủy {name}.").name == name


def test_a_name_in_capitals_is_written_as_a_name() -> None:
    """`NGUYỄN VĂN MẪU` and `Nguyễn Văn Mẫu` are one."""
    person = one("Đồng chí NGUYỄN VĂN MẪU, Bí thư Huyện ủy phát biểu.", "Ông Nguyễn Văn Mẫu dự.")
    assert person.name == "Nguyễn Văn Mẫu"
    assert len(person.mentions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
        "Đoàn TNCS Hồ Chí Minh tổ chức hội trại.",
        "Nhà ở số 5, đường Trần Hưng Đạo.",
        "Hiệu trưởng Trường THPT Lê Quý Đôn báo cáo.",
        "Giải thưởng Nguyễn Văn Linh được trao.",
        "Bí thư Đảng ủy phường Trần Hưng Đạo phát biểu.",
        "Chủ tịch UBND xã Lê Lợi phát biểu.",
        "Quận ủy Hai Bà Trưng tổ chức hội nghị.",
        "Trần Hưng Đạo là con phố dài.",
        "Giám đốc Công ty Hoàng Long báo cáo.",
        "Chủ tịch Quỹ văn hóa Phan Châu Trinh đã trao.",
        "Phó Tổng Biên tập báo cáo kết quả.",
        "Ông ấy và bà con dự họp.",
        "Phó Thủ tướng và Bộ trưởng dự họp.",
        "Tỉnh Hà Nam và Cao Bằng ký kết.",
    ],
)
def test_streets_schools_places_and_movements_are_no_people(text: str) -> None:
    """What is called after a person, or only begins like a name, is none."""
    assert found(text) == ()


def test_a_list_gives_each_person_their_own_posts() -> None:
    """`các đồng chí: A, post, post; B, post và C`: nobody gets another's post."""
    people = found(
        "Dự hội nghị có các đồng chí: Lê Văn Một, Bí thư Huyện ủy, Chủ tịch HĐND huyện; "
        "Phạm Thị Hai, Phó Bí thư Thường trực Huyện ủy; Vũ Ba và Đặng Văn Bốn."
    )
    assert [(it.name, it.posts, it.roles) for it in people] == [
        ("Lê Văn Một", ("Bí thư Huyện ủy", "Chủ tịch HĐND huyện"), ("attendee",)),
        ("Phạm Thị Hai", ("Phó Bí thư Thường trực Huyện ủy",), ("attendee",)),
        ("Vũ Ba", (), ("attendee",)),
        ("Đặng Văn Bốn", (), ("attendee",)),
    ]


def test_later_mentions_are_of_the_same_person() -> None:
    """By the whole name, by the given name, and by the post alone where only one holds it."""
    person = one(
        "Đồng chí Đoàn Thị Mẫu, Bí thư Đảng ủy Khối dự hội nghị.",
        "Đồng chí Đoàn Thị Mẫu nhấn mạnh kết quả. Đồng chí Mẫu đề nghị các chi bộ cố gắng.",
        "Đồng chí Bí thư yêu cầu sớm hoàn thành.",
    )
    assert len(person.mentions) == 4
    assert person.roles == ("attendee", "speaker", "asker")


def test_a_given_name_of_two_people_is_nobodys() -> None:
    """Where two share the given name, `ông Mẫu` stays open."""
    people = found("Ông Lê Văn Mẫu và ông Vũ Văn Mẫu dự họp.", "Ông Mẫu phát biểu.")
    assert [len(it.mentions) for it in people] == [1, 1]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Đồng chí Lê Văn Mẫu chủ trì hội nghị.", ("chair",)),
        ("Hội nghị do đồng chí Lê Văn Mẫu, Bí thư Huyện ủy, chủ trì.", ("chair",)),
        ("Hội nghị diễn ra dưới sự chủ trì của đồng chí Lê Văn Mẫu.", ("chair",)),
        ("Chủ trì hội nghị, đồng chí Lê Văn Mẫu nhấn mạnh kết quả.", ("chair", "speaker")),
        ("Tham dự có đồng chí Lê Văn Mẫu, Bí thư Huyện ủy.", ("attendee",)),
        ("Đồng chí Lê Văn Mẫu dự và phát biểu chỉ đạo.", ("attendee", "speaker")),
        ("Phát biểu tại hội nghị, đồng chí Lê Văn Mẫu đề nghị các xã.", ("speaker", "asker")),
        ("Ông Lê Văn Mẫu cho rằng kết quả là tốt.", ("speaker",)),
        ("Theo ông Lê Văn Mẫu, kết quả là tốt.", ("speaker",)),
        ("Đoàn công tác do ông Lê Văn Mẫu làm trưởng đoàn.", ("delegation_head",)),
        # another subject, an object, an owner: no part
        ("Hội nghị nghe ý kiến của đồng chí Lê Văn Mẫu, các đại biểu phát biểu.", ()),
        ("Bí thư đề nghị đồng chí Lê Văn Mẫu, Trưởng Công an xã, báo cáo lại.", ()),
        ("Đoàn đã đến thăm bà Lê Văn Mẫu; các đại biểu dự gặp mặt.", ()),
        ("Nhà của ông Lê Văn Mẫu, lãnh đạo xã cho biết, đã hư hỏng.", ()),
    ],
)
def test_the_verbs_of_the_sentence_tell_the_part(text: str, roles: tuple[str, ...]) -> None:
    """The subject has the part of its verbs; whoever is not the subject has none."""
    assert one(text).roles == roles


@pytest.mark.parametrize(
    ("text", "change", "post"),
    [
        (
            "Bộ Chính trị điều động, chỉ định ông Lê Văn Mẫu giữ chức Bí thư Tỉnh ủy Sông Mẫu.",
            "transferred",
            "Bí thư Tỉnh ủy Sông Mẫu",
        ),
        (
            "Ông Lê Văn Mẫu được bầu làm Chủ tịch UBND tỉnh Sông Mẫu.",
            "appointed",
            "Chủ tịch UBND tỉnh Sông Mẫu",
        ),
        ("Ông Lê Văn Mẫu làm Bí thư Huyện ủy.", "appointed", "Bí thư Huyện ủy"),
        (
            "HĐND miễn nhiệm chức vụ Phó Chủ tịch UBND tỉnh đối với ông Lê Văn Mẫu.",
            "dismissed",
            "Phó Chủ tịch UBND tỉnh",
        ),
        ("Ban Bí thư khai trừ Đảng ông Lê Văn Mẫu.", "disciplined", None),
        ("Ông Lê Văn Mẫu, Bí thư Huyện ủy, bị cảnh cáo.", "disciplined", "Bí thư Huyện ủy"),
        (
            "Đảng ủy cách tất cả các chức vụ trong Đảng đối với ông Lê Văn Mẫu, Bí thư chi bộ.",
            "dismissed",
            "Bí thư chi bộ",
        ),
        ("Ông Lê Văn Mẫu nghỉ hưu từ tháng 5.", "retired", None),
        (
            "Ông Lê Văn Mẫu bị kết luận vi phạm trong thời gian giữ chức Bí thư Huyện ủy.",
            None,
            None,
        ),
        ("Tổ công tác do ông Lê Văn Mẫu làm tổ trưởng.", None, None),
        ("Ông Lê Văn Mẫu được giới thiệu ứng cử đại biểu Quốc hội.", None, None),
    ],
)
def test_changes_of_posts(text: str, change: str | None, post: str | None) -> None:
    """Who is appointed, moved, dismissed, disciplined or retires, and the post that it is about."""
    person = one(text)
    assert person.change == change
    if post is not None:
        assert post in person.posts
    if change is None:
        assert person.posts == ()


_PEOPLE = st.sampled_from(["Lê Văn Mẫu", "Phạm Thị Hai", "Đoàn Đình Ba", "Vũ Bốn", "Hờ A Năm"])
_POSTS = st.sampled_from(
    ["Bí thư Huyện ủy", "Chủ tịch UBND huyện", "Giám đốc Sở Y tế", "Ủy viên Ban Thường vụ Tỉnh ủy"]
)


@given(
    st.dictionaries(_PEOPLE, st.lists(_POSTS, min_size=1, max_size=3, unique=True), min_size=1),
    st.sampled_from([", ", " - ", " – "]),
)
def test_every_written_list_of_people_is_read_back(
    written: dict[str, list[str]], dash: str
) -> None:
    """Names, posts and spans of any list come back as they were written."""
    listed = "; ".join(f"{name}{dash}{', '.join(posts)}" for name, posts in written.items())
    text = join_lines(["Tiêu đề", f"Dự hội nghị có các đồng chí: {listed}."])
    people = find_people(text)
    assert {it.name: list(it.posts) for it in people} == written
    for person in people:
        assert [text.text[start:end] for start, end in person.mentions] == [person.name]
        assert person.sentence[0] <= person.start < person.end <= person.sentence[1]


@pytest.mark.parametrize(
    "unit",
    [
        "Nguyễn ",
        "đồng chí Nguyễn Văn A, Bí thư, ",
        "Nguyễn Văn An chủ trì ",
        "Bí thư ",
        "Ông An. ",
        "các đồng chí ",
        "đồng chí đề nghị ",
        "NGUYỄN VĂN A ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_people, unit)


@pytest.mark.skipif(not SEEDS.exists(), reason="the first readers' articles are not part of it")
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", []),
        (
            "001",
            [
                (
                    "Đoàn Thị Hảo",
                    (
                        "Ủy viên Ban Thường vụ Tỉnh ủy",
                        "Phó Trưởng Đoàn chuyên trách Đoàn đại biểu Quốc hội tỉnh",
                    ),
                    {"attendee", "speaker", "asker"},
                )
            ],
        ),
        (
            "002",
            [
                (
                    "Nguyễn Đức Phương",
                    ("Ủy viên Ban Thường vụ", "Trưởng Ban Tuyên giáo"),
                    {"speaker"},
                ),
                (
                    "Đỗ Quang Minh",
                    ("Ủy viên Ban Chấp hành Đảng bộ tỉnh", "Bí thư Đảng ủy Khối"),
                    {"speaker"},
                ),
            ],
        ),
        ("003", [("Đỗ Thị Lý", ("Bí thư Đảng ủy Khối",), {"speaker", "asker"})]),
        (
            "004",
            [
                (
                    "Đoàn Đình Nguyên",
                    ("UVTV", "Trưởng Ban Tuyên giáo Quận ủy"),
                    {"attendee", "chair", "speaker", "asker"},
                )
            ],
        ),
    ],
)
def test_the_first_articles_name_these_people(
    seed: str, expected: list[tuple[str, tuple[str, ...], set[str]]]
) -> None:
    """Everyone in the articles that the project began with, with posts and parts; nobody else."""
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    people = find_people(join_lines(lines))
    assert [(it.name, it.posts, set(it.roles)) for it in people] == expected
