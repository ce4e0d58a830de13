"""Whether a word can be a Vietnamese syllable, spelled and accented as Vietnamese is."""

from __future__ import annotations

import functools
import re
import unicodedata

from storage.text import TONE_MARKS, nfc

_SYLLABLE = re.compile(
    r"(?P<initial>ngh?|nh|[ckpt]h|tr|g[hi]?|qu|[bcdđhklmnprstvx])?"
    r"(?P<vowels>uyê|iêu|yêu|uôi|ươi|ươu|oai|oay|oeo|uây|uya|uyu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê"
    r"|[aăâeêioôơuưy])"
    r"(?P<final>ch|ng|nh|[cmnpt])?"
)
"""Initial, vowels and final of a syllable without its tone, in small letters."""
_LONGEST = 10
"""`nghiêng` has seven letters and, taken apart, three marks."""
_STOPS = frozenset({"c", "ch", "p", "t"})
_STOP_TONES = frozenset("\u0301\u0323")
"""A syllable that ends in a stop has the sharp or the heavy tone, and always one of them."""
_EITHER = frozenset({"oa", "oe", "uy"})
"""`hòa` and `hoà` are both written."""
_MARKED = frozenset("ăâêôơư")


def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and normal form, follows the rules of spelling and of accents."""
    return len(word) <= _LONGEST and _follows_the_rules(word)


@functools.lru_cache(maxsize=1 << 13)
def _follows_the_rules(word: str) -> bool:
    letters: list[str] = []
    tones: list[tuple[int, str]] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TONE_MARKS:
            tones.append((len(nfc("".join(letters))) - 1, char))
        else:
            letters.append(char)
    match = _SYLLABLE.fullmatch(nfc("".join(letters)))
    if match is None or len(tones) > 1:
        return False
    at, tone = tones[0] if tones else (None, None)
    if match["final"] in _STOPS and tone not in _STOP_TONES:
        return False
    return at is None or at - match.start("vowels") in _places(match["vowels"], match["final"])


def _places(vowels: str, final: str | None) -> tuple[int, ...]:
    """Which of the vowels may bear the tone."""
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED]
    if marked:
        return (marked[-1],)
    if len(vowels) == 1:
        return (0,)
    if final is not None or len(vowels) == 3:
        return (1,)
    return (0, 1) if vowels in _EITHER else (0,)
