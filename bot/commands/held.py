"""Messages whose outcome stayed unknown twice: a curator sends them again or drops them.

Part of /trangthai. Nobody but a person who looks into the chat can know whether such a message
arrived, so each choice is asked for once more and written to the audit log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.errors import UserError
from bot.messages.rich import Block, ButtonRows, Line, Reply
from storage.chat_rules import digest_week
from storage.models import AuditEntry, Delivery

RESEND, DROP = "guilai", "bo"
YES, NO = "dongy", "thoi"

MAX_SHOWN = 5
"""Held messages with buttons of their own; the others follow once these are settled."""

ERROR_LENGTH = 120


def held_block(context: Context, rows: Sequence[Delivery]) -> tuple[Block, ...]:
    """What is held, numbered as its buttons are; nothing when nothing is."""
    if not rows:
        return ()
    lines: list[Line] = [context.line("held.head", count=len(rows))]
    for number, row in enumerate(rows[:MAX_SHOWN], 1):
        lines.append(context.line("held.row", number=str(number), what=_what(context, row)))
        if row.error:
            lines.append(context.line("held.why", error=shorten(row.error, ERROR_LENGTH)))
    return (Block((*lines, context.line("held.hint"))),)


def held_buttons(context: Context, rows: Sequence[Delivery]) -> ButtonRows:
    """Send again and drop, for each one shown."""
    return tuple(
        (
            context.button("button.resend", f"trangthai {RESEND} {_mark(row)}", number=str(number)),
            context.button("button.drop", f"trangthai {DROP} {_mark(row)}", number=str(number)),
        )
        for number, row in enumerate(rows[:MAX_SHOWN], 1)
    )


def settle(context: Context, argument: str) -> Reply:
    """`guilai <mark>` or `bo <mark>` asks; with `dongy` behind it, it is done.

    Raises:
        UserError: somebody has settled it already, or no such choice.
    """
    choice, mark, answer = (*argument.split(), "", "", "")[:3]
    row = next((it for it in context.held.rows() if _mark(it) == mark), None)
    if choice not in (RESEND, DROP) or row is None:
        raise UserError("held.settled")
    if answer == NO:
        return Reply(context.blocks("held.kept"), replace=context.request.pressed)
    again = choice == RESEND
    if answer != YES:
        key = "held.ask_resend" if again else "held.ask_drop"
        return Reply(
            context.blocks(key, what=_what(context, row)),
            buttons=(
                (
                    context.button(
                        "button.yes_resend" if again else "button.yes_drop",
                        f"trangthai {choice} {mark} {YES}",
                    ),
                    context.button("button.not_now", f"trangthai {choice} {mark} {NO}"),
                ),
            ),
        )
    # The log first: where it cannot be written nothing is changed either.
    context.store.append_audit(
        AuditEntry(
            at=context.now,
            actor=f"user:{context.request.user_id}" if context.request.user_id else "cli",
            action="held.resend" if again else "held.drop",
            detail=row.id,
        )
    )
    done = context.held.resend if again else context.held.drop
    if not done([row.id], context.now):
        raise UserError("held.settled")
    key = "held.resent" if again else "held.dropped"
    return Reply(
        context.blocks(key, what=_what(context, row)),
        buttons=((context.button("button.status", "trangthai"),),),
        replace=context.request.pressed,
    )


def _what(context: Context, row: Delivery) -> Line:
    """`Tổ tin · tuần 39 · phần 2/3`."""
    week = digest_week(row.digest)
    subscriber = context.store.get_subscriber(row.subscriber)
    title = subscriber.title if subscriber and subscriber.title else str(row.chat_id)
    edition = context.store.get_edition(week, row.edition)
    parts = len(edition.parts) if edition else row.part + 1
    return context.line(
        "held.what",
        title=shorten(title, NAME_LENGTH),
        week=week.partition("-W")[2].lstrip("0"),
        part=str(row.part + 1),
        parts=str(parts),
    )


def _mark(row: Delivery) -> str:
    """A short name for a row: its id may not fit into a button."""
    return hashlib.sha256(row.id.encode()).hexdigest()[:10]
