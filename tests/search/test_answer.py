"""Tests of the fallback when no article holds all words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.search.answer import find
from bot.search.query import parse_query
from tests.commands.world import world

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_all_words_first() -> None:
    """When articles hold all words, only they are found."""
    answer = find(world(3).store, parse_query("giao ban quý III", zone=ZONE))
    assert (answer.result.total, answer.relaxed) == (3, False)


def test_some_words_when_none_holds_all() -> None:
    """Else those with some of the words, and the answer says so."""
    answer = find(world(3).store, parse_query("giao ban zzzz", zone=ZONE))
    assert answer.relaxed
    assert answer.query.any_word
    assert answer.result.total >= 3


def test_one_unknown_word_finds_nothing() -> None:
    """There is nothing weaker than one word."""
    answer = find(world(3).store, parse_query("zzzz", zone=ZONE))
    assert (answer.result.total, answer.relaxed) == (0, False)
