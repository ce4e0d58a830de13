"""A year in the life of a handful of subscribers, with late writes, downtime and clock changes."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.dispatch import Dispatcher
from bot.delivery.limits import Limits
from bot.delivery.pacer import Pacer
from bot.delivery.sender import Sender
from bot.digest.schedule import next_due
from bot.digest.select import select
from bot.messages.catalog import Catalog
from storage.models import Article, DeliveryStatus, Subscriber
from storage.open import open_store
from tests.delivery.scripted import ScriptedMessenger
from tests.delivery.virtual_time import run
from tests.digest.factory import article, subscriber

BEGIN = datetime(2023, 3, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=400)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)

SCHEDULES = {
    1: ("Asia/Ho_Chi_Minh", 0, 7, 0),
    2: ("Europe/Berlin", 6, 2, 30),  # skipped once, twice there once
    3: ("America/New_York", 6, 1, 30),
    4: ("Australia/Lord_Howe", 6, 2, 15),
    5: ("Pacific/Apia", 4, 23, 59),
    6: ("America/St_Johns", 0, 0, 0),
}


def _subscribers() -> list[Subscriber]:
    people = []
    for chat, (zone, weekday, hour, minute) in SCHEDULES.items():
        who = subscriber(
            chat, timezone=zone, weekday=weekday, hour=hour, minute=minute, created_at=BEGIN
        )
        people.append(
            subscriber(
                chat,
                timezone=zone,
                weekday=weekday,
                hour=hour,
                minute=minute,
                created_at=BEGIN,
                next_due_at=next_due(who, BEGIN),
            )
        )
    return people


def _news(dice: random.Random) -> list[tuple[datetime, Article]]:
    """Articles and when each becomes durable, up to 20 hours after its stamp."""
    found = []
    for number in range(900):
        seen = BEGIN - WEEK + timedelta(minutes=dice.randrange(407 * 24 * 60))
        age = timedelta(days=dice.choice([0, 0, 1, 6, 20, 27, 29, 400]))
        written = seen + timedelta(hours=dice.choice([0, 0, 0, 1, 20]))
        item = article(
            number,
            first_seen=seen,
            published=None if number % 7 == 0 else seen - age,
            seeded=number % 11 == 0,
            fingerprint=f"text-{number if number % 13 else number // 26}",
        )
        found.append((written, item))
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


@pytest.mark.parametrize("downtime", [False, True], ids=["always-up", "with-downtime"])
def test_a_year_of_digests(downtime: bool) -> None:
    """Each due date has its digest once; each news item is in exactly one of them."""
    store = open_store("memory:")
    people = _subscribers()
    for who in people:
        store.update_subscriber(who.id, lambda _, new=who: new)  # type: ignore[misc]  # default binds the loop variable
    news = _news(random.Random(7))
    waiting = list(reversed(news))
    messenger = ScriptedMessenger(latency=0.0)
    now = BEGIN
    clock = lambda: now  # noqa: E731  # a clock set by the loop below
    dispatcher = Dispatcher(store, clock, Catalog.load(), {})
    off = [(BEGIN + timedelta(days=day), BEGIN + timedelta(days=day + 9)) for day in (25, 200, 318)]
    expected: dict[str, list[datetime]] = {who.id: [] for who in people}

    async def send() -> None:
        fast = Pacer(Limits(10_000, 10_000, 0.0, 10_000))
        await Sender(store, messenger, fast, clock).run_once()

    while now < END:
        now += HOUR
        while waiting and waiting[-1][0] <= now:
            store.put_articles([waiting.pop()[1]])
        if downtime and any(start < now <= end for start, end in off):
            continue
        for who in people:
            last = expected[who.id][-1] if expected[who.id] else BEGIN
            if next_due(who, last) <= now:
                expected[who.id].append(now)
        if dispatcher.run_due().frozen:
            run(send())

    assert store.count_deliveries()[DeliveryStatus.SENT] == len(messenger.log)
    parts = Counter(row.digest for row in store.list_deliveries())
    assert sum(parts.values()) == len(messenger.log)
    for who in people:
        digests = store.list_digests(who.id, limit=1_000)[::-1]
        assert [digest.until for digest in digests] == expected[who.id]
        assert len(digests) >= (52 if downtime else 57)
        told = Counter(article_id for digest in digests for article_id in digest.article_ids)
        assert set(told.values()) == {1}
        since, until = digests[0].since, digests[-1].until
        known = [item for written, item in news if written <= until]
        due_to_be_told = select(known, since=since, until=until)
        texts = {item.fingerprint for _, item in news if item.id in told}
        assert [it.id for it in due_to_be_told.articles if it.fingerprint not in texts] == []
