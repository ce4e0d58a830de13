"""A small bot over a store in memory, with fictional articles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

from bot.commands.command import HeldDeliveries
from bot.commands.errands import Errands
from bot.commands.request import Request
from bot.commands.router import Router
from bot.config import Settings
from bot.delivery.next_digest import next_digest
from bot.delivery.outbox import drop_held, held_deliveries, resend_held
from bot.messages.catalog import Catalog
from bot.messages.rich import Button, Reply
from bot.messages.split import split
from storage.base import Store
from storage.models import Article, Part, Precision, Revision, Source, Subscriber
from storage.open import open_store
from tests.messages.oracle import check_part

NOW = datetime(2023, 9, 27, 3, 0, tzinfo=UTC)
"""Wednesday 27 September 2023, 10:00 in Vietnam."""

CATALOG = Catalog.load()

SOURCES = (
    Source(id="bao-song-lam", name="Báo Sông Lam", kind="feed", url="https://songlam.example/rss"),
    Source(id="tinh-uy", name="Tỉnh ủy Phước Sơn", kind="page", url="https://phuocson.example"),
    Source(id="thu-muc", name="Thư mục", kind="folder", enabled=False),
)


def article(number: int, **changes: object) -> Article:
    """A made-up article; `number` tells them apart."""
    base = Article(
        id=f"aaaaaaaa{number:02d}",
        source="bao-song-lam",
        title=f"Huyện Phước Sơn giao ban công tác quý III lần thứ {number}",
        fingerprint=f"f{number}",
        first_seen=NOW - timedelta(hours=number),
        updated_at=NOW - timedelta(hours=number),
        url=f"https://songlam.example/tin/{number}",
        published=NOW - timedelta(hours=number + 1),
        published_precision=Precision.MINUTE,
        lead="Sáng nay, lãnh đạo huyện chủ trì hội nghị giao ban với các xã.",
        paragraphs=(
            "Hội nghị nghe báo cáo việc gieo cấy. Ông Trần Văn Mẫu đề nghị nạo vét kênh mương.",
            "Về thu ngân sách, huyện đạt 82% dự toán; riêng xã Đồng Tháp Mới vượt kế hoạch.",
        ),
    )
    return replace_record(base, **changes)


def replace_record(record: Article, **changes: object) -> Article:
    """A changed copy."""
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return Article(**{**fields, **changes})


LONG = article(
    90,
    id="longlonglo",
    source="tinh-uy",
    title="Nghị quyết về chuyển đổi số <giai đoạn 2024–2030> & các chỉ tiêu",
    published=datetime(2023, 9, 24, 17, 0, tzinfo=UTC),
    published_precision=Precision.DAY,
    event_date=date(2023, 9, 24),
    authors=("Lê Thị Thử", "Phan Ví Dụ"),
    section="Xây dựng Đảng",
    paragraphs=tuple(
        f"Đoạn {n}. " + "Các sở, ngành rà soát hồ sơ, số hóa kết quả. " * 12 for n in range(9)
    ),
    captions=("Quang cảnh hội nghị.",),
    revisions=(Revision(replaced_at=NOW, fingerprint="old", title="Nghị quyết cũ"),),
)
UNDATED = article(
    91,
    id="undatedund",
    title="Thông báo tuyển dụng viên chức",
    published=None,
    published_precision=None,
    url=None,
    lead=None,
    paragraphs=(),
)


@dataclass
class World:
    """A router, its store, and a clock that the test may move."""

    store: Store
    settings: Settings
    now: datetime = NOW
    sources: tuple[Source, ...] = SOURCES
    asked: list[Request] = field(default_factory=list)
    errands: Errands = field(default_factory=Errands)

    def __post_init__(self) -> None:
        """Build the router over the store."""
        self.router = Router(
            self.store,
            CATALOG,
            settings=self.settings,
            clock=lambda: self.now,
            sources=self.sources,
            held=HeldDeliveries(
                rows=partial(held_deliveries, self.store),
                resend=partial(resend_held, self.store),
                drop=partial(drop_held, self.store),
            ),
            errands=self.errands,
            next_digest=self._next_digest,
        )

    def _next_digest(self, place: Subscriber, language: str) -> tuple[Part, ...]:
        names = {source.id: source.name for source in self.sources}
        return next_digest(
            self.store,
            CATALOG,
            names,
            place,
            language=language,
            now=self.now,
            username=None,
        )

    def ask(self, text: str, **fields: object) -> Reply:
        """The reply to a message, checked against Telegram's limits."""
        request = replace(Request(text=text, chat_id=7, user_id=7), **fields)  # type: ignore[arg-type]  # fields of Request by name
        reply = self.router.handle(request)
        for part in split(reply.blocks, reply.buttons, preview=reply.preview):
            check_part(part)
        return reply

    def press(self, button: Button, **fields: object) -> Reply:
        """The reply to a pressed button."""
        assert button.action is not None
        return self.ask(button.action, pressed=True, **fields)

    @property
    def subscriber(self) -> Subscriber | None:
        """The record of the private chat that asks by default."""
        return self.store.get_subscriber("7")


def world(articles: int = 12) -> World:
    """A bot that knows `articles` similar articles and two special ones."""
    store = open_store("memory:")
    store.put_articles([*(article(n) for n in range(1, articles + 1)), LONG, UNDATED])
    return World(store, Settings.model_construct())


def said(reply: Reply) -> str:
    """The words of a reply."""
    return "\n\n".join(part.plain for part in split(reply.blocks))


def buttons(reply: Reply) -> list[Button]:
    """All buttons of a reply, row by row."""
    return [button for row in reply.buttons for button in row]


def button(reply: Reply, word: str) -> Button:
    """The one button whose label holds `word`."""
    (found,) = [it for it in buttons(reply) if word in it.label]
    return found
