"""/hoi, /ask, and any plain text that is a question: the answer first, then the articles found."""

from __future__ import annotations

from datetime import date

from bot.answers import asking
from bot.answers.answer import Answered, answer_question
from bot.answers.asking import english_topic
from bot.answers.question import MAX_CHARACTERS
from bot.commands.answer_blocks import answer_blocks
from bot.commands.command import Context
from bot.commands.latest import nothing_yet
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.search import search
from bot.errors import UserError
from bot.messages.naming import article_link
from bot.messages.rich import Block, Blocks, Reply
from bot.search.news_words import news_asked
from storage.models import Article
from storage.text import nfc


def asks(text: str, today: date) -> bool:
    """Whether a plain text is a question for an answer: `tuần trước có gì mới` asks for a list."""
    return asking.asks(text) and news_asked(nfc(text), today) is None


def ask(context: Context, argument: str) -> Reply:
    """Answer the question `argument`.

    Raises:
        UserError: nothing was asked, or too much.
    """
    if not any(char.isalnum() for char in argument):
        raise UserError("ask.empty")
    if len(argument) > MAX_CHARACTERS:
        raise UserError("search.too_long", limit=str(MAX_CHARACTERS))
    topic = english_topic(argument)
    if topic is not None and context.store.count_articles():
        return _in_english(context, topic)
    today = context.now.astimezone(context.zone).date()
    if news_asked(nfc(argument), today) is not None:
        return search(context, argument)
    answered = answer_question(context.store, argument, today=today)
    if not answered.nearest and not context.store.count_articles():
        return nothing_yet(context)
    hits = _hits(context, answered)
    return Reply((*_head(context, answered), *hits.blocks), buttons=hits.buttons)


def _in_english(context: Context, topic: str) -> Reply:
    """Names and numbers are found in any language."""
    try:
        hits = search(context, topic)
    except UserError:  # nothing to look for
        hits = Reply()
    return Reply((*context.blocks("ask.english"), *hits.blocks), buttons=hits.buttons)


def _head(context: Context, answered: Answered) -> Blocks:
    if not answered.found:
        return context.blocks("ask.none")
    username = context.bot_username

    def link(article: Article) -> str | None:
        return article_link(article.url, article.id, username)

    blocks = answer_blocks(
        answered.found,
        catalog=context.catalog,
        language=context.language,
        zone=context.zone,
        source_name=lambda source: shorten(context.source_name(source), NAME_LENGTH),
        link=link,
    )
    articles = {it.article.id for it in answered.found}
    several = (context.block("ask.several"),) if len(articles) > 1 else ()
    return (*several, *blocks, Block((context.line("ask.related"),)))


def _hits(context: Context, answered: Answered) -> Reply:
    """The usual page of articles for the words of the question."""
    try:
        return search(context, answered.question.topic)
    except UserError:  # nothing but question words
        return Reply()
