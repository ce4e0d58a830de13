"""Answers of reports that no fact gives: the words chosen, or all of a sentence that says more."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.answers.choice import Choice
from bot.answers.question import Question, is_function
from bot.facts.article_text import Span

_LOOSE = frozenset({"what", "which", "what_is"})
_TIME = re.compile(r"(?:sáng|trưa|chiều|tối|ngày|hôm|tháng|năm|qua đó)(?!\w)", re.IGNORECASE)
_WORDS = 2
"""Words of the shortest phrase that says something."""


def whole_enough(question: Question, choice: Choice) -> Choice:
    """The choice, or its whole sentence: how something went, and a word or two that name nothing,
    are read in their sentence."""
    if choice.typed or question.kind not in {*_LOOSE, "how"}:
        return choice
    if question.kind == "how" or not _says(question, choice):
        start, end = choice.passage.span
        return replace(choice, span=(start, end))
    return replace(choice, span=_trimmed(choice))


_BREAK = re.compile(r"\s?[;…]")
_SUCH_AS = re.compile(r"(?:như|là|gồm|bao gồm):?\s", re.IGNORECASE)


def _trimmed(choice: Choice) -> Span:
    """Up to the first semicolon, without the word that leads to a list."""
    start, end = choice.span
    lead = _SUCH_AS.match(choice.text)
    first = lead.end() if lead else 0
    stop = _BREAK.search(choice.text, first + 1)
    last = stop.start() if stop else end - start
    return start + first, start + len(choice.text[:last].rstrip(" ,"))


def _says(question: Question, choice: Choice) -> bool:
    words = [word for word in choice.passage.words if choice.span[0] <= word.start < choice.span[1]]
    content = [it for it in words if not is_function(it, question.accented)]
    if _TIME.match(choice.text) and question.kind != "which":
        return False
    asked = {question.key(word) for word in question.content}
    if content and all(question.key(word) in asked for word in content):
        return False
    named = all(word.capital or word.digit for word in words)
    return len(content) > _WORDS or (named and len(words) > 1) or any(it.digit for it in words)
