"""Article links of listings: precision, recall and milliseconds, on real and on made-up pages.

    python -m tests.benchmarks.bench_listings [--seeds 5]

The real pages are the development listings beside the checkout (left out where they are not
there). Their gold is mechanical: every address of the publisher's article pattern, wherever it
stands on the page. The made-up ones are `tests/sources/listing_layouts.py`, 18 ways of writing
addresses times 7 ways of drawing a list.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bot.sources.listing import article_links
from tests.sources.listing_layouts import all_layouts

DATA = Path(__file__).parents[3] / "shared" / "data" / "ingest"


class Score(NamedTuple):
    """How well one page was read."""

    precision: float
    recall: float
    milliseconds: float


def score(html: str, url: str, gold: frozenset[str]) -> Score:
    """Compare the links found with the gold; queries that only track do not count."""
    started = time.perf_counter()
    links = article_links(html, url)
    spent = (time.perf_counter() - started) * 1_000
    found = {each.url if each.url in gold else each.url.partition("?")[0] for each in links}
    right = len(found & gold)
    return Score(right / max(1, len(found)), right / max(1, len(gold)), spent)


def real_listings() -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Name, address, HTML and gold of each development listing; none where they are not there."""
    gold = DATA / "vi_listing_links.json"
    if not gold.exists():
        return
    for name, page in json.loads(gold.read_text(encoding="utf-8"))["pages"].items():
        packed = (DATA / "vi_listings" / f"{page['file']}.gz").read_bytes()
        html = gzip.decompress(packed).decode("utf-8", "replace")
        yield name, page["base"], html, frozenset(link["url"] for link in page["links"])


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="pages of each made-up layout")
    seeds = parser.parse_args().seeds
    print(f"{'listing':44} precision  recall  least P  least R  ms/page")
    for name, url, html, gold in real_listings():
        _print(name, [score(html, url, gold)])
    groups: dict[str, list[Score]] = defaultdict(list)
    for page in all_layouts(range(seeds)):
        found = score(page.html, page.url, page.articles)
        address, _, style = page.layout.partition(" · ")
        for group in (f"address {address}", f"drawn as {style}", "all made-up pages"):
            groups[group].append(found)
    for group in sorted(groups):
        _print(group, groups[group])


def _print(name: str, scores: list[Score]) -> None:
    precisions = [each.precision for each in scores]
    recalls = [each.recall for each in scores]
    spent = mean(each.milliseconds for each in scores)
    print(
        f"{name:44} {mean(precisions):9.3f} {mean(recalls):7.3f} {min(precisions):8.2f} "
        f"{min(recalls):8.2f} {spent:8.1f}"
    )


if __name__ == "__main__":
    main()
