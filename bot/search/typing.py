"""A query that is still being typed: its last word, or the name in its last field, may go on."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bot.search.asked import Asked
from bot.search.fields import Field, named_fields
from storage.models import SearchQuery
from storage.text import folded_words

_FORMS = {Field.PERSON: "who", Field.BODY: "org"}
"""Fields whose values are names of many words, and what their look-up terms begin with."""

_QUOTES = '"“”„«»'


def while_typing(asked: Asked, read: Callable[[str], Asked]) -> tuple[Asked, ...]:
    """The query where what stands at its end is a beginning, the likelier reading first.

    Empty: it is at an end. `read` reads a query that is shorter.
    """
    if not asked.text[-1:].isalnum():
        return ()
    readings = _name_begun(asked.text, read)
    if not readings and (word := _word_begun(asked)) is not None:
        return (word,)
    return readings


def _name_begun(text: str, read: Callable[[str], Asked]) -> tuple[Asked, ...]:
    """`người:Trần Thị M`: whoever has a name that begins so; else those words anywhere, for people
    are called by their last names: `người:thị m`."""
    fields = named_fields(text)
    if not fields or fields[-1].minus or fields[-1].field not in _FORMS:
        return ()
    last = fields[-1]
    value = text[last.end :].lstrip(_QUOTES)  # one that is not closed yet
    words = folded_words(value)
    if not words or any(mark in value for mark in _QUOTES):
        return ()
    before = read(text[: last.start])
    begun = f"{_FORMS[last.field]}:{'-'.join(words)}"
    marks = replace(before.marks, phrases=(*before.marks.phrases, value))
    whole = (" ".join(words[:-1]),) if len(words) > 1 else ()
    anywhere = replace(
        before.query,
        words=(*before.query.words, words[-1]),
        phrases=(*before.query.phrases, *whole),
        prefix=True,
        alternatives=(),
    )
    return (
        Asked(
            text=text,
            query=replace(before.query, begun_term=begun, alternatives=()),
            marks=marks,
        ),
        Asked(text=text, query=anywhere, marks=marks),
    )


def _word_begun(asked: Asked) -> Asked | None:
    """The last plain word as the beginning of one."""
    words = asked.query.words
    if not words or folded_words(asked.text)[-1:] != folded_words(words[-1])[-1:]:
        return None
    query = replace(
        asked.query,
        prefix=True,
        alternatives=tuple(_open(it, words[-1:]) for it in asked.query.alternatives),
    )
    return Asked(text=asked.text, query=query, marks=asked.marks)


def _open(reading: SearchQuery, last: tuple[str, ...]) -> SearchQuery:
    return replace(reading, prefix=reading.words[-1:] == last)
