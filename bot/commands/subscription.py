"""Changes to a subscriber's record: what each wish means for its status and its next digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal, cast

from msgspec.structs import replace

from bot.commands.command import Context
from bot.digest.schedule import catch_up, first_due, period_of, weeks_back
from storage.chat_rules import digest_period, is_scheduled
from storage.models import Subscriber

PERIODS_LOOKED = 4
"""Latest digests whose periods are taken: those of one week, and a month and a quarter."""


def change(context: Context, edit: Callable[[Subscriber], Subscriber]) -> Subscriber:
    """Store `edit` of the record (a new one if there is none), its next due time computed anew.

    A digest that is overdue stays due: it is on its way, or waits for the end of quiet hours. A
    period that has had its digest gets no second one, so the new date is the first one outside.
    """
    subscriber_id = context.request.subscriber_id
    taken = served_periods(context)

    def edited(current: Subscriber | None) -> Subscriber:
        after = edit(current or new_subscriber(context))
        if not is_scheduled(after):
            due = None
        elif (overdue := _overdue(current, after, context.now)) is not None and (
            period_of(after, overdue) not in taken
        ):
            due = overdue
        else:
            due = first_due(after, context.now, taken)
        return replace(after, next_due_at=due)

    return cast("Subscriber", context.store.update_subscriber(subscriber_id, edited))


def served_periods(context: Context) -> list[str]:
    """The latest periods whose digest this place has had; empty before the first one."""
    known = context.subscriber
    if known is None or known.covered_until is None:
        return []
    latest = context.store.latest_digests(
        [known.id], limit=PERIODS_LOOKED, weeks=weeks_back(known, context.now)
    )[known.id]
    return [digest_period(it.id) for it in latest]


def _overdue(current: Subscriber | None, after: Subscriber, now: datetime) -> datetime | None:
    """When the digest should have come that is on its way; None: none is, or none shall."""
    if current is None or after.status != "active" or not is_overdue(current, now):
        return None
    return current.next_due_at


def is_overdue(subscriber: Subscriber, now: datetime) -> bool:
    """Whether a digest should have come by now, as after the bot was down."""
    due = subscriber.next_due_at
    return subscriber.status == "active" and due is not None and due <= now


def subscribed(subscriber: Subscriber, now: datetime, language: str) -> Subscriber:
    """Active from now on.

    Coming back never reaches further than `catch_up`, and never back to what was covered; who is
    already active keeps what is due. The language is kept, because a digest has no reader whose
    Telegram language it could follow.
    """
    covered = subscriber.covered_until
    if subscriber.status != "active" or covered is None:
        earliest = now - catch_up(subscriber)
        covered = max(covered or earliest, earliest)
    return replace(
        subscriber,
        status="active",
        status_reason=None,
        covered_until=covered,
        preferences=replace(subscriber.preferences, paused_until=None),
        language=subscriber.language or _language(language),
    )


def paused(subscriber: Subscriber, until: date | None = None) -> Subscriber:
    """No digests for now, or until that local day, its first; everything is kept."""
    wishes = replace(subscriber.preferences, paused_until=until)
    return replace(subscriber, status="paused", status_reason=None, preferences=wishes)


def unsubscribed(subscriber: Subscriber) -> Subscriber:
    """No digests; language, zone and time stay for a return."""
    wishes = replace(subscriber.preferences, paused_until=None)
    return replace(subscriber, status="none", status_reason=None, preferences=wishes)


def with_language(subscriber: Subscriber, language: str) -> Subscriber:
    """The interface and the digests speak this language."""
    return replace(subscriber, language=_language(language))


def _language(code: str) -> Literal["vi", "en"]:
    return "vi" if code == "vi" else "en"


def new_subscriber(context: Context) -> Subscriber:
    """The record of a place that has none yet, as the operator set the defaults; not stored."""
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
