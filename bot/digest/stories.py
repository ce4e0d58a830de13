"""The articles of a digest by story: which of them tell of one event. Pure.

How likely each two articles that share anything tell of one event is learnt (`resemblance`, weights
in `resemblance.toml`), from what they share by a table of how rare words are in news (`rarity`), so
that no article changes what two others have in common, and what is known of some articles stays
true when others come (`likeness`). Groups are formed by average linkage, and small ones ask for
more (`linkage`): what was published besides can join two articles of other stories, but not part or
join stories that it has nothing to do with.

Measured by `python -m tests.benchmarks.bench_stories` (figures: docs/measurements.md, "Stories"),
weights and thresholds learnt on one set of clusters and judged on the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.digest.continued import Told, continued
from bot.digest.likeness import Likeness
from bot.digest.linkage import linked
from bot.digest.resemblance import resemblance
from bot.digest.story import Story
from bot.facts.topics import OTHER, topic_of
from storage.models import Article

NO_COPIES: Mapping[str, Sequence[Article]] = MappingProxyType({})


def group_stories(
    articles: Sequence[Article],
    *,
    copies: Mapping[str, Sequence[Article]] = NO_COPIES,
    zone: ZoneInfo,
    earlier: Sequence[Told] = (),
    likeness: Likeness | None = None,
) -> list[Story]:
    """Every article in exactly one story; in any order the same stories, the latest first.

    Args:
        articles: of one digest, reposts left out (`Selection.articles`), each id once.
        copies: id of an article → the articles that repeat it (`Selection.copies`).
        zone: in which a story's days are counted.
        earlier: stories of earlier weeks, as `chained` or `told_before` gives them.
        likeness: what is known of these articles or of others already; more is added to it.
    """
    ordered = sorted(articles, key=lambda it: (it.published or it.first_seen, it.id))
    table = resemblance()
    likeness = likeness or Likeness()
    groups = linked(len(ordered), likeness.between(ordered), table.threshold, table.alone)
    stories = [_story([ordered[at] for at in group], copies, zone) for group in groups]
    if earlier:
        stories = continued(stories, earlier, likeness)
    return sorted(stories, key=lambda it: (-it.last_day.toordinal(), it.main.id))


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


def _topic_of(article: Article) -> str:
    """As it was worked out with the terms, which is as slow as all the rest; else now."""
    terms = (it.removeprefix("topic:") for it in article.terms if it.startswith("topic:"))
    return next(terms, None) or topic_of(article)


def _topic(articles: Sequence[Article]) -> str:
    """That of most articles that have one; of as many, the main article's or the first's."""
    count = Counter(topic for it in articles if (topic := _topic_of(it)) != OTHER)
    return max(count, key=lambda topic: count[topic]) if count else OTHER
