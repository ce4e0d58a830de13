"""Article pages: our reading beside trafilatura, newspaper4k and readability-lxml, in one run.

    python -m tests.benchmarks.bench_pages [--data FOLDER] [--repeat 5]

Reads the development sets that lie beside the project (`../shared/data/ingest`); prints a line
and stops where they do not.

Conventions
- *Body F1* compares bags of words (`\\w+`, NFC, casefold). Vietnamese pages: the gold's `lead` and
  `body` against lead and paragraphs (other libraries: their whole text); title, captions and
  byline are no body. `body only` leaves the lead out on both sides. scrapinghub: `articleBody`,
  in which that set's makers kept lead and text and left out titles and captions.
- *title*: equal to one of the gold's titles, white space apart. *day*, *minute*: the publication
  in Vietnamese time, equal to that precision; an instant without a zone counts as Vietnamese.
- *authors*: the same names, in any order.
- The `fundus` pages came without their expected values, so the run prints how often each reader
  finds a title, a date and people, how often the date lies within 45 days before the day on which
  the page was saved (its file name says it), and how often title and day are those of a majority
  of the readers that found one.
- *ms*: processor time, the least of `--repeat` runs of a page, mean over the pages, parsing of the
  HTML included. Page by page the readers take their turns, so that a busy machine slows all of
  them alike.
- *×*: that time beside the one of trafilatura's text alone, its fastest way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from bot.logs import configure_logs
from tests.benchmarks.page_readers import PLAIN, ZONE, Reader, Reading, readers

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "ingest"
_WORD = re.compile(r"\w+")
_SAVED = re.compile(r"(\d{4})_(\d{2})_(\d{2})")


class PageFile(NamedTuple):
    """A page and what is known of it; `gold` is empty where nothing is."""

    name: str
    html: str
    url: str
    gold: dict[str, Any]


class Run(NamedTuple):
    """A reader's readings of a set, in the order of its pages, and milliseconds of each."""

    reader: str
    readings: list[Reading]
    times: list[float]


def words(text: str) -> Counter[str]:
    """The bag of words of a text."""
    return Counter(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


def f1(found: str, gold: str) -> float:
    """F1 of two bags of words; 1 where both are empty."""
    ours, theirs = words(found), words(gold)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def load_vietnamese(data: Path) -> list[PageFile]:
    """The Vietnamese pages with their hand-read gold."""
    gold = json.loads((data / "vi_articles_gold.json").read_text(encoding="utf-8"))
    return [
        PageFile(name, _page(data / "vi_articles" / f"{one['file']}.gz"), one["url"], one)
        for name, one in gold.items()
    ]


def load_scrapinghub(data: Path) -> list[PageFile]:
    """The pages of the article-extraction benchmark."""
    gold = json.loads((data / "scrapinghub_ground-truth.json").read_text(encoding="utf-8"))
    files = sorted((data / "scrapinghub").glob("*.html.gz"))
    named = [(path.name.partition(".")[0], path) for path in files]
    return [PageFile(name, _page(path), gold[name]["url"], gold[name]) for name, path in named]


def load_fundus(data: Path) -> list[PageFile]:
    """Pages of many publishers."""
    files = sorted((data / "fundus").glob("*/*.html.gz"))
    return [PageFile(path.name.partition(".")[0], _page(path), "", {}) for path in files]


def _page(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")


def run(readers: Sequence[Reader], pages: Sequence[PageFile], repeat: int) -> list[Run]:
    """Read every page `repeat` times with every reader in turn."""
    runs = [Run(reader.name, [], []) for reader in readers]
    for page in pages[:1]:  # imports and tables are not the page's
        for reader in readers:
            reader.read(page.html, page.url)
    for page in pages:
        for reader, each in zip(readers, runs, strict=True):
            least = float("inf")
            reading = Reading()
            for _ in range(repeat):
                started = time.process_time()
                reading = reader.read(page.html, page.url)
                least = min(least, time.process_time() - started)
            each.readings.append(reading)
            each.times.append(1000 * least)
    return runs


def times(each: Run, runs: Sequence[Run]) -> tuple[str, str]:
    """Milliseconds per page, and how many times those of trafilatura's text."""
    base = next((sum(other.times) for other in runs if other.reader == PLAIN), 0.0)
    return f"{fmean(each.times):.1f}", f"{sum(each.times) / base:.2f}" if base else "–"


def same_people(found: Iterable[str], gold: Iterable[str]) -> bool:
    """Whether both name the same, case and order apart."""
    return {name.casefold() for name in found} == {name.casefold() for name in gold}


def local(instant: datetime | None) -> str:
    """The minute in Vietnamese time, `2026-03-07T08:52`; empty for none."""
    if instant is None:
        return ""
    instant = instant.replace(tzinfo=ZONE) if instant.tzinfo is None else instant
    return instant.astimezone(ZONE).isoformat()[:16]


def squeeze(text: str | None) -> str:
    """One line, NFC."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def share(hits: Iterable[bool]) -> str:
    """`83 %`."""
    each = list(hits)
    return f"{100 * sum(each) / len(each):.0f} %" if each else "–"


def report_vietnamese(pages: Sequence[PageFile], runs: Sequence[Run]) -> None:
    """The table of the Vietnamese pages, and ours page by page."""
    print(f"\nVietnamese pages: {len(pages)}")
    rows = []
    for each in runs:
        pairs = list(zip(pages, each.readings, strict=True))
        whole = [f1(got.text, _whole(page)) for page, got in pairs]
        apart = [f1(got.body, "\n".join(page.gold["body"])) for page, got in pairs if got.body]
        shown = [
            f1(got.captions, "\n".join(page.gold["captions"]))
            for page, got in pairs
            if got.captions is not None
        ]
        rows.append(
            (
                each.reader,
                f"{fmean(whole):.3f}",
                f"{min(whole):.3f}",
                f"{fmean(apart):.3f}/{min(apart):.3f}" if apart else "–",
                f"{fmean(shown):.3f}" if shown else "–",
                share(
                    squeeze(got.title)
                    in map(squeeze, [page.gold["title"], *page.gold["title_alt"]])
                    for page, got in pairs
                ),
                share(
                    local(got.published)[:10] == page.gold["published"][:10] for page, got in pairs
                ),
                share(local(got.published) == page.gold["published"][:16] for page, got in pairs),
                share(same_people(got.authors, page.gold["authors"]) for page, got in pairs),
                *times(each, runs),
            )
        )
    head = "reader, F1 mean, F1 min, body only, captions, title, day, minute, authors, ms, ×"
    table(head.split(", "), rows)


def _whole(page: PageFile) -> str:
    return "\n".join([page.gold["lead"] or "", *page.gold["body"]])


def report_scrapinghub(pages: Sequence[PageFile], runs: Sequence[Run]) -> None:
    """The table of the article-extraction benchmark."""
    print(f"\nscrapinghub pages: {len(pages)}")
    rows = []
    for each in runs:
        scores = [
            f1(got.text, page.gold["articleBody"])
            for page, got in zip(pages, each.readings, strict=True)
        ]
        rows.append(
            (
                each.reader,
                f"{fmean(scores):.3f}",
                f"{min(scores):.3f}",
                f"{sum(score < 0.9 for score in scores)}",
                f"{sum(got.refused for got in each.readings)}",
                *times(each, runs),
            )
        )
    table(["reader", "F1 mean", "F1 min", "below .9", "refused", "ms", "×"], rows)


def report_fundus(pages: Sequence[PageFile], runs: Sequence[Run]) -> None:
    """What each reader finds on the pages of the world, and how far the readers agree."""
    print(f"\nfundus pages: {len(pages)} (no gold: found, plausible and of one mind)")
    everyone = runs
    runs = [each for each in runs if any(got.title for got in each.readings)]
    titles = _majority([[squeeze(got.title).casefold() for got in each.readings] for each in runs])
    days = _majority([[_utc_day(got.published) for got in each.readings] for each in runs])
    rows = []
    for each in runs:
        found = [
            (got, _saved(page), title, day)
            for got, page, title, day in zip(each.readings, pages, titles, days, strict=True)
        ]
        rows.append(
            (
                each.reader,
                share(bool(got.title) for got, *_ in found),
                share(
                    squeeze(got.title).casefold() == title for got, _, title, _ in found if title
                ),
                share(got.published is not None for got, *_ in found),
                share(
                    _plausible(got.published, saved) for got, saved, *_ in found if got.published
                ),
                share(_utc_day(got.published) == day for got, _, _, day in found if day),
                share(bool(got.authors) for got, *_ in found),
                f"{sum(got.refused for got, *_ in found)}",
                *times(each, everyone),
            )
        )
    head = "reader, title, as most, date, plausible, day as most, authors, refused, ms, ×"
    table(head.split(", "), rows)


def _majority(columns: Sequence[Sequence[str]]) -> list[str]:
    """Of each page the value that at least two readers and most of those with one name, or ""."""
    chosen: list[str] = []
    for values in zip(*columns, strict=True):
        counted = Counter(value for value in values if value).most_common(1)
        chosen.append(counted[0][0] if counted and counted[0][1] >= 2 else "")
    return chosen


def _utc_day(instant: datetime | None) -> str:
    if instant is None:
        return ""
    return (instant.astimezone(UTC) if instant.tzinfo else instant).date().isoformat()


def _saved(page: PageFile) -> date | None:
    stated = _SAVED.search(page.name)
    return date(*(int(part) for part in stated.groups())) if stated else None


def _plausible(instant: datetime, saved: date | None) -> bool:
    if saved is None:
        return True
    return timedelta(days=-1) <= saved - instant.date() <= timedelta(days=45)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns of equal width."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    for row in (head, *rows):
        first, *others = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)), flush=True)


def main() -> int:
    """Entry point; 0 also where the data is not at hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the development sets")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each page for its time")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no development sets in {options.data}: nothing to measure")
        return 0
    configure_logs("error", "console")
    for noisy in ("trafilatura", "newspaper", "readability", "htmldate"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    found, missing = readers()
    for line in missing:
        print(line)
    for load, report, repeat in (
        (load_vietnamese, report_vietnamese, options.repeat),
        (load_scrapinghub, report_scrapinghub, options.repeat),
        (load_fundus, report_fundus, 1),
    ):
        pages = load(options.data)
        report(pages, run(found, pages, repeat))
    return 0


if __name__ == "__main__":
    sys.exit(main())
