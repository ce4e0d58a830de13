"""A kept digest read on: its topics, and the stories of one or of all, page by page in place.

What belongs to which topic was frozen with the digest; titles, links and words are the articles'
as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.kept_digest import kept_digest
from bot.commands.listing import page_number, published, shorten, turn_buttons
from bot.digest.excerpt import excerpt
from bot.digest.layout import ALL_TOPICS, EVERYTHING, TOPICS_ACTION
from bot.errors import UserError
from bot.messages.naming import article_link
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply, Span
from storage.models import Article, StoryTold, TopicTold

PER_PAGE = 6
TITLE = 240
WORDS = 200
"""Characters of an article's own words."""
NAMES = 3
"""Outlets that are named."""
NAME = 60

AGAIN = "."
"""Behind the mark of the list of topics: show it in the message whose button was pressed."""


def read_on(context: Context, period: str, what: str) -> Reply:
    """`what` is `*` for the topics, else the key of one or `+` for all, and the number of a page.

    Raises:
        UserError: the digest is kept no more, or has no such topic.
    """
    found = kept_digest(context, period)
    if found is None or not found[1].contents:
        raise UserError("archive.gone")
    contents = found[1].contents
    which, _, number = what.partition(" ")
    if which == ALL_TOPICS:
        return _topics(context, period, contents, replace=number == AGAIN)
    chosen = [it for it in contents if which in (EVERYTHING, it.topic)]
    if not chosen:
        raise UserError("archive.gone")
    return _page(context, period, which, chosen, number)


def _topics(
    context: Context, period: str, contents: Sequence[TopicTold], *, replace: bool
) -> Reply:
    counts = [(it, len(it.stories) + it.more) for it in contents]
    lines = [
        context.line("archive.topic", name=context.text(f"digest.topic.{it.topic}"), count=count)
        for it, count in counts
    ]
    buttons = [
        Button(
            label=f"{context.text(f'digest.topic.{it.topic}')} · {count}",
            action=f"{TOPICS_ACTION}{period} {it.topic} 1",
        )
        for it, count in counts
    ]
    everything = Button(
        label=context.text("digest.everything_button"),
        action=f"{TOPICS_ACTION}{period} {EVERYTHING} 1",
    )
    total = context.text("digest.stories", count=sum(count for _, count in counts))
    head = context.line("archive.topics", stories=total)
    return Reply(
        (Block((head,)), Block(tuple(lines))),
        buttons=(*rows(buttons, 2), (everything,)),
        replace=replace,
    )


def _page(
    context: Context, period: str, which: str, chosen: Sequence[TopicTold], number: str
) -> Reply:
    every = [(it, story) for it in chosen for story in it.stories]
    more = sum(it.more for it in chosen)
    pages = max(1, -(-len(every) // PER_PAGE))
    page = min(page_number(number), pages)
    shown = every[(page - 1) * PER_PAGE : page * PER_PAGE]
    articles = context.store.get_articles([story.articles[0] for _, story in shown])
    name = (
        context.text("archive.everything")
        if which == EVERYTHING
        else context.text(f"digest.topic.{which}")
    )
    head = context.line("archive.topic", name=name, count=len(every) + more)
    if pages > 1:
        head += (Span(" · " + context.text("list.page", page=page, pages=pages)),)
    blocks = [Block((head,))]
    above: str | None = None
    start = (page - 1) * PER_PAGE + 1
    read: list[Button] = []
    for place, (topic, story) in enumerate(shown, start):
        if which == EVERYTHING and topic.topic != above:
            above = topic.topic
            label = context.text(f"digest.topic.{above}")
            blocks.append(Block(((Span(label, bold=True, underlined=True),),)))
        article = articles.get(story.articles[0])
        blocks.append(Block(tuple(_story(context, place, story, article))))
        if article is not None:
            read.append(Button(label=str(place), action=f"xem {article.id}"))
    if more and page == pages:
        blocks.append(Block((context.line("digest.more", count=more),)))
    return Reply(
        tuple(blocks),
        buttons=_buttons(context, period, which, page, pages, read),
        replace=context.request.pressed and number != "",
    )


def _buttons(
    context: Context, period: str, which: str, page: int, pages: int, read: list[Button]
) -> ButtonRows:
    turn = turn_buttons(page, pages, lambda to: f"{TOPICS_ACTION}{period} {which} {to}")
    back = context.button("button.topics_back", f"{TOPICS_ACTION}{period} {ALL_TOPICS} {AGAIN}")
    return tuple(row for row in (tuple(read), turn, (back,)) if row)


def _story(
    context: Context, place: int, story: StoryTold, article: Article | None
) -> Iterator[Line]:
    """Title, origin, and the beginning in the article's own words."""
    if article is None:  # taken back by its publisher, or pruned
        yield context.line("archive.story_gone", number=str(place))
        return
    link = article_link(article.url, article.id, context.bot_username)
    yield (Span(f"{place}. "), Span(shorten(article.title, TITLE), bold=True, href=link))
    outlets = story.outlets or (article.source,)
    names = ", ".join(shorten(context.source_name(it), NAME) for it in outlets[:NAMES])
    more = f" +{len(outlets) - NAMES}" if len(outlets) > NAMES else ""
    date = published(context, article)
    yield (Span(f"{names}{more} · {date}", italic=True),)
    if words := excerpt(article, WORDS).text:
        yield (Span(words),)
