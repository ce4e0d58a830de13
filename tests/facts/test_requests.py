"""Requests: who asks whom to do what, one task each; reports of the past are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import join_lines
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.record import RequestMade
from bot.facts.requests import find_requests
from tests.facts.growth import is_linear


def found(*paragraphs: str) -> tuple[tuple[RequestMade, ...], str]:
    """The requests of an article of these paragraphs, and its text."""
    text = join_lines(["Tiêu đề", *paragraphs])
    return find_requests(text, find_people(text), find_organisations(text)), text.text


def tasks(*paragraphs: str) -> list[str]:
    """All tasks in order."""
    requests, text = found(*paragraphs)
    return [text[start:end] for it in requests for start, end in it.tasks]


def test_who_asks_whom() -> None:
    """A person asks by name, those asked stand as the text writes them."""
    ((request,), _) = found(
        "Phát biểu tại hội nghị, đồng chí Trần Thị Mẫu đề nghị các chi bộ trực thuộc tiếp tục "
        "nâng cao chất lượng sinh hoạt."
    )
    assert (request.asker, request.asked) == ("Trần Thị Mẫu", "các chi bộ trực thuộc")


def test_the_speaker_named_before_is_meant_by_the_title_alone() -> None:
    """`đồng chí đề nghị` is asked by whoever spoke in the paragraph."""
    ((request,), _) = found(
        "Kết luận hội nghị, đồng chí Trần Thị Mẫu, Bí thư Huyện ủy biểu dương các đơn vị. "
        "Thời gian tới, đồng chí đề nghị các đơn vị cần chú trọng công tác phát triển Đảng."
    )
    assert (request.asker, request.asked) == ("Trần Thị Mẫu", "các đơn vị")


def test_leaders_of_a_body_ask_as_they_are_written() -> None:
    """Where no person is named the words for the speaker stand."""
    ((request,), _) = found(
        "Thời gian tới, lãnh đạo Huyện ủy Phước Mẫu đề nghị các xã đẩy mạnh tuyên truyền biển đảo."
    )
    assert request.asker == "lãnh đạo Huyện ủy Phước Mẫu"


@pytest.mark.parametrize(
    ("asked_for", "expected"),
    [
        (
            "tăng cường công tác kiểm tra, giám sát đối với chi bộ",
            ["tăng cường công tác kiểm tra, giám sát đối với chi bộ"],
        ),
        (
            "tổ chức sơ kết, tổng kết các nghị quyết; phòng, chống tham nhũng",
            ["tổ chức sơ kết, tổng kết các nghị quyết", "phòng, chống tham nhũng"],
        ),
        (
            "rà soát, đánh giá các chỉ tiêu năm học, kịp thời nắm bắt tư tưởng đoàn viên",
            ["rà soát, đánh giá các chỉ tiêu năm học", "kịp thời nắm bắt tư tưởng đoàn viên"],
        ),
        (
            "đẩy mạnh phát triển Đảng; các chi bộ hoàn thành việc mở đại hội",
            ["đẩy mạnh phát triển Đảng", "hoàn thành việc mở đại hội"],
        ),
        (
            "chú trọng một số nhiệm vụ sau: tiếp tục đổi mới sinh hoạt; nắm bắt dư luận xã hội",
            ["tiếp tục đổi mới sinh hoạt", "nắm bắt dư luận xã hội"],
        ),
    ],
)
def test_each_task_begins_with_its_verb_and_stays_whole(
    asked_for: str, expected: list[str]
) -> None:
    """Semicolons part tasks, commas only before a verb with an object of its own."""
    assert tasks(f"Đồng chí Trần Thị Mẫu đề nghị các chi bộ {asked_for}.") == expected


def test_following_sentences_go_on_with_tasks() -> None:
    """`Tiếp tục …`, `Đồng thời, …`, `Rà soát …` belong to the request in front of them."""
    assert tasks(
        "Đồng chí Trần Thị Mẫu yêu cầu các chi bộ quan tâm công tác đoàn thể. Tiếp tục đổi mới "
        "sinh hoạt chi bộ. Đồng thời, tập trung xây dựng nông thôn mới."
    ) == [
        "quan tâm công tác đoàn thể",
        "Tiếp tục đổi mới sinh hoạt chi bộ",
        "tập trung xây dựng nông thôn mới",
    ]


def test_lines_below_a_colon_are_tasks() -> None:
    """A list of lines is the request's when its sentence announces it."""
    assert tasks(
        "Đồng chí Trần Thị Mẫu yêu cầu các chi bộ thực hiện một số nhiệm vụ sau:",
        "- Tăng cường kiểm tra đảng viên;",
        "- Đẩy mạnh chuyển đổi số trong Đảng.",
        "Hội nghị kết thúc lúc 17 giờ.",
    ) == ["Tăng cường kiểm tra đảng viên", "Đẩy mạnh chuyển đổi số trong Đảng"]


def test_further_verbs_of_a_sentence_ask_further() -> None:
    """`…; giao Sở X …` is a request of its own by the same asker."""
    requests, _ = found(
        "UBND tỉnh yêu cầu Sở Xây dựng khẩn trương hoàn thành hồ sơ; giao Công an tỉnh chủ trì "
        "điều tra vụ việc."
    )
    assert [it.asked for it in requests] == ["Sở Xây dựng", "Công an tỉnh"]
    assert {it.asker for it in requests} == {"UBND tỉnh"}


@pytest.mark.parametrize(
    "text",
    [
        "Huyện ủy giao ban công tác xây dựng Đảng quý III.",
        "Ban Thường vụ đã chỉ đạo các chi bộ hoàn thành đại hội.",
        "Công tác cán bộ đáp ứng yêu cầu phát triển của huyện.",
        "Hội nghị tiếp thu các kiến nghị, tập trung làm rõ nguyên nhân.",
        "Đồng chí Trần Thị Mẫu báo cáo tiến độ thực hiện nhiệm vụ: Đẩy mạnh tuyên truyền.",
        "Chính sách ngoại giao toàn diện tiếp tục phát triển.",
        "Trong thời gian tới, Huyện ủy tiếp tục đổi mới phương thức lãnh đạo.",
        "Theo đề nghị của Chi bộ, Huyện ủy xem xét kết nạp đảng viên.",
    ],
)
def test_reports_nouns_and_plans_are_no_requests(text: str) -> None:
    """What was done, what is called a request, and what somebody plans to do himself."""
    assert found(text)[0] == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "đề nghị",
                "yêu cầu các đơn vị",
                "tiếp tục",
                "kiểm tra, giám sát",
                "; ",
                ", ",
                "cần",
                "Đồng chí Trần Thị Mẫu",
                ". ",
                "nhiệm vụ sau:",
                "”",
                "giao",
            ]
        ),
        max_size=24,
    )
)
def test_tasks_are_in_order_and_apart(words: list[str]) -> None:
    """Whatever is put together, the tasks of a request lie in the text one after the other."""
    requests, text = found(" ".join(words) or "x")
    for request in requests:
        assert request.tasks
        last = 0
        for start, end in request.tasks:
            assert last <= start < end <= len(text)
            last = end


@pytest.mark.parametrize(
    "unit",
    [
        "đề nghị ",
        "đề nghị tiếp tục làm tốt, ",
        "Thời gian tới, ",
        "yêu cầu các đơn vị ",
        "Đề nghị các xã tăng cường kiểm tra. ",
        "nhấn mạnh cần ",
        "tiếp tục; ",
        "“",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_requests, unit)
