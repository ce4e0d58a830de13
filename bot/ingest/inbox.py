"""The inbox: a folder into which people and programs drop files for the bot.

A file is moved to `done/` once its articles are durable, to `failed/` with the reason beside it
when it cannot be read. After a crash it is read again, which changes nothing.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from bot.errors import SourceError, SourceThrottled, SourceUnreachable
from bot.ingest.harvest import Harvest
from bot.ingest.identity import path_hash
from bot.sources.local import list_files, readable_name, settled_before

DONE = "done"
FAILED = "failed"
_HANDED = re.compile(
    r"(?P<stem>.+)\.from-(?P<place>[0-9a-f]{16})(?:-\d{1,9})?(?P<suffix>\.[^.]*)?", re.DOTALL
)
_LONGEST_NAME = 240
"""Bytes: file systems allow 255, of which a number or `.why.txt` may take some."""
PATIENCE = timedelta(hours=24)
"""How long an address that does not answer stays in the inbox."""


def waiting_files(inbox: Path, now: datetime) -> list[Path]:
    """Files to read now, whatever their names end in; makes the folder where it is missing.

    Raises:
        SourceUnreachable: the folder cannot be made or listed.
    """
    try:
        inbox.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceUnreachable(f"folder {inbox.name}: {error.strerror}") from error
    return list_files(inbox, recursive=False, any_suffix=True, settled_before=settled_before(now))


def stays(path: Path, error: SourceError, now: datetime) -> bool:
    """Whether a file that could not be read is left for the next poll.

    Only addresses that do not answer are, for a day from when they were dropped.
    """
    if path.suffix.lower() != ".url" or not isinstance(error, SourceUnreachable | SourceThrottled):
        return False
    try:
        dropped = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return False
    return now - dropped < PATIENCE


def file_away(path: Path, result: Harvest | SourceError) -> None:
    """Move a file that was read to `done/`, another to `failed/` with `<name>.why.txt` beside it.

    Raises:
        SourceUnreachable: it cannot be moved.
    """
    failed = isinstance(result, SourceError)
    folder = path.parent / (FAILED if failed else DONE)
    try:
        folder.mkdir(exist_ok=True)
        target = _free_name(folder, path.name)
        if failed:
            why = target.with_name(f"{target.name}.why.txt")
            why.write_text(f"{result}\n", encoding="utf-8", errors="backslashreplace")
        path.replace(target)
    except FileNotFoundError:
        return  # somebody took it back
    except OSError as error:
        raise SourceUnreachable(f"{path.name} cannot be moved: {error.strerror}") from error


def hand_over(inbox: Path, items: Iterable[Path | str]) -> list[Path]:
    """Put files, the readable files of folders, and addresses (`str`) into the inbox.

    Each appears there whole or not at all, a file under a name that also tells which one it is
    (see `handed_key`). Returns what was put there, in order.

    Raises:
        OSError: the inbox cannot be written to (it must allow hard links), or a file not read.
        SourceUnreachable: a folder cannot be listed.
    """
    inbox.mkdir(parents=True, exist_ok=True)
    handed = []
    for item in items:
        if isinstance(item, str):
            handed.append(_place(inbox, f"{_host(item)}.url", _shortcut(item)))
            continue
        files = list_files(item) if item.is_dir() else [item]
        handed += [_place(inbox, _marked(file), _copy(file)) for file in files]
    return handed


def handed_key(name: str) -> str | None:
    """`identity.file_key` of the file that was handed over as `name`; None: just dropped here.

    So a file is the same whether the command that was given it read it or handed it over.
    """
    match = _HANDED.fullmatch(name)
    if match is None:
        return None
    return f"file:{match['place']}/{readable_name(Path(match['stem'] + (match['suffix'] or '')))}"


def _marked(file: Path) -> str:
    """`tin.txt` as `tin.from-0123456789abcdef.txt`; a name without room for it stays bare."""
    marked = f"{file.stem}.from-{path_hash(file)}{file.suffix}"
    return marked if len(os.fsencode(marked)) <= _LONGEST_NAME else file.name


def _place(inbox: Path, name: str, write: Callable[[Path], object]) -> Path:
    """Write a hidden file and give it its name once it is whole, overwriting none."""
    temporary = inbox / f".{uuid4().hex}.part"
    try:
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        for target in _names(inbox, name.lstrip(".") or "file"):
            try:
                target.hardlink_to(temporary)
            except FileExistsError:
                continue
            return target
        raise AssertionError  # the names do not end
    finally:
        temporary.unlink(missing_ok=True)


def _copy(file: Path) -> Callable[[Path], object]:
    # not its modification time: the inbox goes by when a file was dropped
    return lambda target: shutil.copyfile(file, target)


def _shortcut(url: str) -> Callable[[Path], object]:
    text = f"[InternetShortcut]\nURL={url}\n"
    return lambda target: target.write_text(text, encoding="utf-8")


def _host(url: str) -> str:
    host = urlsplit(url).hostname or "address"
    return "".join(char if char.isalnum() or char in ".-" else "-" for char in host)


def _names(folder: Path, name: str) -> Iterator[Path]:
    """`name`, then with a number, and so on without end."""
    path = Path(name)
    yield folder / name
    for number in count(2):
        yield folder / f"{path.stem}-{number}{path.suffix}"


def _free_name(folder: Path, name: str) -> Path:
    return next(path for path in _names(folder, name) if not path.exists())
