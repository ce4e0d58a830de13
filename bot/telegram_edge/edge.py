"""The life of the Telegram side: start, updates in, replies out, stop with everything drained.

The start and stop order is python-telegram-bot's for applications that run services of their
own: initialize → start → updater.start_* … updater.stop → stop → shutdown.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import structlog
from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ContextTypes, TypeHandler

from bot.clock import Clock
from bot.commands.membership import Membership, apply_membership
from bot.commands.request import Request
from bot.commands.router import Router
from bot.config import Settings
from bot.delivery.pacer import Pacer
from bot.delivery.sender import in_flight_for
from bot.errors import ChatMigrated, ChatRefused, ConfigError
from bot.messages.naming import USERNAME_KEY
from bot.telegram_edge.application import application_of, requests_of
from bot.telegram_edge.documents import with_document
from bot.telegram_edge.inline import InlineAnswerer
from bot.telegram_edge.menus import publish_menus
from bot.telegram_edge.messenger import TelegramMessenger
from bot.telegram_edge.profile import publish_profile
from bot.telegram_edge.replies import ReplySender
from bot.telegram_edge.rights import ADMINISTRATORS, Rights
from bot.telegram_edge.updates import BotName, request_from
from storage.base import Store

log = structlog.get_logger()

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
]
SEEN_UPDATES = 2_000
LONGEST_START_WAIT = 300.0
"""Seconds."""
GONE = (ChatMember.LEFT, ChatMember.BANNED)


class TelegramEdge:
    """Speaks with Telegram on behalf of a router.

    Args:
        settings: `bot_token` must be set.
        on_fatal: called once when Telegram says that the token is no longer valid.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        store: Store,
        router: Router,
        pacer: Pacer,
        clock: Clock,
        on_fatal: Callable[[Exception], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._router = router
        self._on_fatal = on_fatal
        self._clock = clock
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._me = BotName(0, "")
        self._introduction: asyncio.Task[None] | None = None
        paid = settings.paid_broadcast_rate
        self._requests = requests_of(in_flight_for(paid))
        self._application = application_of(settings, self._requests)
        self._application.add_handler(TypeHandler(Update, self._on_update))
        self._application.add_error_handler(self._on_error)
        self.rights = Rights(
            self._application.bot, settings, router.needs_admin, router.reviewed_chat
        )
        self._replies = ReplySender(self._application.bot, pacer)
        self._inline = InlineAnswerer(self._application.bot, router)
        self.messenger = TelegramMessenger(self._application.bot, paid=paid is not None)

    async def start(self, stop: asyncio.Event) -> bool:
        """Connect and begin to take updates; False when `stop` was set before that worked.

        An unreachable server is waited for, with growing pauses: the operator's network may
        come up later than the bot, and a hotel's login page may answer in Telegram's place.

        Raises:
            ConfigError: Telegram does not know the token.
        """
        starting = asyncio.create_task(self._start())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if starting.done():
            starting.result()
            return True
        starting.cancel()
        await asyncio.wait({starting})
        return False

    async def _start(self) -> None:
        await self._connect()
        bot = self._application.bot
        self._me = BotName(bot.id, bot.username)
        if await asyncio.to_thread(self._store.get_value, USERNAME_KEY) != bot.username:
            await asyncio.to_thread(self._store.put_value, USERNAME_KEY, bot.username)
        await self._application.start()
        await self._take_updates()
        self._introduction = asyncio.create_task(self._introduce())
        log.info("telegram_started", username=self._me.username)

    async def _connect(self) -> None:
        wait = 1.0
        while True:
            try:
                await self._application.initialize()
            except InvalidToken as error:
                raise ConfigError(
                    "BOT_TOKEN: Telegram does not accept this token; ask @BotFather for a new one"
                ) from error
            except TelegramError as error:
                log.warning("telegram_unreachable", error=str(error), retry_in=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_START_WAIT)
            else:
                return

    async def _introduce(self) -> None:
        """Menus and descriptions: niceties, whose failure of any kind must not stop the bot."""
        settings, bot = self._settings, self._application.bot
        try:
            await publish_menus(
                bot,
                readers=self._router.menu(curator=False),
                curators=self._router.menu(curator=True),
                curator_ids=settings.owner_ids | settings.curator_ids,
            )
            await publish_profile(bot, self._router.catalog, language=settings.language)
        except Exception as error:
            log.warning("introduction_failed", exc_info=error)

    async def _take_updates(self) -> None:
        updater = self._application.updater
        assert updater is not None  # noqa: S101 - the builder above always makes one
        settings = self._settings
        if settings.webhook_url is None:
            await updater.start_polling(
                timeout=30,
                bootstrap_retries=-1,
                allowed_updates=ALLOWED_UPDATES,
                error_callback=self._on_polling_error,
            )
            return
        host, _, port = settings.webhook_listen.rpartition(":")
        path = settings.webhook_url.split("://", 1)[-1].partition("/")[2]
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
        await updater.start_webhook(
            listen=host,
            port=int(port),
            url_path=path,
            webhook_url=settings.webhook_url,
            secret_token=secret,
            bootstrap_retries=-1,
            allowed_updates=ALLOWED_UPDATES,
        )

    async def stop(self, grace: float) -> None:
        """Take no more updates, finish those taken, close the connections. Idempotent.

        What is not finished after `grace` seconds is given up: the person asks again.
        """
        if self._introduction is not None:
            self._introduction.cancel()
            await asyncio.wait({self._introduction})
        application = self._application
        try:
            async with asyncio.timeout(grace):
                if application.updater is not None and application.updater.running:
                    await application.updater.stop()
                if application.running:
                    await application.stop()
        except TimeoutError:
            log.warning("updates_given_up", seconds=grace)
        await application.shutdown()
        # An application whose first getMe failed counts as not initialised and closes nothing.
        for request in self._requests:
            await request.shutdown()

    def _on_polling_error(self, error: TelegramError) -> None:
        if isinstance(error, InvalidToken):
            self._on_fatal(error)
        elif isinstance(error, Conflict):
            log.error("another_process_polls_this_bot", error=str(error))
        else:
            log.warning("polling_failed", error=str(error))

    async def _on_error(self, _update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        log.error("update_failed", exc_info=context.error)

    def _is_repeated(self, update: Update) -> bool:
        """A webhook may bring an update twice."""
        if update.update_id in self._seen:
            return True
        self._seen[update.update_id] = None
        if len(self._seen) > SEEN_UPDATES:
            self._seen.popitem(last=False)
        return False

    async def _on_update(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if self._is_repeated(update):
            log.info("update_repeated", update_id=update.update_id)
            return
        if update.inline_query is not None:
            await self._inline.answer(update.inline_query)
            return
        if update.my_chat_member is not None:
            await self._on_membership(update)
            return
        if update.chat_member is not None:
            await self._on_member(update.chat_member)
            return
        if update.message is not None and update.message.migrate_to_chat_id is not None:
            await asyncio.to_thread(
                self._store.migrate_chat, update.message.chat.id, update.message.migrate_to_chat_id
            )
            return
        request = request_from(update, self._me)
        if request is None:
            return
        request = await self.rights.complete(request)
        if request.file is not None and await asyncio.to_thread(self._router.wants_file, request):
            request = await with_document(request, self._application.bot)
        edit_id = None
        if update.callback_query is not None and isinstance(update.callback_query.message, Message):
            edit_id = update.callback_query.message.message_id
        await self._answer(request, update, edit_id)

    async def _answer(self, request: Request, update: Update, edit_id: int | None) -> None:
        reply = await asyncio.to_thread(self._router.handle, request)
        if update.callback_query is not None:
            await self._replies.toast(update.callback_query.id, reply.notice)
        try:
            await self._replies.deliver(reply, request, edit_id)
        except ChatMigrated as error:
            await asyncio.to_thread(self._store.migrate_chat, request.chat_id, error.new_chat_id)
            await self._replies.deliver(reply, replace(request, chat_id=error.new_chat_id), None)
        except ChatRefused as error:
            gone = Membership(request.chat_id, reachable=False, reason=str(error))
            await asyncio.to_thread(apply_membership, self._store, gone, self._clock())

    async def _on_member(self, change: ChatMemberUpdated) -> None:
        """Somebody else's standing changed: told of where the bot is an administrator."""
        member = change.new_chat_member
        curators = self._settings.owner_ids | self._settings.curator_ids
        if member.status not in ADMINISTRATORS and member.user.id not in curators:
            await asyncio.to_thread(self._router.reviewer_left, change.chat.id, member.user.id)

    async def _on_membership(self, update: Update) -> None:
        change = update.my_chat_member
        if change is None:
            return
        reachable = change.new_chat_member.status not in GONE
        membership = Membership(change.chat.id, reachable, str(change.new_chat_member.status))
        touched = await asyncio.to_thread(apply_membership, self._store, membership, self._clock())
        log.info("membership", chat=change.chat.id, reachable=reachable, touched=touched)
        is_new = reachable and change.old_chat_member.status in GONE
        if is_new and change.chat.type in (Chat.GROUP, Chat.SUPERGROUP):
            request = Request(
                text="/start",
                chat_id=change.chat.id,
                chat_type="group" if change.chat.type == Chat.GROUP else "supergroup",
                chat_title=change.chat.title,
                language_code=change.from_user.language_code,
            )
            await self._answer(request, update, None)
