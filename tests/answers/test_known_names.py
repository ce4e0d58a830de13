"""What a question names must be named in the article that answers it: bodies, people by their
marks, and school years are no counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.answers.answer import answer_question
from bot.answers.choice import Choice
from bot.answers.counted import counts_no_other
from bot.answers.known_bodies import knows_bodies
from bot.answers.passages import best_passages, read_article
from bot.answers.question import read_question
from storage.models import Article
from storage.open import open_store
from tests.answers.articles import TODAY, report

PUBLISHED = datetime(2023, 7, 20, 2, tzinfo=UTC)
_PAID = (
    "Ngày 19/7, BHXH huyện Khe Lặng đã chuyển 26.300.000 đồng vào tài khoản của công ty xây dựng.",
    "Bà Cầm Thị Nhạn, chủ tiệm vải ở Khe Lặng, phát biểu: “Tiền về chậm nhưng đủ”.",
)
INSURANCE = report(
    "baohiem0001",
    "Cơ quan nào chi trả cho lao động đã nghỉ?",
    "Bạn đọc ở Tràng Vỹ hỏi cơ quan nào chi trả, trụ sở ở đâu.",
    *_PAID,
    published=PUBLISHED,
)
LONG = report(
    "baohiem0002",
    INSURANCE.title,
    INSURANCE.lead or "",
    *_PAID,
    *(f"Hồ sơ thứ {n} được trả trong tuần sau đó." for n in range(60)),
    published=None,
)
"""Too long for an encyclopaedic passage."""
SCHOOLS = report(
    "truonghoc01",
    "Lưu ý khi kiểm tra học kỳ",
    "Sở GD&ĐT Tràng Vỹ yêu cầu các trường học thực hiện hướng dẫn.",
    "Các trường học thực hiện nhiệm vụ năm học 2016-2017 đối với giáo dục trung học.",
    "Sở GD&ĐT đã tuyển 46 giáo viên cho các trường học vùng cao.",
    published=PUBLISHED,
)


def ask(article: Article, text: str) -> str | None:
    """What the article answers; None: nothing."""
    store = open_store("memory:")
    store.put_articles([article])
    found = answer_question(store, text, today=TODAY).found
    return found[0].text if found else None


@pytest.mark.parametrize("article", [INSURANCE, LONG], ids=["dated", "undated"])
def test_an_article_without_the_body_does_not_answer(article: Article) -> None:
    """A sum that stands in an article of another body is refused."""
    question = "Trụ sở Đảng ủy Khối các cơ quan tỉnh xây hết bao nhiêu tiền?"
    assert ask(article, question) is None
    assert ask(article, "BHXH huyện Khe Lặng đã chuyển bao nhiêu tiền?") == "26.300.000 đồng"


def test_a_body_is_known_by_its_abbreviation() -> None:
    """`Sở GD&ĐT` is the body that is asked about with its full name, and the other way round."""
    read = read_article(SCHOOLS, 0)
    for name in ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", "Sở Giáo dục và Đào tạo Tràng Vỹ"):
        assert knows_bodies(read_question(f"{name} tuyển bao nhiêu giáo viên?"), read)
    other = read_question("Sở Nông nghiệp tuyển bao nhiêu giáo viên?")
    assert not knows_bodies(other, read)
    assert knows_bodies(read_question("So Nong nghiep tuyen bao nhieu giao vien?"), read)


def test_the_level_of_a_body_may_stand_apart() -> None:
    """`Bí thư Đảng ủy, Chủ tịch HĐND phường …` names the Party committee of that ward."""
    article = report(
        "bithu000001",
        "Bà Cầm Thị Nhạn nhận nhiệm vụ mới",
        "Bà Cầm Thị Nhạn được chỉ định làm Bí thư Đảng ủy, Chủ tịch HĐND phường Sa Lung.",
        published=PUBLISHED,
    )
    asked = read_question("Ai làm Bí thư Đảng ủy phường Sa Lung?")
    assert knows_bodies(asked, read_article(article, 0))
    offices = report(
        "truso000001",
        "Trụ sở cũ có người dùng",
        "Các trụ sở Tỉnh ủy, HĐND, UBND tỉnh Tràng Vỹ cũ được giao cho phường Sa Lung.",
        published=PUBLISHED,
    )
    asked = read_question("Trụ sở Tỉnh ủy Tràng Vỹ cũ giao cho ai?")
    assert knows_bodies(asked, read_article(offices, 0))


def test_a_name_with_other_marks_is_another_persons() -> None:
    """`Nhàn` is not `Nhạn`; a name that was typed without marks may be either."""
    assert ask(INSURANCE, "Bà Cầm Thị Nhàn phát biểu gì?") is None
    assert ask(INSURANCE, "Bà Cầm Thị Nhạn phát biểu gì?") is not None
    assert ask(INSURANCE, "ba cam thi nhan phat bieu gi") is not None


@pytest.mark.parametrize(
    ("chosen", "counts"), [("2016-2017", False), ("2016 – 2017", False), ("46", True)]
)
def test_a_school_year_counts_nothing(chosen: str, counts: bool) -> None:
    """`2016-2017` is no number of schools."""
    question = read_question("Có bao nhiêu trường học thực hiện nhiệm vụ?")
    read = read_article(
        report("nam00000001", f"Các trường thực hiện {chosen} việc", "", published=PUBLISHED), 0
    )
    start = read.text.text.index(chosen)
    (passage,) = best_passages(question, [read], limit=1)
    choice = Choice(passage, (start, start + len(chosen)), 1.0, 1.0)
    assert counts_no_other(question, choice) is counts
