"""Lines that say the same as another text, case and diacritics apart."""

from __future__ import annotations

from storage.text import fold

SLACK = 6
"""Characters: folding composed text keeps its length but for a few foreign letters."""


class SameText:
    """A text to compare many lines with: only those about as long are folded."""

    __slots__ = ("_folded", "_size")

    def __init__(self, text: str) -> None:
        self._folded = fold(text)
        self._size = len(text)

    def is_said_by(self, line: str) -> bool:
        """Whether the line is the text, case and diacritics apart."""
        return abs(len(line) - self._size) <= SLACK and fold(line) == self._folded

    def repeats(self, line: str, *, least: int) -> bool:
        """Whether the line is the text, or words of it, at least `least` of them."""
        if len(line) > self._size + SLACK:
            return False
        folded = fold(line)
        return folded == self._folded or (folded in self._folded and len(line.split()) >= least)
