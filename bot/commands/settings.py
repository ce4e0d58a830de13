"""/caidat, /settings: what is set, and buttons (or words) to change each thing.

A line is read as the name of a thing and its value (`múi giờ Tokyo`), else as how often digests
are to come (`t2 t5 18h`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from bot.commands import settings_delivery, settings_feedback, settings_filters, settings_schedule
from bot.commands.choices import day_buttons, hour_buttons, zone_buttons
from bot.commands.command import Context
from bot.commands.language import language
from bot.commands.review_settings import review_settings
from bot.commands.settings_view import ask, overview, save
from bot.commands.when import find_zone, parse_when
from bot.commands.when_schedule import parse_schedule
from bot.errors import UserError
from bot.messages.rich import Reply
from storage.text import fold

_NAMES = {
    "day": "ngay ngaygui day",
    "hour": "gio giogui hour time",
    "zone": "muigio timezone zone",
    "language": "ngonngu language",
    "often": "lich often schedule nhieungay",
    "toggle_day": "doingay",
    "length": "dodai length",
    "quiet": "yenlang giongu quiet quiethours",
    "empty": "tintrong trong empty",
    "filters": "loc boloc filter filters",
    "topic": "chude topic topics",
    "province": "tinh tinhthanh diaphuong province provinces",
    "source": "nguon nguontin source sources",
    "word": "tu tukhoa chua word words include",
    "exclude": "botu loaitu trutu exclude without",
    "drop": "xoaloc",
    "feedback": "ykien phanhoi trongso feedback",
    "review": "duyet bientap review",
}
"""Thing → what it is called, folded and without blanks."""
_TOPICS = {name: topic for topic, names in _NAMES.items() for name in names.split()}
MOST_WORDS = 3
"""Words of the longest name."""


def settings(context: Context, argument: str) -> Reply:
    """Show everything; `ngay t2`, `gio 7:30`, `muigio Europe/Berlin`, … change one thing.

    Raises:
        UserError: an unknown thing or value.
    """
    words = argument.split()
    if not words:
        return overview(context, context.subscriber)
    if settings_schedule.is_schedule(parse_schedule(argument)):
        return settings_schedule.often(context, argument)
    if (chosen := settings_delivery.length_of(argument)) is not None:
        return settings_delivery.length(context, chosen)
    for count in range(min(MOST_WORDS, len(words)), 0, -1):  # "múi giờ Tokyo", "bỏ từ quảng cáo"
        name = fold("".join(words[:count])).replace("-", "")
        if (topic := _TOPICS.get(name)) is not None:
            return _HANDLERS[topic](context, " ".join(words[count:]))
    raise UserError("settings.unknown", word=words[0][:40])


def _day(context: Context, value: str) -> Reply:
    if not value:
        return ask(
            context,
            "settings.ask_day",
            (
                *day_buttons(context, lambda word: f"caidat ngay {word}"),
                *settings_schedule.often_buttons(context),
            ),
        )
    asked = parse_schedule(f"ngay {value}")
    if settings_schedule.counts_by_month(context) and asked.month_day and asked.unread is None:
        return settings_schedule.month_day(context, asked.month_day)
    when = parse_when(value)
    if when.weekday is None or when.unread is not None:
        raise UserError("settings.no_day", word=value[:40])
    return settings_schedule.one_weekday(context, when.weekday)


def _hour(context: Context, value: str) -> Reply:
    if value in ("", "khac"):
        more = None if value else "caidat gio khac"
        return ask(
            context,
            "settings.ask_hour",
            hour_buttons(context, lambda time: f"caidat gio {time}", more),
        )
    when = parse_when(f"cn {value}")  # the day is taken, so that a bare number is an hour
    if when.hour is None or when.unread is not None:
        raise UserError("settings.no_hour", word=value[:40])
    return save(context, lambda it: replace(it, hour=when.hour, minute=when.minute))


def _zone(context: Context, value: str) -> Reply:
    if not value:
        return ask(
            context,
            "settings.ask_zone",
            zone_buttons(context, lambda zone: f"caidat muigio {zone}"),
        )
    zone = find_zone(value)
    if zone is None:
        raise UserError("settings.no_zone", word=value[:40])
    return save(context, lambda it: replace(it, timezone=zone))


_HANDLERS: Mapping[str, Callable[[Context, str], Reply]] = {
    "day": _day,
    "hour": _hour,
    "zone": _zone,
    "language": language,
    "often": settings_schedule.often,
    "toggle_day": settings_schedule.toggle_day,
    "length": settings_delivery.length,
    "quiet": settings_delivery.quiet,
    "empty": settings_delivery.empty,
    "filters": settings_filters.filters,
    "topic": settings_filters.topic,
    "province": settings_filters.province,
    "source": settings_filters.source,
    "word": settings_filters.word,
    "exclude": settings_filters.exclude,
    "drop": settings_filters.drop,
    "feedback": settings_feedback.feedback,
    "review": review_settings,
}
