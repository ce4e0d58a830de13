"""One typing slip in one syllable, forgiven where nothing is found as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec

from bot.search.asked import Asked
from storage.base import ArticleStore
from storage.models import SearchHit, SearchQuery
from storage.text import Token, tokens

MOST_SYLLABLES = 8
"""Syllables that are tried where every one of them is known: the slip made another word."""
TRIALS = 5
"""Spellings of one syllable that are tried."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """A spelling with which something is found."""

    wrong: str
    right: str
    """As an article writes it."""
    asked: Asked
    known: bool = False
    """Whether articles have the wrong one as well, but not with the other words."""


def respell(
    store: ArticleStore, asked: Asked, read: Callable[[str], Asked], *, known_too: bool = True
) -> Respelled | None:
    """The query with one syllable spelled otherwise, of all those the one that finds most.

    A syllable that no article has is the slip; two of them are more than one. Where all are known
    any may be it. Of several syllables one is changed only if articles have it beside a neighbour:
    a rare name that nobody wrote about is no slip. Without `known_too` no syllable that some
    article has is changed, and none in quotation marks ever is. None: nothing is found.
    """
    words = asked.words or asked.query
    said = (*words.words, *words.phrases, *(it.value for it in asked.fields))
    typed = {it.folded for text in said for it in tokens(text)}
    found = [it for it in tokens(asked.text) if it.folded in typed and it.folded.isalpha()]
    unknown = [it for it in found if not _occurs(store, it.folded)]
    if len({it.folded for it in unknown}) > 1:
        return None
    quoted = {it.folded for text in words.phrases for it in tokens(text)}
    others = [it for it in found if it.folded not in quoted]
    targets = unknown[:1] or (others[:MOST_SYLLABLES] if known_too and len(found) > 1 else [])
    trials = [each for it in targets for each in _trials(store, asked, it, found, read)]
    if not trials:
        return None
    best = max(trials, key=lambda each: each[0])[1]
    return best if unknown else replace(best, known=True)


def _trials(
    store: ArticleStore,
    asked: Asked,
    target: Token,
    found: list[Token],
    read: Callable[[str], Asked],
) -> Iterator[tuple[int, Respelled]]:
    """Spellings of one syllable with which something is found, and how much that is."""
    at = found.index(target)
    beside: list[Token | None] = [*found[max(0, at - 1) : at], *found[at + 1 : at + 2]]
    for right in store.spellings(target.folded, limit=TRIALS):
        query = read(_put(asked.text, target, right)).query
        for neighbour in beside or [None]:
            result = store.search(_limited(query, _pair(neighbour, target, right)))
            if result.total:
                written = _as_written(result.hits[0], right, neighbour, target)
                text = _put(asked.text, target, written)
                wrong = asked.text[target.start : target.end]
                yield result.total, Respelled(wrong, written, read(text))


def _limited(query: SearchQuery, pair: str | None) -> SearchQuery:
    """One article of the query, with the pair in a row."""
    if pair is None:
        return msgspec.structs.replace(query, limit=1)
    return msgspec.structs.replace(
        query,
        limit=1,
        phrases=(*query.phrases, pair),
        alternatives=tuple(
            msgspec.structs.replace(it, phrases=(*it.phrases, pair)) for it in query.alternatives
        ),
    )


def _pair(neighbour: Token | None, target: Token, right: str) -> str | None:
    if neighbour is None:
        return None
    if neighbour.start < target.start:
        return f"{neighbour.folded} {right}"
    return f"{right} {neighbour.folded}"


def _occurs(store: ArticleStore, syllable: str) -> bool:
    return store.search(SearchQuery(words=(syllable,), limit=1)).total > 0


def _as_written(hit: SearchHit, right: str, neighbour: Token | None, target: Token) -> str:
    """The syllable with its diacritics: where it stands beside the neighbour, else anywhere."""
    ahead = neighbour is not None and neighbour.start < target.start
    anywhere = None
    for text in (hit.title, hit.lead or "", *hit.paragraphs):
        words = tokens(text)
        for at, word in enumerate(words):
            if word.folded != right:
                continue
            written = text[word.start : word.end].lower()
            beside = words[max(0, at - 1) : at] if ahead else words[at + 1 : at + 2]
            if neighbour is None or (beside and beside[0].folded == neighbour.folded):
                return written
            anywhere = anywhere or written
    return anywhere or right


def _put(text: str, token: Token, word: str) -> str:
    return text[: token.start] + word + text[token.end :]
