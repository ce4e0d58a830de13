"""`cần`, `phải`, `hãy`: the words in front of what those who are asked have to do."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.request_grammar import grammar
from bot.facts.request_tasks import task_at

MUST_WITHIN = 300
"""Characters within which the modal and its task stand."""
_SUBJECT = 200
"""Characters of those who are asked in front of a modal that no known verb follows."""
_MUST = re.compile(r"(?<!\w)(?:cần phải|cần|phải|hãy)[ \t]+")
_ANY = re.compile(r"(?<!\w)(?P<modal>cần phải|cần|phải|hãy|nên|sẽ)[ \t]+")
_ENDS_CLAUSE = re.compile(r"[;:.“”\"]")


def must(text: str, at: int, end: int, *, will: bool = False) -> re.Match[str] | None:
    """The first `cần` or `phải` that describes nothing; with `will` also `hãy`, `nên`, `sẽ`."""
    limit = min(end, at + MUST_WITHIN)
    for it in (_ANY if will else _MUST).finditer(text, at, limit):
        head = text[max(at, it.start() - 16) : it.start()]
        if not grammar().described.search(head):
            return it
    return None


def must_do(text: str, at: int, end: int) -> Span | None:
    """Where the first `cần` or `phải` stands that a task follows, and where that begins."""
    limit = min(end, at + MUST_WITHIN)
    while (modal := must(text, at, limit)) is not None:
        first = task_at(text, modal.end(), end)
        if first is not None:
            return modal.start(), first
        at = modal.end()
    return None


def must_do_anything(text: str, at: int, end: int) -> Span | None:
    """As `must_do` of the clause at `at`, whatever verb follows: of `cần` it may be a noun."""
    limit = min(end, at + _SUBJECT)
    modal = must(text, at, limit, will=True)
    if modal is None or _ENDS_CLAUSE.search(text, at, modal.start()):
        return None
    if grammar().needed.match(text, modal.end(), end) or not text[modal.end()].islower():
        return None
    return modal.start(), modal.end()
