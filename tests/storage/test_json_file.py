"""The TinyDB storage: stock TinyDB's behaviour, made atomic, durable and safe for threads."""

from __future__ import annotations

import errno
import json
import math
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from storage.errors import NotDurable, SchemaTooNew, StoreReadOnly
from storage.json_file import Database
from storage.json_tables import CHUNK_BYTES, DamagedFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db.json"


def opened(path: Path, *, read_only: bool = False) -> Database:
    return Database(path, "test", read_only=read_only)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
DOCUMENT = st.dictionaries(st.text(max_size=5), JSON, max_size=4)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(DOCUMENT, max_size=5), st.text(min_size=1, max_size=5).filter(lambda t: t != "meta")
)
def test_what_is_inserted_is_read_by_stock_tinydb(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[str, Any]], table: str
) -> None:
    """Any JSON document in any table comes back from a new instance and from stock TinyDB."""
    path = tmp_path_factory.mktemp("db") / "db.json"
    opened(path).table(table).insert_multiple(documents)
    assert opened(path).table(table).all() == documents
    with TinyDB(path) as stock:
        assert stock.table(table).all() == documents


def test_tables_work_as_in_stock_tinydb(path: Path, tmp_path: Path) -> None:
    """Insert, upsert, update, search, remove and truncate give what JSONStorage gives."""
    results = []
    for database in (opened(path), TinyDB(tmp_path / "stock.json")):
        table = database.table("t")
        found: list[Any] = [table.insert({"a": 1}), table.insert_multiple([{"a": 2}, {"a": 3}])]
        found.append(table.upsert({"a": 2, "b": [1]}, where("a") == 2))
        found.append(table.upsert({"a": 9}, where("a") == 9))
        found.append(table.update({"c": {"d": 1}}, where("a") > 2))
        found.append(table.update(lambda doc: doc["b"].append(5), where("b").exists()))
        found += [table.search(where("a") > 1), table.get(doc_id=2), table.count(where("a") > 0)]
        found.append(table.remove(where("a") == 1))
        found.append(table.insert({"a": 10}))
        found += [table.all(), len(table), table.contains(doc_id=1), table.get(where("a") == 4)]
        table.truncate()
        found += [table.all(), table.insert({"again": True})]
        database.drop_table("t")
        found.append(database.tables() - {"meta"})
        results.append(found)
        database.close()
    assert results[0] == results[1]


def test_results_are_copies(path: Path) -> None:
    """Changing what a search gave changes neither the next search nor the file."""
    table = opened(path).table("t")
    table.insert({"list": [1], "map": {"a": 1}})
    for _ in range(2):
        for found in (table.search(where("list").exists())[0], table.all()[0]):
            assert found == {"list": [1], "map": {"a": 1}}
            found["list"].append(2)
            found["map"]["a"] = 2
    assert opened(path).table("t").all() == [{"list": [1], "map": {"a": 1}}]


def test_threads_lose_nothing(path: Path) -> None:
    """Eight threads that insert and update at once leave every document, with its own id."""
    database = opened(path)
    table = database.table("t")
    table.insert({"count": 0})

    def work(number: int) -> None:
        for _ in range(10):
            table.insert({"by": number})
            table.update(lambda doc: doc.update(count=doc["count"] + 1), doc_ids=[1])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = opened(path).table("t")
    assert len(again) == 81
    assert again.get(doc_id=1) == {"count": 80}


def test_a_transaction_is_one_write_or_none(path: Path) -> None:
    """Operations of a transaction become visible together, and none after an exception."""
    database = opened(path)
    database.table("t").insert({"a": 1})
    seen: list[int] = []
    with database.transaction():
        database.table("t").insert({"a": 2})
        database.table("u").insert({"b": 1})
        reader = threading.Thread(target=lambda: seen.append(len(database.table("t"))))
        reader.start()
        reader.join()
        assert len(database.table("t")) == 2
        assert len(opened(path).table("t")) == 1
    assert seen == [1]
    assert database.file.meta()["generation"] == 2

    def fail() -> None:
        with database.transaction():
            database.table("t").truncate()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert len(database.table("t")) == len(opened(path).table("t")) == 2
    assert database.table("t").insert({"a": 3}) == 3


def test_a_read_alone_writes_nothing(path: Path) -> None:
    """A transaction without a change leaves the file as it is."""
    database = opened(path)
    with database.transaction():
        assert database.table("t").all() == []
    assert not path.exists()


@pytest.mark.parametrize("call", ["write", "fsync", "close", "open"])
def test_a_failed_write_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Whichever system call fails, the file, the memory and the next write are right."""
    database = opened(path)
    database.table("t").insert({"a": 1})
    before = path.read_bytes()
    original = getattr(os, call)

    def fail(*arguments: Any, **options: Any) -> Any:
        if call == "close":
            original(*arguments, **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(NotDurable, match=r"db\.json could not be written: No space left"):
            database.table("t").insert({"a": 2})
    assert path.read_bytes() == before
    assert database.table("t").all() == [{"a": 1}]
    assert [file.name for file in path.parent.iterdir()] == ["db.json"]
    assert database.table("t").insert({"a": 3}) == 2
    assert opened(path).table("t").all() == [{"a": 1}, {"a": 3}]


def test_text_that_no_file_can_hold_changes_nothing(path: Path) -> None:
    """A lone surrogate is the caller's ValueError and leaves the database usable."""
    table = opened(path).table("t")
    with pytest.raises(ValueError, match="surrogates"):
        table.insert({"a": "\ud800"})
    table.insert({"a": "ổn"})
    assert opened(path).table("t").all() == [{"a": "ổn"}]


def test_documents_larger_than_a_chunk_are_whole(path: Path) -> None:
    """Files of several chunks and documents beyond one are written and read back."""
    documents = [{"text": "đ" * size} for size in (CHUNK_BYTES, 10, CHUNK_BYTES // 2, 3)]
    opened(path).table("t").insert_multiple(documents)
    assert opened(path).table("t").all() == documents


def test_the_meta_table_comes_first_on_its_own_line(path: Path) -> None:
    """Schema version and generation can be read without the rest, and the generation grows."""
    table = opened(path).table("a")
    for number in range(1, 4):
        table.insert({"n": number})
        line = path.read_text().splitlines()[0]
        meta = json.loads(line.rstrip(",") + "}")["meta"]["1"]
        assert meta == {"schema": 1, "generation": number}


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"t": 1}', '{"t": [1]}', '{"t": {"x": {}}}', '"', "\x00\x01", "{" * 9999],
)
def test_what_is_no_tinydb_file_is_refused(path: Path, content: str) -> None:
    """A file that TinyDB could not use raises and is left as it is."""
    path.write_text(content)
    with pytest.raises(DamagedFile, match=r"db\.json"):
        opened(path)
    assert path.read_text() == content


@pytest.mark.parametrize("content", ["", "\n", "{}"])
def test_empty_files_are_empty_databases(path: Path, content: str) -> None:
    """What stock TinyDB leaves before its first document is no damage."""
    path.write_text(content)
    database = opened(path)
    assert database.tables() == set()
    database.table("t").insert({})
    assert len(opened(path).table("t")) == 1


def test_odd_values_keep_their_neighbours_readable(path: Path) -> None:
    """NaN, Infinity and documents that are no objects survive beside the others, unread."""
    path.write_text('{"t": {"1": {"x": NaN}, "2": {"x": 1}, "3": 7, "4": {"x": 1e999}}}')
    table = opened(path).table("t")
    assert table.all()[0] == {}
    assert table.get(doc_id=2) == {"x": 1}
    table.insert({"x": 2})
    kept = json.loads(path.read_text())["t"]
    assert math.isnan(kept["1"]["x"])
    assert [kept[key] for key in "235"] == [{"x": 1}, 7, {"x": 2}]
    assert kept["4"]["x"] == math.inf


def test_newer_data_is_refused_untouched(path: Path) -> None:
    """A schema version from the future is not opened, and nothing is written."""
    content = '{"meta": {"1": {"schema": 2}}, "t": {"1": {"a": 1}}}'
    path.write_text(content)
    with pytest.raises(SchemaTooNew, match=r"db\.json.*version 2"):
        opened(path)
    assert path.read_text() == content


def test_reading_only_never_writes(path: Path) -> None:
    """A database opened for reading refuses writes."""
    with pytest.raises(StoreReadOnly):
        opened(path, read_only=True).table("t").insert({})
    assert not path.exists()
