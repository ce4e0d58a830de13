"""One row, one request: waits for its turn, sends, and says what came of it. Never raises."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.messenger import Messenger
from bot.delivery.outbox import week_of_row
from bot.delivery.pacer import Pacer, Turn
from bot.delivery.reactions import Reaction, failed, react, reason_of, sent
from bot.errors import DeliveryError, NotSent, OutcomeUnknown
from storage.base import DigestStore
from storage.errors import StorageError
from storage.models import Delivery, DeliveryStatus, Edition, Part

log = structlog.get_logger()

EDITIONS_KEPT = 32
"""Editions kept in memory: subscribers of one week share a few."""

WAVE = 8
"""Requests that fail together when the network goes down count as one failure."""


class Attempts:
    """Makes attempts at sending claimed rows."""

    def __init__(
        self, store: DigestStore, messenger: Messenger, pacer: Pacer, clock: Clock
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._pacer = pacer
        self._clock = clock
        self._editions: OrderedDict[tuple[str, str], Edition] = OrderedDict()
        self._unsent = 0

    async def send(self, row: Delivery, halt: asyncio.Event) -> Reaction:
        """Send the claimed row, or give it back `pending` if `halt` is set before its turn."""
        try:
            part = await self._part(row)
            if part is None:
                return Reaction(failed(row, self._clock(), "its text is not in the store"))
            turn = await self._turn(row, halt)
        except (asyncio.CancelledError, StorageError) as error:  # nothing has left yet
            return react(row, NotSent(reason_of(error)), self._clock())
        if turn is None:
            return Reaction(replace(row, status=DeliveryStatus.PENDING, updated_at=self._clock()))
        try:
            message_id = await self._messenger.send(
                row.chat_id, part, thread_id=row.thread_id, plain=row.as_plain
            )
        except DeliveryError as error:
            log.info("part_not_sent", row=row.id, why=type(error).__name__, error=str(error))
            self._unsent = self._unsent + 1 if isinstance(error, NotSent) else 0
            return react(row, error, self._clock(), in_a_row=1 + self._unsent // WAVE)
        except asyncio.CancelledError:
            return react(row, OutcomeUnknown("stopped while sending"), self._clock())
        except Exception as error:  # a fault of the messenger: the request may have left
            log.error("part_outcome_unknown", row=row.id, exc_info=error)
            return react(row, OutcomeUnknown(reason_of(error)), self._clock())
        finally:
            turn.leave()
        self._unsent = 0
        log.debug("part_sent", row=row.id, message=message_id)
        return sent(row, message_id, self._clock())

    async def _part(self, row: Delivery) -> Part | None:
        key = (week_of_row(row), row.edition)
        edition = self._editions.get(key)
        if edition is None:
            edition = await asyncio.to_thread(self._store.get_edition, *key)
            if edition is None:
                return None
            self._editions[key] = edition
            if len(self._editions) > EDITIONS_KEPT:
                self._editions.popitem(last=False)
        return edition.parts[row.part] if row.part < len(edition.parts) else None

    async def _turn(self, row: Delivery, halt: asyncio.Event) -> Turn | None:
        entering = asyncio.ensure_future(self._pacer.enter(row.chat_id, row.is_group))
        halting = asyncio.ensure_future(halt.wait())
        try:
            await asyncio.wait({entering, halting}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            if not entering.cancel() and not entering.cancelled():
                entering.result().leave()
            raise
        finally:
            halting.cancel()
        if not entering.done():
            entering.cancel()
            return None
        return entering.result()
