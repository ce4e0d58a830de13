"""Six articles of one fictional year: two bodies, two people, three documents."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.facts.look_up import with_terms
from storage.models import Article, Precision

DAY = datetime(2031, 4, 8, 1, 0, tzinfo=UTC)


def told(number: int, when: datetime, title: str, *paragraphs: str) -> Article:
    """An article of these words, with its look-up terms."""
    article = Article(
        id=f"dossier{number:03}",
        source="songlam",
        title=title,
        fingerprint=f"dossier{number}",
        first_seen=when,
        updated_at=when,
        url=f"https://songlam.example/{number}",
        canonical_url=f"https://songlam.example/{number}",
        published=when,
        published_precision=Precision.MINUTE,
        lead=paragraphs[0],
        paragraphs=paragraphs[1:],
    )
    return with_terms(article)


FIRST_QUARTER = told(
    1,
    DAY,
    "Đảng ủy Khối Sông Lam giao ban quý I năm 2031",
    "Chiều 7/4, Đảng ủy Khối Sông Lam tổ chức hội nghị giao ban quý I năm 2031. Đồng chí "
    "Trịnh Thị Nhàn, Phó Bí thư Đảng ủy Khối Sông Lam chủ trì hội nghị.",
    "Quý I năm 2031, Đảng ủy Khối Sông Lam kết nạp mới 40 đảng viên.",
    "Hội nghị quán triệt Chỉ thị số 07-CT/TW về nêu gương và Nghị quyết số 12/NQ-HĐND.",
    "Các chi bộ nộp báo cáo trước ngày 20/5/2031.",
)
SECOND_QUARTER = told(
    2,
    DAY.replace(month=7),
    "Đảng ủy Khối Sông Lam giao ban quý II năm 2031",
    "Sáng 7/7, Đảng ủy Khối Sông Lam tổ chức hội nghị giao ban quý II năm 2031. Đồng chí "
    "Trịnh Thị Nhàn, Bí thư Đảng ủy Khối Sông Lam chủ trì hội nghị.",
    "Quý II năm 2031, Đảng ủy Khối Sông Lam kết nạp mới 55 đảng viên.",
    "Hội nghị sơ kết việc thực hiện Chỉ thị 07.",
)
OTHER_DOCUMENT = told(
    3,
    DAY.replace(month=5),
    "Sở Nội vụ hướng dẫn tuyển dụng",
    "Ông Lương Văn Bền, Giám đốc Sở Nội vụ, cho biết tỉnh đã có Chỉ thị số 07/CT-UBND về tuyển "
    "dụng viên chức.",
)
ARTICLES = (FIRST_QUARTER, SECOND_QUARTER, OTHER_DOCUMENT)
