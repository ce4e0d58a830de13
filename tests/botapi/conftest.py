"""A server and a real python-telegram-bot client that speaks HTTP to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.botapi.server import UNLIMITED, BotApiServer


@pytest.fixture(autouse=True)
def timedelta_in_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`RetryAfter` warns of its future form unless told to use it now; warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A server without flood limits."""
    async with BotApiServer(limits=UNLIMITED) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    """An initialised client."""
    async with Bot(server.token, base_url=f"{server.url}/bot") as client:
        yield client
