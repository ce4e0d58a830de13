"""Which single-byte encoding a text was written in, judged by whether its syllables can exist."""

from __future__ import annotations

import re
import unicodedata

from bot.sources.tcvn3 import decode_tcvn3
from storage.text import TONE_MARKS, nfc

_SAMPLE = 100_000
"""Characters that are enough to tell."""
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|[ckpt]h|tr|g[hi]?|qu|[bcdđhklmnprstvx])?"
    r"(?:uyê|iêu|yêu|uôi|ươi|ươu|oai|oay|oeo|uây|uya|uyu"
    r"|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê"
    r"|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
"""Initial, vowels and final of a Vietnamese syllable without its tone, in small letters."""


def decode_legacy(data: bytes) -> str:
    """`data`, which is not UTF-8, as windows-1258, TCVN3 or windows-1252: the most plausible."""
    readings = (
        nfc(data.decode("cp1258", "replace")),
        decode_tcvn3(data),
        data.decode("cp1252", "replace"),
    )
    return max(readings, key=lambda text: _plausibility(text[:_SAMPLE]))


def _plausibility(text: str) -> tuple[int, int]:
    """Accented words that can be Vietnamese less those that cannot; then, signs within words."""
    syllables = 0
    for word in _WORD.findall(text):
        if not word.isascii():
            syllables += 1 if _is_syllable(word) else -1
    strange = sum(1 for char in text if char == "\ufffd" or unicodedata.combining(char))
    return syllables, -strange


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    toneless = nfc("".join(char for char in letters if char not in TONE_MARKS))
    tones = sum(1 for char in letters if char in TONE_MARKS)
    return tones <= 1 and _SYLLABLE.fullmatch(toneless) is not None
