"""A selection as a digest: grouped, ordered, cut to a readable length; every article accounted for.

Topics stand in the order of their table; inside a topic the sources, the one with the newest
article first; inside a source dated articles before undated ones, newest first. The newest few
of a topic are told in full, the next ones more briefly in a quotation that unfolds. What does
not fit is counted, per topic and in all, with the way to read it: nothing is left out silently.

All words of an entry are the article's own; only headings and counts are the bot's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.digest.calendar import days_covered
from bot.digest.composed import ComposedDigest, Entry, Section, to_json
from bot.digest.excerpt import BUDGET, ELLIPSIS, excerpt
from bot.digest.followed import Followed, followed_block
from bot.digest.layout import digest_buttons, to_blocks
from bot.digest.select import Selection
from bot.facts.topics import topic_keys, topic_of
from bot.messages.catalog import Catalog
from bot.messages.format import format_published
from bot.messages.naming import article_link, shown_source_names
from bot.messages.split import split
from storage.models import Article, Part

FULL_PER_TOPIC = 5
"""Entries of a topic told in full before the rest is folded away."""

BRIEF_BUDGET = 140
"""Characters of the excerpt of a folded entry."""

TITLE_LIMIT = 240
"""Characters of a title; longer ones are cut and end in `…`."""

UNITS = 10_500
"""Characters that the entries may take: about three messages."""

MAX_PARTS = 3
"""Messages that one digest may take."""

_OVERHEAD = 30
"""Characters of an entry's number, line breaks and, shared out, its headings."""


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
) -> ComposedDigest:
    """The digest of `selection` for the period (since, until].

    A source without a name in `source_names` is called by its id. `units` bounds the characters
    of the entries; every topic gets its first entry before any gets its second, and so on.
    `username` is the bot's: the title of an article without URL then opens the article in the
    bot; with None it has no link.
    """
    source_names = shown_source_names(catalog, language, source_names)
    ranked = _by_topic(selection.articles)
    first_day, last_day = days_covered(since, until, zone)
    sections: list[Section] = []
    number = 1
    chosen = _within(ranked, units)
    for topic, articles in ranked.items():
        entries: list[Entry] = []
        told = articles[: chosen[topic]]
        for folded, group in ((False, told[:FULL_PER_TOPIC]), (True, told[FULL_PER_TOPIC:])):
            for article in _by_source(group):
                copies = selection.copies.get(article.id, ())
                also = {copy.source for copy in copies} - {article.source}
                entries.append(
                    Entry(
                        number=number,
                        article_id=article.id,
                        title=_title(article),
                        source=article.source,
                        source_name=source_names.get(article.source, article.source),
                        date=format_published(
                            catalog,
                            language,
                            article.published,
                            article.published_precision,
                            zone,
                        ),
                        published=article.published,
                        precision=article.published_precision,
                        told=excerpt(article, BRIEF_BUDGET if folded else BUDGET),
                        url=article.url,
                        link=article_link(article.url, article.id, username),
                        also=tuple(sorted(source_names.get(other, other) for other in also)),
                        folded=folded,
                    )
                )
                number += 1
        name = catalog.text(language, f"digest.topic.{topic}")
        sections.append(Section(topic, name, len(articles), tuple(entries)))
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
        sections=tuple(sections),
    )


def to_parts(
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
    found: Sequence[Followed] = (),
) -> tuple[Part, ...]:
    """The messages of a digest: at most `MAX_PARTS`, told as far as that reaches; see `compose`.

    `found` is what the reader's follows find among its articles: it stands in front.
    """
    units = UNITS
    section = followed_block(
        catalog, language, found, source_names=source_names, zone=zone, username=username
    )
    while True:
        composed = compose(
            selection,
            language=language,
            zone=zone,
            week=week,
            since=since,
            until=until,
            catalog=catalog,
            source_names=source_names,
            username=username,
            units=units,
        )
        heading, *topics = to_blocks(composed, catalog)
        blocks = (heading, *([section] if section else []), *topics)
        parts = split(blocks, digest_buttons(composed, catalog))
        if len(parts) <= MAX_PARTS or len(composed.entries) <= 1:
            return parts
        units = units * 4 // 5


def _rank(article: Article) -> tuple[bool, float, float, str]:
    stated = article.published
    return (
        stated is None,
        0.0 if stated is None else -stated.timestamp(),
        -article.first_seen.timestamp(),
        article.id,
    )


def _by_topic(articles: Iterable[Article]) -> dict[str, list[Article]]:
    found: dict[str, list[Article]] = {key: [] for key in topic_keys()}
    for article in articles:
        found[topic_of(article)].append(article)
    return {key: sorted(group, key=_rank) for key, group in found.items() if group}


def _by_source(articles: list[Article]) -> list[Article]:
    groups: dict[str, list[Article]] = {}
    for article in articles:  # best first, so sources come in the order of their best article
        groups.setdefault(article.source, []).append(article)
    return [article for group in groups.values() for article in group]


def _within(ranked: Mapping[str, list[Article]], units: int) -> dict[str, int]:
    """How many of each topic's articles fit, dealt out round by round."""
    chosen = dict.fromkeys(ranked, 0)
    for turn, hand in enumerate(zip_longest(*ranked.values())):
        if units <= 0:
            break
        for topic, article in zip(ranked, hand, strict=True):
            if article is None:
                continue
            units -= _cost(article, BUDGET if turn < FULL_PER_TOPIC else BRIEF_BUDGET)
            if units < 0 and any(chosen.values()):
                return chosen
            chosen[topic] += 1
    return chosen


def _cost(article: Article, budget: int) -> int:
    return min(len(article.title), TITLE_LIMIT) + len(excerpt(article, budget).text) + _OVERHEAD


def _title(article: Article) -> str:
    title = " ".join(article.title.split())
    if len(title) <= TITLE_LIMIT:
        return title
    return title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip() + ELLIPSIS


__all__ = [
    "ComposedDigest",
    "Entry",
    "Section",
    "compose",
    "digest_buttons",
    "to_blocks",
    "to_json",
    "to_parts",
]
