"""Stories of two real weeks of Party news, as a reader told them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.stories import group_stories
from tests.benchmarks.story_pools import (
    DATA,
    PARTY,
    PARTY_UNSEEN,
    judged,
    pairs_read,
    party_weeks,
    rows,
)


@pytest.mark.parametrize("path", [PARTY, PARTY_UNSEEN])
def test_the_labels_name_each_item_once(path: Path) -> None:
    """At least 120 items of known stories, none twice, no text with them."""
    labels = list(rows(path))
    assert len({it["link"] for it in labels}) == len(labels) >= 120
    assert all(it.keys() == {"link", "story"} for it in labels)


def test_what_judges_is_not_what_was_learnt_from() -> None:
    """No item is labelled twice, and no article of the pairs to learn from is among the others."""
    assert not {it["link"] for it in rows(PARTY)} & {it["link"] for it in rows(PARTY_UNSEEN)}
    judge, learn = (
        {it for pair in pairs_read(name) for it in pair}
        for name in ("unrelated_pairs", "unrelated_pairs_to_learn")
    )
    assert judge
    assert learn
    assert not judge & learn


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data")
@pytest.mark.parametrize(
    ("path", "precision", "recall"), [(PARTY, 0.85, 0.58), (PARTY_UNSEEN, 0.95, 0.8)]
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
