"""What an article is about: a table of topics (`topics.toml`) and a plain weighing of its words.

Points: a section name that the table knows 6 (the publisher says so itself), each different
keyword 3 in the title and 1 in the lead (else the first paragraph). A keyword of several
syllables also outweighs a chance syllable: one of one syllable counts half. Most points win,
ties go to the earlier row, fewer than 2 points is no topic. A first version: deterministic,
explainable, editable by a curator without touching code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import msgspec

from storage.models import Article
from storage.text import fold, nfc

OTHER = "other"
"""Key of what fits no topic; always told last."""

SECTION_POINTS = 6.0
TITLE_POINTS = 3.0
LEAD_POINTS = 1.0
LEAST_POINTS = 2.0

LEAD_READ = 600
"""Characters of the lead that are looked at: a whole article pasted as lead says too much."""

_WORD = re.compile(r"[^\W_]+")


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    sections: tuple[str, ...]
    keywords: tuple[str, ...]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topic: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the table, folded; a phrase is its syllables between single spaces."""

    key: str
    sections: tuple[str, ...]
    keywords: tuple[tuple[str, float], ...]
    """Phrase and weight."""


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The table, in its order; read once.

    Raises:
        msgspec.ValidationError: the file lacks a field or has one too many.
    """
    text = resources.files("bot.facts").joinpath("topics.toml").read_text("utf-8")
    return tuple(
        Topic(
            row.key,
            tuple(_phrase(section) for section in row.sections),
            tuple((phrase, _weight(phrase)) for phrase in map(_phrase, row.keywords)),
        )
        for row in msgspec.convert(tomllib.loads(text), _Table).topic
    )


def topic_keys() -> tuple[str, ...]:
    """Every key in the order of telling, `OTHER` last."""
    return (*(topic.key for topic in topics()), OTHER)


def topic_of(article: Article) -> str:
    """Key of the topic that the article belongs to, `OTHER` when none fits."""
    section = _phrase(article.section or "")
    title = _phrase(article.title)
    lead = _phrase((article.lead or next(iter(article.paragraphs), ""))[:LEAD_READ])
    best, most = OTHER, LEAST_POINTS - 0.01
    for topic in topics():
        points = SECTION_POINTS * any(name in section for name in topic.sections)
        for phrase, weight in topic.keywords:
            if phrase in title:
                points += TITLE_POINTS * weight
            elif phrase in lead:
                points += LEAD_POINTS * weight
        if points > most:
            best, most = topic.key, points
    return best


def _phrase(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(nfc(text))))} "


def _weight(phrase: str) -> float:
    return 0.5 if phrase.count(" ") == 2 else 1.0
