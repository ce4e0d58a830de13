"""A running bot for tests: the real application, in this process, stopped cleanly at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.app import run_bot
from bot.clock import Clock, system_clock
from bot.config import Settings
from tests.botapi.server import BotApiServer


def settings_for(server: BotApiServer, data_dir: Path, **more: Any) -> Settings:
    """Settings of a bot that speaks to `server`; nothing comes from the environment."""
    values: dict[str, Any] = {
        "bot_token": server.token,
        "bot_api_url": server.url,
        "data_dir": data_dir,
        "private_networks": True,
        **more,
    }
    return Settings.model_validate(values)


@asynccontextmanager
async def running_bot(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[None]:
    """Run the bot around the block; what `run_bot` raises is raised here."""
    stop = asyncio.Event()
    bot = asyncio.create_task(run_bot(settings, stop, clock))
    try:
        yield
    finally:
        stop.set()
        await bot
