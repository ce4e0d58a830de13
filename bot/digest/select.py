"""Which articles a digest is made of.

A scheduled digest (`select`) takes what is news for its reader:

1. first seen in (since, until] and not in one of the reader's earlier digests: by first sight,
   not by publication, so that an article that arrives late is still shown once;
2. not *archive*: an article published (or, undated, whose event took place) more than 28 days
   before it was first seen is searchable, not news; one without any date counts as news;
3. of what was already there at the first sight of its source (`Article.seeded`), only what was
   published (or took place) within the 7 days before: a new source does not flood anybody, and
   an undated old article cannot show that it is recent;
4. each story once: of articles with the same content fingerprint, or of which one repeats the
   other (`Article.original`), the one with a link, then the original, then the first seen stands
   for all, and the others lend it their source names; what an earlier digest told of is told.

A preview or `digest --week` (`select_published`) takes what was published in that week, undated
articles by first sight, each text once; rules 2 and 3 do not apply, the week itself says how old
they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.digest.calendar import DEFAULT_ZONE, at_local
from storage.models import Article, Precision

ARCHIVE_AFTER = timedelta(days=28)
SEEDED_WITHIN = timedelta(days=7)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles of one digest, oldest first sight first.

    Attributes:
        articles: what is told, one per story.
        copies: `Article.id` of a told article → the other articles with the same story.
        archived: how many were left out as archive or as old stock of a new source.
    """

    articles: tuple[Article, ...] = ()
    copies: dict[str, tuple[Article, ...]] = field(default_factory=dict)
    archived: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of everything that this digest disposes of, copies included, sorted."""
        told = [article.id for article in self.articles]
        return tuple(
            sorted([*told, *(copy.id for group in self.copies.values() for copy in group)])
        )


def select(
    articles: Iterable[Article],
    *,
    since: datetime,
    until: datetime,
    already: Collection[str] = frozenset(),
) -> Selection:
    """What is news among `articles` for a digest of (since, until].

    `already` holds ids from the reader's earlier digests; a story that one of them told is not
    told again under another id either, as long as both are among `articles`, or the other one
    repeats the one that was told.
    """
    window = [article for article in articles if since < article.first_seen <= until]
    news = [article for article in window if article.id in already or _is_news(article)]
    told, copies = _distinct(news, already)
    return Selection(told, copies, archived=len(window) - len(news))


def select_published(articles: Iterable[Article], start: datetime, end: datetime) -> Selection:
    """What was published in [start, end), undated articles by first sight."""
    told, copies = _distinct(
        [
            article
            for article in articles
            if start <= (article.published or article.first_seen) < end
        ],
        frozenset(),
    )
    return Selection(told, copies)


def select_all(articles: Iterable[Article]) -> Selection:
    """All of them, each text once: those of a digest that was made already."""
    told, copies = _distinct(list(articles), frozenset())
    return Selection(told, copies)


def age_at_first_sight(article: Article) -> timedelta | None:
    """How old the news was when it was first seen, at the least; None for an undated article.

    A day without a time counts from its end, so nothing is called older than it may be.
    """
    if article.published is not None:
        stated = article.published
        if article.published_precision is Precision.DAY:
            stated += _DAY
    elif article.event_date is not None:
        stated = at_local(article.event_date, time(), DEFAULT_ZONE) + _DAY
    else:
        return None
    return article.first_seen - stated


def _is_news(article: Article) -> bool:
    age = age_at_first_sight(article)
    if article.seeded:
        return age is not None and age <= SEEDED_WITHIN
    return age is None or age <= ARCHIVE_AFTER


def _distinct(
    articles: list[Article], already: Collection[str]
) -> tuple[tuple[Article, ...], dict[str, tuple[Article, ...]]]:
    told: list[Article] = []
    copies: dict[str, tuple[Article, ...]] = {}
    for group in stories(articles):
        if any(article.id in already or article.original in already for article in group):
            continue
        first, *others = sorted(
            group,
            key=lambda item: (
                item.url is None,
                item.original is not None,
                item.first_seen,
                item.id,
            ),
        )
        told.append(first)
        if others:
            copies[first.id] = tuple(others)
    told.sort(key=lambda item: (item.first_seen, item.id))
    return tuple(told), copies


def stories(articles: Iterable[Article]) -> list[list[Article]]:
    """The articles by story: equal texts, and what repeats one article, with that article.

    Groups stand in the order of their first article, articles in theirs.
    """
    group_of: dict[str, list[Article]] = {}
    found: list[list[Article]] = []
    for article in articles:
        keys = (f"text:{article.fingerprint}", f"id:{article.original or article.id}")
        known = [group_of[key] for key in keys if key in group_of]
        group = known[0] if known else []
        if not known:
            found.append(group)
        elif len(known) == 2 and known[0] is not known[1]:  # the article joins two groups
            group += known[1]
            found.remove(known[1])
            for key, other in group_of.items():
                if other is known[1]:
                    group_of[key] = group
        group.append(article)
        group_of |= dict.fromkeys(keys, group)
    return found
