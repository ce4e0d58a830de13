"""A private copy of the index for readers: links to its segments, so that nothing is written there.

Segments never change; an index folder of one's own with links to them costs nothing, may be healed
like any other, and stays whole while the owner merges and deletes.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path

META, MANAGED = "meta.json", ".managed.json"
"""What tantivy replaces; the other files never change."""

SEGMENT_FILES = frozenset({".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm", ".del"})

TRIES = 5


class IndexSnapshot:
    """A temporary folder with the index as it is now; an empty one where there is none."""

    def __init__(self, index: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="diemtin-index-"))
        # also at the end of a program that does not close its store
        self._cleaning = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self.path = self._folder / "index"
        for _ in range(TRIES):
            shutil.rmtree(self.path, ignore_errors=True)
            self.path.mkdir()
            if _copy(index, self.path):
                return
        # none there, or none that holds still: an empty folder is filled from the week files
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir()

    def remove(self) -> None:
        """Deletes the copy. Idempotent."""
        self._cleaning()


def _copy(index: Path, target: Path) -> bool:
    """Whether the copy is whole: segments go only after `meta.json` has stopped naming them."""
    try:
        before = (index / META).read_bytes()
        (target / META).write_bytes(before)
        shutil.copyfile(index / MANAGED, target / MANAGED)
        for file in index.iterdir():
            if file.suffix in SEGMENT_FILES:
                _link(file, target / file.name)
        return (index / META).read_bytes() == before
    except OSError:
        return False


def _link(file: Path, target: Path) -> None:
    try:
        target.hardlink_to(file)
    except OSError:  # another file system, or not ours
        target.symlink_to(file.resolve())
