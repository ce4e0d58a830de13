"""What somebody may ask about later: the audit log, and problems of the store."""

from __future__ import annotations

from storage.frozen_record import Instant, Record


class AuditEntry(Record, frozen=True, kw_only=True):
    """Something a curator or the bot did that somebody may ask about later."""

    at: Instant
    actor: str
    """`"user:<id>"`, `"bot"` or `"cli"`."""
    action: str
    detail: str = ""


class StoreProblem(Record, frozen=True, kw_only=True):
    """Something the store worked around and a person should know (a file set aside, …)."""

    file: str
    what: str
