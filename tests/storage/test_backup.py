"""Backups: complete beside a running owner, restored whole or not at all; exports for others."""

from __future__ import annotations

import csv
import gzip
import io
import random
import tarfile
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from storage.backup import backup, restore
from storage.errors import BackupInvalid, NotDurable, SchemaTooNew, StorageError, StoreInUse
from storage.export import export_csv, export_json, guarded
from storage.models import Article, SearchQuery
from storage.open import open_store
from storage.restored_data import READY
from tests.storage.records import NOW, WEEK, article, frozen, subscriber


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A closed data directory with something of everything."""
    path = tmp_path / "data"
    store = open_store(str(path))
    store.put_articles([article(n, first_seen=NOW + (n % 2) * WEEK) for n in range(6)])
    store.update_subscriber("5", lambda _: subscriber(5))
    store.freeze_digests([frozen(subscriber(5))])
    store.close()
    return path


@pytest.fixture
def archive(data: Path) -> Path:
    """Its backup."""
    file = data.with_name("backup.tar.gz")
    backup(data, file)
    return file


def content(path: Path) -> list[object]:
    """Everything that a directory holds, as values."""
    store = open_store(str(path))
    try:
        found = store.search(SearchQuery(words=("tin",))).total
        return [
            list(store.iter_articles()),
            found,
            store.list_subscribers(),
            store.list_deliveries(),
            store.get_digest("2023-W39/5"),
            store.problems(),
        ]
    finally:
        store.close()


def test_a_backup_restores_everything(data: Path, archive: Path, tmp_path: Path) -> None:
    """Truth goes in and comes out; the index is made anew; the archive is nobody else's."""
    summary = restore(archive, tmp_path / "new")
    assert summary.files == 5
    assert content(tmp_path / "new") == content(data)
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        assert not [name for name in opened.getnames() if "index" in name]


def test_a_backup_of_nothing_is_an_error(tmp_path: Path) -> None:
    """A mistyped folder is told, not saved."""
    with pytest.raises(StorageError, match="no data"):
        backup(tmp_path / "typo", tmp_path / "b.tar.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_written_leaves_the_old_one(data: Path, archive: Path) -> None:
    """A failure says NotDurable and keeps the earlier archive."""
    with pytest.raises(NotDurable):
        backup(data, data / "missing" / "b.tar.gz")
    before = archive.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", _fail)
        with pytest.raises(NotDurable):
            backup(data, archive)
    assert archive.read_bytes() == before
    assert not list(data.parent.glob("*.tmp"))


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_backup_beside_a_writing_owner_is_consistent(tmp_path: Path) -> None:
    """Whenever it is taken: no row without digest, no digest without rows, no subscriber ahead."""
    path = tmp_path / "data"
    store = open_store(str(path))
    store.put_value("started", "1")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            store.put_articles([article(number)])
            to = subscriber(number)
            store.freeze_digests([frozen(to)])
            store.update_subscriber(to.id, lambda _, to=to: to)  # type: ignore[misc] # bound now
            store.claim_deliveries(NOW, limit=2)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(8):
            backup(path, tmp_path / f"{number}.tar.gz")
    finally:
        stop.set()
        thread.join()
        store.close()
    for number in range(8):
        restore(tmp_path / f"{number}.tar.gz", tmp_path / str(number))
        copy = open_store(str(tmp_path / str(number)))
        names = [each.id for each in copy.list_subscribers()]
        for name in names:
            assert copy.get_digest(f"2023-W39/{name}") is not None
        rows = copy.list_deliveries()
        digests = {row.digest for row in rows}
        assert all(copy.get_digest(each) is not None for each in digests)
        assert len(rows) == 2 * len(digests) >= 2 * len(names)
        copy.close()


class TestRestoreRefuses:
    def test_a_directory_with_data(self, data: Path, archive: Path) -> None:
        """Data are not replaced unless one insists; what was there is kept."""
        store = open_store(str(data))
        store.put_articles([article(9)])
        store.close()
        before = content(data)
        with pytest.raises(StorageError, match="not empty"):
            restore(archive, data)
        assert content(data) == before
        restore(archive, data, force=True)
        assert len(content(data)[0]) == 6  # type: ignore[arg-type] # the list of articles
        kept = data / "replaced-1"
        assert (kept / "articles" / "2023-W39.json").exists()
        restore(archive, data, force=True)
        assert (data / "replaced-2").is_dir()
        assert content(kept) == before

    def test_a_directory_in_use(self, data: Path, archive: Path) -> None:
        """The owner is named and nothing changes."""
        store = open_store(str(data))
        with pytest.raises(StoreInUse):
            restore(archive, data, force=True)
        store.close()

    def test_a_damaged_archive(self, archive: Path, tmp_path: Path) -> None:
        """Whatever byte is missing or wrong, nothing is restored."""
        whole = archive.read_bytes()
        rng = random.Random(5)
        damaged = [whole[:cut] for cut in (0, 1, 100, len(whole) // 2, len(whole) - 9)]
        for _ in range(40):
            at = rng.randrange(64, len(whole))  # before that stands the file's old name
            damaged.append(
                whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :]
            )
        for number, bad in enumerate(damaged):
            file = tmp_path / "bad.tar.gz"
            file.write_bytes(bad)
            target = tmp_path / f"target-{number}"
            with pytest.raises(BackupInvalid):
                restore(file, target)
            assert [each.name for each in target.iterdir()] == ["owner.lock"]

    @pytest.mark.parametrize("text", [b"", b"hello", b"PK\x03\x04"])
    def test_something_else(self, tmp_path: Path, text: bytes) -> None:
        """A file that is no archive is a BackupInvalid, and so is none at all."""
        file = tmp_path / "x"
        with pytest.raises(BackupInvalid):
            restore(file, tmp_path / "new")
        file.write_bytes(text)
        with pytest.raises(BackupInvalid):
            restore(file, tmp_path / "new")

    @pytest.mark.parametrize(
        "name",
        ["../x.json", "/etc/x.json", "articles/../../x.json", "articles/x.json", "index/meta.json"],
    )
    def test_names_that_lead_elsewhere(self, tmp_path: Path, name: str) -> None:
        """Only the product's own files are unpacked."""
        file = made(tmp_path, lambda tar: add(tar, name, b"{}"))
        with pytest.raises(BackupInvalid, match="no backup does"):
            restore(file, tmp_path / "deep" / "new")
        assert not list(tmp_path.rglob("x.json"))

    @pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
    def test_links_and_devices(self, tmp_path: Path, kind: bytes) -> None:
        """A member that is no regular file is refused, whatever its name."""

        def link(tar: tarfile.TarFile) -> None:
            info = tarfile.TarInfo("state.json")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)

        with pytest.raises(BackupInvalid):
            restore(made(tmp_path, link), tmp_path / "new")

    def test_a_bomb(self, tmp_path: Path) -> None:
        """An archive that unpacks to a thousand times its size is refused early."""
        file = made(tmp_path, lambda tar: add(tar, "state.json", b" " * (64 << 20)))
        assert file.stat().st_size < 200_000
        with pytest.raises(BackupInvalid, match="far more"):
            restore(file, tmp_path / "new")

    def test_an_archive_without_or_with_another_manifest(self, tmp_path: Path) -> None:
        """Files alone, other formats and later versions are told apart."""
        alone = made(tmp_path, lambda tar: add(tar, "state.json", b"{}"))
        with pytest.raises(BackupInvalid, match="manifest"):
            restore(alone, tmp_path / "new")
        for fields, error in (
            ({"format": "x", "schema": 1, "members": []}, BackupInvalid),
            ({"format": "diem-tin backup", "schema": 99, "members": []}, SchemaTooNew),
        ):
            text = msgspec.json.encode(fields)
            file = made(tmp_path, lambda tar, text=text: add(tar, "manifest.json", text))  # type: ignore[misc] # bound now
            with pytest.raises(error):
                restore(file, tmp_path / "new")


def made(folder: Path, fill: Callable[[tarfile.TarFile], None]) -> Path:
    file = folder / "made.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        fill(tar)
    return file


def add(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(text)
    tar.addfile(info, io.BytesIO(text))


@pytest.mark.parametrize("step", range(8))
def test_a_restore_that_was_cut_off_is_completed(
    data: Path, archive: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Wherever a crash cuts it off, the next owner finds the old or the new, and whole."""
    store = open_store(str(data))
    store.put_articles([article(9)])
    store.close()
    before, done = content(data), 0
    original = Path.rename

    def rename(self: Path, target: Path) -> Path:
        nonlocal done
        if done == step:
            raise KeyboardInterrupt
        done += 1
        return original(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            restore(archive, data, force=True)
    if (data / READY).exists():
        with pytest.raises(StorageError, match="did not come to its end"):
            open_store(str(data), read_only=True)
    after = content(data)
    assert after == before if step == 0 else len(after[0]) == 6  # type: ignore[arg-type] # articles
    assert not (data / READY).exists()


class TestExport:
    def test_json_opens_with_stock_tinydb(self, data: Path, tmp_path: Path) -> None:
        """Every record is in a stock database, in UTF-8."""
        store = open_store(str(data), read_only=True)
        assert export_json(store, tmp_path / "out") == 6
        with TinyDB(tmp_path / "out" / "articles-2023-W39.json", encoding="utf-8") as stock:
            found = [msgspec.convert(each, Article) for each in stock.table("articles")]
            assert found == [article(n, first_seen=NOW) for n in (0, 2, 4)]
        with TinyDB(tmp_path / "out" / "digests.json") as stock:
            assert len(stock.table("deliveries")) == 2
            assert len(stock.table("digests")) == 1
        with TinyDB(tmp_path / "out" / "state.json") as stock:
            assert stock.table("subscribers").all() == [msgspec.to_builtins(subscriber(5))]
        assert "Tin số" in (tmp_path / "out" / "articles-2023-W40.json").read_text("utf-8")
        with pytest.raises(StorageError, match="not empty"):
            export_json(store, tmp_path / "out")
        store.close()

    def test_csv_holds_every_article(self, data: Path, tmp_path: Path) -> None:
        """One row an article, commas, quotes and lines inside; formulas are defused."""
        store = open_store(str(data))
        odd = article(9, title='=HYPERLINK("x"),"', paragraphs=("một", "hai\nba"), authors=("-a",))
        store.put_articles([odd])
        assert export_csv(store, tmp_path / "a.csv") == 7
        with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file)}
        assert rows["bai0000001"]["title"] == "Tin số 1"
        assert rows["bai0000009"]["title"] == "'" + odd.title
        assert rows["bai0000009"]["authors"] == "'-a"
        assert rows["bai0000009"]["text"] == "một\n\nhai\nba"
        assert rows["bai0000009"]["first_seen"] == odd.first_seen.isoformat()
        assert rows["bai0000009"]["views"] == ""
        with pytest.raises(NotDurable):
            export_csv(store, tmp_path / "missing" / "a.csv")
        store.close()

    @pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
    def test_formulas_are_defused(self, text: str) -> None:
        """Every beginning that a spreadsheet runs gets an apostrophe; other text stays."""
        assert guarded(text) == "'" + text
        assert guarded("a" + text) == "a" + text


@pytest.mark.parametrize(
    "kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE]
)
def test_a_header_of_any_length_takes_little_memory(kind: bytes, tmp_path: Path) -> None:
    """A header that unpacks to 64 MB is refused before it is read."""
    file = tmp_path / "bomb.tar.gz"
    header = tarfile.TarInfo("header")
    header.type, header.size = kind, 64 << 20
    with gzip.open(file, "wb") as packed:
        packed.write(header.tobuf(tarfile.GNU_FORMAT))
        for _ in range(64):
            packed.write(bytes(1 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(BackupInvalid):
            restore(file, tmp_path / "data")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
