"""How far followers have been served, and what is on its way to them: one stored value."""

from __future__ import annotations

import msgspec
import structlog
from msgspec.structs import replace

from bot.delivery.notice_ledger import recovered
from storage.models import Delivery, Follow, Instant, Part, Record

log = structlog.get_logger()

KEY = "followed"
"""Under this the store keeps the `FollowLedger`."""


class Telling(Record, frozen=True, kw_only=True):
    """One message to one place, on its way."""

    row: Delivery
    part: Part
    follows: tuple[str, ...]
    """Ids of the follows that it is about."""
    articles: tuple[str, ...]
    """Ids of the articles that it disposes of, told or counted."""
    cleared: bool = False
    """They no longer wait in their follows."""


class Owed(Record, frozen=True, kw_only=True):
    """An article that was looked at by its feed's words alone: its page is still to be read."""

    first_seen: Instant
    found_by: tuple[str, ...] = ()
    """Ids of the follows that found it by those words."""


class FollowLedger(Record, frozen=True, kw_only=True):
    """The state of telling."""

    looked_until: Instant | None = None
    """Articles first seen until then have been looked at."""
    seen: dict[str, Instant] = {}  # noqa: RUF012 - msgspec gives each record a dict of its own
    """Those first seen shortly before it, by id: what appears beside them later is new."""
    number: int = 0
    """Of the last message; names them."""
    waiting: tuple[Telling, ...] = ()
    told: dict[str, Instant] = {}  # noqa: RUF012 - as above
    """Subscriber id → when the last request to that place left, for as long as it has to wait."""
    owed: dict[str, Owed] = {}  # noqa: RUF012 - as above
    """By article id: what is looked at again once its page has been read."""


def at_home(telling: Telling, follow: Follow) -> Telling:
    """The message addressed to where its follow is now: its chat may have got another id."""
    row = telling.row
    if row.chat_id == follow.chat_id:
        return telling
    moved = replace(
        row, chat_id=follow.chat_id, subscriber=follow.subscriber, is_group=follow.is_group
    )
    return replace(telling, row=moved)


def read_ledger(text: str | None) -> FollowLedger:
    """What the store keeps, ready to go on with after a restart; `text` None: nothing so far."""
    if text is None:
        return FollowLedger()
    try:
        ledger = msgspec.json.decode(text, type=FollowLedger)
    except msgspec.DecodeError as error:  # edited by hand: what waits in the follows is told anew
        log.error("follow_ledger_unreadable", error=str(error))
        return FollowLedger()
    waiting = []
    for telling in ledger.waiting:
        row = recovered(telling.row)
        if row is None:
            log.warning("telling_given_up", telling=telling.row.id, why="unknown twice")
        else:
            waiting.append(replace(telling, row=row))
    return replace(ledger, waiting=tuple(waiting))
