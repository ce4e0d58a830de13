"""Requests of letters and conclusions: lists line by line, several who are told in turn, and the
words of a speaker that go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import ArticleText, join_lines
from bot.facts.organisations import find_organisations
from bot.facts.people import find_people
from bot.facts.requests import find_requests
from tests.facts.growth import is_linear

Made = tuple[str | None, str | None, list[str]]

MAU = "Đồng chí Trần Thị Mẫu, Chủ tịch UBND tỉnh"


def made(*paragraphs: str) -> list[Made]:
    """Who asks whom for which tasks, of an article of these paragraphs."""
    text = join_lines(["Tiêu đề", *paragraphs])
    requests = find_requests(text, find_people(text), find_organisations(text))
    return [
        (it.asker, it.asked, [text.text[start:end] for start, end in it.tasks]) for it in requests
    ]


@pytest.mark.parametrize(
    ("opening", "asked"),
    [
        (f"{MAU} yêu cầu:", None),
        (f"{MAU} yêu cầu các sở, ngành, địa phương:", "các sở, ngành, địa phương"),
        (f"{MAU} đề nghị các chi bộ tập trung thực hiện một số nhiệm vụ sau:", "các chi bộ"),
        (f"Kết luận hội nghị, {MAU} nhấn mạnh một số nhiệm vụ trọng tâm:", None),
        (f"{MAU} chỉ đạo các xã cần thực hiện tốt các nội dung sau đây:", "các xã"),
    ],
)
@pytest.mark.parametrize(
    "marks", [("- ", "- "), ("1. ", "2. "), ("Thứ nhất, ", "Thứ hai, "), ("", "")]
)
def test_bare_tasks_of_lines(opening: str, asked: str | None, marks: tuple[str, str]) -> None:
    """Lines below the colon are tasks of those whom the opening names, marked in any way or not."""
    first, second = marks
    found = made(
        opening,
        f"{first}Tăng cường kiểm tra các hồ đập.",
        f"{second}Đẩy mạnh tuyên truyền trong nhân dân.",
        "Hội nghị kết thúc lúc 17 giờ.",
    )
    assert [tasks for _, _, tasks in found] == [
        ["Tăng cường kiểm tra các hồ đập", "Đẩy mạnh tuyên truyền trong nhân dân"]
    ]
    assert [(asker, whom) for asker, whom, _ in found] == [("Trần Thị Mẫu", asked)]


def test_a_letter_tells_several_in_turn() -> None:
    """Each line that names others is a request of its own, also where they only `chỉ đạo`."""
    found = made(
        f"Trước diễn biến của mưa lũ, {MAU} yêu cầu:",
        "1. Sở Nông nghiệp và Môi trường theo dõi chặt chẽ mực nước các sông.",
        "2. Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh bố trí lực lượng ứng trực.",
        "3. Sở Y tế chỉ đạo các bệnh viện chuẩn bị thuốc.",
        "4. UBND các xã, phường cần rà soát các hộ dân vùng trũng.",
    )
    assert [(asker, asked, tasks[0].split()[0]) for asker, asked, tasks in found] == [
        ("Trần Thị Mẫu", "Sở Nông nghiệp và Môi trường", "theo"),
        ("Trần Thị Mẫu", "Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh", "bố"),
        ("Trần Thị Mẫu", "Sở Y tế", "chỉ"),
        ("Trần Thị Mẫu", "UBND các xã, phường", "rà"),
    ]


def test_a_heading_names_those_of_the_lines_below() -> None:
    """`1. Sở Y tế:` and its tasks below."""
    found = made(
        f"{MAU} yêu cầu:",
        "1. Sở Y tế:",
        "a) Chuẩn bị đủ thuốc cho các trạm y tế.",
        "b) Tổ chức trực cấp cứu trong bão.",
        "2. Công an tỉnh:",
        "a) Bảo đảm an ninh trật tự tại các bến đò.",
    )
    assert [(asked, len(tasks)) for _, asked, tasks in found] == [
        ("Sở Y tế", 2),
        ("Công an tỉnh", 1),
    ]


def test_the_report_that_follows_ends_the_list() -> None:
    """A line without a mark, behind such with one, is no item; neither is `Đồng chí …`."""
    found = made(
        f"{MAU} yêu cầu:",
        "- Sở Y tế chuẩn bị thuốc.",
        "Sở Y tế tổ chức tổng kết năm vào tuần sau.",
    )
    assert [tasks for _, _, tasks in found] == [["chuẩn bị thuốc"]]


def test_paragraphs_of_a_letter() -> None:
    """Behind the news of a letter each paragraph that tells somebody what to do is its request."""
    found = made(
        "UBND tỉnh Phước Mẫu vừa ban hành Công văn số 12/UBND-NN về phòng cháy rừng.",
        "Sở Nông nghiệp và Môi trường, UBND các huyện và đơn vị liên quan tăng cường tuần tra.",
        "Người dân xã An Mẫu trồng cây. Ảnh: An Mẫu",
        "Các sở, ngành liên quan theo chức năng, nhiệm vụ được giao, phối hợp tuyên truyền.",
        "Công an tỉnh chỉ đạo các đơn vị điều tra các vụ phá rừng.",
    )
    assert [(asker, asked, tasks[0].split()[0]) for asker, asked, tasks in found] == [
        (
            "UBND tỉnh Phước Mẫu",
            "Sở Nông nghiệp và Môi trường, UBND các huyện và đơn vị liên quan",
            "tăng",
        ),
        ("UBND tỉnh Phước Mẫu", "Các sở, ngành liên quan", "phối"),
        ("UBND tỉnh Phước Mẫu", "Công an tỉnh", "chỉ"),
    ]


def test_a_list_within_its_sentence() -> None:
    """`nhấn mạnh một số nhiệm vụ …: …; …` lists tasks without those who are asked."""
    found = made(
        f"{MAU} nhấn mạnh một số nhiệm vụ trọng tâm quý IV như: Tiếp tục sắp xếp bộ máy; nâng cao "
        "chất lượng sinh hoạt chi bộ."
    )
    assert found == [
        (
            "Trần Thị Mẫu",
            None,
            ["Tiếp tục sắp xếp bộ máy", "nâng cao chất lượng sinh hoạt chi bộ"],
        )
    ]


def test_semicolons_part_those_who_are_told() -> None:
    """`giao Sở X …; Sở Y …; phòng Z …`: one request for each."""
    found = made(
        f"{MAU} giao Sở Công Thương bảo đảm nguồn hàng thiết yếu; Sở Y tế chuẩn bị thuốc; các xã "
        "rà soát hộ nghèo."
    )
    assert [(asked, tasks) for _, asked, tasks in found] == [
        ("Sở Công Thương", ["bảo đảm nguồn hàng thiết yếu"]),
        ("Sở Y tế", ["chuẩn bị thuốc"]),
        ("các xã", ["rà soát hộ nghèo"]),
    ]


def test_some_of_the_same_are_no_others() -> None:
    """Between bare tasks `các chi bộ …` tells some of those asked: the request stays whole."""
    found = made(
        "Đồng chí Trần Thị Mẫu đề nghị các đơn vị đẩy mạnh phát triển đảng viên; các chi bộ hoàn "
        "thành đại hội; tăng cường nắm bắt dư luận."
    )
    assert [(asked, len(tasks)) for _, asked, tasks in found] == [("các đơn vị", 3)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đối với Sở Y tế, đồng chí yêu cầu chuẩn bị đủ thuốc cho các xã.",
        "Riêng Sở Y tế cần chuẩn bị đủ thuốc cho các xã.",
        "Theo đó, Sở Y tế cần chuẩn bị đủ thuốc cho các xã.",
        "“Sở Y tế phải chuẩn bị đủ thuốc cho các xã. Đây là việc gấp”, đồng chí Trần Thị Mẫu nói.",
    ],
)
def test_a_speech_goes_on(sentence: str) -> None:
    """What an official says next that somebody has to do is asked for by the official."""
    found = made(f"{MAU} đánh giá cao nỗ lực của các ngành. {sentence}")
    assert found == [("Trần Thị Mẫu", "Sở Y tế", ["chuẩn bị đủ thuốc cho các xã"])]


def test_what_a_document_says_of_itself_is_no_speech() -> None:
    """Without an official who speaks nobody asks for what has to be done."""
    assert made("Quy hoạch đã được duyệt. Theo đó, Sở Y tế cần chuẩn bị thêm giường bệnh.") == []


@pytest.mark.parametrize(
    ("sentence", "asker"),
    [
        ("Đồng chí Chủ tịch UBND tỉnh yêu cầu các xã rà soát hộ nghèo.", "Trần Thị Mẫu"),
        ("Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các xã rà soát hộ nghèo.", "Trần Thị Mẫu"),
        ("Đồng chí đề nghị các xã rà soát hộ nghèo.", "Trần Thị Mẫu"),
        ("Đề nghị các xã rà soát hộ nghèo.", "Trần Thị Mẫu"),
        ("Bà Trần Thị Mẫu cho biết đã yêu cầu các xã rà soát hộ nghèo.", "Trần Thị Mẫu"),
        ("Ban Thường vụ Tỉnh ủy yêu cầu các xã rà soát hộ nghèo.", "Ban Thường vụ Tỉnh ủy"),
        ("Chủ tịch UBND thị xã yêu cầu các xã rà soát hộ nghèo.", "Chủ tịch UBND thị xã"),
    ],
)
def test_who_asks_by_a_post_or_a_pronoun(sentence: str, asker: str) -> None:
    """A post is its holder's where the article names one; a sentence without a subject is of
    whoever spoke before; a body is said by its whole name."""
    found = made(f"{MAU} phát biểu tại hội nghị. {sentence}")
    assert [(it[0], it[1]) for it in found] == [(asker, "các xã")]


def test_an_order_reported_as_a_quotation() -> None:
    """`“Sở X phối hợp …”. Đó là chỉ đạo của UBND tỉnh`: who asks is said behind it."""
    found = made(
        "“Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các xã phun thuốc”. Đó là chỉ đạo của "
        "UBND tỉnh Phước Mẫu đối với ngành nông nghiệp."
    )
    assert [(asker, asked) for asker, asked, _ in found] == [
        ("UBND tỉnh Phước Mẫu", "Sở Nông nghiệp và Môi trường")
    ]


@pytest.mark.parametrize(
    ("sentence", "asker", "asked"),
    [
        ("Cục Hàng không yêu cầu tăng cường giám sát hành lý.", "Cục Hàng không", None),
        (
            "UBND tỉnh Phước Mẫu vừa chỉ đạo ban quản lý dự án đẩy nhanh tiến độ các cầu.",
            "UBND tỉnh Phước Mẫu",
            "ban quản lý dự án",
        ),
        (
            "Lãnh đạo công an tỉnh đã chỉ đạo lực lượng chức năng khẩn trương điều tra.",
            "Lãnh đạo công an tỉnh",
            "lực lượng chức năng",
        ),
    ],
)
def test_names_that_look_like_grammar(sentence: str, asker: str, asked: str | None) -> None:
    """`không` and `dự án` within a name, and leaders without a name, hide no request."""
    assert [it[:2] for it in made(sentence)] == [(asker, asked)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Người dân vây bắt Trần Văn Mẫu giao cho công an điều tra, xử lý.",
        "Dự án do UBND tỉnh Phước Mẫu giao cho Công ty An Mẫu thực hiện.",
        "Nguyên nhân là họ yêu cầu tăng giá bồi thường và đổi đất.",
        "Cuối năm 2007, UBND tỉnh đã chỉ đạo các ngành khẩn trương dời chợ; năm 2024 mới xong.",
        "Sau 2 ngày ra văn bản yêu cầu xử lý nghiêm, Sở Y tế thu hồi văn bản.",
        "Ngư dân phản ánh việc tỉnh giao công ty nạo vét luồng lạch đã lâu.",
    ],
)
def test_no_request(sentence: str) -> None:
    """Nouns, causes and what went before ask for nothing now."""
    assert made(sentence) == []


@pytest.mark.parametrize(
    "token",
    ["1. Sở Y tế: ", "; Sở Y tế rà soát ", "“Sở Y tế cần ", "yêu cầu: - ", "Đối với các xã, "],
)
def test_hostile_paragraphs_stay_linear(token: str) -> None:
    """A paragraph of one repeated token takes time in step with its length."""

    def read(text: ArticleText) -> None:
        find_requests(join_lines(["Tiêu đề", "Đồng chí yêu cầu:", text.text[2:]]))

    assert is_linear(read, token)


@given(
    st.lists(st.sampled_from(["- ", "1. ", "Sở Y tế", "yêu cầu", ":", ";", " cần ", "rà soát hộ"]))
)
def test_tasks_are_spans_of_the_text(parts: list[str]) -> None:
    """Whatever is read: tasks lie in the text, in order, and none is empty."""
    text = join_lines(["Tiêu đề", "Bà Trần Thị Mẫu yêu cầu:", "".join(parts) or "x"])
    for request in find_requests(text, find_people(text), find_organisations(text)):
        assert request.tasks
        assert all(0 <= start < end <= len(text.text) for start, end in request.tasks)
