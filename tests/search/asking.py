"""A small library, fictional, with what its texts were understood to be about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.facts.field_terms import field_terms
from bot.facts.look_up import with_terms
from bot.messages.catalog import Catalog
from bot.search.answer import Answer, Page, find_asked
from bot.search.query import QueryReader
from storage.base import Store
from storage.models import Article, Precision
from storage.open import open_store

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2023, 11, 27)
"""A Monday."""
SOURCES = {"bao-song-lam": "Báo Sông Lam", "phuoc-son": "Tỉnh ủy Phước Sơn"}
CATALOG = Catalog.load()


def written(key: str, day: str, title: str, *paragraphs: str, **more: object) -> Article:
    """An article of that day (`"2023-11-22"`), with its terms."""
    when = datetime.fromisoformat(f"{day}T03:00:00").replace(tzinfo=UTC)
    fields: dict[str, object] = {
        "id": key.ljust(10, "a"),
        "source": "bao-song-lam",
        "title": title,
        "fingerprint": key,
        "first_seen": when,
        "updated_at": when,
        "published": when,
        "published_precision": Precision.MINUTE,
        "paragraphs": paragraphs,
        **more,
    }
    return with_terms(Article(**fields))  # type: ignore[arg-type] # fields of Article by name


LIBRARY = (
    written("week", "2023-11-22", "Giá lúa vụ mùa tăng", "Thương lái mua lúa tại ruộng."),
    written("today", "2023-11-27", "Giá lúa giữ vững", "Nông dân phơi lúa trên đê."),
    written("old", "2023-03-01", "Giá lúa tuần trước", "Chợ đầu mối đông người mua lúa."),
    written(
        "third",
        "2023-10-06",
        "Huyện Phước Sơn giao ban công tác Đảng",
        "Chiều ngày 5/10, Huyện ủy Phước Sơn tổ chức hội nghị giao ban công tác quý III/2023.",
        "Đồng chí Trần Thị Mẫu, Bí thư Huyện ủy chủ trì hội nghị.",
    ),
    written(
        "july",
        "2023-08-02",
        "Huyện Phước Sơn giao ban khối nội chính",
        "Sáng 2/8, Huyện Phước Sơn tổ chức hội nghị giao ban khối nội chính.",
        "Các xã nêu việc cần làm. Hội nghị thực hiện Chỉ thị 05 của Bộ Chính trị.",
    ),
    written(
        "ct",
        "2023-05-11",
        "Học và làm theo Bác ở Phước Sơn",
        "Chi bộ sơ kết Chỉ thị số 05-CT/TW của Bộ Chính trị.",
        source="phuoc-son",
    ),
    written(
        "half",
        "2023-07-04",
        "Kết nạp đảng viên mới vượt kế hoạch",
        "6 tháng đầu năm 2023, huyện kết nạp 88 đảng viên.",
    ),
    written(
        "hall",
        "2022-07-04",
        "Kết nạp đảng viên ở vùng cao",
        "Trong 6 tháng đầu năm, toàn huyện kết nạp 70 đảng viên.",
    ),
    written("flood", "2023-11-20", "Lũ lớn ở Quảng Bình", "UBND tỉnh Quảng Bình họp khẩn."),
    written("road", "2023-11-20", "Mở đường ở Quảng Trị", "UBND tỉnh Quảng Trị khởi công đường."),
    written("south", "2023-06-20", "Bình Dương gọi vốn", "Tỉnh Bình Dương gọi vốn đầu tư."),
)


def library() -> Store:
    """A store in memory with `LIBRARY`."""
    store = open_store("memory:")
    store.put_articles(LIBRARY)
    return store


def reader(store: Store, today: date | None = TODAY) -> QueryReader:
    """Reads queries over the store."""
    return QueryReader(HANOI, SOURCES, field_terms(store, CATALOG), today)


def ask(store: Store, text: str) -> Answer:
    """The answer to a query."""
    read = reader(store).read
    return find_asked(store, read(text), read, Page(limit=50))


def found(store: Store, text: str) -> list[str]:
    """Keys of the articles found, in order."""
    return [hit.article_id.rstrip("a") or "a" for hit in ask(store, text).result.hits]
