"""When the page of a known article is read once more, for a silent correction. Pure.

Publishers correct an article mostly in its first hours and hardly ever after a month; one that they
have corrected they correct again. So the pauses grow with its age, and begin anew, a step further
each time, when an edit was found. What is known stands in the article itself: a restart forgets
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.sources.entry import page_attempts, page_read_at
from storage.models import Article, Precision, Source

SERIES = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=14),
    timedelta(days=30),
)
"""Ages at which a page is read again. After its last nobody is asked any more."""
LAST = SERIES[-1]
YOUNG = SERIES[3]
"""Until this age readings lie close together."""
DOUBT = timedelta(hours=6)
"""A page that was missing is asked for after so long, whatever the series says."""
DAY = timedelta(days=1)
PER_DAY = 150
"""Pages of one source that are read again in 24 hours: at two seconds each, five minutes of its
host's time. A source of 20 articles a day needs 140."""
PER_POLL = 10


def may_reread(article: Article, source: Source, now: datetime) -> bool:
    """Whether the page of a known article is to be read once more.

    Pages still owed have their own rule (`plan`).
    """
    if article.source != source.id or not source.full_text or article.url is None:
        return False
    if article.entry_signature is None or page_attempts(article.entry_signature) is not None:
        return False
    if last_read(article) > now:  # written by a clock that was wrong
        return now - born(article) <= LAST
    due = next_reread(article)
    return due is not None and due <= now


def next_reread(article: Article) -> datetime | None:
    """When its page is due, going by when it was last read; None: never again."""
    read, end = last_read(article), born(article) + LAST
    if is_in_doubt(article):
        return read + DOUBT if read + DOUBT <= end else None
    return min((at for at in _instants(article) if read < at <= end), default=None)


def urgency(article: Article) -> tuple[bool, timedelta, datetime]:
    """Sorts what is due: pages that were missing, then the youngest, then who waited longest."""
    age = last_read(article) - born(article)
    step = next((each for each in SERIES if each > age), LAST)
    return not is_in_doubt(article), step, last_read(article)


def read_again_since(article: Article, since: datetime) -> int:
    """How often the page was read again after `since`, at most: what a day's budget has spent."""
    read = last_read(article)
    if read <= since or read < born(article) + SERIES[0]:
        return 0
    return max(1, sum(since < at <= read for at in _instants(article)))


def is_in_doubt(article: Article) -> bool:
    """Whether its page was missing once: the next reading tells whether it is gone."""
    return article.missing_since is not None and article.vanished_at is None


def last_read(article: Article) -> datetime:
    """When the article's page was last read, as far as is known."""
    return page_read_at(article.entry_signature) or article.updated_at.replace(microsecond=0)


def born(article: Article) -> datetime:
    """From when its age counts: its publication, where that was before it was first seen."""
    told = article.published
    if told is not None and article.published_precision is Precision.DAY:
        told += DAY  # by the end of the day that it states
    start = article.first_seen if told is None else min(told, article.first_seen)
    return start.replace(microsecond=0)  # as the instants of reading are kept


def _instants(article: Article) -> Iterator[datetime]:
    start = born(article)
    yield from (start + age for age in SERIES)
    edits = len(article.revisions)
    if edits:
        # A page that changes at every reading, by a counter say, must not be read for ever.
        edited = article.revisions[-1].replaced_at.replace(microsecond=0)
        yield from (edited + age for age in SERIES[edits - 1 :])
