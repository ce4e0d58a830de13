"""What one typing slip makes of a syllable: one reading for every backend. Pure."""

from __future__ import annotations

import string

from storage.text import folded_words


def slips(syllable: str) -> frozenset[str]:
    """Everything that one letter more, less or other, or two neighbours swapped, makes of it.

    These four are 80 % of all slips (Damerau, "A technique for computer detection and correction
    of spelling errors", 1964). Letters are a to z, as folded text has them; what is no single
    word, or has a digit, has no slips: another number is another thing.
    """
    words = folded_words(syllable)
    if len(words) != 1 or not words[0].isalpha():
        return frozenset()
    word = words[0]
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = string.ascii_lowercase
    less = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    more = {left + letter + right for left, right in cuts for letter in letters}
    return frozenset(less | swapped | other | more) - {word, ""}
