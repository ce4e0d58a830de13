"""One queue for everything that is sent: waits for the limits, lets answers pass broadcasts."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.delivery.limits import Gate, Limits

ANSWERS_IN_A_ROW = 3
"""A waiting broadcast goes after so many answers to people, so that it never starves."""

_BURST = 1.0
"""Seconds within which two throttled chats mean that all are meant."""


@dataclass(eq=False, slots=True)
class _Waiter:
    chat_id: int
    is_group: bool
    urgent: bool
    granted: asyncio.Future[None]


class Turn:
    """The right to send one message; `leave` it when the request was answered or given up."""

    def __init__(self, pacer: Pacer, chat_id: int) -> None:
        self._pacer = pacer
        self._chat_id = chat_id
        self._left = False

    def leave(self) -> None:
        """Idempotent. Until then nothing else goes to the chat."""
        if not self._left:
            self._left = True
            self._pacer._leave(self._chat_id)


class Pacer:
    """Keeps `limits`, counted on the event loop's own (monotonic) clock. One per process.

    Within a chat and a class (answers, broadcasts) first come is first served; a chat that rests
    or is paused holds up nobody else.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._gate = Gate(limits or Limits())
        self._answers: deque[_Waiter] = deque()
        self._broadcasts: deque[_Waiter] = deque()
        self._in_a_row = 0
        self._timer: asyncio.TimerHandle | None = None
        self._throttled: deque[tuple[float, int]] = deque(maxlen=8)

    async def acquire(self, chat_id: int, is_group: bool, *, urgent: bool = False) -> None:
        """Wait until one message may go to the chat, and count it as sent now.

        `is_group`: group, supergroup or channel. `urgent`: the answer to a person, which passes
        ahead of broadcasts and may be one of a short burst in a private chat.
        """
        (await self.enter(chat_id, is_group, urgent=urgent)).leave()

    @asynccontextmanager
    async def turn(
        self, chat_id: int, is_group: bool, *, urgent: bool = False
    ) -> AsyncIterator[None]:
        """The same around the request itself: the chat rests from its answer on."""
        turn = await self.enter(chat_id, is_group, urgent=urgent)
        try:
            yield
        finally:
            turn.leave()

    async def enter(self, chat_id: int, is_group: bool, *, urgent: bool = False) -> Turn:
        """The same, left by the caller."""
        waiter = _Waiter(chat_id, is_group, urgent, asyncio.get_running_loop().create_future())
        queue = self._answers if urgent else self._broadcasts
        queue.append(waiter)
        self._release()
        try:
            await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.done() and not waiter.granted.cancelled():
                self._leave(chat_id)  # granted in the very moment of the cancellation
            else:
                queue.remove(waiter)
                self._release()
            raise
        return Turn(self, chat_id)

    def throttled(self, chat_id: int, seconds: float) -> None:
        """Telegram answered 429: pause the chat, or everybody when several chats met it at once."""
        now = self._now()
        self._gate.pause_chat(chat_id, now + seconds)
        others = [at for at, chat in self._throttled if chat != chat_id and now - at <= _BURST]
        self._throttled.append((now, chat_id))
        if others:
            self._gate.pause_all(now + seconds)
        self._release()

    def pause_all(self, seconds: float) -> None:
        """Send nothing for so long."""
        self._gate.pause_all(self._now() + seconds)
        self._release()

    def paused_for(self) -> float:
        """Seconds until anybody may be written to; 0 when there is no pause for all."""
        return max(0.0, self._gate.paused_until - self._now())

    def resting(self) -> dict[int, float]:
        """Chats that get no broadcast now → seconds until they may (infinite: unanswered)."""
        now = self._now()
        return {chat_id: at - now for chat_id, at in self._gate.resting(now).items()}

    def paused_chats(self) -> frozenset[int]:
        """Those of the resting chats that a 429 put on hold."""
        return self._gate.paused(self._now())

    def _leave(self, chat_id: int) -> None:
        self._gate.answered(chat_id, now=self._now())
        self._release()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _release(self) -> None:
        """Let everybody go whose turn it is, and set the timer for the next."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._answers or self._broadcasts:
            now = self._now()
            ready_at = self._gate.overall_ready_at()
            waiter = self._pick(now) if ready_at <= now else None
            if waiter is None:
                self._wake_at(max(ready_at, self._first_ready_at()))
                return
            self._gate.start(waiter.chat_id, is_group=waiter.is_group, now=now)
            waiter.granted.set_result(None)

    def _pick(self, now: float) -> _Waiter | None:
        answer = self._first_ready(self._answers, now)
        broadcast = self._first_ready(self._broadcasts, now)
        if answer is not None and (broadcast is None or self._in_a_row < ANSWERS_IN_A_ROW):
            self._in_a_row = self._in_a_row + 1 if broadcast is not None else 0
            self._answers.remove(answer)
            return answer
        if broadcast is not None:
            self._in_a_row = 0
            self._broadcasts.remove(broadcast)
        return broadcast

    def _first_ready(self, queue: deque[_Waiter], now: float) -> _Waiter | None:
        return next(
            (
                waiter
                for waiter in queue
                # a cancelled one leaves the queue when its task runs next
                if not waiter.granted.done() and self._ready_at(waiter) <= now
            ),
            None,
        )

    def _first_ready_at(self) -> float:
        # a chat's waiters of one class are ready together: one look-up for each is enough
        waiting = {
            (waiter.chat_id, waiter.urgent)
            for waiter in (*self._answers, *self._broadcasts)
            if not waiter.granted.done()
        }
        return min(
            (self._gate.chat_ready_at(chat_id, urgent=urgent) for chat_id, urgent in waiting),
            default=math.inf,
        )

    def _ready_at(self, waiter: _Waiter) -> float:
        return self._gate.chat_ready_at(waiter.chat_id, urgent=waiter.urgent)

    def _wake_at(self, when: float) -> None:
        if when < math.inf:  # else the next answer wakes
            self._timer = asyncio.get_running_loop().call_at(when, self._release)
