"""Changes to a subscriber's record: what each wish means for its status and its next digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from msgspec.structs import replace

from bot.commands.command import Context
from bot.digest.schedule import next_due_outside
from storage.models import Subscriber

CATCH_UP = timedelta(days=7)
"""How far the first digest reaches back, and the first one after a pause: a week, never more."""


def change(context: Context, edit: Callable[[Subscriber], Subscriber]) -> Subscriber:
    """Store `edit` of the record (a new one if there is none), its next due time computed anew.

    A digest that is overdue stays due: it is on its way. A week that has had its digest gets no
    second one, so the new date is the first one outside of it.
    """
    subscriber_id = context.request.subscriber_id
    taken = _served_weeks(context)

    def edited(current: Subscriber | None) -> Subscriber:
        after = edit(current or _new(context))
        if after.status != "active":
            due = None
        elif current is not None and is_overdue(current, context.now):
            due = current.next_due_at
        else:
            due = next_due_outside(after, context.now, taken)
        return replace(after, next_due_at=due)

    return cast("Subscriber", context.store.update_subscriber(subscriber_id, edited))


def _served_weeks(context: Context) -> list[str]:
    """The last week whose digest this place has had; empty before the first one."""
    known = context.subscriber
    if known is None or known.covered_until is None:
        return []
    return [it.week for it in context.store.latest_digests([known.id], limit=1)[known.id]]


def is_overdue(subscriber: Subscriber, now: datetime) -> bool:
    """Whether a digest should have come by now, as after the bot was down."""
    due = subscriber.next_due_at
    return subscriber.status == "active" and due is not None and due <= now


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
