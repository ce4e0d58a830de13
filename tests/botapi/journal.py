"""What happened on the server: requests, deliveries, violations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field

from tests.botapi.errors import Json
from tests.botapi.flood import peak


@dataclass(frozen=True, slots=True)
class Violation:
    """A breach of the API by the bot, whether or not the real server would have minded."""

    method: str
    reason: str
    chat_id: int | None = None


@dataclass(slots=True)
class RequestRecord:
    """One request as it was answered.

    Attributes:
        at: seconds on the server's monotonic clock when it arrived.
        params: as sent, files as their names; the token is not among them.
        ok: False for every error answer; None while unanswered (hang, reset).
        code: HTTP status, None where there was no answer.
        error: description of the error answer, or the name of the scripted fault.
    """

    at: float
    method: str
    chat_id: int | None
    params: Json
    ok: bool | None = None
    code: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that reached a chat."""

    at: float
    chat_id: int
    private: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast messages were delivered.

    Attributes:
        messages: how many.
        seconds: from the first to the last.
        second: most in any 1 s, all chats together.
        chat_second: most in any 1 s in one chat.
        group_minute: most in any 60 s in one group, supergroup or channel.
        throttled: requests answered with 429, scripted ones included.
    """

    messages: int
    seconds: float
    second: int
    chat_second: int
    group_minute: int
    throttled: int


@dataclass(slots=True)
class Journal:
    """Everything in the order in which it happened."""

    requests: list[RequestRecord] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def violate(self, method: str, reason: str, chat_id: int | None = None) -> None:
        """Record a breach."""
        self.violations.append(Violation(method, reason, chat_id))

    def rate(self) -> Rate:
        """Peaks over all deliveries so far."""
        by_chat: defaultdict[int, list[float]] = defaultdict(list)
        groups: set[int] = set()
        for item in self.deliveries:
            by_chat[item.chat_id].append(item.at)
            if not item.private:
                groups.add(item.chat_id)
        times = [item.at for item in self.deliveries]
        return Rate(
            messages=len(times),
            seconds=times[-1] - times[0] if times else 0.0,
            second=peak(times, 1.0),
            chat_second=max((peak(own, 1.0) for own in by_chat.values()), default=0),
            group_minute=max((peak(by_chat[chat], 60.0) for chat in groups), default=0),
            throttled=sum(1 for item in self.requests if item.code == 429),
        )


def as_json(items: list[Violation] | list[RequestRecord]) -> list[Json]:
    """Records for the control interface."""
    return [asdict(item) for item in items]
