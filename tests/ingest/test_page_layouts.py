"""Fictional pages in the layouts of widespread publishing systems give their stories back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.page import parse_page
from bot.ingest.parsed import ParsedArticle
from tests.ingest.page_grammar import LAYOUTS, ZONE, MadePage, Story, make_page, stories

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _read(made: MadePage) -> ParsedArticle:
    return parse_page(made.html, url=made.url, zone=ZONE, now=NOW)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(story=stories())
def test_a_page_gives_its_story_back(layout: str, story: Story) -> None:
    """Title, sapo, text, captions, people, instants, section and credit, decoys notwithstanding."""
    made = make_page(story, layout)
    found, told = _read(made), made.story
    assert found.title == told.title
    assert found.lead == told.sapo
    text = list(told.paragraphs)
    text[2:2] = [told.box, told.quote]
    assert list(found.paragraphs) == text
    assert found.captions == told.captions
    assert (found.published, found.published_precision) == (made.published, made.precision)
    assert found.modified == made.modified
    assert found.section == made.section
    assert (found.outlet, found.image) == (made.outlet, made.image)
    credited = {(told.credit or "").removeprefix("Theo ").removeprefix("Nguồn: ")}
    assert set(made.authors) <= set(found.authors) <= {*made.authors, *credited}
    assert found.credit == told.credit
    assert found.incomplete is None
    assert found.next_page is None


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(stories(), st.sampled_from(sorted(LAYOUTS)))
def test_no_date_of_the_surroundings_is_the_publication(story: Story, layout: str) -> None:
    """Neither the clock of the visit nor a date of the related list ever becomes an instant."""
    made = make_page(story, layout)
    found = _read(made)
    decoys = {date for _, date in made.story.others}
    for instant in (found.published, found.modified):
        assert instant is None or f"{instant:%d/%m/%Y %H:%M}" not in decoys
