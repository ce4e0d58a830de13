"""The phrases that names of bodies and posts go on with, and the words that a text is read in.

They stand in `name_words.toml`, and are read as trees of words: the longest phrase that begins at a
place of a text is found in one walk.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.facts.organisation_heads import organisation_heads, split_names
from bot.language.provinces import all_provinces
from storage.text import MAX_SYLLABLE, exact_key

WORD = re.compile(
    # TNHH, GD&ĐT, LĐ-TB&XH, TP.HCM: capitals joined by signs are one word; K'Ré
    r"[A-ZĐƯƠÂÊÔ]{1,5}(?:[-/.&][A-ZĐƯƠÂÊÔ][A-ZĐƯƠÂÊÔa-z]{0,8}){1,3}(?!\w)|[^\W_]+(?:['’][^\W_]+)?|&"
)
GAP = re.compile(r"[ \t\u00a0]?(?:,[ \t\u00a0]|[-–][ \t\u00a0])|-(?=[^\W\d_])|[ \t\u00a0]{1,3}")
_LONGEST = 14
"""Tokens of the longest phrases."""

Tree = dict[str, Any]
_END = ""
"""Marks in a tree that a phrase may end here."""


class NameWords(NamedTuple):
    """The lists of `name_words.toml`, with the heads of bodies and the names of provinces."""

    anywhere: Tree
    titled: Tree
    heads: Tree
    posts: Tree
    places: Tree
    stops: Tree
    units: Tree
    units_named: Tree
    numbered: frozenset[str]
    lower_heads: Tree


@lru_cache(maxsize=1 << 13)
def _key(word: str) -> str:
    return exact_key("và") if word == "&" else exact_key(word[:MAX_SYLLABLE])


def _tree(phrases: list[str]) -> Tree:
    root: Tree = {}
    for phrase in phrases:
        node = root
        for word in re.sub("[-–,]", " , ", phrase).split():
            node = node.setdefault("," if word == "," else _key(word), {})
        node[_END] = True
    return root


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    raw = tomllib.loads(files(__package__).joinpath("name_words.toml").read_text("utf-8"))
    lists = {name: split_names(phrases) for name, phrases in raw.items()}
    heads = organisation_heads().by_words
    provinces = [name for it in all_provinces() for name in (it.name, *it.former)]
    provinces += ["Thừa Thiên - Huế", "Bà Rịa - Vũng Tàu"]  # as they are written beside the list
    return NameWords(
        anywhere=_tree(lists["anywhere"]),
        titled=_tree(lists["titled"] + list(heads)),
        heads=_tree(list(heads)),
        posts=_tree(lists["posts"]),
        places=_tree(provinces),
        stops=_tree(lists["stops"]),
        units=_tree(lists["units"]),
        units_named=_tree(lists["units_named"]),
        numbered=frozenset(lists["numbered"]),
        lower_heads=_tree([name for name in heads if " " in name]),
    )


def longest_phrase(tree: Tree, text: str, at: int, limit: int) -> int:
    """Where the longest phrase of the tree that begins at `at` ends; 0: none does."""
    node, best = tree, 0
    for _ in range(_LONGEST):
        word = WORD.match(text, at, limit)
        node = node.get(_key(word[0])) if word else None  # type: ignore[assignment] # left at None
        if word is None or node is None:
            break
        at = word.end()
        if _END in node:
            best = at
        gap = GAP.match(text, at, limit)
        if gap is None:
            break
        if gap[0].strip():
            if "," not in node:
                break
            node = node[","]
        at = gap.end()
    return best
