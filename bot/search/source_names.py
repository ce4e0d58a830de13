"""Sources as people name them: by id, or by a part of the name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storage.text import fold

_MOST_WORDS = 12
_SURE = 3
"""Letters with which the beginning of a syllable may stand for it."""


def named_source(value: str, names: Mapping[str, str], *, whole: bool) -> tuple[str, int]:
    """Id of the source that the beginning of `value` names, and where that ends.

    As many words as name one; where none do, the first word as it stands, which no source has.
    `whole`: all of `value` is the name.
    """
    ends = [match.end() for match in re.finditer(r"\S+", value)][:_MOST_WORDS] or [len(value)]
    for end in [len(value)] if whole else reversed(ends):
        found = _source(value[:end], names)
        if found is not None:
            return found, end
    end = len(value) if whole else ends[0]
    return value[:end].strip(), end


def _source(value: str, names: Mapping[str, str]) -> str | None:
    wanted = _key(value)
    if not any(char.isalnum() for char in wanted):
        return None
    for source_id in names:
        if _key(source_id) == wanted:
            return source_id
    behind = " " if len(wanted) < _SURE else ""  # "la" is no part of "Lam", "phuo" is of "Phước"
    return next(
        (
            source_id
            for source_id, name in names.items()
            if f" {wanted}{behind}" in f" {_key(name)} "
        ),
        None,
    )


def _key(text: str) -> str:
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split()).rstrip(" ,;.")
