"""A fictional outlet: its feed, its pages and its text files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from bot.ingest.pipeline import Ingestor
from bot.sources.catalog import LOCAL
from bot.sources.http import Fetcher
from storage.base import Store
from storage.models import Source
from storage.open import open_store
from tests.sources.moment import NOW, ZONE
from tests.sources.site import Site, local_fetcher, serving

BODIES = (
    "Sáng 13/5, Ủy ban nhân dân huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi.",
    "Báo cáo cho biết toàn huyện đã nạo vét 37 tuyến kênh, bảo đảm nước tưới cho 4.800 ha lúa.",
    "Các đại biểu kiến nghị sớm bố trí kinh phí sửa cống Ba Đước, nơi thường bị xâm nhập mặn.",
)


def page(title: str, paragraphs: Sequence[str] = BODIES, *, views: int = 10) -> str:
    """An article page as a small provincial site writes it."""
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<meta property='og:title' content='{escape(title)}'></head><body><article>"
        f"<h1>{escape(title)}</h1><div class='content'>{body}</div></article>"
        f"<footer>Lượt xem: {views}</footer></body></html>"
    )


def text_file(title: str, paragraphs: Sequence[str] = BODIES) -> str:
    """An article as somebody copied it into a text file."""
    return "\n\n".join((title, "Thứ 3, 13/05/2031 | 16:20:00", *paragraphs)) + "\n"


def item(
    title: str, link: str, *, guid: str | None = None, summary: str = "", date: str | None = None
) -> str:
    """One item of the feed."""
    parts = [f"<title>{escape(title)}</title>", f"<link>{escape(link)}</link>"]
    if guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
    if date is not None:
        parts.append(f"<pubDate>{date}</pubDate>")
    parts.append(f"<description>{escape(summary)}</description>")
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str) -> bytes:
    """The feed."""
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Báo Nguyệt Hà</title>{''.join(items)}</channel></rss>"
    ).encode()


@dataclass
class Time:
    """A clock that a test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **span: float) -> None:
        """Let time go by."""
        self.now += timedelta(**span)


@dataclass
class Newsroom:
    """Everything that a poll needs, real but for the clock."""

    site: Site
    store: Store
    fetcher: Fetcher
    inbox: Path
    clock: Time = field(default_factory=Time)
    sources: list[Source] = field(default_factory=lambda: [LOCAL])

    def feed(self, source_id: str = "bao-nguyet-ha", path: str = "/rss", **more: object) -> Source:
        """A feed source of this site, in the catalogue."""
        fields: dict[str, object] = {"id": source_id, "name": "Báo Nguyệt Hà", "kind": "feed"}
        fields |= {"url": self.site.url(path), "province": "Nguyệt Hà"} | more
        source = Source(**fields)  # type: ignore[arg-type]  # msgspec checks nothing at run time
        self.sources.append(source)
        return source

    def ingestor(self, store: Store | None = None) -> Ingestor:
        """A pipeline over the present catalogue, as after a restart."""
        return Ingestor(
            store or self.store,
            self.fetcher,
            self.sources,
            zone=ZONE,
            clock=self.clock,
            inbox=self.inbox,
        )


@asynccontextmanager
async def newsroom(tmp_path: Path, **fetcher: object) -> AsyncIterator[Newsroom]:
    """A site on loopback, an empty store and an inbox."""
    store = open_store("memory:")
    try:
        async with serving() as site, local_fetcher(**fetcher) as entered:
            yield Newsroom(site, store, entered, tmp_path / "inbox")
    finally:
        store.close()
