"""Questions about real articles that lie beside the checkout; skipped where they do not."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.answers.answer import Found, answer_question
from bot.ingest.reading import read_article_file
from storage.base import Store
from storage.models import Article
from storage.open import open_store
from storage.text import fold

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 1, 1, tzinfo=ZONE)
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the articles are not beside the project"
)


@cache
def seeds() -> Store:
    """All five in one store; their ids are their numbers."""
    store = open_store("memory:")
    articles = []
    for file in sorted(SEEDS.glob("*.txt")):
        parsed = read_article_file(file, zone=ZONE, now=NOW)
        articles.append(
            Article(
                id=file.name[:3],
                source="local",
                title=parsed.title,
                fingerprint=file.name,
                first_seen=NOW,
                updated_at=NOW,
                published=parsed.published,
                event_date=parsed.event_date,
                lead=parsed.lead,
                paragraphs=parsed.paragraphs,
            )
        )
    store.put_articles(articles)
    return store


def ask(text: str) -> tuple[Found, ...]:
    """The answers, checked to be the article's own words."""
    found = answer_question(seeds(), text, today=NOW.date()).found
    for it in found:
        assert it.sentence[it.start : it.end] == it.text
        lines = (it.article.title, it.article.lead or "", *it.article.paragraphs)
        assert any(it.sentence in line for line in lines)
    return found


QUESTIONS = [
    (
        "Ai chủ trì hội nghị giao ban công tác xây dựng Đảng khối hành chính sự nghiệp?",
        "Đoàn Đình Nguyên",
    ),
    ("Ai chủ trì hội nghị giao ban quý III của Quận ủy Hai Bà Trưng?", "Đoàn Đình Nguyên"),
    ("cho tôi hỏi ai chu tri hoi nghi giao ban cua quan uy hai ba trung a", "Đoàn Đình Nguyên"),
    ("Bao nhiêu đảng viên mới được kết nạp?", "88"),
    ("Có bao nhiêu quần chúng ưu tú được bồi dưỡng nhận thức về Đảng?", "137"),
    ("Kết nạp mới đạt bao nhiêu phần trăm chỉ tiêu?", "60%"),
    ("Cụm văn hóa, xã hội và giáo dục có bao nhiêu tổ chức cơ sở đảng?", "17"),
    ("cum van hoa xa hoi va giao duc gom bao nhieu dang bo", "14"),
    ("Cụm văn hóa, xã hội và giáo dục có bao nhiêu đảng viên?", "2.000"),
    ("Hội nghị sơ kết công tác xây dựng Đảng 6 tháng đầu năm diễn ra khi nào?", "Ngày 5-7"),
    ("Hội nghị giao ban cụm quý III của Đảng ủy Khối các cơ quan tỉnh diễn ra khi nào?", "26/9"),
    ("Hội nghị Ban Chấp hành lần thứ 5 được tổ chức ngày nào?", "15/10/2021"),
    (
        "Buổi làm việc giữa Thường trực Đảng ủy Khối với Ban Tuyên giáo diễn ra ở đâu?",
        "hội trường tầng 3",
    ),
    ("Ai là Bí thư Đảng ủy Khối cơ quan và doanh nghiệp tỉnh?", "Đỗ"),
    ("Trưởng Ban Tuyên giáo Quận ủy là ai?", "Đoàn Đình Nguyên"),
    ("Ai kết luận Hội nghị Ban Chấp hành Đảng bộ Khối?", "Đỗ Thị Lý"),
    ("Đồng chí Đoàn Thị Hảo đề nghị gì?", "tiếp tục thực hiện tốt"),
    ("Đồng chí Đoàn Đình Nguyên đề nghị các đơn vị làm gì?", "tiếp tục tổ chức quán triệt"),
    ("Bí thư Đảng ủy Khối Đỗ Thị Lý đề nghị gì?", "hoàn chỉnh các văn bản"),
    (
        "Lãnh đạo Đảng ủy Khối các cơ quan tỉnh đề nghị các tổ chức cơ sở đảng làm gì?",
        "tiếp tục thực hiện tốt",
    ),
    ("Văn bản nào về học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh?", "05-CT/TW"),
    ("Bảo vệ nền tảng tư tưởng của Đảng theo nghị quyết nào?", "Nghị quyết số 35"),
    ("Bao nhiêu trường hợp phát triển Đảng được kết luận bảo vệ chính trị nội bộ?", "146"),
    ("Có mấy TCCS Đảng được thành lập mới?", "3"),
    ("Bao nhiêu phần trăm các đơn vị đã tổ chức quán triệt Nghị quyết?", "100%"),
    ("Có bao nhiêu đầu việc trọng tâm còn lại?", "13"),
    ("Đã hoàn thành bao nhiêu nội dung công việc đã đề ra?", "2/3"),
    ("Khối Hành chính sự nghiệp có bao nhiêu đơn vị?", "36"),
    ("Ai báo cáo tiến độ thực hiện các nhiệm vụ được giao?", "Nguyễn Đức Phương"),
    ("Ai dự hội nghị sơ kết 6 tháng đầu năm 2023?", "Đoàn Thị Hảo"),
    (
        "Cơ quan nào tổ chức giao ban công tác xây dựng Đảng khối Hành chính sự nghiệp?",
        "Quận ủy Hai Bà Trưng",
    ),
    ("Đoàn Thị Hảo giữ chức vụ gì?", "Ủy viên Ban Thường vụ Tỉnh ủy"),
    ("Ai phát biểu kết luận hội nghị giao ban ở Hai Bà Trưng?", "Đoàn Đình Nguyên"),
    (
        "Hội nghị Ban Chấp hành Đảng bộ Khối Cơ quan và Doanh nghiệp tỉnh diễn ra hôm nào?",
        "15/10/2021",
    ),
    ("hoi nghi so ket 6 thang dau nam cua dang uy khoi dien ra khi nao", "5-7"),
    ("bi thu dang uy khoi co quan va doanh nghiep tinh quang tri la ai", "Đỗ Thị Lý"),
    ("ong do quang minh la ai", "Bí thư Đảng ủy Khối"),
    ("Thường trực Đảng ủy Khối làm việc với Ban Tuyên giáo ngày nào?", "25/7/2024"),
    ("Có bao nhiêu tổ chức cơ sở Đảng khối Hành chính sự nghiệp trực thuộc Quận ủy?", "36"),
    ("Bao nhiêu lớp bồi dưỡng nhận thức về Đảng được tổ chức?", "2"),
    ("Chi bộ cơ sở được nâng cấp thành đảng bộ gồm bao nhiêu chi bộ trực thuộc?", "4"),
    ("Chỉ thị số mấy về học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh?", "05"),
    ("Việc bảo vệ nền tảng tư tưởng của Đảng thực hiện theo văn bản nào?", "Nghị quyết số 35"),
    ("Thời gian tới Đảng ủy Khối các cơ quan tỉnh yêu cầu gì?", "tiếp tục thực hiện"),
    ("Đồng chí Nguyễn Đức Phương khẳng định gì?", "tập thể lãnh đạo"),
]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_the_answer_has_what_is_asked_for(text: str, expected: str) -> None:
    """Names, numbers, days, places, documents and tasks."""
    found = ask(text)
    assert found
    assert expected in found[0].text


UNACCENTED = [
    it
    for it in QUESTIONS
    if len(it[1]) < 24 and not it[0].startswith(("Đã hoàn thành", "Kết nạp mới"))
]


@pytest.mark.parametrize(("text", "expected"), UNACCENTED)
def test_short_answers_are_found_without_diacritics_too(text: str, expected: str) -> None:
    """Typed as on a phone."""
    found = ask(fold(text))
    assert found
    assert expected in found[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì hội nghị giao ban quý II năm 2019 của Quận ủy Hai Bà Trưng?",
        "Đồng chí Nguyễn Văn Hùng đề nghị gì?",
        "Bao nhiêu đảng viên bị khai trừ?",
        "Có bao nhiêu đảng viên mới được kết nạp năm 2021 ở Nghệ An?",
        "Hội nghị của Tỉnh ủy Thanh Hóa diễn ra khi nào?",
        "Ai là Chủ tịch UBND tỉnh Quảng Trị?",
        "Hội nghị thông qua Nghị quyết số mấy về đất đai?",
        "Kinh phí tổ chức hội nghị là bao nhiêu?",
        "Hội nghị giao ban công tác xây dựng Đảng quý III năm 2018 do ai chủ trì?",
        "Ai là Bí thư Quận ủy Hai Bà Trưng?",
        "Đồng chí Trần Văn Hải phát biểu gì tại hội nghị?",
        "Bao nhiêu đảng viên được kết nạp ở Đà Nẵng?",
        "Hội nghị Ban Chấp hành lần thứ 8 diễn ra khi nào?",
        "Có bao nhiêu doanh nghiệp bị phá sản trong quý III?",
        "Chỉ thị số 40 quy định gì?",
        "Đồng chí Đoàn Thị Hảo sinh năm nào?",
        "Đảng ủy Khối các cơ quan tỉnh có bao nhiêu biên chế?",
        "ai chu tri hoi nghi cua huyen uy phu luong",
    ],
)
def test_what_none_of_them_says_is_not_answered(text: str) -> None:
    """Other names, years, quarters, provinces, posts and things, close to the text."""
    assert ask(text) == ()
