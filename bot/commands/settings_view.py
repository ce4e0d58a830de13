"""What is set, in one message with a button for each thing; part of /caidat."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bot.commands.choices import LANGUAGE_NAMES, zone_label
from bot.commands.command import Context
from bot.commands.filter_names import filter_lines
from bot.commands.subscribe import first_digest
from bot.commands.subscription import change
from bot.digest.schedule import weekdays
from bot.messages.format import weekday_name, weekday_short
from bot.messages.rich import Block, ButtonRows, Line, Reply
from storage.models import Preferences, Subscriber


def overview(context: Context, subscriber: Subscriber | None, *, saved: bool = False) -> Reply:
    """The settings as they stand; `saved` adds a short toast."""
    chosen = subscriber
    status = chosen.status if chosen else "none"
    defaults = context.settings
    lines = context.catalog.lines(
        context.language,
        "settings.text",
        status=_status(context, chosen),
        day=how_often(context, chosen),
        time=f"{chosen.hour:02d}:{chosen.minute:02d}"
        if chosen
        else f"{defaults.digest_hour:02d}:00",
        zone=zone_label(context, chosen.timezone if chosen else defaults.timezone),
        language=LANGUAGE_NAMES[context.language],
    )
    following = (*_astray(context, chosen), *first_digest(context, chosen)) if chosen else ()
    return Reply(
        (Block((*lines, *_wishes(context, chosen))), *following),
        buttons=_buttons(context, status, learnt=bool(chosen and chosen.preferences.feedback)),
        replace=context.request.pressed and context.request.text != "caidat",
        notice=context.text("settings.saved") if saved else None,
    )


def how_often(context: Context, subscriber: Subscriber | None) -> str:
    """`thứ Hai`, `T2, T5`, `hằng ngày`, `ngày 1 hằng tháng`."""
    if subscriber is None:
        return weekday_name(context.catalog, context.language, context.settings.digest_weekday)
    chosen = subscriber.preferences
    if chosen.frequency == "daily":
        return context.text("settings.often.daily")
    if chosen.frequency != "weekly":
        which = "last" if chosen.month_day >= 31 else "day"
        key = f"settings.often.{chosen.frequency}_{which}"
        return context.text(key, day=str(chosen.month_day)) if which == "day" else context.text(key)
    days = weekdays(subscriber)
    if len(days) == 1:
        return weekday_name(context.catalog, context.language, days[0])
    return ", ".join(weekday_short(context.catalog, context.language, day) for day in days)


def ask(context: Context, key: str, buttons: ButtonRows) -> Reply:
    """A question with its buttons."""
    return Reply(context.blocks(key), buttons=buttons, replace=context.request.pressed)


def save(context: Context, edit: Callable[[Subscriber], Subscriber]) -> Reply:
    """Store the change and show what is set now."""
    return overview(context, change(context, edit), saved=True)


def wishing(context: Context, **changes: object) -> Reply:
    """Store changed preferences and show what is set now."""
    return save(context, lambda it: replace(it, preferences=replace(it.preferences, **changes)))


def wishes_of(context: Context) -> Preferences:
    """The preferences of the place that asks."""
    return context.subscriber.preferences if context.subscriber else Preferences()


def clock(minute: int) -> str:
    """`22:00` of a minute of the day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _status(context: Context, subscriber: Subscriber | None) -> Line:
    status = subscriber.status if subscriber else "none"
    until = subscriber.preferences.paused_until if subscriber else None
    if status == "paused" and until is not None:
        return context.line("settings.paused_until", day=f"{until:%d/%m/%Y}")
    return context.line(f"settings.status.{status}")


def _wishes(context: Context, subscriber: Subscriber | None) -> list[Line]:
    """A line for each thing that is not as it is for everybody."""
    chosen = subscriber.preferences if subscriber else Preferences()
    lines: list[Line] = []
    if chosen.length != "medium":
        length = context.text(f"settings.length.{chosen.length}")
        lines.append(context.line("settings.length_line", length=length))
    if chosen.quiet_from is not None and chosen.quiet_to is not None:
        lines.append(
            context.line(
                "settings.quiet_line", begin=clock(chosen.quiet_from), end=clock(chosen.quiet_to)
            )
        )
    if chosen.empty == "skip":
        lines.append(context.line("settings.empty_line"))
    if chosen.feedback:
        lines.append(context.line("settings.feedback_line", count=len(chosen.feedback)))
    if chosen.review and context.in_group:
        lines.append(context.line("review.setting_on"))
    return [*lines, *filter_lines(context, chosen)]


def _astray(context: Context, subscriber: Subscriber) -> tuple[Block, ...]:
    """Why the digests of a forum topic come to the group itself: Telegram refused the topic."""
    if subscriber.status != "active" or not subscriber.thread_id or not subscriber.status_reason:
        return ()
    return context.blocks("settings.topic_closed")


def _buttons(context: Context, status: str, *, learnt: bool) -> ButtonRows:
    switch = {
        "active": ("button.pause", "tamdung"),
        "paused": ("button.resume", "tieptuc"),
        "blocked": ("button.resume", "tieptuc"),
    }.get(status, ("button.subscribe", "dangky"))
    return (
        (context.button("button.day", "caidat ngay"), context.button("button.hour", "caidat gio")),
        (
            context.button("button.filters", "caidat loc"),
            context.button("button.length", "caidat dodai"),
        ),
        (
            context.button("button.quiet", "caidat yenlang"),
            context.button("button.empty", "caidat tintrong"),
        ),
        (
            context.button("button.zone", "caidat muigio"),
            context.button("button.language", "ngonngu"),
        ),
        *(((context.button("button.feedback", "caidat ykien"),),) if learnt else ()),
        *(((context.button("button.review_setting", "duyet"),),) if context.in_group else ()),
        (context.button("button.preview", "xemtruoc"), context.button(*switch)),
    )
