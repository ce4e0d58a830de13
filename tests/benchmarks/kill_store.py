"""kill -9 at random moments of a working store: nothing acknowledged may be missing afterwards.

    python -m tests.benchmarks.kill_store [--kills 200] [--seed 1]

A child process puts articles, changes subscribers, freezes digests, claims and settles rows, and
prints a line after each return. It is killed; the store is opened again and compared with the
lines. The next child goes on in the same folder.
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from storage.base import Store
from storage.models import (
    Article,
    Delivery,
    DeliveryStatus,
    Digest,
    Edition,
    Part,
    SearchQuery,
    Subscriber,
)
from storage.open import open_store

START = datetime(2023, 9, 25, tzinfo=UTC)
PARTS = 3


def make_article(number: int) -> Article:
    """The article of that number; two weeks take turns."""
    seen = START + timedelta(days=7 * (number % 2), seconds=number)
    return Article(
        id=f"k{number:09d}",
        source="kill",
        title=f"Tin thứ {number}",
        fingerprint=f"print-{number}",
        canonical_url=f"https://songmo.example/{number}",
        paragraphs=(f"Nội dung {number} " * 40,),
        first_seen=seen,
        updated_at=seen,
    )


def make_frozen(number: int) -> tuple[Digest, Edition, list[Delivery]]:
    """The digest of that number, with its rows."""
    digest = Digest(
        id=f"2023-W{39 + number % 2}/{number}",
        subscriber=str(number),
        week=f"2023-W{39 + number % 2}",
        edition=f"edition-{number % 5}",
        article_ids=(),
        since=START,
        until=START,
        created_at=START,
    )
    text = f"phần {number % 5}"
    edition = Edition(id=digest.edition, parts=(Part(html=text, plain=text),) * PARTS)
    rows = [
        Delivery(
            id=f"{digest.id}#{part}",
            digest=digest.id,
            edition=edition.id,
            part=part,
            subscriber=str(number),
            chat_id=number,
            updated_at=START,
        )
        for part in range(PARTS)
    ]
    return digest, edition, rows


def counted(current: Subscriber | None, number: int) -> Subscriber:
    """The one subscriber of the child, with a number that only grows."""
    known = current or Subscriber(id="1", chat_id=1, created_at=START)
    return msgspec.structs.replace(known, title=str(number))


def work(path: str, first: int) -> None:
    """The child: writes until it is killed."""
    store = open_store(path)
    store.recover_deliveries(START)
    for number in itertools.count(first):
        batch = [make_article(number * 10 + each) for each in range(3)]
        store.put_articles(batch)
        say(*(f"article {each.id}" for each in batch))
        store.update_subscriber("1", lambda current, n=number: counted(current, n))  # type: ignore[misc] # bound now
        say(f"subscriber {number}")
        store.put_value("n", str(number))
        say(f"value {number}")
        frozen = [make_frozen(number * 10 + each) for each in range(2)]
        store.freeze_digests(frozen)
        say(*(f"digest {digest.id}" for digest, _, _ in frozen))
        rows = store.claim_deliveries(START + timedelta(seconds=number), limit=3)
        say(*(f"claimed {row.id}" for row in rows))
        store.settle_deliveries(
            [msgspec.structs.replace(row, status=DeliveryStatus.SENT) for row in rows]
        )
        say(*(f"sent {row.id}" for row in rows))


def say(*lines: str) -> None:
    """Prints acknowledgements at once."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


class Acknowledged:
    """What children have said so far."""

    def __init__(self) -> None:
        self.articles: set[str] = set()
        self.digests: set[str] = set()
        self.claimed: set[str] = set()
        self.sent: set[str] = set()
        self.subscriber = self.value = -1

    def hear(self, line: str) -> None:
        """Takes in one line."""
        kind, _, what = line.strip().partition(" ")
        if kind in ("subscriber", "value"):
            setattr(self, kind, int(what))
        else:
            getattr(self, kind if kind in ("claimed", "sent") else f"{kind}s").add(what)

    def missing(self, store: Store) -> list[str]:
        """What the opened store does not have, or has wrongly; empty if all is well."""
        return [*self._articles(store), *self._state(store), *self._digests(store)]

    def _articles(self, store: Store) -> Iterator[str]:
        truth = {article.id: article for article in store.iter_articles()}
        yield from (f"article {key} is lost" for key in self.articles - truth.keys())
        for key, article in truth.items():
            if article != make_article(int(key[1:])):
                yield f"article {key} is damaged"
        found = store.search(SearchQuery(words=("tin",), limit=len(truth) + 1))
        if {hit.article_id for hit in found.hits} != truth.keys() or found.total != len(truth):
            yield f"the index has {found.total} articles, the files {len(truth)}"

    def _state(self, store: Store) -> Iterator[str]:
        subscriber = store.get_subscriber("1")
        if self.subscriber >= 0 and (
            subscriber is None or int(subscriber.title or -1) < self.subscriber
        ):
            yield f"subscriber {self.subscriber} is lost: {subscriber}"
        if int(store.get_value("n") or -1) < self.value:
            yield f"value {self.value} is lost"

    def _digests(self, store: Store) -> Iterator[str]:
        rows = {row.id: row for row in store.list_deliveries()}
        for key in self.digests:
            digest = store.get_digest(key)
            if digest is None or store.get_edition(digest.week, digest.edition) is None:
                yield f"digest {key} is lost"
            if any(f"{key}#{part}" not in rows for part in range(PARTS)):
                yield f"digest {key} has lost rows"
        for key in {row.digest for row in rows.values()}:
            if store.get_digest(key) is None:
                yield f"rows of {key} have no digest"
        sent = {row.id for row in rows.values() if row.status is DeliveryStatus.SENT}
        yield from (f"{key} was sent and is not" for key in self.sent - sent)
        moved = {row.id for row in rows.values() if row.status is not DeliveryStatus.PENDING}
        yield from (f"{key} was claimed and is not" for key in self.claimed - moved)


def run(folder: Path, kills: int, rng: random.Random) -> tuple[Acknowledged, list[str]]:
    """Kills that many children; returns what they said and everything that is wrong."""
    acknowledged = Acknowledged()
    wrong: list[str] = []
    for number in range(kills):
        command = [sys.executable, "-m", "tests.benchmarks.kill_store", "--child", str(folder)]
        command += ["--first", str(1_000 * (number + 1))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            acknowledged.hear(child.stdout.readline())
            listener = threading.Thread(target=listen, args=(child, acknowledged))
            listener.start()
            time.sleep(rng.uniform(0, 0.4))
            child.kill()
            listener.join()
        store = open_store(str(folder))
        wrong += [f"kill {number}: {what}" for what in acknowledged.missing(store)]
        wrong += [f"kill {number}: {each.file}: {each.what}" for each in store.problems()]
        store.close()
    return acknowledged, wrong


def listen(child: subprocess.Popen[str], acknowledged: Acknowledged) -> None:
    """Hears whole lines until the child's end."""
    assert child.stdout is not None
    for line in child.stdout:
        if line.endswith("\n"):
            acknowledged.hear(line)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        work(options.child, options.first)
    with tempfile.TemporaryDirectory(prefix="kill-store-") as folder:
        said, wrong = run(Path(folder) / "data", options.kills, random.Random(options.seed))
    print(
        f"{options.kills} kills; acknowledged: {len(said.articles)} articles, "
        f"{len(said.digests)} digests, {len(said.sent)} sent rows; wrong: {len(wrong)}"
    )
    for what in wrong[:50]:
        print(" ", what)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
