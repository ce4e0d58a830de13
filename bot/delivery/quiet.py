"""Quiet hours: at night nobody is woken for what can wait until the morning. Pure.

They hold for what the bot says of its own accord (news of sources, news that somebody follows),
in the zone of whoever is told: the hours that a subscriber chose, else the night. Answers are no
such thing, and a digest keeps the chosen hours alone (`bot.digest.schedule.quiet_ends`).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.calendar import at_local, zone_of
from bot.digest.schedule import quiet_ends
from storage.models import Subscriber

QUIET_FROM = time(22)
QUIET_UNTIL = time(6)
"""Local times; who reads at five has the news in front of them anyway when they ask."""


def quiet_until(now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the night that `now` lies in ends, as a UTC instant; None: it is day in `zone`."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return None
    day = local.date()
    if local.time() >= QUIET_FROM:
        day += timedelta(days=1)
    end = at_local(day, QUIET_UNTIL, zone)
    return end if end > now else None


def is_quiet(subscriber: Subscriber | None, now: datetime, zone: str) -> bool:
    """Whether nothing is said of its own accord now: by the subscriber's hours, else at night.

    `zone` is for a place without a record.
    """
    own = zone_of(subscriber.timezone if subscriber else zone)
    chosen = subscriber.preferences if subscriber else None
    if chosen is not None and None not in (chosen.quiet_from, chosen.quiet_to):
        return quiet_ends(chosen, now, own) is not None
    return quiet_until(now, own) is not None
