"""Updates: polling with offsets, conflicts, and the webhook."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.botapi.server import UNLIMITED, BotApiServer, Fault
from tests.botapi.updates import UpdateQueue
from tests.botapi.waiting import Signal

SECRET = "Bi-mat_42"  # noqa: S105 - opens nothing
App = Application[Any, Any, Any, Any, Any, Any]


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    """What people wrote."""
    return [update.message.text for update in updates if update.message]


async def test_unconfirmed_updates_come_again(server: BotApiServer, bot: Bot) -> None:
    """Only a later offset takes an update away; limits and negative offsets hold."""
    lan = server.add_user(1001)
    for text in "abcd":
        await lan.send(text)
    first = await bot.get_updates(limit=2, timeout=0)
    assert texts(first) == ["a", "b"]
    assert texts(await bot.get_updates(timeout=0)) == ["a", "b", "c", "d"]
    second = await bot.get_updates(offset=first[0].update_id + 1, timeout=0)
    assert texts(second) == ["b", "c", "d"]
    assert [update.update_id for update in second] == [first[0].update_id + n for n in (1, 2, 3)]
    assert texts(await bot.get_updates(offset=-1, timeout=0)) == ["d"]
    assert server.pending_updates == 1
    await bot.get_updates(offset=second[-1].update_id + 1, timeout=0)
    await server.wait_confirmed()


@given(st.lists(st.one_of(st.none(), st.integers(-3, 8)), max_size=30))
def test_queue_delivers_each_update_until_confirmed(steps: list[int | None]) -> None:
    """Against a plain list as the model: None queues an update, a number polls from an offset."""

    async def run() -> None:
        queue = UpdateQueue(Signal(), lambda method, reason: None)
        base = 700_000_001
        model: list[int] = []
        for number, step in enumerate(steps):
            if step is None:
                pushed = queue.push("message", {"number": number})
                assert pushed is not None
                model.append(pushed)
                continue
            if step < 0:
                model = model[step:]
            else:
                model = [update for update in model if update >= base + step]
            polled = await queue.poll(offset=step if step < 0 else base + step, limit=3)
            assert [update["update_id"] for update in polled] == model[:3]

    asyncio.run(run())


async def test_long_poll_ends_with_the_first_update(server: BotApiServer, bot: Bot) -> None:
    """A waiting poll is answered as soon as somebody writes, long before its timeout."""
    lan = server.add_user(1001)
    polling = asyncio.create_task(bot.get_updates(timeout=60))
    await server.wait_requests("getUpdates")
    await asyncio.sleep(0.05)
    assert not polling.done()
    await lan.send("chào")
    assert texts(await asyncio.wait_for(polling, 10)) == ["chào"]


async def test_kinds_that_were_not_asked_for_are_not_queued(server: BotApiServer, bot: Bot) -> None:
    """allowed_updates holds for what comes after it; a kind that does not exist is a violation."""
    lan = server.add_user(1001)
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    await lan.send("a")
    await bot.get_updates(timeout=0, allowed_updates=[])
    await lan.send("b")
    assert texts(await bot.get_updates(timeout=0)) == ["b"]
    assert server.violations == []
    await bot.get_updates(timeout=0, allowed_updates=["mesage"])
    assert [item.reason for item in server.violations] == ["allowed_updates names 'mesage'"]


async def test_older_of_two_polls_is_terminated(server: BotApiServer, bot: Bot) -> None:
    """Two pollers: the one that waits gets 409, the younger one gets the update."""
    lan = server.add_user(1001)
    older = asyncio.create_task(bot.get_updates(timeout=60))
    await server.wait_requests("getUpdates")
    async with Bot(server.token, base_url=f"{server.url}/bot") as other:
        younger = asyncio.create_task(other.get_updates(timeout=60))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(older, 10)
        await lan.send("chào")
        assert texts(await asyncio.wait_for(younger, 10)) == ["chào"]
    assert [item.reason for item in server.violations] == ["two getUpdates at once"]


async def test_poll_of_a_client_that_left_is_no_conflict(server: BotApiServer) -> None:
    """A bot that was killed while polling does not disturb its successor, nor lose updates."""
    lan = server.add_user(1001)
    for number, text in enumerate("abc", start=1):
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            polling = asyncio.create_task(bot.get_updates(offset=-1, timeout=60))
            await server.wait_requests("getUpdates", number)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
        await lan.send(text)
    async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
        assert texts(await bot.get_updates(timeout=0))[-1] == "c"
    assert server.violations == []


async def test_waiting_poll_does_not_keep_the_server() -> None:
    """The server stops at once while a client waits in a long poll, and blames nobody."""
    async with BotApiServer() as server:
        bot = Bot(server.token, base_url=f"{server.url}/bot")
        await bot.initialize()
        polling = asyncio.create_task(bot.get_updates(timeout=60))
        await server.wait_requests("getUpdates")
    assert await asyncio.wait_for(polling, 10) == ()
    await bot.shutdown()
    assert server.violations == []


def echo_app(server: BotApiServer) -> App:
    """An Application that answers each text with itself."""

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message is not None:
            await update.effective_message.reply_text(update.effective_message.text or "")

    app = ApplicationBuilder().token(server.token).base_url(f"{server.url}/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    return app


@pytest.fixture
async def app(server: BotApiServer) -> AsyncIterator[App]:
    """The application, started; its updater is the test's."""
    running = echo_app(server)
    await running.initialize()
    await running.start()
    yield running
    if running.updater is not None and running.updater.running:
        await running.updater.stop()
    await running.stop()
    await running.shutdown()


async def test_application_polls_stops_and_polls_again(server: BotApiServer, app: App) -> None:
    """A whole Application answers; stopping confirms what it handled; nothing is a violation."""
    lan = server.add_user(1001)
    assert app.updater is not None
    for text in ("một", "hai", "ba"):
        await app.updater.start_polling(poll_interval=0)
        await lan.send(text)
        assert (await lan.wait_message()).text == text
        await app.updater.stop()
        await server.wait_confirmed()
    assert server.violations == []


async def test_polling_survives_a_bad_gateway(server: BotApiServer, app: App) -> None:
    """502 with HTML and a reset while polling cost a retry, not an update."""
    lan = server.add_user(1001)
    assert app.updater is not None
    server.fault(None, Fault.BAD_GATEWAY, times=1, methods={"getUpdates"})
    await lan.send("một")
    await app.updater.start_polling(poll_interval=0)
    assert (await lan.wait_message(timeout=20)).text == "một"
    await app.updater.stop()
    assert server.violations == []


async def test_webhook_pushes_with_the_secret(server: BotApiServer, app: App) -> None:
    """Updates reach PTB's own webhook server, which checks the secret; polling is then 409."""
    lan = server.add_user(1001)
    assert app.updater is not None
    await lan.send("một")
    port = _free_port()
    await app.updater.start_webhook(
        listen="127.0.0.1",
        port=port,
        url_path="hook",
        webhook_url=f"http://127.0.0.1:{port}/hook",
        secret_token=SECRET,
    )
    assert (await lan.wait_message()).text == "một"
    await lan.send("hai")
    assert (await lan.wait_message()).text == "hai"
    await server.wait_confirmed()
    assert (await app.bot.get_webhook_info()).pending_update_count == 0
    with pytest.raises(Conflict, match="webhook is active"):
        await app.bot.get_updates(timeout=0)
    await app.updater.stop()
    await app.bot.delete_webhook()
    assert server.webhook is None
    assert [item.reason for item in server.violations] == ["getUpdates while a webhook is set"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Hook:
    """A webhook that answers as scripted and keeps what it got."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        self.seen: list[tuple[str | None, int]] = []

    async def receive(self, request: web.Request) -> web.Response:
        """Take an update."""
        body = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.seen.append((secret, body["update_id"]))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


async def test_webhook_retries_and_duplicates(server: BotApiServer, bot: Bot) -> None:
    """What is not answered with 2xx comes again, in order; a scripted duplicate comes twice."""
    lan = server.add_user(1001)
    hook = Hook([500, 403])
    app = web.Application()
    app.router.add_post("/", hook.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/", secret_token=SECRET)
    await lan.send("một")
    await server.wait_confirmed()
    server.duplicate_updates(1)
    await lan.send("hai")
    await server.wait_confirmed()
    first = hook.seen[0][1]
    assert [update for _, update in hook.seen] == [first, first, first, first + 1, first + 1]
    assert {secret for secret, _ in hook.seen} == {SECRET}
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"
    await bot.delete_webhook()
    await runner.cleanup()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://tin.example/hook", None, "https url must be provided"),
        ("https://tin.example/hook", "bí mật", "unallowed characters"),
        ("https://tin.example/hook", "a" * 257, "1-256 characters"),
    ],
)
async def test_bad_webhook_is_refused(
    server: BotApiServer, bot: Bot, url: str, secret: str | None, reason: str
) -> None:
    """Addresses without TLS outside this machine and bad secrets are violations."""
    with pytest.raises(BadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)
    assert server.webhook is None
    assert len(server.violations) == 1


async def test_dropping_updates_is_recorded() -> None:
    """drop_pending_updates does what it says and is a violation: people wrote those."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        await lan.send("một")
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            await bot.delete_webhook(drop_pending_updates=True)
        assert server.pending_updates == 0
        assert len(server.violations) == 1
