"""Which articles a subscriber's filters let through. Pure.

Topics, provinces and sources are each "one of these", words "at least one of these", and all of
them must hold; an excluded word shuts out. What is compared:

- the topic that the digest itself tells an article under (`bot.facts.topics`);
- a province by the look-up terms of the article, so by its source and by every province that the
  text names; a present name takes in what was merged into it, a former one itself and what is told
  of its province of today (`bot.facts.look_up.asked_province_terms`);
- words literally, by whole syllables without diacritics and case, as one run: `bão` finds `Bão số
  3` and `báo`, never `bảo tàng` by `bảo t`. Nothing in them is a pattern.

A filter is asked when a digest is made. What it leaves out then is not told later when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from bot.facts.look_up import asked_province_terms, province_terms
from bot.facts.topics import topic_of
from storage.models import Article, Preferences
from storage.terms import searchable_parts
from storage.text import folded_words

Fits = Callable[["Facets"], bool]

_BETWEEN = " \N{PILCROW SIGN} "
"""Between passages, so that no run of words goes from one into the next; no syllable holds it."""


class Facets:
    """What filters look at in one article, each worked out when it is first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def topic(self) -> str:
        """Key of its topic."""
        return topic_of(self.article)

    @cached_property
    def places(self) -> frozenset[str]:
        """Its `in:` and `now:` terms, and those of its own province."""
        own = province_terms(self.article.province) if self.article.province else ()
        named = (it for it in self.article.terms if it.startswith(("in:", "now:")))
        return frozenset((*own, *named))

    @cached_property
    def running(self) -> str:
        """Its folded syllables in order, each between blanks."""
        passages = (passage for part in searchable_parts(self.article) for passage in part)
        return f" {_BETWEEN.join(' '.join(folded_words(each)) for each in passages)} "


def filter_key(preferences: Preferences) -> tuple[tuple[str, ...], ...]:
    """The filters alone: equal ones let the same through. All empty: everything fits."""
    return (
        preferences.topics,
        preferences.provinces,
        preferences.sources,
        preferences.words,
        preferences.excluded_words,
    )


def fits(preferences: Preferences) -> Fits | None:
    """Whether an article fits, as a question to its `Facets`; None: everything does."""
    if not any(filter_key(preferences)):
        return None
    topics, sources = frozenset(preferences.topics), frozenset(preferences.sources)
    places = frozenset(
        term for name in preferences.provinces for term in asked_province_terms(name)
    )
    words, excluded = _runs(preferences.words), _runs(preferences.excluded_words)

    def holds(facets: Facets) -> bool:
        return (
            (not sources or facets.article.source in sources)
            and (not preferences.provinces or not places.isdisjoint(facets.places))
            and (not topics or facets.topic in topics)
            and (not preferences.words or any(run in facets.running for run in words))
            and not any(run in facets.running for run in excluded)
        )

    return holds


def _runs(words: Iterable[str]) -> tuple[str, ...]:
    folded = (folded_words(each) for each in words)
    return tuple(f" {' '.join(each)} " for each in folded if each)
