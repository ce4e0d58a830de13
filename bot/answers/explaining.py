"""Whether a text explains (encyclopaedia, feature) or reports: they are asked about differently.

A report is asked about in its own words, and its people, days and figures are the point. A text
that explains is asked about in other words, and its facts are seldom what is asked for.
"""

from __future__ import annotations

import datetime as dt

from bot.answers.passages import Read
from bot.facts.record import Facts
from bot.facts.times import local_day

_NEAR = dt.timedelta(days=400)
"""A report tells of days this near to its own."""
_SPAN = dt.timedelta(days=100)
"""Longer spans than a quarter are no days."""
_SHORT = 60
"""Words of a text that is too short to explain: the lead of a feed."""


def explains(read: Read, facts: Facts) -> bool:
    """True for a text without a date, or a long one that does not report (`reports`)."""
    return _day(read) is None or (
        sum(map(len, read.sentences)) >= _SHORT and not reports(read, facts)
    )


def reports(read: Read, facts: Facts) -> bool:
    """Whether the text has marks of a report: an event, a document, a request, a person with a
    post, or a day near its own."""
    day = _day(read)
    return bool(
        facts.event is not None
        or facts.documents
        or facts.requests
        or any(person.posts for person in facts.people)
        or any(
            it.first is not None
            and (day is None or abs(it.first - day) < _NEAR)
            and (it.last or it.first) - it.first < _SPAN
            for it in facts.times
        )
    )


def _day(read: Read) -> dt.date | None:
    article = read.article
    return local_day(article.published) or article.event_date
