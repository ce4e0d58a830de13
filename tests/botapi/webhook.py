"""Pushing updates to the bot's webhook."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import aiohttp

from tests.botapi.errors import Json
from tests.botapi.updates import UpdateQueue
from tests.botapi.waiting import Signal

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_FIRST_RETRY = 0.05
_LAST_RETRY = 1.0


@dataclass(slots=True)
class Webhook:
    """Where updates go.

    Attributes:
        error: why the last attempt failed, None when it did not.
        attempts: requests made, repeated ones included.
    """

    url: str
    secret: str | None
    max_connections: int
    error: str | None = None
    error_date: int | None = None
    attempts: int = 0


class WebhookPusher:
    """Sends pending updates in their order, each again until it is answered with 2xx."""

    def __init__(self, queue: UpdateQueue, changed: Signal) -> None:
        self._queue = queue
        self._changed = changed
        self._task: asyncio.Task[None] | None = None
        self.webhook: Webhook | None = None
        self.duplicates = 0

    async def set(self, webhook: Webhook | None) -> None:
        """Begin to push, or with None stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._task = None
        self.webhook = webhook
        self._queue.webhook_url = webhook.url if webhook else None
        if webhook is not None:
            self._task = asyncio.create_task(self._run(webhook))

    async def _run(self, webhook: Webhook) -> None:
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
            pause = _FIRST_RETRY
            while True:
                update = await self._changed.until(self._head, 60.0)
                if update is None:
                    continue
                if await self._post(session, webhook, update):
                    pause = _FIRST_RETRY
                    if self.duplicates > 0:
                        self.duplicates -= 1
                        await self._post(session, webhook, update)
                    self._queue.confirm(update["update_id"] + 1)
                    self._changed.notify()
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LAST_RETRY)

    def _head(self) -> Json | None:
        return self._queue.pending[0] if self._queue.pending else None

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Json) -> bool:
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        webhook.attempts += 1
        try:
            async with session.post(webhook.url, json=update, headers=headers) as response:
                await response.read()
                if 200 <= response.status < 300:
                    return True
                error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as failure:
            error = f"Connection failed: {type(failure).__name__}"
        webhook.error, webhook.error_date = error, int(time.time())
        return False
