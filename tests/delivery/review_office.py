"""A group whose digests are reviewed, and everything that works for it, over any messenger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.commands.command import HeldDeliveries
from bot.commands.request import Request
from bot.commands.router import Router
from bot.config import Settings
from bot.delivery.dispatch import Dispatcher
from bot.delivery.messenger import Messenger
from bot.delivery.pacer import Pacer
from bot.delivery.review_desk import ReviewDesk
from bot.delivery.review_teller import Administers, ReviewTeller
from bot.delivery.sender import Sender
from bot.messages.catalog import Catalog
from bot.messages.rich import Reply
from storage.base import Store
from storage.models import Preferences, Review, Subscriber
from tests.delivery.virtual_time import START
from tests.digest.factory import article, subscriber

GROUP, LAN, MAI, CURATOR = -5001, 701, 702, 703

TITLES = (
    "Đảng bộ xã Mẫu khai mạc đại hội nhiệm kỳ mới",
    "Nông dân huyện Thử được mùa lúa hè thu",
    "Bệnh viện Giả Định mở khoa cấp cứu nhi",
)


def fill(store: Store, now: datetime = START, **wishes: object) -> Subscriber:
    """Three different stories, and the group, due at `now`; its reviewers are LAN and MAI."""
    store.put_articles(
        [
            article(
                number,
                title=title,
                lead=f"{title}, theo tin của tờ báo giả định số {number}.",
                first_seen=now - timedelta(hours=number + 2),
                published=now - timedelta(hours=number + 3),
            )
            for number, title in enumerate(TITLES)
        ]
    )
    chosen: dict[str, object] = {"review": True, "reviewers": (LAN, MAI), **wishes}
    who = replace(
        subscriber(GROUP, covered_until=now - timedelta(days=7)),
        chat_type="supergroup",
        title="Tổ dân phố <Mẫu>",
        next_due_at=now,
        preferences=Preferences(**chosen),  # type: ignore[arg-type]  # fields by name
    )
    store.update_subscriber(who.id, lambda _: who)
    return who


class Office:
    """One life of the bot, as far as reviews go; the clock is the test's."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        *,
        now: datetime = START,
        curators: Collection[int] = (CURATOR,),
        catalog: Catalog | None = None,
        administers: Administers | None = None,
    ) -> None:
        self.store = store
        self.now = now
        catalog = catalog or Catalog.load()
        pacer = Pacer()

        def clock() -> datetime:
            return self.now

        self.desk = ReviewDesk(store, clock, catalog, {})
        self.dispatcher = Dispatcher(store, clock, catalog, {})
        self.teller = ReviewTeller(
            self.desk,
            store,
            messenger,
            pacer,
            clock,
            catalog,
            curators=curators,
            language="vi",
            administers=administers,
        )
        self.sender = Sender(store, messenger, pacer, clock)
        self.router = Router(
            store,
            catalog,
            settings=Settings.model_construct(),
            clock=clock,
            sources=(),
            held=HeldDeliveries(
                rows=lambda: (), resend=lambda _ids, _now: 0, drop=lambda _ids, _now: 0
            ),
            reviews=self.desk,
        )

    async def turn(self) -> None:
        """What the ticks do: compose, tell the reviewers, send."""
        self.dispatcher.run_due()
        await self.teller.run()
        await self.sender.run_once()

    def press(self, action: str, user_id: int = LAN, *, curator: bool = False) -> Reply:
        """A pressed button in a private chat."""
        return self.router.handle(
            Request(text=action, chat_id=user_id, user_id=user_id, pressed=True, curator=curator)
        )

    def say(self, text: str, user_id: int = LAN) -> Reply:
        """A line typed in a private chat."""
        return self.router.handle(Request(text=text, chat_id=user_id, user_id=user_id))

    def in_group(self, text: str, user_id: int | None = LAN, *, admin: bool = True) -> Reply:
        """A line typed in the group."""
        return self.router.handle(
            Request(
                text=text,
                chat_id=GROUP,
                chat_type="supergroup",
                user_id=user_id,
                chat_admin=admin,
            )
        )

    @property
    def review(self) -> Review:
        """The only one."""
        (only,) = self.store.list_reviews()
        return only


def labels(reply: Reply) -> list[str]:
    """What stands on its buttons."""
    return [button.label for row in reply.buttons for button in row]


def action(reply: Reply, word: str) -> str:
    """What the button with this label does."""
    (found,) = [it for row in reply.buttons for it in row if it.label == word]
    assert found.action is not None
    return found.action
