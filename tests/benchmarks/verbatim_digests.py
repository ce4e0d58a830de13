"""Every sentence of every digest over the development corpora: `make verbatim`.

Needs `../shared/data/nlp`. All articles of all corpora become weeks of `SIZE` articles; each week
is composed in both languages and all lengths, and read as it would be sent. Prints, per corpus, the
articles, the digests, the quotations compared, and the exceptions: sentences that do not stand in
the article that they cite, titles that are not the article's, words that are nobody's, and digests
of more than three messages. Ends with 1 if there is any.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.digest.compose import compose
from bot.digest.gather import Gatherer
from bot.digest.highlight import Length
from bot.digest.issue import MAX_PARTS, to_issue
from bot.digest.select import select
from bot.facts.look_up import with_terms
from bot.messages.catalog import Catalog
from storage.models import Article, Preferences
from tests.digest.corpora import CORPORA, MONDAY, WEEK, ZONE, articles
from tests.digest.verbatim import invented, mislabelled, misquoted, mistitled, quotations

SIZE = 100
"""Articles of one digest."""

LENGTHS: tuple[Length, ...] = ("short", "medium", "full")


def judged(group: Sequence[Article], catalog: Catalog) -> tuple[Counter[str], list[str]]:
    """What was compared in the digests of one week, and what is wrong in them."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    selection = select(group, since=MONDAY - WEEK, until=MONDAY)
    gatherer = Gatherer(selection, zone=ZONE, until=MONDAY)
    by_id = {it.id: it for it in group}
    for language, length in itertools.product(("vi", "en"), LENGTHS):
        wishes = Preferences(length=length)
        common: dict[str, Any] = {
            "language": language,
            "zone": ZONE,
            "week": "2025-W40",
            "since": MONDAY - WEEK,
            "until": MONDAY,
            "catalog": catalog,
            "source_names": {},
            "preferences": wishes,
        }
        composed = compose(selection, gathered=gatherer.gathered(wishes), **common)
        parts = to_issue(selection, gatherer=gatherer, **common).parts
        counts["digests"] += 1
        counts["quotations"] += len(list(quotations(composed))) + len(composed.entries)
        wrong += [f"not in {it.article_id}: {it.text}" for it in misquoted(composed, by_id)]
        wrong += [f"not a title: {it}" for it in mistitled(composed, by_id)]
        wrong += [f"not in its article: {it}" for it in mislabelled(composed, by_id)]
        wrong += [f"nobody's words: {it}" for it in invented(parts, composed, by_id)]
        if len(parts) > MAX_PARTS:
            wrong.append(f"{len(parts)} messages")
    return counts, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the check over the corpora named, or all of them; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpora", nargs="*", default=CORPORA, help=", ".join(CORPORA))
    parser.add_argument("--most", type=int, help="articles of each corpus (default: all)")
    options = parser.parse_args(arguments)
    catalog = Catalog.load()
    failed = 0
    for name in options.corpora:
        counts: Counter[str] = Counter()
        stream = itertools.islice(articles(name), options.most)
        while group := [with_terms(it) for it in itertools.islice(stream, SIZE)]:
            found, wrong = judged(group, catalog)
            counts += found + Counter(articles=len(group), exceptions=len(wrong))
            for line in wrong:
                print(f"{name}: {line}", file=sys.stderr)
            if sys.stderr.isatty():
                print(f"\r{name}: {counts['articles']} articles", end="", file=sys.stderr)
        failed += counts["exceptions"]
        print(
            f"{name:12} {counts['articles']:6} articles  {counts['digests']:5} digests"
            f"  {counts['quotations']:7} quotations  {counts['exceptions']} exceptions",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
