"""Train and judge the summariser: `python -m tests.benchmarks.train_summary [--write]`.

Needs the development clusters (`../shared/data/nlp/mds.jsonl.gz`). Prints, at the same length (the
mean human summary's, then 60 and 100 syllables), ROUGE F1 of the baselines, of the summariser by
five-fold cross validation (mean and spread over several ways of splitting) and trained on the other
set; seconds of processor time per cluster; and how many sentences lean on one that is not told.
`--write` trains on all and writes `bot/digest/salience.toml`.

The weights never saw what judges them. The four constants of `bot/digest/summary.py` and the list
of features were chosen by cross validation over these same clusters.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.digest.cluster_text import ClusterText, cluster_text, spelled
from bot.digest.salience import (
    PAIR_FEATURES,
    Model,
    Salience,
    pair_features,
    standing,
)
from bot.digest.sentence_features import SENTENCE_FEATURES, sentence_features
from bot.digest.summary import choose
from tests.benchmarks.rouge import rouge_1, rouge_2, rouge_l, words
from tests.benchmarks.summary_baselines import BASELINES, Baseline, leaning

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "nlp"
TABLE = ROOT / "bot" / "digest" / "salience.toml"
FOLDS = 5
SPLITS = 3
SHORT = (60.0, 100.0)
"""Syllables of a digest's entry."""
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


Rows = tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", list[float]]


def rows_of(cluster: Cluster, common: dict[str, float]) -> Rows:
    """Of each pair its features and those of its sentences, and the share of summaries with it."""
    references = [set(itertools.pairwise(spelled(" ".join(it)))) for it in cluster.references]
    where = standing(cluster.text)
    sentences = dict(
        zip(
            map(id, cluster.text.sentences),
            sentence_features(cluster.text, where, common),
            strict=True,
        )
    )
    rows, aims = [], []
    for pair, row in pair_features(cluster.text, common, cluster.budget).items():
        of = np.mean([sentences[id(it)] for it in where[pair]], axis=0)
        rows.append((*row, *of))
        aims.append(sum(pair in each for each in references) / len(references))
    return np.array(rows), aims


def train(known: Sequence[Rows], common: dict[str, float]) -> Salience:
    """The table, from these clusters: ridge regression."""
    table = np.concatenate([rows for rows, _ in known])
    aim = np.concatenate([aims for _, aims in known])
    means, spreads = table.mean(axis=0), table.std(axis=0) + 1e-6
    scaled = (table - means) / spreads
    left = scaled.T @ scaled + RIDGE * np.eye(table.shape[1])
    weights = np.linalg.solve(left, scaled.T @ (aim - aim.mean()))
    columns = np.round(np.array([weights, means, spreads]), 5)
    cut = len(PAIR_FEATURES)
    return Salience(
        pair=_model(PAIR_FEATURES, columns[:, :cut].tolist(), float(aim.mean())),
        sentence=_model(SENTENCE_FEATURES, columns[:, cut:].tolist(), 0.0),
        common_syllables=common,
    )


def _model(names: Sequence[str], columns: Sequence[Sequence[float]], bias: float) -> Model:
    parts = [dict(zip(names, column, strict=True)) for column in columns]
    return Model(round(bias, 5), *parts)


def folds(clusters: Sequence[Cluster], seed: int | None) -> list[tuple[list[int], list[int]]]:
    """Pairs of clusters (by index) to train on and to judge by; seed None: the other set."""
    order = list(range(len(clusters)))
    if seed is None:
        return [
            (
                [at for at in order if clusters[at].set != name],
                [at for at in order if clusters[at].set == name],
            )
            for name in sorted({it.set for it in clusters})
        ]
    random.Random(seed).shuffle(order)
    return [
        ([it for at, it in enumerate(order) if at % FOLDS != fold], order[fold::FOLDS])
        for fold in range(FOLDS)
    ]


Chosen = list[tuple[int, int, str]]
"""Article, position and text of each sentence."""

Scores = dict[str, list[tuple[float, ...]]]
"""By set, of each cluster ROUGE-1, 2, L, length, sentences, leaning ones, seconds."""


def score(scores: Scores, cluster: Cluster, choosing: Callable[[], Chosen], length: float) -> None:
    """Time the choice and add its row."""
    began = time.process_time()
    chosen = choosing()
    seconds = time.process_time() - began
    found = [word for *_, text in chosen for word in words(text)]
    references = cluster.references
    row = (
        rouge_1(found, references),
        rouge_2(found, references),
        rouge_l(found, references),
        len(found) / length,
        len(chosen),
        leaning(chosen),
        seconds,
    )
    scores.setdefault(cluster.set, []).append(row)


def judged(clusters: Sequence[Cluster], tables: Sequence[Salience], length: float | None) -> Scores:
    """The summariser, each cluster with the table that has not seen it."""
    scores: Scores = {}
    for it, table in zip(clusters, tables, strict=True):
        size = length or it.budget

        def choosing(it: Cluster = it, table: Salience = table, size: float = size) -> Chosen:
            told = choose(it.text, syllables=size, table=table)
            return [(each.document, each.position, each.text) for each in told]

        score(scores, it, choosing, size)
    return scores


def tables_for(
    rows: Sequence[Rows], parts: Sequence[tuple[list[int], list[int]]], common: dict[str, float]
) -> list[Salience]:
    """For each cluster the table of the fold that judges it."""
    found: dict[int, Salience] = {}
    for known, unseen in parts:
        found.update(dict.fromkeys(unseen, train([rows[at] for at in known], common)))
    return [found[at] for at in range(len(rows))]


def show(name: str, runs: Sequence[Scores]) -> None:
    """The mean of each figure by set; of several runs the spread of ROUGE-2 too."""
    for part in sorted(runs[0]):
        means = np.array([np.mean(it[part], axis=0) for it in runs])
        one, two, longest, length, _, _, seconds = means.mean(axis=0)
        told, leans = (sum(row[at] for it in runs for row in it[part]) for at in (4, 5))
        spread = f" ({means[:, 1].min():.1f}–{means[:, 1].max():.1f})" if len(runs) > 1 else ""
        print(
            f"{name:<22}{part:<5} R1 {one:.1f} R2 {two:.1f}{spread} RL {longest:.1f}"
            f" length {length:.2f} leaning {leans:.0f} of {told:.0f}, {seconds:.3f} s"
        )


def compare(
    clusters: Sequence[Cluster],
    splits: Sequence[list[Salience]],
    other: list[Salience],
    length: float | None,
) -> None:
    """Everything at one length; None: that of each cluster's human summaries."""
    print(f"\nlength: {f'{length:.0f} syllables' if length else 'mean human summary'}")
    for name, method in BASELINES.items():
        scores: Scores = {}
        for it in clusters:
            size = length or it.budget

            def choosing(it: Cluster = it, size: float = size, method: Baseline = method) -> Chosen:
                return [(each.document, each.place, each.text) for each in method(it.text, size)]

            score(scores, it, choosing, size)
        show(name, [scores])
    show("ours, 5 folds", [judged(clusters, tables, length) for tables in splits])
    show("ours, other set", [judged(clusters, other, length)])


def write(table: Salience) -> None:
    """The table as TOML."""
    lines = [
        "# Made by `python -m tests.benchmarks.train_summary --write`; see `salience.py`.",
        "# Trained on the human summaries of ViMs (Tran et al., 2020) and VietnameseMDS.",
    ]
    for name in ("pair", "sentence"):
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
    rows = [rows_of(it, common) for it in clusters]
    if "--write" in sys.argv:
        write(train(rows, common))
        return
    splits = [tables_for(rows, folds(clusters, seed), common) for seed in range(SPLITS)]
    other = tables_for(rows, folds(clusters, None), common)
    compare(clusters, splits, other, None)
    for length in SHORT:
        compare(clusters, splits[:1], other, length)


if __name__ == "__main__":
    main()
