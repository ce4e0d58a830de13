"""What two articles are compared by: weighed syllables, names and numbers of one article. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.rarity import RAREST, rarities
from storage.models import Article
from storage.text import folded_words, nfc

READ = 600
"""Syllables that are looked at: news says first what it is about."""

LONGEST = 8 * READ
"""Characters of a line that are looked at: more than so many syllables have."""

HEAD = 120
"""Syllables, title included, that are the head of an article."""

IN_HEAD = 2
"""How often a pair of the title counts in the head."""

IN_WHOLE = 3
"""How often a syllable of the title counts in the whole."""

COMMONEST = 1.5
"""Rarity from which something tells articles apart; a fifth of all have what is commoner."""

Vector = dict[str, float]
"""Folded syllables → weight; of length 1, or empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One article as it is compared."""

    head: Vector
    """Pairs of syllables of the title and the first lines."""
    words: Vector
    """Single syllables of the whole."""
    names: Vector
    """What is written with capitals, in pairs of syllables; single ones within a sentence."""
    numbers: Vector
    """Numbers with the syllable behind: what is counted."""
    title: Vector
    """Syllables and pairs of the title; here the weights sum to 1."""
    said: frozenset[str]
    """Syllables and pairs of the whole."""
    day: date
    """Of publication, else of first sight."""
    provinces: frozenset[str]
    """Look-up terms of provinces that the title or the first lines name: of those of the source or
    named further down nothing can be told."""
    periods: frozenset[str]
    """Look-up terms, as are the documents; empty where they were not worked out."""
    documents: frozenset[str]


def profile(article: Article) -> Profile:
    """What `article` is compared by."""
    title = folded_words(article.title[:LONGEST])[:READ]
    title_pairs = list(map(" ".join, pairwise(title)))
    head = Counter(title_pairs[: HEAD - 1] * IN_HEAD)
    words = Counter(title * IN_WHOLE)
    numbers = Counter(pair for pair in title_pairs if pair[0].isdigit())
    said = {*title, *title_pairs}
    names: Counter[str] = Counter()
    read = len(title)
    for line in (article.lead or "", *article.paragraphs):
        if read >= READ:
            break
        folded = folded_words(line[:LONGEST])[: READ - read]
        pairs = list(map(" ".join, pairwise(folded)))
        head.update(pairs[: max(0, HEAD - read - 1)])
        words.update(folded)
        numbers.update(pair for pair in pairs if pair[0].isdigit())
        said.update(folded)
        said.update(pairs)
        names.update(_names(line[:LONGEST]))
        read += len(folded)
    known = rarities()
    weights = {it: known.get(it, RAREST) for it in (*title, *title_pairs)}
    weights = {it: rare for it, rare in weights.items() if rare > COMMONEST}
    total = math.fsum(weights.values())
    return Profile(
        head=_unit(head),
        words=_unit(words),
        names=_unit(names),
        numbers=_unit(numbers),
        title={it: weight / total for it, weight in weights.items()},
        said=frozenset(said),
        day=(article.published or article.first_seen).astimezone(DEFAULT_ZONE).date(),
        provinces=frozenset(it for it in _terms(article, "in:") if _pair_of(it) in head),
        periods=_terms(article, "period:"),
        documents=_terms(article, "doc:"),
    )


_WORD = re.compile(r"[^\W_]+")


def _names(line: str) -> list[str]:
    """Pairs of neighbouring syllables with capitals; one that stands alone within a sentence."""
    line = nfc(line)
    found: list[str] = []
    run: list[str] = []
    inside = False
    end = -1
    for match in _WORD.finditer(line):
        word = match[0]
        together = match.start() == end + 1 and line[end] == " "
        capital = word[0].isupper()
        if run and not (capital and together):
            found += _run(run, inside)
            run = []
        if capital:
            if not run:
                inside = together
            run.append(word)
        end = match.end()
    return found + _run(run, inside)


def _run(run: list[str], inside: bool) -> list[str]:
    words = folded_words(" ".join(run))
    if len(words) > 1:
        return list(map(" ".join, pairwise(words)))
    return words if inside else []


def _pair_of(term: str) -> str:
    """The first two syllables of the province: all have at least two."""
    return " ".join(term.removeprefix("in:").split("-")[:2])


def _unit(count: Counter[str]) -> Vector:
    known = rarities()
    weights = {
        said: (1 + math.log(times)) * rare
        for said, times in count.items()
        if (rare := known.get(said, RAREST)) > COMMONEST
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {said: weight / length for said, weight in weights.items()}


def _terms(article: Article, prefix: str) -> frozenset[str]:
    return frozenset(it for it in article.terms if it.startswith(prefix))
