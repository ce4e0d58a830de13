"""Moving restored data into its place, also after a crash in the middle of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from storage.atomic_file import sync_folder

TRUTH = ("state.json", "digests", "deliveries", "articles")
"""What a data directory cannot make anew, in the order in which a backup reads it."""

STAGING = "restore.part"
"""Where an archive is unpacked; without meaning until it is complete."""

READY = "restore.ready"
"""Complete and checked data that replace the present ones; whoever opens the folder does it."""


def put_in_place(data_dir: Path) -> None:
    """Moves what is in `READY` into place and what was there to `replaced-<n>`.

    Nothing happens where there is no such folder. After a crash it goes on where it stopped.
    Raises OSError.
    """
    ready = data_dir / READY
    if not ready.is_dir():
        return
    old = _next_replaced(data_dir)
    shutil.rmtree(data_dir / "index", ignore_errors=True)
    for name in TRUTH:
        if (ready / name).exists():
            if (data_dir / name).exists():
                old.mkdir(mode=0o700, exist_ok=True)
                (data_dir / name).rename(old / name)
            (ready / name).rename(data_dir / name)
    if old.exists():
        sync_folder(old)
    sync_folder(data_dir)
    ready.rmdir()


def _next_replaced(data_dir: Path) -> Path:
    number = 1
    while (data_dir / f"replaced-{number}").exists():
        number += 1
    return data_dir / f"replaced-{number}"
