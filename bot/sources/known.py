"""The sources that the bot knows of without being asked to read them: `known.toml`.

Public feeds and listing pages of Vietnamese outlets, by province, level and kind. Nothing here is
ever polled: a curator turns one on, it is tried, and only then a copy of it stands in the store.
The file is read when somebody first asks for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.language.provinces import concerns, province_name
from storage.models import Source
from storage.text import folded_words

KINDS = ("feed", "listing")
LEVELS = ("party", "government", "press")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which sources somebody wants to see; None leaves a thing open.

    Attributes:
        province: any name of a province, former or present; a present one takes in all that was
            merged into it, a former one also finds what is about the merged province.
        level: `party`, `government` or `press`.
        kind: `feed` or `listing`.
        words: each begins a word of the name, section, province, id or address, diacritics or not.
    """

    province: str | None = None
    level: str | None = None
    kind: str | None = None
    words: str = ""


@cache
def known_sources() -> tuple[Source, ...]:
    """All of them, off, in the order of the file: Party, government, press; outlets together.

    Raises:
        ValueError: the file is not what its heading says (a test reads it).
    """
    raw = files(__package__).joinpath("known.toml").read_text(encoding="utf-8")
    return tuple(_sources(tomllib.loads(raw)["outlet"]))


def known_source(source_id: str) -> Source | None:
    """The one with this id, or None."""
    return _by_id().get(source_id)


def find_known(wish: Wish, among: Iterable[Source] | None = None) -> list[Source]:
    """Those that `wish` describes, in their order; `among` None means all known ones.

    Of a former province its own sources stand before those of the merged one.
    """
    words = folded_words(wish.words)
    found = [
        source
        for source in (known_sources() if among is None else among)
        if (wish.level is None or source.level == wish.level)
        and (wish.kind is None or source.kind == wish.kind)
        and (wish.province is None or concerns(source.province, wish.province))
        and _has_words(source, words)
    ]
    if wish.province is not None:
        asked = province_name(wish.province)
        found.sort(key=lambda source: province_name(source.province or "") != asked)
    return found


@cache
def _by_id() -> dict[str, Source]:
    return {source.id: source for source in known_sources()}


def _has_words(source: Source, words: list[str]) -> bool:
    if not words:
        return True
    said = folded_words(
        " ".join(
            filter(None, (source.name, source.section, source.province, source.id, source.url))
        )
    )
    return all(any(each.startswith(word) for each in said) for word in words)


def _sources(outlets: list[dict[str, Any]]) -> Iterator[Source]:
    for outlet in outlets:
        unknown = outlet.keys() - {"name", "level", "province", "feeds", "listings"}
        if unknown:
            raise ValueError(f"{outlet.get('name')}: unknown key {min(unknown)!r}")
        for kind in KINDS:
            for source_id, section, url, *province in outlet.get(f"{kind}s", []):
                yield Source(
                    id=source_id,
                    name=outlet["name"],
                    kind="feed" if kind == "feed" else "listing",
                    url=url,
                    province=province[0] if province else outlet.get("province"),
                    level=outlet["level"],
                    section=section or None,
                    enabled=False,
                )
