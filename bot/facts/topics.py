"""What an article is about: a table of words (`topics.toml`) and what was learnt of all words.

Points of a topic by the table: each different phrase of its lists once, at its first place, place
by factor.

    place     points    list       factor
    title     3         decisive   4 (as strong outside the title)
    lead      1.5       strong     1.5
    body      0.4       keywords   1
                        hints      0.5

The lead is the article's own, else its first paragraph; of the body the first `BODY_READ`
characters count. A longer phrase hides the shorter ones inside it, so that "bảo hiểm y tế" is one
thing. Text with diacritics is compared with them, text without any without; there, words of one
syllable do not count.

The score of a topic is the root of its points and what the words of the article say
(`topic_words`), each by its weight. Other countries speak for `OTHER`, unless title or lead names
Việt Nam or one of its provinces. A section name that the table knows is 10 points (a wide one 3)
of `SECTION_LOGIT` each: the publisher says so itself. The highest score wins. Of an article in
which the table finds nothing the section decides; without one it is `OTHER` unless its words leave
little doubt (`ALONE`).

Deterministic, explainable (`evidence`, `topic_scores`), editable by a curator without touching code
(a phrase added to the table counts at once), linear in the length of the text. What belongs where:
`tests/data/topics/GUIDE.md`; how well it is told apart: `python -m tests.benchmarks.bench_topics`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.facts.topic_table import ABROAD, DECISIVE, HOME, STRONG, Meaning, Topic, table
from bot.facts.topic_words import word_scores, words
from storage.models import Article
from storage.text import Syllable, folded_words, syllables

OTHER = "other"
"""Key of what fits no topic; always told last."""

TITLE_POINTS = 3.0
LEAD_POINTS = 1.5
BODY_POINTS = 0.4
SECTION_LOGIT = 0.8
"""What a point of a section adds to the scores; set by hand: no development data has sections."""

ALONE = 0.6
"""How probable a topic is at least that no phrase of the table speaks for."""

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
    found = standing(article)
    sections = tuple(_sections(article))
    scored = _scored(found, sections)
    best = max(scored, key=scored.__getitem__)
    if any(found.points.values()) or found.abroad:
        return best
    if sections:
        return max(sections[0].factors, key=scored.__getitem__)
    whole = sum(math.exp(score - scored[best]) for score in scored.values())
    return best if 1 / whole >= ALONE else OTHER


def topic_scores(article: Article) -> dict[str, float]:
    """What table and words say for each topic together, in logits; comparable within an article."""
    return _scored(standing(article), tuple(_sections(article)))


def _scored(found: Standing, sections: Sequence[Meaning]) -> dict[str, float]:
    head = words().head
    learnt = dict(zip(head.topics, word_scores(found.places), strict=True))
    bias = dict(zip(head.topics, head.bias, strict=True))
    scored = {
        key: head.words * learnt.get(key, 0.0) + head.table * math.sqrt(points) + bias.get(key, 0.0)
        for key, points in found.points.items()
    }
    scored[OTHER] += head.home if found.at_home else head.abroad * math.sqrt(found.abroad)
    for it in sections:
        for key, worth in it.factors.items():
            scored[key] += worth * SECTION_LOGIT
    return scored


class Standing(NamedTuple):
    """What the table finds in an article, apart from its section."""

    places: tuple[list[Syllable], ...]
    """Of title, lead and body."""
    points: dict[str, float]
    """By topic."""
    abroad: float
    """Points of other countries."""
    at_home: bool
    """Whether title or lead names a place of ours."""


def standing(article: Article) -> Standing:
    """The words of an article and the points that they have by the table."""
    places, reasons = _reasons(article)
    points = dict.fromkeys(topic_keys(), 0.0)
    abroad = 0.0
    at_home = False
    for key, it in reasons:
        if key == HOME:
            at_home = at_home or it.place != "body"
        elif key == ABROAD:
            abroad += it.points
        else:
            points[key] += it.points
    return Standing(places, points, abroad, at_home)


def evidence(article: Article) -> list[Evidence]:
    """Every reason that the table gives, other countries last; their points add up by topic."""
    found = [
        Evidence(key, it.phrase, "section", points)
        for it in _sections(article)
        for key, points in it.factors.items()
    ]
    _, reasons = _reasons(article)
    at_home = any(key == HOME and it.place != "body" for key, it in reasons)
    found += [it for key, it in reasons if key not in (HOME, ABROAD)]
    return found if at_home else found + [it for key, it in reasons if key == ABROAD]


def _sections(article: Article) -> Iterator[Meaning]:
    return table().sections.find(folded_words((article.section or "")[:LEAD_READ]))


def _reasons(article: Article) -> tuple[tuple[list[Syllable], ...], list[tuple[str, Evidence]]]:
    """The words by place, and each phrase once by what it means; abroad speaks for `OTHER`."""
    found: list[tuple[str, Evidence]] = []
    seen: set[str] = set()
    read = []
    for place, weight, text in _places(article):
        most = DECISIVE if place == "title" else STRONG
        read.append(syllables(text))
        for it in _find(read[-1]):
            if it.phrase in seen:
                continue
            seen.add(it.phrase)
            for key, factor in it.factors.items():
                topic = OTHER if key in (HOME, ABROAD) else key
                reason = Evidence(topic, it.phrase, place, weight * min(factor, most))
                found.append((key, reason))
    return tuple(read), found


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


def _find(words_: Sequence[Syllable]) -> Iterator[Meaning]:
    if any(word.exact != word.folded for word in words_):
        return table().written.find([word.exact for word in words_])
    return table().bare.find([word.folded for word in words_])
