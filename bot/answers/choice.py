"""A span that answers, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.passages import Passage
from bot.facts.article_text import Span


@dataclass(frozen=True, slots=True)
class Choice:
    """A span that answers.

    Attributes:
        span: in the text of `passage.read`.
        score: how much speaks for it; comparable within one question.
        coverage: share of the question that the place has, 0 to 1.
        typed: a fact of the kind asked for says so.
        more: further answers of the same article that belong to this one: the tasks of its later
            sentences, the others who attended.
    """

    passage: Passage
    span: Span
    score: float
    coverage: float
    typed: bool = False
    more: tuple[Choice, ...] = ()

    @property
    def text(self) -> str:
        """The words of the article."""
        return self.passage.read.text.text[self.span[0] : self.span[1]]

    @property
    def sentence(self) -> str:
        """The sentence around them."""
        start, end = self.passage.span
        return self.passage.read.text.text[start:end]
