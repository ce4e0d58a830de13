"""A story that goes on for weeks says so in the digest that readers get."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.delivery.dispatch import Dispatcher
from bot.digest.layout import to_blocks
from bot.digest.preview import iso_week, preview
from bot.messages.catalog import Catalog
from bot.messages.split import split
from storage.models import Article
from storage.open import open_store
from tests.delivery.virtual_time import START
from tests.digest.factory import subscriber
from tests.digest.test_continued import BRIDGE, BRIDGE_ON, briefing, told

CATALOG = Catalog.load()
WEEK = timedelta(weeks=1)


def of_week(article: Article, weeks: float) -> Article:
    """The article as first seen and published so many weeks before `START`."""
    at = START - weeks * WEEK
    return replace(article, first_seen=at, published=at, updated_at=at)


def digests(*articles: Article) -> set[str]:
    """The words of the digests of three readers, who are due at `START`."""
    store = open_store("memory:")
    for number in range(1, 4):
        reader = subscriber(number, covered_until=START - WEEK, next_due_at=START)
        store.update_subscriber(reader.id, lambda _, new=reader: new)  # type: ignore[misc]  # default binds the loop variable
    store.put_articles(articles)
    Dispatcher(store, lambda: START, CATALOG, {}).run_due()
    found = set()
    for each in store.list_subscribers():
        (digest,) = store.list_digests(each.id, limit=9)
        edition = store.get_edition(digest.week, digest.edition)
        assert edition is not None
        found.add("\n".join(part.plain for part in edition.parts))
    return found


def test_the_digest_says_for_how_many_weeks_a_story_goes_on() -> None:
    """Told in two weeks before, it is in its third; all readers get the same."""
    (text,) = digests(
        of_week(told("b1", BRIDGE), 2.5),
        of_week(told("b2", BRIDGE_ON), 1.5),
        of_week(told("b3", BRIDGE_ON), 0.5),
    )
    assert "tuần thứ 3" in text


def test_a_weekly_meeting_is_new_each_week() -> None:
    """The same meeting, week after week, goes on from nothing."""
    (text,) = digests(*(of_week(briefing(40 - back), back + 0.5) for back in range(4)))
    assert "tuần thứ" not in text


def test_the_view_of_a_week_says_so_as_the_digest_does() -> None:
    """/tuan counts the weeks before as they were published; weekly meetings go on from nothing."""
    store = open_store("memory:")
    store.put_articles(
        [
            of_week(told("b1", BRIDGE), 2.5),
            of_week(told("b2", BRIDGE_ON), 1.5),
            of_week(told("b3", BRIDGE_ON), 0.5),
            *(of_week(briefing(40 - back), back + 0.5) for back in range(4)),
        ]
    )

    def view(week: str) -> str:
        composed = preview(
            store,
            iso_week(week),
            catalog=CATALOG,
            language="vi",
            zone=ZoneInfo("Asia/Ho_Chi_Minh"),
            source_names={},
        )
        return "\n".join(part.plain for part in split(to_blocks(composed, CATALOG)))

    assert view("2023-W38").count("tuần thứ") == 1
    assert "tuần thứ 3" in view("2023-W38")
    assert "tuần thứ 2" in view("2023-W37")
    assert "tuần thứ" not in view("2023-W36")
