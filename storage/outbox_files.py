"""The outbox rows of each week in TinyDB files of some 2,000 rows: `2023-W39.json`, `.002.json`, …

Every file's meta table says how many of its rows stand where, so that a start reads the files
with open rows alone; who edits one by hand removes that table, and the rows are counted anew. A
row without its digest does not exist: it was written by a freeze that did not come to its end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tinydb.table import Document

from storage.chat_rules import digest_week
from storage.folder import Folder
from storage.models import Delivery, DeliveryStatus
from storage.outbox import OPEN, UNDECIDED
from storage.records import RecordTable
from storage.schema import META, META_ID
from storage.week_files import WeekFiles

ROWS_PER_FILE = 2_000
"""Rows after which a week's next file is begun: about 700 KB to write per batch of sends."""

CACHE_BYTES = 16 * 1024 * 1024
"""Encoded rows that stay in memory; read, they take three times as much."""

STATUSES = "statuses"
"""The field of the meta document that counts rows by status."""


class OutboxFiles:
    """Reads and writes rows; its owner holds the lock and keeps the `Outbox`.

    Args:
        folder: what all files share.
        path: where the files lie.
        is_known: whether a digest with that id is frozen.
    """

    def __init__(self, folder: Folder, path: Path, is_known: Callable[[str], bool]) -> None:
        self._folder = folder
        self._is_known = is_known
        self._files = WeekFiles(folder, path, "deliveries", cache_bytes=CACHE_BYTES)
        self._files.bring_up_to_date()

    def take_up(self) -> Iterator[Delivery]:
        """At the start: every row of the files with open rows; rows without digest are removed."""
        for name in self._names(None):
            if self._counts(name).keys() & OPEN:
                rows = self._table(name).remembered()
                orphans = [row for row in rows.values() if not self._exists(row)]
                if orphans and not self._folder.read_only:
                    self._write(name, removed=[row.id for row in orphans])
                yield from (row for row in rows.values() if row not in orphans)

    def add(self, week: str, rows: Sequence[Delivery]) -> None:
        """Keeps new rows of that week, those of a broken freeze in their old place."""
        found = self._by_file(rows)
        for name, group in found.items():
            self._write(name or self._file_for(week, len(group)), group)

    def replace(self, rows: Iterable[Delivery]) -> Iterator[list[Delivery]]:
        """Replaces the rows that exist, file by file; yields each group once it is durable."""
        for name, group in self._by_file(rows).items():
            if name is not None:
                self._write(name, group)
                yield group

    def remove(self, rows: Iterable[Delivery]) -> Iterator[list[Delivery]]:
        """Deletes the rows that are there, file by file; yields each group once it is gone."""
        for name, group in self._by_file(rows).items():
            if name is not None:
                self._write(name, removed=[row.id for row in group])
                yield group

    def rows(
        self, week: str | None, statuses: frozenset[DeliveryStatus] | None
    ) -> Iterator[Delivery]:
        """Rows of that week (of all), in one of these statuses (in any)."""
        for name in self._names(week):
            if statuses is None or self._counts(name).keys() & statuses:
                for row in self._table(name).remembered().values():
                    if (statuses is None or row.status in statuses) and self._exists(row):
                        yield row

    def count(self, week: str | None) -> Mapping[DeliveryStatus, int]:
        """How many rows stand where; every status is a key."""
        total: Counter[DeliveryStatus] = Counter(dict.fromkeys(DeliveryStatus, 0))
        for name in self._names(week):
            counts = self._counts(name)
            if counts.keys() & OPEN:  # these may have rows that do not exist
                rows = self._table(name).remembered().values()
                counts = Counter(row.status for row in rows if self._exists(row))
            total.update(counts)
        return dict(total)

    def weeks(self) -> set[str]:
        """The weeks that have files."""
        return {name.partition(".")[0] for name in self._files.names()}

    def is_decided(self, week: str) -> bool:
        """Whether no row of that week may ever be sent again."""
        return not any(self._counts(name).keys() & UNDECIDED for name in self._names(week))

    def remove_week(self, week: str) -> None:
        """Deletes that week's files, durably."""
        for name in self._names(week):
            self._files.remove(name)

    def _exists(self, row: Delivery) -> bool:
        # whatever was claimed once has its digest; to look is to read the week's digests
        return row.status is not DeliveryStatus.PENDING or self._is_known(row.digest)

    def _file_for(self, week: str, count: int) -> str:
        """The week's last file, or its next one where `count` more rows would be too many."""
        names = self._names(week)
        if not names:
            return week
        if len(self._table(names[-1])) + count <= ROWS_PER_FILE:
            return names[-1]
        number = int(names[-1].partition(".")[2] or 1)
        return f"{week}.{number + 1:03d}"

    def _write(
        self, name: str, rows: Iterable[Delivery] = (), *, removed: Sequence[str] = ()
    ) -> None:
        table = self._table(name)
        changed = {row.id: row for row in rows}
        after = {**table.remembered(), **changed}
        for key in removed:
            after.pop(key, None)
        counts = Counter(row.status for row in after.values())
        with table.transaction():
            table.put(changed.values())
            table.remove(removed)
            meta = self._files.open(name).table(META)
            meta.upsert(
                Document({STATUSES: {it.value: n for it, n in counts.items()}}, doc_id=int(META_ID))
            )

    def _counts(self, name: str) -> Counter[DeliveryStatus]:
        meta = self._files.head(name) or {}
        with suppress(ValueError, TypeError, AttributeError):
            stated = {DeliveryStatus(key): int(n) for key, n in meta[STATUSES].items() if n}
            return Counter(stated)
        return Counter(row.status for row in self._table(name).remembered().values())

    def _by_file(self, rows: Iterable[Delivery]) -> dict[str | None, list[Delivery]]:
        """The rows by the file that has them, None for those that none has."""
        found: defaultdict[str | None, list[Delivery]] = defaultdict(list)
        names: dict[str, list[str]] = {}
        for row in rows:
            week = digest_week(row.digest)
            if week not in names:
                names[week] = self._names(week)[::-1]
            name = next((name for name in names[week] if row.id in self._table(name)), None)
            found[name].append(row)
        return dict(found)

    def _names(self, week: str | None) -> list[str]:
        return [name for name in self._files.names() if week in (None, name.partition(".")[0])]

    def _table(self, name: str) -> RecordTable[Delivery]:
        return self._files.records(name, "deliveries", Delivery, "id")
