"""Precision, recall and F1 of facts on the annotated development set.

    python -m tests.benchmarks.bench_facts [--errors KIND] [--half tune|held] [FILE...]

Each FILE holds annotations as `tests/data/facts/GUIDE.md` describes; without one those of the
repository are read, which `make bench-facts` measures. The table gives the half on which rules
were improved (tune), the one that was looked at as numbers only (held), and both.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from bot.facts.extract import extract_afresh
from storage.models import Article
from tests.benchmarks.fact_items import Item, article_of, load_items
from tests.benchmarks.fact_scores import SAME, Tally, compare, found_of, gold_of

AIMS = {
    "documents": 0.97,
    "figures": 0.95,
    "times": 0.97,
    "requests": 0.90,
    "people": 0.93,
    "organisations": 0.90,
}
_TOGETHER = {"times": ("periods", "event_dates")}
"""Kinds of which one aim speaks."""


class Score(NamedTuple):
    """Counts of one kind."""

    items: int = 0
    matched: int = 0
    missed: int = 0
    false: int = 0

    def plus(self, tally: Tally) -> Score:
        """With one more article."""
        return Score(
            self.items + 1,
            self.matched + tally.matched,
            self.missed + len(tally.missed),
            self.false + len(tally.false),
        )

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall, F1; 1 where there is nothing to find and nothing was found."""
        found, gold = self.matched + self.false, self.matched + self.missed
        both = found + gold
        return (
            self.matched / found if found else 1.0,
            self.matched / gold if gold else 1.0,
            2 * self.matched / both if both else 1.0,
        )


def measure(
    items: list[Item], errors: str | None, half: str | None
) -> tuple[dict[str, dict[str, Score]], int]:
    """Scores by kind and half, and how many items are not beside the project."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    absent = 0
    for item in items:
        article = article_of(item)
        if article is None:
            absent += 1
            continue
        found = found_of(article, extract_afresh(article))
        for kind in SAME:
            gold = gold_of(kind, item.gold)
            if gold is None:
                continue
            tally = compare(kind, gold, found[kind])
            scores[kind][item.half] = scores[kind][item.half].plus(tally)
            if kind == errors and half in {None, item.half}:
                show(item, article, tally)
    return scores, absent


def show(item: Item, article: Article, tally: Tally) -> None:
    """The misses and false ones of an article."""
    if not tally.missed and not tally.false:
        return
    print(f"\n{item.source}:{item.id} ({item.half}) {article.title}")
    for missed in tally.missed:
        print(f"  missed  {plain(missed)}")
    for false in tally.false:
        print(f"  false   {plain(false)}")
        if isinstance(false, dict) and false.get("sentence"):
            print(f"          | {false['sentence']}")


def plain(value: Any) -> str:
    """A record in a line, without what it does not say."""
    if not isinstance(value, dict):
        return str(value)
    kept = {key: it for key, it in value.items() if it not in (None, (), []) and key != "sentence"}
    return " ".join(f"{key}={it}" for key, it in kept.items())


def table(scores: dict[str, dict[str, Score]]) -> bool:
    """Print it; whether every aim is met on both halves together."""
    for kind, parts in _TOGETHER.items():
        for half in ("tune", "held"):
            together = [scores[part][half] for part in parts if half in scores[part]]
            if together:
                whole = sum(together[1:], together[0])
                scores[kind][half] = whole._replace(items=together[0].items)
    print(f"{'':14} {'aim':>5}" + "".join(f" | {half:^29}" for half in ("tune", "held", "all")))
    columns = f" | {'items':>5} {'facts':>5} {'P':>5} {'R':>5} {'F1':>5}"
    print(f"{'kind':14} {'F1':>5}" + columns * 3)
    met = True
    for kind, halves in sorted(scores.items(), key=lambda it: (it[0] not in AIMS, it[0])):
        aim = AIMS.get(kind)
        whole = halves["tune"] + halves["held"]
        cells = "".join(cell(it) for it in (halves["tune"], halves["held"], whole))
        print(f"{kind:14} {aim or '':>5}{cells}")
        met = met and (aim is None or whole.figures[2] >= aim)
    return met


def cell(score: Score) -> str:
    """Items, facts and the three figures."""
    p, r, f1 = score.figures
    return f" | {score.items:5} {score.matched + score.missed:5} {p:5.3f} {r:5.3f} {f1:5.3f}"


def main() -> int:
    """Print the table; the exit code tells whether the aims are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--errors", choices=sorted(SAME), help="list what went wrong of a kind")
    parser.add_argument("--half", choices=("tune", "held"), help="errors of this half only")
    options = parser.parse_args()
    items = [item for item in load_items(options.files or None) if item.gold]
    scores, absent = measure(items, options.errors, options.half)
    sources = Counter(item.source for item in items)
    told = ", ".join(f"{count} {source}" for source, count in sources.most_common())
    print(f"\n{len(items)} articles: {told}")
    if absent:
        print(f"{absent} of them are not beside the project (../shared): left out")
    return 0 if table(scores) else 1


if __name__ == "__main__":
    sys.exit(main())
