"""Questions that go on from what a chat talked about, or reply to a message with one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answers.answer import Answered, answer_question
from bot.answers.follow_up import answer_about, completed, is_follow_up
from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.commands.request import Request
from bot.commands.search_action import action
from bot.commands.talk import Topic
from bot.messages.rich import Block, ButtonRows, Span
from storage.models import Article

_TITLE = 90
_QUESTION = 120


@dataclass(frozen=True, slots=True)
class GoneOn:
    """A follow-up with its answers.

    Attributes:
        question: made whole; as it was typed where it was asked of one article.
        article: the one that it was asked of; None: of all.
    """

    answered: Answered
    question: str
    article: Article | None


def goes_on(request: Request, topic: Topic | None, today: date) -> bool:
    """Whether a plain text that is no question by itself goes on about `topic`, or is about the
    article that it replies to."""
    if request.about is None and topic is None:
        return False
    if not is_follow_up(request.text):
        return False
    if topic is None or topic.question is None:
        return True
    return completed(request.text, topic.question, today=today) is not None


def go_on(context: Context, text: str, today: date) -> GoneOn | None:
    """The answers to a text that goes on; None: it is a question of its own.

    What answers is looked for in the article that is talked about, then, where the chat asked
    before, in all articles for the question made whole.
    """
    request = context.request
    if request.pressed:
        return None
    if request.about is not None:
        article = context.store.get_article(request.about)
        return None if article is None else _of(article, text, today)
    topic = context.talks.topic(request, context.now)
    if topic is None or not is_follow_up(text):
        return None
    whole = completed(text, topic.question, today=today) if topic.question is not None else None
    article = context.store.get_article(topic.article) if topic.article is not None else None
    within = _of(article, text, today) if article is not None else None
    if within is not None and (within.answered.found or whole is None):
        return within
    if whole is None:
        return None
    whole = whole[:1].upper() + whole[1:]
    return GoneOn(answer_question(context.store, whole, today=today), whole, None)


def _of(article: Article, text: str, today: date) -> GoneOn:
    return GoneOn(answer_about(article, text, today=today), text, article)


def taken_for(context: Context, gone_on: GoneOn) -> Block:
    """What the bot took it for, in the reader's language."""
    if gone_on.article is not None:
        title = shorten(gone_on.article.title, _TITLE)
        return Block((context.line("ask.of_article", title=title),))
    return Block((context.line("ask.went_on", question=shorten(gone_on.question, _QUESTION)),))


def plainly(context: Context, text: str) -> ButtonRows:
    """The button that asks the words as they stand, of all articles."""
    carried = action(context, "hoi", text)
    return () if carried is None else ((context.button("button.ask_plainly", carried),),)


def nothing_in(context: Context, article: Article) -> Block:
    """That the article does not answer."""
    return Block(
        (
            context.line("ask.none_in_article"),
            (Span(shorten(article.title, _TITLE), bold=True, href=article.url),),
        )
    )
