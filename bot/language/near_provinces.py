"""A province that is meant where its name has one typing slip."""

from __future__ import annotations

from functools import cache

from bot.language.provinces import all_provinces, province_name
from bot.language.slips import one_slip
from storage.text import folded_words


def near_province_name(text: str) -> str | None:
    """The one name, present or former, that `text` is but for a slip: `nghe anh` is `Nghệ An`.

    None where `text` names a province as it stands, where none is near, and where two are.
    """
    typed = "".join(folded_words(text))
    if not typed or province_name(text) is not None:
        return None
    near = {name for key, name in _keys() if one_slip(typed, key)}
    return near.pop() if len(near) == 1 else None


@cache
def _keys() -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(name for it in all_provinces() for name in (it.name, *it.former))
    return tuple(("".join(folded_words(name.removeprefix("TP "))), name) for name in names)
