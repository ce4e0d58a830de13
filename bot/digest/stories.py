"""The articles of a digest by story: which of them tell of one event. Pure.

How likely each two articles that share anything tell of one event is learnt (`resemblance`, weights
in `resemblance.toml`), from what they share by a table of how rare words are in news (`rarity`), so
that no article changes what two others have in common. Groups are formed by average linkage, and
small ones ask for more (`linkage`): what was published besides can join two articles of other
stories, but not part or join stories that it has nothing to do with.

Measured by `python -m tests.benchmarks.bench_stories` (figures: docs/measurements.md, "Stories"),
weights and thresholds learnt on one set of clusters and judged on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.digest.linkage import linked
from bot.digest.profile import Profile, profile
from bot.digest.resemblance import Resemblance, candidates, likelihood, likely, resemblance
from bot.digest.story import Story
from bot.facts.topics import OTHER, topic_of
from storage.models import Article

NO_COPIES: Mapping[str, Sequence[Article]] = MappingProxyType({})

CONTINUES = 0.5
"""How likely an article of a story and one of an earlier week must tell of one event, at the best;
several articles vouch for the story already."""

MOST_COMPARED = 5
"""Articles of one story, the main one first, that are compared with other weeks."""


def group_stories(
    articles: Sequence[Article],
    *,
    copies: Mapping[str, Sequence[Article]] = NO_COPIES,
    zone: ZoneInfo,
    earlier: Sequence[Story] = (),
) -> list[Story]:
    """Every article in exactly one story; in any order the same stories, the latest first.

    Args:
        articles: of one digest, reposts left out (`Selection.articles`), each id once.
        copies: id of an article → the articles that repeat it (`Selection.copies`).
        zone: in which a story's days are counted.
        earlier: stories of earlier weeks, as this function gave them (with their `continues`).
            `window` of `resemblance.toml` says how many days back they may lie.
    """
    ordered = sorted(articles, key=lambda it: (it.published or it.first_seen, it.id))
    profiles = [profile(article) for article in ordered]
    table = resemblance()
    groups = linked(len(ordered), likely(profiles, table), table.threshold, table.alone)
    known = {article.id: each for article, each in zip(ordered, profiles, strict=True)}
    stories = [_story([ordered[at] for at in group], copies, zone) for group in groups]
    told = _continued(stories, earlier, known, table) if earlier else stories
    return sorted(told, key=lambda it: (-it.last_day.toordinal(), it.main.id))


def _story(
    members: Sequence[Article], copies: Mapping[str, Sequence[Article]], zone: ZoneInfo
) -> Story:
    main = max(members, key=lambda it: (it.url is not None, _length(it), it.id))
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
        topic=_topic(told),
    )


_FULL = 2_000
"""Characters from which an article is long enough to stand for its story: longer is no better."""


def _length(article: Article) -> int:
    return min(_FULL, len(article.lead or "") + sum(map(len, article.paragraphs)))


def _terms(articles: Sequence[Article], prefix: str) -> tuple[str, ...]:
    """Terms of this kind, those of most of the articles first, ties by name."""
    count = Counter(
        term.removeprefix(prefix) for it in articles for term in it.terms if term.startswith(prefix)
    )
    return tuple(sorted(count, key=lambda term: (-count[term], term)))


def _topic(articles: Sequence[Article]) -> str:
    """That of most articles that have one; of as many, the main article's or the first's."""
    count = Counter(topic for it in articles if (topic := topic_of(it)) != OTHER)
    return max(count, key=lambda topic: count[topic]) if count else OTHER


def _continued(
    stories: Sequence[Story],
    earlier: Sequence[Story],
    known: Mapping[str, Profile],
    table: Resemblance,
) -> list[Story]:
    """The stories with the weeks in which an earlier one told of the same."""
    profiles: list[Profile] = []
    owner: list[tuple[int, Story]] = []
    for at, story in enumerate(stories):
        for article in story.articles[:MOST_COMPARED]:
            profiles.append(known[article.id])
            owner.append((at, story))
    for story in earlier:
        for article in story.articles[:MOST_COMPARED]:
            profiles.append(profile(article))
            owner.append((-1, story))
    weeks: dict[int, set[tuple[int, int]]] = {}
    chain: dict[int, int] = {}
    for one, two in candidates(profiles):
        at, before = owner[one][0], owner[two][1]
        if at < 0 or owner[two][0] >= 0:
            continue  # both of this week, or both of earlier ones
        if likelihood(profiles[one], profiles[two], table) >= CONTINUES:
            weeks.setdefault(at, set()).add(before.last_day.isocalendar()[:2])
            chain[at] = max(chain.get(at, 0), before.continues + 1)
    return [
        replace(story, continues=max(chain.get(at, 0), len(weeks.get(at, ()))))
        for at, story in enumerate(stories)
    ]
