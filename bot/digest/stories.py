"""The articles of a digest by story: which of them tell of one event. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.digest.linkage import linked
from bot.digest.resemblance import resembling, vector
from bot.digest.story import Story
from bot.facts.topics import topic_of
from storage.models import Article

THRESHOLD = 0.2
LEAST = 0.05


def group_stories(
    articles: Sequence[Article],
    *,
    copies: Mapping[str, Sequence[Article]] = {},
    zone: ZoneInfo,
    earlier: Sequence[Story] = (),
) -> list[Story]:
    """Every article in exactly one story; in any order the same stories, the newest first.

    Args:
        articles: of one digest, reposts left out (`Selection.articles`), each id once.
        copies: id of an article → the articles that repeat it (`Selection.copies`).
        zone: in which a story's days are counted.
        earlier: stories of earlier weeks, with their own `continues`.
    """
    ordered = sorted(articles, key=lambda it: (it.published or it.first_seen, it.id))
    alike = resembling([vector(article) for article in ordered], LEAST)
    groups = linked(len(ordered), alike, THRESHOLD)
    stories = [_story([ordered[at] for at in group], copies, zone) for group in groups]
    return sorted(stories, key=lambda it: (-it.last_day.toordinal(), it.main.id))


def _story(
    members: Sequence[Article], copies: Mapping[str, Sequence[Article]], zone: ZoneInfo
) -> Story:
    main = max(members, key=lambda it: (it.url is not None, len("".join(it.paragraphs)), it.id))
    told = (main, *(it for it in members if it is not main))
    every = [each for it in told for each in (it, *copies.get(it.id, ()))]
    days = [(it.published or it.first_seen).astimezone(zone).date() for it in every]
    return Story(
        articles=told,
        outlets=tuple(dict.fromkeys(it.source for it in every)),
        first_day=min(days),
        last_day=max(days),
        documents=_terms(told, "doc:"),
        people=_terms(told, "who:"),
        organisations=_terms(told, "org:"),
        provinces=_terms(told, "in:"),
        topic=topic_of(main),
    )


def _terms(articles: Sequence[Article], prefix: str) -> tuple[str, ...]:
    """Terms of this kind, those of most of the articles first."""
    count = Counter(
        term.removeprefix(prefix) for it in articles for term in it.terms if term.startswith(prefix)
    )
    return tuple(sorted(count, key=lambda term: (-count[term], term)))
