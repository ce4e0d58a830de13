"""Keeps the search index equal to the week files: heals, rebuilds, and says so."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from storage.errors import NotDurable, StorageError
from storage.folder import Folder
from storage.index_view import DamagedIndex
from storage.models import Article
from storage.search_index import SearchIndex
from storage.week_files import WeekFiles

T = TypeVar("T")

ROOM = 64 * 1024 * 1024
"""Free bytes, beside twice the index, without which no second index is started."""

COMMIT_WEEKS = 8
"""Weeks that are indexed again between two commits."""


class ArticleIndex:
    """The one way to the index: whoever asks gets one that agrees with the files.

    Args:
        path: the index's folder; beside it a new one is built (`<name>.new`) before it replaces
            a damaged one, so that a full disk costs nothing.
        files: the truth.
        read_week: every article of a week file.
        folder: told what had to be mended.

    Raises StorageError where an index can be neither read nor built.
    """

    def __init__(
        self,
        path: Path,
        files: WeekFiles,
        read_week: Callable[[str], list[Article]],
        folder: Folder,
    ) -> None:
        self._path = path
        self._files = files
        self._read_week = read_week
        self._folder = folder
        self._lock = threading.RLock()
        self._index: SearchIndex | None = None
        self._stale = True
        self._blocked = False
        for leftover in (self._beside("new"), self._beside("old")):
            shutil.rmtree(leftover, ignore_errors=True)
        self._ready()

    def read(self, ask: Callable[[SearchIndex], T]) -> T:
        """The answer of a fresh index; a damaged one is built anew and asked again."""
        index = self._ready()
        try:
            return ask(index)
        except DamagedIndex as error:
            with self._lock:
                if self._index is index:
                    self._rebuild(error)
                index = self._ready()
        try:
            return ask(index)
        except DamagedIndex as error:
            raise _unusable(error) from error

    def put(self, articles: Sequence[tuple[Article, str]]) -> None:
        """Takes in articles that their week files have just been given. Raises NotDurable.

        When it fails the index is stale: it is compared with the files before the next `put`.
        """
        with self._lock:
            self._blocked = False
            index = self._ready()
            if self._stale:
                message = "the articles are kept, but the search index could not be written"
                raise NotDurable(message)
            weeks = dict.fromkeys(week for _, week in articles)
            stamps = {week: stamp for week in weeks if (stamp := self._files.stamp(week))}
            try:
                index.put(articles, stamps)
            except DamagedIndex as error:
                self._reopen()
                message = f"the articles are kept, but not in the search index: {error}"
                raise NotDurable(message) from error

    def close(self) -> None:
        """Ends background work."""
        with self._lock:
            if self._index is not None:
                self._index.close()

    def _ready(self) -> SearchIndex:
        """An open index, as fresh as the disk allows."""
        index = self._index
        if index is not None and (self._blocked or not self._stale):
            return index
        with self._lock:
            try:
                index = self._index or SearchIndex(self._path)
                self._index = index
                self._bring_up_to_date(index)
            except DamagedIndex as error:
                index = self._mend(error)
            return index

    def _bring_up_to_date(self, index: SearchIndex) -> None:
        """Indexes again the weeks whose file is not the one that the index knows."""
        self._stale = False  # what changes from here on is the next one's
        try:
            known = index.stamps()
            present = {
                name: self._files.stamp(name, known.get(name)) for name in self._files.names()
            }
            stamps = {name: stamp for name, stamp in present.items() if stamp is not None}
            changed = [name for name, it in stamps.items() if not it.same_content(known.get(name))]
            gone = [name for name in known if name not in stamps]
            for number, week in enumerate([*gone, *changed], start=1):
                articles = self._read_week(week) if week in stamps else ()
                # reading may have set the file aside: its state counts from now
                index.replace_week(week, articles, self._files.stamp(week, stamps.get(week)))
                if number % COMMIT_WEEKS == 0:
                    index.commit()
            if gone or changed:
                index.commit()
            copied = [name for name in stamps.keys() - changed if stamps[name] != known[name]]
            if copied:  # the same content at another time: not to be read again at every start
                index.put([], {name: stamps[name] for name in copied})
        except BaseException:
            self._stale = True
            raise

    def _mend(self, error: DamagedIndex) -> SearchIndex:
        """After a failed reading or writing: the old index if it can be read, else a new one."""
        try:
            index = self._reopen()
            readable = bool(index.stamps())
        except DamagedIndex:
            readable = False
        if readable and not self._room_for_another():
            self._blocked = True  # most likely the disk is full: answer from what there is
            return index
        return self._rebuild(error)

    def _reopen(self) -> SearchIndex:
        self._stale = True
        if self._index is not None:
            self._index.close()
            self._index = None
        self._index = SearchIndex(self._path)
        return self._index

    def _rebuild(self, error: DamagedIndex) -> SearchIndex:
        """Builds a new index beside the old one and puts it in its place."""
        self._folder.report(self._path.name, f"built anew: {error}")
        fresh, old = self._beside("new"), self._beside("old")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            index = SearchIndex(fresh)
            self._bring_up_to_date(index)
            index.close()
            if self._index is not None:
                self._index.close()
            if self._path.exists():
                self._path.rename(old)
            fresh.rename(self._path)
            self._index = SearchIndex(self._path)
        except (DamagedIndex, OSError) as failure:
            shutil.rmtree(fresh, ignore_errors=True)
            self._stale = True
            raise _unusable(failure) from failure
        shutil.rmtree(old, ignore_errors=True)
        return self._index

    def _room_for_another(self) -> bool:
        size = sum(file.stat().st_size for file in self._path.glob("*"))
        return shutil.disk_usage(self._path).free > 2 * size + ROOM

    def _beside(self, what: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{what}")


def _unusable(error: Exception) -> StorageError:
    return StorageError(f"the search index can be neither read nor built: {error}")
