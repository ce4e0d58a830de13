"""What curators were told, and what is still to be sent to them: one stored value."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import structlog
from msgspec.structs import replace

from bot.delivery.source_news import News, Told
from storage.models import Delivery, DeliveryStatus, Instant, Part, Record

log = structlog.get_logger()

KEY = "notices"
"""Under this the store keeps the `Ledger`."""


class Notice(Record, frozen=True, kw_only=True):
    """One message to one curator, on its way."""

    row: Delivery
    part: Part


class Ledger(Record, frozen=True, kw_only=True):
    """What curators were told, and what is still to be sent."""

    told: dict[str, Told] = {}  # noqa: RUF012 - msgspec gives each record a dict of its own
    last_at: Instant | None = None
    """When news was last planned."""
    number: int = 0
    """Of the last news; names its messages."""
    waiting: tuple[Notice, ...] = ()
    held: dict[str, News] = {}  # noqa: RUF012 - as above
    """User id of a curator → what they are to be told once their night is over."""


def read_ledger(text: str | None) -> Ledger:
    """What the store keeps, ready to go on with after a restart; `text` None: nothing so far."""
    if text is None:
        return Ledger()
    try:
        ledger = msgspec.json.decode(text, type=Ledger)
    except msgspec.DecodeError as error:  # edited by hand; what is unwell is told once more
        log.error("notices_unreadable", error=str(error))
        return Ledger()
    return replace(ledger, waiting=_recovered(ledger.waiting))


def _recovered(waiting: Sequence[Notice]) -> tuple[Notice, ...]:
    kept = []
    for notice in waiting:
        row = recovered(notice.row)
        if row is None:
            log.warning("notice_given_up", notice=notice.row.id, why="unknown twice")
        else:
            kept.append(replace(notice, row=row))
    return tuple(kept)


def recovered(row: Delivery) -> Delivery | None:
    """After a crash: what was being sent goes out once more, and what had been already does not."""
    if row.status is not DeliveryStatus.SENDING:
        return row
    return None if row.resent else replace(row, status=DeliveryStatus.UNKNOWN)
