"""Articles that look like Vietnamese to an index: made-up syllables, few of them very common."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from storage.models import Article

ONSETS = ["b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu"]
ONSETS += ["r", "s", "t", "th", "tr", "v", "x"]
VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "iê", "uô", "ươ", "oa"]
ENDINGS = ["", "n", "ng", "m", "t", "c", "p", "i", "o", "nh", "ch"]
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]

LEXICON = 12_000
"""Words, two thirds of them of two syllables: neighbours recur as in a language."""

START = datetime(2023, 1, 2, tzinfo=UTC)
"""A Monday."""

WEEKS = 52
SYLLABLES = 900
"""In an article: about 5 KB."""


@functools.cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Words of one and two syllables and cumulative weights that fall off as in a language."""
    rng = random.Random(7)
    syllables = ["".join(parts) for parts in itertools.product(ONSETS, VOWELS, ENDINGS, TONES)]
    rng.shuffle(syllables)
    words = [
        " ".join(rng.choices(syllables, k=1 if rng.random() < 1 / 3 else 2)) for _ in range(LEXICON)
    ]
    weights = itertools.accumulate(1 / (rank + 10) for rank in range(len(words)))
    return words, list(weights)


def articles(count: int, *, seed: int = 1, weeks: int = WEEKS) -> Iterator[Article]:
    """`count` articles spread evenly over that many weeks, in order of first sight."""
    rng = random.Random(seed)
    words, weights = vocabulary()
    step = timedelta(weeks=weeks) / count
    for number in range(count):
        chosen = rng.choices(words, cum_weights=weights, k=SYLLABLES)
        text = " ".join(chosen).split()[:SYLLABLES]
        yield make_article(f"{seed:02d}{number:08d}", text, START + number * step, rng)


def make_article(name: str, text: list[str], seen: datetime, rng: random.Random) -> Article:
    """One article of these syllables."""
    paragraphs = tuple(" ".join(text[at : at + 70]) for at in range(60, len(text), 70))
    return Article(
        id=name,
        source=f"nguon-{rng.randrange(40)}",
        title=" ".join(text[:14]),
        lead=" ".join(text[14:60]),
        paragraphs=paragraphs,
        fingerprint=f"{rng.getrandbits(128):032x}",
        canonical_url=f"https://songmo.example/tin/{name}",
        url=f"https://songmo.example/tin/{name}",
        guid=f"guid-{name}",
        province=f"tinh-{rng.randrange(30)}",
        first_seen=seen,
        updated_at=seen,
        published=seen - timedelta(minutes=rng.randrange(600)),
    )
