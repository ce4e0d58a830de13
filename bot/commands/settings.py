"""/caidat, /settings: what is set, and buttons (or words) to change each thing."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bot.commands.choices import (
    LANGUAGE_NAMES,
    day_buttons,
    hour_buttons,
    zone_buttons,
    zone_label,
)
from bot.commands.command import Context
from bot.commands.language import language
from bot.commands.subscribe import first_digest
from bot.commands.subscription import change
from bot.commands.when import find_zone, parse_when
from bot.errors import UserError
from bot.messages.format import weekday_name
from bot.messages.rich import Block, ButtonRows, Reply
from storage.models import Subscriber
from storage.text import fold

_TOPICS = {
    "ngay": "day",
    "ngaygui": "day",
    "day": "day",
    "gio": "hour",
    "giogui": "hour",
    "hour": "hour",
    "time": "hour",
    "muigio": "zone",
    "timezone": "zone",
    "zone": "zone",
    "ngonngu": "language",
    "language": "language",
}


def settings(context: Context, argument: str) -> Reply:
    """Show everything; `ngay t2`, `gio 7:30`, `muigio Europe/Berlin` change one thing.

    Raises:
        UserError: an unknown thing or value.
    """
    name, _, value = argument.strip().partition(" ")
    if not name:
        return overview(context, context.subscriber)
    second, _, rest = value.strip().partition(" ")
    if (topic := _topic(name + second)) is not None:  # "múi giờ Tokyo", "time zone Tokyo"
        value = rest
    elif (topic := _topic(name)) is None:
        raise UserError("settings.unknown", word=name[:40])
    handlers = {"day": _day, "hour": _hour, "zone": _zone, "language": language}
    return handlers[topic](context, value.strip())


def _topic(word: str) -> str | None:
    return _TOPICS.get(fold(word).replace("-", ""))


def overview(context: Context, subscriber: Subscriber | None, *, saved: bool = False) -> Reply:
    """The settings as they stand; `saved` adds a short toast."""
    chosen = subscriber
    status = chosen.status if chosen else "none"
    defaults = context.settings
    lines = context.catalog.lines(
        context.language,
        "settings.text",
        status=context.line(f"settings.status.{status}"),
        day=weekday_name(
            context.catalog,
            context.language,
            chosen.weekday if chosen else defaults.digest_weekday,
        ),
        time=f"{chosen.hour:02d}:{chosen.minute:02d}"
        if chosen
        else f"{defaults.digest_hour:02d}:00",
        zone=zone_label(context, chosen.timezone if chosen else defaults.timezone),
        language=LANGUAGE_NAMES[context.language],
    )
    following = (*_astray(context, chosen), *first_digest(context, chosen)) if chosen else ()
    return Reply(
        (Block(lines), *following),
        buttons=_buttons(context, status),
        replace=context.request.pressed and context.request.text != "caidat",
        notice=context.text("settings.saved") if saved else None,
    )


def _astray(context: Context, subscriber: Subscriber) -> tuple[Block, ...]:
    """Why the digests of a forum topic come to the group itself: Telegram refused the topic."""
    if subscriber.status != "active" or not subscriber.thread_id or not subscriber.status_reason:
        return ()
    return context.blocks("settings.topic_closed")


def _buttons(context: Context, status: str) -> ButtonRows:
    switch = {
        "active": ("button.pause", "tamdung"),
        "paused": ("button.resume", "tieptuc"),
        "blocked": ("button.resume", "tieptuc"),
    }.get(status, ("button.subscribe", "dangky"))
    return (
        (
            context.button("button.day", "caidat ngay"),
            context.button("button.hour", "caidat gio"),
        ),
        (
            context.button("button.zone", "caidat muigio"),
            context.button("button.language", "ngonngu"),
        ),
        (context.button(*switch),),
    )


def _day(context: Context, value: str) -> Reply:
    if not value:
        return _ask(
            context, "settings.ask_day", day_buttons(context, lambda word: f"caidat ngay {word}")
        )
    when = parse_when(value)
    if when.weekday is None or when.unread is not None:
        raise UserError("settings.no_day", word=value[:40])
    return _save(context, lambda it: replace(it, weekday=when.weekday))


def _hour(context: Context, value: str) -> Reply:
    if value in ("", "khac"):
        more = None if value else "caidat gio khac"
        return _ask(
            context,
            "settings.ask_hour",
            hour_buttons(context, lambda time: f"caidat gio {time}", more),
        )
    when = parse_when(f"cn {value}")  # the day is taken, so that a bare number is an hour
    if when.hour is None or when.unread is not None:
        raise UserError("settings.no_hour", word=value[:40])
    return _save(context, lambda it: replace(it, hour=when.hour, minute=when.minute))


def _zone(context: Context, value: str) -> Reply:
    if not value:
        return _ask(
            context,
            "settings.ask_zone",
            zone_buttons(context, lambda zone: f"caidat muigio {zone}"),
        )
    zone = find_zone(value)
    if zone is None:
        raise UserError("settings.no_zone", word=value[:40])
    return _save(context, lambda it: replace(it, timezone=zone))


def _ask(context: Context, key: str, buttons: ButtonRows) -> Reply:
    return Reply(context.blocks(key), buttons=buttons, replace=context.request.pressed)


def _save(context: Context, edit: Callable[[Subscriber], Subscriber]) -> Reply:
    return overview(context, change(context, edit), saved=True)
