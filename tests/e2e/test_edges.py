"""Webhook, wrong token, a network that is down, updates that come twice."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from bot.app import run_bot
from bot.errors import ConfigError
from tests.botapi.server import UNLIMITED, BotApiServer, Fault
from tests.e2e.running import running_bot, settings_for
from tests.sources.site import Site, serving


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_webhook_with_its_secret_serves_and_a_repeated_update_is_answered_once(
    tmp_path: Path,
) -> None:
    """Updates arrive by push; a second push of the same update changes nothing."""
    port = free_port()
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        settings = settings_for(
            server,
            tmp_path,
            webhook_url=f"http://127.0.0.1:{port}/hook",
            webhook_secret="a-secret_1",  # noqa: S106 - opens nothing
            webhook_listen=f"127.0.0.1:{port}",
        )
        async with running_bot(settings):
            await server.wait_requests("setWebhook", 1)
            server.duplicate_updates(1)
            await lan.send("/help")
            await lan.wait_message()
            await asyncio.sleep(0.3)
            assert len(server.messages(1001)) == 1
        assert not server.violations


async def test_a_wrong_token_is_a_clear_message_and_touches_nothing(tmp_path: Path) -> None:
    """The operator learns which setting is wrong."""
    async with BotApiServer() as server:
        wrong = "1:wrong-token-wrong-token-wrong-tok"
        with pytest.raises(ConfigError, match="BOT_TOKEN") as caught:
            await run_bot(settings_for(server, tmp_path, bot_token=wrong), asyncio.Event())
        assert wrong not in str(caught.value)


async def test_the_bot_waits_for_telegram_instead_of_giving_up(tmp_path: Path) -> None:
    """A server that answers 502 at the start is asked again."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        server.fault(None, Fault.BAD_GATEWAY, times=1, methods={"getMe"})
        async with running_bot(settings_for(server, tmp_path)):
            await lan.send("/help")
            assert "/tim" in (await lan.wait_message(timeout=10)).text


async def test_polling_survives_errors_of_the_server(tmp_path: Path) -> None:
    """500 and connection resets while polling lose no update."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with running_bot(settings_for(server, tmp_path)):
            await lan.send("/help")
            await lan.wait_message()
            server.fault(None, Fault.SERVER_ERROR, times=1, methods={"getUpdates"})
            server.fault(None, Fault.RESET_BEFORE, times=1, methods={"getUpdates"})
            for _ in range(2):  # the first ends the poll that was already waiting
                await lan.send("/help")
                await lan.wait_message(timeout=20)


async def test_stopping_while_the_server_fails_is_clean(tmp_path: Path) -> None:
    """SIGTERM during an outage ends the bot all the same."""
    async with (
        BotApiServer(limits=UNLIMITED) as server,
        running_bot(settings_for(server, tmp_path)),
    ):
        await server.wait_requests("getUpdates", 1)
        server.fault(None, Fault.RESET_BEFORE, methods={"getUpdates"})


async def test_an_answer_reaches_a_group_that_moved_without_telling(tmp_path: Path) -> None:
    """The error names the new id; the answer and the subscription go there."""
    async with BotApiServer(limits=UNLIMITED) as server:
        server.add_user(1001)
        group = server.add_group(-5001, members={1001: "administrator"})
        async with running_bot(settings_for(server, tmp_path)):
            server.fault(-5001, Fault.MIGRATED, migrate_to=-100400)
            await group.send("/help", from_user=1001)
            await server.place(-100400).wait_message()


async def test_a_stop_is_heeded_while_telegram_does_not_answer(tmp_path: Path) -> None:
    """SIGTERM ends a bot whose network failed between getMe and the first poll."""
    async with BotApiServer(limits=UNLIMITED) as server:
        server.fault(None, Fault.BAD_GATEWAY, methods={"deleteWebhook"})
        stop = asyncio.Event()
        bot = asyncio.create_task(run_bot(settings_for(server, tmp_path), stop))
        await server.wait_requests("deleteWebhook", 1)
        stop.set()
        async with asyncio.timeout(10):
            await bot


async def test_a_login_page_in_telegrams_place_is_waited_out(tmp_path: Path) -> None:
    """A captive portal answers every request with a page; that is an outage, not the end."""
    portal = Site()
    async with serving(portal), BotApiServer(limits=UNLIMITED) as server:
        for method in ("getMe", "getUpdates"):
            portal.pages[f"/bot{server.token}/{method}"] = "<html>Mời đăng nhập</html>"
        settings = settings_for(server, tmp_path, bot_api_url=portal.url(""))
        stop = asyncio.Event()
        bot = asyncio.create_task(run_bot(settings, stop))
        await asyncio.sleep(1.5)
        assert not bot.done()
        stop.set()
        await bot


@pytest.mark.slow
async def test_a_flood_from_one_chat_delays_nobody_else(tmp_path: Path) -> None:
    """Eighty messages of one person do not take the places of others."""
    async with BotApiServer() as server:
        lan, minh = server.add_user(1001), server.add_user(1002)
        async with running_bot(settings_for(server, tmp_path)):
            for _ in range(80):
                await lan.send("/nguon")
            await lan.wait_message(timeout=10)
            await minh.send("/nguon")
            await minh.wait_message(timeout=5)
            server.fault(1001, Fault.BLOCKED)
        assert not server.violations


async def test_a_server_that_does_not_know_descriptions_is_no_reason_to_stop(
    tmp_path: Path,
) -> None:
    """Menus and descriptions are niceties: whatever comes back, the bot runs."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        server.fault(None, Fault.BAD_GATEWAY, methods={"setMyCommands", "getMyDescription"})
        async with running_bot(settings_for(server, tmp_path)):
            await lan.send("/help")
            await lan.wait_message()


async def test_an_answer_is_sent_again_after_an_error_of_the_server(tmp_path: Path) -> None:
    """A 500 in the wrong moment is not silence."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with running_bot(settings_for(server, tmp_path)):
            server.fault(1001, Fault.SERVER_ERROR, times=1)
            await lan.send("/help")
            await lan.wait_message(timeout=10)
