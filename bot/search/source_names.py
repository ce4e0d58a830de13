"""Sources as people name them: by id, by a part of the name, written together, with one slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.language.slips import one_slip
from storage.text import fold

_MOST_WORDS = 12
_SURE = 3
"""Letters with which the beginning of a syllable may stand for it."""
_MOST_NEAR = 4
_KIND = re.compile(
    r"(?:bao dien tu|bao va dai|bao|dai ptth|dai|tap chi|cong thong tin dien tu|cong thong tin"
    r"|trang thong tin dien tu|trang thong tin|trang tin|trang|cong|kenh|tin)(?: |$)"
)
"""What many sources are: by this alone none is named."""


def named_source(value: str, names: Mapping[str, str], *, whole: bool) -> tuple[str, int]:
    """Id of the source that the beginning of `value` names, and where that ends.

    As many words as name one, a name with one slip among them; where none do, the first word as
    it stands, which no source has. `whole`: all of `value` is the name.
    """
    ends = [match.end() for match in re.finditer(r"\S+", value)][:_MOST_WORDS] or [len(value)]
    for end in [len(value)] if whole else reversed(ends):
        found = _source(value[:end], names)
        if found is not None:
            return found, end
    end = len(value) if whole else ends[0]
    return value[:end].strip(), end


def near_sources(value: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of sources whose names share the first word of `value` that is no kind of source.

    For somebody who named none: at most four, in the order of `names`.
    """
    words = _KIND.sub("", _key(value), count=1).split()
    if not words:
        words = _key(value).split()
    near = [
        source_id
        for source_id, name in names.items()
        if words and len(words[0]) > 1 and f" {words[0]} " in f" {_key(name)} {_key(source_id)} "
    ]
    return tuple(near[:_MOST_NEAR])


def _source(value: str, names: Mapping[str, str]) -> str | None:
    wanted = _key(value)
    if not any(char.isalnum() for char in wanted):
        return None
    best = min(
        (
            (rank, len(name), source_id)
            for source_id, name in names.items()
            if (rank := _likeness(wanted, source_id, name)) is not None
        ),
        default=None,
    )
    return None if best is None else best[2]


def _likeness(wanted: str, source_id: str, name: str) -> int | None:
    """How surely the words name it, 0 the surest; None: they do not."""
    keys = [_key(source_id), *_keys(name)]
    if wanted in keys:
        return keys.index(wanted)
    together = "".join(wanted.split())
    if any(together == "".join(key.split()) for key in keys):
        return len(keys)
    kind = _KIND.match(keys[1])
    if _KIND.fullmatch(wanted) or (kind is not None and kind[0].startswith(wanted)):
        return None
    behind = " " if len(wanted) < _SURE else ""  # "la" is no part of "Lam", "phuo" is of "Phước"
    if f" {wanted}{behind}" in f" {_key(name)} ":
        return len(keys) + 1
    if any(one_slip(together, "".join(key.split())) for key in keys):
        return len(keys) + 2
    return None


def _keys(name: str) -> Iterator[str]:
    """The name, and what it is without the kind of source in front."""
    key = _key(name)
    yield key
    kind = _KIND.match(key)
    if kind is not None and kind.end() < len(key):
        yield key[kind.end() :]


def _key(text: str) -> str:
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split()).rstrip(" ,;.")
