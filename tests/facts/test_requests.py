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
from bot.facts.times import find_times
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
    ("text", "asker", "asked", "first"),
    [
        (  # a verb that no table knows, behind its modal
            "Đồng chí Trần Thị Mẫu đề nghị huyện Phước Mẫu phải vươn lên hơn nữa.",
            "Trần Thị Mẫu",
            "huyện Phước Mẫu",
            "vươn lên",
        ),
        (  # those who are asked are described by a verb of their own
            "Đồng chí Trần Thị Mẫu yêu cầu cán bộ tham gia bầu cử phải đặt mình vào vị trí cử tri.",
            "Trần Thị Mẫu",
            "cán bộ tham gia bầu cử",
            "đặt mình",
        ),
        (  # a place or time within their name
            "Đồng chí Trần Thị Mẫu đề nghị các đồng chí trong Huyện ủy cần hiểu rõ tình hình.",
            "Trần Thị Mẫu",
            "các đồng chí trong Huyện ủy",
            "hiểu rõ",
        ),
        (  # in a letter
            "UBND huyện Phước Mẫu có văn bản gửi Sở Nội vụ tỉnh Sông Mẫu đề nghị làm rõ việc này.",
            "UBND huyện Phước Mẫu",
            "Sở Nội vụ tỉnh Sông Mẫu",
            "làm rõ",
        ),
        (  # the verb at the end
            "“Các xã phải hoàn thành quy hoạch trong năm”, đồng chí Trần Thị Mẫu nhấn mạnh.",
            "Trần Thị Mẫu",
            "Các xã",
            "hoàn thành",
        ),
        (  # the name of a body that begins like a word
            "Bộ Chính trị giao Ban Thường vụ Đảng ủy Chính phủ khẩn trương xây dựng kịch bản.",
            "Bộ Chính trị",
            "Ban Thường vụ Đảng ủy Chính phủ",
            "khẩn trương",
        ),
        (  # a number of them, and each of them behind a colon
            "Tỉnh ủy Sông Mẫu yêu cầu 3 sở, ngành gồm: Nội vụ, Tài chính phối hợp chặt chẽ với xã.",
            "Tỉnh ủy Sông Mẫu",
            "3 sở, ngành",
            "phối hợp",
        ),
        (  # two bodies, one of whose names holds a word of telling
            "Tỉnh ủy Sông Mẫu yêu cầu Đài Tiếng nói Sông Mẫu lưu ý lựa chọn cán bộ đủ năng lực.",
            "Tỉnh ủy Sông Mẫu",
            "Đài Tiếng nói Sông Mẫu",
            "lưu ý",
        ),
        (  # in a letter that has a name
            'Hợp tác xã An Mẫu gửi "tâm thư" đến UBND xã, yêu cầu hỗ trợ kinh phí nạo vét.',
            "Hợp tác xã An Mẫu",
            "UBND xã",
            "hỗ trợ",
        ),
        (  # a subject of its own at the end of a quotation
            "“Vốn ít nên ngoài phần đã cấp, các xã phải huy động thêm”, bà Trần Thị Mẫu nhấn mạnh.",
            "Trần Thị Mẫu",
            "các xã",
            "huy động",
        ),
        (  # behind a visit that is told with the verb of somebody else
            "Sau khi kiểm tra, ông Lê Văn Mẫu yêu cầu các xã khẩn trương khắc phục.",
            "Lê Văn Mẫu",
            "các xã",
            "khẩn trương",
        ),
        (  # a list of those who are asked with a verb in one of their names
            "Bà Trần Thị Mẫu đề nghị Sở Nội vụ, quản lý thị trường, ban quản lý chợ kiểm tra lại.",
            "Trần Thị Mẫu",
            "Sở Nội vụ, quản lý thị trường, ban quản lý chợ",
            "kiểm tra",
        ),
        (  # by whom it is told that "this body" asks
            "UBND xã An Mẫu cho biết, đơn vị này vừa kiến nghị UBND huyện bố trí đủ vốn.",
            "UBND xã An Mẫu",
            "UBND huyện",
            "bố trí",
        ),
        (  # not to do something, with a modal
            "Bà Trần Thị Mẫu kêu gọi các xã không nên tìm cách trì hoãn việc này.",
            "Trần Thị Mẫu",
            "các xã",
            "không nên",
        ),
        (  # an order that somebody is asked to give
            "Sở Tài chính tỉnh Sông Mẫu kiến nghị UBND tỉnh yêu cầu các xã dừng việc bán đất.",
            "Sở Tài chính tỉnh Sông Mẫu",
            "UBND tỉnh",
            "yêu cầu",
        ),
        (  # a day before those who are asked
            "Bà Trần Thị Mẫu yêu cầu đến cuối năm, Sở Nội vụ phải hoàn thành phần mềm này.",
            "Trần Thị Mẫu",
            "Sở Nội vụ",
            "hoàn thành",
        ),
        (  # not to do something
            "Tỉnh ủy Sông Mẫu yêu cầu các xã không tổ chức văn nghệ chào mừng đại hội.",
            "Tỉnh ủy Sông Mẫu",
            "các xã",
            "không tổ chức",
        ),
    ],
)
def test_where_those_asked_end(text: str, asker: str, asked: str, first: str) -> None:
    """Whoever is asked ends where what they have to do begins, known verb or not."""
    ((request,), whole) = found(text)
    assert (request.asker, request.asked) == (asker, asked)
    assert whole[request.tasks[0][0] :].startswith(first)


@pytest.mark.parametrize(
    "text",
    [
        "Trước đó, Huyện ủy Phước Mẫu đã yêu cầu các xã tăng cường tuần tra.",
        "Ông Mẫu bị Đảng ủy xã nhắc nhở nhiều lần, yêu cầu chấm dứt việc làm sai.",
        "Huyện ủy nhận được văn bản của ông Lê Văn Mẫu đề nghị xem xét đơn của gia đình.",
        "Sau khi Huyện ủy chỉ đạo kiểm tra việc này, các xã đã báo cáo.",
        "Doanh nghiệp không chấp hành yêu cầu kiểm tra của đoàn liên ngành.",
        "UBND xã đã 3 lần kiến nghị UBND huyện bố trí đủ vốn cho công trình.",
        "Tỉnh ủy giao Phó Tổng biên tập làm quyền Tổng biên tập báo Sông Mẫu.",
        "Người dân mong sớm ổn định cuộc sống.",
        "Huyện ủy nghe 11 đề xuất, kiến nghị nhằm tháo gỡ khó khăn trong quản lý.",
        "Phó Thủ tướng Lê Văn Mẫu đã yêu cầu làm rõ ba lần.",
        "Ông Mẫu đã từng yêu cầu xã xem xét lại, cũng như kêu gọi tăng cường đối thoại.",
        "Vụ việc lắng xuống sau khi UBND TP.Sông Mẫu đề nghị chấn chỉnh việc này.",
        "Sau khi Huyện ủy, UBND huyện chỉ đạo kiểm tra việc này, các xã đã báo cáo.",
        "Huyện ủy thống nhất chủ trương thí điểm giao Công ty An Mẫu quản lý sân vận động.",
        "Bà Lê Thị Mẫu nộp đơn kháng cáo, yêu cầu đình chỉ việc thu hồi đất.",
        "Ông Lê Văn Mẫu đã có đơn gửi Sở Nội vụ mong muốn gia hạn thời gian thuê nhà.",
        "Người cũng bày tỏ mong muốn nhân dân tỉnh nhà nỗ lực xây dựng quê hương.",
        "Bà Mẫu lưu ý rằng các sở đang làm việc để xác định cơ chế phối hợp.",
        "Đoàn kết luận: Ông Mẫu chi tiêu sai mục đích, buộc phải bồi thường 48 triệu đồng.",
        "Theo ông, yêu cầu đổi mới cách làm không chỉ là cơ hội của địa phương.",
    ],
)
def test_what_went_before_or_only_looks_like_it_is_no_request(text: str) -> None:
    """Background, letters received, nouns, posts that are given and wishes ask for nothing."""
    assert found(text)[0] == ()


def test_a_day_well_before_the_event_makes_it_background() -> None:
    """What was asked in March is no request of a meeting in July."""
    text = join_lines(
        [
            "Tiêu đề",
            "Ngày 4/7, Huyện ủy Phước Mẫu tổ chức hội nghị.",
            "Ngày 23/3, UBND huyện Phước Mẫu yêu cầu các xã tăng cường tuần tra.",
        ]
    )
    bodies = find_organisations(text)
    assert len(find_requests(text, (), bodies)) == 1
    assert find_requests(text, (), bodies, find_times(text)) == ()


def test_sentences_behind_tell_others_what_to_do() -> None:
    """`Theo đó, các xã cần …` and `Sở Nội vụ chủ trì …` go on from what was announced."""
    requests, text = found(
        "Phát biểu tại hội nghị, đồng chí Trần Thị Mẫu, Bí thư Huyện ủy nhấn mạnh những nhiệm vụ "
        "thời gian tới. Theo đó, các xã cần xác định rõ trách nhiệm của mình. Trường hợp có sai "
        "phạm, xử lý nghiêm theo quy định. Ban Tổ chức Huyện ủy chủ trì hướng dẫn thực hiện."
    )
    assert [(it.asker, it.asked) for it in requests] == [
        ("Trần Thị Mẫu", "các xã"),
        ("Trần Thị Mẫu", "Ban Tổ chức Huyện ủy"),
    ]
    assert [text[a:b].split()[0] for it in requests for a, b in it.tasks] == ["xác", "xử", "chủ"]


def test_instructions_that_are_passed_on_tell_whose_they_are() -> None:
    """Who is told what in the sentences behind is asked by whoever gave the instructions."""
    requests, text = found(
        "Văn phòng UBND tỉnh Sông Mẫu thông báo ý kiến chỉ đạo của Chủ tịch UBND tỉnh Sông Mẫu về "
        "trồng rừng. Theo đó, các xã phải khẩn trương rà soát quỹ đất. Ảnh: Báo Sông Mẫu. Sở Tài "
        "chính được giao tổng hợp kinh phí. Sở Nội vụ căn cứ báo cáo của các xã, rà soát biên chế."
    )
    asker = "Chủ tịch UBND tỉnh Sông Mẫu"
    assert [(it.asker, it.asked, text[slice(*it.tasks[0])].split()[0]) for it in requests] == [
        (asker, "các xã", "khẩn"),
        (asker, "Sở Tài chính", "tổng"),
        (asker, "Sở Nội vụ", "rà"),
    ]


def test_a_plan_tells_bodies_what_to_do_also_a_sentence_later() -> None:
    """What a plan is for may be said first; tasks that go on are no requests of their own."""
    requests, text = found(
        "UBND tỉnh Sông Mẫu vừa ban hành Kế hoạch số 912/KH-UBND về chuyển đổi số. Kế hoạch nhằm "
        "nâng cao nhận thức. Sở Nội vụ chủ trì thành lập tổ công tác. Thủ trưởng các sở, Chủ tịch "
        "UBND các xã tiến hành rà soát thủ tục. Kịp thời tham mưu, đề xuất UBND tỉnh chỉ đạo khắc "
        "phục hạn chế."
    )
    assert [it.asked for it in requests] == [
        "Sở Nội vụ",
        "Thủ trưởng các sở, Chủ tịch UBND các xã",
    ]
    assert [text[a:b].split()[0] for a, b in requests[1].tasks] == ["tiến", "Kịp"]


def test_bodies_that_do_something_without_instructions_are_not_told_to() -> None:
    """The same words in a plain report ask for nothing."""
    assert found("Sở Nội vụ chủ trì thành lập tổ công tác. Sở Tài chính bố trí kinh phí.")[0] == ()


def test_a_caption_in_front_hides_nobody_who_is_told() -> None:
    """A caption without a full stop in front of a body that needs to do something."""
    requests, _ = found(
        "Bà Trần Thị Mẫu yêu cầu các xã kiểm tra các cơ sở đóng tàu. Tàu vỏ thép rỉ sét nằm bờ Sở "
        "Nội vụ tỉnh Sông Mẫu cần rà soát các quy định về nhân sự."
    )
    assert [it.asked for it in requests] == ["các xã", "Sở Nội vụ tỉnh Sông Mẫu"]


def test_those_asked_before_are_told_more_without_a_verb_that_asks() -> None:
    """Whoever was asked stands again in front of what else to do, be it no body that is known."""
    requests, _ = found(
        "Bà Trần Thị Mẫu đề nghị phía nhà đầu tư tiếp tục hỗ trợ tỉnh. Phía nhà đầu tư cần sớm "
        "hoàn thiện hồ sơ."
    )
    assert [it.asked for it in requests] == ["phía nhà đầu tư", "Phía nhà đầu tư"]


@pytest.mark.parametrize(
    ("text", "asker", "asked", "first"),
    [
        (
            "Sở Công Thương Phước Mẫu yêu cầu phủ sóng di động tại hai bến cảng.",
            "Sở Công Thương Phước Mẫu",
            None,
            "phủ sóng di động",
        ),
        (
            "Sở Y tế Phước Mẫu yêu cầu trong vòng một tuần, Bệnh viện An Mẫu phải có báo cáo rõ.",
            "Sở Y tế Phước Mẫu",
            "Bệnh viện An Mẫu",
            "có báo cáo rõ",
        ),
        (
            "Sở Y tế Phước Mẫu yêu cầu trong một tuần phải có báo cáo nguyên nhân.",
            "Sở Y tế Phước Mẫu",
            None,
            "có báo cáo nguyên nhân",
        ),
        (
            "Theo bà Trần Thị Mẫu, Bí thư Huyện ủy, Sở Nội vụ cần tăng cường kiểm tra.",
            "Trần Thị Mẫu",
            "Sở Nội vụ",
            "tăng cường kiểm tra",
        ),
        (
            "Bà Trần Thị Mẫu, Bí thư Huyện ủy nói các xã cần tiếp tục chăm lo người nghèo.",
            "Trần Thị Mẫu",
            "các xã",
            "tiếp tục chăm lo người nghèo",
        ),
        (
            "Bà Trần Thị Mẫu, Bí thư Huyện ủy động viên các em học sinh hãy nỗ lực học tập tốt.",
            "Trần Thị Mẫu",
            "các em học sinh",
            "nỗ lực học tập tốt",
        ),
        (
            "UBND tỉnh Phước Mẫu chỉ đạo các ngành rà soát, đề xuất các phương án đấu giá.",
            "UBND tỉnh Phước Mẫu",
            "các ngành",
            "rà soát, đề xuất các phương án đấu giá",
        ),
        (
            "UBND tỉnh Phước Mẫu đã giao Sở Y tế làm rõ các sai phạm ở trạm xá.",
            "UBND tỉnh Phước Mẫu",
            "Sở Y tế",
            "làm rõ các sai phạm",
        ),
        (
            "UBND tỉnh Phước Mẫu ban hành Công văn số 42/UBND-VX chỉ đạo điều tra vụ cháy chợ.",
            "UBND tỉnh Phước Mẫu",
            None,
            "điều tra vụ cháy chợ",
        ),
    ],
)
def test_orders_by_other_words(text: str, asker: str, asked: str | None, first: str) -> None:
    """A deadline in between, an unknown verb, what officials say must be done: requests too."""
    ((request,), whole) = found(text)
    assert (request.asker, request.asked) == (asker, asked)
    start, end = request.tasks[0]
    assert whole[start:end].startswith(first)


@pytest.mark.parametrize(
    "text",
    [
        "Ông Trần Văn Mẫu, chủ quán, nói khách cần tiếp tục chờ thêm ít phút.",
        "Bị cáo Trần Văn Mẫu mong tòa xem xét giảm nhẹ hình phạt.",
        "Theo luật sư Trần Văn Mẫu, UBND xã cần tiếp tục giải quyết đơn.",
        "UBND tỉnh đã giao Sở Y tế kiểm tra 11 trạm xá, phát hiện nhiều sai phạm.",
        "Sở Y tế Phước Mẫu đề nghị thi hành kỷ luật ông Trần Văn Mẫu.",
    ],
)
def test_opinions_pleas_and_orders_carried_out_are_none(text: str) -> None:
    """Who holds no post tells no body what to do, nor does a defendant."""
    assert tasks(text) == []


def test_a_full_stop_without_a_space_ends_what_is_asked_of_the_first() -> None:
    """Whoever is told next stands in a request of its own."""
    requests, _ = found(
        "Chủ tịch UBND tỉnh yêu cầu Sở Y tế xử lý nghiêm theo quy định.Giám đốc Sở Nội vụ chủ trì, "
        "phối hợp kiểm tra các đơn vị."
    )
    assert [it.asked for it in requests] == ["Sở Y tế", "Giám đốc Sở Nội vụ"]


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        (  # behind the object of another verb
            "Đảng ủy xã An Mẫu đã kỷ luật ông Mẫu; đồng thời đề nghị các chi bộ làm rõ việc này.",
            "Đảng ủy xã An Mẫu",
        ),
        (  # whose post holds the name of a body
            "Ông Lê Văn Mẫu, Phó trưởng Ban Tổ chức đề nghị các xã tập trung hoàn thành kế hoạch.",
            "Lê Văn Mẫu",
        ),
        (  # in the sentence before
            "Lãnh đạo thành phố quyết định mở rộng. Đồng thời yêu cầu các trường xây dựng đề án.",
            "Lãnh đạo thành phố",
        ),
    ],
)
def test_the_subject_of_the_sentence_asks(text: str, asker: str) -> None:
    """Not the name that happens to stand next to the verb."""
    ((request,), _) = found(text)
    assert request.asker == asker


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
        "Các xã cần ",
        "gửi Sở Nội vụ ",
        "phải, ông nhấn mạnh. ",
        "bị nhắc nhở, yêu cầu ",
        "Trường hợp có, ",
        "gửi thư đến ",
        "Sở Nội vụ căn cứ báo cáo, ",
        "thông báo ý kiến chỉ đạo của ",
        "vừa ban hành kế hoạch ",
        "nhiều lần yêu cầu ",
        "sau khi TP.Mẫu ",
        "đơn kháng cáo, yêu cầu ",
        "Nằm bờ Sở Nội vụ cần ",
        "kiến nghị UBND tỉnh ",
        "Chủ tịch nói cần ",
        "yêu cầu trong vòng ",
        "ký công văn số 1 chỉ đạo ",
        "Theo ông Mẫu, ",
        "đã giao ",
        "đã chỉ đạo các xã ",
        "đề nghị (giao ",
        "“Ngày yêu cầu ",
        "đề nghị song đã ",
        "khi ông An ",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    """Four times the text takes no more than some ten times as long."""
    assert is_linear(find_requests, unit)


@pytest.mark.parametrize(
    ("text", "asker", "asked", "first"),
    [
        (
            (
                "Ngày 7.2, UBND tỉnh Phước Mẫu đã chỉ đạo Sở Y tế, Trung tâm Y tế dự phòng phối "
                "hợp kiểm tra nguồn nước."
            ),
            "UBND tỉnh Phước Mẫu",
            "Sở Y tế, Trung tâm Y tế dự phòng",
            "phối hợp",
        ),
        (
            "Huyện ủy An Mẫu đã chỉ đạo Ủy ban Kiểm tra vào cuộc xác minh vụ việc.",
            "Huyện ủy An Mẫu",
            "Ủy ban Kiểm tra",
            "vào cuộc",
        ),
        (
            (
                "Sở Xây dựng Phước Mẫu yêu cầu các doanh nghiệp xây dựng nhà ở tổng hợp danh mục "
                "dự án."
            ),
            "Sở Xây dựng Phước Mẫu",
            "các doanh nghiệp xây dựng nhà ở",
            "tổng hợp",
        ),
        (
            (
                "Bộ trưởng Trần Văn Mẫu yêu cầu Cục Thể thao – đơn vị có cán bộ vắng mặt – giải "
                "trình vụ việc."
            ),
            "Trần Văn Mẫu",
            "Cục Thể thao",
            "giải trình",
        ),
        (
            "UBND tỉnh Phước Mẫu giao huyện An Mẫu kiểm tra việc thu phí tại bến xe.",
            "UBND tỉnh Phước Mẫu",
            "huyện An Mẫu",
            "kiểm tra",
        ),
    ],
)
def test_orders_of_the_day(text: str, asker: str, asked: str, first: str) -> None:
    """News of an order that was given is a request; what describes those asked is left out."""
    (request, *_), written = found(text)
    assert (request.asker, request.asked) == (asker, asked)
    assert written[slice(*request.tasks[0])].startswith(first)


def test_leaders_who_ask_begin_a_request_not_a_task() -> None:
    """`Lãnh đạo Chính phủ yêu cầu …` behind a request is another one."""
    requests, text = found(
        "Thủ tướng yêu cầu Tập đoàn Mẫu tập trung bảo đảm cấp điện. Lãnh đạo Chính phủ yêu cầu "
        "Tập đoàn Mẫu minh bạch giá điện."
    )
    assert [text[slice(*it.tasks[0])].split()[0] for it in requests] == ["tập", "minh"]


@pytest.mark.parametrize(
    "text",
    [
        "Trong năm, UBND tỉnh Phước Mẫu đã chỉ đạo Sở Y tế tổ chức nhiều đợt tập huấn.",
        "Ông Trần Văn Mẫu đề nghị Sở Y tế cho phép báo chí tham dự nhưng đã bị từ chối.",
        "Doanh nghiệp nộp giấy tờ của dự án (gồm: giao chủ đầu tư, phê duyệt quy hoạch).",
        "Tổ tuần tra yêu cầu các đối tượng dừng xe để kiểm tra.",
        "Thủ tướng dự “Ngày hội kêu gọi các bạn trẻ tiết kiệm điện” tại Phước Mẫu.",
        "Số ghế của đảng này đã giảm từ mức cao, khi bà Trần Thị Mẫu kêu gọi tổ chức bầu cử sớm.",
    ],
)
def test_work_done_refusals_asides_and_patrols_are_no_requests(text: str) -> None:
    """Reported work, what was turned down, brackets, names in quotes, stops on the road."""
    assert found(text)[0] == ()


def test_things_are_not_told_what_to_do() -> None:
    """`Các nội dung trên gửi về Sở …` behind a request asks nobody else."""
    requests, _ = found(
        "Sở Xây dựng Phước Mẫu yêu cầu các xã rà soát dự án. Các nội dung trên gửi về Sở Xây dựng "
        "trước ngày 16/2/2017."
    )
    assert [it.asked for it in requests] == ["các xã"]
