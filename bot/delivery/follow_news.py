"""What is news to those who follow something, and what of it each is still to be told. Pure.

An article is told once, when it is new: not what was there before its source was known, not what
is old already when it is first seen, and of a story that several places carry only the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.digest.select import ARCHIVE_AFTER, age_at_first_sight
from bot.sources.entry import is_feed_text
from storage.article_rules import newest_first
from storage.matching import matching
from storage.models import Article, Follow

OVERLAP = timedelta(hours=2)
"""How long before the last look an article may be stamped and still become readable after it: a
slow disk, a clock that was set right."""

APART = timedelta(minutes=1)
"""Between two messages to one place, reckoned from when the first one left: a message that was held
up by the night or the network may leave long after it was composed."""

MOST_PENDING = 20
"""Articles of one follow that wait to be told, the newest; further ones are counted."""

MOST_TOLD = 8
"""Articles that one message tells; the others are counted."""


@dataclass(frozen=True, slots=True)
class Told:
    """One article of a message, with the follows that found it, oldest first."""

    article: Article
    follows: tuple[Follow, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one place is told in one message.

    Attributes:
        follows: those that found something; never empty.
        told: the newest articles first.
        more: how many others there are.
    """

    follows: tuple[Follow, ...]
    told: tuple[Told, ...]
    more: int


def news(articles: Sequence[Article], reposts: Iterable[Article]) -> list[Article]:
    """Those of the new `articles` that are to be told.

    `reposts` are the stored articles that repeat one of them: a story whose repost was new
    earlier has been told.
    """
    new = {article.id for article in articles}
    told = {it.original for it in reposts if it.id not in new and not it.seeded}
    return [article for article in articles if _is_news(article) and article.id not in told]


def waits_for_page(article: Article) -> bool:
    """Whether only the feed's words are known of it, and its page is still to be read."""
    return is_feed_text(article.entry_signature)


def found(articles: Sequence[Article], follows: Sequence[Follow]) -> dict[str, tuple[str, ...]]:
    """Follow id → ids of the articles that it finds among `articles`; those that find none apart.

    What was first seen long before somebody began to follow is not news to them.
    """
    fitting = matching(articles, [follow.query for follow in follows])
    every = {
        follow.id: tuple(it.id for it in fits if it.first_seen > follow.created_at - OVERLAP)
        for follow, fits in zip(follows, fitting, strict=True)
    }
    return {follow_id: ids for follow_id, ids in every.items() if ids}


def with_pending(follow: Follow, article_ids: Sequence[str]) -> Follow:
    """The follow with further articles to be told of; the same ones twice change nothing."""
    pending = tuple(dict.fromkeys((*follow.pending, *article_ids)))
    over = max(0, len(pending) - MOST_PENDING)
    return replace(follow, pending=pending[over:], more=follow.more + over)


def without_pending(follow: Follow, article_ids: Collection[str], now: datetime) -> Follow:
    """The follow once a message that tells of these is on its way."""
    left = tuple(each for each in follow.pending if each not in article_ids)
    return replace(follow, pending=left, more=0, last_told_at=now)


def waits_until(last: datetime | None, now: datetime) -> datetime | None:
    """When a place that was told of something at `last` (None: not lately) may be told again.

    None: now.
    """
    if last is None or last > now or now >= last + APART:  # ahead: of a clock that was wrong
        return None
    return last + APART


def bundled(follows: Sequence[Follow], articles: Mapping[str, Article]) -> Bundle | None:
    """What one place is to be told; None where none of its articles is there any more."""
    found_by: dict[str, list[Follow]] = {}
    for follow in follows:
        for article_id in follow.pending:
            if article_id in articles:
                found_by.setdefault(article_id, []).append(follow)
    if not found_by:
        return None
    ordered = sorted((articles[each] for each in found_by), key=newest_first)
    return Bundle(
        follows=tuple(follow for follow in follows if follow.pending),
        told=tuple(Told(each, tuple(found_by[each.id])) for each in ordered[:MOST_TOLD]),
        more=max(0, len(ordered) - MOST_TOLD) + sum(follow.more for follow in follows),
    )


def _is_news(article: Article) -> bool:
    age = age_at_first_sight(article)
    old = age is not None and age > ARCHIVE_AFTER
    return not (article.seeded or article.original is not None or old)
