"""Scripted failures: what a chat or a method does to the next requests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tests.botapi.errors import ApiError, bad_request, forbidden, too_many


class Fault(StrEnum):
    """What goes wrong. The second group is about the connection, not the chat."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NOT_STARTED = "not started"
    KICKED = "kicked"
    NOT_MEMBER = "not a member"
    NOT_FOUND = "not found"
    MIGRATED = "migrated"
    TOPIC_CLOSED = "topic closed"
    THREAD_NOT_FOUND = "thread not found"
    CANNOT_PARSE = "cannot parse entities"
    NOT_MODIFIED = "not modified"
    QUERY_TOO_OLD = "query too old"
    UNAUTHORIZED = "unauthorized"
    RETRY_AFTER = "retry after"

    SERVER_ERROR = "500"
    BAD_GATEWAY = "502 with an HTML body"
    HANG = "hang before processing"
    HANG_AFTER = "hang after processing"
    RESET_BEFORE = "reset before processing"
    RESET_AFTER = "reset after processing"
    SLOW = "slow"
    SLOW_AFTER = "slow after processing"


CONNECTION_FAULTS = frozenset(
    {
        Fault.SERVER_ERROR,
        Fault.BAD_GATEWAY,
        Fault.HANG,
        Fault.HANG_AFTER,
        Fault.RESET_BEFORE,
        Fault.RESET_AFTER,
        Fault.SLOW,
        Fault.SLOW_AFTER,
    }
)
_SENDING = ("send", "edit", "copy", "forward")


@dataclass(slots=True)
class ScriptedFault:
    """One entry of the script.

    Attributes:
        chat_id: whose requests fail; None for requests of every chat and of none.
        times: how many more requests; None for ever.
        methods: which methods; None for those where the failure can happen (a closed topic or
            bad markup only when sending).
        retry_after: seconds of `RETRY_AFTER`.
        migrate_to: new id of `MIGRATED`.
        delay: seconds of `SLOW` (before processing) and `SLOW_AFTER`.
    """

    fault: Fault
    chat_id: int | None = None
    times: int | None = None
    methods: frozenset[str] | None = None
    retry_after: int = 1
    migrate_to: int | None = None
    delay: float = 0.5

    def hits(self, chat_id: int | None, method: str) -> bool:
        """Whether a request fails by this entry."""
        if self.times == 0 or (self.chat_id is not None and self.chat_id != chat_id):
            return False
        if self.methods is not None:
            return method in self.methods
        if self.fault in CONNECTION_FAULTS or self.fault is Fault.UNAUTHORIZED:
            return True
        if method == "answerCallbackQuery":
            return self.fault is Fault.QUERY_TOO_OLD
        if self.fault is Fault.QUERY_TOO_OLD:
            return False
        if self.fault is Fault.NOT_MODIFIED:
            return method.startswith("edit")
        return method.startswith(_SENDING) or self.fault in _WHOLE_CHAT

    def error(self, chat_type: str) -> ApiError:
        """The answer of a fault that is about the chat."""
        kind = chat_type if chat_type != "private" else "group"
        answers = {
            Fault.BLOCKED: forbidden("bot was blocked by the user"),
            Fault.DEACTIVATED: forbidden("user is deactivated"),
            Fault.NOT_STARTED: forbidden("bot can't initiate conversation with a user"),
            Fault.KICKED: forbidden(f"bot was kicked from the {kind} chat"),
            Fault.NOT_MEMBER: forbidden(f"bot is not a member of the {kind} chat"),
            Fault.NOT_FOUND: bad_request("chat not found"),
            Fault.MIGRATED: upgraded(self.migrate_to),
            Fault.TOPIC_CLOSED: bad_request("TOPIC_CLOSED"),
            Fault.THREAD_NOT_FOUND: bad_request("message thread not found"),
            Fault.CANNOT_PARSE: bad_request(
                'can\'t parse entities: Unsupported start tag "x" at byte offset 0'
            ),
            Fault.NOT_MODIFIED: not_modified(),
            Fault.QUERY_TOO_OLD: query_too_old(),
            Fault.UNAUTHORIZED: ApiError(401, "Unauthorized"),
            Fault.RETRY_AFTER: too_many(self.retry_after, violation=None),
            Fault.SERVER_ERROR: ApiError(500, "Internal Server Error"),
        }
        return answers[self.fault]


_WHOLE_CHAT = frozenset({Fault.KICKED, Fault.NOT_MEMBER, Fault.NOT_FOUND, Fault.MIGRATED})


def upgraded(migrate_to: int | None) -> ApiError:
    """400: the group lives on under another id."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to=migrate_to,
    )


def not_modified() -> ApiError:
    """400: an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )


def query_too_old(*, violation: str | None = None) -> ApiError:
    """400: a callback or inline query that cannot be answered (any more)."""
    return bad_request(
        "query is too old and response timeout expired or query ID is invalid",
        violation=violation,
    )


class FaultScript:
    """The entries in force; the first that hits is used."""

    def __init__(self) -> None:
        self._entries: list[ScriptedFault] = []

    def add(self, entry: ScriptedFault) -> None:
        """Put an entry behind the others."""
        self._entries.append(entry)

    def clear(self, chat_id: int | None = None) -> None:
        """Forget the entries of one chat, or all."""
        self._entries = [
            item for item in self._entries if chat_id is not None and item.chat_id != chat_id
        ]

    def take(self, chat_id: int | None, method: str) -> ScriptedFault | None:
        """The fault of this request, used up by one; None when all goes well."""
        for entry in self._entries:
            if entry.hits(chat_id, method):
                if entry.times is not None:
                    entry.times -= 1
                return entry
        return None


def method_names(methods: Collection[str] | None) -> frozenset[str] | None:
    """Normalise the `methods` argument of a fault."""
    return None if methods is None else frozenset(methods)
