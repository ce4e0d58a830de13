"""An article as one text with its sentences: the ground that all facts stand on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from bot.language.sentences import split_sentences
from storage.models import Article

Span = tuple[int, int]
"""Start and end, in characters."""


class ArticleText(NamedTuple):
    """Title, lead and paragraphs, a line each; captions are no part of it."""

    text: str
    lines: tuple[Span, ...]
    """The title first, then the lead (if there is one) and the paragraphs."""
    sentences: tuple[Span, ...]
    """In order; no sentence runs over the end of a line. The title is one."""

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the character at `offset`; between two, the one after it."""
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence[1])
        return self.sentences[min(at, len(self.sentences) - 1)]


def article_text(article: Article) -> ArticleText:
    """The text that offsets of facts count in."""
    return join_lines(
        [article.title, *([article.lead] if article.lead else []), *article.paragraphs]
    )


def join_lines(lines: Sequence[str]) -> ArticleText:
    """The lines, one below the other, and their sentences; the first line is the title."""
    spans: list[Span] = []
    sentences: list[Span] = []
    at = 0
    for number, line in enumerate(lines):
        spans.append((at, at + len(line)))
        inside = split_sentences(line) if number else [(0, len(line))]
        sentences += [(at + start, at + end) for start, end in inside]
        at += len(line) + 1
    return ArticleText("\n".join(lines), tuple(spans), tuple(sentences))
