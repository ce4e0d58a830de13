"""A story told in full: a summary in its articles' sentences, results, and what comes next. Pure.

Where an article both reports results in figures and asks for what is to be done next, one
sentence of each kind is told under its own heading, and the summary is the shorter for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.digest.quoted import told_lines
from bot.digest.story import Story
from bot.digest.summary import Told, stands_alone, summarise
from bot.facts.article_text import ArticleText, Span, article_text
from bot.facts.extract import extract
from bot.facts.record import Facts
from storage.models import Article

Length = Literal["short", "medium", "full"]
"""As `Preferences.length`."""

SYLLABLES: dict[Length, int] = {"short": 60, "medium": 75, "full": 90}
"""Of the summary of one story."""

ARTICLES_READ = 8
"""Of one story: beyond that they repeat each other."""

FACTS_READ = 3
"""Articles of one story that are searched for results and tasks."""

LEAST_FIGURES = 2
"""Figures with a unit that make a sentence one of results."""

LONGEST = 600
"""Characters of a sentence of results or tasks."""

_UNFINISHED = ("...", "…")
"""How a text ends that a feed cut off, or that only makes curious."""

Said = tuple[Article, str]
"""An article and a sentence of it."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """What is told of a story; both `results` and `tasks`, or neither."""

    sentences: tuple[Said, ...]
    results: Said | None = None
    tasks: Said | None = None


def highlight(story: Story, length: Length = "medium") -> Highlight:
    """The sentences of a story, in the order to be read."""
    results, tasks = _results_and_tasks(story.articles[:FACTS_READ])
    syllables = SYLLABLES[length] // (2 if results else 1)
    read = story.articles[:ARTICLES_READ]
    documents = [(it.title, told_lines(it)) for it in read]
    shown = {said[1] for said in (results, tasks) if said}
    kept = tuple(_kept(summarise(documents, syllables=syllables), read, shown))
    if not kept and results:  # all of it stands under the headings: what is the story about?
        whole = summarise(documents, syllables=SYLLABLES[length])
        kept = tuple(_kept(whole, read, shown))
    finished = tuple(it for it in kept if not it[1].endswith(_UNFINISHED))
    return Highlight(finished or kept, results, tasks)


def _kept(told: Sequence[Told], read: Sequence[Article], shown: set[str]) -> Iterator[Said]:
    """The summary without what is told under a heading, and without what leaned on that."""
    before: Told | None = None
    for it in told:
        leans = before is not None and (before.document, before.position) == (
            it.document,
            it.position - 1,
        )
        if it.text not in shown and (leans or stands_alone(it.text)):
            before = it
            yield read[it.document], it.text


def _results_and_tasks(articles: Sequence[Article]) -> tuple[Said | None, Said | None]:
    for article in articles:
        facts, text = extract(article), article_text(article)
        tasks = _tasks(facts, text)
        results = _results(facts, text)
        if results and tasks:
            return (article, results), (article, tasks)
    return None, None


def _tasks(facts: Facts, text: ArticleText) -> str | None:
    """The sentence that asks for most."""
    asked = [it for it in facts.requests if _can_be_told(text, it.sentence)]
    if not asked:
        return None
    most = max(asked, key=lambda it: (len(it.tasks), -it.start))
    return text.text[slice(*most.sentence)]


def _results(facts: Facts, text: ArticleText) -> str | None:
    """The sentence with most figures, the first of equals; none that asks for something."""
    asking = {it.sentence for it in facts.requests}
    counts = Counter(
        it.sentence
        for it in facts.figures
        if it.unit and it.sentence not in asking and _can_be_told(text, it.sentence)
    )
    sentence = max(counts, key=lambda it: (counts[it], -it[0]), default=None)
    if sentence is None or counts[sentence] < LEAST_FIGURES:
        return None
    return text.text[slice(*sentence)]


def _can_be_told(text: ArticleText, sentence: Span) -> bool:
    start, end = sentence
    if start < text.lines[0][1] or end - start > LONGEST:
        return False  # the title stands above it
    words = text.text[start:end]
    return stands_alone(words) and not words.endswith(":")
