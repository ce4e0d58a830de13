"""Stories of two real weeks of Party news, as a reader told them apart."""

from __future__ import annotations

import pytest

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.stories import group_stories
from tests.benchmarks.story_pools import DATA, PARTY, judged, party_weeks, rows


def test_the_labels_name_each_item_once() -> None:
    """At least 120 items of known stories, none twice, no text with them."""
    labels = list(rows(PARTY))
    assert len({it["link"] for it in labels}) == len(labels) >= 120
    assert all(it.keys() == {"link", "story"} for it in labels)


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data")
def test_few_items_stand_under_a_story_that_is_not_theirs() -> None:
    """Precision comes first: congresses of several places and their parts stay apart."""
    weeks = party_weeks()
    stories = group_stories(weeks.articles, zone=DEFAULT_ZONE)
    story_of = {it.id: at for at, story in enumerate(stories) for it in story.articles}
    scores = judged(weeks.stories, [story_of[it.id] for it in weeks.articles])
    assert scores.precision >= 0.85
    assert scores.recall >= 0.58
