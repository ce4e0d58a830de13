"""/dangky, /subscribe: a weekly digest in three taps at most, or in one typed line."""

from __future__ import annotations

from msgspec.structs import replace

from bot.commands.choices import day_buttons, hour_buttons, zone_label
from bot.commands.command import Context
from bot.commands.subscription import change, subscribed
from bot.commands.when import DAY_WORDS, When, parse_when
from bot.digest.calendar import zone_of
from bot.digest.schedule import comes_at
from bot.errors import UserError
from bot.messages.format import format_moment, weekday_name
from bot.messages.rich import Block, Reply
from storage.models import Subscriber

MORE_HOURS = "khac"
"""Word behind the button that shows all hours."""


def subscribe(context: Context, argument: str) -> Reply:
    """Ask for what is missing, day then hour; then subscribe and say when the first one comes.

    Raises:
        UserError: something in the line is neither a day, a time nor a zone.
    """
    more = argument.endswith(f" {MORE_HOURS}")
    when = parse_when(argument.removesuffix(MORE_HOURS))
    if when.unread is not None:
        raise UserError("subscribe.unread", word=when.unread[:40])
    if when.weekday is None:
        return _ask_day(context, when)
    if when.hour is None:
        return _ask_hour(context, when.weekday, when.timezone, more=more)
    return _done(context, when, when.weekday, when.hour)


def _ask_day(context: Context, when: When) -> Reply:
    rest = "" if when.hour is None else f" {when.hour}:{when.minute:02d}"
    rest += f" {when.timezone}" if when.timezone else ""
    head = context.blocks("subscribe.ask_day")
    if context.active and context.subscriber is not None:
        head = (_current(context, context.subscriber), *head)
    return Reply(
        head,
        buttons=day_buttons(context, lambda word: f"dangky {word}{rest}"),
    )


def _ask_hour(context: Context, weekday: int, timezone: str | None, *, more: bool) -> Reply:
    begin = f"dangky {DAY_WORDS[weekday]}"
    rest = f" {timezone}" if timezone else ""
    day = weekday_name(context.catalog, context.language, weekday)
    return Reply(
        context.blocks("subscribe.ask_hour", day=day),
        buttons=hour_buttons(
            context,
            lambda time: f"{begin} {time}{rest}",
            None if more or rest else f"{begin} {MORE_HOURS}",
        ),
        replace=context.request.pressed,
    )


def _done(context: Context, when: When, weekday: int, hour: int) -> Reply:
    def edit(current: Subscriber) -> Subscriber:
        return replace(
            subscribed(current, context.now, context.language),
            weekday=weekday,
            hour=hour,
            minute=when.minute,
            timezone=when.timezone or current.timezone,
        )

    stored = change(context, edit)
    return Reply(
        (
            context.block("subscribe.done"),
            *first_digest(context, stored),
            Block(
                (context.line("subscribe.zone", zone=zone_label(context, stored.timezone)),),
                tight=True,
            ),
        ),
        buttons=(
            (context.button("button.zone", "caidat muigio"),),
            (
                context.button("button.preview", "xemtruoc"),
                context.button("button.settings", "caidat"),
            ),
        ),
        replace=context.request.pressed,
    )


def first_digest(context: Context, subscriber: Subscriber) -> tuple[Block, ...]:
    """When the next digest comes, in the subscriber's zone; nothing unless one is due.

    One that is overdue comes any minute; what is told is the date after it. Quiet hours hold it.
    """
    due = comes_at(subscriber, context.now)
    if due is None:
        return ()
    zone = zone_of(subscriber.timezone)
    moment = format_moment(context.catalog, context.language, due, zone)
    return (context.block("subscribe.next", moment=moment),)


def _current(context: Context, subscriber: Subscriber) -> Block:
    day = weekday_name(context.catalog, context.language, subscriber.weekday)
    time = f"{subscriber.hour:02d}:{subscriber.minute:02d}"
    return context.block("subscribe.current", day=day, time=time)
