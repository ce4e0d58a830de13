"""Which articles are news, archive, or the same text once more."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.select import select, select_published
from storage.models import Article, Precision
from tests.digest.factory import NOW, article

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def _ids(articles: tuple[Article, ...]) -> list[str]:
    return [each.id for each in articles]


def test_first_sight_decides_and_the_period_is_open_at_its_start() -> None:
    """What was first seen in (since, until] is told, whenever it was published."""
    articles = [
        article("before", first_seen=NOW - WEEK),
        article("start", first_seen=NOW - WEEK + SECOND),
        article("late", first_seen=NOW - DAY, published=NOW - 20 * DAY),
        article("end", first_seen=NOW),
        article("after", first_seen=NOW + SECOND),
    ]
    assert _ids(select(articles, since=NOW - WEEK, until=NOW).articles) == [
        "astart",
        "alate",
        "aend",
    ]


@pytest.mark.parametrize(
    ("told", "changes"),
    [
        (True, {"published": NOW - 28 * DAY}),
        (False, {"published": NOW - 28 * DAY - SECOND}),
        (True, {"published": NOW - 29 * DAY, "published_precision": Precision.DAY}),
        (False, {"published": NOW - 29 * DAY - SECOND, "published_precision": Precision.DAY}),
        (True, {"published": None, "event_date": date(2023, 8, 28)}),
        (False, {"published": None, "event_date": date(2023, 8, 26)}),
        (True, {"published": None, "event_date": None}),
        (True, {"published": NOW, "event_date": date(2020, 1, 1)}),
        (True, {"published": NOW + DAY}),
        (False, {"seeded": True, "published": None}),
        (True, {"seeded": True, "published": NOW - WEEK}),
        (False, {"seeded": True, "published": NOW - WEEK - SECOND}),
        (True, {"seeded": True, "published": None, "event_date": date(2023, 9, 18)}),
        (False, {"seeded": True, "published": None, "event_date": date(2023, 9, 16)}),
    ],
)
def test_archive_and_old_stock_are_no_news(told: bool, changes: dict[str, object]) -> None:
    """Four weeks make archive; at the first sight of a source one week does; a day lasts a day."""
    chosen = select([article(1, **changes)], since=NOW - WEEK, until=NOW)
    assert (len(chosen.articles), chosen.archived) == ((1, 0) if told else (0, 1))


def test_the_same_text_is_told_once_with_all_its_sources() -> None:
    """Of copies the one with a link stands, then the first seen; the others are kept as copies."""
    articles = [
        article("c", fingerprint="same", source="x", url=None, first_seen=NOW - 3 * DAY),
        article("b", fingerprint="same", source="y", first_seen=NOW - 2 * DAY),
        article("a", fingerprint="same", source="z", first_seen=NOW - 1 * DAY),
        article("d", first_seen=NOW - 1 * DAY),
    ]
    chosen = select(articles, since=NOW - WEEK, until=NOW)
    assert _ids(chosen.articles) == ["ab", "ad"]
    assert _ids(chosen.copies["ab"]) == ["aa", "ac"]
    assert chosen.ids == ("aa", "ab", "ac", "ad")


def test_what_an_earlier_digest_told_is_not_told_again() -> None:
    """Neither the article itself nor its text under another id, even after an edit."""
    articles = [
        article("told", fingerprint="same"),
        article("copy", fingerprint="same", source="y"),
        article("new"),
    ]
    chosen = select(articles, since=NOW - WEEK, until=NOW, already={"atold"})
    assert chosen.ids == ("anew",)


def test_a_repost_is_told_under_its_original() -> None:
    """In one digest the original stands and lends from the reposts their sources' names."""
    articles = [
        article("copy", original="afirst", first_seen=NOW - 3 * DAY, source="x"),
        article("first", first_seen=NOW - DAY),
        article("late", original="afirst", source="y"),
    ]
    chosen = select(articles, since=NOW - WEEK, until=NOW)
    assert _ids(chosen.articles) == ["afirst"]
    assert _ids(chosen.copies["afirst"]) == ["acopy", "alate"]


def test_a_repost_of_what_was_told_is_not_told() -> None:
    """Nor is it when the original itself is not among the articles any more."""
    articles = [article("copy", original="atold"), article("new")]
    chosen = select(articles, since=NOW - WEEK, until=NOW, already={"atold"})
    assert chosen.ids == ("anew",)


def test_a_repost_is_told_once_where_its_original_is_no_news() -> None:
    """Old stock, archive or never seen in the period: the story is told by the best repost."""
    articles = [
        article("stock", seeded=True, published=NOW - 20 * DAY),
        article("copy", original="astock", first_seen=NOW - DAY, source="x"),
        article("again", original="astock", source="y"),
    ]
    chosen = select(articles, since=NOW - WEEK, until=NOW)
    assert _ids(chosen.articles) == ["acopy"]
    assert _ids(chosen.copies["acopy"]) == ["aagain"]
    assert chosen.archived == 1


def test_a_preview_goes_by_publication() -> None:
    """The week of publication counts, first sight for the undated; archive and stock included."""
    start, end = NOW - WEEK, NOW
    articles = [
        article("in", published=start, first_seen=NOW + 300 * DAY),
        article("stock", published=end - SECOND, seeded=True, first_seen=NOW + 300 * DAY),
        article("out", published=end, first_seen=start),
        article("undated", published=None, first_seen=start),
        article("copy", published=start, fingerprint="text-in", first_seen=NOW + 301 * DAY),
    ]
    chosen = select_published(articles, start, end)
    assert sorted(_ids(chosen.articles)) == ["ain", "astock", "aundated"]
    assert _ids(chosen.copies["ain"]) == ["acopy"]


moments = st.integers(-60 * 24, 60 * 24).map(lambda hours: NOW + timedelta(hours=hours))


@given(
    st.lists(
        st.builds(
            article,
            st.integers(0, 40),
            first_seen=moments,
            published=st.none() | moments,
            seeded=st.booleans(),
            fingerprint=st.sampled_from("abcdefgh"),
            original=st.none() | st.integers(0, 40).map(lambda number: f"a{number}"),
        ),
        unique_by=lambda each: each.id,
        max_size=25,
    ),
    st.lists(moments, min_size=2, max_size=6, unique=True).map(sorted),
)
def test_digests_that_follow_each_other_tell_each_text_once(
    articles: list[Article], cuts: list[datetime]
) -> None:
    """However time is cut, no id is told twice and the order of the input does not matter."""
    told: set[str] = set()
    for since, until in itertools.pairwise(cuts):
        chosen = select(articles, since=since, until=until, already=told)
        again = select(articles[::-1], since=since, until=until, already=told)
        assert chosen == again
        assert not told & set(chosen.ids)
        fingerprints = [each.fingerprint for each in chosen.articles]
        assert len(set(fingerprints)) == len(fingerprints)
        originals = [each.original or each.id for each in chosen.articles]
        assert len(set(originals)) == len(originals)
        told |= set(chosen.ids)
