"""The embedded default: everything in plain TinyDB files in one folder, and an index beside them.

articles/2023-W39.json    what was first seen in that UTC ISO week
digests/2023-W39.json     digests and editions of that week
deliveries/2023-W39.json  its outbox rows (further ones in 2023-W39.002.json, …)
state.json                sources, polling, subscribers, follows, reviews, values, audit
index/                    derived, may be deleted at any time
owner.lock                the process that has the folder open for writing
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.errors import StorageError
from storage.folder import Folder
from storage.index_snapshot import IndexSnapshot
from storage.models import StoreProblem
from storage.owner_lock import OwnerLock
from storage.restored_data import READY, put_in_place
from storage.tinydb_articles import TinyDbArticles
from storage.tinydb_digests import TinyDbDigests
from storage.tinydb_state import TinyDbState


class TinyDbStore(TinyDbArticles, TinyDbState, TinyDbDigests):
    """Implements `storage.base.Store`: each part brings the methods of its protocol.

    Args:
        path: the data directory; made if it is missing, unless `read_only`.
        read_only: take no lock and write nothing here, beside a running owner.
        clock: names the moment at which a damaged file is set aside; None: see `Folder`.

    Raises:
        StoreInUse: another process owns it.
        SchemaTooNew: a later program wrote it; nothing was touched.
        StorageError: it cannot be read.
    """

    def __init__(
        self, path: Path, *, read_only: bool, clock: Callable[[], datetime] | None
    ) -> None:
        folder = Folder(read_only=read_only, clock=clock)
        self._owner = None if read_only else OwnerLock(path)
        self._snapshot = IndexSnapshot(path / "index") if read_only else None
        index_path = self._snapshot.path if self._snapshot else path / "index"
        try:
            self._complete_restore(path)
            TinyDbState.__init__(self, folder, path)
            TinyDbDigests.__init__(self, folder, path)
            TinyDbArticles.__init__(self, folder, path, index_path)
        except BaseException:
            self._release()
            raise

    def _complete_restore(self, path: Path) -> None:
        if not (path / READY).exists():
            return
        if self._owner is None:
            message = f"a restore into {path} did not come to its end: start the bot to complete it"
            raise StorageError(message)
        try:
            put_in_place(path)
        except OSError as error:
            message = f"a restore into {path} cannot be completed: {error}"
            raise StorageError(message) from error

    def migrate_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        self._folder.require_writable()
        if old_chat_id != new_chat_id:
            self.move_digests(old_chat_id, new_chat_id)
            # last: until they have moved, the next message to the old id asks for this again
            self.move_subscribers(old_chat_id, new_chat_id)

    def forget_chat(self, chat_id: int) -> int:
        self._folder.require_writable()
        return self.forget_digests(chat_id) + self.forget_subscribers(chat_id)

    def problems(self) -> list[StoreProblem]:
        return self._folder.problems()

    def close(self) -> None:
        self.close_articles()
        self._release()

    def _release(self) -> None:
        if self._owner is not None:
            self._owner.release()
        if self._snapshot is not None:
            self._snapshot.remove()
