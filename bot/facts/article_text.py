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
    """Title, lead and paragraphs, a line each, and below them the captions of pictures."""

    text: str
    lines: tuple[Span, ...]
    """The title first, then the lead (if there is one) and the paragraphs."""
    sentences: tuple[Span, ...]
    """In order; no sentence runs over the end of a line. The title is one; those of captions are
    none of them."""
    captions: tuple[Span, ...] = ()
    """Sentences of captions, which stand behind all others: people and bodies alone are read
    there."""

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the character at `offset`; between two, the one after it."""
        captioned = self.captions and offset >= self.captions[0][0]
        among = self.captions if captioned else self.sentences
        at = bisect_right(among, offset, key=lambda sentence: sentence[1])
        return among[min(at, len(among) - 1)]

    def without_captions(self) -> ArticleText:
        """Title and running text alone, by the same offsets."""
        if not self.captions:
            return self
        return ArticleText(self.text[: self.lines[-1][1]], self.lines, self.sentences)


def article_text(article: Article) -> ArticleText:
    """The text that offsets of facts count in."""
    lines = [article.title, *([article.lead] if article.lead else []), *article.paragraphs]
    running = join_lines(lines)
    said = set(lines)
    captions = [it for it in article.captions if it.strip() and it not in said]
    if not captions:
        return running
    whole = join_lines([*lines, *captions])
    return ArticleText(
        whole.text, running.lines, running.sentences, whole.sentences[len(running.sentences) :]
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
