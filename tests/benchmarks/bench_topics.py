"""Measures the topics of articles: `python -m tests.benchmarks.bench_topics [--errors]`.

Prints accuracy and macro-F1 (the mean of the topics' F1, absent topics left out) on the labelled
items (`tests/data/topics`, texts beside the project in `../shared`) by part, with a majority
baseline; the confusion of each; VNTC's ten classes against the topics that correspond to them; the
time of an article. Judges nothing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.facts.topic_words import word_scores, words
from bot.facts.topics import OTHER, evidence, standing, topic_keys, topic_of
from storage.models import Article
from storage.text import fold

ROOT = Path(__file__).parents[2]
LABELS = ROOT / "tests" / "data" / "topics" / "labels.jsonl"
SHARED = ROOT.parent / "shared"
NLP = SHARED / "data" / "nlp"

VNTC: dict[str, frozenset[str]] = {
    "Chinh tri Xa hoi": frozenset(
        {"party", "government", "society", "education", "land", "unions", "economy", "security"}
    ),
    "Doi song": frozenset({"society"}),
    "Khoa hoc": frozenset({"education", "land", "other"}),
    "Kinh doanh": frozenset({"economy", "land"}),
    "Phap luat": frozenset({"security"}),
    "Suc khoe": frozenset({"health"}),
    "The gioi": frozenset({"other"}),
    "The thao": frozenset({"society"}),
    "Van hoa": frozenset({"society"}),
    "Vi tinh": frozenset({"other"}),
}
"""Class of the corpus → topics that are right for it; politics and society are too wide to judge,
so that only health and "other" are wrong there."""

STRICT = ("Doi song", "Kinh doanh", "Phap luat", "Suc khoe", "The gioi", "The thao", "Van hoa")
"""Classes with one topic of their own (business news of farming aside)."""


PARTS = ("tune", "held", "later", "last", "fresh", "more", "apart", "judge")
LEAST_POINTS = 1.5
"""Of the table alone: fewer are no topic."""

MAPPED = {
    "Doi song": "society",
    "Kinh doanh": "economy",
    "Phap luat": "security",
    "Suc khoe": "health",
    "The gioi": "other",
    "The thao": "society",
    "Van hoa": "society",
}
"""The one topic of each of these; `land` counts as right for business news of farming."""


class Labelled(NamedTuple):
    """An article and the topic that a reader gave it."""

    id: str
    article: Article
    topic: str
    part: str
    """`tune`: words were chosen by its errors; `held` and `later`: by none of theirs, but whoever
    chose words had read them; `last`: drawn and labelled when the table was finished, and nothing
    was changed since; `fresh`: drawn later, from feeds alone, labelled before the table was
    run on it. Until the words were learnt nothing was changed because of these two; now all but
    `judge` are learnt from: `more` drawn at random beside it, `apart` where table and words
    disagreed. `judge` was labelled before anything was run on it and judged once, at the end."""
    also: str = ""
    """Another topic that fits as well by the guide; empty: none."""


def article(title: str, lead: str | None, body: str = "") -> Article:
    """With nothing but its text."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    lines = tuple(line.strip() for line in body.splitlines() if line.strip())
    return Article(
        id="it",
        source="it",
        title=title,
        lead=lead or None,
        paragraphs=lines,
        fingerprint="it",
        first_seen=now,
        updated_at=now,
    )


def odd(text: str) -> bool:
    """By its hash: what words were chosen by is even, what judges them is odd."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


def text_id(text: str) -> str:
    """Of an article of VNTC, which has none of its own."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without_diacritics(item: Article) -> Article:
    """As one types it on a phone."""
    return article(fold(item.title), fold(item.lead or ""), fold("\n".join(item.paragraphs)))


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The items of a development set."""
    with gzip.open(NLP / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def labelled() -> list[Labelled]:
    """The labelled items whose text lies beside the project, each once."""
    texts: dict[tuple[str, str], Article] = {}
    for name in ("rss_party", "rss_weeks"):
        for row in rows(name):
            texts[name, row["link"]] = article(row["title"], row["summary"])
    for row in rows("news_corpus"):
        texts["news_corpus", str(row["id"])] = article(row["title"], row["sapo"], row["body"])
    for row in rows("vntc"):
        title, _, body = row["text"].strip().partition("\n")
        texts["vntc", text_id(row["text"])] = article(title.strip(), None, body)
    for path in (SHARED / "seeds").glob("*.txt"):
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        texts["seeds", path.name] = article(lines[0], None, "\n".join(lines[1:]))
    gold = json.loads((SHARED / "data/ingest/vi_articles_gold.json").read_text("utf-8"))
    for key, row in gold.items():
        texts["vi_articles", key] = article(row["title"], row["lead"], "\n".join(row["body"]))
    found = []
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        text = texts.get((row["source"], row["id"]))
        if text is not None:
            part = row.get("part") or ("held" if odd(row["id"]) else "tune")
            found.append(Labelled(row["id"], text, row["topic"], part, row.get("also", "")))
    return found


def table_alone(item: Article) -> str:
    """By the most points of the table, as it was judged before words were learnt."""
    points = dict.fromkeys(topic_keys(), 0.0)
    for reason in evidence(item):
        points[reason.topic] += reason.points
    best = max(points, key=points.__getitem__)
    return best if points[best] >= LEAST_POINTS else OTHER


def words_alone(item: Article) -> str:
    """By the learnt words: latent semantic analysis and logistic regression, without the table."""
    said = word_scores(standing(item).places)
    return max(zip(words().head.topics, said, strict=True), key=lambda it: it[1])[0]


def scores(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Accuracy and macro-F1 of (right, told), in percent; topics that are never right count not."""
    every = Counter(right for right, _ in pairs)
    told = Counter(said for _, said in pairs)
    hits = Counter(right for right, said in pairs if right == said)
    f1 = [2 * hits[key] / (number + told[key]) for key, number in every.items()]
    return 100 * hits.total() / len(pairs), 100 * sum(f1) / len(f1)


def confusion(pairs: Sequence[tuple[str, str]]) -> None:
    """Rows are right, columns told; precision and recall at the ends."""
    keys = topic_keys()
    count = Counter(pairs)
    print(f"{'right':<11}" + "".join(f"{key[:6]:>7}" for key in keys) + "  recall  precision")
    for key in keys:
        right = sum(count[key, it] for it in keys)
        said = sum(count[it, key] for it in keys)
        hits = count[key, key]
        print(
            f"{key:<11}"
            + "".join(f"{count[key, it] or '.':>7}" for it in keys)
            + f"{100 * hits / max(right, 1):>8.1f}{100 * hits / max(said, 1):>11.1f}"
        )


def vntc(judge: Callable[[Article], str]) -> None:
    """Share of each class that has one of its topics, over the texts that no word was chosen by."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    mapped: list[tuple[str, str]] = []
    for row in rows("vntc"):
        title, _, body = row["text"].strip().partition("\n")
        if not odd(row["text"]):
            continue
        every[row["topic"]] += 1
        said = judge(article(title.strip(), None, body))
        right[row["topic"]] += said in VNTC[row["topic"]]
        if row["topic"] in MAPPED:
            told = "economy" if (row["topic"], said) == ("Kinh doanh", "land") else said
            mapped.append((MAPPED[row["topic"]], told))
    for key in sorted(every):
        print(f"  {key:<18}{100 * right[key] / every[key]:>6.1f}  {', '.join(sorted(VNTC[key]))}")
    strict = 100 * sum(right[it] for it in STRICT) / sum(every[it] for it in STRICT)
    print(f"  all {100 * right.total() / every.total():.1f}, the seven with a topic {strict:.1f}")
    accuracy, f1 = scores(mapped)
    print(f"  these mapped to five topics: accuracy {accuracy:.1f}, macro-F1 {f1:.1f}")


def errors(items: Sequence[Labelled]) -> None:
    """What was told wrongly, and why."""
    for item in items:
        said = topic_of(item.article)
        if said != item.topic:
            reasons = [
                f"{it.phrase} {it.place[0]}{it.points:g}>{it.topic}"
                for it in evidence(item.article)
                if it.topic in (said, item.topic)
            ]
            print(f"{item.topic} told {said}: {item.article.title}\n    {'; '.join(reasons)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="of the tuning part, with reasons")
    options = parser.parse_args()
    items = labelled()
    if not items:
        print("the labelled texts are not beside the project (../shared)")
        return
    majority = Counter(it.topic for it in items if it.part == "tune").most_common(1)[0][0]
    for name in PARTS:
        part = [it for it in items if it.part == name]
        pairs = [(it.topic, topic_of(it.article)) for it in part]
        guess = scores([(right, majority) for right, _ in pairs])
        accuracy, f1 = scores(pairs)
        print(
            f"{name}: {len(part)} items, accuracy {accuracy:.1f}, macro-F1 {f1:.1f}"
            f" (always {majority}: {guess[0]:.1f}, {guess[1]:.1f})"
        )
        either = 100 * sum(
            said in (it.topic, it.also) for it, (_, said) in zip(part, pairs, strict=True)
        )
        print(f"either of two labels that fit: {either / len(part):.1f}")
        for alone, judge in (("table", table_alone), ("words", words_alone)):
            told = scores([(it.topic, judge(it.article)) for it in part])
            print(f"the {alone} alone: accuracy {told[0]:.1f}, macro-F1 {told[1]:.1f}")
        confusion(pairs)
        bare = scores([(it.topic, topic_of(without_diacritics(it.article))) for it in part])
        print(f"the same without diacritics: accuracy {bare[0]:.1f}, macro-F1 {bare[1]:.1f}\n")
    if options.errors:
        errors([it for it in items if it.part == "tune"])
    print("VNTC, the odd half, share with a topic that corresponds:")
    vntc(topic_of)
    whole = [
        article(row["title"], row["sapo"], row["body"])
        for row in itertools.islice(rows("news_corpus"), 1_000)
    ]
    began = time.process_time()
    for each in whole:
        topic_of(each)
    print(f"{time.process_time() - began:.3f} ms an article ({len(whole):,} whole articles)")


if __name__ == "__main__":
    main()
