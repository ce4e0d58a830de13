"""What one article says, kind by kind, with buttons to what other articles say of the same."""

from __future__ import annotations

from collections.abc import Iterator

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.commands.organisation_view import reference_of
from bot.commands.search_action import MAX_ACTION
from bot.dossiers.reading import Reading, read
from bot.facts.facts_json import first_of_each
from bot.facts.look_up import slug
from bot.messages.format import format_day
from bot.messages.rich import Block, Button, Line, Reply, Span
from storage.models import Article

WORD = "ro"
"""`xem <id> ro` ("in plain words"): the word between id and nothing."""

EACH = 8
"""Facts of one kind that are listed, the first of the text."""
BUTTONS = 3
"""Of one kind that get a button."""

_LENGTH = 120
_LABEL = 30


def facts_button(context: Context, article: Article) -> tuple[Button, ...]:
    """The button behind which the facts stand."""
    return (context.button("button.facts", f"xem {article.id} {WORD}"),)


def view_facts(context: Context, article: Article) -> Reply:
    """Event, people, bodies, documents, periods, coming dates and figures of the article."""
    (reading,) = read([article])
    title: Line = (Span(shorten(article.title, 200), bold=True, href=article.url),)
    groups = list(_groups(context, reading))
    blocks = [
        Block((context.line(f"facts.{kind}"), *[_bullet(text) for text in rows[:EACH]]))
        for kind, rows in groups
    ]
    if not blocks:
        blocks = [Block((context.line("facts.none"),))]
    rows = [row for row in _buttons(reading) if row]
    if context.request.curator:
        rows.append((context.button("button.correct", f"chinh {article.id}"),))
    rows.append((context.button("button.read_article", f"xem {article.id}"),))
    return Reply((Block((title,)), *blocks), buttons=tuple(rows))


def _bullet(text: str) -> Line:
    return (Span(f"• {shorten(text, _LENGTH)}"),)


def _groups(context: Context, reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Kind and its rows, in the article's words; kinds without any are left out."""
    facts, text = reading.facts, reading.text.text
    if facts.event is not None:
        days = [format_day(it) for it in (facts.event.date, facts.event.last_date) if it]
        told = (facts.event.type, " – ".join(days), facts.event.place, facts.event.host)
        yield "event", [" · ".join(filter(None, told))]
    rows = {
        "people": [", ".join((it.name, *it.posts)) for it in facts.people],
        "organisations": [it.name for it in facts.organisations],
        "documents": [text[it.start : it.end] for it in facts.documents],
        "periods": [it.label for it in first_of_each(facts.times, "period")],
        "coming": [
            it.label for role in ("coming", "deadline") for it in first_of_each(facts.times, role)
        ],
        "figures": [
            f"{it.counted}: {text[it.start : it.end]}" if it.counted else text[it.start : it.end]
            for it in facts.figures
        ],
        "requests": [text[start:end] for it in facts.requests for start, end in it.tasks],
    }
    yield from ((kind, found) for kind, found in rows.items() if found)


def _buttons(reading: Reading) -> Iterator[tuple[Button, ...]]:
    """To the documents, people and bodies of the article, two to a row."""
    facts, text = reading.facts, reading.text.text
    found = [
        *((f"👤 {it.name}", f"nguoi {slug(it.name)}") for it in facts.people[:BUTTONS]),
        *(
            (f"📜 {text[it.start : it.end]}", f"vanban {it.key}")
            for it in facts.documents[:BUTTONS]
        ),
        *(
            (f"🏛 {it.name}", f"donvi {reference_of(reading.article, slug(it.key))}")
            for it in facts.organisations[:BUTTONS]
        ),
    ]
    buttons = [
        Button(label=shorten(label, _LABEL), action=action)
        for label, action in found
        if len(action.encode()) <= MAX_ACTION
    ]
    for at in range(0, len(buttons), 2):
        yield tuple(buttons[at : at + 2])
