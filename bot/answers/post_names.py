"""Posts as they are asked for and compared: one key for all spellings of one post. Pure.

`Chủ tịch UBND tỉnh X`, `Chủ tịch tỉnh X` and `chu tich uy ban nhan dan tinh x` are one post, so are
`Bí thư Tỉnh ủy X` and `Bí thư X` of a province; `Phó Bí thư` is another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from bot.answers.question import Question
from bot.answers.words import table
from bot.facts.posts import folded_heads
from bot.language.abbreviations import abbreviations, expand
from bot.language.provinces import province, province_name
from storage.text import fold, folded_words

_LEVELS: dict[tuple[str, ...], str] = {
    ("tinh",): "tinh",
    ("thanh", "pho"): "thanh pho",
    ("tp",): "thanh pho",
}
_COMMITTEES: dict[tuple[str, ...], str] = {("tinh", "uy"): "tinh", ("thanh", "uy"): "thanh pho"}
_COUNCIL = ("uy", "ban", "nhan", "dan")
_SECRETARY = (("bi", "thu"), ("pho", "bi", "thu"))
_CHAIR = (("chu", "tich"), ("pho", "chu", "tich"))
PROVINCIAL = frozenset((*_SECRETARY, *_CHAIR))
"""Bodies of the posts whose every spelling is known where their place is a province."""
_HELD = frozenset({"quyen", "tan"})
"""Said in front of a post that is held: acting, new."""
_LONGEST_PLACE = 5
_LONGEST = 20
"""Words of the longest post that is compared."""


class PostKey(NamedTuple):
    """A post, equal for all its spellings."""

    body: tuple[str, ...]
    """Folded words without level and place, `("bi", "thu")` of a province's secretary."""
    level: str
    """`"tinh"`, `"thanh pho"`, or empty: none is told."""
    place: str
    """Folded name of the province; of another place only where its level is told; else empty."""

    def is_of(self, asked: PostKey) -> bool:
        """Whether it is the post asked for; a level that is not told may be any."""
        same = (*self.body, self.place) == (*asked.body, asked.place)
        return same and (self.level == asked.level or not self.level or not asked.level)

    def is_within(self, asked: PostKey) -> bool:
        """Whether it is the post asked for where the place goes without saying."""
        if self.place or not asked.place or self.body != asked.body:
            return False
        return self.level == asked.level or (not self.level and len(self.body) > 3)


@lru_cache(maxsize=4096)
def post_key(post: str) -> PostKey:
    """The key of a post as it is written; diacritics and abbreviations do not matter."""
    words = _short_front(_expanded(folded_words(expand(post))[:_LONGEST]))
    while len(words) > 1 and words[0] in _HELD:
        words = words[1:]
    words, level, place = _placed(words)
    if words[-2:] in _COMMITTEES and words[:-2] in _SECRETARY:
        if place and province(place) is None:
            return PostKey((*words, place), "", "")
        words, level = words[:-2], _COMMITTEES[words[-2:]]
    elif words[-4:] == _COUNCIL and words[:-4] in _CHAIR and (level or place):
        words = words[:-4]
    if place and not level:
        known = province(place)
        level = "thanh pho" if known is not None and known.is_city else "tinh"
    return PostKey(words, level, place)


_FRONT = ("mat", "tran", "to", "quoc")


def _short_front(words: tuple[str, ...]) -> tuple[str, ...]:
    """The Fatherland Front without "Ủy ban" before it and "Việt Nam" behind it."""
    for at in range(len(words) - len(_FRONT) + 1):
        end = at + len(_FRONT)
        if words[at:end] == _FRONT:
            first = at - 2 if words[max(0, at - 2) : at] == ("uy", "ban") else at
            last = end + 2 if words[end : end + 2] == ("viet", "nam") else end
            return (*words[:first], *_FRONT, *words[last:])
    return words


def _placed(words: tuple[str, ...]) -> tuple[tuple[str, ...], str, str]:
    """The post without its place, the level, and the place."""
    for size in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
        last = words[-size:]
        name = None if last[:1] in _LEVELS or last[:2] in _LEVELS else province_name(" ".join(last))
        if name is not None:
            return *_levelled(words[:-size]), fold(name)
    rest, level = _levelled(words)
    if level:
        return rest, level, ""
    for at in range(1, len(words) - 1):
        for parts, named in _LEVELS.items():
            if words[at : at + len(parts)] == parts and words[at + len(parts)] not in {
                "uy",
                "doan",
            }:
                return words[:at], named, " ".join(words[at + len(parts) :])
    return words, "", ""


def _levelled(words: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Without the level that ends the words."""
    for parts, level in _LEVELS.items():
        if words[-len(parts) :] == parts:
            return words[: -len(parts)], level
    return words, ""


@cache
def _shorts() -> dict[str, tuple[str, ...]]:
    """Abbreviations of one word, as they are typed without capitals."""
    return {
        fold(short): tuple(folded_words(words))
        for short, words in abbreviations().items()
        if short.isalpha() and len(short) > 2
    }


def _expanded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for word in words for part in _shorts().get(word, (word,)))


def asked_post(question: Question) -> str | None:
    """The post whose holder is asked for now, folded; None: another question."""
    asked = table("post_holders.toml")["asked"]
    words = " ".join(word.folded for word in question.words)
    since = _any(asked["since"])  # "mới" or "đảng" may end a post, these words do not
    now = f"(?:(?:{since}|{_any(asked['now'])}) )?"
    front = re.compile(rf"(?:{_any(asked['front'])}) {now}(?:{_any(asked['holds'])}) ")
    back = re.compile(rf" (?:(?:{since}) )?(?:{_any(asked['back'])})$")
    if begins := front.match(words):
        post = words[begins.end() :]
    elif ends := back.search(words):
        post = words[: ends.start()]
    else:
        return None
    post = re.sub(rf" (?:{since})$", "", re.sub(f"^{now}", "", post))
    padded = f" {post} "
    if any(f" {it} " in padded for it in table("post_holders.toml")["other"]["folded"]):
        return None
    if post.endswith(" moi") and post_key(post.removesuffix(" moi")).place:
        post = post.removesuffix(" moi")  # "Bí thư Sơn La mới là ai"
    named = tuple(post.split())
    if (
        any(map(str.isdigit, post))
        or named[:1] in {("nguyen",), ("cuu",)}
        or not any(named[:size] in folded_heads() for size in range(1, 5))
    ):
        return None
    return post


def _any(phrases: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


_ABBREVIATED = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("mat tran to quoc", "mttq"),
)


def search_phrases(post: str, asked: PostKey) -> tuple[list[str], list[str]]:
    """The post as it may be written, and as it is written where its province goes without saying.

    Folded; the second is empty where no province is asked for.
    """
    levels = ("tinh",) if asked.level == "tinh" else ("tp", "thanh pho")
    body, place = " ".join(asked.body), asked.place.removeprefix("tp ")
    bodies = [body]
    front = " ".join(_FRONT)
    if front in body:
        bodies += [
            body.replace(front, f"{before}{front}{after}")
            for before in ("", "uy ban ")
            for after in ("", " viet nam")
            if before or after
        ]
    if asked.body in _CHAIR:
        bodies = [f"{body} uy ban nhan dan", body]
    within = [f"{it} {level}" for it in bodies for level in levels]
    if asked.body in _SECRETARY:
        within = [f"{body} {'tinh' if asked.level == 'tinh' else 'thanh'} uy"]
    elif asked.body not in _CHAIR:
        within = [*bodies, *(f"{it} {level}" for it in bodies for level in levels)]
    whole = [" ".join(_expanded(folded_words(post))[:_LONGEST])]
    if place:
        whole += [f"{it} {place}" for it in (*bodies, *within)]
    return _with_short(whole), _with_short(within) if place else []


def _with_short(phrases: Sequence[str]) -> list[str]:
    found = list(phrases)
    for long, short in _ABBREVIATED:
        found += [it.replace(long, short) for it in found if long in it]
    return list(dict.fromkeys(found))
