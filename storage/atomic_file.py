"""Replacing a file so that it is always whole: temp file, fsync, rename, fsync of the folder."""

from __future__ import annotations

import contextlib
import errno
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage.errors import NotDurable

TEMP_SUFFIX = ".tmp"
"""Ends the names of unfinished files; the owner of a folder removes them when it opens it."""


class Written(NamedTuple):
    """How to recognise a file's content without reading it."""

    size: int
    mtime_ns: int
    crc: int


def replace_file(path: Path, chunks: Iterable[bytes]) -> Written:
    """Writes `chunks` as the new content of `path`; durable on return.

    Every system call works on one chunk and releases the interpreter's lock, so that an event
    loop in another thread goes on. Raises NotDurable with the old content in place.
    """
    temp = path.with_name(path.name + TEMP_SUFFIX)
    crc = 0
    try:
        with _opened_folder(path.parent) as folder:  # before the rename, which must not fail after
            handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                for chunk in chunks:
                    _write_all(handle, chunk)
                    crc = zlib.crc32(chunk, crc)
                os.fsync(handle)
                stat = os.fstat(handle)
            finally:
                os.close(handle)
            temp.replace(path)
            _sync(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            temp.unlink()
        message = f"{path.name} could not be written: {error.strerror or error}"
        raise NotDurable(message) from error
    return Written(stat.st_size, stat.st_mtime_ns, crc)


def _write_all(handle: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]


def sync_folder(folder: Path) -> None:
    """Makes renames and removals in `folder` durable. Raises OSError."""
    with _opened_folder(folder) as handle:
        _sync(handle)


@contextlib.contextmanager
def _opened_folder(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _sync(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems cannot sync folders, and need not
            raise


def remove_file(path: Path) -> None:
    """Deletes `path` if it is there; gone for good on return. Raises NotDurable."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        message = f"{path.name} could not be deleted: {error.strerror or error}"
        raise NotDurable(message) from error


def file_crc(path: Path) -> int:
    """CRC-32 of a file's bytes, read piece by piece. Raises OSError."""
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            crc = zlib.crc32(piece, crc)
    return crc


def remove_leftovers(folder: Path) -> None:
    """Deletes unfinished files that a crash left in `folder`."""
    for path in folder.glob("*" + TEMP_SUFFIX):
        with contextlib.suppress(OSError):
            path.unlink()
