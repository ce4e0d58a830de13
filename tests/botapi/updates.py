"""The queue of updates, with the rules of getUpdates."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from functools import cache

from tests.botapi.api_table import load_table
from tests.botapi.errors import Json, bad_request, conflict
from tests.botapi.waiting import Signal

_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_NEWS_OF_CLOSING = 0.05
_SUPERSEDED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@cache
def update_kinds() -> frozenset[str]:
    """What an update can hold: the fields of Update."""
    return frozenset(load_table().types["Update"]) - {"update_id"}


class UpdateQueue:
    """Updates that were not yet confirmed.

    Polling confirms with `offset`, as ever: what a bot fetched and did not confirm comes again.
    """

    def __init__(self, changed: Signal, violate: Callable[[str, str], None]) -> None:
        self._changed = changed
        self._violate = violate
        self._next_id = 700_000_001
        self._allowed: frozenset[str] = update_kinds() - _ONLY_ON_REQUEST
        self._poll: object | None = None
        self.pending: deque[Json] = deque()
        self.webhook_url: str | None = None

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id; None when the bot did not ask for this kind."""
        if kind not in self._allowed:
            return None
        update_id = self._next_id
        self._next_id += 1
        self.pending.append({"update_id": update_id, kind: payload})
        self._changed.notify()
        return update_id

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that the bot gets."""
        return self._allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set the kinds from now on: None keeps them, none at all means the usual ones."""
        if kinds is None:
            return
        chosen = frozenset(kinds)
        for kind in sorted(chosen - update_kinds()):
            self._violate("getUpdates", f"allowed_updates names {kind!r}")
        self._allowed = (chosen & update_kinds()) or update_kinds() - _ONLY_ON_REQUEST

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps the last `-offset`."""
        if offset < 0:
            offset = self.pending[offset]["update_id"] if len(self.pending) >= -offset else 0
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        self._changed.notify()

    async def poll(
        self,
        *,
        offset: int = 0,
        limit: int = 100,
        patience: int = 0,
        allowed: list[str] | None = None,
        connected: Callable[[], bool] = lambda: True,
    ) -> list[Json]:
        """One getUpdates request; `patience` is its `timeout` in seconds.

        Raises:
            ApiError: 409 when a webhook is set, or when a younger request came while this waited.
        """
        if self.webhook_url is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                violation="getUpdates while a webhook is set",
            )
        if not 1 <= limit <= 100:
            raise bad_request("limit must be 1-100", violation=f"limit {limit}")
        own = self._poll = object()
        self._changed.notify()
        self.allow(allowed)
        self.confirm(offset)

        def probe() -> bool | None:
            return True if self._poll is not own or self.pending or not connected() else None

        # One turn of the loop even when there are updates: two requests at once must collide.
        await asyncio.sleep(0)
        await self._changed.until(probe, float(max(0, patience)))
        if self._poll is not own:
            # A client that cancelled this poll to make the next one has closed its connection,
            # but the news of that may come after the next request.
            await asyncio.sleep(_NEWS_OF_CLOSING)
            gone = not connected()
            raise conflict(_SUPERSEDED, violation=None if gone else "two getUpdates at once")
        self._poll = None
        return [self.pending[index] for index in range(min(limit, len(self.pending)))]
