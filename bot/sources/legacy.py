"""Which single-byte encoding a text was written in, judged by whether its syllables can exist.

The old Vietnamese encodings share the labels of the Western ones, so a label is worth little here
and spelling decides: a reading is taken for Vietnamese only when its accented words are syllables,
three to one, and more of them than in the Western reading. Text of other languages stays Western.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.sources.composed import nfc_in_steps
from bot.sources.syllable import is_syllable
from bot.sources.tcvn3 import decode_tcvn3
from bot.sources.viscii import decode_viscii
from bot.sources.vni import decode_vni

_SAMPLE = 60_000
"""Bytes from the first accented one on that are enough to tell."""
_BEFORE = 500
_STEP = 1 << 17
"""Bytes that are decoded without a turn for other threads."""
_TAG = re.compile(r"<[^<>]{0,2000}>|&#?\w{1,30};|\b\w{1,15}://\S{1,500}")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")

_VIETNAMESE: dict[str, Callable[[bytes], str]] = {
    "cp1258": lambda data: nfc_in_steps(data.decode("cp1258", "replace")),
    "tcvn3": decode_tcvn3,
    "viscii": decode_viscii,
    "vni": decode_vni,
}
_LABELS = {
    **dict.fromkeys(("viscii", "xviscii", "csviscii", "viscii111", "viscii11"), "viscii"),
    **dict.fromkeys(("tcvn", "xtcvn", "tcvn3", "tcvn5712", "xviettcvn5712", "tcvn57121"), "tcvn3"),
    **dict.fromkeys(("tcvn571211993", "abc", "xviettcvn", "xviettcvn3", "vietabc"), "tcvn3"),
    **dict.fromkeys(("vni", "xvni", "xvietvni", "vniwin", "vniwindows"), "vni"),
    **dict.fromkeys(("windows1258", "cp1258", "xcp1258"), "cp1258"),
}


class _Evidence(NamedTuple):
    """Accented words of two letters and more, and what cannot be in a text."""

    syllables: int
    others: int
    strange: int
    plain_share: float
    """How many of the words without accents could be Vietnamese, 0 to 1."""

    @property
    def score(self) -> int:
        return self.syllables - 3 * self.others - self.strange


def vietnamese_label(label: str | None) -> str | None:
    """The key of the old Vietnamese encoding that a charset label means, None for any other."""
    return _LABELS.get(re.sub(r"[^a-z0-9]", "", (label or "").lower()))


def decode_legacy(data: bytes, label: str | None = None) -> str:
    """`data`, which is not UTF-8, as windows-1258, TCVN3, VISCII, VNI or windows-1252.

    `label` is one of `vietnamese_label`: it wins unless another reading is more plausible.
    """
    first = _NOT_ASCII.search(data)
    start = max(0, first.start() - _BEFORE) if first else 0
    sample = data[start : start + _SAMPLE]
    western = _weigh(_western(sample))
    readings = {name: _weigh(decode(sample)) for name, decode in _VIETNAMESE.items()}
    best = max(readings, key=lambda name: (readings[name].score, name == label))
    chosen = best if _convinces(readings[best], western) else label
    decode = _VIETNAMESE[chosen] if chosen else _western
    return "".join(map(decode, _in_steps(data)))


def _western(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _in_steps(data: bytes) -> Iterator[bytes]:
    """Pieces that end before a blank or a tag where there is one, so that no letter is cut."""
    start = 0
    while start < len(data):
        end = start + _STEP
        while end < len(data) and data[end] not in b" \n<" and end < start + 2 * _STEP:
            end += 1
        yield data[start:end]
        start = end


def _convinces(reading: _Evidence, western: _Evidence) -> bool:
    if reading.score <= western.score or reading.syllables <= 3 * reading.others:
        return False
    return reading.syllables >= 3 or reading.plain_share > 0.7


def _weigh(text: str) -> _Evidence:
    words = _WORD.findall(_TAG.sub(" ", text))
    accented = [word for word in words if not word.isascii() and len(word) > 1]
    plain = [word for word in words if word.isascii()]
    syllables = sum(map(is_syllable, accented))
    strange = sum(1 for char in text if char == "\ufffd" or unicodedata.combining(char))
    share = sum(map(is_syllable, plain)) / len(plain) if plain else 1.0
    return _Evidence(syllables, len(accented) - syllables, strange, share)
