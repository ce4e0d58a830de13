"""Count how common syllable pairs are in news: `python -m tests.benchmarks.train_rarity`.

Needs the development data (`../shared/data/nlp`). Writes `bot/digest/rarity.toml`, the table by which
`bot/digest/resemblance.py` weighs what two articles share. A pair counts by the kind of news in
which it is most common, so that what every Party article says ("ban chấp hành đảng bộ") weighs
little although few articles of a general paper say it.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from bot.digest.rarity import LEVELS, STEP
from storage.text import folded_words

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "nlp"
TABLE = ROOT / "bot" / "digest" / "rarity.toml"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file of the development data."""
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def shares(texts: Iterable[str]) -> dict[tuple[str, str], float]:
    """For each pair the share of the texts that have it; one text more is counted as without."""
    count: Counter[tuple[str, str]] = Counter()
    texts_seen = 0
    for text in texts:
        count.update(set(pairwise(folded_words(text))))
        texts_seen += 1
    return {pair: number / (texts_seen + 1) for pair, number in count.items() if number > 2}


def main() -> None:
    """Count and write."""
    news: dict[bool, list[str]] = {True: [], False: []}
    for row in rows("news_corpus.jsonl.gz"):
        news[bool(row["party"])].append(f"{row['title']} {row['sapo']} {row['body']}")
    kinds = [shares(texts) for texts in news.values()]
    levels: dict[int, list[str]] = {}
    for pair in {pair for kind in kinds for pair in kind}:
        level = round(-math.log(max(kind.get(pair, 0.0) for kind in kinds)) / STEP)
        if level < LEVELS:
            levels.setdefault(level, []).append(" ".join(pair))
    print({kind: len(texts) for kind, texts in news.items()}, sum(map(len, levels.values())))
    lines = [
        "# Made by `python -m tests.benchmarks.train_rarity`; see `rarity.py`.",
        "# Counts of folded syllable pairs in 10,028 Vietnamese news articles (ViMs, VietnameseMDS",
        "# and the public news corpora beside them).",
        "",
        "[levels]",
    ]
    lines += [
        f'{level} = """{", ".join(sorted(pairs))}"""' for level, pairs in sorted(levels.items())
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
