"""Stories as a digest: ordered, cut to a readable length; every article accounted for.

The most important stories are told in full, the others a line each under their topics, which stand
in the order of their table; the first lines of a topic are seen at once, the next ones unfold.
Documents, changes of posts and days to come that the articles mention follow. What does not fit
is counted, per topic and in all, with the way to read it: nothing is left out silently.

All sentences are the articles' own; only headings, counts and labels are the bot's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.digest.calendar import days_covered
from bot.digest.composed import ComposedDigest, Entry, Section, SourcesSeen, TopStory
from bot.digest.entries import Teller
from bot.digest.freshness import Freshness
from bot.digest.gather import Gathered, Gatherer
from bot.digest.highlight import Length
from bot.digest.mention_lists import mention_lists
from bot.digest.select import Selection
from bot.digest.story import Story
from bot.facts.topics import topic_keys
from bot.messages.catalog import Catalog
from storage.models import Preferences

SEEN_PER_TOPIC: dict[Length, int] = {"short": 2, "medium": 3, "full": 5}
"""Lines of a topic before the rest is folded away."""

UNITS = 10_500
"""Characters that a digest may take: about three messages."""

TOP_SHARE, BRIEF_TOP_SHARE = 0.6, 0.45
"""Of the characters that stories told in full may take; the first one is told in any case."""

LISTS_SHARE, BRIEF_LISTS_SHARE = 0.25, 0.15
"""Of the characters that documents, posts and days to come may take."""

_OVERHEAD = 14
"""Characters of a line's number, dots, day and line break."""


def compose(
    selection: Selection,
    *,
    language: str,
    zone: ZoneInfo,
    week: str,
    since: datetime,
    until: datetime,
    catalog: Catalog,
    source_names: Mapping[str, str],
    username: str | None = None,
    units: int = UNITS,
    preferences: Preferences | None = None,
    gathered: Gathered | None = None,
    seen: Freshness | None = None,
    brief: bool = False,
) -> ComposedDigest:
    """The digest of `selection` for the period (since, until].

    A source without a name in `source_names` is called by its id. `units` bounds the characters
    of all that is told; every topic gets its first line before any gets its second, and so on.
    `username` is the bot's: the title of an article without URL then opens the article in the
    bot; with None it has no link. `gathered` is what `Gatherer` makes of the selection, at hand
    where several digests are made of it. `seen` is what became of the sources; None: not known.
    `brief` tells less in full, so that the topics have room in one message.
    """
    first_day, last_day = days_covered(since, until, zone)
    if gathered is None:
        gathered = Gatherer(selection, zone=zone, until=until).gathered(preferences)
    length = preferences.length if preferences else "medium"
    teller = Teller(
        selection, catalog, language, zone, source_names, username, first_day, last_day.year
    )
    top = _top(gathered, teller, units * (BRIEF_TOP_SHARE if brief else TOP_SHARE))
    lists_units = units * (BRIEF_LISTS_SHARE if brief else LISTS_SHARE)
    lists = mention_lists(gathered.mentioned, teller, lists_units)
    left = units - sum(map(_top_cost, top))
    left -= sum(len(it.label) + len(it.said.text) for found in lists for it in found.entries)
    return ComposedDigest(
        language=language,
        zone=zone,
        week=week,
        since=since,
        until=until,
        first_day=first_day,
        last_day=last_day,
        article_ids=selection.ids,
        article_count=len(selection.articles),
        source_count=len({article.source for article in selection.articles}),
        story_count=len(gathered.stories),
        top=top,
        sections=tuple(_sections(gathered.stories, top, teller, left, SEEN_PER_TOPIC[length])),
        lists=lists,
        frequency=preferences.frequency if preferences else "weekly",
        late_count=sum(map(teller.is_late, selection.articles)),
        sources_seen=None if seen is None else _named(seen, teller),
        brief=brief,
    )


def _named(seen: Freshness, teller: Teller) -> SourcesSeen:
    def names(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted(dict.fromkeys(map(teller.name, ids))))

    return SourcesSeen(names(seen.fresh), names(seen.silent), names(seen.failed))


def _top(gathered: Gathered, teller: Teller, units: float) -> tuple[TopStory, ...]:
    """The first stories, as many as fit; one at least, if there is one."""
    told: list[TopStory] = []
    for story, highlight in zip(gathered.stories, gathered.highlights, strict=False):
        top = teller.top(len(told) + 1, story, highlight)
        units -= _top_cost(top)
        if told and units < 0:
            break
        told.append(top)
    return tuple(told)


def _top_cost(top: TopStory) -> int:
    said = (*top.sentences, *(it for it in (top.results, top.tasks) if it))
    names = sum(len(name) + 2 for name, _ in top.outlets)
    return len(top.entry.title) + names + sum(len(it.text) + 1 for it in said) + 2 * _OVERHEAD


def _sections(
    stories: Sequence[Story], top: Sequence[TopStory], teller: Teller, units: int, seen: int
) -> Iterator[Section]:
    """The topics, with those of their stories that are told."""
    full = {it.entry.article_id: it.entry for it in top}
    by_topic: dict[str, list[Story]] = {key: [] for key in topic_keys()}
    for story in stories:
        by_topic.setdefault(story.topic, []).append(story)
    lines = {key: [it for it in group if it.main.id not in full] for key, group in by_topic.items()}
    chosen = _within(lines, units, teller, bool(full))
    number = len(full)
    for key, group in by_topic.items():
        if not group:
            continue
        entries: list[Entry] = [full[it.main.id] for it in group if it.main.id in full]
        for turn, story in enumerate(lines[key][: chosen[key]]):
            number += 1
            entries.append(teller.entry(number, story, folded=turn >= seen))
        total = sum(len(it.articles) for it in group)
        yield Section(key, teller.topic(key), total, tuple(entries))


def _within(
    lines: Mapping[str, Sequence[Story]], units: int, teller: Teller, told: bool
) -> dict[str, int]:
    """How many of each topic's stories fit, dealt out round by round; one where none is `told`."""
    chosen = dict.fromkeys(lines, 0)
    for hand in zip_longest(*lines.values()):
        for topic, story in zip(lines, hand, strict=True):
            if story is None:
                continue
            units -= teller.cost(story) + _OVERHEAD
            if units < 0 and (told or any(chosen.values())):
                return chosen
            chosen[topic] += 1
    return chosen
