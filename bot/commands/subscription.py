"""Changes to a subscriber's record: what each wish means for its status and its next digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from msgspec.structs import replace

from bot.commands.command import Context
from bot.digest.calendar import next_due
from storage.models import Subscriber

CATCH_UP = timedelta(days=7)
"""How far the first digest reaches back, and the first one after a pause: a week, never more."""


def change(context: Context, edit: Callable[[Subscriber], Subscriber]) -> Subscriber:
    """Store `edit` of the record (a new one if there is none), its next due time computed anew."""

    def edited(current: Subscriber | None) -> Subscriber:
        after = edit(current or _new(context))
        due = next_due(after, context.now) if after.status == "active" else None
        return replace(after, next_due_at=due)

    stored = context.store.update_subscriber(context.request.subscriber_id, edited)
    return cast("Subscriber", stored)


def subscribed(subscriber: Subscriber, now: datetime, language: str) -> Subscriber:
    """Active from now on.

    Coming back never reaches further than `CATCH_UP`, and never back to what was covered; who is
    already active keeps what is due. The language is kept, because a digest has no reader whose
    Telegram language it could follow.
    """
    covered = subscriber.covered_until
    if subscriber.status != "active" or covered is None:
        covered = max(covered or now - CATCH_UP, now - CATCH_UP)
    return replace(
        subscriber,
        status="active",
        status_reason=None,
        covered_until=covered,
        language=subscriber.language or _language(language),
    )


def paused(subscriber: Subscriber) -> Subscriber:
    """No digests for now; everything is kept."""
    return replace(subscriber, status="paused", status_reason=None)


def unsubscribed(subscriber: Subscriber) -> Subscriber:
    """No digests; language, zone and time stay for a return."""
    return replace(subscriber, status="none", status_reason=None)


def with_language(subscriber: Subscriber, language: str) -> Subscriber:
    """The interface and the digests speak this language."""
    return replace(subscriber, language=_language(language))


def _language(code: str) -> Literal["vi", "en"]:
    return "vi" if code == "vi" else "en"


def _new(context: Context) -> Subscriber:
    request, settings = context.request, context.settings
    fields: dict[str, Any] = {"title": request.chat_title[:200]} if request.chat_title else {}
    return Subscriber(
        id=request.subscriber_id,
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        chat_type=request.chat_type,
        timezone=settings.timezone,
        weekday=settings.digest_weekday,
        hour=settings.digest_hour,
        created_at=context.now,
        **fields,
    )
