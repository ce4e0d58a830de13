"""Answers are the article's own words, and nothing is answered that no article says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import figure_offers, known_numbers, person_offers, place_offers, speech, typed
from bot.answers.answer import Answered, answer_question
from bot.answers.words import read_words
from storage.open import open_store
from storage.text import fold
from tests.answers.articles import ARTICLES, EARLIER, REVIEW, SCHOOL, TODAY, report, stored
from tests.facts.growth import is_linear

STORE = stored()


def ask(text: str) -> Answered:
    """What the bot finds in the fictional articles."""
    return answer_question(STORE, text, today=TODAY)


ANSWERED = [
    ("Ai chủ trì hội nghị giao ban quý III của Đảng ủy Khối Dân vận?", "Trần Thị Ngân", REVIEW),
    ("Ai chủ trì hội nghị giao ban quý II của Đảng ủy Khối Dân vận?", "Lê Văn Phúc", EARLIER),
    ("Trưởng Ban Dân vận Tỉnh ủy là ai?", "Trần Thị Ngân", REVIEW),
    ("Quý III toàn khối kết nạp bao nhiêu đảng viên mới?", "41", REVIEW),
    ("Quý III toàn khối thành lập bao nhiêu chi bộ trong doanh nghiệp?", "3", REVIEW),
    ("Kinh phí hoạt động của khối quý III đạt bao nhiêu?", "2,5 tỷ đồng", REVIEW),
    ("Hội nghị giao ban quý III của Khối Dân vận diễn ra ở đâu?", "phường Sa Lung", REVIEW),
    ("Các đơn vị đã quán triệt chỉ thị nào?", "Chỉ thị số 27-CT/TU", REVIEW),
    ("Thư viện ở xã Đồng Nhạn có bao nhiêu cuốn sách?", "4.200", SCHOOL),
    ("Hiệu trưởng Trường Trung học cơ sở Đồng Nhạn là ai?", "Phạm Quốc Hưng", SCHOOL),
]


@pytest.mark.parametrize(("text", "expected", "article"), ANSWERED)
def test_the_span_is_found_in_the_right_article(text: str, expected: str, article: object) -> None:
    """With diacritics."""
    found = ask(text).found
    assert (found[0].text, found[0].article) == (expected, article)


@pytest.mark.parametrize(("text", "expected", "article"), ANSWERED)
def test_without_diacritics_the_same_is_found(text: str, expected: str, article: object) -> None:
    """As it is typed on a phone."""
    found = ask(fold(text)).found
    assert (found[0].text, found[0].article) == (expected, article)


def test_when_is_answered_as_written() -> None:
    """The day stands in the answer, in the sentence that reports the event."""
    (found, *_) = ask("Hội nghị giao ban quý III của Đảng ủy Khối Dân vận diễn ra khi nào?").found
    assert "12/10" in found.text
    assert found.sentence.startswith("Chiều ngày 12/10")


def test_what_was_asked_for_is_the_tasks() -> None:
    """All tasks of the sentence, from the first verb on."""
    (found, *_) = ask("Đồng chí Trần Thị Ngân đề nghị gì?").found
    assert found.text == "đổi mới sinh hoạt chuyên đề; tăng cường kiểm tra, giám sát"


def test_what_somebody_told_is_what_follows_the_verb() -> None:
    """Without the full stop."""
    (found, *_) = ask("Thầy Phạm Quốc Hưng cho biết gì?").found
    assert found.text == "thư viện mở cửa cả ngày thứ bảy"


def test_posts_of_a_person_stand_as_written() -> None:
    """From the first to the last post of the sentence."""
    (found, *_) = ask("Trần Thị Ngân giữ chức vụ gì?").found
    assert found.text == "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Dân vận Tỉnh ủy"


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì hội nghị giao ban quý IV của Đảng ủy Khối Dân vận?",
        "Ai chủ trì hội nghị giao ban quý III năm 2021 của Đảng ủy Khối Dân vận?",
        "Đồng chí Nguyễn Thị Lành đề nghị gì?",
        "Ai chủ trì hội nghị giao ban quý III ở Nghệ An?",
        "Toàn khối kết nạp bao nhiêu đảng viên mới ở tỉnh Thanh Hóa?",
        "Bí thư Tỉnh ủy Tràng Vỹ là ai?",
        "Phó Hiệu trưởng Trường Trung học cơ sở Đồng Nhạn là ai?",
        "Các đơn vị đã quán triệt Chỉ thị số 99-CT/TU khi nào?",
        "Thư viện ở xã Đồng Nhạn có bao nhiêu máy tính?",
        "Bao nhiêu đảng viên bị khai trừ?",
        "Giá xăng hôm nay bao nhiêu?",
    ],
)
def test_what_no_article_says_is_not_answered(text: str) -> None:
    """Another quarter, year, person, province, post, document or thing; without marks as well."""
    assert ask(text).found == ()


def test_articles_that_differ_stand_side_by_side_newest_first() -> None:
    """A figure of two quarters, asked for without naming one."""
    found = ask("Toàn khối kết nạp bao nhiêu đảng viên mới?").found
    assert [it.text for it in found] == ["41", "35"]
    assert [it.article for it in found] == [REVIEW, EARLIER]


def test_the_nearest_articles_are_offered_where_nothing_answers() -> None:
    """Those with most of its words."""
    answered = ask("Thư viện ở xã Đồng Nhạn có bao nhiêu máy tính?")
    assert answered.found == ()
    assert answered.nearest[0] == SCHOOL


def test_relative_times_are_counted_from_today() -> None:
    """An article of July does not answer for last week."""
    answered = ask("Tuần trước toàn khối kết nạp bao nhiêu đảng viên mới?")
    assert [it.text for it in answered.found] == ["41"]


WORDS = st.sampled_from(
    [
        *sorted({word for it in ARTICLES for word in " ".join(it.paragraphs).split()}),
        *("ai", "bao nhiêu", "khi nào", "ở đâu", "gì", "nào", "là", "đề nghị gì", "?"),
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_whatever_is_answered_stands_in_its_article(text: str) -> None:
    """The answer is characters of its sentence, the sentence characters of its article."""
    for found in ask(text).found:
        assert found.text
        assert found.sentence[found.start : found.end] == found.text
        lines = (found.article.title, found.article.lead or "", *found.article.paragraphs)
        assert any(found.sentence in line for line in lines)


def test_a_bracket_that_opens_in_the_answer_closes_in_it() -> None:
    """ "(khóa XII)" is not cut before its end."""
    article = report(
        "vanban00001",
        "Sở Nội vụ học tập nghị quyết",
        "Ngày 3/10, Sở Nội vụ học tập Nghị quyết số 35 của Bộ Chính trị (khóa XII).",
        published=TODAY_INSTANT,
    )
    store = stored()
    store.put_articles([article])
    (found, *_) = answer_question(store, "Sở Nội vụ học tập nghị quyết nào?", today=TODAY).found
    assert found.text.count("(") == found.text.count(")")


TODAY_INSTANT = REVIEW.published


@pytest.mark.parametrize(
    "pattern",
    [
        place_offers._VENUE,
        figure_offers._SUM,
        person_offers._ADDRESSED,
        typed._SUBJECT,
        figure_offers._CLAUSE,
        known_numbers._NUMBER,
        speech._verbs("say"),
    ],
    ids=lambda pattern: str(pattern.pattern)[:20],
)
@pytest.mark.parametrize(
    "token", ["tại ", "1.000 ", "ông An ", " về ", "đề nghị ", "a", "1,", "; "]
)
def test_patterns_take_linear_time(pattern: re.Pattern[str], token: str) -> None:
    """Hostile text of one repeated token is read in time that grows with its length."""
    assert is_linear(lambda text: list(pattern.finditer(text.text)), token)


@pytest.mark.parametrize("token", ["a", "1", "1.", "a-", "a\u0301", "1,5%"])
def test_words_are_read_in_linear_time(token: str) -> None:
    """So are the words of a question or sentence."""
    assert is_linear(lambda text: read_words(text.text), token)


def test_the_day_of_a_report_is_that_of_the_province() -> None:
    """What is published at one in the morning is of that day, though UTC has the day before."""
    early = report(
        "somai000001",
        "Xã Mường Đún kết nạp đảng viên",
        "Đảng ủy xã Mường Đún vừa kết nạp 12 đảng viên mới.",
        "Các đảng viên mới đều là đoàn viên ưu tú của xã.",
        published=datetime(2023, 10, 17, 18, tzinfo=UTC),
    )
    store = open_store("memory:")
    store.put_articles([early])
    asked = "Hôm qua xã Mường Đún kết nạp bao nhiêu đảng viên mới?"
    found = answer_question(store, asked, today=date(2023, 10, 19)).found
    assert [it.text for it in found] == ["12"]
