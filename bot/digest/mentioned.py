"""What a digest's articles mention: documents, changes of posts, days to come. Pure.

Look-up terms tell which articles to read, the best stories' first; facts are extracted from these
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.digest.summary import stands_alone
from bot.facts.article_text import article_text
from bot.facts.extract import extract
from bot.facts.record import DocumentCited, Fact, TimeNamed
from storage.models import Article

MOST_TOLD = 5
"""Entries of each kind."""

MOST_READ = 40
"""Articles that are read for changes of posts, and as many for days to come."""

HORIZON = timedelta(days=183)
"""Days that lie further ahead are plans, not dates to keep."""

_BEGINNING = 1_200
"""Characters of an article in which a change of posts that is its news is told."""

_HOUR = re.compile(
    r"(?<![\d/.,])(?<!trong )(?<!suốt )(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s?(?:h|g|giờ)(?:\s?(?P<minute>[0-5]\d))?|:(?P<after>[0-5]\d))"
    r"(?![\w:])(?!\s+(?:qua|liền|trước|liên tục))",
    re.IGNORECASE,
)
"""`19h30`, `8 giờ`, `14:00`; not `trong 24 giờ`."""

_BESIDE = 24
"""Characters between a day and its hour."""

_ABOUT = re.compile(r"[ \t\u00a0](?:về|với)(?: việc)?\Z")
_MARKS = ' \t\u00a0,:(“"«‘'
"""What stands between a document's name and its subject."""

_CHANGE = re.compile(
    r"(?:bổ|miễn|bãi) nhiệm|điều động|luân chuyển|kỷ luật|khiển trách|khai trừ|cách chức|nghỉ hưu"
    r"|nghỉ chế độ|thôi (?:giữ|làm|nhiệm)|giữ chức|chỉ định|phân công|đắc cử|trúng cử|được bầu"
    r"|bầu (?:giữ|làm|bổ sung)|nhận nhiệm vụ",
    re.IGNORECASE,
)
"""Where none of these stands no change of posts is told."""


@dataclass(frozen=True, slots=True)
class DocumentMentioned:
    """A document, by its name as `article` writes it."""

    key: str
    name: str
    article: Article
    articles: int
    """How many articles cite it."""


@dataclass(frozen=True, slots=True)
class PostsChanged:
    """A sentence that reports a change of post of these people."""

    names: tuple[str, ...]
    change: str
    """As `PersonNamed.change`."""
    article: Article
    sentence: str


@dataclass(frozen=True, slots=True)
class DayToCome:
    """A sentence that names a day, a span of days, or a deadline ahead."""

    first: date
    last: date
    """Inclusive."""
    deadline: bool
    article: Article
    sentence: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """All of it, the first to tell first."""

    documents: tuple[DocumentMentioned, ...] = ()
    """The most cited ones only."""
    documents_cited: int = 0
    """How many there are in all."""
    posts: tuple[PostsChanged, ...] = ()
    coming: tuple[DayToCome, ...] = ()


def mentioned(articles: Sequence[Article], *, today: date, at: time | None = None) -> Mentioned:
    """What these articles, the most important first, mention.

    Args:
        articles: the most important first.
        today: the day on which the digest is sent.
        at: its hour on that day; None: nothing of that day is still to come.
    """
    documents, cited = _documents(articles)
    return Mentioned(
        documents=documents,
        documents_cited=cited,
        posts=_posts([it for it in articles if _may_change_posts(it)][:MOST_READ]),
        coming=_coming([it for it in articles if _may_name_days(it, today)][:MOST_READ], today, at),
    )


def _documents(articles: Sequence[Article]) -> tuple[tuple[DocumentMentioned, ...], int]:
    """The most cited first, and how many there are; only those told are looked up in the texts."""
    citing: dict[str, list[Article]] = {}
    for article in articles:
        for term in article.terms:
            if term.startswith("cited:"):
                citing.setdefault(term.removeprefix("cited:"), []).append(article)
    fuller: dict[str, list[Article]] = {}
    for key in sorted(citing, key=lambda it: (-it.count("/"), it)):
        same = [other for other in fuller if _states_more(other, key)]
        fuller.setdefault(same[0] if len(same) == 1 else key, []).extend(citing[key])
    found: list[DocumentMentioned] = []
    for key, group in sorted(fuller.items(), key=lambda it: (-len(_distinct(it[1])), it[0])):
        by = _distinct(group)
        written = _written(key, by)
        if written is not None:
            found.append(DocumentMentioned(key, written[1], written[0], len(by)))
        if len(found) == MOST_TOLD:
            break
    return tuple(found), len(fuller)


def _states_more(fuller: str, key: str) -> bool:
    """Whether `fuller` says of a document all that `key` says, and more."""
    known, stated = fuller.split("/"), key.split("/")
    return known[:2] == stated[:2] and set(stated) <= set(known)


def _written(key: str, articles: Sequence[Article]) -> tuple[Article, str] | None:
    """The fullest name that one of the first articles gives the document, and that article."""
    found = [
        (article, _name(it, article_text(article).text))
        for article in articles[:3]
        for it in extract(article).documents
        if it.key == key or _states_more(key, it.key)
    ]
    return max(found, key=lambda it: len(it[1]), default=None)


def _name(document: DocumentCited, text: str) -> str:
    words = text[document.start : document.end]
    if document.subject:
        words = words.partition(document.subject)[0]
        words = _ABOUT.sub("", words.rstrip(_MARKS)).rstrip(_MARKS)
    return words or text[document.start : document.end]


def _posts(articles: Sequence[Article]) -> tuple[PostsChanged, ...]:
    """Changes that articles report, each person's once."""
    known: set[tuple[str, str]] = set()
    found: list[PostsChanged] = []
    for article in articles:
        names: dict[tuple[str, str], list[str]] = {}
        for person in extract(article).people:
            said = _sentence(article, person)
            if person.change is None or said is None or (person.name, person.change) in known:
                continue
            known.add((person.name, person.change))
            names.setdefault((said, person.change), []).append(person.name)
        found += [
            PostsChanged(tuple(people), change, article, said)
            for (said, change), people in names.items()
        ]
    return tuple(found)


def _coming(articles: Sequence[Article], today: date, at: time | None) -> tuple[DayToCome, ...]:
    """Soonest first; a sentence once. What has begun, or falls on this day, is no longer to come,
    unless the sentence gives an hour that is."""
    found: dict[tuple[date, str], DayToCome] = {}
    for article in articles:
        for named in extract(article).times:
            said = _sentence(article, named)
            if named.role not in ("coming", "deadline") or named.last is None or said is None:
                continue
            deadline = named.role == "deadline"
            day = DayToCome(named.first or named.last, named.last, deadline, article, said)
            due = _matters(day)
            if due < today or (due == today and not _is_later(article, named, at)):
                continue
            if due <= today + HORIZON:
                found.setdefault((day.last, said), day)
    return tuple(sorted(found.values(), key=lambda it: (_matters(it), it.last, it.sentence)))


def _matters(day: DayToCome) -> date:
    """The end of a term, else the day on which it begins."""
    return day.last if day.deadline else day.first


def _is_later(article: Article, named: TimeNamed, at: time | None) -> bool:
    """Whether an hour behind `at` stands beside the day, within its sentence."""
    if at is None:
        return False
    text = article_text(article).text
    start, end = named.sentence
    begin = max(start, named.start - _BESIDE)
    hours = _HOUR.finditer(text, begin, min(end, named.end + _BESIDE))
    told = [time(int(it["hour"]), int(it["minute"] or it["after"] or 0)) for it in hours]
    return bool(told) and max(told) > at


def _sentence(article: Article, fact: Fact) -> str | None:
    """The sentence that says it; None where none does, or where it leans on another."""
    start, end = fact.sentence
    words = article_text(article).text[start:end]
    return words if words and stands_alone(words) else None


def _may_change_posts(article: Article) -> bool:
    if not any(term.startswith("who:") for term in article.terms):
        return False
    text = "\n".join((article.title, article.lead or "", *article.paragraphs[:4]))
    return _CHANGE.search(text[:_BEGINNING]) is not None


def _may_name_days(article: Article, today: date) -> bool:
    month = f"coming:{today:%Y-%m}"
    return any(term.startswith("coming:") and term >= month for term in article.terms)


def _distinct(articles: Iterable[Article]) -> list[Article]:
    return list({it.id: it for it in articles}.values())
