"""How well plain questions are answered, on two kinds of text, and how fast.

    python -m tests.benchmarks.bench_answers [--wrong] [--only xquad|own|speed]

(1) `xquad_vi` of the development data (109 passages, 553 questions), all passages in one store, as
they come and with a date as a feed would give them; (2) the project's own questions
(`tests/data/answers`), of which about a quarter has no answer: over the bundled samples; over the
seeds, a part of the news and the Party items (`news`, `second`); over the seeds and all dated items
(`third`, `last`); over those and 3,000 whole reports of the news, in the short words that people
type (`fourth`, `fifth`, `sixth`); over those and the next 3,000 reports, in full questions and in
short ones (`seventh`, `eighth`, `ninth`). Half of the last eight are typed without diacritics. The
wrong answers of every set were looked at once it had been measured; what each met unseen is in
`docs/measurements.md`.

The weights that ship were fitted on all of xquad_vi, so its figures are printed beside those of
weights fitted on other titles. Beside each set stands the baseline: the sentence with most words of
the question in the first article found, as the answer.

The exit code tells of a regression: each floor (`FLOORS`) lies a little under what was measured
when it was set, and is no aim that was set beforehand. The aims that were (.9 of the unanswerable
refused, .25 exact and .45 F1 on held-out xquad_vi) are read off the table. Times are printed, and
fail nothing.

Answers are compared as SQuAD's script does (Rajpurkar et al., 2016), adapted to Vietnamese: NFC,
casefold, punctuation removed (dashes and quotation marks become blanks), blanks collapsed;
English articles have no counterpart and nothing is removed for them. F1 counts syllables.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import itertools
import json
import re
import statistics
import string
import sys
import tempfile
import time
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs

from bot.answers.answer import Answered, answer_question
from bot.answers.passages import read_article
from bot.answers.words import read_words
from bot.facts.look_up import with_terms
from bot.ingest.parsed import ParsedArticle
from bot.ingest.reading import read_article_file, read_text
from bot.samples import load_samples, sample_sources
from storage.base import Store
from storage.models import Article
from storage.open import open_store

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests" / "data" / "answers"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2026, 3, 18, 9, tzinfo=ZONE)
REPORTED = dt.datetime(2017, 5, 30, 9, tzinfo=ZONE)
"""The first half of the news of the development data tells of the weeks before this day."""
REPORTED_LATER = dt.datetime(2017, 6, 30, 9, tzinfo=ZONE)
"""What comes after it tells of the weeks before this one."""
FLOORS = {
    "own exact": 0.86,
    "own F1": 0.88,
    "own article in first 3": 0.95,
    "own refused": 0.94,
    "own answered": 0.96,
    "xquad held out exact": 0.24,
    "xquad held out F1": 0.43,
    "xquad article in first 3": 0.97,
    "xquad dated F1": 0.48,
}
"""What a change of the rules must not fall under."""
SPEED_AIM = 300
"""Milliseconds of the processor that an answer among 10,000 articles may take, 95 of 100 times."""


class Asked(NamedTuple):
    """A question with what is expected: no answers where nothing answers it."""

    question: str
    answers: tuple[str, ...]
    articles: frozenset[str]
    begins: bool = False
    """What is expected is how the answer begins: tasks that fill sentences."""

    @property
    def half(self) -> str:
        """The half that it belongs to."""
        return "AB"[zlib.crc32(self.question.encode()) % 2]


_BLANKS = str.maketrans(dict.fromkeys("“”‘’«»…–—", " "))
_NOTHING = str.maketrans("", "", string.punctuation)


def normal(text: str) -> list[str]:
    """Syllables as they are compared."""
    text = unicodedata.normalize("NFC", text).casefold()
    return text.translate(_BLANKS).translate(_NOTHING).split()


def exact(answer: str, expected: Iterable[str]) -> float:
    """1 where it equals one of the expected."""
    return float(any(normal(answer) == normal(it) for it in expected))


def f1(answer: str, expected: Iterable[str]) -> float:
    """Harmonic mean of precision and recall of syllables, against the best of the expected."""
    return max((_f1(normal(answer), normal(it)) for it in expected), default=0.0)


def _f1(one: Sequence[str], other: Sequence[str]) -> float:
    same = sum((Counter(one) & Counter(other)).values())
    return 2 * same / (len(one) + len(other)) if same else 0.0


def compared(asked: Asked, answer: str) -> str:
    """As much of the answer as is expected of it."""
    if not asked.begins:
        return answer
    words = normal(answer)
    lengths = sorted({len(normal(it)) for it in asked.answers}, reverse=True)
    cut = [" ".join(words[:length]) for length in lengths]
    return max(cut, key=lambda it: exact(it, asked.answers))


def check(answered: Answered) -> None:
    """Everything shown is the article's own."""
    for found in answered.found:
        assert found.sentence[found.start : found.end] == found.text
        article = found.article
        assert any(
            found.sentence in line
            for line in (article.title, article.lead or "", *article.paragraphs)
        )


def overlap_baseline(asked: Asked, articles: Sequence[Article]) -> str:
    """The sentence of the first article that shares most words with the question."""
    wanted = {word.exact for word in read_words(asked.question)}
    read = read_article(articles[0], 0)
    best = max(
        range(len(read.sentences)),
        key=lambda at: len(wanted & {word.exact for word in read.sentences[at]}),
    )
    start, end = read.text.sentences[best]
    return read.text.text[start:end]


class Score:
    """Sums over questions."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, float, float, float]] = []
        self.refused = self.unanswerable = self.lost = 0
        self.times: list[float] = []

    def add(self, asked: Asked, answered: Answered) -> None:
        """One question."""
        if not asked.answers:
            self.unanswerable += 1
            self.refused += not answered.found
            return
        self.lost += not answered.found
        text = compared(asked, answered.found[0].text) if answered.found else ""
        right = bool(answered.found) and answered.found[0].article.id in asked.articles
        near = any(it.id in asked.articles for it in answered.nearest[:3])
        self.rows.append((exact(text, asked.answers), f1(text, asked.answers), right, near))

    def line(self, name: str) -> str:
        """One line of the table."""
        columns = list(zip(*self.rows, strict=True)) or [(0.0,)] * 4
        em, overlap, right, near = (statistics.fmean(column) for column in columns)
        told = f"{name:28}{len(self.rows):5}  EM {em:.3f}  F1 {overlap:.3f}  article {right:.3f}"
        told += f"  in first 3 {near:.3f}  wrongly refused {self.lost / max(len(self.rows), 1):.3f}"
        if self.unanswerable:
            told += f"  refused {self.refused}/{self.unanswerable}"
        return told


def run(
    store: Store, questions: Sequence[Asked], name: str, *, verbose: Callable[[str], None]
) -> dict[str, Score]:
    """Ask all; scores by half and together."""
    scores = {half: Score() for half in ("", "A", "B")}
    for asked in questions:
        started = time.perf_counter()
        answered = answer_question(store, asked.question, today=NOW.date())
        spent = time.perf_counter() - started
        check(answered)
        for half in ("", asked.half):
            scores[half].add(asked, answered)
            scores[half].times.append(spent)
        text = compared(asked, answered.found[0].text) if answered.found else ""
        if asked.half == "A" and exact(text, asked.answers or ("",)) < 1:
            verbose(f"    {asked.question} | {text or '-'} | {' / '.join(asked.answers) or '-'}")
    for half, score in scores.items():
        print(score.line(f"{name} {half and f'half {half}'}"))
    times = sorted(scores[""].times)
    worst = times[len(times) * 95 // 100]
    print(f"    {statistics.median(times) * 1000:.0f} ms a question, p95 {worst * 1000:.0f} ms")
    return scores


def xquad() -> tuple[list[Article], list[Asked]]:
    """Passages and questions of the development data."""
    with gzip.open(SHARED / "data/nlp/xquad_vi.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [
        plain_article(f"xquad{number:05d}", row["title"].replace("_", " "), row["context"])
        for number, row in enumerate(rows)
    ]
    questions = [
        Asked(
            qa["question"],
            tuple(answer["text"] for answer in qa["answers"]),
            frozenset((article.id,)),
        )
        for article, row in zip(articles, rows, strict=True)
        for qa in row["qas"]
    ]
    return articles, questions


def plain_article(
    name: str, title: str, body: str, lead: str | None = None, published: dt.datetime | None = None
) -> Article:
    """An article with this text; it has no date unless one is given."""
    return Article(
        id=name,
        source="thu",
        title=title,
        fingerprint=name,
        first_seen=NOW,
        updated_at=NOW,
        published=published,
        lead=lead,
        paragraphs=tuple(line.strip() for line in body.split("\n") if line.strip()),
    )


def parsed_article(name: str, parsed: ParsedArticle, province: str | None) -> Article:
    """A parsed article under its own name."""
    return Article(
        id=name,
        source="thu",
        title=parsed.title,
        fingerprint=name,
        first_seen=NOW,
        updated_at=NOW,
        published=parsed.published,
        event_date=parsed.event_date,
        lead=parsed.lead,
        paragraphs=parsed.paragraphs,
        captions=parsed.captions,
        province=province,
    )


def samples() -> list[Article]:
    """The bundled samples, dated back from a fixed day."""
    provinces = {source.id: source.province for source in sample_sources()}
    return [
        parsed_article(
            sample.name, read_text(sample.text, zone=ZONE, now=NOW), provinces[sample.source]
        )
        for sample in load_samples(NOW, ZONE)
    ]


def seeds() -> list[Article]:
    """The seeds beside the checkout, by their numbers; empty where they are not there."""
    return [
        parsed_article(f"seed-{file.name[:3]}", read_article_file(file, zone=ZONE, now=NOW), None)
        for file in sorted((SHARED / "seeds").glob("*.txt"))
    ]


def own_questions(name: str) -> list[Asked]:
    """The questions of one file."""
    rows = [json.loads(line) for line in (OWN / name).read_text("utf-8").splitlines() if line]
    return [
        Asked(
            row["question"],
            tuple(row["answers"]),
            frozenset([row["article"], *row.get("also", ())] if row["answers"] else ()),
            row.get("begins", False),
        )
        for row in rows
    ]


def stored(articles: Sequence[Article], folder: str) -> Store:
    """All articles in one store of their own, with the terms of their facts as ingestion adds."""
    store = open_store(folder)
    store.put_articles([it if it.terms else with_terms(it) for it in articles])
    return store


def main() -> int:
    """Print the tables; the exit code tells whether every floor is held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="Print what was answered wrongly.")
    parser.add_argument("--only", choices=("xquad", "own", "speed"))
    options = parser.parse_args()
    verbose: Callable[[str], None] = print if options.wrong else (lambda _: None)
    met = True
    if options.only in (None, "own"):
        met &= bench_own(verbose)
    if options.only in (None, "xquad") and SHARED.is_dir():
        met &= bench_xquad(verbose)
    if options.only in (None, "speed"):
        bench_speed()
    return int(not met)


def held(found: dict[str, float]) -> bool:
    """Whether all floors are held; tells each."""
    for name, value in found.items():
        low = "" if value >= FLOORS[name] else "  BELOW"
        print(f"    {name:28}{value:.3f}  floor {FLOORS[name]:.2f}{low}")
    return all(value >= FLOORS[name] for name, value in found.items())


def baseline_line(store: Store, questions: Sequence[Asked]) -> str:
    """The table's line of the best sentence as the answer."""
    score = Score()
    for asked in questions:
        nearest = answer_question(store, asked.question, today=NOW.date()).nearest
        if not asked.answers:
            continue
        text = overlap_baseline(asked, nearest) if nearest else ""
        right = bool(nearest) and nearest[0].id in asked.articles
        near = any(it.id in asked.articles for it in nearest[:3])
        score.rows.append((exact(text, asked.answers), f1(text, asked.answers), right, near))
    return score.line("  sentence of most words")


def bench_own(verbose: Callable[[str], None]) -> bool:
    """The project's own questions, each file over its own store."""
    with tempfile.TemporaryDirectory() as folder:
        store = stored(samples(), folder)
        asked = own_questions("samples.jsonl")
        scores = run(store, asked, "own, samples", verbose=verbose)
        print(baseline_line(store, asked))
        store.close()
    every = [scores[""]]
    if SHARED.is_dir():
        sets = (
            (("news", "second"), news),
            (("third", "last"), dated_items),
            (("fourth", "fifth", "sixth"), reports),
            (("seventh", "eighth", "ninth"), later_reports),
        )
        for names, articles in sets:
            with tempfile.TemporaryDirectory() as folder:
                store = stored([*seeds(), *articles()], folder)
                for name in names:
                    asked = own_questions(f"{name}.jsonl")
                    every.append(run(store, asked, f"own, {name}", verbose=verbose)[""])
                    print(baseline_line(store, asked))
                store.close()
    refused = sum(it.refused for it in every) / max(sum(it.unanswerable for it in every), 1)
    lost = sum(it.lost for it in every) / max(sum(len(it.rows) for it in every), 1)
    rows = [row for score in every for row in score.rows]
    em, overlap, _, near = (statistics.fmean(column) for column in zip(*rows, strict=True))
    print(f"own, all: {len(rows)} questions, {sum(it.unanswerable for it in every)} unanswerable")
    return held(
        {
            "own exact": em,
            "own F1": overlap,
            "own article in first 3": near,
            "own refused": refused,
            "own answered": 1 - lost,
        }
    )


def news() -> list[Article]:
    """A part of the news of the development data: every article of its files by id."""
    found: list[Article] = []
    with gzip.open(SHARED / "data/nlp/news_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found.append(
                plain_article(f"news-{row['id']}", row["title"], row["body"], row["sapo"] or None)
            )
            if len(found) >= 2_000:
                break
    return [*found, *items("rss_party", "rss")]


@cache
def dated_items() -> tuple[Article, ...]:
    """All items of the feeds of the development data, by their place in its files, with their
    terms: three stores have them."""
    found = (*items("rss_party", "rss"), *items("rss_weeks", "weeks"))
    return tuple(map(with_terms, found))


def reports() -> list[Article]:
    """All dated items, and 3,000 whole reports of the news that no other set asks about.

    The reports come without a date, which a feed would give: the last day that they tell of.
    """
    return [*dated_items(), *whole_reports(2_000, 5_000, REPORTED)]


def later_reports() -> list[Article]:
    """All dated items, and the 3,000 whole reports after those, dated in the same way."""
    return [*dated_items(), *whole_reports(5_000, 8_000, REPORTED_LATER)]


def whole_reports(first: int, last: int, day: dt.datetime) -> list[Article]:
    """News of the development data from its file's line `first` up to `last`, all of one day."""
    with gzip.open(SHARED / "data/nlp/news_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in itertools.islice(lines, first, last)]
    return [
        plain_article(f"news-{row['id']}", row["title"], row["body"], row["sapo"] or None, day)
        for row in rows
    ]


def items(file: str, name: str) -> list[Article]:
    """The dated items of one file."""
    found: list[Article] = []
    with gzip.open(SHARED / f"data/nlp/{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            published = dt.datetime.fromisoformat(row["published"])
            found.append(
                plain_article(
                    f"{name}-{number:05d}", row["title"], "", row["summary"] or None, published
                )
            )
    return found


def bench_xquad(verbose: Callable[[str], None]) -> bool:
    """Reading comprehension over encyclopaedic passages."""
    articles, questions = xquad()
    with tempfile.TemporaryDirectory() as folder:
        store = stored(articles, folder)
        run(store, questions, "xquad_vi", verbose=verbose)
        print(baseline_line(store, questions))
        store.close()
    dated = Score()
    with tempfile.TemporaryDirectory() as folder:
        store = stored([structs.replace(it, published=NOW) for it in articles], folder)
        for asked in questions:
            dated.add(asked, answer_question(store, asked.question, today=NOW.date()))
        store.close()
    print(dated.line("xquad_vi, with a date"))
    # numpy and two minutes of fitting, for this part alone
    from tests.benchmarks.train_answers import FOLDS, held_out, rows, together

    unseen = together(held_out(*rows(FOLDS), FOLDS)[1])
    print(unseen.line("xquad_vi, held out"))
    print("    the weights that ship saw the questions; held out: fitted on other titles (5 folds)")
    em, overlap, _, near = (statistics.fmean(it) for it in zip(*unseen.rows, strict=True))
    return held(
        {
            "xquad held out exact": em,
            "xquad held out F1": overlap,
            "xquad article in first 3": near,
            "xquad dated F1": statistics.fmean(row[1] for row in dated.rows),
        }
    )


def bench_speed() -> None:
    """Own questions over 10,000 articles: the samples among made-up copies of themselves."""
    base = samples()
    with tempfile.TemporaryDirectory() as folder:
        many = list(base)
        while len(many) < 10_000:
            number = len(many)
            source = base[number % len(base)]
            many.append(varied(source, number))
        store = stored(many, folder)
        times, spent = [], []
        for asked in own_questions("samples.jsonl"):
            started, began = time.perf_counter(), time.process_time()
            answer_question(store, asked.question, today=NOW.date())
            times.append(time.perf_counter() - started)
            spent.append(time.process_time() - began)
        store.close()
    times.sort()
    spent.sort()
    late = len(times) * 95 // 100
    print(
        f"speed, {len(many)} articles: {statistics.median(times) * 1000:.0f} ms median by the "
        f"clock, p95 {times[late] * 1000:.0f} ms; of the processor "
        f"{statistics.median(spent) * 1000:.0f} ms, p95 {spent[late] * 1000:.0f} ms "
        f"(aim {SPEED_AIM})"
    )


def varied(article: Article, number: int) -> Article:
    """A copy with other numbers, first seen in another week."""
    seen = NOW - dt.timedelta(hours=number)

    def change(text: str) -> str:
        return re.sub(r"\d+", lambda found: str(int(found[0]) + number % 97), text)

    return Article(
        id=f"copy{number:06d}",
        source=article.source,
        title=change(article.title),
        fingerprint=str(number),
        first_seen=seen,
        updated_at=seen,
        published=seen,
        lead=change(article.lead) if article.lead else None,
        paragraphs=tuple(map(change, article.paragraphs)),
        province=article.province,
    )


if __name__ == "__main__":
    sys.exit(main())
