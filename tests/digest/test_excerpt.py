"""Sentences in an article's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.excerpt import BUDGET, ELLIPSIS, excerpt, excerpt_of, sentences
from tests.digest.factory import article

SEEDS = sorted((Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds").glob("*.txt"))


@pytest.mark.parametrize(
    "parts",
    [
        ["Sáng 5/7, TP. Giả Định khai mạc hội chợ.", "Có 30 gian hàng."],
        ["Dự lễ có Th.S Lê Văn Mẫu và GS.TS. Trần Thị Thử.", "Hội thảo kéo dài hai ngày."],
        ["PGS.TS.BS. Ngô Văn Giả phát biểu.", "Ông cảm ơn."],
        ["Đoàn về TX. Thử Nghiệm.", "UV BTV. Tỉnh ủy Mẫu dự."],
        ["Hội nghị họp ngày 05/7/2023.", "Tham dự có 40 đại biểu."],
        ["Khối có 1.353 đảng viên, tăng 2.5 lần.", "Kết quả tốt."],
        ["Quyết định có hiệu lực từ ngày ký./.", "Nơi nhận như trên."],
        ["“Chúng tôi làm. Chúng tôi học.”, ông Mẫu nói vậy.", "Rồi ông về."],
        ["“Chúng tôi làm. Chúng tôi học.”", "Ông Mẫu nói vậy."],
        ['Bà nói: "Được. Cứ làm." và ra về.', "Mọi người theo sau."],
        ["Gồm giáo dục, y tế, nội chính, …; Đảng viên có trình độ.", "Hết."],
        ["Hội nghị nghe báo cáo, thảo luận... rồi bế mạc.", "Trời mưa."],
        ["Việc còn dài…", "Nhưng đã có kết quả."],
        ["1. Kết quả năm học.", "2. Nhiệm vụ năm tới."],
        ["II. Phương hướng chung.", "Phấn đấu đạt 90%."],
        ["Có gì mới?", "Rất nhiều!", "Xem tiếp."],
        ["Ông Ng. V. Mẫu (Chủ tịch. Xã Giả) đến.", "Bà Thử cũng đến."],
        ["Trang baogia.example.vn đưa tin.", "Xem thêm."],
        ["Không có dấu chấm"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    """Abbreviations, titles, dates, numbers, quotations and lists stay in one piece."""
    assert list(sentences(" ".join(parts))) == parts


def test_a_line_end_ends_a_sentence() -> None:
    """Two lines are never told as one sentence."""
    assert list(sentences("Dòng một\n  Dòng hai. Câu ba.")) == ["Dòng một", "Dòng hai.", "Câu ba."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(Web Giả Định) Sáng nay trời mưa.", "Sáng nay trời mưa."),
        ("(Báo Mẫu) - Sáng nay trời mưa.", "Sáng nay trời mưa."),
        ("(Web Giả Định)", "(Web Giả Định)"),
        ("(2 người) vào hội trường.", "(2 người) vào hội trường."),
        ("GD&TĐ - Sáng nay trời mưa.", "Sáng nay trời mưa."),
        ("QĐND Online – Sáng nay trời mưa.", "Sáng nay trời mưa."),
        ("HĐND - UBND xã Mẫu họp.", "HĐND - UBND xã Mẫu họp."),
        ("TTO", "TTO"),
    ],
)
def test_a_dateline_is_skipped(text: str, told: str) -> None:
    """The place in brackets before the first sentence is left out when a sentence follows."""
    assert excerpt_of(text).text == told


def test_two_sentences_when_they_fit_and_one_when_not() -> None:
    """The second sentence is told only within the budget, and never a third."""
    assert excerpt_of("Câu một. Câu hai. Câu ba.").sentences == ("Câu một.", "Câu hai.")
    long = "Câu hai " + "dài " * 80 + "."
    assert excerpt_of("Câu một. " + long).sentences == ("Câu một.",)


def test_a_long_sentence_is_cut_at_a_word_and_marked() -> None:
    """The cut text is a beginning of the sentence, ends with a whole word and bears an ellipsis."""
    text = "Hội nghị " + "quyết định, " * 60 + "bế mạc."
    told = excerpt_of(text)
    assert told.cut
    assert len(told.text) <= BUDGET
    assert told.text.endswith(ELLIPSIS)
    assert text.startswith(told.sentences[0])
    assert told.sentences[0].split()[-1] in {"quyết", "định"}


def test_the_first_paragraph_stands_in_for_a_missing_lead() -> None:
    """Without a lead the first paragraph is told; without both nothing is."""
    assert excerpt(article(1, lead=" ", paragraphs=("Đoạn một. Câu hai.",))).text == (
        "Đoạn một. Câu hai."
    )
    assert excerpt(article(1, lead=None, paragraphs=())).text == ""
    assert excerpt(article(1, lead="Sapo.", paragraphs=("Đoạn.",))).text == "Sapo."


# fmt: off
pieces = st.sampled_from([
    "TP. ", "Th.S ", "“", "”", '"', "(", ")", "... ", "… ", ". ", "./. ", "! ", "? ", "\n", "1. ",
    "Mẫu", "giả ", "05/7/2023. ", "1.353 ", "👨‍👩‍👧", "e\u0301", "\u2028", " ", "A", "đ" * 50,
])
# fmt: on


@given(st.lists(pieces, max_size=80).map("".join) | st.text(max_size=400), st.integers(2, 300))
@example("(A) (B)", 280)
@example("“" * 400, 280)
@example("x" * 5_000, 2)
def test_every_word_told_is_the_articles_own(text: str, budget: int) -> None:
    """Minus the ellipsis each sentence occurs in the text, in order, within the budget."""
    found = list(sentences(text))
    at = 0
    for sentence in found:
        at = text.index(sentence, at) + len(sentence)
    assert "".join("".join(found).split()) == "".join(text.split())
    if not text.strip():
        return
    told = excerpt_of(text, budget)
    assert 1 <= len(told.sentences) <= 2
    assert len(told.text) <= budget
    for sentence in told.sentences:
        assert sentence
        assert sentence in text
        assert "\n" not in sentence


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_seed_paragraphs_are_told_verbatim(seed: Path) -> None:
    """Every paragraph of the seed texts yields an excerpt that occurs in the file."""
    text = seed.read_text("utf-8")
    for paragraph in filter(str.strip, text.splitlines()):
        told = excerpt_of(paragraph)
        assert all(sentence in paragraph for sentence in told.sentences)
        assert len(told.text) <= BUDGET
