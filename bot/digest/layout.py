"""A composed digest as formatted text and buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.digest.composed import ComposedDigest, Entry, Mention, MentionList, Section, TopStory
from bot.digest.excerpt import ELLIPSIS
from bot.digest.quoted import Quoted
from bot.messages.catalog import Catalog
from bot.messages.rich import Block, Blocks, ButtonRows, Line, Span, line
from storage.models import Button

READ_BUTTONS = 10
"""Entries that get a button to be read in the chat; those without a link come first."""

BUTTONS_PER_ROW = 5

OUTLETS = 3
"""Outlets of a story that are named; the others are counted."""

LATEST_ACTION = "moinhat"
SETTINGS_ACTION = "caidat"
READ_ACTION = "xem"
"""Command lines behind the buttons, as the commands are named in Vietnamese."""


def to_blocks(composed: ComposedDigest, catalog: Catalog) -> Blocks:
    """The digest as text: heading, stories in full, topics, lists, and what was counted only."""
    language = composed.language
    heading = _heading(composed, catalog)
    if not composed.article_count:
        nothing = "digest.empty" if composed.frequency == "weekly" else "digest.empty_now"
        return (Block((heading + line(" — ") + catalog.line(language, nothing),)),)
    counts = catalog.line(
        language,
        "digest.counts",
        stories=catalog.line(language, "digest.stories", count=composed.story_count),
        articles=catalog.line(language, "digest.articles", count=composed.article_count),
        sources=catalog.line(language, "digest.sources", count=composed.source_count),
    )
    blocks = [Block((heading, counts))]
    if composed.top:
        blocks.append(Block((catalog.line(language, "digest.top"),)))
    blocks += [
        Block(_top(story, language, catalog), tight=not n) for n, story in enumerate(composed.top)
    ]
    full = {story.entry.number: len(story.entry.article_ids) for story in composed.top}
    for section in composed.sections:
        blocks += _section(section, full, language, catalog)
    for found in composed.lists:
        blocks += _mentions(found, language, catalog)
    if composed.untold:
        blocks.append(Block((catalog.line(language, "digest.untold", count=composed.untold),)))
    return tuple(blocks)


def _heading(composed: ComposedDigest, catalog: Catalog) -> Line:
    """What the digest calls itself, and its days."""
    days = format_days(composed.first_day, composed.last_day)
    if composed.frequency != "weekly":
        return catalog.line(composed.language, f"digest.heading_{composed.frequency}", days=days)
    week = str(int(composed.week[-2:]))
    return catalog.line(composed.language, "digest.heading", week=week, days=days)


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


def _top(story: TopStory, language: str, catalog: Catalog) -> tuple[Line, ...]:
    entry = story.entry
    own = entry.article_id
    lines = [line(f"{entry.number}. ", Span(entry.title, bold=True, href=entry.link))]
    outlets = [Span(name, italic=True, href=link) for name, link in story.outlets[:OUTLETS]]
    origin = [each for outlet in outlets for each in (outlet, Span(", ", italic=True))][:-1]
    rest = "".join(f" · {text}" for text in _notes(entry, language, catalog))
    more = _more(len(story.outlets) - OUTLETS)
    lines.append((*origin, Span(f"{more} · {entry.days}{rest}", italic=True)))
    if story.sentences:
        lines.append(_summary(story.sentences, own))
    for key, said in (("digest.results", story.results), ("digest.tasks", story.tasks)):
        if said is not None:
            told = catalog.line(language, key, text=_words(said))
            lines.append((*told, *_source(said, own)))
    return tuple(lines)


def _summary(sentences: Sequence[Quoted], own: str) -> Line:
    """The sentences in one line, each of another article with its source behind it."""
    spans: list[Span] = []
    for said in sentences:
        spans.append(Span((" " if spans else "") + _words(said)))
        spans += _source(said, own)
    return tuple(spans)


def _source(said: Quoted, own: str) -> Line:
    if said.article_id == own:
        return ()
    return line(" (", Span(said.source_name, href=said.link), ")")


def _words(said: Quoted) -> str:
    return said.text + (ELLIPSIS if said.cut else "")


def _section(
    section: Section, full: Mapping[int, int], language: str, catalog: Catalog
) -> Iterator[Block]:
    """The stories of a topic that are not told in full above: `full` has the numbers of those."""
    entries = [entry for entry in section.entries if entry.number not in full]
    total = section.total - sum(full.get(entry.number, 0) for entry in section.entries)
    if not total:
        return
    told = sum(len(entry.article_ids) for entry in entries)
    key = "digest.section" if told == total else "digest.section_part"
    values = {} if told == total else {"told": told}
    heading = catalog.line(language, key, name=section.name, count=total, **values)
    seen = [_entry(entry, language, catalog) for entry in entries if not entry.folded]
    folded = [_entry(entry, language, catalog) for entry in entries if entry.folded]
    yield Block((heading, *seen))
    if folded:
        yield Block(tuple(folded), quote=True, expandable=True, tight=True)


def _entry(entry: Entry, language: str, catalog: Catalog) -> Line:
    names = (entry.source_name, *entry.also)
    shown = ", ".join(names[:OUTLETS]) + _more(len(names) - OUTLETS)
    notes = "".join(f" · {text}" for text in _notes(entry, language, catalog))
    title = Span(entry.title, href=entry.link)
    return line(f"{entry.number}. ", title, f" · {shown} · {entry.days}{notes}")


def _notes(entry: Entry, language: str, catalog: Catalog) -> Iterator[str]:
    """How many articles, and for how many weeks, where it is more than one."""
    if len(entry.article_ids) > 1:
        yield catalog.text(language, "digest.articles", count=len(entry.article_ids))
    if entry.weeks > 1:
        yield catalog.text(language, "digest.weeks", number=str(entry.weeks))


def _more(count: int) -> str:
    return f" +{count}" if count > 0 else ""


def _mentions(found: MentionList, language: str, catalog: Catalog) -> Iterator[Block]:
    yield Block((catalog.line(language, f"digest.{found.key}"),))
    lines = [_mention(it, found.key) for it in found.entries]
    if found.more:
        lines.append(catalog.line(language, "digest.more", count=found.more))
    yield Block(tuple(lines), quote=True, expandable=True, tight=True)


def _mention(it: Mention, key: str) -> Line:
    if key == "documents":
        return line("• ", Span(it.label, href=it.said.link), f" · {it.note}")
    note = f", {it.note}" if it.note else ""
    words = Span(_words(it.said), href=it.said.link)
    return line("• ", Span(it.label, bold=True), f"{note}: “", words, "”")
