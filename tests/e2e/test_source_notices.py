"""A curator is told in Telegram that a source broke, through the running bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bot.clock import system_clock
from bot.delivery.notice_ledger import KEY, Ledger
from bot.delivery.source_news import BROKE, Told
from storage.models import Source, SourceHealth, SourceState
from storage.open import open_store
from tests.botapi.server import BotApiServer
from tests.e2e.running import running_bot, settings_for


def _where_it_is_noon(now: datetime) -> str:
    """A zone in which nobody sleeps now; the sign of `Etc` zones is that of POSIX."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}"


async def test_a_curator_is_told_and_the_button_shows_the_source(tmp_path: Path) -> None:
    """One who never wrote to the bot does not stop the other; after a restart nothing is new."""
    now = system_clock()
    since = now - timedelta(days=1)
    source = Source(id="bao", name="Báo Giả Định", kind="feed", url="http://127.0.0.1:9/rss")
    state = SourceState(
        source="bao",
        error_streak=5,
        last_error="HTTP 500",
        last_attempt_at=now,
        next_poll_at=now + timedelta(hours=5),
        health=SourceHealth(failing_since=since, trouble="unreachable"),
    )
    waiting = Told(changed_at=now - timedelta(hours=1), seen_rank=BROKE)
    async with BotApiServer() as server:
        settings = settings_for(
            server,
            tmp_path / "data",
            curator_ids=frozenset({1001, 1002}),
            owner_ids=frozenset(),
            timezone=_where_it_is_noon(now),
        )
        store = open_store(str(settings.data_dir))
        store.put_source(source)
        store.put_source_states([state])
        store.put_value(KEY, msgspec.json.encode(Ledger(told={"bao": waiting})).decode())
        store.close()
        curator = server.add_user(1001)
        server.add_user(1002, started=False)
        async with running_bot(settings):
            told = await curator.wait_message()
            assert told.text.startswith("1 nguồn tin có vấn đề\n🔴 Báo Giả Định\nKhông kết nối")
            await curator.press(told, "Xem nguồn")
            shown = await curator.wait_edit(told)
            assert "Lỗi 5 lần liền: HTTP 500" in shown.text
        async with running_bot(settings):
            await asyncio.sleep(1.0)
        assert len(server.messages(1001)) == 1  # the notice, which became the source's page
        assert server.messages(1002) == []
        assert not server.violations
