"""Count how common syllables and pairs are in news: `python -m tests.benchmarks.train_rarity`.

Needs the development data (`../shared/data/nlp`). Writes `bot/digest/rarity.toml`, by which
`bot/digest/profile.py` weighs what an article says. A pair counts by the kind of news in
which it is most common, so that what every Party article says ("ban chấp hành đảng bộ") weighs
little although few articles of a general paper say it. The weeks that only judge grouping are left
out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from bot.digest.rarity import LEVELS, STEP
from storage.text import folded_words
from tests.benchmarks.story_pools import DATA, PARTY_THIRD, ROOT, rows

TABLE = ROOT / "bot" / "digest" / "rarity.toml"


def shares(texts: Iterable[str]) -> dict[str, float]:
    """For each pair the share of the texts that have it; one text more is counted as without."""
    count: Counter[str] = Counter()
    texts_seen = 0
    for text in texts:
        words = folded_words(text)
        count.update({*words, *map(" ".join, pairwise(words))})
        texts_seen += 1
    return {pair: number / (texts_seen + 1) for pair, number in count.items() if number > 2}


def main() -> None:
    """Count and write."""
    news: dict[str, list[str]] = {"other": [], "Party": [], "Party feeds": []}
    for row in rows(DATA / "news_corpus.jsonl.gz"):
        kind = "Party" if row["party"] else "other"
        news[kind].append(f"{row['title']} {row['sapo']} {row['body']}")
    judged_by = {row["link"] for row in rows(PARTY_THIRD)}
    for row in rows(DATA / "rss_party.jsonl.gz"):
        if row["link"] not in judged_by:
            news["Party feeds"].append(f"{row['title']} {row['summary']}")
    kinds = [shares(texts) for texts in news.values()]
    levels: dict[int, list[str]] = {}
    for pair in {pair for kind in kinds for pair in kind}:
        level = round(-math.log(max(kind.get(pair, 0.0) for kind in kinds)) / STEP)
        if level < LEVELS:
            levels.setdefault(level, []).append(pair)
    print({kind: len(texts) for kind, texts in news.items()}, sum(map(len, levels.values())))
    lines = [
        "# Made by `python -m tests.benchmarks.train_rarity`; see `rarity.py`.",
        "# Counts of folded syllables and pairs in 11,165 Vietnamese news articles and",
        "# feed entries of public corpora; the texts themselves are not here.",
        "",
        "[levels]",
    ]
    lines += [
        f'{level} = """{", ".join(sorted(pairs))}"""' for level, pairs in sorted(levels.items())
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
