"""Whether two articles are one story in the same words, and which of them is the original. Pure.

What `ArticleStore.similar_articles` finds repeats the other unless one of these says otherwise:

- the later one is more than twice what the two share: it tells more (a round-up of many notices,
  a report that grew out of a short one), and hiding it would hide what is new in it;
- they are notices of one form: what differs is not cut or added but *replaced*, a figure by a
  figure or a name by a name, in the same places ("giá vàng hôm nay", "lịch làm việc tuần").

A group of articles that repeat one another has one original, whatever the order in which they came:
of those that credit no other one's outlet, the first to be published.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.ingest.credit import credits_of, names_of
from storage.article_rules import instant
from storage.models import Article, Precision
from storage.shingles import shingles
from storage.text import nfc, tokens

WINDOW = timedelta(days=60)
"""How far apart two articles of one story are published at most."""

LEAST_OF_LATER = 0.5
"""Share of the later text that the earlier one must have: below, the later one tells more."""

_READ = 4_000
"""Syllables of a text that are compared place by place."""

_LONGEST_CHANGE = 12
"""Syllables: what is longer was cut or added, not replaced."""

_SAME_SOURCE_REPLACED = 3
"""Replacements of any kind that make two notices out of one source's two texts."""

_FIGURES_REPLACED = 2
_SHARE_REPLACED = 0.3
"""Figures (and the share of the shorter text's) whose replacement makes two notices of any two."""

_NAMES_REPLACED = 3
_NAMES_SHARE = 0.75
"""Names, and their share of all replacements: one form filled in by two bodies."""


def repeats(one: Article, other: Article) -> bool:
    """Whether two articles whose texts hold one another are the same story; symmetric."""
    if one.language != other.language or abs(instant(one) - instant(other)) > WINDOW:
        return False
    if one.fingerprint == other.fingerprint:
        return True
    earlier, later = sorted((one, other), key=seniority)
    if original_of((one, other)) is later:
        earlier, later = later, earlier
    mine, theirs = (shingles(it.title, it.lead, it.paragraphs).found for it in (later, earlier))
    if len(mine & theirs) < LEAST_OF_LATER * len(mine):
        return False
    return not _are_forms(one, other)


def original_of(group: Collection[Article]) -> Article:
    """Of articles that repeat one another the one that the others are listed under.

    An article that credits another one's outlet is none, whatever the times; where all do, times
    decide alone. The answer depends on the group only, not on its order.
    """
    names = {article.id: names_of(article) for article in group}
    credited = {article.id: credits_of(article) - names[article.id] for article in group}
    own = [
        article
        for article in group
        if not any(
            credited[article.id] & names[other.id] for other in group if other.id != article.id
        )
    ]
    return min(own or group, key=seniority)


def seniority(article: Article) -> tuple[datetime, datetime, str]:
    """Sort key, the first to be published first; of a day without a time its end counts."""
    stated = instant(article)
    if article.published is not None and article.published_precision is Precision.DAY:
        stated += timedelta(days=1)
    return stated, article.first_seen, article.id


_NO_DIGIT = re.compile(r"\D+")


class _Unit(NamedTuple):
    """A folded syllable, or the digits of a run of figures behind `#`: `13/05` is `13.5`."""

    text: str
    is_name: bool

    @property
    def is_figure(self) -> bool:
        return self.text.startswith("#")


_EDGE = _Unit("", is_name=False)


def _are_forms(one: Article, other: Article) -> bool:
    """Whether what differs between the texts was replaced in its place, as in a form."""
    first, second = _units(one), _units(other)
    figures = names = replaced = 0
    for before, after in _replacements(first, second):
        replaced += 1
        old, new = ([it for it in change if it.is_figure] for change in (before, after))
        if old and new and not any(_is_same_figure(*pair) for pair in itertools.product(old, new)):
            figures += 1
        elif all(it.is_name for it in (*before, *after)):
            names += 1
    if one.source == other.source:
        return figures > 0 or replaced >= _SAME_SOURCE_REPLACED
    stated = min(sum(unit.is_figure for unit in units) for units in (first, second))
    if figures >= _FIGURES_REPLACED and figures >= _SHARE_REPLACED * stated:
        return True
    return names >= _NAMES_REPLACED and names >= _NAMES_SHARE * replaced


def _is_same_figure(one: _Unit, other: _Unit) -> bool:
    """Whether one goes on where the other ends (`8/2` and `8/2/2017`, `21h` and `21h30`), or they
    are cut otherwise (`4.800` and `4800`).
    """
    if one.text.startswith(other.text) or other.text.startswith(one.text):
        return True
    return one.text.replace("/", "") == other.text.replace("/", "")


def _units(article: Article) -> list[_Unit]:
    """Title and text, each between edges."""
    body = "\n".join((article.lead or "", *article.paragraphs))
    return [_EDGE, _EDGE, *_read(article.title), _EDGE, _EDGE, *_read(body), _EDGE, _EDGE]


def _read(text: str) -> Iterator[_Unit]:
    written = nfc(text)
    found = itertools.islice(tokens(text), _READ)
    for is_figure, run in itertools.groupby(found, lambda it: any(map(str.isdigit, it.folded))):
        if is_figure:
            digits = "/".join(_NO_DIGIT.sub("", it.folded).lstrip("0") for it in run)
            yield _Unit(f"#{digits}/", is_name=False)
        else:
            for token in run:
                yield _Unit(token.folded, written[token.start].isupper())


def _replacements(
    first: Sequence[_Unit], second: Sequence[_Unit]
) -> Iterator[tuple[tuple[_Unit, ...], tuple[_Unit, ...]]]:
    """What stands in the one text where the other, between the same words, has something else."""
    shared = _runs(first) & _runs(second)
    here, there = _differing(first, shared), _differing(second, shared)
    for place, change in here.items():
        other = there.get(place)
        if other is not None and [it.text for it in other] != [it.text for it in change]:
            yield change, other


def _runs(units: Sequence[_Unit]) -> set[tuple[str, ...]]:
    texts = [unit.text for unit in units]
    return set(zip(texts, texts[1:], texts[2:], strict=False))


def _differing(
    units: Sequence[_Unit], shared: set[tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[_Unit, ...]]:
    """Short stretches that are in no shared run of three, by the two words on either side."""
    texts = [unit.text for unit in units]
    covered = [False] * len(units)
    for at, run in enumerate(zip(texts, texts[1:], texts[2:], strict=False)):
        if run in shared:
            covered[at : at + 3] = [True] * 3
    found: dict[tuple[str, ...], tuple[_Unit, ...]] = {}
    for start, end in _gaps(covered):
        if start >= 2 and end - start <= _LONGEST_CHANGE:
            place = (*texts[start - 2 : start], *texts[end : end + 2])
            found.setdefault(place, tuple(units[start:end]))
    return found


def _gaps(covered: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of False."""
    at = 0
    for is_covered, run in itertools.groupby(covered):
        length = len(list(run))
        if not is_covered:
            yield at, at + length
        at += length
