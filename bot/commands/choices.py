"""Buttons to choose a day, an hour, a time zone or a language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.commands.command import Context
from bot.commands.when import DAY_WORDS
from bot.digest.calendar import zone_of
from bot.messages.format import HOME_ZONE, weekday_short
from bot.messages.rich import Button, ButtonRows

COMMON_HOURS = (6, 7, 8, 11, 12, 17, 18, 19, 20, 21)
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}
"""Each language in its own words: whoever reads one finds it."""
ZONES = (
    "Asia/Ho_Chi_Minh",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Taipei",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
)
"""Where most readers abroad live; every other zone can be typed."""


def day_buttons(context: Context, action: Callable[[str], str]) -> ButtonRows:
    """Seven days in two rows; `action` gets `t2` … `cn`."""
    buttons = [
        Button(label=weekday_short(context.catalog, context.language, number), action=action(word))
        for number, word in enumerate(DAY_WORDS)
    ]
    return rows(buttons, 4)


def hour_buttons(context: Context, action: Callable[[str], str], more: str | None) -> ButtonRows:
    """Common hours and a button that runs `more`; all 24 hours when `more` is None."""
    hours = range(24) if more is None else COMMON_HOURS
    buttons = [Button(label=f"{hour:02d}:00", action=action(f"{hour}:00")) for hour in hours]
    last = () if more is None else ((context.button("button.more_hours", more),),)
    return (*rows(buttons, 5 if more else 6), *last)


def zone_buttons(context: Context, action: Callable[[str], str]) -> ButtonRows:
    """Some zones, by city."""
    return rows([Button(label=_city(context, zone), action=action(zone)) for zone in ZONES], 3)


def zone_label(context: Context, zone: str) -> str:
    """`Việt Nam (GMT+7)`, `Berlin (GMT+2)`: the place, and its offset at present."""
    local = context.now.astimezone(zone_of(zone))
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"GMT{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    return offset if zone.startswith("Etc/") else f"{_city(context, zone)} ({offset})"


def _city(context: Context, zone: str) -> str:
    if zone == HOME_ZONE.key:
        return context.text("settings.home")
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def language_buttons(action: Callable[[str], str]) -> ButtonRows:
    """The languages of the interface."""
    return (
        tuple(Button(label=name, action=action(code)) for code, name in LANGUAGE_NAMES.items()),
    )


def rows(buttons: list[Button], width: int) -> ButtonRows:
    """`width` buttons to a row."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))
