"""What survives: kills, full disks, crashes between two files, damaged files, other versions."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb import TinyDB, where

from storage import json_file, week_files
from storage.atomic_file import replace_file
from storage.errors import NotDurable, SchemaTooNew, StorageError, StoreInUse, StoreReadOnly
from storage.folder import Folder
from storage.models import AuditEntry, Delivery, DeliveryStatus, SearchQuery, Source, SourceState
from storage.open import open_store
from storage.tinydb_store import TinyDbStore
from tests.benchmarks.kill_store import run
from tests.storage.records import DAY, NOW, WEEK, article, frozen, subscriber

replace = msgspec.structs.replace


def opened(path: Path, *, read_only: bool = False) -> TinyDbStore:
    store = open_store(f"tinydb:{path}", read_only=read_only, clock=lambda: NOW)
    assert isinstance(store, TinyDbStore)
    return store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(path: Path) -> Iterator[TinyDbStore]:
    """A store with something of everything."""
    made = opened(path)
    made.put_articles([article(n, first_seen=NOW + (n % 2) * WEEK) for n in range(6)])
    made.update_subscriber("5", lambda _: subscriber(5))
    made.freeze_digests([frozen(subscriber(5))])
    made.put_value("a", "một")
    yield made
    made.close()


def snapshot(data: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(data.rglob("*")) if file.is_file()}


@pytest.mark.slow
def test_kills_lose_nothing(path: Path) -> None:
    """After 25 kills -9 everything acknowledged is there and the index agrees with the files."""
    said, wrong = run(path, 25, random.Random(7))
    assert wrong == []
    assert len(said.articles) > 25
    assert len(said.sent) > 10


class TestFilesArePlain:
    def test_every_file_opens_with_stock_tinydb(self, store: TinyDbStore, path: Path) -> None:
        """Stock TinyDB shows each file's tables and documents."""
        store.put_source(Source(id="a", name="A", kind="feed"))
        store.put_source_states([SourceState(source="a")])
        store.append_audit(AuditEntry(at=NOW, actor="bot", action="x"))
        tables = {}
        for file in path.rglob("*.json"):
            if "index" not in file.parts:
                with TinyDB(file) as stock:
                    tables[str(file.relative_to(path))] = stock.tables()
                    title = stock.table("articles").get(where("id") == "bai0000002")
                    if file.name == "2023-W39.json" and file.parent.name == "articles":
                        assert title is not None
                        assert title["title"] == "Tin số 2"
        state = {"meta", "sources", "source_states", "subscribers", "values", "audit"}
        assert tables == {
            "state.json": state,
            "articles/2023-W39.json": {"meta", "articles"},
            "articles/2023-W40.json": {"meta", "articles"},
            "digests/2023-W39.json": {"meta", "digests", "editions"},
            "deliveries/2023-W39.json": {"meta", "deliveries"},
        }

    def test_a_file_made_by_hand_is_taken_up(self, path: Path) -> None:
        """Articles put together with stock TinyDB are found, and the file gets its meta table."""
        (path / "articles").mkdir(parents=True)
        with TinyDB(path / "articles" / "2023-W39.json", indent=2) as stock:
            stock.table("articles").insert(msgspec.to_builtins(article(1)))
        store = opened(path)
        assert store.get_article("bai0000001") == article(1)
        assert store.search(SearchQuery(words=("tin",))).total == 1
        store.close()
        with TinyDB(path / "articles" / "2023-W39.json") as stock:
            assert stock.table("meta").get(doc_id=1) == {"schema": 1, "generation": 1}


class TestOneOwner:
    def test_the_second_owner_is_told_the_first_ones_pid(
        self, store: TinyDbStore, path: Path
    ) -> None:
        """A directory in use is refused; once it is closed it opens."""
        with pytest.raises(StoreInUse, match=f"process {os.getpid()}") as caught:
            opened(path)
        assert caught.value.pid == os.getpid()
        store.close()
        opened(path).close()

    def test_a_dead_owner_is_no_owner(self, path: Path) -> None:
        """A killed process leaves no lock behind, whatever its lock file says."""
        code = (
            "import os, sys; from storage.open import open_store; "
            "open_store(sys.argv[1]); os.kill(os.getpid(), 9)"
        )
        child = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
        assert child.returncode == -9
        opened(path).close()

    def test_a_place_that_cannot_be_used_is_a_storage_error(self, tmp_path: Path) -> None:
        """A file where the directory should be is named in a StorageError."""
        (tmp_path / "file").write_text("x")
        with pytest.raises(StorageError, match="file"):
            opened(tmp_path / "file")


WRITES: list[Callable[[TinyDbStore], object]] = [
    lambda s: s.put_articles([article(1)]),
    lambda s: s.put_source(Source(id="a", name="A", kind="feed")),
    lambda s: s.put_sources([]),
    lambda s: s.delete_source("a"),
    lambda s: s.put_source_states([]),
    lambda s: s.update_subscriber("5", lambda current: current),
    lambda s: s.migrate_chat(5, 6),
    lambda s: s.forget_chat(5),
    lambda s: s.freeze_digests([frozen(subscriber(6))]),
    lambda s: s.claim_deliveries(NOW, limit=1),
    lambda s: s.settle_deliveries([]),
    lambda s: s.recover_deliveries(NOW),
    lambda s: s.put_value("a", None),
    lambda s: s.append_audit(AuditEntry(at=NOW, actor="bot", action="x")),
    lambda s: s.prune_values("a", keep=9),
    lambda s: s.prune_history("2023-W01"),
]


class TestReadOnly:
    def test_reading_leaves_no_trace(self, store: TinyDbStore, path: Path) -> None:
        """Beside a running owner everything is readable, nothing writable, no byte changes."""
        before = snapshot(path)
        reader = opened(path, read_only=True)
        assert reader.count_articles() == len(list(reader.iter_articles())) == 6
        assert reader.get_subscriber("5") == subscriber(5)
        assert len(reader.list_deliveries()) == 2
        for write in WRITES:
            with pytest.raises(StoreReadOnly):
                write(reader)
        reader.close()
        assert snapshot(path) == before

    def test_a_reader_follows_the_owner(self, store: TinyDbStore, path: Path) -> None:
        """What the owner writes to subscribers, values and rows shows in an open reader."""
        reader = opened(path, read_only=True)
        assert reader.get_value("a") == "một"
        store.put_value("a", "hai")
        store.update_subscriber("6", lambda _: subscriber(6))
        store.claim_deliveries(NOW, limit=1)
        assert reader.get_value("a") == "hai"
        assert len(reader.list_subscribers()) == 2
        assert reader.count_deliveries()[DeliveryStatus.SENDING] == 1
        reader.close()

    @pytest.mark.parametrize("exists", [True, False])
    def test_an_absent_store_reads_as_empty(self, path: Path, exists: bool) -> None:
        """Neither a missing nor an empty folder is filled by reading."""
        if exists:
            path.mkdir()
        reader = opened(path, read_only=True)
        assert reader.count_articles() == 0
        assert reader.list_subscribers() == []
        assert reader.list_deliveries() == []
        reader.close()
        assert path.exists() == exists
        assert not exists or not any(path.iterdir())

    def test_a_damaged_file_is_passed_over(self, store: TinyDbStore, path: Path) -> None:
        """A reader names a damaged file, reads the rest, and leaves it where it is."""
        store.close()
        (path / "articles" / "2023-W39.json").write_text("{")
        before = snapshot(path)
        reader = opened(path, read_only=True)
        assert [each.id for each in reader.iter_articles()] == [f"bai000000{n}" for n in (1, 3, 5)]
        assert [problem.file for problem in reader.problems()] == ["2023-W39.json"]
        reader.close()
        assert snapshot(path) == before


class TestDamage:
    @pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"articles": {"1": '])
    def test_a_damaged_week_is_set_aside(
        self, store: TinyDbStore, path: Path, content: bytes
    ) -> None:
        """The file is renamed and named, the other weeks go on, and its week can be filled anew."""
        store.close()
        file = path / "articles" / "2023-W39.json"
        file.write_bytes(content)
        again = opened(path)
        try:
            assert again.count_articles() == 3
            assert len(list(again.iter_articles())) == 3
            if content:
                kept = file.with_name("2023-W39.json.corrupt-20230928T010000Z")
                assert kept.read_bytes() == content
                (problem,) = again.problems()
                assert problem.file == "2023-W39.json"
                assert kept.name in problem.what
            again.put_articles([article(8)])
            assert again.get_article("bai0000008") == article(8)
        finally:
            again.close()

    @pytest.mark.parametrize("name", ["state.json", "digests/2023-W39.json"])
    def test_other_damaged_files_are_set_aside(
        self, store: TinyDbStore, path: Path, name: str
    ) -> None:
        """Each kind of file may be damaged without stopping the store."""
        store.close()
        (path / name).write_text("{")
        again = opened(path)
        assert [Path(name).name] == [problem.file for problem in again.problems()]
        assert again.count_articles() == 6
        again.put_value("b", "x")
        again.freeze_digests([frozen(subscriber(7))])
        again.close()
        final = opened(path)
        assert final.get_value("b") == "x"
        assert final.problems() == []
        final.close()

    def test_two_damaged_files_of_one_moment_are_both_kept(self, path: Path) -> None:
        """A file set aside never replaces another one."""
        for text in ("{", "["):
            opened(path).close()
            (path / "state.json").write_text(text)
            opened(path).close()
        kept = sorted(file.read_text() for file in path.glob("state.json.corrupt-*"))
        assert kept == ["[", "{"]

    @pytest.mark.parametrize(
        "change",
        [
            {"first_seen": "2023-09-28T01:00:00"},
            {"first_seen": 5},
            {"views": float("nan")},
            {"views": float("inf")},
            {"paragraphs": "text"},
            {"id": None},
            {"published_precision": "week"},
        ],
    )
    def test_a_wrong_record_does_not_hide_the_others(
        self, store: TinyDbStore, path: Path, change: dict[str, Any]
    ) -> None:
        """A record of the wrong shape is reported, kept in the file, and the others are read."""
        store.close()
        file = path / "articles" / "2023-W39.json"
        with TinyDB(file) as stock:
            stock.table("articles").update(change, where("id") == "bai0000002")
        again = opened(path)
        try:
            assert again.count_articles() == 5
            assert len(list(again.iter_articles())) == 5
            assert again.get_article("bai0000002") is None
            assert {problem.file for problem in again.problems()} == {"2023-W39.json"}
            again.put_articles([article(8)])
        finally:
            again.close()
        with TinyDB(file) as stock:
            assert len(stock.table("articles")) == 4

    def test_leftovers_of_a_crash_are_removed(self, store: TinyDbStore, path: Path) -> None:
        """Unfinished files disappear at the next start and are never read."""
        store.close()
        leftovers = [path / "state.json.tmp", path / "articles" / "2023-W39.json.tmp"]
        for file in leftovers:
            file.write_text("{")
        opened(path).close()
        assert not any(file.exists() for file in leftovers)


class TestVersions:
    @pytest.mark.parametrize(
        "name",
        ["state.json", "articles/2023-W39.json", "digests/2023-W39.json"],
    )
    def test_newer_data_is_refused_untouched(
        self, store: TinyDbStore, path: Path, name: str
    ) -> None:
        """One file of a later version is enough; nothing is written, also when only reading."""
        store.close()
        file = path / name
        file.write_bytes(file.read_bytes().replace(b'"schema":1', b'"schema":9'))
        before = snapshot(path)
        for read_only in (False, True):
            with pytest.raises(SchemaTooNew, match="data version 9"):
                opened(path, read_only=read_only)
        owner = str(path / "owner.lock")
        assert {**snapshot(path), owner: b""} == {**before, owner: b""}

    def test_older_files_are_migrated_step_by_step(
        self, store: TinyDbStore, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each version's step is applied in turn, once, to its kind of file, and written."""
        store.close()
        file = path / "articles" / "2023-W39.json"
        with TinyDB(file) as stock:
            stock.drop_table("meta")

        def shout(kind: str, tables: dict[str, Any]) -> dict[str, Any]:
            if kind != "articles":
                return tables
            old = {key: dict(document) for key, document in tables["articles"].items()}
            for document in old.values():
                document["title"] = document["title"].upper()
            return {**tables, "articles": old}

        monkeypatch.setattr("storage.schema.SCHEMA", 2)
        monkeypatch.setattr("storage.json_file.SCHEMA", 2)
        monkeypatch.setattr("storage.week_files.SCHEMA", 2)
        monkeypatch.setattr("storage.schema.MIGRATIONS", {0: lambda _, tables: tables, 1: shout})
        reader = opened(path, read_only=True)
        assert {each.title[:3] for each in reader.iter_articles()} == {"TIN"}
        reader.close()
        again = opened(path)
        assert again.search(SearchQuery(words=("tin",))).hits[0].title.startswith("TIN")
        again.close()
        for name in ("2023-W39", "2023-W40"):
            with TinyDB(path / "articles" / f"{name}.json") as stock:
                meta = stock.table("meta").get(doc_id=1)
                assert isinstance(meta, dict)
                assert meta["schema"] == 2
        with TinyDB(path / "state.json") as stock:
            assert stock.table("meta").get(doc_id=1)["schema"] == 2


def fail_for(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Makes every replacement of files with such a name fail like a full disk."""
    original = Path.replace

    def full(self: Path, target: Path) -> Path:
        if any(name in str(target) for name in names):
            raise OSError(28, "No space left on device")
        return original(self, target)

    monkeypatch.setattr(Path, "replace", full)


class TestHistory:
    @pytest.fixture
    def old(self, store: TinyDbStore) -> TinyDbStore:
        """A store with a settled week of many rows from half a year ago."""
        made = NOW - 29 * WEEK
        store.freeze_digests(
            [frozen(subscriber(n), week="2023-W10", parts=1, at=made) for n in range(1, 1_500)]
        )
        store.freeze_digests(
            [frozen(subscriber(n), week="2023-W10", parts=1, at=made) for n in range(1_500, 3_000)]
        )
        rows = store.list_deliveries(week="2023-W10")
        store.settle_deliveries([replace(row, status=DeliveryStatus.SENT) for row in rows])
        return store

    def test_all_files_of_a_pruned_week_go(self, old: TinyDbStore, path: Path) -> None:
        """Its digests and every file of its rows are deleted, no other file changes."""
        before = snapshot(path)
        gone = {name for name in before if "2023-W10" in str(name)}
        assert len(gone) == 3
        assert old.prune_history("2023-W39") == 1
        after = snapshot(path)
        assert after == {name: content for name, content in before.items() if name not in gone}
        assert old.count_deliveries("2023-W10")[DeliveryStatus.SENT] == 0

    def test_a_pruning_that_broke_off_is_completed(
        self, old: TinyDbStore, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Wherever the disk refuses NotDurable is raised, and a later call ends what began."""
        original = Path.unlink
        left = [0]

        def unlink(self: Path, missing_ok: bool = False) -> None:
            if self.suffix == ".json":
                if not left[0]:
                    raise OSError(errno.EIO, "broken")
                left[0] -= 1
            original(self, missing_ok=missing_ok)

        for files in range(3):
            with monkeypatch.context() as patch:
                patch.setattr(Path, "unlink", unlink)
                left[0] = 1 if files else 0
                with pytest.raises(NotDurable, match="could not be deleted"):
                    old.prune_history("2023-W39")
            assert old.get_digest("2023-W10/5") is not None
        old.close()
        again = opened(path)
        assert again.recover_deliveries(NOW) == (0, 0)
        assert again.prune_history("2023-W39") == 1
        assert again.get_digest("2023-W10/5") is None
        assert again.get_digest("2023-W39/5") is not None
        again.close()

    def test_a_week_without_digests_goes(self, old: TinyDbStore, path: Path) -> None:
        """Rows whose digests somebody deleted are history as well."""
        old.close()
        (path / "digests" / "2023-W10.json").unlink()
        again = opened(path)
        assert again.prune_history("2023-W39") == 1
        assert not list((path / "deliveries").glob("2023-W10*"))
        again.close()

    def test_a_digest_without_a_readable_date_keeps_its_week(
        self, store: TinyDbStore, path: Path
    ) -> None:
        """What a hand has written is not deleted on a guess."""
        made = NOW - 29 * WEEK
        store.freeze_digests([frozen(subscriber(5), week="2023-W10", parts=0, at=made)])
        store.close()
        file = path / "digests" / "2023-W10.json"
        date = f"{made:%Y-%m-%dT%H:%M:%S}Z".encode()
        assert file.read_bytes().count(b'"created_at":"' + date) == 1
        content = file.read_bytes().replace(b'"created_at":"' + date, b'"created_at":"once')
        file.write_bytes(content)
        again = opened(path)
        assert again.prune_history("2023-W39") == 0
        assert file.read_bytes() == content
        again.close()

    def test_many_latest_digests_are_one_reading_of_each_file(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However little stays in memory, a week's file is opened once and not per subscriber."""
        store = opened(path)
        weeks = [f"2023-W{number}" for number in range(26, 36)]
        for week in weeks:
            store.freeze_digests([frozen(subscriber(n), week=week) for n in range(1, 51)])
        store.close()
        store = opened(path)
        store._digest_files._cache_bytes = 0
        loaded: list[str] = []
        original = Folder.open

        def counted(self: Folder, file: Path, kind: str) -> json_file.Database:
            loaded.append(file.stem)
            return original(self, file, kind)

        monkeypatch.setattr(Folder, "open", counted)
        found = store.latest_digests([str(n) for n in range(1, 51)], limit=4)
        assert all(len(digests) == 4 for digests in found.values())
        assert set(weeks[4:9]) <= set(loaded) <= set(weeks[4:])  # one may be open from the start
        assert len(loaded) == len(set(loaded))
        store.close()


class TestFullDisk:
    def test_a_full_disk_changes_nothing(self, store: TinyDbStore, path: Path) -> None:
        """Every write raises NotDurable, all stays as it was, and later writes work."""
        before = snapshot(path)
        row = store.list_deliveries()[0]
        writes: list[Callable[[TinyDbStore], object]] = [
            lambda s: s.put_articles([article(1, title="Khác")]),
            lambda s: s.put_value("a", "hai"),
            lambda s: s.update_subscriber("5", lambda _: None),
            lambda s: s.freeze_digests([frozen(subscriber(6))]),
            lambda s: s.claim_deliveries(NOW, limit=1),
            lambda s: s.settle_deliveries([replace(row, status=DeliveryStatus.SENT)]),
            lambda s: s.forget_chat(5),
        ]
        with pytest.MonkeyPatch.context() as patch:
            fail_for(patch, ".json")
            for write in writes:
                with pytest.raises(NotDurable):
                    write(store)
        assert snapshot(path) == before
        assert store.get_article("bai0000001") == article(1, first_seen=NOW + WEEK)
        assert store.get_value("a") == "một"
        assert store.get_subscriber("5") == subscriber(5)
        assert store.list_deliveries()[0] == row
        assert store.freeze_digests([frozen(subscriber(6))]) == [True]
        assert len(store.claim_deliveries(NOW, limit=9)) == 2

    def test_a_limit_of_the_system_changes_nothing(self, path: Path) -> None:
        """In a process that may write no large file every write fails cleanly; small ones work."""
        code = """
import resource, sys
from storage.errors import NotDurable
from storage.open import open_store
from tests.storage.records import article
store = open_store(sys.argv[1])
store.put_articles([article(1)])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    store.put_articles([article(2, paragraphs=("x" * 200_000,))])
except NotDurable:
    store.put_articles([article(3)])
    print([each.id for each in store.latest_articles(limit=9)], store.get_article("bai0000002"))
"""
        root = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-c", code, str(path)]
        child = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root)
        assert child.stdout == "['bai0000003', 'bai0000001'] None\n"

    def test_an_index_that_cannot_be_written_is_caught_up(
        self, store: TinyDbStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When only the index fails nothing is acknowledged, and the next batch mends it."""
        with monkeypatch.context() as patch:
            patch.setattr("storage.search_index.SearchIndex._commit", _no_space)
            patch.setattr("storage.article_index.ROOM", 1 << 60)
            with pytest.raises(NotDurable, match="not in the search index"):
                store.put_articles([article(7)])
            assert store.count_articles() == 6
        store.put_articles([article(8)])
        assert store.count_articles() == 8
        assert store.search(SearchQuery(words=("tin",))).total == 8


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


class TestBetweenTwoFiles:
    def test_rows_without_their_digest_do_not_exist(self, store: TinyDbStore, path: Path) -> None:
        """A crash after the rows and before the digest leaves a digest that can be frozen."""
        wanted = frozen(subscriber(6))
        with pytest.MonkeyPatch.context() as patch:
            fail_for(patch, "digests/2023-W39")
            patch.setattr("storage.outbox_files.OutboxFiles.remove", lambda *_: ())
            with pytest.raises(NotDurable):
                store.freeze_digests([wanted])
        written = json.loads((path / "deliveries" / "2023-W39.json").read_text())
        assert len(written["deliveries"]) == 4
        assert [row.chat_id for row in store.list_deliveries()] == [5, 5]
        assert store.count_deliveries()[DeliveryStatus.PENDING] == 2
        store.close()
        reader = opened(path, read_only=True)
        assert reader.count_deliveries()[DeliveryStatus.PENDING] == 2
        reader.close()
        again = opened(path)
        try:
            written = json.loads((path / "deliveries" / "2023-W39.json").read_text())
            assert len(written["deliveries"]) == 2
            assert [row.chat_id for row in again.claim_deliveries(NOW, limit=9)] == [5]
            assert again.freeze_digests([wanted]) == [True]
            assert [row.chat_id for row in again.claim_deliveries(NOW, limit=9)] == [6]
        finally:
            again.close()

    def test_a_freeze_that_failed_can_be_repeated(self, store: TinyDbStore, path: Path) -> None:
        """Rows written without their digest do not appear twice when it is frozen again."""
        with pytest.MonkeyPatch.context() as patch:
            fail_for(patch, "digests/2023-W39")
            patch.setattr("storage.outbox_files.OutboxFiles.remove", lambda *_: ())
            with pytest.raises(NotDurable):
                store.freeze_digests([frozen(subscriber(6))])
        assert store.freeze_digests([frozen(subscriber(6))]) == [True]
        assert len(store.list_deliveries(chat_id=6)) == 2
        written = json.loads((path / "deliveries" / "2023-W39.json").read_text())
        assert len(written["deliveries"]) == 4

    def test_a_killed_freeze_is_whole_or_absent(self, path: Path) -> None:
        """A kill exactly between the two writes leaves no digest, no row, and no obstacle."""
        code = """
import os, sys
from pathlib import Path
from storage.open import open_store
from tests.storage.records import frozen, subscriber
original = Path.replace
def replace(self, target):
    if "digests" in str(target):
        os.kill(os.getpid(), 9)
    return original(self, target)
Path.replace = replace
open_store(sys.argv[1]).freeze_digests([frozen(subscriber(6))])
"""
        root = Path(__file__).resolve().parents[2]
        child = subprocess.run([sys.executable, "-c", code, str(path)], check=False, cwd=root)
        assert child.returncode == -9
        assert (path / "deliveries" / "2023-W39.json").exists()
        store = opened(path)
        assert store.list_deliveries() == []
        assert store.get_digest("2023-W39/6") is None
        assert store.freeze_digests([frozen(subscriber(6))]) == [True]
        store.close()

    def test_a_claim_over_two_files_gives_what_became_durable(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the second of two files cannot be written the first one's rows are claimed."""
        store = opened(path)
        store.freeze_digests([frozen(subscriber(5)), frozen(subscriber(6), week="2023-W40")])
        with monkeypatch.context() as patch:
            fail_for(patch, "deliveries/2023-W40")
            assert [row.chat_id for row in store.claim_deliveries(NOW, limit=9)] == [5]
            with pytest.raises(NotDurable):
                store.claim_deliveries(NOW, limit=9)
        assert [row.chat_id for row in store.claim_deliveries(NOW, limit=9)] == [6]
        store.close()

    def test_old_rows_and_digests_stay_out_of_the_way(self, path: Path) -> None:
        """Weeks whose rows are all settled are not read at a start."""
        store = opened(path)
        for number in range(10):
            week = f"2023-W{10 + number}"
            digest, edition, rows = frozen(subscriber(5), week=week, at=NOW + number * DAY)
            sent: list[Delivery] = [replace(row, status=DeliveryStatus.SENT) for row in rows]
            store.freeze_digests([(digest, edition, sent)])
        store.close()
        with pytest.MonkeyPatch.context() as patch:
            read: list[str] = []
            original = Path.read_bytes

            def spy(file: Path) -> bytes:
                read.append(file.parent.name)
                return original(file)

            patch.setattr(Path, "read_bytes", spy)
            again = opened(path)
            assert again.count_deliveries()[DeliveryStatus.SENT] == 20
            assert again.claim_deliveries(NOW, limit=9) == []
            again.close()
        assert read == ["data"]


def test_a_week_that_is_being_written_is_not_read_again_beside_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers of other weeks push a week out of memory during its write; nothing of it is lost."""
    in_memory = {"only": None, "cache_bytes": 1}
    monkeypatch.setattr(week_files.WeekFiles.__init__, "__kwdefaults__", in_memory)
    store = opened(path)
    store.put_articles([article(1), article(2, first_seen=NOW - WEEK)])
    writing, go_on = threading.Event(), threading.Event()

    def slowly(*arguments: Any) -> Any:
        writing.set()
        assert go_on.wait(20)
        return replace_file(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_file, "replace_file", slowly)
        writer = threading.Thread(target=store.put_articles, args=([article(3)],))
        writer.start()
        assert writing.wait(20)
        assert store.get_article(article(2).id) is not None
        assert store.get_article(article(1).id) is not None
        go_on.set()
        writer.join()
    assert store.get_article(article(3).id) == article(3)
    store.put_articles([article(4)])
    store.close()
    again = opened(path)
    assert {each.id for each in again.iter_articles()} == {article(n).id for n in (1, 2, 3, 4)}
    again.close()


def test_a_folder_that_cannot_be_opened_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a free file descriptor for the folder the file is not replaced at all."""
    file = tmp_path / "state.json"
    replace_file(file, [b"old"])
    open_file = os.open

    def without_folders(name: Any, flags: int, *mode: int) -> int:
        if flags & os.O_DIRECTORY:
            raise OSError(errno.EMFILE, "Too many open files")
        return open_file(name, flags, *mode)

    monkeypatch.setattr(os, "open", without_folders)
    with pytest.raises(NotDurable):
        replace_file(file, [b"new"])
    assert file.read_bytes() == b"old"
