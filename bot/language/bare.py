"""Text without diacritics, letter for letter: what stands where stays where it is."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from storage.text import nfc


def without_marks(text: str) -> str:
    """`Quý trước` → `Quy truoc`; đ is d. Offsets are those of `storage.text.nfc(text)`."""
    return "".join(_bare(char) for char in nfc(text))


@lru_cache(maxsize=1 << 12)
def _bare(char: str) -> str:
    if char.isascii():
        return char
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    kept = "".join(it for it in unicodedata.normalize("NFD", char) if not unicodedata.combining(it))
    return kept if len(kept) == 1 else char
