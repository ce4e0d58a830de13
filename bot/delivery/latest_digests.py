"""What subscribers were told lately, as far back as a new digest has to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.digest.schedule import weekdays, weeks_back
from storage.base import DigestStore
from storage.models import Digest, Subscriber

DIGESTS_READ = 4
"""Latest digests of a subscriber whose articles are not told again: of about four weeks."""

DAILY_READ = 32
"""As many for those who get several a week."""

DEEP_READ = 200
"""As many where the last one is not the newest that was found: who went from daily to quarterly
digests late in a quarter has it in the file of the quarter's first month, behind newer files."""


def latest_of(
    store: DigestStore, subscribers: Sequence[Subscriber], now: datetime
) -> Mapping[str, Sequence[Digest]]:
    """What `digest_for` has to know of each, by id; read for many at once.

    A week's digests are one file, which with some thousand readers does not stay in memory.
    """
    found: dict[str, Sequence[Digest]] = {}
    groups: dict[tuple[int, int], list[str]] = {}
    for each in subscribers:
        if each.covered_until is not None:
            groups.setdefault(_depth(each, now), []).append(each.id)
    covered = {it.id: it.covered_until for it in subscribers if it.covered_until is not None}
    for (limit, weeks), ids in groups.items():
        latest = store.latest_digests(ids, limit=limit, weeks=weeks)
        hidden = [key for key, had in latest.items() if had and had[0].until < covered[key]]
        if hidden:
            latest |= store.latest_digests(hidden, limit=DEEP_READ, weeks=weeks)
        found |= latest
    return found


def _depth(subscriber: Subscriber, now: datetime) -> tuple[int, int]:
    """How many digests, of how many weeks, are looked at for what was told."""
    often = subscriber.preferences.frequency == "daily" or len(weekdays(subscriber)) > 1
    return DAILY_READ if often else DIGESTS_READ, weeks_back(subscriber, now)
