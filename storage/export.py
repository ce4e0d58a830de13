"""The data for other programs: stock TinyDB JSON, and articles as CSV."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from tinydb import TinyDB

from storage.atomic_file import TEMP_SUFFIX
from storage.base import Store
from storage.errors import NotDurable, StorageError
from storage.models import Article, Record
from storage.weeks import utc_week

COLUMNS = (
    "id",
    "source",
    "title",
    "published",
    "published_precision",
    "first_seen",
    "event_date",
    "authors",
    "section",
    "views",
    "province",
    "url",
    "lead",
    "text",
)
"""Of the CSV; `text` joins the paragraphs by empty lines, instants are ISO 8601 in UTC."""

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection)."""

AUDIT_LIMIT = 1_000_000


def export_json(store: Store, folder: Path) -> int:
    """Writes everything as stock TinyDB databases; returns how many articles there were.

    `articles-2023-W39.json` for each week, `state.json` with sources, source_states, subscribers,
    follows, reviews and audit, `digests.json` with digests and deliveries.

    Raises StorageError where `folder` has files already, NotDurable when writing fails.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            message = f"{folder} is not empty"
            raise StorageError(message)
        count = 0
        weeks = itertools.groupby(store.iter_articles(), key=lambda it: utc_week(it.first_seen))
        for week, articles in weeks:
            count += _write(folder / f"articles-{week}.json", {"articles": articles})
        subscribers = store.list_subscribers()
        _write(
            folder / "state.json",
            {
                "sources": store.list_sources(),
                "source_states": store.list_source_states(),
                "subscribers": subscribers,
                "follows": store.list_follows(),
                "reviews": store.list_reviews(),
                "audit": store.list_audit(limit=AUDIT_LIMIT)[::-1],
            },
        )
        digests = [
            digest
            for subscriber in subscribers
            for digest in store.list_digests(subscriber.id, limit=AUDIT_LIMIT)
        ]
        _write(folder / "digests.json", {"digests": digests, "deliveries": store.list_deliveries()})
    except OSError as error:
        message = f"the export failed: {error.strerror or error}"
        raise NotDurable(message) from error
    return count


def export_csv(store: Store, file: Path) -> int:
    """Writes all articles as CSV (UTF-8 with a byte order mark); returns how many.

    An existing file is replaced at the end. Raises NotDurable when writing fails.
    """
    temp = file.with_name(file.name + TEMP_SUFFIX)
    count = 0
    try:
        with temp.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(COLUMNS)
            for article in store.iter_articles():
                writer.writerow([guarded(text) for text in _cells(article)])
                count += 1
        temp.replace(file)
    except OSError as error:
        temp.unlink(missing_ok=True)
        message = f"the export failed: {error.strerror or error}"
        raise NotDurable(message) from error
    return count


def guarded(text: str) -> str:
    """The cell's text, behind an apostrophe where a spreadsheet would run it as a formula."""
    return "'" + text if text.startswith(ACTIVE) else text


def _cells(article: Article) -> list[str]:
    fields: dict[str, Any] = msgspec.structs.asdict(article)
    fields["text"] = "\n\n".join(article.paragraphs)
    fields["authors"] = "; ".join(article.authors)
    for name in ("published", "first_seen", "event_date"):
        fields[name] = fields[name] and fields[name].isoformat()
    return ["" if fields[name] is None else str(fields[name]) for name in COLUMNS]


def _write(path: Path, tables: dict[str, Iterable[Record]]) -> int:
    count = 0
    with TinyDB(path, ensure_ascii=False, encoding="utf-8") as database:
        for name, records in tables.items():
            documents = [msgspec.to_builtins(record) for record in records]
            database.table(name).insert_multiple(documents)
            count += len(documents)
    return count
