"""Who or what stands beside the right answer: another place, body, year, giver or level; and the
edges of what is answered."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.answers import counted, figure_offers, person_offers, place_offers, reason_offers, typed
from bot.answers.answer import answer_question
from bot.answers.passages import read_article
from bot.answers.question import read_question
from bot.answers.told_names import told_names
from storage.models import Article
from storage.open import open_store
from storage.text import fold
from tests.answers.articles import TODAY, report
from tests.facts.growth import is_linear

PUBLISHED = datetime(2023, 7, 6, 2, tzinfo=UTC)
DUMPS = report(
    "bairac00001",
    "Hai bãi rác ở Tràng Vỹ mở cửa cho dân giám sát",
    "Ngày 5/7, HĐND tỉnh Tràng Vỹ họp bất thường về xử lý rác.",
    "Bãi rác Nậm Khoang và bãi rác Đồi Sim sẽ mở cửa định kỳ từ tháng 8.",
    "Riêng bãi rác Đồi Sim vừa bị phạt 1,6 tỷ đồng do để nước thải tràn ra ruộng.",
    published=PUBLISHED,
)
FESTIVAL = report(
    "lehoi000001",
    "Lễ hội mơ Khe Lặng có chủ đề “Hương núi”",
    "Tối 4/7, huyện Khe Lặng khai mạc lễ hội mơ lần thứ hai tại Trung tâm Văn hóa Khe Lặng.",
    "Lễ hội diễn ra từ ngày 3 đến ngày 7-7, do Hiệp hội Làm vườn Tràng Vỹ phối hợp UBND huyện tổ "
    "chức, chi hết 340 triệu đồng.",
    "Ban tổ chức trao Huy hiệu 50 năm tuổi Đảng cho ông Vi Văn Thức, nghệ nhân lâu năm.",
    "Xã Khe Lặng phấn đấu đạt đô thị loại V. Tổ đại biểu đơn vị bầu cử số 6 tiếp xúc cử tri trong "
    "hai ngày, thời gian kiểm tra vườn ươm là 45 ngày.",
    published=PUBLISHED,
)
MEETING = report(
    "dangdoan001",
    "Tỉnh đoàn Tràng Vỹ họp hội nghị lần thứ 9",
    "Sáng 3/7, đồng chí Lò Thanh Sơn, Bí thư Tỉnh đoàn và đồng chí Hà Thị Mến, Phó Bí thư Tỉnh "
    "đoàn chủ trì hội nghị Ban Chấp hành Tỉnh đoàn Tràng Vỹ lần thứ 9.",
    "Ông Cao Xuân Định từng giữ chức Bí thư Huyện ủy Khe Lặng và Trưởng Ban Dân vận Tỉnh ủy Tràng "
    "Vỹ, nay làm Chủ tịch Hội Làm vườn.",
    "Đoàn thăm trạm nghiên cứu theo lời mời của Viện trưởng Viện Lâm nghiệp Phùng Đức Lộc.",
    "Quân khu Bốn Sông kỷ niệm 60 năm ngày truyền thống, có 10 đơn vị dự.",
    published=PUBLISHED,
)
ROAD = report(
    "duongxa0001",
    "Tràng Vỹ di dời 1.300 cây xanh trên đường Hàm Long",
    "Thành phố di dời 1.300 cây xanh trên đường Hàm Long để thi công 2,5 km vành đai phía nam.",
    "Kim ngạch của tỉnh đạt 3 tỷ USD, phấn đấu nâng lên 5 tỷ USD.",
    "Chủ tịch UBND tỉnh Tràng Vỹ Mạc Thị Nhuần kiểm tra công trường.",
    published=PUBLISHED,
)
ARTICLES = (DUMPS, FESTIVAL, MEETING, ROAD)


def ask(text: str) -> str | None:
    """The first answer among the articles of this module."""
    store = open_store("memory:")
    store.put_articles(list(ARTICLES))
    found = answer_question(store, text, today=TODAY).found
    return found[0].text if found else None


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bãi rác Đồi Sim bị phạt bao nhiêu tiền?", "1,6 tỷ đồng"),
        ("Lễ hội mơ Khe Lặng diễn ra từ ngày nào đến ngày nào?", "từ ngày 3 đến ngày 7-7"),
        ("Lễ hội mơ Khe Lặng có chủ đề gì?", "Hương núi"),
        ("Ai được trao Huy hiệu 50 năm tuổi Đảng?", "Vi Văn Thức"),
        ("Xã Khe Lặng phấn đấu đạt đô thị loại mấy?", "V"),
        ("Tổ đại biểu đơn vị bầu cử số mấy tiếp xúc cử tri Khe Lặng?", "6"),
        ("Kiểm tra vườn ươm ở Khe Lặng trong bao nhiêu ngày?", "45"),
        ("Ai chủ trì hội nghị Ban Chấp hành Tỉnh đoàn Tràng Vỹ lần thứ 9?", "Lò Thanh Sơn"),
        ("Đoàn thăm trạm nghiên cứu theo lời mời của ai?", "Phùng Đức Lộc"),
        ("Kim ngạch của tỉnh Tràng Vỹ đạt bao nhiêu?", "3 tỷ USD"),
    ],
)
def test_the_answer_ends_where_it_ends(form: type[str], text: str, expected: str) -> None:
    """Names without their titles, numbers that things bear, whole spans of days, what was reached
    and not what is aimed at; with diacritics and without."""
    assert ask(form(text)) == expected


def test_posts_that_were_held_are_told_together() -> None:
    """ "Từng giữ" asks for the former posts, not for the present one."""
    told = ask("Ông Cao Xuân Định từng giữ những chức vụ nào?")
    assert told == "Bí thư Huyện ủy Khe Lặng và Trưởng Ban Dân vận Tỉnh ủy Tràng Vỹ"


def test_a_body_may_be_who_did_it() -> None:
    """ "Do ai tổ chức" is answered by bodies as well."""
    told = ask("Lễ hội mơ Khe Lặng do ai tổ chức?")
    assert told is not None
    assert told.startswith("Hiệp hội Làm vườn Tràng Vỹ")


def test_a_purpose_is_a_reason_where_no_cause_is_told() -> None:
    """And a decimal comma does not end it."""
    told = ask("Vì sao Tràng Vỹ di dời 1.300 cây xanh trên đường Hàm Long?")
    assert told == "thi công 2,5 km vành đai phía nam"


@pytest.mark.parametrize(
    "text",
    [
        "Bãi rác Nậm Khoang bị phạt bao nhiêu tiền?",
        "bai rac nam khoang bi phat bao nhieu tien",
        "bi thu huyen doan khe lang la ai",
        "Lễ hội mơ Khe Lạnh chi hết bao nhiêu tiền?",
        "Ai được trao Huy hiệu 85 năm tuổi Đảng?",
        "Quân khu 10 kỷ niệm bao nhiêu năm ngày truyền thống?",
        "Chủ tịch UBND huyện Khe Lặng là ai?",
        "Bí thư Tỉnh ủy Lò Thanh Sơn phát biểu gì?",
        "Khi nào khởi công đường Hàm Long?",
        "Hội nghị Ban Chấp hành Tỉnh đoàn Tràng Vỹ lần thứ 8 họp khi nào?",
    ],
)
def test_what_stands_beside_is_no_answer(text: str) -> None:
    """Another dump's fine, another number of years, the province's chairman for the district's."""
    assert ask(text) is None


def test_names_are_told_by_the_articles() -> None:
    """Without capitals a name is what the articles write with them, provinces apart."""
    reads = [read_article(it, rank) for rank, it in enumerate(ARTICLES)]
    told = told_names(read_question("bai rac nam khoang bi phat bao nhieu"), reads)
    assert told == {("nam", "khoang")}
    assert not told_names(read_question("Bãi rác Nậm Khoang bị phạt bao nhiêu"), reads)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ha noi co tam nguyen gi", "what"),
        ("so noi vu co ke hoach gi", "document"),
        ("ong dinh noi gi", "said"),
        ("Ông Định nói gì?", "said"),
    ],
)
def test_a_syllable_of_a_name_is_no_verb_of_speech(text: str, kind: str) -> None:
    """ "Noi" is Nội of Hà Nội as often as nói."""
    assert read_question(text).kind == kind


def test_who_answers_stands_first_among_the_nearest() -> None:
    """The article of the answer is the first that is offered."""
    store = open_store("memory:")
    store.put_articles(list(ARTICLES))
    answered = answer_question(store, "Ai được trao Huy hiệu 50 năm tuổi Đảng?", today=TODAY)
    assert [it.article.id for it in answered.found] == [answered.nearest[0].id]


def test_of_two_sentences_of_one_day_the_better_is_shown_first() -> None:
    """Articles of one moment keep the order of their worth, whatever they are called."""
    later = Article(
        **{
            name: getattr(DUMPS, name)
            for name in ("source", "title", "first_seen", "updated_at", "published", "lead")
        },
        id="aaa00000001",
        fingerprint="aaa",
        paragraphs=("Bãi rác Đồi Sim từng bị nhắc, bị phạt 2 tỷ đồng là tin đồn ở chợ.",),
    )
    store = open_store("memory:")
    store.put_articles([later, DUMPS])
    found = answer_question(
        store, "Bãi rác Đồi Sim vừa bị phạt bao nhiêu tiền do nước thải?", today=TODAY
    ).found
    assert found[0].article.id == DUMPS.id


PATTERNS = [
    value
    for module in (counted, figure_offers, person_offers, place_offers, reason_offers, typed)
    for value in vars(module).values()
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda it: it.pattern[:40])
@pytest.mark.parametrize(
    "token",
    ["tại A ", "do Ban ", "tại số 1/1 A ", "12 ngày ", "để ", "từng ", "cho a ", "từng giữ "],
)
def test_the_patterns_take_linear_time(pattern: re.Pattern[str], token: str) -> None:
    """Also on what they look for, repeated."""
    assert is_linear(lambda text: [it.end() for it in pattern.finditer(text.text)], token)
