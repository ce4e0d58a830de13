"""A backup of the truth in one archive, made beside a running owner, and its way back.

The archive holds every TinyDB file and a manifest of their checksums; the index is not in it.
Files are replaced whole by their owner, so each copy is whole; between them their order decides:

1. `state.json` first: what it says is covered by a digest, or due next, is older than all else;
2. `digests` before `deliveries`: a row without its digest does not count, a digest without rows
   would be lost;
3. `articles` last: those that the state does not know yet are news to it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from storage.atomic_file import TEMP_SUFFIX, sync_folder
from storage.errors import BackupInvalid, NotDurable, SchemaTooNew, StorageError
from storage.owner_lock import LOCK_NAME, OwnerLock
from storage.restored_data import READY, STAGING, TRUTH, put_in_place
from storage.schema import SCHEMA

FORMAT = "diem-tin backup"
MANIFEST = "manifest.json"

MEMBER = re.compile(r"state\.json|(articles|digests|deliveries)/\d{4}-W\d{2}(\.\d{3,})?\.json")
"""The only names that an archive may hold, beside its manifest: none leads out of the folder."""

MAX_RATIO = 200
"""Unpacked bytes per packed byte beyond which an archive is a bomb; news packs about 1:5."""

SMALL = 16 * 1024 * 1024
"""Unpacked bytes that are harmless at any ratio."""

HEADER = 64 * 1024
"""Unpacked bytes that may stand between two members; tarfile reads a header's whole length at once,
so that 1.5 MB of archive took 4.5 GB of memory.
"""

PIECE = 1 << 20


class Member(msgspec.Struct, frozen=True):
    """A file in an archive."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What an archive says of itself."""

    format: str
    schema: int
    members: tuple[Member, ...]


class BackupSummary(NamedTuple):
    """What was saved or restored."""

    files: int
    size: int
    """Bytes, unpacked."""


def backup(data_dir: Path, file: Path) -> BackupSummary:
    """Saves the data directory in a `.tar.gz`, durably; an existing `file` is replaced at the end.

    Raises StorageError where there is no data, NotDurable when the archive cannot be written.
    """
    if not any((data_dir / name).exists() for name in TRUTH):
        message = f"there is no data in {data_dir}"
        raise StorageError(message)
    temp = file.with_name(file.name + TEMP_SUFFIX)
    try:
        with temp.open("wb") as raw:
            os.fchmod(raw.fileno(), 0o600)  # subscribers are nobody else's business
            members = _write_archive(data_dir, raw)
            raw.flush()
            os.fsync(raw.fileno())
        temp.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        temp.unlink(missing_ok=True)
        message = f"the backup {file.name} could not be written: {error.strerror or error}"
        raise NotDurable(message) from error
    return BackupSummary(len(members), sum(member.size for member in members))


def restore(file: Path, data_dir: Path, *, force: bool = False) -> BackupSummary:
    """Puts an archive's data into `data_dir`; what was there before moves to `replaced-<n>` in it.

    Everything is unpacked and checked beside the old data before anything moves; a crash after
    that is made good by the next `open_store`.

    Raises:
        BackupInvalid: not a backup, damaged, or not to be trusted; nothing was changed.
        SchemaTooNew: made by a later program; nothing was changed.
        StoreInUse: a process has the directory open.
        StorageError: there is data already, and `force` is not set.
        NotDurable: the disk refused; nothing was changed, or the next opening completes it.
    """
    owner = OwnerLock(data_dir)
    try:
        kept = {LOCK_NAME, "index", STAGING}
        if not force and any(path.name not in kept for path in data_dir.iterdir()):
            message = f"{data_dir} is not empty"
            raise StorageError(message)
        staging = data_dir / STAGING
        shutil.rmtree(staging, ignore_errors=True)
        try:
            summary = _unpack(file, staging)
            staging.rename(data_dir / READY)
            sync_folder(data_dir)
            put_in_place(data_dir)
        except OSError as error:
            message = f"the backup could not be restored: {error.strerror or error}"
            raise NotDurable(message) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return summary
    finally:
        owner.release()


def _write_archive(data_dir: Path, raw: IO[bytes]) -> list[Member]:
    members: list[Member] = []
    with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
        for path in _truth(data_dir):
            try:
                source = path.open("rb")
            except FileNotFoundError:  # set aside since it was listed
                continue
            with source:
                reader = _Hashing(source)
                info = tarfile.TarInfo(path.relative_to(data_dir).as_posix())
                info.size = os.fstat(source.fileno()).st_size
                info.mtime = int(os.fstat(source.fileno()).st_mtime)
                archive.addfile(info, reader)
                members.append(Member(info.name, info.size, reader.digest.hexdigest()))
        manifest = msgspec.json.encode(Manifest(FORMAT, SCHEMA, tuple(members)))
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(manifest)
        archive.addfile(info, io.BytesIO(manifest))
    return members


def _truth(data_dir: Path) -> Iterator[Path]:
    """Every file of the truth, in the order that the module explains."""
    for name in TRUTH:
        path = data_dir / name
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.exists():
            yield path


class _Hashing(io.RawIOBase):
    """Reads through and remembers the checksum."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


def _unpack(file: Path, staging: Path) -> BackupSummary:
    for name in TRUTH:
        if not name.endswith(".json"):
            (staging / name).mkdir(mode=0o700, parents=True)
    (staging / "state.json").write_text("{}\n")
    try:
        allowed = max(SMALL, file.stat().st_size * MAX_RATIO)
        with gzip.open(file) as unpacked:
            metered = _Metered(unpacked)
            with tarfile.open(fileobj=metered, mode="r|") as archive:
                manifest, found = _unpack_members(archive, metered, staging, allowed)
            _read_to_the_end(unpacked, allowed)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"{file.name} is not a whole backup: {error}"
        raise BackupInvalid(message) from error
    except FileNotFoundError as error:
        message = f"there is no {file}"
        raise BackupInvalid(message) from error
    _check(manifest, found)
    for folder in (*(path for path in staging.iterdir() if path.is_dir()), staging):
        sync_folder(folder)
    return BackupSummary(len(found), sum(member.size for member in found.values()))


class _Metered(io.RawIOBase):
    """Reads through as far as the archive's next members may reach."""

    def __init__(self, source: gzip.GzipFile) -> None:
        self._source = source
        self.left = HEADER

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.left -= len(piece)
        if self.left < 0:
            message = "the archive holds headers of a size that no backup has"
            raise BackupInvalid(message)
        return piece


def _read_to_the_end(unpacked: gzip.GzipFile, allowed: int) -> None:
    """Lets gzip check the whole file; tar stops at its own end mark."""
    while piece := unpacked.read(PIECE):
        allowed -= len(piece)
        if allowed < 0:
            message = "the archive goes on and on after its end"
            raise BackupInvalid(message)


def _unpack_members(
    archive: tarfile.TarFile, metered: _Metered, staging: Path, allowed: int
) -> tuple[bytes | None, dict[str, Member]]:
    found: dict[str, Member] = {}
    manifest: bytes | None = None
    total = 0
    for info in archive:
        total += info.size
        named = MEMBER.fullmatch(info.name) or info.name == MANIFEST
        source = archive.extractfile(info) if info.isreg() and named else None
        if source is None or info.name in found:
            message = f"the archive holds what no backup does: {info.name!r}"
            raise BackupInvalid(message)
        if total > allowed:
            message = "the archive unpacks to far more than a backup would"
            raise BackupInvalid(message)
        metered.left = info.size + HEADER
        if info.name == MANIFEST:
            manifest = source.read()
        else:
            found[info.name] = _unpack_one(source, staging, info)
    return manifest, found


def _unpack_one(source: IO[bytes], staging: Path, info: tarfile.TarInfo) -> Member:
    digest = hashlib.sha256()
    with (staging / info.name).open("wb") as target:
        os.fchmod(target.fileno(), 0o600)
        while piece := source.read(PIECE):
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    return Member(info.name, info.size, digest.hexdigest())


def _check(manifest: bytes | None, found: dict[str, Member]) -> None:
    try:
        stated = msgspec.json.decode(manifest or b"", type=Manifest)
    except ValueError as error:
        message = "the archive has no manifest of a backup"
        raise BackupInvalid(message) from error
    if stated.format != FORMAT:
        message = f"the archive is not a {FORMAT} but a {stated.format!r}"
        raise BackupInvalid(message)
    if stated.schema > SCHEMA:
        message = f"the backup was made by a later program (data version {stated.schema})"
        raise SchemaTooNew(message)
    if {member.name: member for member in stated.members} != found:
        message = "the archive's files are not those that its manifest names"
        raise BackupInvalid(message)
