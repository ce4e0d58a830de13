"""Fit the weights of answer spans, and tell how well they do on texts they were not fitted on.

    python -m tests.benchmarks.train_answers [--write] [--folds 5]

A log-linear choice among all spans of the best sentences, as the baseline of SQuAD (Rajpurkar et
al., 2016, §5), with an L2 penalty, fitted by Adam (Kingma and Ba, 2015) on the development
questions of xquad_vi. Folds are by passage title; the span is chosen as `bot/answers/reader.py`
does, but for the facts, of which such passages have few. `--write` fits on all questions and writes
`bot/answers/weights.toml`; features of fewer than four questions or hardly any weight are left out.
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from bot.answers import reader, span_features, spans
from bot.answers.answer import answer_question
from bot.answers.passages import best_passages, read_article
from bot.answers.reader import SENTENCES
from tests.benchmarks.bench_answers import NOW, ROOT, Score, exact, f1, normal, stored, xquad

WEIGHTS = ROOT / "bot" / "answers" / "weights.toml"
FOLDS = 5
L2 = 0.006
"""For a feature of `USUAL` questions; rarer ones are held to nought more firmly, by the root of how
rare they are. Chosen on the folds themselves among .003, .006 and .01, by which the held-out line
flatters a little."""
USUAL = 50
FIRMNESS = (0.3, 5.0)
RARE = 4
SMALL = 0.05
Array = Any
"""Of numpy, whose types say nothing here."""


class Row(NamedTuple):
    """The spans of one question as sparse features."""

    fold: int
    texts: list[str]
    index: Array
    value: Array
    begin: Array
    overlap: Array
    exact: Array


def rows(folds: int) -> tuple[list[Row], dict[str, int]]:
    """All questions with the features of their spans, and the features' numbers."""
    names: dict[str, int] = {}
    found: list[Row] = []
    articles, questions = xquad()
    by_id = {article.id: article for article in articles}
    with tempfile.TemporaryDirectory() as folder:
        store = stored(articles, folder)
        for asked in questions:
            answered = answer_question(store, asked.question, today=NOW.date())
            question = answered.question
            reads = [read_article(article, rank) for rank, article in enumerate(answered.nearest)]
            passages = best_passages(question, reads, limit=SENTENCES)
            features: list[list[span_features.Feature]] = []
            texts: list[str] = []
            for passage in passages:
                sentence = spans.look_at(question, passage)
                base = span_features.sentence_features(sentence, passages[0].score)
                for start, end in spans.candidates(sentence):
                    features.append(
                        base
                        + span_features.start_features(sentence, start)
                        + span_features.end_features(sentence, end)
                        + span_features.span_features(sentence, start, end)
                    )
                    first, last = sentence.words[start].start, sentence.words[end - 1].end
                    texts.append(passage.read.text.text[first:last])
            flat = [item for each in features for item in each]
            (name,) = asked.articles
            found.append(
                Row(
                    zlib.crc32(by_id[name].title.encode()) % folds,
                    texts,
                    np.array([names.setdefault(it, len(names)) for it, _ in flat], dtype=np.int32),
                    np.array([value for _, value in flat], dtype=np.float32),
                    np.cumsum([0, *(len(each) for each in features)])[:-1],
                    np.array([f1(text, asked.answers) for text in texts]),
                    np.array([exact(text, asked.answers) for text in texts]),
                )
            )
        store.close()
    return found, names


def scores(row: Row, weights: Array) -> Array:
    """Of every span."""
    return np.add.reduceat(weights[row.index] * row.value, row.begin)


def fit(chosen: Sequence[Row], size: int, *, steps: int = 120) -> Array:
    """Weights for spans that share most with what is expected."""
    chosen = [row for row in chosen if row.texts and row.overlap.max() >= 0.4]
    weights = np.zeros(size)
    seen = np.bincount(np.concatenate([np.unique(row.index) for row in chosen]), minlength=size)
    firm = L2 * np.clip(np.sqrt(USUAL / np.maximum(seen, 1)), *FIRMNESS)
    for _round in range(2):
        parts = [_part(row, weights) for row in chosen]
        index = np.concatenate([part[0] for part in parts])
        value = np.concatenate([part[1] for part in parts])
        lengths = np.concatenate([part[2] for part in parts])
        target = np.concatenate([part[3] for part in parts])
        counts = np.array([len(part[2]) for part in parts])
        begin = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        mean, square = np.zeros(size), np.zeros(size)
        for step in range(1, steps + 1):
            total = np.add.reduceat(weights[index] * value, begin)
            likely = np.exp(total - np.repeat(np.maximum.reduceat(total, first), counts))
            likely /= np.repeat(np.add.reduceat(likely, first), counts)
            wrong = np.repeat(likely - target, lengths) * value
            slope = np.bincount(index, weights=wrong, minlength=size) / len(parts) + firm * weights
            mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
            rate = 0.06 if step < steps * 0.6 else 0.02
            weights = weights - rate * (mean / (1 - 0.9**step)) / (
                np.sqrt(square / (1 - 0.99**step)) + 1e-8
            )
    return weights


def _part(row: Row, weights: Array) -> tuple[Array, Array, Array, Array]:
    """The spans of a question that are learnt from: the good ones and the most tempting others."""
    tempting = np.argsort(-scores(row, weights))[:150]
    some = np.random.default_rng(0).choice(len(row.texts), min(60, len(row.texts)), replace=False)
    keep = sorted({*np.nonzero(row.overlap > 0.25)[0].tolist(), *tempting.tolist(), *some.tolist()})
    end = np.append(row.begin, len(row.index))
    places = [np.arange(end[it], end[it + 1]) for it in keep]
    joined = np.concatenate(places)
    overlap = row.overlap[keep]
    best = np.where(overlap >= overlap.max() - 1e-9, 1.0, 0.0) * overlap
    target = best + 0.15 * np.where(overlap > 0.5, overlap**3, 0.0)
    lengths = np.array([len(place) for place in places])
    return row.index[joined], row.value[joined], lengths, target / target.sum()


def choose(row: Row, weights: Array) -> int:
    """The span with most in common with the others, by their likelihood."""
    total = scores(row, weights)
    top = np.argsort(-total)[:40]
    likely = np.exp(total[top] - total[top[0]])
    words = [Counter(normal(row.texts[it])) for it in top]

    def shared(number: int) -> float:
        mine = words[number]
        result = 0.0
        for other, weight in zip(words, likely, strict=True):
            both = sum((mine & other).values())
            if both:
                overlap = 2 * both / (mine.total() + other.total())
                result += weight * (0.5 * overlap + 0.5 * (mine == other))
        return result

    return int(top[max(range(min(25, len(top))), key=shared)])


def held_out(
    found: Sequence[Row], names: dict[str, int], folds: int
) -> tuple[tuple[float, float], Score]:
    """(exact, F1) of spans alone, and whole answers, with weights fitted on other titles."""
    articles, questions = xquad()
    alone = [0.0, 0.0]
    whole = Score()
    with tempfile.TemporaryDirectory() as folder:
        store = stored(articles, folder)
        for fold in range(folds):
            weights = fit([row for row in found if row.fold != fold], len(names))
            table = kept_weights(weights, names, found)
            for asked, row in zip(questions, found, strict=True):
                if row.fold != fold:
                    continue
                if row.texts:
                    chosen = choose(row, weights)
                    alone[0] += row.exact[chosen] / len(found)
                    alone[1] += row.overlap[chosen] / len(found)
                with mock.patch.object(reader, "weights", partial(dict, table)):
                    answered = answer_question(store, asked.question, today=NOW.date())
                whole.add(asked, answered)
        store.close()
    return (float(alone[0]), float(alone[1])), whole


def main() -> None:
    """Cross-validate, and write the weights where that is wished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=FOLDS)
    options = parser.parse_args()
    found, names = rows(options.folds)
    best = [float(row.exact.max()) if row.texts else 0.0 for row in found]
    print(f"{len(found)} questions, {len(names)} features, a right span for {np.mean(best):.3f}")
    alone, whole = held_out(found, names, options.folds)
    print(f"held out, {options.folds} folds by title")
    print(f"spans alone: EM {alone[0]:.3f}  F1 {alone[1]:.3f}")
    print(whole.line("whole answers"))
    if options.write:
        write(fit(found, len(names)), names, found)


def kept_weights(weights: Array, names: dict[str, int], found: Sequence[Row]) -> dict[str, float]:
    """By name of feature, without the rare and the small."""
    seen = Counter(int(it) for row in found for it in np.unique(row.index))
    return {
        name: round(float(weights[number]), 2)
        for name, number in names.items()
        if seen[number] >= RARE and abs(weights[number]) >= SMALL
    }


def write(weights: Array, names: dict[str, int], found: Sequence[Row]) -> None:
    """The table, by name of feature."""
    kept = kept_weights(weights, names, found)
    head = (
        "# Weights of the features of span_features.py; larger speaks for a span. Written by\n"
        "# `python -m tests.benchmarks.train_answers --write` from the questions of xquad_vi\n"
        "# (Artetxe et al., 2020).\n\n"
        "[weights]\n"
    )
    WEIGHTS.write_text(head + "".join(_line(name, kept[name]) for name in sorted(kept)), "utf-8")
    print(f"{len(kept)} weights written")


def _line(name: str, value: float) -> str:
    quoted = name.replace('"', '\\"')
    return f'"{quoted}" = {value}\n'


if __name__ == "__main__":
    main()
