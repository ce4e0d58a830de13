"""An error answer of the Bot API, and whether it is the caller's fault."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """The answer `{"ok": false, …}`.

    Attributes:
        code: HTTP status and `error_code`.
        description: as the real server words it; 400 begins with "Bad Request: ".
        violation: what the caller did wrong, None when the state of the chat is the cause.
        retry_after: seconds, for 429.
        migrate_to: new chat id of an upgraded group.
    """

    def __init__(
        self,
        code: int,
        description: str,
        *,
        violation: str | None = None,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.violation = violation
        self.retry_after = retry_after
        self.migrate_to = migrate_to

    def body(self) -> Json:
        """The JSON answer."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        parameters: Json = {}
        if self.retry_after is not None:
            parameters["retry_after"] = self.retry_after
        if self.migrate_to is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to
        if parameters:
            answer["parameters"] = parameters
        return answer


def bad_request(reason: str, *, violation: str | None = None) -> ApiError:
    """400 because of the state of a chat, or with `violation` because of the caller."""
    return ApiError(400, f"Bad Request: {reason}", violation=violation)


def misuse(reason: str, detail: str | None = None) -> ApiError:
    """400 that is the caller's fault; `detail` says more than the real server would."""
    return ApiError(400, f"Bad Request: {reason}", violation=detail or reason)


def forbidden(reason: str) -> ApiError:
    """403: the chat cannot be written to."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str, *, violation: str | None = None) -> ApiError:
    """409: two pollers, or polling beside a webhook."""
    return ApiError(409, f"Conflict: {reason}", violation=violation)


def too_many(retry_after: int, *, violation: str | None) -> ApiError:
    """429 with the seconds to wait."""
    return ApiError(
        429,
        f"Too Many Requests: retry after {retry_after}",
        retry_after=retry_after,
        violation=violation,
    )
