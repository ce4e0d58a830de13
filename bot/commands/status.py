"""/trangthai, /status: how the bot is doing, for curators."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

from bot.commands.command import Context
from bot.commands.follow_counts import follow_lines
from bot.commands.held import held_block, held_buttons, settle
from bot.commands.listing import shorten
from bot.commands.progress import OPEN, progress
from bot.commands.source_list import rows_of
from bot.digest.review import is_open
from bot.ingest.health import BROKEN, UNWELL
from bot.ingest.health_words import in_words
from bot.ingest.renewal import articles_left
from bot.messages.format import format_instant, format_moment
from bot.messages.naming import full_source_name
from bot.messages.rich import Block, Line, Reply, Span, line
from storage.chat_rules import digest_week
from storage.models import DeliveryStatus

MAX_LISTED = 5
"""Problems and broken sources that are named; the others are counted."""

MAX_REASONS = 3
REASON_LENGTH = 100

LOW_DISK = 500 * 1024**2
"""Bytes: below this a week's files and their index may not fit any more."""


def status(context: Context, argument: str) -> Reply:
    """What is being sent, what is due next, what went wrong and what waits for a decision.

    Raises:
        UserError: a button for a message that was settled already.
    """
    if argument:
        return settle(context, argument)
    held = context.held.rows()
    problems: list[Line] = [
        (Span(shorten(f"{it.file}: {it.what}", 200), code=True),) for it in context.store.problems()
    ]
    return Reply(
        (
            Block((context.line("status.head"), *_facts(context), *_disk(context))),
            *held_block(context, held),
            *_unwell(context),
            *_refused(context),
            *_listed(context, "status.problems", problems),
        ),
        buttons=(
            *held_buttons(context, held),
            (
                context.button("button.sources", "nguon"),
                context.button("button.refresh", "trangthai"),
            ),
        ),
        replace=context.request.pressed,
    )


def _facts(context: Context) -> list[Line]:
    store = context.store
    subscribers = store.list_subscribers()
    states = Counter(it.status for it in subscribers)
    due = min((it.next_due_at for it in subscribers if it.next_due_at), default=None)
    return [
        context.line("status.articles", count=store.count_articles()),
        *_renewal(context),
        context.line(
            "status.subscribers",
            active=states["active"],
            paused=states["paused"],
            blocked=states["blocked"],
        ),
        *follow_lines(context),
        *_sending(context),
        context.line(
            "status.next",
            time=format_moment(context.catalog, context.language, due, context.zone)
            if due
            else context.text("status.nothing_due"),
        ),
    ]


def _renewal(context: Context) -> list[Line]:
    """How many articles are still to be read by new rules; nothing where there are none."""
    left = articles_left(context.store)
    return [context.line("status.renewal", count=left)] if left else []


def _sending(context: Context) -> list[Line]:
    """How far the present digest is, and what has become of all messages so far."""
    store = context.store
    weeks = {digest_week(row.digest) for row in store.list_deliveries(statuses=OPEN)}
    rows = [row for week in weeks for row in store.list_deliveries(week=week)]
    lines = []
    if now := progress(rows, context.now, context.held.pace):
        line_now = context.line("status.sending", done=now.done, total=now.total)
        line_now += context.line("status.left", count=str(now.left))
        if now.failed:
            line_now += context.line("status.failed_now", count=str(now.failed))
        if now.ready_at is not None:
            at = format_instant(now.ready_at, context.zone).partition(" ")[2]
            line_now += context.line("status.ready_at", time=at)
        lines.append(line_now)
    if waiting := [it for it in store.list_reviews() if is_open(it)]:
        lines.append(context.line("status.reviews", count=len(waiting)))
    counts = store.count_deliveries()
    shown = [
        context.text(f"status.delivery.{each.value}", count=counts[each])
        for each in (DeliveryStatus.SENT, DeliveryStatus.FAILED)
        if counts[each]
    ]
    if shown:
        lines.append(context.line("status.deliveries", counts=" · ".join(shown)))
    return lines


def _disk(context: Context) -> list[Line]:
    """Free room where the data lies; nothing where that cannot be told."""
    place = Path(context.settings.data_dir).absolute()
    try:
        free = shutil.disk_usage(next(it for it in (place, *place.parents) if it.exists())).free
    except OSError:
        return []
    key = "status.disk_low" if free < LOW_DISK else "status.disk"
    size = f"{free / 1024**3:.1f}"
    return [context.line(key, size=size.replace(".", ",") if context.language == "vi" else size)]


def _unwell(context: Context) -> list[Block]:
    """How many sources are not well, and the first of them: those that are broken go first."""
    found = [row for row in rows_of(context) if row.health.kind in UNWELL]
    if not found:
        return []
    broken = sum(row.health.kind in BROKEN for row in found)
    head = context.line(
        "status.sources", count=len(found), broken=broken, degraded=len(found) - broken
    )
    lines = []
    for row in found[:MAX_LISTED]:
        name = full_source_name(context.catalog, context.language, row.source)
        words = in_words(context.catalog, context.language, row.health, context.now)
        lines.append(line(f"{row.health.light} {name}: {words}"))
    return [Block((head, *lines, *_more(len(found))))]


def _refused(context: Context) -> list[Block]:
    """Why messages failed for good: the most frequent reasons."""
    failed = context.store.list_deliveries(statuses=(DeliveryStatus.FAILED,))
    reasons = Counter(shorten(row.error, REASON_LENGTH) for row in failed if row.error)
    if not reasons:
        return []
    lines = [
        context.line("status.reason", count=count, reason=Span(reason, italic=True))
        for reason, count in reasons.most_common(MAX_REASONS)
    ]
    return [Block((context.line("status.reasons"), *lines))]


def _listed(context: Context, key: str, lines: list[Line]) -> list[Block]:
    if not lines:
        return []
    head = context.line(key, count=len(lines))
    return [Block((head, *lines[:MAX_LISTED], *_more(len(lines))))]


def _more(count: int) -> tuple[Line, ...]:
    return (line(f"… +{count - MAX_LISTED}"),) if count > MAX_LISTED else ()
