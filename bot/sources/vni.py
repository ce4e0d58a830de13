"""VNI-Windows: Vietnamese as two Western characters, a letter and the mark that follows it.

The table is that of the VNI fonts: `aù` is á, `aâ` â, `aá` ấ, `öù` ứ. Pages in it call themselves
windows-1252 or nothing.
"""

from __future__ import annotations

import re

from storage.text import nfc

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_HATS = {"â": _CIRCUMFLEX} | {
    mark: _CIRCUMFLEX + tone for mark, tone in zip("áàåãä", _TONES.values(), strict=True)
}
_BREVES = {"ê": _BREVE} | {
    mark: _BREVE + tone for mark, tone in zip("éèúüë", _TONES.values(), strict=True)
}
_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_PAIRS = {
    letter + mark: nfc(_SINGLE.get(letter, letter) + combining)
    for letters, marks in (("aeouyôö", _TONES), ("aeo", _HATS), ("a", _BREVES))
    for letter in letters
    for mark, combining in marks.items()
}
TABLE = {
    written: read
    for small, letter in (_PAIRS | _SINGLE).items()
    for written, read in (
        (small, letter),
        (small.upper(), letter.upper()),
        (small[0].upper() + small[1:], letter.upper()),
    )
}
_WRITTEN = re.compile("|".join(sorted(map(re.escape, TABLE), key=len, reverse=True)))


def decode_vni(data: bytes) -> str:
    """The text; what is no pair of the table stays the Western character it is."""
    return _WRITTEN.sub(lambda match: TABLE[match[0]], data.decode("cp1252", "replace"))
