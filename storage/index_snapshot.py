"""A private copy of the index for readers: links to its segments, so that nothing is written there.

Segments never change; an index folder of one's own with links to them costs nothing, may be healed
like any other, and stays whole while the owner merges and deletes.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

COPIED = ("meta.json", ".managed.json")
"""What tantivy rewrites in place of; everything else is immutable."""


class IndexSnapshot:
    """A temporary folder with the index as it is now; an empty one where there is none."""

    def __init__(self, index: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="diemtin-index-"))
        self.path = self._folder / "index"
        self.path.mkdir()
        try:
            for name in COPIED:  # first: what they name is linked afterwards, or missed and rebuilt
                shutil.copyfile(index / name, self.path / name)
            for file in index.iterdir():
                if file.name not in COPIED and file.suffix != ".lock":
                    (self.path / file.name).symlink_to(file.resolve())
        except OSError:  # none there, or not whole: an empty folder is filled from the week files
            shutil.rmtree(self.path, ignore_errors=True)
            self.path.mkdir(exist_ok=True)

    def remove(self) -> None:
        """Deletes the copy. Idempotent."""
        shutil.rmtree(self._folder, ignore_errors=True)
