"""The port that delivery sends through; `telegram_edge` and `terminal_edge` implement it."""

from __future__ import annotations

from typing import Protocol

from storage.models import Part


class Messenger(Protocol):
    """Sends one message."""

    async def send(
        self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
    ) -> int:
        """Send `part` and return the message id.

        `plain` sends `part.plain` without entities. Makes exactly one request and waits for no
        rate limit: pacing is the caller's.

        Raises:
            DeliveryError: one of its subclasses in `bot.errors`, named for the reaction.
        """
