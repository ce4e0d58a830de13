"""Whether a plain text asks, or only has a word in it that may ask: titles, searches, slips.

A question word is no question where it is indefinite or denied ("ai cũng", "chưa bao giờ"; Diệp
Quang Ban, 2005, on indefinite pronouns), and without diacritics where it may be another word.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.comparing import compares
from bot.answers.question import Question, read_question
from bot.answers.question_reading import phrases, places
from bot.answers.words import table

_SHORTEST = 3
"""Words of the shortest question without a question mark."""
_BEFORE_WHO = frozenset({"do", "la", "voi", "cua", "cho", "boi", "nhung", "gom"})
_BEFORE_WHERE = frozenset({"o", "tai", "den", "ve", "di"})
_DENIABLE = frozenset({"who", "which", "what", "where", "body", "said", "when"})
"""Kinds that a denial before makes "nobody", "none": "vì sao chưa …" still asks."""
_NEAR = 3
"""Words before the question word among which a denial is looked for."""


def asks(text: str) -> bool:
    """Whether a plain text is a question: it ends in a question mark or asks by its words."""
    if text.rstrip().endswith(("?", "？")):
        return any(char.isalnum() for char in text)
    if english_topic(text) is not None or compares(text):
        return True
    question = read_question(text)
    if question.kind in {"other", "yes_no"} or len(question.words) < _SHORTEST:
        return False
    if _indefinite(question):
        return False
    return _may_ask(question) if question.accented else _plainly_asks(question)


def _indefinite(question: Question) -> bool:
    keys = [question.key(word) for word in question.words]
    start, end = question.slot
    asking = start + len(question.focus) if question.kind != "how_many" else start
    after = keys[end : end + 3]
    if any(_begins(after[skip:], it) for it in _table(question, "after") for skip in (0, 1)):
        return True
    window = keys[max(0, asking - _NEAR - len(question.focus)) : asking]
    if question.kind in _DENIABLE and any(
        next(iter(places(window, it)), None) is not None for it in _table(question, "before")
    ):
        return True
    near = keys[max(0, asking - 3) : end + 2]
    return any(next(iter(places(near, it)), None) is not None for it in _table(question, "fixed"))


def _table(question: Question, name: str) -> tuple[tuple[str, ...], ...]:
    return phrases(question.accented, "indefinite", name)


def _begins(keys: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return tuple(keys[: len(phrase)]) == phrase


def _asking(question: Question) -> list[str]:
    start, end = question.slot
    return [it.folded for it in question.words[start:end] if it not in question.focus]


def _may_ask(question: Question) -> bool:
    """With diacritics: "mấy" is also a few, "đâu" also a denial."""
    start, end = question.slot
    after = question.words[end].folded if end < len(question.words) else ""
    match _asking(question):
        case ["may"]:
            return start > 0 and question.words[start - 1].folded not in {"thu", "vi", "duoi"}
        case ["dau"]:
            before = question.words[start - 1].folded if start else ""
            return before in _BEFORE_WHERE or after == "la"
        case _:
            return True


def _plainly_asks(question: Question) -> bool:
    """Without diacritics one syllable asks only where it can hardly be another word."""
    start, end = question.slot
    asking = _asking(question)
    last = end == len(question.words)
    before = question.words[end - 2].folded if end > 1 else ""
    if asking[-1:] == ["dau"]:
        # "ở đấu trường", "ngay từ đầu", "teo não": at an end of the question alone
        where = asking[0] if len(asking) > 1 else before
        return where in _BEFORE_WHERE and (last or start == 0)
    if len(asking) != 1:
        return True
    match asking[0]:
        case "ai":
            return start == 0 or last or before in _BEFORE_WHO
        case "nao":
            return question.kind != "which" or last
        case "may":
            return before == "co" and not last
        case word:
            return word == "gi" or last


_SHARE = 0.3
"""Share of English function words from which on a text is English; Vietnamese typed without
diacritics has few ("do", "an", "can")."""


def english_topic(text: str) -> str | None:
    """The words to search of a question that is asked in English; None where it is not."""
    english = table("question.toml")["english"]
    words = text.split()
    keys = [word.strip("?!.,;:\"'()").lower() for word in words]
    if len(keys) < _SHORTEST or not text.isascii() or keys[0] not in english["first"]:
        return None
    common = [key for key in keys if key in english["words"]]
    if len(set(common)) < 2 or len(common) < _SHARE * len(keys):
        return None
    rest = [it for it, key in zip(words, keys, strict=True) if key not in common]
    named = [it for it in rest if it[:1].isupper() or it[:1].isdigit()]
    return " ".join(named or rest).strip("?!. ")
