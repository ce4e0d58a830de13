"""What an article is about: a table of words (`topics.toml`), weighed by where they stand.

Points of a topic: each different phrase of its lists once, at its first place, place by factor.

    place     points    list       factor
    title     3         decisive   4 (as strong outside the title)
    lead      1.5       strong     1.5
    body      0.4       keywords   1
                        hints      0.5

The lead is the article's own, else its first paragraph; of the body the first `BODY_READ`
characters count. A section name that the table knows is 10 points (a wide one 3): the publisher
says so itself. Most points win, ties go to the earlier row, fewer than `LEAST_POINTS` is no topic.
A longer phrase hides the shorter ones inside it, so that "bảo hiểm y tế" is one thing. Other
countries speak for `OTHER` with factor 2, unless title or lead names Việt Nam or one of its
provinces. Text with diacritics is compared with them, text without any without; there, words of
one syllable do not count.

Deterministic, explainable (`evidence`), editable by a curator without touching code, linear in
the length of the text. What belongs where: `tests/data/topics/GUIDE.md`; how well it is told
apart: `python -m tests.benchmarks.bench_topics`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.facts.topic_table import ABROAD, DECISIVE, HOME, STRONG, Meaning, Topic, table
from storage.models import Article
from storage.text import folded_words, syllables

OTHER = "other"
"""Key of what fits no topic; always told last."""

TITLE_POINTS = 3.0
LEAD_POINTS = 1.5
BODY_POINTS = 0.4
LEAST_POINTS = 1.5

LEAD_READ = 600
"""Characters of title, lead and section that are looked at: a whole article pasted as lead says
too much."""
BODY_READ = 2_000
"""Characters of the body that are looked at: what an article is about it says early."""


class Evidence(NamedTuple):
    """One reason for a topic."""

    topic: str
    phrase: str
    """As it is written in the table."""
    place: str
    """`section`, `title`, `lead` or `body`."""
    points: float


def topics() -> tuple[Topic, ...]:
    """The table, in its order; read once.

    Raises:
        msgspec.ValidationError: the file lacks a field or has one too many.
    """
    return table().topics


def topic_keys() -> tuple[str, ...]:
    """Every key in the order of telling, `OTHER` last."""
    return (*(topic.key for topic in topics() if topic.key != OTHER), OTHER)


def topic_of(article: Article) -> str:
    """Key of the topic that the article belongs to, `OTHER` when none fits."""
    points = dict.fromkeys(topic_keys(), 0.0)
    for reason in evidence(article):
        points[reason.topic] += reason.points
    best = max(points, key=points.__getitem__)
    return best if points[best] >= LEAST_POINTS else OTHER


def evidence(article: Article) -> list[Evidence]:
    """Every reason that counts, other countries last; their points add up by topic."""
    found = [
        Evidence(key, it.phrase, "section", points)
        for it in table().sections.find(folded_words((article.section or "")[:LEAD_READ]))
        for key, points in it.factors.items()
    ]
    foreign: list[Evidence] = []
    at_home = False
    seen: set[str] = set()
    for place, weight, text in _places(article):
        most = DECISIVE if place == "title" else STRONG
        for it in _find(text):
            if it.phrase in seen:
                continue
            seen.add(it.phrase)
            for key, factor in it.factors.items():
                points = weight * min(factor, most)
                if key == HOME:
                    at_home = at_home or place != "body"
                elif key == ABROAD:
                    foreign.append(Evidence(OTHER, it.phrase, place, points))
                else:
                    found.append(Evidence(key, it.phrase, place, points))
    return found if at_home else found + foreign


def _places(article: Article) -> tuple[tuple[str, float, str], ...]:
    paragraphs = article.paragraphs
    lead = article.lead
    if lead is None and paragraphs:
        lead, paragraphs = paragraphs[0], paragraphs[1:]
    return (
        ("title", TITLE_POINTS, article.title[:LEAD_READ]),
        ("lead", LEAD_POINTS, (lead or "")[:LEAD_READ]),
        ("body", BODY_POINTS, _beginning(paragraphs)),
    )


def _beginning(paragraphs: Sequence[str]) -> str:
    kept: list[str] = []
    room = BODY_READ
    for paragraph in paragraphs:
        if room <= 0:
            break
        kept.append(paragraph[:room])
        room -= len(paragraph)
    return "\n".join(kept)


def _find(text: str) -> Iterator[Meaning]:
    words = syllables(text)
    if any(word.exact != word.folded for word in words):
        return table().written.find([word.exact for word in words])
    return table().bare.find([word.folded for word in words])
