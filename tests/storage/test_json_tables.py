"""Tables that are changed in part: the same as stock TinyDB's, whatever is done to them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from storage.json_file import Database

NAMES = st.sampled_from("abcdefg")
STEPS = st.one_of(
    st.tuples(st.just("insert"), st.lists(NAMES, min_size=1, max_size=3)),
    st.tuples(st.just("set"), NAMES, NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("upsert"), NAMES),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("drop")),
    st.tuples(st.just("look")),
)


class _Undone(Exception):
    pass


def _apply(database: TinyDB, step: tuple[object, ...], number: int) -> None:
    table: Table = database.table("t")
    match step:
        case ("insert", names):
            table.insert_multiple([{"name": name, "n": number} for name in names])  # type: ignore[attr-defined]  # a list
        case ("set", name, value):
            table.update({"value": value}, where("name") == name)
        case ("rename", name, value):
            table.update({"name": value}, where("name") == name)
        case ("remove", name):
            table.remove(where("name") == name)
        case ("upsert", name):
            table.upsert({"name": name, "n": number}, where("name") == name)
        case ("truncate",):
            table.truncate()
        case ("drop",):
            database.drop_table("t")
        case ("look",):
            table.search(where("n") < number)


def _rows(database: TinyDB) -> list[tuple[int, dict[str, object]]]:
    return [(row.doc_id, dict(row)) for row in database.table("t")]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.booleans(), st.lists(STEPS, max_size=4)), max_size=8))
def test_any_changes_leave_what_stock_tinydb_leaves(
    tmp_path_factory: object, transactions: list[tuple[bool, list[tuple[object, ...]]]]
) -> None:
    """Documents, their order and their ids by value are the same; a failed transaction undoes."""
    path: Path = tmp_path_factory.mktemp("tables") / "t.json"  # type: ignore[attr-defined]  # pytest's
    ours, stock = Database(path, "articles"), TinyDB(storage=MemoryStorage)
    for number, (fails, steps) in enumerate(transactions):
        try:
            with ours.transaction():
                for step in steps:
                    _apply(ours, step, number)
                if fails:
                    raise _Undone
        except _Undone:
            pass
        else:
            for step in steps:
                _apply(stock, step, number)
        rows = _rows(stock)
        assert _rows(ours) == rows
        assert ours.file.ids("t", "name") == {row["name"]: doc_id for doc_id, row in rows}
    assert _rows(Database(path, "articles")) == _rows(stock)
