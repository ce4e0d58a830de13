"""How often digests come and on which days; part of /caidat."""

from __future__ import annotations

from msgspec.structs import replace

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.settings_view import ask, save, wishes_of
from bot.commands.when import DAY_WORDS
from bot.commands.when_schedule import LAST_DAY, Schedule, parse_schedule
from bot.digest.schedule import weekdays
from bot.errors import UserError
from bot.messages.format import weekday_short
from bot.messages.rich import Button, ButtonRows, Reply
from storage.models import Subscriber

MONTH_DAYS = (1, 5, 10, 15, 20, 25)
"""Days of the month with a button, beside the last one; every other one can be typed."""


def is_schedule(asked: Schedule) -> bool:
    """Whether a line says how often, and nothing that makes no sense."""
    return asked.unread is None and (asked.frequency is not None or bool(asked.weekdays))


def often(context: Context, argument: str) -> Reply:
    """Ask, or set what the line says: `hang ngay 7h`, `t2 t5 18h`, `ngay 1 hang thang`.

    Raises:
        UserError: the line does not say how often.
    """
    if not argument:
        return ask(context, "settings.ask_often", often_buttons(context))
    if argument.endswith(" ?"):  # behind a button: the days are asked for next
        return _ask_month_day(context, argument.removesuffix(" ?"))
    asked = parse_schedule(argument)
    if argument == "nhieu":
        return _ask_days(context, _days_of(context))
    if not is_schedule(asked):
        raise UserError("settings.no_schedule", word=(asked.unread or argument)[:40])
    return save(context, lambda it: scheduled(it, asked))


def scheduled(subscriber: Subscriber, asked: Schedule) -> Subscriber:
    """The subscriber with that schedule; what the line does not say stays."""
    chosen = subscriber.preferences
    days = asked.weekdays
    wishes = replace(
        chosen,
        frequency=asked.frequency or chosen.frequency,
        month_day=asked.month_day or chosen.month_day,
        weekdays=(days if len(days) > 1 else ()) if days else chosen.weekdays,
    )
    return replace(
        subscriber,
        preferences=wishes,
        weekday=days[0] if days else subscriber.weekday,
        hour=subscriber.hour if asked.hour is None else asked.hour,
        minute=subscriber.minute if asked.hour is None else asked.minute,
        timezone=asked.timezone or subscriber.timezone,
    )


def one_weekday(context: Context, weekday: int) -> Reply:
    """Once a week, on that day."""
    return save(context, lambda it: scheduled(it, Schedule("weekly", weekdays=(weekday,))))


def month_day(context: Context, day: int) -> Reply:
    """That day of the month, monthly or quarterly as before."""
    return save(context, lambda it: scheduled(it, Schedule(month_day=day)))


def toggle_day(context: Context, argument: str) -> Reply:
    """One more or one fewer day of the week; the last one stays.

    Raises:
        UserError: `argument` is no day.
    """
    if argument not in DAY_WORDS:
        raise UserError("settings.no_day", word=argument[:40])
    changed = set(_days_of(context)) ^ {DAY_WORDS.index(argument)}
    if not changed:
        raise UserError("settings.a_day_stays")
    days = tuple(sorted(changed))
    saved = save(context, lambda it: scheduled(it, Schedule("weekly", weekdays=days)))
    shown = _ask_days(context, days)
    return Reply(shown.blocks, buttons=shown.buttons, replace=True, notice=saved.notice)


def often_buttons(context: Context) -> ButtonRows:
    """How often, beside once a week."""
    return (
        (
            context.button("button.daily", "caidat hangngay"),
            context.button("button.several_days", "caidat lich nhieu"),
        ),
        (
            context.button("button.monthly", "caidat lich hangthang ?"),
            context.button("button.quarterly", "caidat lich hangquy ?"),
        ),
    )


def _days_of(context: Context) -> tuple[int, ...]:
    known = context.subscriber
    return weekdays(known) if known else (context.settings.digest_weekday,)


def _ask_days(context: Context, chosen: tuple[int, ...]) -> Reply:
    buttons = [
        Button(
            label=("✓ " if number in chosen else "")
            + weekday_short(context.catalog, context.language, number),
            action=f"caidat doingay {word}",
        )
        for number, word in enumerate(DAY_WORDS)
    ]
    done = (context.button("button.settings", "caidat "),)
    return ask(context, "settings.ask_days", (*rows(buttons, 4), done))


def _ask_month_day(context: Context, frequency: str) -> Reply:
    buttons = [
        Button(label=str(day), action=f"caidat {frequency} ngay {day}") for day in MONTH_DAYS
    ]
    last = context.button("button.last_day", f"caidat {frequency} ngay {LAST_DAY}")
    key = "settings.ask_quarter_day" if frequency == "hangquy" else "settings.ask_month_day"
    return ask(context, key, (*rows(buttons, 6), (last,)))


def counts_by_month(context: Context) -> bool:
    """Whether the place's digests come on a day of the month."""
    return wishes_of(context).frequency in ("monthly", "quarterly")
