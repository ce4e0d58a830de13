"""Flood limits: who may send now, and how long the others wait."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What Telegram documents, with little tolerance.

    Attributes:
        per_second: messages in any one second, all chats together.
        chat_rate: messages per second that one chat earns back.
        chat_burst: messages that one chat takes at once after a rest.
        group_per_minute: messages in any 60 s in one group, supergroup or channel.
    """

    per_second: int = 30
    chat_rate: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    paid_per_second: int = 1000
    """Messages with `allow_paid_broadcast` in any one second, beyond `per_second`."""


UNLIMITED = FloodLimits(per_second=10**9, chat_rate=1e9, chat_burst=10**9, group_per_minute=10**9)
"""For conversations and load tests that are not about flood limits."""


class FloodGate:
    """Decides about each message; times are seconds on any clock that only goes forward."""

    def __init__(self, limits: FloodLimits) -> None:
        self._limits = limits
        self._all: deque[float] = deque(maxlen=limits.per_second)
        self._paid: deque[float] = deque(maxlen=limits.paid_per_second)
        self.billed = 0
        self._groups: dict[int, deque[float]] = {}
        self._buckets: dict[int, tuple[float, float]] = {}
        self._penalties: dict[int, float] = {}

    def wait(self, chat_id: int, *, private: bool, now: float, paid: bool = False) -> float:
        """Seconds until `chat_id` may get a message, 0.0 when it may now."""
        limits = self._limits
        until = [0.0, self._penalties.get(chat_id, now) - now]
        free = _window_wait(self._all, limits.per_second, 1.0, now)
        until.append(min(free, self._paid_wait(now)) if paid else free)
        if not private:
            minute = self._groups.get(chat_id)
            if minute is not None:
                until.append(_window_wait(minute, limits.group_per_minute, 60.0, now))
        until.append((1.0 - self._tokens(chat_id, now)) / limits.chat_rate)
        return max(until)

    def _paid_wait(self, now: float) -> float:
        return _window_wait(self._paid, self._limits.paid_per_second, 1.0, now)

    def admit(self, chat_id: int, *, private: bool, now: float, paid: bool = False) -> None:
        """Count a message that was let through; a paid one beyond the free limit is billed."""
        if paid and _window_wait(self._all, self._limits.per_second, 1.0, now) > 0:
            self._paid.append(now)
            self.billed += 1
        else:
            self._all.append(now)
        if not private:
            most = self._limits.group_per_minute
            self._groups.setdefault(chat_id, deque(maxlen=most)).append(now)
        self._buckets[chat_id] = (self._tokens(chat_id, now) - 1.0, now)

    def penalise(self, chat_id: int, seconds: float, now: float) -> None:
        """Hold a chat shut for a while, as a scripted 429 promised."""
        self._penalties[chat_id] = now + seconds

    def is_penalised(self, chat_id: int, now: float) -> bool:
        """Whether a promised wait is still running."""
        return self._penalties.get(chat_id, now) > now

    def _tokens(self, chat_id: int, now: float) -> float:
        burst = float(self._limits.chat_burst)
        tokens, at = self._buckets.get(chat_id, (burst, now))
        return min(burst, tokens + (now - at) * self._limits.chat_rate)


def _window_wait(times: deque[float], most: int, span: float, now: float) -> float:
    return times[-most] + span - now if len(times) >= most else 0.0


def whole_seconds(wait: float) -> int:
    """`retry_after` for a wait: whole seconds, at least one."""
    return max(1, math.ceil(wait))


def peak(times: Iterable[float], span: float) -> int:
    """Most events in any window of `span` seconds; `times` ascend."""
    window: deque[float] = deque()
    most = 0
    for at in times:
        window.append(at)
        while window[0] <= at - span:
            window.popleft()
        most = max(most, len(window))
    return most
