"""/hoi, /ask, and any plain text that is a question: the answer first, then the articles found."""

from __future__ import annotations

from datetime import date

from bot.answers import asking
from bot.answers.answer import Answered, answer_question
from bot.answers.asking import english_topic
from bot.answers.question import MAX_CHARACTERS
from bot.commands.answer_blocks import answer_blocks
from bot.commands.command import Context
from bot.commands.follow_up import GoneOn, go_on, nothing_in, plainly, taken_for
from bot.commands.latest import nothing_yet
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.pasted import address_in
from bot.commands.search import search, search_as
from bot.commands.search_action import recalled
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
        UserError: nothing was asked.
    """
    if context.request.pressed:
        argument = recalled(context, argument)
    if not any(char.isalnum() for char in argument):
        raise UserError("ask.empty")
    if len(argument) > MAX_CHARACTERS or address_in(argument) is not None:
        return search(context, argument)  # pasted, and not asked
    topic = english_topic(argument)
    if topic is not None and context.store.count_articles():
        return _in_english(context, topic)
    today = context.now.astimezone(context.zone).date()
    if news_asked(nfc(argument), today) is not None:
        return search(context, argument)
    gone_on = go_on(context, argument, today)
    if gone_on is not None:
        return _going_on(context, argument, gone_on)
    answered = answer_question(context.store, argument, today=today)
    if not answered.nearest and not context.store.count_articles():
        return nothing_yet(context)
    _remember(context, argument, answered)
    hits = _hits(context, answered)
    return Reply((*_head(context, answered), *hits.blocks), buttons=hits.buttons)


def _remember(context: Context, question: str, answered: Answered) -> None:
    """What the chat talks about now."""
    articles = {it.article.id for it in answered.found}
    alone = articles.pop() if len(articles) == 1 else None
    context.talks.asked(context.request, context.now, question, alone)


def _going_on(context: Context, text: str, gone_on: GoneOn) -> Reply:
    """What it was taken for, the answer, and a way to ask the words as they stand."""
    told, buttons = taken_for(context, gone_on), plainly(context, text)
    answered, article = gone_on.answered, gone_on.article
    if article is None:
        _remember(context, gone_on.question, answered)
        hits = _hits(context, answered)
        blocks = (told, *_head(context, answered), *hits.blocks)
        return Reply(blocks, buttons=(*buttons, *hits.buttons))
    context.talks.touched(context.request, context.now)
    read = (context.button("button.ask_read", f"xem {article.id}"),)
    found = _found(context, answered) if answered.found else (nothing_in(context, article),)
    return Reply((told, *found), buttons=(*buttons, read))


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
    return (*_found(context, answered), Block((context.line("ask.related"),)))


def _found(context: Context, answered: Answered) -> Blocks:
    """The answers in their sentences."""
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
    if answered.sides:
        return (context.block("ask.sides"), *blocks, *_larger(context, answered))
    several = (context.block("ask.several"),) if len(articles) > 1 else ()
    return (*several, *blocks)


def _larger(context: Context, answered: Answered) -> Blocks:
    """The bot's own remark, told as such, on two numbers of one unit."""
    if answered.larger is None:
        return ()
    return (context.block("ask.larger", number=answered.larger),)


def _hits(context: Context, answered: Answered) -> Reply:
    """The usual page of articles for the words of the question."""
    try:
        # words such as "thành" are left out of what is searched, and no reader would know why
        return search_as(context, answered.question.topic, answered.question.text)
    except UserError:  # nothing but question words
        return Reply()
