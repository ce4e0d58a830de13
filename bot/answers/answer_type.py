"""What type of thing answers a question, and the noun that it is about, for features of spans."""

from __future__ import annotations

from bot.answers.question import Question, is_function

_TYPES = {
    "who": "name",
    "body": "name",
    "where": "name",
    "document": "name",
    "post": "name",
    "how_many": "number",
    "when": "time",
}
"""By kind of question; others are answered by phrases."""
_NAMING = frozenset({"ten", "ho", "biet", "danh", "goi"})
"""Before the noun that is asked about: "tên của con sông … là gì"."""
_SEVERAL = frozenset({"nhung", "cac", "hai", "ba", "bon"})
"""Before a noun they ask for several things: "những nước nào", "hai chất nào"."""
_LONGEST_HEAD = 4
"""Words of it."""


def answer_type(question: Question) -> str:
    """`"name"`, `"number"`, `"time"` or `"phrase"`."""
    return "name" if question.sort == "named" else _TYPES.get(question.kind, "phrase")


def head(question: Question) -> list[str]:
    """Keys of the noun that is asked about: "đội" of "đội nào", "con sông" of "con sông dài nhất
    là gì"; empty where the question does not begin with one."""
    if question.focus and question.kind != "what_is":
        return [question.key(word) for word in question.focus]
    light = [is_function(word, question.accented) for word in question.words]
    start = 0
    while start < len(light) and (light[start] or question.words[start].folded in _NAMING):
        start += 1
    end = start
    while end < len(light) and end - start < _LONGEST_HEAD and not light[end]:
        end += 1
    if question.slot[0] < end:
        return []
    return [question.key(word) for word in question.words[start:end]]


def asks_for_several(question: Question) -> bool:
    """Whether the question word, or what stands right before it, is in the plural."""
    begin, end = question.slot
    return any(word.folded in _SEVERAL for word in question.words[max(0, begin - 3) : end])
