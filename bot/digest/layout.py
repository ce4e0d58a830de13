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

MOST_SOURCES = 20
"""Silent sources that are named, and as many that could not be read; the others are counted."""

LATEST_ACTION = "moinhat"
SETTINGS_ACTION = "caidat"
READ_ACTION = "xem"
FEEDBACK_ACTION = "caidat ykien"
FILE_ACTION = "baocao @"
TOPICS_ACTION = "luutru @"
"""Command lines behind the buttons, as the commands are named in Vietnamese; those that end in `@`
are followed by the digest's period."""

ALL_TOPICS, EVERYTHING = "*", "+"
"""Behind a period: the list of topics, and all stories one after the other."""

USEFUL, USELESS = "hay", "do"
"""Behind a period: the answers."""


def to_blocks(
    composed: ComposedDigest, catalog: Catalog, *, more_by_button: bool = False
) -> Blocks:
    """The digest as text: heading, stories in full, topics, lists, and what was counted only.

    `more_by_button`: what is only counted can be read by its buttons, not by search alone.
    """
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
    blocks = [Block((heading, counts, *_arrivals(composed, catalog)))]
    if composed.top:
        blocks.append(Block((catalog.line(language, "digest.top"),)))
    for turn, story in enumerate(composed.top):
        blocks += _top(story, language, catalog, first=not turn)
    full = {story.entry.number: len(story.entry.article_ids) for story in composed.top}
    for section in composed.sections:
        blocks += _section(section, full, language, catalog)
    for found in composed.lists:
        blocks += _mentions(found, language, catalog)
    blocks += _sources_block(composed, catalog)
    if composed.untold:
        key = "digest.untold_here" if more_by_button else "digest.untold"
        blocks.append(Block((catalog.line(language, key, count=composed.untold),)))
    return tuple(blocks)


def _arrivals(composed: ComposedDigest, catalog: Catalog) -> Iterator[Line]:
    """What came late, and which sources did not come; nothing where there is nothing to say."""
    seen, language = composed.sources_seen, composed.language
    said = [("late", composed.late_count)]
    if seen is not None:
        said += [("silent", len(seen.silent)), ("failed", len(seen.failed))]
    told = [catalog.text(language, f"digest.{key}", count=count) for key, count in said if count]
    if told:
        yield (Span(" · ".join(told), italic=True),)


def _sources_block(composed: ComposedDigest, catalog: Catalog) -> Iterator[Block]:
    """The names of the sources that the heading counts."""
    seen, language = composed.sources_seen, composed.language
    if seen is None or not (seen.silent or seen.failed):
        return
    yield Block((catalog.line(language, "digest.sources_heading"),))
    lines = []
    for key, names in (("failed_names", seen.failed), ("silent_names", seen.silent)):
        if names:
            shown = ", ".join(names[:MOST_SOURCES]) + _more(len(names) - MOST_SOURCES)
            lines.append(catalog.line(language, f"digest.{key}", names=shown))
    yield Block(tuple(lines), quote=True, expandable=True, tight=True)


def _heading(composed: ComposedDigest, catalog: Catalog) -> Line:
    """What the digest calls itself, and its days."""
    days = format_days(composed.first_day, composed.last_day)
    if composed.frequency != "weekly":
        return catalog.line(composed.language, f"digest.heading_{composed.frequency}", days=days)
    week = str(int(composed.week[-2:]))
    return catalog.line(composed.language, "digest.heading", week=week, days=days)


def digest_buttons(
    composed: ComposedDigest, catalog: Catalog, period: str | None = None
) -> ButtonRows:
    """Read the first entries here, and the settings; between them what a kept digest offers.

    `period` is that of a digest that will be kept: read on by topic or all of it, have it as a
    file, say whether it was useful. None: the latest news, where more was counted.
    """

    def button(key: str, action: str) -> Button:
        return Button(label=catalog.text(composed.language, f"digest.{key}_button"), action=action)

    settings = button("settings", SETTINGS_ACTION)
    read = read_buttons(composed, catalog)
    if period is None or not composed.article_count:
        latest = button("latest", LATEST_ACTION)
        return (*read, (latest, settings) if composed.untold else (settings,))
    return (
        *read,
        (
            button("topics", f"{TOPICS_ACTION}{period} {ALL_TOPICS}"),
            button("everything", f"{TOPICS_ACTION}{period} {EVERYTHING}"),
        ),
        (
            button("useful", f"{FEEDBACK_ACTION} {period} {USEFUL}"),
            button("useless", f"{FEEDBACK_ACTION} {period} {USELESS}"),
        ),
        (button("file", f"{FILE_ACTION}{period}"), settings),
    )


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


def _top(story: TopStory, language: str, catalog: Catalog, *, first: bool) -> Iterator[Block]:
    """A story in full; what is said of all but the first unfolds, so that a screen shows more."""
    entry = story.entry
    own = entry.article_id
    title = line(f"{entry.number}. ", Span(entry.title, bold=True, href=entry.link))
    outlets = [Span(name, italic=True, href=link) for name, link in story.outlets[:OUTLETS]]
    origin = [each for outlet in outlets for each in (outlet, Span(", ", italic=True))][:-1]
    more = _more(len(story.outlets) - OUTLETS)
    told: list[Line] = []
    if story.sentences:
        told.append(_summary(story.sentences, own))
    for key, said in (("digest.results", story.results), ("digest.tasks", story.tasks)):
        if said is not None:
            told.append((*_labelled(key, _words(said), language, catalog), *_source(said, own)))
    when = Span(f"{more} · {entry.days}", italic=True)
    head = (title, (*origin, when, *_notes(entry, language, catalog, italic=True)))
    if first:
        yield Block((*head, *told), tight=True)
        return
    yield Block(head)
    if told:
        yield Block(tuple(told), quote=True, expandable=True, tight=True)


def _labelled(key: str, words: str, language: str, catalog: Catalog) -> Line:
    """The sentence behind its label; one that begins with the label's words is its own label."""
    marker = "\N{OBJECT REPLACEMENT CHARACTER}"
    label = catalog.text(language, key, text=marker).partition(marker)[0].rstrip(' "“:')
    if words[: len(label)].casefold() == label.casefold():
        return line("“", Span(words[: len(label)], bold=True), f"{words[len(label) :]}”")
    return catalog.line(language, key, text=words)


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
    title = Span(entry.title, href=entry.link)
    notes = _notes(entry, language, catalog)
    return line(f"{entry.number}. ", title, f" · {shown} · {entry.days}", *notes)


def _notes(
    entry: Entry, language: str, catalog: Catalog, *, italic: bool = False
) -> Iterator[Span]:
    """How many articles, for how many weeks, where it is more than one; whether it came late.

    The weeks lead to the story of the week before.
    """
    dot = Span(" · ", italic=italic)
    if len(entry.article_ids) > 1:
        yield dot
        count = catalog.text(language, "digest.articles", count=len(entry.article_ids))
        yield Span(count, italic=italic)
    if entry.weeks > 1:
        weeks = catalog.text(language, "digest.weeks", number=str(entry.weeks))
        yield dot
        yield Span(weeks, italic=italic, href=entry.before)
    if entry.late:
        yield dot
        yield Span(catalog.text(language, "digest.late_mark"), italic=italic)


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
