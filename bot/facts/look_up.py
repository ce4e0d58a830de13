"""Look-up terms: what an article is about, as keys that a search can ask for.

    doc:chi-thi/5/tw     a document cited, by each of its keys, the less specific ones too
    cited:chi-thi/5      a document by all that the article states of it, and nothing less
    who:doan-thi-hao     a person named
    org:dang-uy-khoi     a body named
    in:quang-tri         a province named, by the name used and by that of today; and the source's
    now:quang-tri        a province of today that is named by the name of today
    topic:party          what it is about (`topics.toml`)
    event:giao-ban       what took place
    period:2023-Q3       a reporting period (see `periods`)
    coming:2026-11       a month with a day to come, or a deadline, after publication
    rules:7f3a09c2b1d4   by which rules they were worked out; what lacks it is to be done again

All are folded ASCII. They are kept with the article (`Article.terms`) and worked out anew when a
rule or a table changes (`rules_version`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec
import structlog

from bot.facts.document_terms import cited_term, document_terms
from bot.facts.extract import STATED, extract_afresh
from bot.facts.periods import period_key
from bot.facts.record import Facts
from bot.facts.rules_version import rules_version
from bot.facts.times import local_day
from bot.facts.topics import topic_of
from bot.language.provinces import province, province_name
from storage.models import Article
from storage.text import folded_words

log = structlog.get_logger()

MOST = 400
"""Terms of one article: a list of a thousand names is looked up by its words."""

_STATED = (*STATED, "section")
"""What terms follow from, beside the rules."""


def current_term() -> str:
    """The term of every article that was done by today's rules."""
    return f"rules:{rules_version():012x}"


def look_up_terms(article: Article, facts: Facts) -> tuple[str, ...]:
    """The terms of `article`, whose facts are `facts`: sorted, each once, at most `MOST`."""
    found = dict.fromkeys((current_term(), *_terms(article, facts)))
    return tuple(sorted(list(found)[:MOST]))


def with_terms(article: Article) -> Article:
    """The article with the terms of today's rules; some milliseconds of work.

    A defect in a rule costs the article its terms until the rules change, and is logged: what came
    in is kept whatever was understood of it.
    """
    try:
        terms = look_up_terms(article, extract_afresh(article))
    except Exception:  # any rule, on any text: the article itself must not be lost for it
        log.exception("facts_failed", article=article.id)
        terms = (current_term(),)
    return msgspec.structs.replace(article, terms=terms, terms_version=rules_version())


def keep_terms(article: Article, *known: Article | None) -> Article:
    """`article` with its terms: those of a `known` one where nothing that they follow from differs.

    `known` are the article as it is stored, and as it was worked out ahead; None: there is none.
    """
    for it in known:
        if it is not None and it.terms_version == rules_version() and _states_alike(it, article):
            return msgspec.structs.replace(article, terms=it.terms, terms_version=rules_version())
    return with_terms(article)


def _states_alike(one: Article, other: Article) -> bool:
    return _first_day(one) == _first_day(other) and all(
        getattr(one, field) == getattr(other, field) for field in _STATED
    )


def _first_day(article: Article) -> dt.date | None:
    """From which day on a day is still to come."""
    return local_day(article.published or article.first_seen)


def slug(text: str) -> str:
    """Folded syllables with hyphens between: `Đoàn Thị Hảo` is `doan-thi-hao`."""
    return "-".join(folded_words(text))


def province_terms(name: str) -> tuple[str, ...]:
    """By the name as it is used and by that of today; empty for what is no province."""
    known = province(name)
    if known is None:
        return ()
    used = province_name(name) or known.name
    today = slug(known.name)
    if used == known.name:
        return (f"in:{today}", f"now:{today}")
    return (f"in:{slug(used)}", f"in:{today}")


def asked_province_terms(name: str) -> tuple[str, ...]:
    """Of these an article has one that answers a question for the province; empty: it is none.

    A present name takes in everything that was merged into it. A former one takes in itself and
    what is told of the province that it belongs to now, but not the other former ones.
    """
    known = province(name)
    if known is None:
        return ()
    used = province_name(name) or known.name
    if used == known.name:
        return (f"in:{slug(used)}",)
    return (f"in:{slug(used)}", f"now:{slug(known.name)}")


def _terms(article: Article, facts: Facts) -> Iterator[str]:
    """What says most first: where there are too many, the last ones are left out."""
    yield f"topic:{topic_of(article)}"
    if facts.event is not None:
        yield f"event:{slug(facts.event.type)}"
    yield from _places(article, facts)
    yield from _times(article, facts)
    for document in facts.documents:
        yield cited_term(document.key)
        yield from document_terms(document)
    for person in facts.people:
        yield f"who:{slug(person.name)}"
    for body in facts.organisations:
        yield f"org:{slug(body.key)}"
        if body.short is not None:
            yield f"org:{slug(body.short)}"


def _places(article: Article, facts: Facts) -> Iterator[str]:
    if article.province is not None:
        yield from province_terms(article.province)
    for place in facts.places:
        if place.kind == "province" or province_name(place.name):
            yield from province_terms(place.name)  # also "thành phố Thanh Hóa"
        elif place.province is not None:
            yield f"in:{slug(place.province)}"


def _times(article: Article, facts: Facts) -> Iterator[str]:
    published = _first_day(article)
    for it in facts.times:
        if it.role == "period":
            key = period_key(it.first, it.last)
            if key is not None:
                yield f"period:{key}"
        elif it.role in ("coming", "deadline"):
            days = (it.first, it.last) if it.role == "coming" else (it.last,)
            yield from (f"coming:{day:%Y-%m}" for day in days if day and _is_ahead(day, published))


def _is_ahead(day: dt.date, published: dt.date | None) -> bool:
    return published is None or day > published
