"""Questions whose words an article has, but not their answer; and answers of kinds that are seldom
asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.answers import near_misses, person_offers, reason_offers, typed
from bot.answers.answer import Found, answer_question
from bot.answers.asking import asks, english_topic
from storage.models import Article
from storage.open import open_store
from storage.text import fold
from tests.answers.articles import TODAY, report
from tests.facts.growth import is_linear

PUBLISHED = datetime(2023, 7, 6, 2, tzinfo=UTC)
HALF = report(
    "soket000001",
    "Đảng ủy Khối Dân vận Tràng Vỹ sơ kết 6 tháng đầu năm",
    "Ngày 5/7, Đảng ủy Khối Dân vận tỉnh Tràng Vỹ sơ kết 6 tháng đầu năm 2023, triển khai nhiệm vụ "
    "6 tháng cuối năm 2023.",
    "6 tháng đầu năm 2023, toàn khối kết nạp 61 đảng viên mới.",
    "Ông Lương Quốc Bảo, Giám đốc Sở Cảng vụ, được điều động giữ chức Bí thư Huyện ủy Sông Lềnh "
    "thay ông Đặng Văn Kế.",
    published=PUBLISHED,
)
CONGRESS = report(
    "daihoi00001",
    "Khai mạc Đại hội đại biểu Đảng bộ tỉnh Tràng Vỹ lần thứ I",
    "Sáng 4/7, Đại hội đại biểu Đảng bộ tỉnh Tràng Vỹ lần thứ I khai mạc lúc 8 giờ 30 tại nhà hát.",
    "Lực lượng vũ trang tỉnh đón nhận Huân chương Lam Giang hạng nhì, cùng nhiều bằng khen.",
    "Cây đa ở sân nhà hát rộng 2 ha nặng 40 tấn.",
    "Ban tổ chức công bố tình huống khẩn cấp với 27 sự cố đê điều.",
    published=PUBLISHED,
)
LAND = report(
    "thuhoi00001",
    "Một công ty ở Tràng Vỹ bị thu hồi đất",
    "Chậm nộp thuế ba năm liền, Công ty Du lịch Sông Lềnh vừa bị thu hồi 4 ha đất.",
    "Người dân phường Sa Lung chưa có nước sạch vì đường ống chính bị vỡ.",
    published=PUBLISHED,
)
DISTRICT = report(
    "quanuy00001",
    "Quận ủy Hai Bà Trưng giao ban quý II",
    "Ngày 3/7, Quận ủy Hai Bà Trưng giao ban công tác xây dựng Đảng quý II năm 2023.",
    published=PUBLISHED,
)
ARTICLES = (HALF, CONGRESS, LAND, DISTRICT)


def ask(text: str, *articles: Article) -> tuple[Found, ...]:
    """What is found among the articles given, or all of this module."""
    store = open_store("memory:")
    store.put_articles(list(articles or ARTICLES))
    return answer_question(store, text, today=TODAY).found


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 tháng đầu năm 2023 toàn khối kết nạp bao nhiêu đảng viên mới?", "61"),
        ("6 tháng đầu năm toàn khối kết nạp bao nhiêu đảng viên mới?", "61"),
        ("Đại hội đại biểu Đảng bộ tỉnh Tràng Vỹ lần thứ I khai mạc lúc mấy giờ?", "8 giờ 30"),
        ("Lực lượng vũ trang tỉnh đón nhận huân chương gì?", "Huân chương Lam Giang"),
        ("Cây đa ở sân nhà hát nặng bao nhiêu?", "40 tấn"),
        ("Ông Lương Quốc Bảo thay ai?", "Đặng Văn Kế"),
        ("Ông Lương Quốc Bảo được điều động giữ chức gì?", "Bí thư Huyện ủy Sông Lềnh"),
        ("Vì sao Công ty Du lịch Sông Lềnh bị thu hồi đất?", "Chậm nộp thuế ba năm liền"),
        ("Vì sao người dân phường Sa Lung chưa có nước sạch?", "đường ống chính bị vỡ"),
    ],
)
def test_what_is_said_is_answered(text: str, expected: str, form: type[str]) -> None:
    """Half-years, hours, who was replaced, new posts and reasons; with and without diacritics."""
    assert ask(form(text))[0].text == expected


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    "text",
    [
        "6 tháng cuối năm 2023 toàn khối kết nạp bao nhiêu đảng viên mới?",
        "Đại hội đại biểu Đảng bộ tỉnh Tràng Vỹ lần thứ II khai mạc ngày nào?",
        "Quận ủy Đống Đa giao ban quý II năm 2023 khi nào?",
        "Lực lượng vũ trang tỉnh đón nhận Huân chương Lam Giang hạng nhì, cùng nhiều bằng khen.",
        "Cây đa ở sân nhà hát rộng 2 ha nặng 40 tấn.",
        "Ban tổ chức công bố tình huống khẩn cấp với bao nhiêu sự cố cầu đường?",
        "Vì sao Đại hội đại biểu Đảng bộ tỉnh Tràng Vỹ khai mạc?",
        "Thế còn quý II thì sao?",
    ],
)
def test_a_near_miss_is_not_answered(text: str, form: type[str]) -> None:
    """Another half-year, ordinal, district or thing; a reason that nobody gives; a question that
    hangs in the air."""
    assert ask(form(text)) == ()


def test_how_something_went_is_read_in_its_sentence() -> None:
    """A word or two cut from it would say nothing."""
    (found, *_) = ask("Đảng ủy Khối Dân vận Tràng Vỹ sơ kết như thế nào?", HALF)
    assert found.text == found.sentence


RIVER = (
    "Hồ Lềnh là một hồ nước ngọt do sông băng tạo nên. Hồ sâu nhất ở phía bắc, nơi nước chảy qua "
    "một khe đá hẹp. Loài cá trắng sống ở đáy hồ và ăn các loài giáp xác nhỏ. Các nhà địa chất cho "
    "rằng lòng hồ hình thành từ một đứt gãy cổ, về sau được băng khoét rộng thêm. Nhờ nước lạnh, "
    "tảo hầu như không phát triển vào mùa hè, khiến nước trong suốt quanh năm."
)


@pytest.mark.parametrize("published", [None, PUBLISHED])
def test_a_text_that_explains_is_read_alike_with_and_without_a_date(
    published: datetime | None,
) -> None:
    """A feed dates whatever it carries; that makes no report of it."""
    lake = report("ho000000001", "Hồ Lềnh", RIVER, published=published)
    (found, *_) = ask("Loài cá nào sống ở đáy hồ?", lake)
    assert "cá trắng" in found.text


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Who chaired the meeting of Quan uy Hai Ba Trung?", "Quan Hai Ba Trung"),
        ("How many party members are there in the cluster?", "party members cluster"),
        ("ai la bi thu quan uy hai ba trung", None),
        ("do ai to chuc hoi nghi giao ban", None),
        ("can bo nao duoc khen thuong", None),
        ("Đồng chí nào chủ trì?", None),
        ("", None),
    ],
)
def test_english_is_told_from_vietnamese_without_diacritics(text: str, topic: str | None) -> None:
    """By function words that Vietnamese hardly has; its names are then searched for."""
    assert english_topic(text) == topic
    if topic is not None:
        assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["?", "？？", "a?", "ai?", "bao nhiêu?", "'" * 300, "ai " * 5_000, "\x00?", "<b>ai</b> là ai?"],
)
def test_hostile_questions_are_taken(text: str) -> None:
    """Empty ones, long ones and markup end in an answer or in none, never in an error."""
    assert all(it.sentence[it.start : it.end] == it.text for it in ask(text))


@pytest.mark.parametrize(
    "pattern",
    [
        reason_offers._CAUSE,
        reason_offers._BY,
        reason_offers._DOER,
        typed._CLOCK,
        near_misses._ORDINAL,
        person_offers._TAKES,
        person_offers._REPLACED,
        person_offers._VERB,
    ],
    ids=lambda it: str(it.pattern)[:20],
)
@pytest.mark.parametrize("token", ["vì ", "do ai ", "8 giờ ", "lan thu ", "giữ chức vụ ", "a", "1"])
def test_patterns_take_linear_time(pattern: re.Pattern[str], token: str) -> None:
    """Hostile text of one repeated token is read in time that grows with its length."""
    assert is_linear(lambda text: list(pattern.finditer(text.text)), token)
