"""How fast Telegram may be spoken to, as arithmetic on monotonic seconds; no waiting here.

Telegram documents about 30 messages a second overall, one a second per chat and 20 a minute per
group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). What
counts is when a request arrives, and that is only known to lie between its start and its
answer. So two bounds hold at once: starts keep a pace of 29.8 a second, and no more than 30
requests may have *possibly* arrived within any one second, however the network bunches them; what
is certain about arrivals is `round_trips`. Time that the bot was late (a busy machine, a slow
disk) is made up for within the second bound, so that the pace holds on the average.

Within a chat one request is under way at a time, and each answered one leaves a debt of
`chat_seconds` from its answer on (the generic cell rate algorithm,
https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). A broadcast waits until all debts are
paid. The answer to a person in a private chat may add to a debt of up to `chat_burst` messages:
Telegram tolerates such bursts, and who asks twice in a row should not wait.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

from bot.delivery.round_trips import RoundTrips

MINUTE = 60.0

MADE_UP = 0.25
"""Seconds of lateness that are made up for; beyond, the pace begins anew. After a second of
silence nothing is: a broadcast begins evenly."""

HASTE = 2.0
"""While it is made up for, starts come at most so many times as fast as the pace: requests that
leave together wait for each other, and that makes their arrivals uncertain."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server tolerates; `Limits()` is Telegram.

    Attributes:
        per_second: the pace, starts a second on the average.
        arrivals: requests that may start, or may have arrived, in any second.
        chat_seconds: rest of a chat after each message.
        group_per_minute: messages in any minute to one group, supergroup or channel.
        chat_burst: answers in a row that a rested private chat may get at once.
    """

    per_second: float = 29.8
    arrivals: int = 30
    chat_seconds: float = 1.0
    group_per_minute: int = 20
    chat_burst: int = 3


def limits_for(paid_rate: int | None) -> Limits:
    """Telegram's limits, or those of paid broadcasts at so many messages a second.

    With `allow_paid_broadcast` up to 1,000 a second are let through for a fee on what exceeds the
    free 30 (https://core.telegram.org/bots/api#sendmessage); what holds of a single chat still
    does. As without, starts stay a little below what is allowed to arrive.
    """
    free = Limits()
    if paid_rate is None:
        return free
    starts = max(free.per_second, paid_rate * free.per_second / free.arrivals)
    return Limits(per_second=starts, arrivals=max(free.arrivals, paid_rate))


@dataclass(slots=True)
class _Chat:
    rested_at: float = -math.inf
    paused_until: float = -math.inf
    started_at: float | None = None
    """Of the request that is under way."""
    recent: deque[float] | None = None
    """Latest possible arrivals, kept for groups only."""


class Gate:
    """Who may go at which second. Not thread-safe; `now` never goes back."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chats: dict[int, _Chat] = {}
        self._starts: deque[float] = deque(maxlen=limits.arrivals)
        self._spacing = 1.0 / limits.per_second
        self._slot = -math.inf
        self._open = 0
        self._answers: deque[float] = deque(maxlen=limits.arrivals)
        self._round_trips = RoundTrips()
        self._paused_until = -math.inf

    def overall_ready_at(self) -> float:
        """When the next start is possible as far as all chats together go.

        Infinite while too many requests are unanswered: ask again after `answered`.
        """
        ready = max(self._paused_until, self._slot)
        if self._starts:
            ready = max(ready, self._starts[-1] + self._spacing / HASTE)
        if len(self._starts) == self._limits.arrivals:
            ready = max(ready, self._starts[0] + 1.0)
        room = self._limits.arrivals - self._open
        if room <= 0:
            return math.inf
        if len(self._answers) >= room:
            ready = max(ready, self._answers[-room] - self._round_trips.certain + 1.0)
        return ready

    def chat_ready_at(self, chat_id: int, *, urgent: bool = False) -> float:
        """When the next start to this chat is possible; infinite while one is unanswered.

        `urgent`: an answer to a person, for which a private chat tolerates a burst.
        """
        chat = self._chats.get(chat_id)
        if chat is None:
            return -math.inf
        if chat.started_at is not None:
            return math.inf
        rested_at = chat.rested_at
        if urgent and chat.recent is None:
            rested_at -= (self._limits.chat_burst - 1) * self._limits.chat_seconds
        ready = max(rested_at, chat.paused_until)
        if chat.recent is not None and len(chat.recent) == chat.recent.maxlen:
            ready = max(ready, chat.recent[0] + MINUTE)
        return ready

    def start(self, chat_id: int, *, is_group: bool, now: float) -> None:
        """A request to the chat starts now."""
        silent = not self._starts or self._starts[-1] + 1.0 <= now
        late = 0.0 if silent else max(self._spacing, MADE_UP)
        self._slot = max(self._slot, now - late) + self._spacing
        self._starts.append(now)
        self._open += 1
        self._forget(now)
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.started_at = now
        if is_group and chat.recent is None:
            chat.recent = deque(maxlen=self._limits.group_per_minute)

    def answered(self, chat_id: int, *, now: float) -> None:
        """The request was answered, or given up: it arrived by now or never."""
        self._open -= 1
        self._answers.append(now)
        chat = self._chats[chat_id]
        if chat.started_at is not None:
            self._round_trips.add(now - chat.started_at)
            chat.started_at = None
        chat.rested_at = max(chat.rested_at, now) + self._limits.chat_seconds
        if chat.recent is not None:
            chat.recent.append(now)

    def pause_chat(self, chat_id: int, until: float) -> None:
        """Nothing to this chat before `until`."""
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.paused_until = max(chat.paused_until, until)

    def pause_all(self, until: float) -> None:
        """Nothing to anybody before `until`."""
        self._paused_until = max(self._paused_until, until)

    @property
    def paused_until(self) -> float:
        """When the pause for everybody ends; in the past when there is none."""
        return self._paused_until

    def resting(self, now: float) -> dict[int, float]:
        """Chats that may not be written to now, and when they may."""
        ready = {chat_id: self.chat_ready_at(chat_id) for chat_id in self._chats}
        return {chat_id: at for chat_id, at in ready.items() if at > now}

    def paused(self, now: float) -> frozenset[int]:
        """Those of them that a refusal put on hold."""
        return frozenset(key for key, chat in self._chats.items() if chat.paused_until > now)

    def _forget(self, now: float) -> None:
        """Drop chats that nothing is remembered of, about once per thousand chats."""
        if len(self._chats) % 1_000 != 999:
            return
        for chat_id in list(self._chats):
            chat = self._chats[chat_id]
            last = chat.recent[-1] + MINUTE if chat.recent else -math.inf
            if chat.started_at is None and max(chat.rested_at, chat.paused_until, last) <= now:
                del self._chats[chat_id]
