"""Changes of posts: given, lost, moved, punished, and what is only held."""

from __future__ import annotations

import pytest

from bot.facts.article_text import join_lines
from bot.facts.people import find_people
from bot.facts.post_change_verbs import Change
from bot.facts.record import PersonNamed


def people_of(*lines: str) -> dict[str, PersonNamed]:
    """The people that a fictional article names, by name."""
    return {it.name: it for it in find_people(join_lines(["Tin trong tỉnh", *lines]))}


@pytest.mark.parametrize(
    ("verbs", "change"),
    [
        ("bầu bổ sung", "appointed"),
        ("bầu cử bổ sung chức vụ", "appointed"),
        ("thống nhất bầu", "appointed"),
        ("miễn nhiệm chức vụ", "dismissed"),
        ("cho thôi làm nhiệm vụ", "dismissed"),
        ("cho thôi giữ chức", "dismissed"),
        ("cảnh cáo, miễn nhiệm chức vụ", "disciplined"),
    ],
)
@pytest.mark.parametrize(
    "term", ["", " nhiệm kỳ 2021-2026", ", nhiệm kỳ 2021 - 2026", " khóa XII, nhiệm kỳ 2021 - 2026"]
)
@pytest.mark.parametrize("to", [" đối với", " với"])
def test_a_post_between_the_verb_and_the_name_is_changed(
    verbs: str, change: Change, term: str, to: str
) -> None:
    """`bầu bổ sung POST, nhiệm kỳ … đối với NAME`: the term is no part of the post."""
    found = people_of(f"HĐND tỉnh đã {verbs} Ủy viên UBND tỉnh{term}{to} ông Trần Văn Mẫn.")
    assert found["Trần Văn Mẫn"].change == change
    assert found["Trần Văn Mẫn"].posts == ("Ủy viên UBND tỉnh",)


def test_two_are_given_the_post_that_stands_in_front_of_both() -> None:
    """`bầu POST đối với ông A, POST và ông B, POST`: both have it besides their own."""
    found = people_of(
        "Kỳ họp bầu bổ sung Ủy viên UBND tỉnh, nhiệm kỳ 2016-2021 đối với ông Trần Văn Mẫn, "
        "Giám đốc Sở Y tế và ông Lê Văn Mỡ, Giám đốc Sở Tư pháp."
    )
    assert found["Trần Văn Mẫn"].posts == ("Giám đốc Sở Y tế", "Ủy viên UBND tỉnh")
    assert found["Lê Văn Mỡ"].posts == ("Giám đốc Sở Tư pháp", "Ủy viên UBND tỉnh")
    assert {it.change for it in found.values()} == {"appointed"}


def test_a_list_behind_one_honorific_is_punished_together() -> None:
    """`kỷ luật … đối với các đồng chí: A, POST; B, POST`: each of them."""
    found = people_of(
        "Ban Thường vụ Huyện ủy thi hành kỷ luật Đảng bằng hình thức cách hết các chức vụ trong "
        "Đảng đối với các đồng chí: Trần Văn Mẫn, Phó Bí thư Đảng ủy xã Sông Mơ; Lê Văn Mỡ, Đảng "
        "ủy viên và Vũ Văn Mận, Phó Bí thư Đảng ủy xã Chợ Mơ."
    )
    assert [it.change for it in found.values()] == ["disciplined"] * 3


def test_a_semicolon_parts_those_who_are_punished() -> None:
    """`cảnh cáo đối với ông A, POST; B, POST; khiển trách ông C`: none is left out."""
    found = people_of(
        "Ủy ban quyết định cảnh cáo đối với ông Trần Văn Mẫn, nguyên Bí thư Huyện ủy Sông Mơ; "
        "Lê Văn Mỡ, Phó Chủ tịch UBND huyện Sông Mơ; khiển trách ông Vũ Văn Mận, Phó Trưởng phòng "
        "giá - công sản (Sở Tài chính), nguyên Huyện ủy viên."
    )
    assert [it.change for it in found.values()] == ["disciplined"] * 3
    assert found["Vũ Văn Mận"].posts == ("Phó Trưởng phòng giá - công sản", "nguyên Huyện ủy viên")


@pytest.mark.parametrize(
    ("sentence", "change", "posts"),
    [
        (
            "Ông Trần Văn Mẫn xin thôi chức Phó Chủ tịch UBND tỉnh Sông Mơ.",
            "dismissed",
            ("Phó Chủ tịch UBND tỉnh Sông Mơ",),
        ),
        (
            (
                "Bộ Chính trị cho ông Trần Văn Mẫn thôi Trợ lý Tổng Bí thư, đồng thời chỉ định giữ "
                "chức Phó Bí thư Tỉnh ủy Sông Mơ."
            ),
            "transferred",
            ("Trợ lý Tổng Bí thư", "Phó Bí thư Tỉnh ủy Sông Mơ"),
        ),
        (
            (
                "Ông Trần Văn Mẫn - Bí thư Đảng ủy xã Chợ Mơ, tỉnh Sông Mơ, nguyên Phó Chủ tịch "
                "UBND "
                "huyện Mơ (cũ) - vừa nộp đơn xin nghỉ công tác."
            ),
            "retired",
            ("Bí thư Đảng ủy xã Chợ Mơ", "nguyên Phó Chủ tịch UBND huyện Mơ"),
        ),
        (
            "Ban Thường vụ cảnh cáo đảng và chính quyền đối với ông Trần Văn Mẫn.",
            "disciplined",
            (),
        ),
        (
            (
                "Sở trao quyết định của Ban Bí thư về việc chỉ định ông Trần Văn Mẫn giữ chức "
                "Phó Bí "
                "thư Tỉnh ủy Sông Mơ."
            ),
            "appointed",
            ("Phó Bí thư Tỉnh ủy Sông Mơ",),
        ),
    ],
)
def test_changes_of_one_person(sentence: str, change: Change, posts: tuple[str, ...]) -> None:
    """The change and exactly the posts that the sentence names with it."""
    found = people_of(sentence)["Trần Văn Mẫn"]
    assert (found.change, found.posts) == (change, posts)


def test_who_leads_a_funeral_was_given_no_post() -> None:
    """`làm Trưởng ban lễ tang` is a part in the day."""
    assert (
        people_of("Ông Lê Văn Mẫn, Bí thư Tỉnh ủy, làm Trưởng ban lễ tang.")["Lê Văn Mẫn"].change
        is None
    )


@pytest.mark.parametrize(
    ("sentence", "change", "posts", "former"),
    [
        (
            "Chủ tịch HĐND tỉnh Sông Mơ được chỉ định là ông Trần Văn Mẫn.",
            "appointed",
            ("Chủ tịch HĐND tỉnh Sông Mơ",),
            (),
        ),
        (
            "Ông Trần Văn Mẫn được chỉ định là Bí thư Tỉnh ủy Sông Mơ sau sáp nhập.",
            "appointed",
            ("Bí thư Tỉnh ủy Sông Mơ",),
            (),
        ),
        (
            "Đồng chí Trần Văn Mẫn - phó Giám đốc bệnh viện giữ chức danh Phó Bí thư Đảng ủy.",
            "appointed",
            ("phó Giám đốc bệnh viện", "Phó Bí thư Đảng ủy"),
            (),
        ),
        (
            "Trước đó, ông Trần Văn Mẫn là Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh Chợ Mơ (cũ).",
            None,
            (),
            ("Phó Bí thư Tỉnh ủy", "Chủ tịch UBND tỉnh Chợ Mơ"),
        ),
        (
            "Tại thời điểm này, ông Trần Văn Mẫn đã giữ chức danh Cục trưởng Cục Thuế.",
            None,
            ("Cục trưởng Cục Thuế",),
            (),
        ),
    ],
)
def test_new_held_and_past_posts(
    sentence: str, change: Change | None, posts: tuple[str, ...], former: tuple[str, ...]
) -> None:
    """What is newly given is told from what is held, and from what was held before."""
    found = people_of(sentence)["Trần Văn Mẫn"]
    assert (found.change, found.posts, found.former_posts) == (change, posts, former)


@pytest.mark.parametrize(
    "behind",
    [
        ", do được điều động và bổ nhiệm giữ chức Bí thư Quận ủy Mơ",
        " để nhận điều động công tác Bí thư Quận ủy Mơ",
        " (đã được phân công giữ chức Bí thư Quận ủy Mơ)",
    ],
)
def test_a_post_is_lost_and_another_given(behind: str) -> None:
    """`miễn nhiệm POST đối với NAME, do được điều động … giữ chức POST`."""
    found = people_of(
        f"HĐND miễn nhiệm chức danh Phó Chủ tịch UBND TP đối với bà Trần Thị Mẫn{behind}."
    )["Trần Thị Mẫn"]
    assert found.change == "transferred"
    assert found.posts == ("Phó Chủ tịch UBND TP", "Bí thư Quận ủy Mơ")


def test_who_is_let_go_is_given_nothing() -> None:
    """`được … cho thôi giữ chức vụ POST` behind the name is the same loss again."""
    found = people_of(
        "Kỳ họp miễn nhiệm chức vụ Chủ tịch HĐND tỉnh đối với ông Trần Văn Mẫn - Bí thư Tỉnh ủy "
        "được Trung ương đồng ý cho thôi giữ chức vụ Chủ tịch HĐND tỉnh."
    )["Trần Văn Mẫn"]
    assert found.change == "dismissed"


def test_the_next_one_s_loss_is_not_his() -> None:
    """`(do ông A được cho nghỉ hưu); miễn nhiệm chức danh POST (HĐND) đối với ông B`."""
    found = people_of(
        "HĐND đã miễn nhiệm chức danh Phó Chủ tịch UBND thành phố, nhiệm kỳ 2016-2021 đối với ông "
        "Trần Văn Mẫn (do ông Trần Văn Mẫn được cho nghỉ hưu); miễn nhiệm chức danh Trưởng Ban "
        "Pháp chế (HĐND thành phố) đối với ông Lê Văn Mỡ."
    )
    assert found["Trần Văn Mẫn"].posts == ("Phó Chủ tịch UBND thành phố",)
    assert found["Lê Văn Mỡ"].posts == ("Trưởng Ban Pháp chế",)
    assert found["Lê Văn Mỡ"].change == "dismissed"


def test_votes_are_nobody() -> None:
    """`đắc cử chức vụ POST với số phiếu 32/34`: the post is the winner's."""
    found = people_of(
        "Kết quả, ông Trần Văn Mẫn - Phó Bí thư Thị ủy đắc cử chức vụ Chủ tịch UBND thị xã với số "
        "phiếu 32/34 phiếu."
    )["Trần Văn Mẫn"]
    assert found.change == "appointed"
    assert found.posts == ("Phó Bí thư Thị ủy", "Chủ tịch UBND thị xã")


def test_two_subjects_are_elected() -> None:
    """`…, ông A, POST và ông B, POST đã được bầu …`: both."""
    found = people_of(
        "Kết quả được công bố, ông Trần Văn Mẫn, Chánh Văn phòng UBND TP và ông Lê Văn Mỡ, Phó "
        "Giám đốc Công an TP đã được bầu giữ chức Phó Chủ tịch UBND TP."
    )
    assert {it.change for it in found.values()} == {"appointed"}
    assert all("Phó Chủ tịch UBND TP" in it.posts for it in found.values())


def test_the_post_of_the_one_in_front_is_not_his() -> None:
    """`bà A để bầu giữ chức POST nhiệm kỳ … và ông B giữ chức POST`: each has their own."""
    found = people_of(
        "Thành ủy giới thiệu bà Vũ Thị Mận để bầu giữ chức Chủ tịch HĐND TP nhiệm kỳ 2021 - 2026 "
        "và ông Trần Văn Mẫn giữ chức Chủ tịch UBND TP."
    )
    assert found["Trần Văn Mẫn"].posts == ("Chủ tịch UBND TP",)
