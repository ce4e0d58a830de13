"""Answers with what belongs to them, and questions whose words an article says otherwise."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from bot.answers.answer import Found, answer_question
from bot.answers.question import read_question
from bot.answers.whole_spans import QUALIFIED
from storage.models import Article
from storage.open import open_store
from tests.facts.growth import is_linear

TODAY = dt.date(2026, 3, 18)
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def ask(words: str, text: str, title: str = "Tin xã Đồng Nhạn") -> tuple[Found, ...]:
    """Over one fictional report."""
    name = hashlib.sha256(f"{title} {words}".encode()).hexdigest()[:10]  # facts are kept by it
    article = Article(
        id=name,
        source="thu",
        title=title,
        fingerprint=name,
        first_seen=AT,
        updated_at=AT,
        published=AT,
        paragraphs=(words,),
    )
    store = open_store("memory:")
    store.put_articles([article])
    return answer_question(store, text, today=TODAY).found


@pytest.mark.parametrize(
    "qualifier", ["gần", "hơn", "trên", "khoảng", "ít nhất", "chưa đầy", "ước khoảng"]
)
def test_a_figure_keeps_its_qualifier(qualifier: str) -> None:
    """ "Hơn 1.200" is not 1.200."""
    found = ask(
        f"Ngày 1/3, xã Đồng Nhạn tặng quà {qualifier} 1.200 hộ nghèo.",
        "Xã Đồng Nhạn tặng quà bao nhiêu hộ nghèo?",
    )
    assert found[0].text.startswith(f"{qualifier} 1.200")


@pytest.mark.parametrize(
    "text", ["Đại hội xã Đồng Nhạn họp bao giờ?", "dai hoi xa dong nhan bao gio"]
)
def test_bao_gio_asks_for_any_time_not_for_an_hour(text: str) -> None:
    """The day answers."""
    assert not read_question(text).asks_hour
    found = ask("Chiều 2/3, Đảng bộ xã Đồng Nhạn tổ chức Đại hội đại biểu lần thứ I.", text)
    assert "2/3" in found[0].text


def test_a_time_keeps_the_beginning_of_its_span() -> None:
    """From the first day to the last."""
    found = ask(
        "Hội chợ xã Đồng Nhạn diễn ra từ ngày 2 đến ngày 4/3 tại sân vận động.",
        "Hội chợ xã Đồng Nhạn diễn ra ngày nào?",
    )
    assert found[0].text == "từ ngày 2 đến ngày 4/3"


def test_a_word_that_says_the_same_answers() -> None:
    """ "Chết" is "thiệt mạng" in an article."""
    found = ask(
        "Ngày 1/3, vụ sập mỏ đá ở xã Đồng Nhạn làm 3 người thiệt mạng.",
        "Vụ sập mỏ đá ở xã Đồng Nhạn chết mấy người?",
    )
    assert found[0].text.split()[0] == "3"


@pytest.mark.parametrize(
    "text",
    [
        "Cầu Đồng Nhạn khi nào xong?",
        "cau dong nhan khoi cong hom nao",
        "Xã Đồng Nhạn có bao nhiêu giáo viên?",
        "Ai là Chủ tịch UBND xã Đồng Nhạn?",
    ],
)
def test_what_is_not_said_is_not_answered(text: str) -> None:
    """A day, a number and a person of something else are no answers."""
    words = (
        "Ngày 1/3, Bí thư Đảng ủy xã Đồng Nhạn Lò Văn Páo kiểm tra cầu Đồng Nhạn, nguyên Chủ tịch "
        "UBND xã Hạ Bì cùng đi; xã có 12 thôn."
    )
    assert not ask(words, text)


@pytest.mark.parametrize(
    ("asked", "said"), [("Huyện Lâm Hà", "Ông Lâm Hạ"), ("Tỉnh Lâm Đồng", "Ông Lâm Đông")]
)
def test_a_province_is_told_from_a_man_by_its_diacritics(asked: str, said: str) -> None:
    """Folded they are alike."""
    words = f"Ngày 1/3, {said} được bầu làm Chủ tịch Hội Nông dân xã Đồng Nhạn."
    assert not ask(words, f"Ai được bầu làm Chủ tịch Hội Nông dân {asked}?")


@pytest.mark.parametrize("unit", ["hơn gần ", "ước khoảng trên ", "từ ngày 2 đến ", ", xã Hạ Bì"])
def test_hostile_sentences_cost_linear_time(unit: str) -> None:
    """The pattern looks back a few characters only."""
    assert is_linear(lambda text: list(QUALIFIED.finditer(text.text)), unit)
