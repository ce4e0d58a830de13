"""How likely articles tell of one event, worked out once for any number of groupings of them.

What two articles share does not depend on any other: so a grouping of some of them, or of them and
some more, needs only what is new, and finds what it would have found from the start. The one
exception is what more than `pairing.MOST_SHARING` articles share: it makes no two be compared once
there are so many, while those that were compared before stay compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.profile import Profile, profile
from bot.digest.resemblance import likely, resemblance
from storage.models import Article

_Key = tuple[str, str, int]


class Likeness:
    """Remembers profiles and pairs; not for several threads at once."""

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._known: dict[_Key, Profile] = {}
        self._number: dict[_Key, int] = {}
        self._profiles: list[Profile] = []
        self._likely: list[dict[int, float]] = []

    def apart(self) -> Likeness:
        """Another one that shares the profiles, for articles not to be compared with these."""
        other = Likeness()
        other._known = self._known
        return other

    def between(self, articles: Sequence[Article]) -> dict[tuple[int, int], float]:
        """As `likely` of these, each once: indices into `articles`, the lower one first."""
        numbers = self._numbers(articles)
        place = {number: at for at, number in enumerate(numbers)}
        return {
            (at, place[other]): chance
            for at, number in enumerate(numbers)
            for other, chance in self._likely[number].items()
            if place.get(other, -1) > at
        }

    def profiles(self, articles: Sequence[Article]) -> list[Profile]:
        """What these are compared by; they are not compared for it."""
        return [self._profile(article) for article in articles]

    def _profile(self, article: Article) -> Profile:
        key = _key(article)
        if key not in self._known:
            self._known[key] = profile(article)
        return self._known[key]

    def _numbers(self, articles: Sequence[Article]) -> list[int]:
        old = len(self._profiles)
        for article in articles:
            if self._number.setdefault(_key(article), len(self._profiles)) == len(self._profiles):
                self._profiles.append(self._profile(article))
                self._likely.append({})
        if len(self._profiles) > old:
            for (one, two), chance in likely(self._profiles, resemblance(), old=old).items():
                self._likely[one][two] = self._likely[two][one] = chance
        return [self._number[_key(article)] for article in articles]


def _key(article: Article) -> _Key:
    """What says the same is compared by the same; terms follow from the text and their rules."""
    return article.id, article.fingerprint, article.terms_version
