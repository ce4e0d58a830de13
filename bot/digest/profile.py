"""What two articles are compared by: weighed words, names and numbers of one article. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.routine import phrases_in, routine
from bot.digest.stated import congresses_told, stated_days, units_named
from bot.digest.word_keys import Keys, Weights, Words, keys_of, pair_keys, rarity_of, words_of
from storage.models import Article
from storage.text import folded_words, nfc

READ = 600
"""Syllables that are looked at: news says first what it is about."""

LONGEST = 5 * READ
"""Characters that are looked at: about as many as so many syllables have."""

HEAD = 120
"""Syllables, title included, that are the head of an article."""

IN_HEAD = 2
"""How often a pair of the title counts in the head."""

IN_WHOLE = 3
"""How often a syllable of the title counts in the whole."""

COMMONEST = 1.5
"""Rarity from which something tells articles apart; a fifth of all have what is commoner."""

Vector = tuple[Keys, Weights]
"""Keys in order, each once, and what each weighs."""

SPACES = ("head", "words", "names", "numbers")
"""What `Profile.vectors` are made of:

- `head`: pairs of syllables of the title and the first lines; `words`: syllables of the whole;
- `names`: what is written with capitals, in pairs of syllables, single ones within a sentence;
- `numbers`: with the syllable behind, what is counted.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One article as it is compared."""

    vectors: tuple[Vector, ...]
    """As `SPACES`; each of length 1, or empty."""
    title: Vector
    """Syllables and pairs of the title; here the weights sum to 1."""
    said: Keys
    """Syllables and pairs of the whole, in order, each once."""
    day: date
    """Of publication, else of first sight."""
    days: frozenset[int]
    """As `stated_days`."""
    units: frozenset[str]
    """As `units_named`, of the title and the lead."""
    congresses: frozenset[str]
    """As `congresses_told`."""
    provinces: frozenset[str]
    """Look-up terms of provinces that the title or the first lines name: of those of the source or
    named further down nothing can be told."""
    daily: frozenset[str]
    """Phrases of reports of which there is one each day, in the title."""
    round_up: bool
    """Tells many events at once, by its title."""
    periods: frozenset[str]
    """Look-up terms, as are the documents; empty where they were not worked out."""
    documents: frozenset[str]


def profile(article: Article) -> Profile:
    """What `article` is compared by."""
    begins = (article.title[:LONGEST], (article.lead or "")[:LONGEST])
    text = nfc("\n".join((*begins, *article.paragraphs[:READ]))[:LONGEST])
    words = words_of(text, READ)
    keys = words.keys
    within = words.line[1:] == words.line[:-1]
    pairs = pair_keys(keys[:-1], keys[1:])
    titled = words.line == 0
    title_pairs = pairs[within & titled[:-1]]
    first = pairs[: HEAD - 1][within[: HEAD - 1]]
    title = folded_words(begins[0])
    vectors = (
        _unit(np.concatenate([first, *[title_pairs] * (IN_HEAD - 1)])),
        _unit(np.concatenate([keys, *[keys[titled]] * (IN_WHOLE - 1)])),
        _unit(_names(words, pairs, within)),
        _unit(pairs[within & words.digit[:-1]]),
    )
    return Profile(
        vectors=vectors,
        title=_shares(np.concatenate([keys[titled], title_pairs])),
        said=_counted(np.concatenate([keys, pairs[within]]))[0],
        day=(article.published or article.first_seen).astimezone(DEFAULT_ZONE).date(),
        days=stated_days(text),
        units=units_named("\n".join(begins)),
        congresses=congresses_told(*begins),
        provinces=_provinces(article, first),
        daily=phrases_in(title, routine().daily),
        round_up=bool(phrases_in(title, routine().round_ups)),
        periods=_terms(article, "period:"),
        documents=_terms(article, "doc:"),
    )


def _names(words: Words, pairs: Keys, within: npt.NDArray[np.bool_]) -> Keys:
    """Pairs of neighbouring syllables with capitals; one that stands alone within a sentence."""
    joined = words.joined[:-1] & within
    both = joined & words.capital[:-1] & words.capital[1:]
    paired = np.zeros(len(words.keys), dtype=np.bool_)
    paired[:-1] |= both
    paired[1:] |= both
    inside = np.zeros(len(words.keys), dtype=np.bool_)
    inside[1:] = joined
    return np.concatenate([pairs[both], words.keys[words.capital & ~paired & inside]])


def _counted(keys: Keys) -> tuple[Keys, npt.NDArray[np.int64]]:
    """In order, each once, and how often: `np.unique`, several times as fast on so few."""
    ordered = np.sort(keys)
    change = np.empty(len(keys), dtype=np.bool_)
    change[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=change[1:])
    first = change.nonzero()[0]
    ends = np.append(first[1:], len(keys))
    return ordered[first], ends - first


def _unit(keys: Keys) -> Vector:
    found, times = _counted(keys)
    rare = rarity_of(found)
    kept = rare > COMMONEST
    weights = (1 + np.log(times[kept])) * rare[kept]
    length = np.sqrt(np.sum(weights * weights))
    return found[kept], weights / length if len(weights) else weights


def _shares(keys: Keys) -> Vector:
    found, _ = _counted(keys)
    rare = rarity_of(found)
    kept = rare > COMMONEST
    return found[kept], rare[kept] / np.sum(rare[kept])


def _provinces(article: Article, first: Keys) -> frozenset[str]:
    """Those whose first two syllables stand together in the head: all but Huế have two."""
    said = set(first.tolist())
    return frozenset(it for it in _terms(article, "in:") if _begin_of(it) in said)


def _begin_of(term: str) -> int | None:
    words = keys_of(term.removeprefix("in:").split("-")[:2])
    return int(pair_keys(words[:1], words[1:])[0]) if len(words) == 2 else None


def _terms(article: Article, prefix: str) -> frozenset[str]:
    return frozenset(it for it in article.terms if it.startswith(prefix))
