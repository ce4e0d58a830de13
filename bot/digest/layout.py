"""A composed digest as formatted text and buttons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.digest.composed import ComposedDigest, Entry, Section
from bot.messages.catalog import Catalog
from bot.messages.rich import Block, Blocks, ButtonRows, Line, Span, line
from storage.models import Button

READ_BUTTONS = 10
"""Entries that get a button to be read in the chat; those without a link come first."""

BUTTONS_PER_ROW = 5

LATEST_ACTION = "moinhat"
SETTINGS_ACTION = "caidat"
READ_ACTION = "xem"
"""Command lines behind the buttons, as the commands are named in Vietnamese."""


def to_blocks(composed: ComposedDigest, catalog: Catalog) -> Blocks:
    """The digest as text: heading, topics with their entries, and what was counted only."""
    language = composed.language
    heading = catalog.line(
        language,
        "digest.heading",
        week=str(int(composed.week[-2:])),
        days=format_days(composed.first_day, composed.last_day),
    )
    if not composed.article_count:
        return (Block((heading + line(" — ") + catalog.line(language, "digest.empty"),)),)
    counts = catalog.line(
        language,
        "digest.counts",
        articles=catalog.line(language, "digest.articles", count=composed.article_count),
        sources=catalog.line(language, "digest.sources", count=composed.source_count),
    )
    blocks = [Block((heading, counts))]
    for section in composed.sections:
        blocks += _section(section, language, catalog)
    if composed.untold:
        blocks.append(Block((catalog.line(language, "digest.untold", count=composed.untold),)))
    return tuple(blocks)


def digest_buttons(composed: ComposedDigest, catalog: Catalog) -> ButtonRows:
    """Read the first entries here, the latest news where more was counted, and the settings."""
    language = composed.language
    settings = Button(
        label=catalog.text(language, "digest.settings_button"), action=SETTINGS_ACTION
    )
    latest = Button(label=catalog.text(language, "digest.latest_button"), action=LATEST_ACTION)
    last = (latest, settings) if composed.untold else (settings,)
    return (*read_buttons(composed, catalog), last)


def read_buttons(composed: ComposedDigest, catalog: Catalog) -> ButtonRows:
    """Read the first entries here."""
    readable = sorted(composed.entries, key=lambda entry: (entry.url is not None, entry.number))
    read = [
        Button(
            label=catalog.text(composed.language, "digest.read_button", number=str(entry.number)),
            action=f"{READ_ACTION} {entry.article_id}",
        )
        for entry in sorted(readable[:READ_BUTTONS], key=lambda entry: entry.number)
    ]
    return tuple(
        tuple(read[start : start + BUTTONS_PER_ROW])
        for start in range(0, len(read), BUTTONS_PER_ROW)
    )


def format_days(first: date, last: date) -> str:
    """`25/9–1/10/2023`: the year once where it is the same, one day alone."""
    end = f"{last.day}/{last.month}/{last.year}"
    if first == last:
        return end
    begin = f"{first.day}/{first.month}"
    return f"{begin}–{end}" if first.year == last.year else f"{begin}/{first.year}–{end}"


def _section(section: Section, language: str, catalog: Catalog) -> Iterator[Block]:
    told = len(section.entries)
    key = "digest.section" if told == section.total else "digest.section_part"
    values = {} if told == section.total else {"told": told}
    yield Block((catalog.line(language, key, name=section.name, count=section.total, **values),))
    for entry in section.entries:
        if not entry.folded:
            yield Block(_entry(entry, language, catalog))
    folded = [
        item
        for entry in section.entries
        if entry.folded
        for item in _entry(entry, language, catalog)
    ]
    if folded:
        yield Block(tuple(folded), quote=True, expandable=True)


def _entry(entry: Entry, language: str, catalog: Catalog) -> tuple[Line, ...]:
    origin = catalog.line(
        language,
        "digest.origin",
        source=", ".join((entry.source_name, *entry.also)),
        date=entry.date,
    )
    head = line(f"{entry.number}. ", Span(entry.title, bold=True, href=entry.link))
    told = entry.told.text
    return (head, origin, line(told)) if told else (head, origin)
