"""Word lists of tables as patterns: names between semicolons or line ends.

The longest name stands first, so that order in a table never matters; the patterns have no nested
repetition and so match in linear time.
"""

from __future__ import annotations

import re

GAP = r"[ \t\u00a0]{1,3}"
"""What stands between two words of one name; never the end of a line."""

TONES = (("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("òe", "oè"), ("ủy", "uỷ"), ("úy", "uý"))
"""Syllables whose tone mark is typed in two places: `hóa` and `hoá`, `ủy` and `uỷ`."""


def any_of(names: str) -> str:
    """Alternatives without a group around them."""
    return "|".join(_patterns(names))


def _patterns(names: str) -> list[str]:
    parts = {" ".join(name.split()) for name in re.split(r"[;\n]", names) if name.strip()}
    ordered = sorted(parts, key=lambda name: (-len(name), name))
    return [name_pattern(name) for name in ordered]


def any_of_many(names: str) -> str:
    """As `any_of`, those that begin with one letter in a group: faster where they are hundreds.

    The longest stands first among those of a letter, capital and small letters apart.
    """
    groups: dict[str, list[str]] = {}
    for pattern in _patterns(names):
        groups.setdefault(pattern[0], []).append(pattern)
    return "|".join(
        f"{letter}(?:{'|'.join(it[1:] for it in them)})" if letter.isalpha() else "|".join(them)
        for letter, them in groups.items()
    )


def begun(first: str, rest: str, *, not_behind: str = r"\w") -> str:
    """The letter `first` with the pattern `rest` behind it, where no word goes on into it.

    What may not stand in front (`not_behind`, for a character class) is looked at behind the first
    letter: a pattern whose alternatives all begin with a letter is searched for three times faster
    than one that begins with a look back.
    """
    letter = re.escape(first)
    return rf"{letter}(?<![{not_behind}]{letter}){rest}"


def name_pattern(name: str) -> str:
    """One name, its tone marks in either place, small or capital letters as they are written."""
    pattern = re.escape(name).replace(r"\ ", GAP)
    for new, old in TONES:
        pattern = pattern.replace(new, f"(?:{new}|{old})")
        pattern = pattern.replace(new.upper(), f"(?:{new.upper()}|{old.upper()})")
    return pattern
