"""Follow-ups in a chat: what they are taken for, how long, and what forgets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.request import Request
from bot.commands.talk import LASTS, MOST, Talks
from bot.config import Settings
from tests.answers.articles import NOW, stored
from tests.commands.world import World, said

QUESTION = "Hội nghị giao ban quý III của Đảng ủy Khối Dân vận diễn ra khi nào?"
AT = datetime(2023, 10, 14, 9, tzinfo=UTC)
ASKER = Request(text="?", chat_id=7)


def bot() -> World:
    """A bot that knows the fictional reports."""
    return World(stored(), Settings.model_construct(), now=NOW)


@pytest.mark.parametrize("follow_up", ["Ai chủ trì?", "ai chu tri"])
def test_a_follow_up_is_of_the_article_that_answered_before(follow_up: str) -> None:
    """It says so, answers, and offers to ask the words as they stand."""
    world = bot()
    world.ask(QUESTION)
    reply = world.ask(follow_up)
    words = said(reply)
    assert words.startswith("Hiểu là hỏi")
    assert "Trần Thị Ngân" in words
    assert any(it.action == f"hoi {follow_up}" for row in reply.buttons for it in row)


def test_a_follow_up_is_of_the_opened_article() -> None:
    """Without any question before."""
    world = bot()
    world.ask("/xem giaoban0001")
    assert "Trần Thị Ngân" in said(world.ask("Ai chủ trì?"))


def test_a_topic_is_forgotten_in_time_and_chats_have_their_own() -> None:
    """Ten minutes, and nobody else's."""
    talks = Talks()
    talks.opened(ASKER, AT, "a")
    assert talks.topic(ASKER, AT + LASTS) is not None
    assert talks.topic(ASKER, AT + LASTS + timedelta(seconds=1)) is None
    assert talks.topic(replace(ASKER, chat_id=8), AT) is None
    talks.forget(ASKER)
    assert talks.topic(ASKER, AT) is None


def test_two_people_in_a_group_talk_about_different_things() -> None:
    """What one asked is not what the other goes on about."""
    talks = Talks()
    one = Request(text="?", chat_id=-7, chat_type="group", user_id=1)
    talks.asked(one, AT, "Ai?", None)
    assert talks.topic(one, AT) is not None
    assert talks.topic(replace(one, user_id=2), AT) is None


def test_the_number_of_chats_that_are_remembered_is_bounded() -> None:
    """The one untouched longest goes first."""
    talks = Talks()
    for chat in range(MOST + 1):
        talks.opened(replace(ASKER, chat_id=chat + 1), AT, "a")
    assert talks.topic(replace(ASKER, chat_id=1), AT) is None
    assert talks.topic(replace(ASKER, chat_id=2), AT) is not None
