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
import gzip
import json
import tempfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from bot.answers import reader, span_features, spans
from bot.answers.answer import answer_question
from bot.answers.choice import Choice
from bot.answers.context_features import Feature
from bot.answers.limits import fits
from bot.answers.passages import best_passages, read_article
from bot.answers.question import Question
from bot.facts.article_text import article_text
from bot.facts.extract import extract
from storage.models import Article
from tests.benchmarks.bench_answers import (
    NOW,
    ROOT,
    SHARED,
    Asked,
    Score,
    exact,
    f1,
    stored,
    xquad,
)

WEIGHTS = ROOT / "bot" / "answers" / "weights.toml"
FOLDS = 5
L2 = 0.01
"""For a feature of `USUAL` questions; rarer ones are held to nought more firmly, by the root of how
rare they are. Chosen on folds of the same questions among .003 to .02, by which the held-out line
flatters a little."""
USUAL = 50
FIRMNESS = (0.3, 5.0)
RARE = 4
TOP = 40
TODAY = NOW.date()
SMALL = 0.05
_OPENING = 30
"""Characters by which a passage is found in its article."""
Array = Any
"""Of numpy, whose types say nothing here."""


class Row(NamedTuple):
    """The spans of one question as sparse features."""

    fold: int
    asked: Asked
    choices: list[Choice]
    places: Array
    """Of each span: its sentence, first word, word after the last."""
    index: Array
    value: Array
    begin: Array
    given: Array
    """What facts and coverage speak for each span, as the reader adds it; not fitted."""
    overlap: Array
    """F1 with the words expected, where the span has some of them in their own place, else 0."""


def expected_places() -> list[tuple[int, int]]:
    """Where the expected words of each question stand in the text of its article."""
    articles, _ = xquad()
    with gzip.open(SHARED / "data/nlp/xquad_vi.jsonl.gz", "rt", encoding="utf-8") as lines:
        passages = [json.loads(line) for line in lines]
    found: list[tuple[int, int]] = []
    for article, row in zip(articles, passages, strict=True):
        at = article_text(article).text.index(row["context"][:_OPENING])
        for asked in row["qas"]:
            answer = asked["answers"][0]
            start = at + answer["answer_start"]
            found.append((start, start + len(answer["text"])))
    return found


def rows(folds: int) -> tuple[list[Row], dict[str, int]]:
    """All questions with the features of their spans, and the features' numbers."""
    names: dict[str, int] = {}
    found: list[Row] = []
    articles, questions = xquad()
    titles = {article.id: article.title for article in articles}
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(reader, "weights", dict):
        store = stored(articles, folder)
        for asked, at in zip(questions, expected_places(), strict=True):
            answered = answer_question(store, asked.question, today=TODAY)
            (name,) = asked.articles
            fold = zlib.crc32(titles[name].encode()) % folds
            found.append(_row(asked, answered.question, answered.nearest, at, fold, names))
        store.close()
    return found, names


def _row(
    asked: Asked,
    question: Question,
    nearest: Sequence[Article],
    expected: tuple[int, int],
    fold: int,
    names: dict[str, int],
) -> Row:
    """The spans that the reader considers, in the order of their sentences."""
    facts = {article.id: extract(article) for article in nearest}
    every = [read_article(article, rank) for rank, article in enumerate(nearest)]
    reads = [it for it in every if fits(question, it, facts[it.article.id], TODAY)]
    passages = best_passages(question, reads, limit=1_000, among=every)
    items = reader.considered(question, passages, facts)
    features: list[list[Feature]] = []
    seen: dict[tuple[str, int], int] = {}
    looks: dict[int, tuple[spans.Sentence, list[Feature]]] = {}
    places: list[tuple[int, int, int]] = []
    overlap: list[float] = []
    for choice, start, end in items:
        passage = choice.passage
        number = seen.setdefault((passage.read.article.id, passage.index), len(seen))
        if number not in looks:
            sentence = spans.look_at(question, passage)
            looks[number] = (
                sentence,
                list(span_features.sentence_features(sentence, passages[0].score)),
            )
        sentence, base = looks[number]
        features.append(
            base
            + span_features.start_features(sentence, start)
            + span_features.end_features(sentence, end)
            + span_features.span_features(sentence, start, end)
        )
        places.append((number, start, end))
        here = passage.read.article.id in asked.articles and (
            choice.span[0] < expected[1] and choice.span[1] > expected[0]
        )
        overlap.append(f1(choice.text, asked.answers) if here else 0.0)
    flat = [item for each in features for item in each if item[1]]
    lengths = [sum(1 for item in each if item[1]) for each in features]
    return Row(
        fold,
        asked,
        [choice for choice, _, _ in items],
        np.array(places, dtype=np.int32).reshape(-1, 3),
        np.array([names.setdefault(it, len(names)) for it, _ in flat], dtype=np.int32),
        np.array([value for _, value in flat], dtype=np.float32),
        np.cumsum([0, *lengths])[:-1],
        np.array([choice.score for choice, _, _ in items]),
        np.array(overlap),
    )


def scores(row: Row, weights: Array) -> Array:
    """Of every span."""
    return row.given + np.add.reduceat(weights[row.index] * row.value, row.begin)


def fit(chosen: Sequence[Row], size: int, *, steps: int = 120) -> Array:
    """Weights for spans that share most with what is expected."""
    chosen = [row for row in chosen if row.choices and row.overlap.max() >= 0.4]
    weights = np.zeros(size)
    seen = np.bincount(np.concatenate([np.unique(row.index) for row in chosen]), minlength=size)
    firm = L2 * np.clip(np.sqrt(USUAL / np.maximum(seen, 1)), *FIRMNESS)
    for _round in range(2):
        parts = [_part(row, weights) for row in chosen]
        index = np.concatenate([part[0] for part in parts])
        value = np.concatenate([part[1] for part in parts])
        lengths = np.concatenate([part[2] for part in parts])
        target = np.concatenate([part[3] for part in parts])
        given = np.concatenate([part[4] for part in parts])
        counts = np.array([len(part[2]) for part in parts])
        begin = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        first = np.concatenate([[0], np.cumsum(counts)[:-1]])
        mean, square = np.zeros(size), np.zeros(size)
        for step in range(1, steps + 1):
            total = given + np.add.reduceat(weights[index] * value, begin)
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


def _part(row: Row, weights: Array) -> tuple[Array, Array, Array, Array, Array]:
    """The spans of a question that are learnt from: the good ones and the most tempting others."""
    tempting = np.argsort(-scores(row, weights))[:150]
    some = np.random.default_rng(0).choice(
        len(row.choices), min(60, len(row.choices)), replace=False
    )
    keep = sorted({*np.nonzero(row.overlap > 0.25)[0].tolist(), *tempting.tolist(), *some.tolist()})
    end = np.append(row.begin, len(row.index))
    places = [np.arange(end[it], end[it + 1]) for it in keep]
    joined = np.concatenate(places)
    overlap = row.overlap[keep]
    best = np.where(overlap >= overlap.max() - 1e-9, 1.0, 0.0) * overlap
    target = best + 0.15 * np.where(overlap > 0.5, overlap**3, 0.0)
    lengths = np.array([len(place) for place in places])
    return row.index[joined], row.value[joined], lengths, target / target.sum(), row.given[keep]


class Alone(NamedTuple):
    """What the spans of one question come to without the rules that refuse."""

    exact: float
    overlap: float
    sentence: float
    """1 where the span stands in the right sentence."""
    given_sentence: float
    """F1 of the best span of the right sentence."""


def alone(row: Row, weights: Array) -> Alone:
    """The span that the reader would choose of all, and of those in the right sentence."""
    if not row.choices:
        return Alone(0.0, 0.0, 0.0, 0.0)
    total = scores(row, weights)
    right = row.places[int(row.overlap.argmax()), 0] if row.overlap.any() else -1
    best, place = _best(row, total)
    held, _ = _best(row, np.where(row.places[:, 0] == right, total, -np.inf))
    answers = row.asked.answers
    return Alone(
        exact(best.text, answers),
        f1(best.text, answers),
        float(row.places[place, 0] == right),
        f1(held.text, answers) if right >= 0 else 0.0,
    )


def _best(row: Row, total: Array) -> tuple[Choice, int]:
    top = [int(it) for it in np.argsort(-total, kind="stable")[:TOP]]
    items = [
        (
            replace(row.choices[it], score=float(total[it])),
            int(row.places[it, 1]),
            int(row.places[it, 2]),
        )
        for it in top
        if np.isfinite(total[it])
    ]
    if not items:
        return row.choices[top[0]], top[0]
    best = reader.most_shared(items)
    return best, next(it for it in top if row.choices[it].span == best.span)


def held_out(
    found: Sequence[Row], names: dict[str, int], folds: int
) -> tuple[list[list[Alone]], list[Score]]:
    """For each fold: spans alone, and whole answers, with weights fitted on other titles."""
    articles, _ = xquad()
    spans_alone: list[list[Alone]] = []
    whole: list[Score] = []
    with tempfile.TemporaryDirectory() as folder:
        store = stored(articles, folder)
        for fold in range(folds):
            others = [row for row in found if row.fold != fold]
            weights = fit(others, len(names))
            table = kept_weights(weights, names, others)
            score = Score()
            own = [row for row in found if row.fold == fold]
            spans_alone.append([alone(row, weights) for row in own])
            with mock.patch.object(reader, "weights", partial(dict, table)):
                for row in own:
                    score.add(row.asked, answer_question(store, row.asked.question, today=TODAY))
            whole.append(score)
        store.close()
    return spans_alone, whole


def together(parts: Sequence[Score]) -> Score:
    """One score of all folds."""
    score = Score()
    for part in parts:
        score.rows += part.rows
        score.lost += part.lost
    return score


def main() -> None:
    """Cross-validate, and write the weights where that is wished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=FOLDS)
    options = parser.parse_args()
    found, names = rows(options.folds)
    best = [float(row.overlap.max() >= 1) if row.choices else 0.0 for row in found]
    print(f"{len(found)} questions, {len(names)} features, a right span for {np.mean(best):.3f}")
    spans_alone, whole = held_out(found, names, options.folds)
    print(
        f"held out, {options.folds} folds by title; of spans alone: the right sentence chosen, and"
    )
    print("F1 where it is given; then whole answers, with what the rules refuse")
    for number, (part, score) in enumerate(zip(spans_alone, whole, strict=True)):
        print(_alone_line(part))
        print(score.line(f"  fold {number}, whole answers"))
    print(_alone_line([it for part in spans_alone for it in part]))
    print(together(whole).line("all, whole answers"))
    if options.write:
        write(fit(found, len(names)), names, found)


def _alone_line(part: Sequence[Alone]) -> str:
    em, overlap, sentence, given = (float(np.mean(it)) for it in zip(*part, strict=True))
    return (
        f"spans alone: EM {em:.3f}  F1 {overlap:.3f}  sentence {sentence:.3f}  given it {given:.3f}"
    )


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
