"""What `diemtin ask` shows a person: the answers, how the question was read, the articles found."""

from __future__ import annotations

from bot.answers.answer import Answered
from bot.commands.answer_blocks import answer_blocks
from bot.commands.search_head import near_lines, notes
from bot.messages.format import format_published
from bot.messages.naming import shown_source_name
from bot.messages.rich import Block, Blocks, Line, Span, line
from bot.rooms import Rooms
from bot.search.answer import Answer
from bot.search.asked import Asked
from bot.search.snippet import snippet
from storage.models import SearchHit


def ask_blocks(
    english: str | None, answered: Answered | None, asked: Asked, answer: Answer, rooms: Rooms
) -> Blocks:
    """All of it. `english`: the topic of an English question, None for one in Vietnamese;
    `answered`: None where no answer was sought."""
    return (
        *_english_blocks(english, rooms),
        *_answer_blocks(answered, rooms),
        *_note_blocks(asked, answer, rooms),
        *_hit_blocks(answer, rooms),
    )


def _english_blocks(topic: str | None, rooms: Rooms) -> Blocks:
    if topic is None:
        return ()
    return rooms.catalog.blocks(rooms.settings.language, "ask.english")


def _answer_blocks(answered: Answered | None, rooms: Rooms) -> Blocks:
    if answered is None:
        return ()
    settings, language = rooms.settings, rooms.settings.language
    if not answered.found:
        return rooms.catalog.blocks(language, "ask.none")
    blocks = answer_blocks(
        answered.found,
        catalog=rooms.catalog,
        language=language,
        zone=settings.zone,
        source_name=lambda source: shown_source_name(
            rooms.catalog, language, source, rooms.source_names.get(source, source)
        ),
        link=lambda article: article.url,
    )
    related = Block((rooms.catalog.line(language, "ask.related"),))
    if answered.sides:
        head = Block((rooms.catalog.line(language, "ask.sides"),))
        remark = rooms.catalog.line(language, "ask.larger", number=answered.larger or 0)
        return (head, *blocks, *((Block((remark,)),) if answered.larger else ()), related)
    articles = {it.article.id for it in answered.found}
    several = (Block((rooms.catalog.line(language, "ask.several"),)),) if len(articles) > 1 else ()
    return (*several, *blocks, related)


def _note_blocks(asked: Asked, answer: Answer, rooms: Rooms) -> Blocks:
    """How the question was weakened and understood."""
    if not answer.result.hits:
        return ()
    source = rooms.source_names.get(answer.query.source or "", "")
    weakened, understood = notes(
        rooms.catalog, rooms.settings.language, asked, answer, source=source
    )
    near = near_lines(rooms.catalog, rooms.settings.language, answer)
    lines = (*weakened, *understood, *near)
    if answer.relaxed:
        some = rooms.catalog.line(
            rooms.settings.language, "search.some", count=answer.result.total, query=asked.text
        )
        lines = (*lines, some)
    return (Block(lines),) if lines else ()


def _hit_blocks(answer: Answer, rooms: Rooms) -> Blocks:
    settings, language = rooms.settings, rooms.settings.language
    if not answer.result.hits:
        return (Block((rooms.catalog.line(language, "search.none_short"),)),)
    blocks = []
    for number, hit in enumerate(answer.result.hits, 1):
        date = format_published(
            rooms.catalog, language, hit.published, hit.published_precision, settings.zone
        )
        name = rooms.source_names.get(hit.source, hit.source)
        name = shown_source_name(rooms.catalog, language, hit.source, name)
        found = tuple(Span(text, bold=marked) for text, marked in snippet(hit, answer.marks).pieces)
        lines = (
            line(f"{number}. ", Span(hit.title, bold=True, href=hit.url)),
            line(Span(f"{name} · {date}", italic=True)),
            _missing(hit, rooms),
            rooms.catalog.line(language, "list.reposts", count=hit.reposts) if hit.reposts else (),
            found,
        )
        blocks.append(Block(tuple(item for item in lines if item)))
    return tuple(blocks)


def _missing(hit: SearchHit, rooms: Rooms) -> Line:
    """What it lacks of the words that were asked for."""
    words = " ".join(hit.missing)
    text = rooms.catalog.text(rooms.settings.language, "list.missing", words=words)
    return line(Span(text, italic=True)) if words else ()
