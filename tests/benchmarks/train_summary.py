"""Train and judge the summariser: `python -m tests.benchmarks.train_summary [--write]`.

Needs the development clusters (`../shared/data/nlp/mds.jsonl.gz`). Prints ROUGE by five-fold cross
validation over all clusters, and trained on the other set; `--write` trains on all and writes
`bot/digest/salience.toml`.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.digest.cluster_text import ClusterText, cluster_text, spelled
from bot.digest.salience import (
    PAIR_FEATURES,
    Model,
    Salience,
    pair_features,
)
from bot.digest.summary import choose
from tests.benchmarks.rouge import rouge_1, rouge_2, rouge_l, words

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "nlp"
TABLE = ROOT / "bot" / "digest" / "salience.toml"
FOLDS = 5
RIDGE = 50.0
COMMON = 0.1


class Cluster(NamedTuple):
    """A story with human summaries."""

    set: str
    text: ClusterText
    references: list[list[str]]

    @property
    def budget(self) -> float:
        """Mean length of the references, in syllables."""
        return sum(map(len, self.references)) / len(self.references)


def load() -> list[Cluster]:
    """The development clusters, of the bodies alone: the summaries were written from these."""
    found = []
    with gzip.open(DATA / "mds.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            documents = [(it["title"], it["body"].splitlines()) for it in row["docs"]]
            references = [words(it) for it in row["refs"]]
            found.append(Cluster(row["set"], cluster_text(documents), references))
    return found


def common_syllables() -> dict[str, float]:
    """Share of the articles of the news corpus that have a syllable, for the commonest."""
    count: Counter[str] = Counter()
    articles = 0
    with gzip.open(DATA / "news_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            count.update(set(spelled(f"{row['sapo']} {row['body']}")))
            articles += 1
    return {
        word: round(number / articles, 3)
        for word, number in sorted(count.items())
        if number >= COMMON * articles
    }


def train(clusters: Sequence[Cluster], common: dict[str, float]) -> Salience:
    """The table, from these clusters."""
    rows, aims = [], []
    for it in clusters:
        references = [set(itertools.pairwise(spelled(" ".join(each)))) for each in it.references]
        for pair, row in pair_features(it.text, common, it.budget).items():
            rows.append(row)
            aims.append(sum(pair in each for each in references) / len(references))
    return Salience(
        pair=_ridge(PAIR_FEATURES, rows, aims),
        common_syllables=common,
    )


def _ridge(names: Sequence[str], rows: Sequence[Sequence[float]], aims: Sequence[float]) -> Model:
    table, aim = np.array(rows), np.array(aims)
    means, spreads = table.mean(axis=0), table.std(axis=0) + 1e-6
    scaled = (table - means) / spreads
    left = scaled.T @ scaled + RIDGE * np.eye(len(names))
    weights = np.linalg.solve(left, scaled.T @ (aim - aim.mean()))
    rounded = [
        {name: round(float(value), 5) for name, value in zip(names, column, strict=True)}
        for column in (weights, means, spreads)
    ]
    return Model(round(float(aim.mean()), 5), *rounded)


def folds(clusters: Sequence[Cluster], how: str) -> list[tuple[list[Cluster], list[Cluster]]]:
    """Pairs of clusters to train on and to judge by."""
    if how == "other set":
        return [
            ([it for it in clusters if it.set != name], [it for it in clusters if it.set == name])
            for name in sorted({it.set for it in clusters})
        ]
    order = list(clusters)
    random.Random(0).shuffle(order)
    return [
        ([it for at, it in enumerate(order) if at % FOLDS != fold], order[fold::FOLDS])
        for fold in range(FOLDS)
    ]


def judge(clusters: Sequence[Cluster], how: str, common: dict[str, float]) -> None:
    """Prints the mean of each ROUGE by set."""
    scores: dict[str, list[tuple[float, ...]]] = {}
    for known, unseen in folds(clusters, how):
        table = train(known, common)
        for it in unseen:
            told = choose(it.text, syllables=it.budget, table=table)
            found = [word for each in told for word in words(each.text)]
            row = (
                rouge_1(found, it.references),
                rouge_2(found, it.references),
                rouge_l(found, it.references),
                len(found) / it.budget,
            )
            scores.setdefault(it.set, []).append(row)
    for name, rows in sorted(scores.items()):
        one, two, longest, length = np.mean(rows, axis=0)
        print(f"{how:10} {name:5} R1 {one:.1f} R2 {two:.1f} RL {longest:.1f} length {length:.2f}")


def write(table: Salience) -> None:
    """The table as TOML."""
    lines = [
        "# Made by `python -m tests.benchmarks.train_summary --write`; see `salience.py`.",
        "# Trained on the human summaries of ViMs (Tran et al., 2020) and VietnameseMDS.",
    ]
    for name in ("pair",):
        model: Model = getattr(table, name)
        lines += ["", f"[{name}]", f"bias = {model.bias}"]
        for part in ("weights", "means", "spreads"):
            values = ", ".join(f"{key} = {value}" for key, value in getattr(model, part).items())
            lines.append(f"{part} = {{ {values} }}")
    lines += ["", "[common_syllables]"]
    lines += [f'"{word}" = {share}' for word, share in table.common_syllables.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """See the module."""
    clusters, common = load(), common_syllables()
    print(f"{len(clusters)} clusters, {len(common)} common syllables")
    for how in ("5 folds", "other set"):
        judge(clusters, how, common)
    if "--write" in sys.argv:
        write(train(clusters, common))


if __name__ == "__main__":
    main()
