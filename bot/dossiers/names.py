"""The documents, people, bodies and periods that a stretch of an article names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.facts.look_up import slug
from bot.facts.periods import period_key
from bot.facts.record import DocumentCited, Facts

Kind = Literal["document", "person", "body", "period"]

_ABOUT = re.compile(r"[\s,:(“\"«‘]*(?:\b(?:về|với)(?: việc)?)?[\s,:(“\"«‘]*$")
"""What stands between a document's number and its subject."""


class Named(NamedTuple):
    """Something that has a view of its own."""

    kind: Kind
    key: str
    """Of a document as `DocumentCited.key`, of a person or a body the slug by which it is looked
    up, of a period as `period_key`."""
    words: str
    """As it stands in the text, blanks aside."""


def names_in(text: str, facts: Facts, start: int, end: int) -> tuple[Named, ...]:
    """What `text[start:end]` names, in order; of two that overlap the one that begins first, the
    longer of equals."""
    inside = [it for it in _names(text, facts) if start <= it[0] and it[1] <= end]
    found: list[Named] = []
    at = start
    for begins, ends, name in sorted(inside, key=lambda it: (it[0], -it[1])):
        if begins >= at and name.words and name.key:
            found.append(name)
            at = ends
    return tuple(found)


def document_words(document: DocumentCited, text: str) -> str:
    """The document as the text writes it, without its subject; a law is named by its subject."""
    words = _tidy(text[document.start : document.end])
    if not document.subject:
        return words
    short = _ABOUT.sub("", words.partition(document.subject)[0])
    return short if " " in short and short.casefold() != "bộ luật" else words


def _names(text: str, facts: Facts) -> Iterator[tuple[int, int, Named]]:
    for document in facts.documents:
        words = document_words(document, text)
        yield document.start, document.end, Named("document", document.key, words)
    for person in facts.people:
        for start, end in person.mentions:
            yield start, end, Named("person", slug(person.name), _tidy(text[start:end]))
    for body in facts.organisations:
        for start, end in body.mentions:
            yield start, end, Named("body", slug(body.key), _tidy(text[start:end]))
    for time in facts.times:
        key = period_key(time.first, time.last) if time.role == "period" else None
        if key is not None:
            yield time.start, time.end, Named("period", key, _tidy(text[time.start : time.end]))


def _tidy(text: str) -> str:
    return " ".join(text.split())
