"""Digests by what subscribers prefer: when, of what, and what an empty one does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.delivery.dispatch import Dispatcher, DispatchReport
from bot.delivery.quiet import is_quiet
from bot.digest.schedule import first_due
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.models import Article, Preferences, Subscriber
from storage.open import open_store
from tests.digest.factory import NOW, article, subscriber

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
CATALOG = Catalog.load()


@pytest.fixture
def store() -> Store:
    """An empty store."""
    return open_store("memory:")


def _keep(store: Store, who: Subscriber) -> None:
    store.update_subscriber(who.id, lambda _: who)


def _wish(store: Store, **changes: Any) -> None:
    def edit(current: Subscriber | None) -> Subscriber | None:
        assert current is not None
        return replace(current, preferences=replace(current.preferences, **changes))

    store.update_subscriber("7", edit)


def _run(store: Store, now: datetime) -> DispatchReport:
    return Dispatcher(store, lambda: now, CATALOG, {}).run_due()


def _known(store: Store) -> Subscriber:
    found = store.get_subscriber("7")
    assert found is not None
    return found


def _told(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    digests = store.list_digests("7", limit=100)
    return [(it.id.partition("/")[0], it.article_ids) for it in reversed(digests)]


def _late(number: int, **changes: Any) -> Article:
    return article(number, first_seen=NOW - HOUR, **changes)


def test_a_daily_digest_comes_every_day(store: Store) -> None:
    """Three days are three digests, each of its own day's articles."""
    _keep(store, subscriber(covered_until=NOW - DAY, preferences=Preferences(frequency="daily")))
    for day in range(3):
        store.put_articles([article(day, first_seen=NOW + day * DAY - HOUR)])
        assert _run(store, NOW + day * DAY).frozen == 1
        assert _run(store, NOW + day * DAY + HOUR) == DispatchReport()
    expected = [("2023-09-25", ("a0",)), ("2023-09-26", ("a1",)), ("2023-09-27", ("a2",))]
    assert _told(store) == expected


def test_a_change_from_weekly_to_daily_neither_doubles_nor_drops(store: Store) -> None:
    """The day of the weekly digest has another name, but what was told is not told again."""
    _keep(store, subscriber(covered_until=NOW - WEEK))
    store.put_articles([_late(1)])
    _run(store, NOW)
    _wish(store, frequency="daily")
    daily = _known(store)
    _keep(store, replace(daily, hour=9, next_due_at=first_due(replace(daily, hour=9), NOW)))
    store.put_articles([_late(2)])  # durable after the weekly digest
    assert _run(store, NOW + 2 * HOUR).frozen == 1
    assert _told(store) == [("2023-W39", ("a1",)), ("2023-09-25", ("a2",))]


def test_what_a_filter_left_out_is_not_told_late(store: Store) -> None:
    """A wider filter brings later articles, not those that the digest before did not want."""
    _keep(
        store,
        subscriber(covered_until=NOW - WEEK, preferences=Preferences(sources=("bao-khac",))),
    )
    store.put_articles([_late(1), _late(2, source="bao-khac")])
    _run(store, NOW)
    _wish(store, sources=())
    store.put_articles([_late(3), article(4, first_seen=NOW + DAY)])  # 3 was durable late
    _run(store, NOW + WEEK)
    assert _told(store) == [("2023-W39", ("a2",)), ("2023-W40", ("a3", "a4"))]


def test_a_story_that_fits_in_another_article_is_told(store: Store) -> None:
    """The same text from a source that was chosen is told, though its twin was left out."""
    _keep(
        store,
        subscriber(covered_until=NOW - WEEK, preferences=Preferences(sources=("bao-khac",))),
    )
    store.put_articles([_late(1, fingerprint="same")])
    _run(store, NOW)
    store.put_articles([article(2, source="bao-khac", fingerprint="same", first_seen=NOW + HOUR)])
    _run(store, NOW + WEEK)
    assert [ids for _, ids in _told(store)] == [(), ("a2",)]


@pytest.mark.parametrize(("empty", "rows"), [("tell", 1), ("skip", 0)])
def test_an_empty_digest_says_so_or_is_skipped(store: Store, empty: str, rows: int) -> None:
    """Either way the week has had its digest and the next date is set."""
    _keep(store, subscriber(preferences=Preferences(empty=empty)))  # type: ignore[arg-type]  # one of the two
    assert _run(store, NOW) == DispatchReport(frozen=1, parts=rows)
    assert len(store.list_deliveries()) == rows
    assert _known(store).next_due_at == NOW + WEEK
    assert _run(store, NOW + HOUR) == DispatchReport()


def test_quiet_hours_hold_a_digest_until_they_end(store: Store) -> None:
    """Due at seven and quiet until nine: it comes at nine, under its own week, and only once."""
    _keep(store, subscriber(preferences=Preferences(quiet_from=22 * 60, quiet_to=9 * 60)))
    store.put_articles([_late(1)])
    assert _run(store, NOW) == DispatchReport()
    assert _run(store, NOW + 2 * HOUR - timedelta(seconds=1)) == DispatchReport()
    assert _run(store, NOW + 2 * HOUR).frozen == 1
    assert _told(store) == [("2023-W39", ("a1",))]
    assert _known(store).next_due_at == NOW + WEEK


def test_those_who_sleep_do_not_hold_up_the_others(store: Store) -> None:
    """A run's limit counts those who can be served."""
    quiet = Preferences(quiet_from=0, quiet_to=1439)
    for chat in range(1, 6):
        _keep(store, subscriber(chat, next_due_at=NOW - HOUR, preferences=quiet))
    _keep(store, subscriber(9))
    assert Dispatcher(store, lambda: NOW, CATALOG, {}).run_due(limit=2).frozen == 1


def test_a_pause_until_a_date_ends_by_itself(store: Store) -> None:
    """Nothing comes before it; the first digest after it reaches back a week from its end."""
    who = subscriber(
        status="paused",
        covered_until=NOW - WEEK,
        preferences=Preferences(paused_until=date(2023, 10, 12)),
    )
    due = first_due(who, NOW)
    assert due == NOW + 3 * WEEK
    _keep(store, replace(who, next_due_at=due))
    store.put_articles([article(day, first_seen=NOW + day * DAY) for day in range(0, 21, 4)])
    for day in range(21):
        assert _run(store, NOW + day * DAY + HOUR / 2) == DispatchReport()
    assert _run(store, due).frozen == 1
    # 12 October 00:00 in Vietnam, less a week
    assert _told(store)[0][1] == ("a12", "a16", "a20")
    resumed = _known(store)
    assert (resumed.status, resumed.preferences.paused_until) == ("active", None)
    assert resumed.next_due_at == due + WEEK


def test_a_quarterly_reader_who_becomes_weekly_misses_nothing(store: Store) -> None:
    """What was durable only after the digest of a quarter is told in the next one all the same."""
    due = NOW + 6 * DAY
    _keep(
        store,
        subscriber(
            covered_until=NOW - WEEK,
            next_due_at=due,
            preferences=Preferences(frequency="quarterly"),
        ),
    )
    _run(store, due)
    store.put_articles([article(1, first_seen=due - HOUR)])
    for week in range(1, 12):  # others have digests meanwhile
        _keep(store, subscriber(8, next_due_at=due + week * WEEK))
        _run(store, due + week * WEEK)
    _wish(store, frequency="weekly")
    _keep(store, replace(_known(store), next_due_at=due + 12 * WEEK))
    _run(store, due + 12 * WEEK)
    assert _told(store)[-1][1] == ("a1",)


def test_chosen_quiet_hours_hold_for_news_as_well() -> None:
    """Who chose hours has those; others have the night."""
    night = NOW + 17 * HOUR
    assert is_quiet(None, night, "Asia/Ho_Chi_Minh")
    assert is_quiet(subscriber(), night, "UTC")
    noon = subscriber(preferences=Preferences(quiet_from=12 * 60, quiet_to=13 * 60))
    assert not is_quiet(noon, night, "UTC")
    assert is_quiet(noon, NOW + 5 * HOUR, "UTC")


@pytest.mark.parametrize("on_disk", [False, True])
def test_from_daily_to_quarterly_late_in_a_quarter(on_disk: bool, tmp_path: Path) -> None:
    """The quarter's digest lies in an older file than newer daily ones: it is not told again."""
    store = open_store(str(tmp_path) if on_disk else "memory:")
    begin = NOW - 8 * DAY
    _keep(
        store,
        subscriber(
            covered_until=begin, next_due_at=begin + DAY, preferences=Preferences(frequency="daily")
        ),
    )
    for day in range(1, 8):
        store.put_articles([article(day, first_seen=begin + day * DAY - HOUR)])
        assert _run(store, begin + day * DAY).frozen == 1
    store.put_articles([article(9, first_seen=NOW - HOUR)])
    _wish(store, frequency="quarterly")
    assert _run(store, NOW).frozen == 1
    assert _told(store)[-1] == ("2023-Q3", ("a9",))
    store.put_articles([article(10, first_seen=NOW + DAY)])
    assert _run(store, NOW + 20 * DAY).frozen == 1
    assert _told(store)[-1] == ("2023-Q4", ("a10",))
    store.close()
