"""Measures a digest of a week of 2,000 articles, for one reader and for many.

    python -m tests.benchmarks.bench_digest [--articles 2000] [--subscribers 1000]

Prints figures, judges nothing.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from msgspec.structs import replace

from bot.delivery.dispatch import Dispatcher
from bot.digest.calendar import DEFAULT_ZONE, WEEK, week_covered
from bot.digest.gather import Gatherer
from bot.digest.issue import to_issue
from bot.digest.select import select
from bot.facts.topics import topic_of
from bot.messages.catalog import Catalog
from storage.models import Article, Subscriber
from storage.open import open_store
from tests.benchmarks.synthetic import START, articles

SUBJECTS = ("Đảng ủy họp", "Bệnh viện khám", "Nông dân gặt lúa", "Công an ra quân", "Chuyện")


def timed(what: str, work: Callable[[], object]) -> None:
    """Print how many seconds `work` takes, and how many of these the processor worked for it."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"{what:<62}{seconds:>9.3f} s{worked:>9.3f} s of processor time")


def week_of_news(count: int) -> list[Article]:
    """Articles of 5 KB spread over the week after `START`, about several subjects."""
    return [
        replace(item, title=f"{SUBJECTS[number % len(SUBJECTS)]} {item.title}", published=None)
        for number, item in enumerate(articles(count, weeks=1))
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--subscribers", type=int, default=1_000)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    news = week_of_news(options.articles)
    catalog = Catalog.load()
    until = START + WEEK
    selection = select(news, since=START - timedelta(1), until=until)
    assert len(selection.articles) == options.articles

    timed(f"topics of {options.articles} articles", lambda: [topic_of(each) for each in news])
    timed(
        f"select {options.articles} articles",
        lambda: select(news, since=START - timedelta(1), until=until),
    )
    gatherer = Gatherer(selection, zone=DEFAULT_ZONE, until=until)
    timed(
        f"group {options.articles} articles into stories",
        lambda: Gatherer(selection, zone=DEFAULT_ZONE, until=until),
    )
    timed(
        f"compose and split a digest of {options.articles} articles, grouped already",
        lambda: to_issue(
            selection,
            language="vi",
            zone=DEFAULT_ZONE,
            week=week_covered(START, until, DEFAULT_ZONE),
            since=START,
            until=until,
            catalog=catalog,
            source_names={},
            gatherer=gatherer,
        ),
    )
    timed(
        f"compose and split a digest of {options.articles} articles",
        lambda: to_issue(
            selection,
            language="vi",
            zone=DEFAULT_ZONE,
            week=week_covered(START, until, DEFAULT_ZONE),
            since=START,
            until=until,
            catalog=catalog,
            source_names={},
        ),
    )
    for count in (1, options.subscribers):
        store = open_store("memory:")
        store.put_articles(news)
        for chat in range(1, count + 1):
            who = Subscriber(
                id=str(chat), chat_id=chat, status="active", created_at=START, next_due_at=until
            )
            store.update_subscriber(who.id, lambda _, new=who: new)  # type: ignore[misc]  # default binds the loop variable
        dispatcher = Dispatcher(store, lambda: until, catalog, {})
        timed(
            f"freeze the digest of {options.articles} articles for {count} subscribers (memory)",
            lambda run=dispatcher.run_due, count=count: run(limit=count),  # type: ignore[misc]  # the same
        )


if __name__ == "__main__":
    main()
