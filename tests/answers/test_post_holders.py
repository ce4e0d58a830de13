"""Who holds a post now is told by the newest article that gives it, not by who leaves it there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import ModuleType

import pytest
from msgspec import structs

from bot.answers import post_evidence, post_names, post_states
from bot.answers.answer import Found, answer_question
from bot.answers.asking import english_topic
from bot.answers.post_evidence import told_of
from bot.answers.post_names import asked_post, post_key
from bot.answers.question import read_question
from bot.facts.article_text import ArticleText
from bot.facts.look_up import with_terms
from storage.base import Store
from storage.models import Article
from storage.open import open_store
from storage.text import fold
from tests.answers.articles import TODAY, report
from tests.facts.growth import is_linear


def told(month: int, title: str, lead: str, *paragraphs: str) -> Article:
    """A report of the tenth of that month."""
    published = datetime(2023, month, 10, 2, tzinfo=UTC)
    return report(
        f"tin{month:02}{abs(hash(title)) % 10**6}", title, lead, *paragraphs, published=published
    )


VISIT = told(
    1,
    "Tràng Vỹ chúc Tết công nhân",
    "Bí thư Tỉnh ủy Tràng Vỹ Hoàng Văn Lãm thăm công nhân khu công nghiệp Sa Lung.",
)
APPOINTED = told(
    5,
    "Tràng Vỹ có người đứng đầu mới",
    "Bà Đinh Thị Thoa được Bộ Chính trị điều động, chỉ định giữ chức Bí thư Tỉnh ủy Tràng Vỹ "
    "nhiệm kỳ 2020-2025, thay ông Hoàng Văn Lãm.",
)
DEPUTY = told(
    8,
    "Tràng Vỹ có thêm Phó Bí thư Tỉnh ủy",
    "Ông Lương Quốc Tĩnh được chỉ định giữ chức Phó Bí thư Tỉnh ủy Tràng Vỹ.",
)
FORMER = told(
    9,
    "Gặp mặt cán bộ lão thành",
    "Ông Hoàng Văn Lãm, nguyên Bí thư Tỉnh ủy Tràng Vỹ, kể chuyện xưa với đoàn viên.",
)
ELSEWHERE = told(
    9,
    "Đồng Nhạn họp báo",
    "Bí thư Tỉnh ủy Đồng Nhạn Phùng Văn Khởi trả lời báo chí về đường ven sông.",
)
MOVED = told(
    9,
    "Bí thư Tỉnh ủy Tràng Vỹ nhận nhiệm vụ mới",
    "Bà Đinh Thị Thoa, Bí thư Tỉnh ủy Tràng Vỹ, được điều động giữ chức Bí thư Tỉnh ủy Đồng Nhạn.",
)
SUCCESSOR = told(
    10,
    "Công bố quyết định về cán bộ ở Tràng Vỹ",
    "Ông Vi Đức Mạnh giữ chức Bí thư Tỉnh ủy Tràng Vỹ từ hôm nay.",
)
ASKED = "Ai là Bí thư Tỉnh ủy Tràng Vỹ?"


def ask(text: str, *articles: Article) -> tuple[Found, ...]:
    """What is answered where these articles are stored."""
    store: Store = open_store("memory:")
    store.put_articles(list(articles))
    return answer_question(store, text, today=TODAY).found


def names(text: str, *articles: Article) -> list[str]:
    """The words that answer."""
    return [it.text for it in ask(text, *articles)]


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "Bí thư Tỉnh ủy Tràng Vỹ là ai?",
        "Ai đang là Bí thư Tỉnh ủy Tràng Vỹ?",
        "Ai giữ chức Bí thư Tỉnh ủy Tràng Vỹ?",
        "Bí thư Tỉnh ủy Tràng Vỹ hiện nay là ai?",
        "Cho hỏi ai làm Bí thư Tỉnh ủy Tràng Vỹ ạ?",
    ],
)
def test_the_one_appointed_last_answers_and_the_former_stands_beside(text: str) -> None:
    """Newest first, whichever way it is asked, with or without diacritics."""
    articles = (VISIT, APPOINTED, DEPUTY, FORMER, ELSEWHERE)
    assert names(text, *articles) == ["Đinh Thị Thoa", "Hoàng Văn Lãm"]
    assert names(fold(text), *articles) == ["Đinh Thị Thoa", "Hoàng Văn Lãm"]


def test_the_answer_is_words_of_the_sentence_that_gives_the_post() -> None:
    """The name stands where the offsets say."""
    found = ask(ASKED, VISIT, APPOINTED)[0]
    assert found.article == APPOINTED
    assert found.sentence == APPOINTED.lead
    assert found.sentence[found.start : found.end] == found.text == "Đinh Thị Thoa"


def test_who_moves_away_is_no_answer_beside_the_successor() -> None:
    """The article that reports the move names her with the post that she leaves."""
    found = ask(ASKED, VISIT, APPOINTED, MOVED, SUCCESSOR)
    assert [it.text for it in found] == ["Vi Đức Mạnh", "Đinh Thị Thoa", "Hoàng Văn Lãm"]
    assert found[1].article == APPOINTED


def test_who_moves_away_holds_the_new_post() -> None:
    """The same sentence answers for the province that she goes to."""
    articles = (VISIT, APPOINTED, MOVED)
    assert names("Ai là Bí thư Tỉnh ủy Đồng Nhạn?", *articles) == ["Đinh Thị Thoa"]


def test_without_a_successor_the_sentence_that_tells_of_the_leaving_is_shown() -> None:
    """An older sentence would say that she still holds it."""
    (found,) = ask(ASKED, VISIT, APPOINTED, MOVED)
    assert (found.text, found.article) == ("Đinh Thị Thoa", MOVED)


def test_a_deputy_is_asked_for_as_a_deputy() -> None:
    """ "Phó Bí thư" never answers for "Bí thư", nor the other way round."""
    assert names("Phó Bí thư Tỉnh ủy Tràng Vỹ là ai?", APPOINTED, DEPUTY) == ["Lương Quốc Tĩnh"]
    assert "Lương Quốc Tĩnh" not in names(ASKED, DEPUTY)


def test_who_is_only_proposed_does_not_hold_it() -> None:
    """A proposal is no election."""
    proposed = told(
        10,
        "Giới thiệu nhân sự ở Tràng Vỹ",
        "Ông Cao Bá Lộc được giới thiệu để bầu giữ chức Chủ tịch UBND tỉnh Tràng Vỹ.",
    )
    chairs = told(
        6,
        "Tràng Vỹ họp thường kỳ",
        "Chủ tịch UBND tỉnh Tràng Vỹ Mạc Văn Thuần chủ trì phiên họp tháng 5.",
    )
    assert names("Ai là chủ tịch UBND tỉnh Tràng Vỹ?", proposed, chairs) == ["Mạc Văn Thuần"]
    assert names("Chủ tịch tỉnh Tràng Vỹ là ai?", proposed, chairs) == ["Mạc Văn Thuần"]


def test_what_has_no_date_is_not_the_newest() -> None:
    """An old page may have come in last."""
    undated = structs.replace(VISIT, published=None)
    assert names(ASKED, undated, APPOINTED) == ["Đinh Thị Thoa"]


def test_a_province_may_be_called_as_what_is_past() -> None:
    """Neither "Thái Nguyên" nor "Hưng Yên" tells that a post is given up."""
    article = told(
        9,
        "Phân công cán bộ",
        "Ông Ninh Văn Thược từ Thái Nguyên làm Bí thư Tỉnh ủy Hưng Yên, ông Kha Văn Mậu giữ chức "
        "Bí thư Tỉnh ủy Thái Nguyên.",
    )
    assert names("Ai là Bí thư Tỉnh ủy Thái Nguyên?", article) == ["Kha Văn Mậu"]
    assert names("Bí thư Tỉnh ủy Hưng Yên là ai?", article) == ["Ninh Văn Thược"]


def test_who_only_stands_in_the_sentence_does_not_hold_it() -> None:
    """The visitor is a secretary, and the province is named: not one of the other."""
    visit = told(9, "Thăm hỏi", "Ông Ninh Văn Thược, Bí thư Tỉnh ủy, đến thăm tỉnh Tuyên Quang.")
    other = told(8, "Hỗ trợ", "Bí thư Tỉnh ủy Đồng Nai Kha Văn Mậu trao quà cho Tuyên Quang.")
    assert names("Ai là Bí thư Tỉnh ủy Tuyên Quang?", other) == []
    assert "Kha Văn Mậu" not in names("Ai là Bí thư Tỉnh ủy Tuyên Quang?", visit, other)


def test_the_dead_are_remembered_by_posts_that_they_held() -> None:
    """An anniversary is no news of who holds the post."""
    anniversary = told(
        9,
        "Kỷ niệm 100 năm",
        "Tràng Vỹ kỷ niệm ngày sinh Bí thư Tỉnh ủy Tràng Vỹ Đoàn Văn Thăng.",
    )
    assert names(ASKED, VISIT, anniversary) == ["Hoàng Văn Lãm"]


def test_the_same_post_of_another_province_does_not_answer() -> None:
    """Nothing is found where only the neighbour's secretary is named."""
    assert names("Ai là Bí thư Tỉnh ủy Bản Vằng?", VISIT, ELSEWHERE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ai là Bí thư Tỉnh ủy Tràng Vỹ năm 2020?",
        "Ai là Bí thư Tỉnh ủy Tràng Vỹ trước đây?",
        "Ai chủ trì hội nghị của Tỉnh ủy Tràng Vỹ?",
        "Bí thư Tỉnh ủy Tràng Vỹ nói gì?",
        "Ai được bầu làm Bí thư Tỉnh ủy Tràng Vỹ?",
        "Thường trực Tỉnh ủy Tràng Vỹ làm việc với ai?",
        "Ai là nguyên Bí thư Tỉnh ủy Tràng Vỹ?",
        "Who is the secretary of Trang Vy?",
    ],
)
def test_other_questions_are_not_asked_for_the_holder(text: str) -> None:
    """What is past, what was done, what was said, and English."""
    assert asked_post(read_question(text)) is None


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Ai đang là Bí thư Tỉnh ủy Thái Nguyên hiện nay?", "bi thu tinh uy thai nguyen"),
        ("Bí thư Huyện ủy Ngọc Hiển là ai?", "bi thu huyen uy ngoc hien"),
        ("Ai là Bí thư thứ nhất Trung ương Đoàn?", "bi thu thu nhat trung uong doan"),
        ("Chủ tịch Hội Cựu chiến binh xã Duy Tân là ai?", "chu tich hoi cuu chien binh xa duy tan"),
        ("tan chu tich ubnd tinh quang nam hien nay la ai", "chu tich ubnd tinh quang nam"),
        ("Người nào giữ chức vụ Trưởng phòng Nội vụ?", "truong phong noi vu"),
    ],
)
def test_the_whole_post_is_read(text: str, post: str) -> None:
    """Without what only says that today is meant, even where a name looks like it."""
    assert asked_post(read_question(text)) == post


def test_english_is_searched_as_before() -> None:
    """It has a topic of its own and no post."""
    assert english_topic("Who is the secretary of Trang Vy?") == "Trang Vy"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bí thư Tỉnh ủy Quảng Trị", "bi thu Quang Tri"),
        ("Chủ tịch UBND tỉnh Quảng Trị", "Chủ tịch tỉnh Quảng Trị"),
        ("chu tich ubnd tp hcm", "Chủ tịch Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("Bí thư TPHCM", "Bí thư Thành ủy TP.HCM"),
        ("quyền Chủ tịch UBND tỉnh Hà Tĩnh", "tân Chủ tịch Hà Tĩnh"),
        ("Giám đốc Sở Y tế Đồng Nai", "Giám đốc Sở Y tế tỉnh Đồng Nai"),
    ],
)
def test_spellings_of_one_post_meet(one: str, other: str) -> None:
    """Abbreviated, shortened, without diacritics."""
    assert post_key(one).is_of(post_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bí thư Tỉnh ủy Quảng Trị", "Phó Bí thư Tỉnh ủy Quảng Trị"),
        ("Bí thư Tỉnh ủy Quảng Trị", "Bí thư Tỉnh ủy Quảng Bình"),
        ("Chủ tịch UBND tỉnh Hòa Bình", "Chủ tịch UBND xã Hòa Bình"),
        ("Chủ tịch UBND tỉnh Hòa Bình", "Chủ tịch UBND thành phố Hòa Bình"),
        ("Chủ tịch UBND tỉnh Quảng Trị", "Chủ tịch HĐND tỉnh Quảng Trị"),
        ("Bí thư Tỉnh ủy Quảng Trị", "Bí thư Tỉnh đoàn Quảng Trị"),
    ],
)
def test_other_posts_do_not_meet(one: str, other: str) -> None:
    """Deputies, other places, levels and bodies."""
    assert not post_key(one).is_of(post_key(other))
    assert not post_key(other).is_of(post_key(one))


def local(month: int, title: str, lead: str) -> Article:
    """A report of a paper of Quảng Trị, with its terms."""
    return with_terms(structs.replace(told(month, title, lead), province="Quảng Trị"))


def test_a_paper_of_the_province_need_not_name_it() -> None:
    """Its "Bí thư Tỉnh ủy" is the province's own, but not where the sentence names another."""
    own = local(9, "Họp bàn về nước", "Bí thư Tỉnh ủy Ninh Văn Thược chủ trì phiên họp sáng nay.")
    guest = local(
        10, "Đón đoàn", "Tại tỉnh Hưng Yên, Bí thư Tỉnh ủy Kha Văn Mậu tiếp đoàn công tác."
    )
    assert names("Ai là Bí thư Tỉnh ủy Quảng Trị?", own, guest) == ["Ninh Văn Thược"]
    assert names("bi thu quang tri la ai", own, guest) == ["Ninh Văn Thược"]
    assert "Kha Văn Mậu" not in names("Ai là Bí thư Tỉnh ủy Quảng Trị?", guest)


@pytest.mark.parametrize("token", ["ông ", " giữ chức vụ", " là", " -", "(cũ) ", "thay cho ông "])
@pytest.mark.parametrize("module", [post_evidence, post_states, post_names])
def test_patterns_are_linear(module: ModuleType, token: str) -> None:
    """On one token repeated without end."""
    patterns = [it for it in vars(module).values() if isinstance(it, re.Pattern)]
    for pattern in patterns:

        def find(text: ArticleText, pattern: re.Pattern[str] = pattern) -> object:
            return list(pattern.finditer(text.text))

        assert is_linear(find, token)


@pytest.mark.slow
def test_reading_is_linear() -> None:
    """A paragraph of one post and name, repeated."""
    asked = post_key("Bí thư Tỉnh ủy Tràng Vỹ")
    article = told(9, "Họp", "x")

    def find(text: ArticleText) -> object:
        return told_of(structs.replace(article, lead=text.text), asked)

    assert is_linear(find, "Bí thư Tỉnh ủy Tràng Vỹ Hoàng Văn Lãm, ")
