"""Normal form C of texts of any size and any content, without keeping other threads waiting."""

from __future__ import annotations

import re
import unicodedata

from storage.text import nfc

_STEP = 1 << 17
"""Characters that are normalised without a break."""
_MOST_MARKS = 30
_LONG_RUN = re.compile(r"[^\x00-\x7f]{200,}")
"""Shorter runs are put in order fast enough, whatever they are."""


def nfc_in_steps(text: str) -> str:
    """`nfc(text)`, cut before ASCII characters, which compose with nothing before them.

    The interpreter stands still while one string is normalised, 0.1 s for 2 MB of letters with
    separate accents: in steps the other threads have their turn. Of a longer run of combining
    marks the first 30 are kept, as the Stream-Safe Text Format has it (Unicode annex 15, §13):
    putting marks in order takes the square of their number, for 15 MB of them longer than a day.
    """
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = start + _STEP
        while end < len(text) and text[end] > "\x7f" and end < start + 2 * _STEP:
            end += 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        pieces.append(nfc(_LONG_RUN.sub(_with_few_marks, text[start:end])))
        start = end
    return "".join(pieces)


def _with_few_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)
