"""Whether an article names the public bodies of a question, in whichever form."""

from __future__ import annotations

from functools import lru_cache

from bot.answers.passages import Read, is_passage
from bot.answers.question import Question
from bot.facts.article_text import join_lines
from bot.facts.organisation_names import named_organisations, organisation_key

_KINDS = frozenset({"party", "government", "council", "front"})
"""Firms and schools are called by a part of their names that may be any."""
_WORDS = 3
"""Syllables of a name that tell which body it is; what follows is its level, or left out."""
_LEVELS = frozenset({"tinh", "thanh", "huyen", "quan", "thi", "xa", "phuong", "dac", "cap", "cac"})
"""A level may stand apart: `Bí thư Đảng ủy, Chủ tịch HĐND phường Mẫu`; places are compared
elsewhere."""
_MOST = 8
_QUESTIONS = 32


def knows_bodies(question: Question, read: Read) -> bool:
    """True where the question has no diacritics or names no body, and of encyclopaedic texts."""
    bodies = _bodies(question.text) if question.accented else ()
    if not bodies or is_passage(read):
        return True
    said = f" {organisation_key(read.text.text)} "
    return all(f" {body} " in said for body in bodies)


@lru_cache(maxsize=_QUESTIONS)
def _bodies(text: str) -> tuple[str, ...]:
    """The first folded syllables of each body's name, abbreviations written out."""
    found = named_organisations(join_lines([text]), {}, _MOST)
    names = (organisation_key(it.name).split() for it in found if it.head.kind in _KINDS)
    return tuple(" ".join(_telling(words)) for words in names if len(words) > 1)


def _telling(words: list[str]) -> list[str]:
    if words[0] in _LEVELS and words[1] == "uy":
        return words[:2]  # a place follows: `Tỉnh ủy, UBND tỉnh Mẫu`
    first = words[:_WORDS]
    return first[:-1] if len(first) == _WORDS and first[-1] in _LEVELS else first
