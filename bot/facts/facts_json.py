"""Facts as plain data: what `diemtin facts --json` prints, each with the sentence that says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from bot.facts.article_text import ArticleText, article_text
from bot.facts.record import (
    DocumentCited,
    EventReported,
    Fact,
    Facts,
    FigureNamed,
    OrganisationNamed,
    PersonNamed,
    PlaceNamed,
    RequestMade,
    TimeNamed,
)
from storage.models import Article

F = TypeVar("F", bound=Fact)


def facts_json(article: Article, facts: Facts) -> dict[str, Any]:
    """One entry per kind; every key always there, None for what the text does not say.

    Days are ISO strings. `sentence` is the article's own sentence; None for what follows from the
    source alone. A period, deadline or coming day is given once, with the sentence that names it
    first.
    """
    text = article_text(article)

    def each(kind: Iterable[F], show: Callable[[F, ArticleText], dict[str, Any]]) -> list[Any]:
        return [{**show(fact, text), "sentence": sentence_of(fact, text)} for fact in kind]

    event = facts.event
    return {
        "documents": each(facts.documents, _document),
        "people": each(facts.people, _person),
        "organisations": each(facts.organisations, _organisation),
        "places": each(facts.places, _place),
        "event": {**_event(event), "sentence": sentence_of(event, text)} if event else None,
        "periods": each(first_of_each(facts.times, "period"), _period),
        "deadlines": each(first_of_each(facts.times, "deadline"), _period),
        "coming": each(first_of_each(facts.times, "coming"), _period),
        "figures": each(facts.figures, _figure),
        "requests": each(facts.requests, _request),
    }


def sentence_of(fact: Fact, text: ArticleText) -> str | None:
    """The words of the sentence that says it; None: the text itself does not."""
    start, end = fact.sentence
    return text.text[start:end] if end > start else None


def first_of_each(times: Iterable[TimeNamed], role: str) -> list[TimeNamed]:
    """The times of one role, each label once."""
    found: dict[str, TimeNamed] = {}
    for time in times:
        if time.role == role:
            found.setdefault(time.label, time)
    return list(found.values())


def _document(it: DocumentCited, text: ArticleText) -> dict[str, Any]:
    return {
        "text": text.text[it.start : it.end],
        "type": it.type,
        "number": it.number,
        "issuer": it.issuer,
        "term": it.term,
        "date": it.date,
        "subject": it.subject,
        "key": it.key,
    }


def _person(it: PersonNamed, text: ArticleText) -> dict[str, Any]:
    return {
        "name": it.name,
        "posts": it.posts,
        "former_posts": it.former_posts,
        "roles": it.roles,
        "change": it.change,
    }


def _organisation(it: OrganisationNamed, text: ArticleText) -> dict[str, Any]:
    return {"name": it.name, "short": it.short, "kind": it.kind, "parent": it.parent}


def _place(it: PlaceNamed, text: ArticleText) -> dict[str, Any]:
    return {
        "name": it.name,
        "kind": it.kind,
        "province": it.province,
        "inferred": it.inferred,
    }


def _event(it: EventReported) -> dict[str, Any]:
    return {
        "type": it.type,
        "date": it.date,
        "last_date": it.last_date,
        "host": it.host,
        "place": it.place,
        "chairs": it.chairs,
        "participants": it.participants,
    }


def _period(it: TimeNamed, text: ArticleText) -> dict[str, Any]:
    return {
        "label": it.label,
        "text": text.text[it.start : it.end],
        "first": it.first,
        "last": it.last,
    }


def _figure(it: FigureNamed, text: ArticleText) -> dict[str, Any]:
    return {
        "value": it.value,
        "upto": it.upto,
        "unit": it.unit,
        "counted": it.counted,
        "qualifier": it.qualifier,
        "numerator": it.numerator,
        "denominator": it.denominator,
        "of": it.of,
        "text": text.text[it.start : it.end],
    }


def _request(it: RequestMade, text: ArticleText) -> dict[str, Any]:
    return {
        "asker": it.asker,
        "asked": it.asked,
        "tasks": [text.text[start:end] for start, end in it.tasks],
    }
