"""Whether the noun that a question asks of has names or common nouns for answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.question_reading import Reading, phrases


def sort_of(keys: Sequence[str], accented: bool, reading: Reading) -> str:
    """By the noun asked of, or the one that "X là gì" begins with."""
    if reading.kind not in {"which", "what", "what_is", "other"}:
        return ""
    noun = keys[reading.focus[0] : reading.focus[1]] or keys[:4]
    for name in ("named", "common"):
        for phrase in phrases(accented, "sorts", name):
            if any(tuple(noun[at : at + len(phrase)]) == phrase for at in range(min(len(noun), 3))):
                return name
    return ""
