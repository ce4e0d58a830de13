"""Quiet hours: at night nobody is woken for what can wait until the morning. Pure.

They hold for what the bot says of its own accord (news of sources, news that somebody follows),
in the zone of whoever is told. Answers, and the digest at the hour that its reader chose, are no
such thing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.calendar import at_local

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
