"""Articles in any chat: `@bot giao ban` finds while it is being typed. What is picked is posted
there in the article's own words, with its link."""

from __future__ import annotations

from bot.commands.asked import query_reader
from bot.commands.command import Context
from bot.commands.inline_answer import CACHED_FOUND, CACHED_LATEST, InlineAnswer, InlineHit
from bot.commands.listing import origin, shorten
from bot.messages.naming import article_link
from bot.messages.render import safe_url
from bot.messages.rich import Block, Blocks, Span
from bot.messages.split import split
from bot.search.answer import Answer, Page, find_asked
from bot.search.asked import Asked
from bot.search.query import is_empty
from bot.search.snippet import snippet
from bot.search.typing import while_typing
from storage.models import Part, SearchHit, SearchQuery

PAGE_SIZE = 20
"""Results of one answer; Telegram takes up to 50, and asks for more while a person scrolls."""
MOST = 200
"""Results that a person can scroll through."""

TITLE_LENGTH = 120
SNIPPET_LENGTH = 160


def inline(context: Context, offset: str) -> InlineAnswer:
    """What fits the request's text, which is still being typed; the newest where there is none."""
    start = int(offset) if offset.isdecimal() and len(offset) < 5 else 0
    room = max(0, min(PAGE_SIZE, MOST - start))
    reader = query_reader(context)
    asked = reader.read(context.request.text)
    page = Page(limit=room, offset=start)
    typing = while_typing(asked, reader.read)
    if is_empty(asked.query):
        latest = SearchQuery(order="newest")
        found = Answer(latest, context.store.search(page.of(latest)))
    else:
        found = _begun(context, typing, page) or find_asked(context.store, asked, reader.read, page)
    hits = tuple(_hit(context, hit, found.marks) for hit in found.result.hits)
    more = start + len(hits)
    return InlineAnswer(
        hits,
        next_offset=str(more) if hits and more < min(found.result.total, MOST) else "",
        note=_note(context, asked, found),
        cached=CACHED_FOUND if hits and not is_empty(asked.query) else CACHED_LATEST,
    )


def _begun(context: Context, typing: Asked | None, page: Page) -> Answer | None:
    """What fits where the end of the query is a beginning; None: nothing does."""
    if typing is None:
        return None
    query = page.of(typing.query)
    result = context.store.search(query)
    return Answer(query, result, marks=typing.marks) if result.total else None


def _note(context: Context, asked: Asked, found: Answer) -> str | None:
    query = shorten(asked.text, 24)
    if not found.result.total:
        return context.text("inline.none", query=query) if query else None
    if found.respelled is not None:
        return context.text("inline.respelled", right=shorten(found.respelled.asked.text, 40))
    if found.step in ("words", "timeless", "any_word"):
        return context.text(f"inline.{found.step}")
    return None


def _hit(context: Context, hit: SearchHit, marks: SearchQuery) -> InlineHit:
    title = shorten(hit.title, TITLE_LENGTH)
    pieces = snippet(hit, marks, length=SNIPPET_LENGTH)
    place = origin(context, hit)
    told = "".join(span.text for span in place)
    if hit.missing:
        told += " · " + context.text("list.missing", words=" ".join(hit.missing))
    return InlineHit(
        id=hit.article_id,
        title=title,
        description=f"{told}\n{pieces.text}".strip(),
        url=safe_url(hit.url),
        message=_message(context, hit, pieces.text),
    )


def _message(context: Context, hit: SearchHit, words: str) -> Part:
    link = article_link(hit.url, hit.article_id, context.bot_username)
    head = Block(((Span(shorten(hit.title, 300), bold=True, href=link),), origin(context, hit)))
    blocks: Blocks = (head, Block(((Span(words),),))) if words else (head,)
    return split(blocks, preview=True)[0]
