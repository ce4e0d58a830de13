"""One typing slip between two short spellings."""

from __future__ import annotations

LEAST = 4
"""Characters below which a slip makes another word as easily as the one that was meant."""


def one_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` but for one letter more, less or other, or two swapped.

    Optimal string alignment distance 1 (F. J. Damerau, CACM 7(3), 1964: four fifths of slips).
    False where both are equal, and for what is shorter than `LEAST`. Linear in the length.
    """
    if min(len(typed), len(meant)) < LEAST or abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    at = 0
    while at < min(len(typed), len(meant)) and typed[at] == meant[at]:
        at += 1
    if len(typed) > len(meant):
        return typed[at + 1 :] == meant[at:]
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    swapped = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
    return swapped or typed[at + 1 :] == meant[at + 1 :]
