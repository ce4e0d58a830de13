"""Articles in any chat: `@bot giao ban` finds while it is being typed. What is picked is posted
there in the article's own words, with its link."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.asked import query_reader
from bot.commands.command import Context
from bot.commands.inline_answer import CACHED_FOUND, CACHED_LATEST, InlineAnswer, InlineHit
from bot.commands.listing import origin, shorten
from bot.commands.near_people import people_near
from bot.commands.own_province import chosen_provinces, of_provinces
from bot.commands.search_head import fields_told
from bot.dossiers.reading import article_of, read
from bot.facts.look_up import slug
from bot.messages.naming import article_link
from bot.messages.render import safe_url
from bot.messages.rich import Block, Blocks, Span
from bot.messages.split import split
from bot.search.answer import Answer, Page, find_asked
from bot.search.asked import Asked
from bot.search.fields import Field
from bot.search.query import QueryReader, is_empty
from bot.search.snippet import snippet
from bot.search.spelling import Respelled
from bot.search.typing import while_typing
from bot.search.unfinished import unfinished
from storage.models import Part, SearchHit, SearchQuery

PAGE_SIZE = 20
"""Results of one answer; Telegram takes up to 50, and asks for more while a person scrolls."""
MOST = 200
"""Results that a person can scroll through."""

TITLE_LENGTH = 120
SNIPPET_LENGTH = 160

_READ = 4
"""Articles that are read for names: some 5 ms each on first sight, while somebody types."""
_NAMES = 48
"""Characters of the names above the results."""


def inline(context: Context, offset: str) -> InlineAnswer:
    """What fits the request's text, which is still being typed; the newest where there is none."""
    start = int(offset) if offset.isdecimal() and len(offset) < 5 else 0
    room = max(0, min(PAGE_SIZE, MOST - start))
    reader = query_reader(context)
    text = context.request.text
    half = unfinished(text, reader.today)  # "tỉnh:" with nothing behind it yet
    asked = reader.read(text if half is None else half.rest)
    if asked.here and (own := chosen_provinces(context)):
        asked = of_provinces(asked, own)
    page = Page(limit=room, offset=start)
    typing = while_typing(asked, reader.read)
    if is_empty(asked.query):
        latest = SearchQuery(order="newest")
        found = Answer(latest, context.store.search(page.of(latest)))
    else:
        found = _begun(context, typing, page) or find_asked(context.store, asked, reader.read, page)
        if not found.result.total:
            found = _near_name(context, reader, asked, page) or found
    hits = tuple(_hit(context, hit, found.marks) for hit in found.result.hits)
    more = start + len(hits)
    return InlineAnswer(
        hits,
        next_offset=str(more) if hits and more < min(found.result.total, MOST) else "",
        note=_note(context, asked, found),
        cached=CACHED_FOUND if hits and not is_empty(asked.query) else CACHED_LATEST,
    )


def _begun(context: Context, typing: Sequence[Asked], page: Page) -> Answer | None:
    """What fits where the end of the query is a beginning; None: nothing does."""
    for asked in typing:
        query = page.of(asked.query)
        result = context.store.search(query)
        if result.total:
            return Answer(query, result, marks=asked.marks)
    return None


def _note(context: Context, asked: Asked, found: Answer) -> str | None:
    query = shorten(asked.text, 24)
    if not found.result.total:
        return context.text("inline.none", query=query) if query else None
    if found.query.begun_term is not None:
        return _names(context, found.query.begun_term, found.result.hits)
    if found.respelled is not None:
        return context.text("inline.respelled", right=shorten(found.respelled.asked.text, 40))
    if found.step in ("other_year", "words", "timeless", "any_word"):
        return context.text(f"inline.{found.step}")
    source = asked.query.source
    name = "" if source is None else context.source_name(source)
    told = fields_told(context.catalog, context.language, asked, name)
    return context.text("inline.understood", fields=" · ".join(told)) if told else None


def _near_name(context: Context, reader: QueryReader, asked: Asked, page: Page) -> Answer | None:
    """What fits where the name of a person has a slip; None: nobody's is near, or others fit."""
    people = [it for it in asked.fields if it.name is Field.PERSON]
    if len(people) != 1 or len(asked.fields) > 1 or asked.query.words:
        return None
    for name in people_near(context.store, slug(people[0].value)):
        near = reader.read(f'người:"{name}"')
        result = context.store.search(page.of(near.query))
        if result.total:
            slip = Respelled(people[0].value, name, near)
            return Answer(page.of(near.query), result, "spelling", slip, near.marks)
    return None


def _names(context: Context, begun: str, hits: Sequence[SearchHit]) -> str | None:
    """How the name that is being typed may go on, by the first articles; None: it is whole."""
    form, _, typed = begun.partition(":")
    if form != "who":
        return None
    names = [
        person.name
        for reading in read(article_of(hit) for hit in hits[:_READ])
        for person in reading.facts.people
        if slug(person.name).startswith(typed) and slug(person.name) != typed
    ]
    shown = ", ".join(dict.fromkeys(names))
    return context.text("inline.person", names=shorten(shown, _NAMES)) if shown else None


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
