"""Files on disk: which ones to read, and reading them within limits."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import SourceUnreachable, SourceUnreadable
from bot.sources.decode import MAX_BYTES

SUFFIXES = frozenset({".txt", ".html", ".htm", ".url"})
_TEMPORARY = (".tmp", ".part", ".partial", ".crdownload", ".download", ".swp")


def is_passed_over(name: str) -> bool:
    """Hidden and temporary names: somebody is still writing them, or a program keeps house."""
    return name.startswith((".", "~")) or name.endswith("~") or name.lower().endswith(_TEMPORARY)


def readable_name(path: Path) -> str:
    """The path as text that can be kept and shown, different for different paths.

    Names are bytes: one that an archive program of another system made need not be UTF-8, and
    what Python makes of it can be neither stored nor printed.
    """
    return str(path).encode("utf-8", "backslashreplace").decode()


def list_files(
    folder: Path,
    *,
    recursive: bool = True,
    any_suffix: bool = False,
    settled_before: datetime | None = None,
) -> list[Path]:
    """Regular files of `folder`, sorted by path.

    Args:
        recursive: look into subfolders.
        any_suffix: list names that end otherwise than `SUFFIXES` too.
        settled_before: leave out files written after this instant.

    Links that lead out of the folder are not followed, links to folders never.

    Raises:
        SourceUnreachable: the folder cannot be listed.
    """
    try:
        root = folder.resolve(strict=True)
        found = sorted(_walk(root, recursive=recursive))
    except OSError as error:
        raise SourceUnreachable(f"folder {folder.name}: {error.strerror}") from error
    return [
        folder / path.relative_to(root)
        for path in found
        if (any_suffix or path.suffix.lower() in SUFFIXES) and _is_settled(path, settled_before)
    ]


def _walk(root: Path, *, recursive: bool) -> Iterator[Path]:
    for here, folders, files in os.walk(root, onerror=_raise):
        folders[:] = sorted(name for name in folders if not is_passed_over(name))
        for name in files:
            path = Path(here) / name
            if not is_passed_over(name) and _is_inside(path, root):
                yield path
        if not recursive:
            return


def _raise(error: OSError) -> None:
    raise error


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root) and path.is_file()
    except (OSError, RuntimeError):  # a dangling link, a loop, or a file that went away
        return False


def _is_settled(path: Path, before: datetime | None) -> bool:
    if before is None:
        return True
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) <= before
    except OSError:
        return False


def settled_before(now: datetime, seconds: float = 2.0) -> datetime:
    """Files last written before this are taken to be complete."""
    return now - timedelta(seconds=seconds)


def file_mark(path: Path) -> str | None:
    """Size and modification time as one word, equal while a file is unchanged; None: gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return f"{found.st_size}:{found.st_mtime_ns}"


def read_file(path: Path) -> bytes:
    """The bytes of a regular file.

    Raises:
        SourceUnreadable: more than 15 MB (nothing of it is read then), or not a regular file.
        SourceUnreachable: it cannot be opened.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for its other end
            raise SourceUnreadable("not a regular file")
        with path.open("rb") as file:
            if found.st_size > MAX_BYTES:
                raise SourceUnreadable(f"larger than {MAX_BYTES / 2**20:g} MB")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceUnreachable(f"cannot be opened: {error.strerror}") from error
    if len(data) > MAX_BYTES:  # it grew meanwhile
        raise SourceUnreadable(f"larger than {MAX_BYTES / 2**20:g} MB")
    return data


def read_shortcut(text: str) -> str | None:
    """The URL of a `.url` file: a Windows InternetShortcut, or the address alone; None: neither."""
    for line in text.splitlines():
        stripped = line.strip()
        key, _, value = stripped.partition("=")
        if key.strip().lower() == "url" and value.strip():
            return value.strip()
        if stripped.lower().startswith(("http://", "https://")):
            return stripped
    return None
