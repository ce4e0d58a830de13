"""Parts in the event, and later mentions by post or honorific alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.record import PersonNamed


def people_of(*lines: str) -> dict[str, PersonNamed]:
    """The people that a fictional article names, by name."""
    return {it.name: it for it in find_people(join_lines(["Tin trong tỉnh", *lines]))}


_HOLDER = "Đồng chí Trần Văn Mẫn, Tỉnh ủy viên, Bí thư Huyện ủy Sông Mơ, thăm xã Chợ Mơ."


@given(
    led=st.sampled_from(["", "Nhân dịp này, ", "Tại buổi làm việc, ", "Kết luận hội nghị, "]),
    called=st.sampled_from(
        ["Bí thư Huyện ủy", "đồng chí Bí thư Huyện ủy", "Bí thư Huyện ủy Sông Mơ"]
    ),
    adverb=st.sampled_from(["", "cũng ", "đã ", "tiếp tục "]),
    verb=st.sampled_from([("đề nghị", "asker"), ("yêu cầu", "asker"), ("nhấn mạnh", "speaker")]),
)
def test_a_post_alone_is_its_one_holder(
    led: str, called: str, adverb: str, verb: tuple[str, str]
) -> None:
    """`Bí thư Huyện ủy đề nghị …`: the person who was named with that post has the part."""
    said = f"{led}{called} {adverb}{verb[0]} các xã thi đua."
    assert verb[1] in people_of(_HOLDER, said[0].upper() + said[1:])["Trần Văn Mẫn"].roles


def test_a_post_that_two_hold_is_nobody_s() -> None:
    """Of two secretaries neither is said to have asked."""
    found = people_of(
        "Dự có Bí thư Đảng ủy xã Chợ Mơ Trần Văn Mẫn, Bí thư Đảng ủy xã Sông Mơ Lê Văn Mỡ.",
        "Bí thư Đảng ủy đề nghị các thôn thi đua.",
    )
    assert all("asker" not in it.roles for it in found.values())


def test_pronouns_follow_one_another() -> None:
    """`Đồng chí nhấn mạnh … Đồng chí đề nghị …`: both sentences are of the one named before."""
    roles = people_of(
        "Phát biểu tại lễ, đồng chí Trần Văn Mẫn ghi nhận kết quả. Đồng chí nhấn mạnh vai trò của "
        "thôn. Đồng chí đề nghị các thôn thi đua."
    )["Trần Văn Mẫn"].roles
    assert {"speaker", "asker"} <= set(roles)


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        (
            (
                "Bí thư Huyện ủy Trần Văn Mẫn; Phó Bí thư Lê Văn Mỡ; các Ủy viên Ban Thường vụ "
                "và lãnh "
                "đạo các phòng tham dự kỳ họp."
            ),
            ("attendee",),
        ),
        ("Bí thư Huyện ủy Trần Văn Mẫn và Phó Bí thư Lê Văn Mỡ đến dự.", ("attendee",)),
        ("Cùng dự có các Đại biểu Quốc hội: Trần Văn Mẫn, Vũ Thị Mận.", ("attendee",)),
        (
            "Đại tướng Trần Văn Mẫn, Bộ trưởng Bộ Công an, chiều ngày 28-6, đã chủ trì buổi lễ.",
            ("chair",),
        ),
        (
            (
                "Hội nghị diễn ra dưới sự chủ trì của ông Trần Văn Mẫn, Bí thư Tỉnh ủy và bà Vũ "
                "Thị "
                "Mận - Phó Chủ tịch HĐND tỉnh."
            ),
            ("chair",),
        ),
        (
            (
                "Đoàn lãnh đạo tỉnh do bà Trần Văn Mẫn, Bí thư Tỉnh ủy, Trưởng Đoàn đại biểu "
                "Quốc hội "
                "tỉnh, Chủ tịch HĐND tỉnh làm trưởng đoàn đến thăm xã."
            ),
            ("delegation_head",),
        ),
        (
            "Còn ngư dân Trần Văn Mẫn ở thôn 2, xã Chợ Mơ phấn khởi cho biết, cá nhiều.",
            ("speaker",),
        ),
        (
            "Đồng chí Trần Văn Mẫn yêu cầu các xã rà soát, đánh giá tình hình.",
            ("asker",),
        ),
        (
            "Bộ trưởng Trần Văn Mẫn, đại diện cơ quan trình và cơ quan chủ trì thẩm tra có mặt.",
            (),
        ),
    ],
)
def test_parts_in_the_event(sentence: str, roles: tuple[str, ...]) -> None:
    """Parts are read in lists, behind asides and behind the body; what others shall do is none."""
    assert people_of(sentence)["Trần Văn Mẫn"].roles == roles


@pytest.mark.parametrize(
    "sentence",
    [
        "Chủ trì kỳ họp có bà Vũ Thị Mận, đến dự còn có đ/c Trần Văn Mẫn Bí thư Huyện ủy, các đ/c.",
        "Đại hội vinh dự đón tiếp đồng chí Trần Văn Mẫn – Giám đốc Bệnh viện đến tham dự.",
        "Bí thư Tỉnh ủy Trần Văn Mẫn cùng Ban Thường vụ Tỉnh ủy dự buổi làm việc.",
        "Ông Trần Văn Mẫn, Phó Chủ tịch UBND tỉnh cùng đại diện nhiều cơ quan, ban đã về dự.",
        "Tham dự Hội nghị có: Ông Trần Văn Mẫn Ủy viên Ban Thường vụ, đại diện lãnh đạo các ban.",
        "Phó Chủ tịch HĐND tỉnh Trần Văn Mẫn và một số sở, ngành tham dự.",
    ],
)
def test_who_came(sentence: str) -> None:
    """Whoever came is an attendee, whatever shape the sentence has."""
    assert people_of(sentence)["Trần Văn Mẫn"].roles == ("attendee",)


def test_a_post_said_shorter_is_its_holder_behind_an_honorific() -> None:
    """`đồng chí Phó Chủ tịch huyện` is the `Phó Chủ tịch UBND huyện` named before."""
    roles = people_of(
        "Đồng chí Trần Văn Mẫn, HUV, Phó Chủ tịch UBND huyện đã biểu dương Hội. Đồng thời, đồng "
        "chí Phó Chủ tịch huyện đề nghị Hội khắc phục hạn chế."
    )["Trần Văn Mẫn"].roles
    assert "asker" in roles


def test_a_pronoun_goes_over_a_sentence_without_names() -> None:
    """`Đồng chí đề nghị`: the last who was named in the paragraph."""
    roles = people_of(
        "Đồng chí Trần Văn Mẫn khẳng định kết quả. Song cử tri rất quan tâm đến kỳ thi. Đồng chí "
        "đề nghị các sở giải trình."
    )["Trần Văn Mẫn"].roles
    assert set(roles) == {"speaker", "asker"}
