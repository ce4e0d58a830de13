"""Where sentences end, and where they only look as if they did."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.sentences import split_sentences


def sentences(text: str) -> list[str]:
    """The sentences themselves."""
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Ông Lê Văn Mẫu, Bí thư TP. Sông Lam, đến dự.", "Đoàn thăm hai xã."],
        ["GS.TS. Trần Thị Mẫu nói: “Phải làm ngay!”", "Bà cho biết thêm…", "Sau đó đoàn về."],
        ["Các nội dung gồm nước, điện, đường v.v.", "Còn lại để sau."],
        ["Ông N. V. An nộp 1.200.000 đồng.", "Xong."],
        ["1. Nội dung thứ nhất.", "Nội dung thứ hai."],
        ["Theo Kết luận số 99-KL/TU.", "(Ảnh: Văn Mẫu).", "- Việc thứ nhất.", "– Việc thứ hai."],
        ["Đạt 60%.", "9 tháng đầu năm, huyện tăng 3%."],
        ["Ông hỏi: “Bao giờ xong?” rồi ra về."],
        ["Đ/c. Nguyễn Văn Mẫu chủ trì."],
        ["Trang phuocmau.Vn và tin của Mẫu.Net vẫn mở."],
    ],
)
def test_sentences_end_where_they_should(expected: list[str]) -> None:
    """Abbreviations, initials, numbers and questions within a sentence do not end it."""
    assert sentences(" ".join(expected)) == expected


@given(st.text(alphabet=' .!?…"”TPtpđN1\n)', max_size=80))
def test_nothing_but_space_lies_between_sentences(text: str) -> None:
    """Sentences are in order, never empty, and hold every character that is not space."""
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert spans == sorted(spans)


def test_a_lost_space_hides_no_end() -> None:
    """A word in small letters, a full stop and a word with a capital: two sentences."""
    assert sentences("Xử lý theo quy định.Giám đốc chủ trì.") == [
        "Xử lý theo quy định.",
        "Giám đốc chủ trì.",
    ]


@pytest.mark.parametrize(
    "unit",
    ["TS. PGS. GS. ", "Một câu ngắn. ", "!", "…", "?!", ". ", "   ", ".”", "N. ", "a.b.", "“("],
)
def test_hostile_text_is_split_in_linear_time(unit: str) -> None:
    """Abbreviations without end, marks without end, spaces without end."""

    def seconds(size: int) -> float:
        text = "A. " + unit * (size // len(unit)) + "B"
        spent = []
        for _ in range(3):
            start = time.process_time()
            split_sentences(text)
            spent.append(time.process_time() - start)
        return min(spent)

    assert seconds(160_000) < 12 * max(seconds(40_000), 0.01)
