"""Fictional reports that questions are asked about."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.base import Store
from storage.models import Article, Precision
from storage.open import open_store

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
TODAY = NOW.date()


def report(
    name: str, title: str, lead: str, *paragraphs: str, published: datetime | None
) -> Article:
    """One article of a made-up paper."""
    return Article(
        id=name,
        source="bao-nguon-thu",
        title=title,
        fingerprint=name,
        first_seen=NOW,
        updated_at=NOW,
        url=f"https://nguonthu.example/{name}",
        published=published,
        published_precision=Precision.MINUTE if published else None,
        lead=lead,
        paragraphs=paragraphs,
    )


REVIEW = report(
    "giaoban0001",
    "Đảng ủy Khối Dân vận Tràng Vỹ giao ban quý III",
    "Chiều ngày 12/10, tại phường Sa Lung, Đảng ủy Khối Dân vận tỉnh Tràng Vỹ tổ chức hội nghị "
    "giao ban quý III năm 2023.",
    "Đồng chí Trần Thị Ngân, Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Dân vận Tỉnh ủy chủ trì "
    "hội nghị.",
    "Trong quý, toàn khối kết nạp 41 đảng viên mới, thành lập 3 chi bộ trong doanh nghiệp. Kinh "
    "phí hoạt động đạt 2,5 tỷ đồng.",
    "Các đơn vị đã quán triệt Chỉ thị số 27-CT/TU về phòng, chống lãng phí.",
    "Phát biểu kết luận hội nghị, đồng chí Trần Thị Ngân đề nghị các chi bộ đổi mới sinh hoạt "
    "chuyên đề; tăng cường kiểm tra, giám sát.",
    published=datetime(2023, 10, 13, 2, tzinfo=UTC),
)
EARLIER = report(
    "giaoban0002",
    "Đảng ủy Khối Dân vận Tràng Vỹ giao ban quý II",
    "Ngày 14/7, Đảng ủy Khối Dân vận tỉnh Tràng Vỹ tổ chức hội nghị giao ban quý II năm 2023.",
    "Đồng chí Lê Văn Phúc, Phó Trưởng Ban Dân vận Tỉnh ủy chủ trì hội nghị.",
    "Trong quý, toàn khối kết nạp 35 đảng viên mới.",
    published=datetime(2023, 7, 15, 2, tzinfo=UTC),
)
SCHOOL = report(
    "truonghoc01",
    "Trường Trung học cơ sở Đồng Nhạn có thư viện mới",
    "Ngày 2/10, xã Đồng Nhạn khánh thành thư viện với 4.200 cuốn sách.",
    "Thầy Phạm Quốc Hưng, Hiệu trưởng nhà trường cho biết thư viện mở cửa cả ngày thứ bảy.",
    published=datetime(2023, 10, 3, 2, tzinfo=UTC),
)
ARTICLES = (REVIEW, EARLIER, SCHOOL)


def stored() -> Store:
    """A store with all of them."""
    store = open_store("memory:")
    store.put_articles(list(ARTICLES))
    return store
