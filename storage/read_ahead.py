"""Asks the system to read the index from disk before anybody asks anything.

The first questions after a start took up to 27 ms on a quiet machine where later ones take 9: each
waits for the disk at every word. The bytes go into the system's cache, not into this process.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

SHARED = frozenset({".term", ".idx", ".fast", ".fieldnorm"})
"""Endings of the files that every question reads: words, who has them, and columns. Of records and
positions a question reads little, and the next one something else."""

MOST_BYTES = 1 << 30
"""Of all files together; of what is larger the machine is better left to choose."""


def start_reading_ahead(folder: Path) -> threading.Thread | None:
    """Begins in a thread of its own, which no one has to wait for.

    None where the system takes no such advice (posix_fadvise(2)).
    """
    if not hasattr(os, "posix_fadvise"):
        return None
    thread = threading.Thread(target=read_ahead, args=(folder,), name="read-ahead", daemon=True)
    thread.start()
    return thread


def read_ahead(folder: Path) -> int:
    """Advises the system, and says of how many bytes. What vanishes meanwhile (a merge removes
    files) or cannot be read is left out: whoever needs it will say so."""
    advised = 0
    with suppress(OSError):
        for file in sorted(folder.iterdir()):
            if file.suffix not in SHARED:
                continue
            with suppress(OSError), file.open("rb") as opened:
                size = os.fstat(opened.fileno()).st_size
                if advised + size > MOST_BYTES:
                    break
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
                advised += size
    return advised
