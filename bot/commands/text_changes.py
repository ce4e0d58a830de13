"""What an edit changed in an article, passage by passage and word by word. Pure.

Passages are aligned by difflib, then words within passages that resemble each other. difflib takes
quadratic time and worse: what both have in common at the ends is set aside first, and of what
remains no more is compared than `CELLS` allow; beyond, it is taken out and put in as a whole.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple, TypeVar

from storage.models import Article, Revision

CELLS = 40_000
"""Pairs of passages or words that are compared for one change: 200 words with as many."""

ALL_CELLS = 400_000
"""The same for one edit in all: hostile texts (`a a a b …`) take a second or two then."""

CONTEXT = 6
"""Words that stay on either side of a change; longer stretches in between become `…`."""

MAX_WORDS = 120
"""Words of one piece that are shown; longer ones are cut."""

_RESEMBLANCE = 0.4
"""Share of its words that a passage must have in common with what replaced it."""

ELLIPSIS = "…"

Text = Article | Revision

T = TypeVar("T", bound=Hashable)


class Mark(Enum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    """Words with what became of them."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that was changed, added or removed.

    `part` says where it stands: `title`, `text` or `caption`.
    """

    part: str
    pieces: tuple[Piece, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the passage was added or removed as a whole."""
        return len(self.pieces) == 1


def changes(before: Text, after: Text) -> Iterator[Change]:
    """Every change of title, running text and captions, in order."""
    parts = (
        ("title", (before.title,), (after.title,)),
        ("text", _running(before), _running(after)),
        ("caption", before.captions, after.captions),
    )
    aligner = _Aligner()
    for part, old, new in parts:
        passages = [_words(text) for text in old], [_words(text) for text in new]
        for pieces in _passages(aligner, *passages):
            yield Change(part, tuple(pieces))


def _running(text: Text) -> tuple[str, ...]:
    return tuple(passage for passage in (text.lead, *text.paragraphs) if passage)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _passages(
    aligner: _Aligner, old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]
) -> Iterator[list[Piece]]:
    for is_equal, removed, added in aligner.aligned(old, new):
        if is_equal:
            continue
        paired = min(len(removed), len(added))
        for here, there in zip(removed, added, strict=False):
            if _resemble(here, there):
                yield list(_shortened(_compared(aligner, here, there)))
            else:
                yield [_whole(here, Mark.REMOVED)]
                yield [_whole(there, Mark.ADDED)]
        for here in removed[paired:]:
            yield [_whole(here, Mark.REMOVED)]
        for there in added[paired:]:
            yield [_whole(there, Mark.ADDED)]


def _compared(
    aligner: _Aligner, old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Sequence[str], Mark]]:
    for is_equal, removed, added in aligner.aligned(old, new):
        if is_equal:
            yield removed, Mark.KEPT
            continue
        if removed:
            yield removed, Mark.REMOVED
        if added:
            yield added, Mark.ADDED


def _shortened(runs: Iterator[tuple[Sequence[str], Mark]]) -> Iterator[Piece]:
    """The runs, equal ones without their middle (first and last: without their far end)."""
    found = list(runs)
    for number, (words, mark) in enumerate(found):
        if mark is not Mark.KEPT:
            yield _whole(words, mark)
            continue
        before = words[:CONTEXT] if number else ()
        after = words[-CONTEXT:] if number < len(found) - 1 else ()
        if len(words) <= len(before) + len(after) + 1:
            yield Piece(" ".join(words), mark)
        else:
            yield Piece(" ".join((*before, ELLIPSIS, *after)), mark)


def _whole(words: Sequence[str], mark: Mark) -> Piece:
    if len(words) > MAX_WORDS:
        words = (*words[:MAX_WORDS], ELLIPSIS)
    return Piece(" ".join(words), mark)


def _resemble(old: Sequence[str], new: Sequence[str]) -> bool:
    mine, other = set(old), set(new)
    return len(mine & other) >= _RESEMBLANCE * max(len(mine), len(other), 1)


class _Aligner:
    """Aligns sequences until `ALL_CELLS` are spent."""

    def __init__(self) -> None:
        self._left = ALL_CELLS

    def aligned(
        self, old: Sequence[T], new: Sequence[T]
    ) -> Iterator[tuple[bool, Sequence[T], Sequence[T]]]:
        """Stretches in order: whether they are equal, and both sides of each."""
        shortest = min(len(old), len(new))
        start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
        room = shortest - start
        end = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
        if start:
            yield True, old[:start], new[:start]
        here, there = old[start : len(old) - end], new[start : len(new) - end]
        cells = len(here) * len(there)
        if cells > min(CELLS, self._left):
            yield False, here, there
        else:
            self._left -= cells
            matcher = SequenceMatcher(None, here, there, autojunk=False)
            for tag, i, j, k, m in matcher.get_opcodes():
                yield tag == "equal", here[i:j], there[k:m]
        if end:
            yield True, old[len(old) - end :], new[len(new) - end :]
