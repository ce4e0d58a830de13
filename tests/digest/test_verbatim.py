"""Digests of real articles: every sentence stands in the article that it cites.

A part of each corpus in every run; `make verbatim` reads all of them.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import msgspec
import pytest

from bot.digest.compose import compose
from bot.digest.gather import Gatherer
from bot.digest.highlight import highlight
from bot.digest.issue import to_issue
from bot.digest.select import select
from bot.digest.summary import stands_alone
from bot.facts.look_up import with_terms
from bot.messages.catalog import Catalog
from storage.models import Preferences
from tests.benchmarks.verbatim_digests import judged
from tests.digest.corpora import CORPORA, DATA, MONDAY, WEEK, ZONE, articles
from tests.digest.verbatim import invented, misquoted

SIZE = 60
"""Articles of one digest."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the development data are not there"),
]


@pytest.mark.parametrize("name", CORPORA)
def test_every_sentence_stands_in_the_article_that_it_cites(name: str) -> None:
    """Character by character and as sent, in both languages and all lengths; three messages."""
    catalog = Catalog.load()
    stream = articles(name)
    for _ in range(4):
        group = [with_terms(it) for it in itertools.islice(stream, SIZE)]
        counts, wrong = judged(group, catalog)
        assert wrong == []
        assert counts["quotations"] > counts["digests"]


def test_a_summary_does_not_begin_in_the_middle_of_a_thought() -> None:
    """What is told first of a story stands alone, and all that is told is the articles' own."""
    group = [with_terms(it) for it in itertools.islice(articles("rss_weeks"), SIZE)]
    selection = select(group, since=MONDAY - WEEK, until=MONDAY)
    stories = Gatherer(selection, zone=ZONE, until=MONDAY).gathered(None).stories
    assert len(stories) > SIZE // 2
    for story in stories:
        full = highlight(story, "full")
        for article, sentence in (*full.sentences, *filter(None, (full.results, full.tasks))):
            lines = (article.title, article.lead or "", *article.paragraphs)
            assert any(sentence in line for line in lines)
        assert full.sentences == () or stands_alone(full.sentences[0][1])


def test_a_changed_word_is_seen() -> None:
    """The check itself fails where a quotation or a sent message says what no article says."""
    group = [with_terms(it) for it in itertools.islice(articles("rss_weeks"), SIZE)]
    selection = select(group, since=MONDAY - WEEK, until=MONDAY)
    common: dict[str, Any] = {
        "language": "vi",
        "zone": ZONE,
        "week": "2025-W40",
        "since": MONDAY - WEEK,
        "until": MONDAY,
        "catalog": Catalog.load(),
        "source_names": {},
        "preferences": Preferences(),
    }
    composed = compose(selection, **common)
    parts = to_issue(selection, **common).parts
    by_id = {it.id: it for it in group}
    said = composed.top[0].sentences[0]
    other = dataclasses.replace(said, text=said.text.replace(" ", "  ", 1))
    top = dataclasses.replace(composed.top[0], sentences=(other,))
    changed = dataclasses.replace(composed, top=(top, *composed.top[1:]))
    assert misquoted(changed, by_id) == [other]
    first = msgspec.structs.replace(parts[0], plain=parts[0].plain.replace(said.text, "Sai rồi"))
    assert invented([first], composed, by_id) == ["Sai rồi"]
