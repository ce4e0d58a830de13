"""Due subscribers get exactly one digest, whatever happens around it."""

from __future__ import annotations

from collections.abc import Collection, MutableMapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from bot.delivery.dispatch import (
    GROUP,
    MOST_AT_ONCE,
    NO_CHAT,
    Dispatcher,
    DispatchReport,
)
from bot.digest.calendar import DEFAULT_ZONE, week_of
from bot.digest.schedule import next_due
from bot.messages.catalog import Catalog
from storage.base import Store
from storage.memory_store import MemoryStore
from storage.models import Article, Delivery, DeliveryStatus, Digest, Edition, Source, Subscriber
from storage.open import open_store
from storage.weeks import LATEST_WEEKS
from tests.digest.factory import NOW, article, subscriber

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The shipped texts."""
    return Catalog.load()


@pytest.fixture
def store() -> Store:
    """An empty store."""
    return open_store("memory:")


class _Hand:
    """A clock set by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def _keep(store: Store, *subscribers: Subscriber) -> None:
    for each in subscribers:
        store.update_subscriber(each.id, lambda _, new=each: new)  # type: ignore[misc]  # default binds the loop variable


def _run(
    store: Store, catalog: Catalog, now: datetime, limit: int = MOST_AT_ONCE
) -> DispatchReport:
    return Dispatcher(store, lambda: now, catalog, {"bao-gia-dinh": "Báo Giả Định"}).run_due(limit)


def _told(store: Store, subscriber_id: str) -> list[tuple[str, ...]]:
    """Article ids of the subscriber's digests, oldest week first."""
    digests = store.list_digests(subscriber_id, limit=100)
    return [digest.article_ids for digest in reversed(digests)]


def test_a_due_digest_is_frozen_with_its_rows_and_the_next_date(
    store: Store, catalog: Catalog
) -> None:
    """Digest, edition, pending rows and the subscriber's dates fit each other."""
    _keep(store, subscriber(7), subscriber(8, next_due_at=NOW + HOUR))
    store.put_articles([article(1, first_seen=NOW - DAY), article(2, first_seen=NOW - 9 * DAY)])
    assert _run(store, catalog, NOW) == DispatchReport(frozen=1, parts=1)
    digest = store.get_digest("2023-W39/7")
    assert digest is not None
    assert (digest.article_ids, digest.since, digest.until) == (("a1",), NOW - WEEK, NOW)
    (row,) = store.list_deliveries()
    assert (row.id, row.status, row.chat_id) == ("2023-W39/7#0", DeliveryStatus.PENDING, 7)
    edition = store.get_edition("2023-W39", digest.edition)
    assert edition is not None
    assert "Điểm tin tuần 38 · 18/9–25/9/2023" in edition.parts[0].plain
    assert "Báo Giả Định" in edition.parts[0].plain
    served = store.get_subscriber("7")
    assert served is not None
    assert (served.covered_until, served.next_due_at) == (NOW, NOW + WEEK)
    assert _run(store, catalog, NOW + timedelta(minutes=1)) == DispatchReport()


def test_equal_readers_share_an_edition_and_others_do_not(store: Store, catalog: Catalog) -> None:
    """Language and zone make a different text; a chat's kind does not."""
    _keep(
        store,
        subscriber(1),
        subscriber(-2, chat_type="supergroup"),
        subscriber(3, language="en"),
        subscriber(4, timezone="Europe/Berlin", weekday=0, hour=2),
    )
    store.put_articles([article(1, published=NOW - timedelta(hours=3))])  # Sunday in Berlin
    assert _run(store, catalog, NOW).frozen == 4
    editions = {
        key: digest.edition
        for key in ("1", "-2", "3", "4")
        for digest in store.list_digests(key, limit=1)
    }
    assert editions["1"] == editions["-2"]
    assert len(set(editions.values())) == 3
    groups = {row.chat_id: row.is_group for row in store.list_deliveries()}
    assert groups == {1: False, -2: True, 3: False, 4: False}


def test_sources_added_by_curators_have_their_names(store: Store, catalog: Catalog) -> None:
    """Names come from the catalogue and from the store."""
    _keep(store, subscriber())
    store.put_source(Source(id="moi", name="Trang Mới", kind="feed"))
    store.put_articles([article(1, source="moi")])
    _run(store, catalog, NOW)
    (digest,) = store.list_digests("7", limit=1)
    edition = store.get_edition(digest.week, digest.edition)
    assert edition is not None
    assert "Trang Mới" in edition.parts[0].plain


def test_downtime_makes_one_late_digest(store: Store, catalog: Catalog) -> None:
    """After nine days off there is one digest of everything, then the next future date."""
    _keep(store, subscriber(covered_until=NOW - WEEK))
    store.put_articles([article(n, first_seen=NOW + n * DAY) for n in range(-6, 10)])
    late = NOW + 9 * DAY
    assert _run(store, catalog, late).frozen == 1
    assert [len(ids) for ids in _told(store, "7")] == [16]
    served = store.get_subscriber("7")
    assert served is not None
    assert served.next_due_at == NOW + 2 * WEEK
    assert _run(store, catalog, NOW + 2 * WEEK).frozen == 1
    assert [len(ids) for ids in _told(store, "7")] == [16, 0]


def test_a_second_due_date_in_the_same_week_is_not_a_second_digest(
    store: Store, catalog: Catalog
) -> None:
    """Who moves the day within the week waits for the next week; nothing is lost meanwhile."""
    _keep(store, subscriber())
    store.put_articles([article(1)])
    _run(store, catalog, NOW)

    def to_friday(current: Subscriber | None) -> Subscriber | None:
        assert current is not None
        moved = replace(current, weekday=4)
        return replace(moved, next_due_at=next_due(moved, NOW + DAY))

    store.update_subscriber("7", to_friday)
    store.put_articles([article(2, first_seen=NOW + 2 * DAY)])
    friday = NOW + 4 * DAY
    assert _run(store, catalog, friday) == DispatchReport(repeated=1)
    served = store.get_subscriber("7")
    assert served is not None
    assert (served.covered_until, served.next_due_at) == (NOW, friday + WEEK)
    assert _run(store, catalog, friday + WEEK).frozen == 1
    assert _told(store, "7") == [("a1",), ("a2",)]


def test_a_digest_due_on_sunday_and_sent_on_monday_belongs_to_its_week(
    store: Store, catalog: Catalog
) -> None:
    """A late start does not use up the key of the next week."""
    due = NOW - 8 * HOUR  # Sunday 23:00
    _keep(store, subscriber(weekday=6, hour=23, next_due_at=due, covered_until=due - WEEK))
    assert _run(store, catalog, NOW).frozen == 1
    assert store.get_digest("2023-W38/7") is not None
    assert _run(store, catalog, due + WEEK).frozen == 1
    assert store.get_digest("2023-W39/7") is not None


def test_an_article_that_became_durable_late_is_told(store: Store, catalog: Catalog) -> None:
    """Stamped before the digest but written after it: told by the next one, and only there."""
    _keep(store, subscriber())
    store.put_articles([article("early", first_seen=NOW - HOUR)])
    _run(store, catalog, NOW)
    store.put_articles(
        [
            article("late", first_seen=NOW - HOUR),
            article("copy", first_seen=NOW - HOUR, fingerprint="text-early", source="y"),
        ]
    )
    _run(store, catalog, NOW + WEEK)
    assert _told(store, "7") == [("aearly",), ("alate",)]


def test_a_story_is_told_once_whoever_came_first(store: Store, catalog: Catalog) -> None:
    """A repost that was told stands for its original and for later reposts, weeks later too."""
    _keep(store, subscriber())
    repost = article("repost", first_seen=NOW - HOUR)
    store.put_articles([repost])
    _run(store, catalog, NOW)
    late = NOW + WEEK - HOUR
    store.put_articles(
        [
            article("first", first_seen=late, published=NOW - 2 * HOUR),
            msgspec.structs.replace(repost, original="afirst"),
            article("third", first_seen=late, original="afirst"),
            article("new", first_seen=late),
        ]
    )
    _run(store, catalog, NOW + WEEK)
    assert _told(store, "7") == [("arepost",), ("anew",)]


def test_the_first_digest_reaches_back_a_week_before_the_subscription(
    store: Store, catalog: Catalog
) -> None:
    """Not to the day, perhaps years ago, on which the chat first said something."""
    old = NOW - 400 * DAY
    _keep(store, subscriber(1, created_at=NOW - 3 * DAY), subscriber(2, created_at=old))
    store.put_articles([article(n, first_seen=NOW - n * DAY) for n in range(1, 30)])
    _run(store, catalog, NOW)
    assert [len(_told(store, key)[0]) for key in ("1", "2")] == [9, 13]


def test_an_empty_week_is_told_in_one_line(store: Store, catalog: Catalog) -> None:
    """Nobody wonders whether the bot still lives."""
    _keep(store, subscriber())
    assert _run(store, catalog, NOW).parts == 1
    (digest,) = store.list_digests("7", limit=1)
    edition = store.get_edition(digest.week, digest.edition)
    assert edition is not None
    assert edition.parts[0].plain.endswith("không có tin mới.")
    assert "\n" not in edition.parts[0].plain


def test_a_limit_leaves_the_rest_for_the_next_run(store: Store, catalog: Catalog) -> None:
    """The longest overdue go first, nobody is skipped."""
    _keep(store, *(subscriber(n, next_due_at=NOW - n * HOUR) for n in range(1, 6)))
    assert _run(store, catalog, NOW, limit=2).frozen == 2
    assert store.get_digest("2023-W38/5") or store.get_digest("2023-W39/5")
    assert [_run(store, catalog, NOW, limit=2).frozen for _ in range(3)] == [2, 1, 0]


def test_one_who_cannot_be_served_stops_nobody(
    catalog: Catalog, events: list[MutableMapping[str, Any]]
) -> None:
    """A failure is logged, the subscriber stays due, the others have their digest."""

    class Broken(MemoryStore):
        def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
            if since == NOW - WEEK - HOUR:
                raise ValueError("unreadable")
            return super().articles_first_seen(since, until)

    store = Broken()
    _keep(store, *(subscriber(n, covered_until=NOW - WEEK - n % 2 * DAY) for n in (1, 3)))
    _keep(store, subscriber(2, covered_until=NOW - WEEK - HOUR))
    assert _run(store, catalog, NOW) == DispatchReport(frozen=2, failed=1, parts=2)
    assert [each.id for each in store.due_subscribers(NOW, limit=5)] == ["2"]
    assert [event["subscriber"] for event in events if event["event"] == "digest_failed"] == ["2"]


def test_who_leaves_meanwhile_gets_no_next_date(catalog: Catalog) -> None:
    """A change between choosing and advancing is respected: paused stays paused, gone gone."""

    class Meanwhile(MemoryStore):
        def freeze_digests(
            self, frozen: Sequence[tuple[Digest, Edition, Sequence[Delivery]]]
        ) -> list[bool]:
            self.update_subscriber(
                "1",
                lambda current: current and replace(current, status="paused", next_due_at=None),
            )
            self.update_subscriber("2", lambda _: None)
            return super().freeze_digests(frozen)

    store = Meanwhile()
    _keep(store, subscriber(1), subscriber(2), subscriber(3))
    _run(store, catalog, NOW)
    paused = store.get_subscriber("1")
    assert paused is not None
    assert (paused.status, paused.next_due_at, paused.covered_until) == ("paused", None, NOW)
    assert store.get_subscriber("2") is None
    assert store.due_subscribers(NOW, limit=5) == []


def test_a_clock_that_ran_ahead_silences_nobody(store: Store, catalog: Catalog) -> None:
    """A year ahead and back again: the next digest comes next week, with nothing told twice."""
    clock = _Hand()
    dispatcher = Dispatcher(store, clock, catalog, {})
    _keep(store, subscriber(covered_until=NOW - WEEK))
    store.put_articles([article("before", first_seen=NOW - DAY)])
    clock.now = NOW + 365 * DAY
    assert dispatcher.run_due().frozen == 1
    clock.now = NOW + HOUR
    store.put_articles([article("after", first_seen=NOW)])
    assert dispatcher.run_due() == DispatchReport()
    served = store.get_subscriber("7")
    assert served is not None
    assert served.next_due_at == NOW + WEEK
    clock.now = NOW + WEEK
    assert dispatcher.run_due().frozen == 1
    later = store.get_digest("2023-W40/7")
    assert later is not None
    assert later.article_ids == ("aafter",)
    assert later.until == NOW + WEEK


def test_a_clock_set_back_repeats_nothing(store: Store, catalog: Catalog) -> None:
    """Two days back within the week: the digest is not sent again, late ones are not lost."""
    clock = _Hand()
    dispatcher = Dispatcher(store, clock, catalog, {})
    _keep(store, subscriber())
    store.put_articles([article(1, first_seen=NOW - DAY)])
    assert dispatcher.run_due().frozen == 1
    clock.now = NOW - 2 * DAY
    assert dispatcher.run_due() == DispatchReport()
    store.put_articles([article(2, first_seen=clock.now)])
    clock.now = NOW + WEEK
    reports = [dispatcher.run_due() for _ in range(3)]
    assert [report.frozen for report in reports] == [1, 0, 0]
    assert _told(store, "7") == [("a1",), ("a2",)]


def test_an_active_subscriber_without_a_date_gets_one(store: Store, catalog: Catalog) -> None:
    """Restored or hand-edited records do not wait for ever."""
    _keep(store, subscriber(next_due_at=None))
    _run(store, catalog, NOW)
    served = store.get_subscriber("7")
    assert served is not None
    assert served.next_due_at == NOW + WEEK


def test_archive_and_old_stock_are_covered_but_not_told(store: Store, catalog: Catalog) -> None:
    """They are searchable; the digest speaks of news only."""
    _keep(store, subscriber())
    old: list[Article] = [
        article("archive", first_seen=NOW, published=NOW - 40 * DAY),
        article("stock", first_seen=NOW, published=NOW - 10 * DAY, seeded=True),
        article("news", first_seen=NOW, published=NOW - 10 * DAY),
    ]
    store.put_articles(old)
    _run(store, catalog, NOW)
    assert _told(store, "7") == [("anews",)]


def test_the_key_is_the_week_of_the_zone(store: Store, catalog: Catalog) -> None:
    """Sunday evening in New York is Monday in Hanoi: each has its own week's key."""
    due = NOW - HOUR
    _keep(
        store,
        subscriber(1, next_due_at=due, timezone="America/New_York", weekday=6, hour=19),
        subscriber(2, next_due_at=due, weekday=0, hour=6),
    )
    _run(store, catalog, NOW)
    weeks = {digest.week for key in ("1", "2") for digest in store.list_digests(key, limit=1)}
    assert weeks == {"2023-W38", week_of(NOW, DEFAULT_ZONE)}


def test_the_latest_digests_are_read_once_per_group(catalog: Catalog) -> None:
    """Not once per subscriber: a week's digests are a file that may not stay in memory."""

    class Counting(MemoryStore):
        def __init__(self) -> None:
            super().__init__()
            self.asked: list[int] = []

        def latest_digests(
            self, subscriber_ids: Collection[str], *, limit: int, weeks: int = LATEST_WEEKS
        ) -> dict[str, list[Digest]]:
            self.asked.append(len(subscriber_ids))
            return super().latest_digests(subscriber_ids, limit=limit, weeks=weeks)

        def list_digests(self, subscriber_id: str, *, limit: int) -> list[Digest]:
            raise AssertionError(subscriber_id)

    store = Counting()
    everyone = [subscriber(n + 1, covered_until=NOW - WEEK) for n in range(2 * GROUP + 1)]
    _keep(store, *everyone)
    store.put_articles([article(1)])
    assert _run(store, catalog, NOW).frozen == len(everyone)
    assert store.asked == [GROUP, GROUP, 1]
    store.asked.clear()
    _keep(store, *everyone)  # as after a crash between freezing and the next dates
    assert _run(store, catalog, NOW).repeated == len(everyone)
    assert store.asked == [GROUP, GROUP, GROUP, GROUP, 1, 1]


def test_a_digest_that_was_sent_is_said_in_the_log(
    store: Store, catalog: Catalog, events: list[MutableMapping[str, Any]]
) -> None:
    """Who comes due again in a week that was served is named once, and gets nothing."""
    _keep(store, subscriber())
    _run(store, catalog, NOW)
    _keep(store, subscriber(next_due_at=NOW + DAY))
    assert _run(store, catalog, NOW + DAY) == DispatchReport(repeated=1)
    said = [
        (event["subscriber"], event["period"])
        for event in events
        if event["event"] == "digest_already_sent"
    ]
    assert said == [("7", "2023-W39")]


def test_the_next_date_lies_in_no_week_that_was_served(store: Store, catalog: Catalog) -> None:
    """Who moved the day while a digest was overdue gets that one, then one of the next week."""
    _keep(store, subscriber(weekday=4))  # due on Monday, from now on on Fridays
    assert _run(store, catalog, NOW + HOUR).frozen == 1
    served = store.get_subscriber("7")
    assert served is not None
    assert served.next_due_at == NOW + 11 * DAY
    assert _run(store, catalog, NOW + 4 * DAY) == DispatchReport()
    assert _run(store, catalog, NOW + 11 * DAY).frozen == 1


def test_a_restart_keeps_a_date_beyond_the_served_week(store: Store, catalog: Catalog) -> None:
    """Ten days ahead is right where this week is served, and a clock's mistake where it is not."""
    _keep(store, subscriber(1), subscriber(2))
    _run(store, catalog, NOW)
    ahead = NOW + 11 * DAY
    _keep(store, *(subscriber(n, weekday=4, next_due_at=ahead) for n in (1, 2, 3)))
    store.forget_chat(2)
    _keep(store, subscriber(2, weekday=4, next_due_at=ahead))
    _run(store, catalog, NOW + DAY)
    dates = {each.id: each.next_due_at for each in store.list_subscribers()}
    assert dates == {"1": ahead, "2": NOW + 4 * DAY, "3": NOW + 4 * DAY}


def test_nothing_is_frozen_for_the_terminal(store: Store, catalog: Catalog) -> None:
    """A reader without a chat on Telegram only has its date moved on; the others are served."""
    _keep(store, subscriber(NO_CHAT), subscriber(7))
    assert _run(store, catalog, NOW) == DispatchReport(frozen=1, parts=1)
    assert store.list_digests("0", limit=1) == []
    assert {row.chat_id for row in store.list_deliveries()} == {7}
    terminal = store.get_subscriber("0")
    assert terminal is not None
    assert (terminal.status, terminal.next_due_at) == ("active", NOW + WEEK)


def test_an_article_without_an_address_is_linked_through_the_bot(
    store: Store, catalog: Catalog
) -> None:
    """Its title opens it in the bot, once the bot's name is known."""
    store.put_value("bot:username", "diem_tin_bot")
    _keep(store, subscriber(7))
    store.put_articles([replace(article(1, first_seen=NOW - DAY), url=None)])
    _run(store, catalog, NOW)
    digest = store.get_digest("2023-W39/7")
    assert digest is not None
    edition = store.get_edition(digest.week, digest.edition)
    assert edition is not None
    assert "https://t.me/diem_tin_bot?start=xem_a1" in edition.parts[0].html
