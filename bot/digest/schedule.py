"""When a subscriber's digests are due, whatever its frequency, and which period each belongs to.

A due date has one name, its *period*: the local ISO week for a digest that comes once a week, the
local day for daily ones and for several weekdays, the month, the quarter. A period has one digest,
so that neither a change of the schedule nor a crash can double one. Periods of different kinds do
not take each other's place: whoever changes from weekly to daily hears of the next day.

Quiet hours do not move a due date, they hold it: its period stays what it was.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.calendar import WEEK, at_local, week_of, zone_of
from storage.models import Preferences, Subscriber
from storage.weeks import LATEST_WEEKS

_DAY = timedelta(days=1)

CATCH_UP = {
    "daily": WEEK,
    "weekly": WEEK,
    "monthly": timedelta(days=31),
    "quarterly": timedelta(days=92),
}
"""How far the first digest reaches back, and the first one after a pause: never more."""

LOOK_AHEAD = 400
"""Due dates looked through for one in a free period: more than can be taken."""


def catch_up(subscriber: Subscriber) -> timedelta:
    """How far a digest reaches back that follows no other one, or a pause."""
    return CATCH_UP[subscriber.preferences.frequency]


def next_due(subscriber: Subscriber, after: datetime) -> datetime:
    """The first instant strictly after `after` of the subscriber's schedule, in UTC.

    However long `after` lies behind the last digest, the answer is one future date: missed ones
    are not made up one by one. A pause until a date is not looked at, see `first_due`.
    """
    zone = zone_of(subscriber.timezone)
    moment = time(subscriber.hour, subscriber.minute)
    # A day back: a time moved forward by a gap may belong to a day that is already over.
    day = after.astimezone(zone).date() - _DAY
    while True:
        day = _first_day(subscriber, day)
        due = at_local(day, moment, zone)
        if due > after:
            return due
        day += _DAY


def next_due_outside(subscriber: Subscriber, after: datetime, taken: Container[str]) -> datetime:
    """As `next_due`, but in none of the periods `taken`, which have had their digest.

    A period has one digest: a date in such a period would pass by in silence.
    """
    due = next_due(subscriber, after)
    for _ in range(LOOK_AHEAD):
        if period_of(subscriber, due) not in taken:
            break
        due = next_due(subscriber, due)
    return due


def first_due(subscriber: Subscriber, now: datetime, taken: Container[str] = ()) -> datetime:
    """The next due date of a subscriber as it is set now: not before its pause ends."""
    after = now
    ends = pause_ends(subscriber)
    if ends is not None:
        after = max(now, ends - timedelta(microseconds=1))
    return next_due_outside(subscriber, after, taken)


def pause_ends(subscriber: Subscriber) -> datetime | None:
    """When digests come again by themselves: local midnight; None: no pause until a date."""
    until = subscriber.preferences.paused_until
    if until is None or subscriber.status != "paused":
        return None
    return at_local(until, time(), zone_of(subscriber.timezone))


def period_of(subscriber: Subscriber, due: datetime) -> str:
    """The name of the period that a due instant lies in, by the subscriber's frequency."""
    zone = zone_of(subscriber.timezone)
    day = due.astimezone(zone).date()
    match subscriber.preferences.frequency:
        case "daily":
            return day.isoformat()
        case "monthly":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarterly":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if len(weekdays(subscriber)) > 1:
        return day.isoformat()
    return week_of(due, zone)


def weekdays(subscriber: Subscriber) -> tuple[int, ...]:
    """The days of a weekly digest, 0 is Monday, in order and each once."""
    return tuple(sorted(set(subscriber.preferences.weekdays))) or (subscriber.weekday,)


def weeks_back(subscriber: Subscriber, now: datetime) -> int:
    """How many weeks of digests to look through for the subscriber's last one.

    It may be a quarter old, whatever the schedule is by now.
    """
    covered = subscriber.covered_until or now
    # files of a month or quarter stand up to five weeks ahead, and weeks begin in between; a
    # quarter's digest that was made in its last days stands nine weeks behind
    return max(LATEST_WEEKS, (now - covered) // WEEK + 16)


def quiet_ends(preferences: Preferences, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that `now` lies in end, in UTC; None: there are none now.

    From and to at the same minute are no quiet hours. A time that the clocks skip or show twice
    is resolved as every other one (`bot.digest.calendar`).
    """
    begin, end = preferences.quiet_from, preferences.quiet_to
    if begin is None or end is None or begin == end:
        return None
    local = now.astimezone(zone)
    for day in (local.date() - _DAY, local.date()):
        first = at_local(day, _clock(begin), zone)
        last = at_local(day + _DAY if end < begin else day, _clock(end), zone)
        if first <= now < last:
            return last
    return None


def comes_at(subscriber: Subscriber, now: datetime, taken: Iterable[str] = ()) -> datetime | None:
    """When the next digest really leaves, for its reader: after quiet hours; None: none is due.

    One that is overdue and held by quiet hours leaves at their end; one that is overdue without
    them is on its way, so the one after it is meant.
    """
    due = subscriber.next_due_at
    if due is None:
        return None
    zone = zone_of(subscriber.timezone)
    if due <= now:
        held = quiet_ends(subscriber.preferences, now, zone)
        if held is not None:
            return held
        due = next_due_outside(subscriber, now, (*taken, period_of(subscriber, due)))
    return quiet_ends(subscriber.preferences, due, zone) or due


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _first_day(subscriber: Subscriber, day: date) -> date:
    """The first day of the schedule, from `day` on."""
    chosen = subscriber.preferences
    if chosen.frequency == "daily":
        return day
    if chosen.frequency == "weekly":
        return day + min((wanted - day.weekday()) % 7 for wanted in weekdays(subscriber)) * _DAY
    while True:
        if chosen.frequency == "monthly" or day.month % 3 == 1:
            last = monthrange(day.year, day.month)[1]
            wanted = day.replace(day=min(chosen.month_day, last))
            if wanted >= day:
                return wanted
        day = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
