"""Gives back pages of mapped files, so that reading a large index does not count as our memory.

The index is mapped memory: each question leaves a megabyte or two of its files resident in this
process (1,400 questions to 100,000 articles: 700 MB), though the system could take them back at
any time. Mapping the files anew costs one question 15 ms and the next ones their page faults.
`madvise(MADV_DONTNEED)` on a slice of a read-only file mapping costs well below a millisecond: the
pages stay in the system's cache, and whoever touches one again finds the same bytes (madvise(2)).
"""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
import threading
from pathlib import Path

SLICE_BYTES = 4 * 1024 * 1024
"""Addresses given back at a time."""

Region = tuple[int, int]
"""First address and the one after the last."""


def resident_mapped_bytes() -> int:
    """Bytes of mapped files that are resident in this process; 0 where the system tells not."""
    try:
        shared = int(Path("/proc/self/statm").read_text().split()[2])
    except (OSError, ValueError, IndexError):
        return 0
    return shared * os.sysconf("SC_PAGE_SIZE")


def read_only_regions(maps: str, folder: Path) -> list[Region]:
    """Where files of the folder are mapped and cannot be written to, by /proc/self/maps (proc(5)).

    Only there is giving pages back harmless: a private page that was written would lose its bytes.
    """
    prefix = f"{folder}{os.sep}"
    found: list[Region] = []
    for line in maps.splitlines():
        addresses, rights, *rest = line.split(maxsplit=5)
        if len(rest) < 4 or "w" in rights or not rest[3].startswith(prefix):
            continue
        start, end = addresses.split("-")
        found.append((int(start, 16), int(end, 16)))
    return found


class PageRelease:
    """Keeps the resident part of a folder's mapped files near `limit` bytes, slice after slice.

    Slices take turns, so that what is given back is what was mapped longest ago, roughly. Does
    nothing where the system has no /proc or no madvise.
    """

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._folder = folder.resolve()
        self._limit = limit
        self._next = 0
        self._running = threading.Lock()

    def start_if_needed(self) -> threading.Thread | None:
        """Where too much is resident, gives back a tenth of the limit in a thread of its own.

        None where nothing is to be done, or is being done already. No question waits for it:
        madvise only shares the lock of the address space that page faults share too.
        """
        if not sys.platform.startswith("linux") or resident_mapped_bytes() <= self._limit:
            return None
        if not self._running.acquire(blocking=False):
            return None
        thread = threading.Thread(target=self._run, name="page-release", daemon=True)
        thread.start()
        return thread

    def _run(self) -> None:
        try:
            self._release()
        finally:
            self._running.release()

    def _release(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        enough = self._limit - self._limit // 10
        for start, end in self._slices():
            if resident_mapped_bytes() <= enough:
                return
            # a region unmapped meanwhile answers ENOMEM: nothing of it is resident any more
            libc.madvise(start, end - start, mmap.MADV_DONTNEED)
            self._next = end

    def _slices(self) -> list[Region]:
        """Every slice once, beginning where the last round ended."""
        regions = read_only_regions(Path("/proc/self/maps").read_text(), self._folder)
        slices = [
            (at, min(at + SLICE_BYTES, end))
            for start, end in regions
            for at in range(start, end, SLICE_BYTES)
        ]
        after = [each for each in slices if each[0] >= self._next]
        return after + slices[: len(slices) - len(after)]
