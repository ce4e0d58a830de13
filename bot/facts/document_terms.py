"""Look-up terms of documents: all forms of one document meet, whatever each of them states.

A key is a type and a number, then what the text adds: level, term, year. `Nghị quyết 35 khóa XII`
and `Nghị quyết số 35-NQ/TW` add different things to `nghi-quyet/35`. An article is therefore kept
under every choice of what it adds (`doc:`), and under all of it (`cited:`). Who asks for a document
gets what is kept under all that was asked, and what was cited by stating less.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.facts.documents import look_up_keys
from bot.facts.record import DocumentCited

_STEM = 2
"""Parts that make a document: its type, and its number or name."""
_HALL = "hoi-nghi"
"""A resolution of a session is named by `hoi-nghi` and the number of the session."""


def document_terms(document: DocumentCited) -> tuple[str, ...]:
    """The terms under which an article that cites it is kept, beside `cited_term`."""
    keys = dict.fromkeys((*look_up_keys(document), *_choices(document.key)))
    return tuple(f"doc:{key}" for key in keys)


def cited_term(key: str) -> str:
    """The term of an article that cites a document in just this form."""
    return f"cited:{key}"


def asked_terms(key: str) -> tuple[str, ...]:
    """Of these an article has one that cites what the form with this key may mean."""
    less = [cited_term(part) for part in _choices(key) if part != key]
    return (f"doc:{key}", *less)


def _choices(key: str) -> Iterator[str]:
    """The key with none, some or all of what it adds to type and number."""
    parts = key.split("/")
    stem = _STEM + (_HALL in parts[1:2])
    head, added = parts[:stem], parts[stem:]
    for count in range(len(added) + 1):
        for some in combinations(added, count):
            yield "/".join((*head, *some))
