"""The words of an article that answer a query, verbatim, with the hits marked.

Nothing is rephrased: a snippet is a substring of one paragraph, with `…` where it was cut.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.models import SearchHit, SearchQuery
from storage.text import Token, nfc, tokens

LENGTH = 200
"""Characters of a snippet: about four lines on a phone."""
MAX_MARKS = 6
"""Marked runs in one snippet: more is noise, and Telegram counts every mark of a message."""
ELLIPSIS = "…"

_READ = 20_000
"""Characters of a paragraph that are looked at."""
_SENTENCE_END = re.compile(r"""[.!?…]+["'”’»)\]]*\s+(?=[^\W\d_a-zà-ỹđ]|["“«(\d-])""")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Consecutive pieces of text, each with whether it is a hit; empty for no text at all."""

    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The keys of the query: folded ones, and those typed with diacritics."""

    folded: frozenset[str]
    exact: frozenset[str]
    """Exact keys that the text really holds: then their folded twins are not marked."""


@dataclass(frozen=True, slots=True)
class _Window:
    text: str
    start: int
    end: int
    marks: tuple[Token, ...]


def snippet(hit: SearchHit, query: SearchQuery, *, length: int = LENGTH) -> Snippet:
    """The most telling sentences of `hit`, the words of `query` marked.

    The beginning of the text when no word of the query is in it (the title has it); empty when
    the article has no text.
    """
    passages = [nfc(text[:_READ]) for text in (hit.lead, *hit.paragraphs) if text and text.strip()]
    if not passages:
        return Snippet()
    found = [tokens(passage) for passage in passages]
    wanted = _wanted(query, found)
    best = max(
        (
            window
            for passage, words in zip(passages, found, strict=True)
            for window in _windows(passage, [it for it in words if _is_hit(it, wanted)], length)
        ),
        key=_worth,
    )
    return _marked(best)


def _wanted(query: SearchQuery, found: Sequence[Sequence[Token]]) -> _Wanted:
    asked = [word for text in (*query.words, *query.phrases) for word in tokens(text)]
    present = {word.exact for words in found for word in words}
    exact = {word.exact for word in asked if word.exact != word.folded and word.exact in present}
    folded = {word.folded for word in asked if word.exact not in exact}
    return _Wanted(frozenset(folded), frozenset(exact))


def _is_hit(token: Token, wanted: _Wanted) -> bool:
    return token.exact in wanted.exact or token.folded in wanted.folded


def _windows(text: str, hits: list[Token], length: int) -> Iterator[_Window]:
    """Candidates of one passage: whole sentences where they fit, else words around the hits."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*starts[1:], len(text)]
    for number, start in enumerate(starts):
        inside = _between(hits, start, ends[number])
        if number and not inside:
            continue
        last = number
        while last + 1 < len(ends) and ends[last + 1] - start <= length:
            last += 1
        if ends[last] - start <= length:
            yield _window(text, start, ends[last], hits)
            continue
        yield _window(text, start, _word_end(text, start + length - 1), hits)
        for it in inside[:50]:
            yield _around(text, it, start, ends[number], hits, length)


def _around(text: str, hit: Token, start: int, end: int, hits: list[Token], length: int) -> _Window:
    """A window that begins shortly before `hit`, within the sentence from `start` to `end`."""
    begin = max(start, min(hit.start - length // 4, end - length + 2))
    if begin > start:
        space = text.find(" ", begin, hit.start)
        begin = space + 1 if space >= 0 else hit.start
    return _window(text, begin, min(end, _word_end(text, begin + length - 2)), hits)


def _word_end(text: str, limit: int) -> int:
    """The end of the last whole word before `limit`; `limit` itself inside an endless word."""
    if limit >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, limit - 60), limit + 1)
    return space if space > 0 else limit


def _window(text: str, start: int, end: int, hits: list[Token]) -> _Window:
    while end > start and text[end - 1].isspace():
        end -= 1
    marks = _between(hits, start, end)
    return _Window(text, start, end, tuple(it for it in marks if it.end <= end))


def _between(hits: list[Token], start: int, end: int) -> list[Token]:
    """Those that begin in [start, end); `hits` are in order."""
    first = bisect_left(hits, start, key=_start)
    return hits[first : bisect_left(hits, end, first, key=_start)]


def _start(hit: Token) -> int:
    return hit.start


def _worth(window: _Window) -> tuple[int, int, int]:
    """Different words first, then neighbours, then how often; the earliest of equals wins."""
    marks = window.marks
    neighbours = sum(after.start - before.end <= 1 for before, after in itertools.pairwise(marks))
    return len({it.folded for it in marks}), min(neighbours, 10), min(len(marks), 10)


def _marked(window: _Window) -> Snippet:
    pieces: list[tuple[str, bool]] = []
    at = window.start
    for start, end in _runs(window)[:MAX_MARKS]:
        pieces += [(window.text[at:start], False), (window.text[start:end], True)]
        at = end
    pieces.append((window.text[at : window.end], False))
    if window.start > 0 and not _SENTENCE_END.search(window.text[: window.start][-60:] + "A"):
        pieces.insert(0, (ELLIPSIS, False))
    if window.end < len(window.text.rstrip()) and window.text[window.end - 1] not in '.!?…”"»)':
        pieces.append((ELLIPSIS, False))
    return Snippet(tuple(piece for piece in pieces if piece[0]))


def _runs(window: _Window) -> list[tuple[int, int]]:
    """Hits that stand side by side as one run; single ones repeated from a longer run are noise."""
    runs: list[list[Token]] = []
    for it in window.marks:
        if runs and window.text[runs[-1][-1].end : it.start].isspace():
            runs[-1].append(it)
        else:
            runs.append([it])
    together = {it.folded for run in runs if len(run) > 1 for it in run}
    return [
        (run[0].start, run[-1].end) for run in runs if len(run) > 1 or run[0].folded not in together
    ]
