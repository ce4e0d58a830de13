"""Which fact a correction is about, once rules name that fact otherwise than they did. Pure.

A correction names its fact by a key, and a better rule may read one word more of the same fact, or
one fewer. So the words that were corrected are kept with their sentence: where the sentence still
stands, the fact at about the same place in it is the one that was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.facts.article_text import ArticleText, Span
from bot.facts.record import Fact, FigureNamed, PersonNamed
from storage.models import Correction

ALIKE = 0.6
"""Share of the characters of both together that both cover. Two names that were read as one have
half of it each: neither is what the curator struck out."""


def quoted(fact: Fact, text: ArticleText) -> tuple[str, str]:
    """The fact's words, as far as its sentence has them, and that sentence, in single blanks."""
    start, end = _span(fact, text)
    first, last = fact.sentence
    said = text.text[max(start, first) : min(end, last)]
    return _plain(said), _plain(text.text[first:last])


def key_of_same(
    correction: Correction, candidates: Iterable[tuple[str, Fact]], text: ArticleText
) -> str | None:
    """The key of that one among `candidates` (key and fact) which the correction is about.

    They are of its kind. None: no sentence of the text says it, as far as the rules read it.
    """
    words, sentence = correction.words, correction.sentence
    if not words or not sentence:
        return None
    start = sentence.find(words)
    was = (start, start + len(words))
    found: list[tuple[float, str]] = []
    for key, fact in candidates:
        said, around = quoted(fact, text)
        if around != sentence or start < 0:
            continue
        share = _shared(was, _place(fact, said, text))
        same_number = isinstance(fact, FigureNamed) and correction.key.startswith(
            f"{fact.value:g} "
        )
        if share >= ALIKE or (same_number and share > 0):
            found.append((share, key))
    return max(found)[1] if found else None


def _span(fact: Fact, text: ArticleText) -> Span:
    """The words that make it this fact: of a person the name, without the posts around it."""
    if isinstance(fact, PersonNamed):
        start = text.text.find(fact.name, fact.start, fact.end)
        if start >= 0:
            return start, start + len(fact.name)
    return fact.start, fact.end


def _place(fact: Fact, said: str, text: ArticleText) -> Span:
    """Where `said` stands in the sentence once its blanks are single."""
    before = text.text[fact.sentence[0] : max(_span(fact, text)[0], fact.sentence[0])]
    start = len(_plain(before)) + bool(before.strip() and before[-1].isspace())
    return start, start + len(said)


def _shared(one: Span, other: Span) -> float:
    both = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    either = max(one[1], other[1]) - min(one[0], other[0])
    return both / either if either else 0.0


def _plain(text: str) -> str:
    return " ".join(text.split())
