"""Stories of real weeks of Party news, as a reader told them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.stories import group_stories
from tests.benchmarks.story_pools import (
    DATA,
    PARTY,
    PARTY_SECOND,
    PARTY_THIRD,
    PARTY_WEEKS,
    apart,
    clusters,
    drawn,
    halves,
    judged,
    pairs_read,
    party_weeks,
    rows,
)


@pytest.mark.parametrize("path", PARTY_WEEKS.values())
def test_the_labels_name_each_item_once(path: Path) -> None:
    """At least 120 items of known stories, none twice, no text with them."""
    labels = list(rows(path))
    assert len({it["link"] for it in labels}) == len(labels) >= 120
    assert all(it.keys() == {"link", "story"} for it in labels)


def test_what_judges_is_not_what_was_learnt_from() -> None:
    """No item is labelled twice, and no article of the pairs to learn from is among the others."""
    links = [it["link"] for labels in PARTY_WEEKS.values() for it in rows(labels)]
    assert len(set(links)) == len(links)
    judge, more, learn = (
        {it for pair in pairs_read(name) for it in pair}
        for name in ("unrelated_pairs", "unrelated_pairs_drawn", "unrelated_pairs_to_learn")
    )
    assert judge
    assert more
    assert learn
    assert not learn & (judge | more)


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data")
@pytest.mark.parametrize(
    ("path", "precision", "recall"),
    [(PARTY, 0.85, 0.62), (PARTY_SECOND, 0.95, 0.85), (PARTY_THIRD, 0.95, 0.87)],
)
def test_few_items_stand_under_a_story_that_is_not_theirs(
    path: Path, precision: float, recall: float
) -> None:
    """Precision comes first: congresses of several places and their parts stay apart."""
    weeks = party_weeks(path)
    stories = group_stories(weeks.articles, zone=DEFAULT_ZONE)
    story_of = {it.id: at for at, story in enumerate(stories) for it in story.articles}
    scores = judged(weeks.stories, [story_of[it.id] for it in weeks.articles])
    assert scores.precision >= precision
    assert scores.recall >= recall


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data")
def test_the_articles_that_judge_are_drawn_once_and_never_learnt_from() -> None:
    """Two draws and what is learnt from have no article in common; halves share no story."""
    first, second, learn = (
        {it.id for it in pool.articles} for pool in (drawn(0), drawn(1), apart(9))
    )
    assert len(first) == len(second) == 1000
    assert not first & second
    assert not learn & (first | second)
    pool = clusters("vmds")
    one, two = halves(pool)
    assert not set(one.stories) & set(two.stories)
    assert sorted((*one.stories, *two.stories)) == sorted(pool.stories)
