"""How the words of a question tell what it asks for: the tables of `question.toml` at work."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from bot.answers.words import folded_function_words, function_words, table
from storage.text import exact_key, fold

Kind = Literal[
    "who",
    "how_many",
    "when",
    "where",
    "document",
    "body",
    "post",
    "said",
    "why",
    "how",
    "which",
    "what",
    "what_is",
    "yes_no",
    "other",
]
KINDS: tuple[str, ...] = get_args(Kind)

_LONGEST_NOUN = 5
"""Words before "nào" or "gì" that are looked at for the noun that they ask of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """As in `Question`, by the numbers of words."""

    kind: Kind
    slot: tuple[int, int] = (0, 0)
    focus: tuple[int, int] = (0, 0)
    verb: str | None = None


Phrase = tuple[str, ...]
_PASSIVE = frozenset({"bi", "duoc"})
"""Without diacritics "bị" is no function word: "bí thư"."""

NUMBERED = frozenset(
    key(word)
    for word in ("số", "loại", "hạng", "cấp", "lớp", "khóa", "tập")
    for key in (exact_key, fold)
)
"""Before "mấy": what is asked for is the number that something bears, nothing is counted."""


@cache
def phrases(accented: bool, *path: str) -> tuple[Phrase, ...]:
    """A list of the table as keys, longest first."""
    found = table("question.toml")
    for name in path:
        found = found[name]
    return tuple(sorted((_keys(it, accented) for it in found), key=len, reverse=True))


def _keys(phrase: str, accented: bool) -> Phrase:
    return tuple(exact_key(word) if accented else fold(word) for word in phrase.split())


@cache
def _asking(accented: bool) -> tuple[tuple[str, Phrase, tuple[Phrase, ...]], ...]:
    """(kind, words, nouns of which one must stand before), in the order of the table."""
    return tuple(
        (row["kind"], words, tuple(_keys(it, accented) for it in row.get("nouns", ())))
        for row in table("question.toml")["asks"]
        for words in sorted((_keys(it, accented) for it in row["words"]), key=len, reverse=True)
    )


def without_fillers(keys: Sequence[str], accented: bool) -> tuple[int, int]:
    """First word of the question itself, and the one after its last."""
    first, last = 0, len(keys)
    changed = True
    while changed:
        changed = False
        for phrase in phrases(accented, "fillers", "front"):
            if len(phrase) == 1 and not accented:
                continue  # "hỏi" without its mark is also "hội"
            if (
                last - first > len(phrase) + 1
                and tuple(keys[first : first + len(phrase)]) == phrase
            ):
                first, changed = first + len(phrase), True
                break
        for phrase in phrases(accented, "fillers", "back"):
            if last - first > len(phrase) + 1 and tuple(keys[last - len(phrase) : last]) == phrase:
                last, changed = last - len(phrase), True
                break
    return first, last


def read_keys(keys: Sequence[str], accented: bool) -> Reading:
    """What the question of these words asks for."""
    for kind, words, nouns in _asking(accented):
        for at in places(keys, words):
            if not accented and _ambiguous(keys, at, words):
                continue
            if nouns and not any(_ends(keys[:at], it) for it in nouns):
                continue
            return _reading(keys, accented, kind, at, at + len(words))
    return _yes_no(keys, accented) or Reading("other")


def places(keys: Sequence[str], words: Phrase) -> Iterable[int]:
    """Where the phrase begins, the last place first."""
    return (
        at
        for at in range(len(keys) - len(words), -1, -1)
        if tuple(keys[at : at + len(words)]) == words
    )


def _ambiguous(keys: Sequence[str], at: int, words: Phrase) -> bool:
    """Without diacritics "dau" is also đầu, "may" máy, "nao" nạo: they ask only where they may."""
    if words == ("nao",):
        return at == 0
    if words == ("dau",):
        return at != len(keys) - 1
    if words == ("may",):
        return at == len(keys) - 1 and keys[at - 1] not in NUMBERED
    return False


def _ends(keys: Sequence[str], noun: Phrase) -> bool:
    return tuple(keys[len(keys) - len(noun) :]) == noun


def _reading(keys: Sequence[str], accented: bool, kind: str, at: int, end: int) -> Reading:
    words = function_words() if accented else folded_function_words()
    focus = (at, at)
    verb = None
    if kind == "how_many":
        if at and keys[at - 1] in NUMBERED:
            return Reading("how_many", (at, end), (end, end))  # "đơn vị bầu cử số mấy"
        return Reading("how_many", (at, end), (end, _counted_until(keys, end, words)))
    if kind in {"which", "what"}:
        if kind == "what":
            about = at and _is_about(keys, accented, at)  # "Chỉ thị … về việc gì"
            verb = None if about else _speech_before(keys, accented, at)
            if verb:
                return Reading("said", (at, end), (at, at), verb)
            if _called(keys, accented, at):
                return Reading("who", (at, end))
            if at and keys[at - 1] in {exact_key("là"), "la"}:
                return _what_is(keys, accented, at, end)
        noun, begin = _noun_before(keys, accented, at, _LONGEST_NOUN if kind == "which" else 0)
        kind = noun or kind
        if begin == at:
            begin = _phrase_start(keys, at, words)
        focus = (begin, at)
    if kind == "document":
        begin = at
        for phrase in phrases(accented, "nouns", "document"):
            if _ends(keys[:at], phrase):
                begin = at - len(phrase)
                break
        focus = (begin, at)
    return Reading(_kind(kind), (focus[0], end), focus, verb)


def _is_about(keys: Sequence[str], accented: bool, at: int) -> bool:
    """Whether "về" stands in front; of a document also "về nội dung", "về vấn đề"."""
    about = {exact_key("về"), "ve"}
    if keys[at - 1] in about:
        return True
    cited = any(tuple(keys[: len(it)]) == it for it in phrases(accented, "nouns", "document"))
    return cited and bool(about.intersection(keys[max(0, at - 3) : at]))


def _called(keys: Sequence[str], accented: bool, at: int) -> bool:
    """ "Hiệu trưởng trường X tên gì": whoever has such a post is a person."""
    name = next((it for it in ("tên là", "tên") if _ends(keys[:at], _keys(it, accented))), None)
    if name is None:
        return False
    begins = (tuple(fold(key) for key in keys[:size]) for size in (1, 2, 3))
    heads = {tuple(it.split()) for it in table("question.toml")["post_heads"]["folded"]}
    people = {_keys(it, False) for it in table("question.toml")["nouns"]["who"]}
    return any(it in heads | people for it in begins)


def _counted_until(keys: Sequence[str], start: int, words: dict[str, str]) -> int:
    """Where the noun behind "bao nhiêu" ends: at a function word, after three at the most."""
    stop = start + (
        keys[start : start + 1] == ["ngay"]
    )  # no "ngay": nobody asks "how many at once"
    while stop < len(keys) and stop - start < 3 and keys[stop] not in words:
        if stop > start and keys[stop] in _PASSIVE:
            break
        stop += 1
    return stop


def _what_is(keys: Sequence[str], accented: bool, at: int, end: int) -> Reading:
    """ "X là gì": what X begins with may tell more: "tên của …", "thời gian … là gì"."""
    for kind, noun in _all_nouns(accented):
        if tuple(keys[: len(noun)]) == noun:
            return Reading(_kind(kind), (at, end), (0, len(noun)))
    return Reading("what_is", (at, end))


def _kind(name: str) -> Kind:
    for kind in get_args(Kind):
        if kind == name:
            return kind  # type: ignore[no-any-return]  # get_args has lost the literals
    raise ValueError(f"question.toml names no kind {name!r}")


def _phrase_start(keys: Sequence[str], at: int, words: dict[str, str]) -> int:
    begin = at
    while begin > 0 and at - begin < _LONGEST_NOUN and keys[begin - 1] not in words:
        begin -= 1
    return begin


_MARKED_NOUNS = frozenset({"bản", "đảo", "sân", "ấp"})
"""Without diacritics they are mostly others: "ban" is a board."""


@cache
def _all_nouns(accented: bool) -> tuple[tuple[str, Phrase], ...]:
    rows = table("question.toml")["nouns"]
    found = [
        (kind, _keys(noun, accented))
        for kind, nouns in rows.items()
        for noun in nouns
        if accented or noun not in _MARKED_NOUNS
    ]
    return tuple(sorted(found, key=lambda it: -len(it[1])))


def _noun_before(
    keys: Sequence[str], accented: bool, at: int, furthest: int
) -> tuple[str | None, int]:
    """The kind that the noun before "nào" makes, and where the noun begins.

    Up to `furthest` words that describe it may follow it: "người Ấn Độ nổi tiếng nào".
    """
    words = function_words() if accented else folded_function_words()
    for back in range(furthest + 1):
        if back and (at - back < 0 or keys[at - back] in words):
            break
        for kind, noun in _all_nouns(accented):
            if _ends(keys[: at - back], noun):
                return kind, at - back - len(noun)
    return None, at


def _speech_before(keys: Sequence[str], accented: bool, at: int) -> str | None:
    """The verb of speech that "gì" is the object of; words for whom may stand between."""
    found = [
        (place + len(phrase), name)
        for name in ("say", "ask")
        for phrase in phrases(accented, "speech", name)
        for place in itertools.islice(
            (it for it in places(keys[:at], phrase) if accented or not _in_other(keys, it, phrase)),
            1,
        )
    ]
    best = max(found, default=None)
    if best is None or at - best[0] > 8:
        return None
    return best[1]


def _in_other(keys: Sequence[str], at: int, verb: Phrase) -> bool:
    """Whether the verb is only a syllable of something else without its marks: "hà nội"."""
    end = at + len(verb)
    return any(
        tuple(keys[first : first + len(phrase)]) == phrase
        for phrase in phrases(False, "speech", "other")
        for first in range(max(0, end - len(phrase)), at + 1)
    )


def _yes_no(keys: Sequence[str], accented: bool) -> Reading | None:
    end = len(keys)
    for phrase in phrases(accented, "yes_no", "ends"):
        if len(keys) > len(phrase) + 1 and _ends(keys, phrase):
            return Reading("yes_no", (end - len(phrase), end))
    for phrase in phrases(accented, "yes_no", "openers"):
        if tuple(keys[: len(phrase)]) == phrase:
            return Reading("yes_no", (0, len(phrase)))
    return None
