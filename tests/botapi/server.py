"""A strict Bot API server on loopback.

    async with BotApiServer() as server:                 # ephemeral port on 127.0.0.1
        settings = Settings(bot_token=server.token, bot_api_url=server.url, ...)
        lan = server.add_user(1001, first_name="Lan", language_code="vi")
        await lan.send("giao ban quy III")               # queues an update
        msg = await lan.wait_message(timeout=5)          # next message of the bot not yet taken
        msg.text, msg.html, msg.entities, msg.buttons, msg.message_id, msg.thread_id
        press = await lan.press(msg, "Xem thêm")         # text or callback_data of a button
        toast = await press.answer()                     # .text, .show_alert
        msg = await lan.wait_edit(msg)                   # after the bot edited it
        await lan.send_document("nguon.opml", b"...", caption="/nguon opml")
        await lan.block(); await lan.unblock(); lan.deactivate(); await lan.edit(id, "…")
        results = await (await lan.inline("giao ban")).answer()

        group = server.add_group(-5001, title="Tổ tin", members={1001: "administrator"})
        await group.send("/help", from_user=1001)        # privacy mode: commands and replies only
        forum = server.add_supergroup(-100200, title="…", forum=True, members={1001: "member"})
        topic = forum.add_topic("Tin tuần"); await forum.send("/help", from_user=1001,
            thread_id=topic); forum.close_topic(topic); forum.delete_topic(topic)
        channel = server.add_channel(-100300, title="…"); await channel.send("/help")
        await group.set_bot("kicked", by=1001)           # my_chat_member; "member" adds it again
        new = await group.migrate(-100400)               # group → supergroup

        server.fault(1001, Fault.BLOCKED)                # until clear_faults()
        server.fault(1002, Fault.RETRY_AFTER, times=1, retry_after=2)
        server.fault(-5001, Fault.MIGRATED, migrate_to=-100400)
        server.fault(None, Fault.BAD_GATEWAY, times=3, methods={"getUpdates"})
        await server.wait_requests("getUpdates", 1); await server.wait_confirmed()
        server.messages(1001); server.requests; server.rate(); server.commands(scope, language)
        assert not server.violations                     # what the bot did against the API

A chat added with `add_user` is open as if /start had been sent; `started=False` makes the bot get
403 until the person writes. Updates stay queued until the bot confirms them by `offset`, across
restarts of the bot. A pressed button that was not answered within `patience` seconds, or when the
server stops, is a violation. Sending faster than `limits` answers 429 and is a violation; pass
`limits=UNLIMITED` where a conversation is not about speed. People have positive ids,
groups and channels negative ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.botapi.actors import Person, Place
from tests.botapi.bot_message import BotMessage, read
from tests.botapi.chats import Chat, Status
from tests.botapi.dispatch import Dispatcher
from tests.botapi.errors import Json
from tests.botapi.faults import Fault, ScriptedFault, method_names
from tests.botapi.flood import UNLIMITED, FloodLimits
from tests.botapi.journal import Rate, RequestRecord, Violation
from tests.botapi.webhook import Webhook
from tests.botapi.world import World

__all__ = ["UNLIMITED", "BotApiServer", "BotMessage", "Fault", "FloodLimits", "Person", "Place"]

TEST_TOKEN = "123456:TEST-abcdefghijklmnopqrstuvwxyz-012345"  # noqa: S105 - opens nothing


class BotApiServer:
    """See the module docstring.

    `privacy` is the bot's privacy mode in groups; `port` 0 takes a free one.
    """

    def __init__(
        self,
        token: str = TEST_TOKEN,
        *,
        limits: FloodLimits | None = None,
        privacy: bool = True,
        patience: float = 5.0,
        port: int = 0,
    ) -> None:
        self.token = token
        self.world = World(token, limits or FloodLimits(), privacy=privacy)
        self._patience = patience
        self._port = port
        self._dispatcher = Dispatcher(self.world)
        self._runner: web.AppRunner | None = None
        self._people: dict[int, Person] = {}
        self._places: dict[int, Place] = {}
        self.url = ""

    def build_app(self) -> web.Application:
        """The routes that are served."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._dispatcher.handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._dispatcher.serve_file)
        return app

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.build_app(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._port = port
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.world.report_unanswered(0.0)
        await self._dispatcher.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    # People and places

    def add_user(
        self,
        user_id: int,
        *,
        first_name: str = "Lan",
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "vi",
        started: bool = True,
    ) -> Person:
        """Somebody with a private chat; its id is the user's."""
        if user_id <= 0:
            raise ValueError("ids of people are positive")
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        optional = {"last_name": last_name, "username": username, "language_code": language_code}
        user.update({key: value for key, value in optional.items() if value is not None})
        chat = Chat(user_id, "private", person=user, started=started)
        self.world.people[user_id] = user
        self.world.chats[user_id] = chat
        self._people[user_id] = Person(self.world, chat, user)
        return self._people[user_id]

    def add_group(
        self,
        chat_id: int,
        *,
        title: str = "Tổ tin",
        members: Mapping[int, Status] | None = None,
        bot_status: Status = "member",
        forum: bool = False,
    ) -> Place:
        """A basic group; with `forum` a supergroup, since only those have topics."""
        return self._place(
            self.world.add_chat(
                chat_id,
                "supergroup" if forum else "group",
                title=title,
                forum=forum,
                members=members,
                bot_status=bot_status,
            )
        )

    def add_supergroup(
        self,
        chat_id: int,
        *,
        title: str = "Tổ tin",
        username: str | None = None,
        forum: bool = False,
        members: Mapping[int, Status] | None = None,
        bot_status: Status = "member",
    ) -> Place:
        """A supergroup, with topics if `forum`."""
        return self._place(
            self.world.add_chat(
                chat_id,
                "supergroup",
                title=title,
                username=username,
                forum=forum,
                members=members,
                bot_status=bot_status,
            )
        )

    def add_channel(
        self,
        chat_id: int,
        *,
        title: str = "Kênh tin",
        username: str | None = None,
        members: Mapping[int, Status] | None = None,
        bot_status: Status = "administrator",
    ) -> Place:
        """A channel; the bot posts there as an administrator."""
        return self._place(
            self.world.add_chat(
                chat_id,
                "channel",
                title=title,
                username=username,
                members=members,
                bot_status=bot_status,
            )
        )

    def _place(self, chat: Chat) -> Place:
        self._places[chat.id] = Place(self.world, chat)
        return self._places[chat.id]

    def user(self, user_id: int) -> Person:
        """Somebody added before."""
        return self._people[user_id]

    def place(self, chat_id: int) -> Place:
        """A place added before, or made by a migration."""
        return self._places.get(chat_id) or self._place(self.world.chats[chat_id])

    # Script

    def fault(
        self,
        chat_id: int | None,
        fault: Fault,
        times: int | None = None,
        *,
        methods: Collection[str] | None = None,
        retry_after: int = 1,
        migrate_to: int | None = None,
        delay: float = 0.5,
    ) -> None:
        """Let the next `times` requests of a chat fail (None: all); see `ScriptedFault`.

        `MIGRATED` also creates the supergroup `migrate_to` if there is none.
        """
        if fault is Fault.MIGRATED:
            if migrate_to is None:
                raise ValueError("MIGRATED needs migrate_to")
            if migrate_to not in self.world.chats:
                self.add_supergroup(migrate_to)
        self.world.faults.add(
            ScriptedFault(
                fault, chat_id, times, method_names(methods), retry_after, migrate_to, delay
            )
        )

    def clear_faults(self, chat_id: int | None = None) -> None:
        """Forget the faults of one chat, or all."""
        self.world.faults.clear(chat_id)

    def duplicate_updates(self, count: int) -> None:
        """Push each of the next `count` updates to the webhook twice."""
        self._dispatcher.pusher.duplicates = count

    # What happened

    @property
    def violations(self) -> list[Violation]:
        """What the bot did against the API; a list that may be cleared."""
        self.world.report_unanswered(self._patience)
        return self.world.journal.violations

    @property
    def requests(self) -> list[RequestRecord]:
        """Every request in order."""
        return self.world.journal.requests

    def messages(self, chat_id: int) -> list[BotMessage]:
        """All messages of the bot in a chat, in order, deleted ones included."""
        return [read(item) for item in self.world.chats[chat_id].by_bot]

    def rate(self) -> Rate:
        """How fast messages were delivered."""
        return self.world.journal.rate()

    @property
    def billed(self) -> int:
        """Messages with `allow_paid_broadcast` that exceeded the free limit."""
        return self.world.gate.billed

    def commands(self, scope: Json | None = None, language: str = "") -> list[Json]:
        """The command menu of a scope (`{"type": "default"}`) and a language."""
        return self._dispatcher.commands(scope, language)

    @property
    def pending_updates(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self.world.updates.pending)

    @property
    def webhook(self) -> Webhook | None:
        """The webhook in force."""
        return self._dispatcher.pusher.webhook

    async def wait_requests(
        self,
        method: str,
        count: int = 1,
        timeout: float = 5.0,  # noqa: ASYNC109 - tests state how long
    ) -> None:
        """Wait until `count` requests of a method have arrived since the start, answered or not.

        Raises:
            TimeoutError: they have not.
        """

        def probe() -> bool | None:
            return sum(item.method == method for item in self.requests) >= count or None

        if await self.world.changed.until(probe, timeout) is None:
            raise TimeoutError(f"fewer than {count} {method} requests within {timeout} s")

    async def wait_confirmed(self, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - tests state how long
        """Wait until the bot has confirmed every update.

        Raises:
            TimeoutError: it has not.
        """
        pending = self.world.updates.pending
        if await self.world.changed.until(lambda: not pending or None, timeout) is None:
            raise TimeoutError(f"{len(pending)} updates not confirmed within {timeout} s")
