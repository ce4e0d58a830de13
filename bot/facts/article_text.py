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


MOST_READ = 200_000
"""Characters of one article that facts and answers are read from: a law of three hundred articles.
What is longer is a dump, and would keep whoever asks waiting for minutes."""


def article_text(article: Article) -> ArticleText:
    """The text that offsets of facts count in: at most `MOST_READ` characters, whole sentences."""
    whole_lines = [article.title, *([article.lead] if article.lead else []), *article.paragraphs]
    lines = _read_at_most(whole_lines)
    running = join_lines(lines)
    said = set(lines)
    captions = [it for it in article.captions if it.strip() and it not in said]
    if not captions or lines is not whole_lines:
        return running
    whole = join_lines(_read_at_most([*lines, *captions]))
    return ArticleText(
        whole.text, running.lines, running.sentences, whole.sentences[len(running.sentences) :]
    )


def _read_at_most(lines: Sequence[str]) -> Sequence[str]:
    """`lines`, or their beginning: the last of them ends with a sentence, or is the only text."""
    room = MOST_READ
    for number, line in enumerate(lines):
        if len(line) > room:
            end = line.rfind(". ", 0, room) + 1
            if end == 0 and number < 2:
                end = max(line.rfind(" ", 0, room), 0) or room
            return [*lines[:number], line[:end]] if end > 0 else lines[:number]
        room = max(0, room - len(line) - 1)
    return lines


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
