"""The derived index: right answers first, the same ones as memory, healed whatever happens."""

from __future__ import annotations

import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from storage.index_documents import analysed
from storage.index_ranking import REFINED
from storage.memory_store import MemoryStore
from storage.models import Article, SearchQuery
from storage.open import open_store
from storage.search_index import SearchIndex
from storage.text import fold
from storage.tinydb_store import TinyDbStore
from tests.storage.records import NOW, WEEK, article

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
CLOCK_LINE = re.compile(r"^Thứ \d, |^$")


def open_tinydb(path: Path, *, read_only: bool = False) -> TinyDbStore:
    store = open_store(str(path), read_only=read_only)
    assert isinstance(store, TinyDbStore)
    return store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with ten articles in two weeks."""
    path = tmp_path / "data"
    store = open_tinydb(path)
    store.put_articles([article(n, first_seen=NOW + (n % 2) * WEEK) for n in range(10)])
    store.close()
    return path


def seed_articles() -> Iterator[Article]:
    """The seed files, crudely: the first line that is no clock is the title."""
    for number, file in enumerate(sorted(SEEDS.glob("*.txt"))):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        lines = [line for line in lines if not CLOCK_LINE.match(line)]
        yield article(number, id=file.name[:3], title=lines[0], paragraphs=tuple(lines[1:]))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not there")
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("giao ban quý III", "000"),
        ("Đoàn Thị Hảo", "001"),
        ("nghi quyet 35", "000"),
        ("Hai Bà Trưng", "004"),
        ("khoi co quan va doanh nghiep", "003"),
        ("do thi ly", "003"),
    ],
)
def test_the_seeds_are_found_first(tmp_path: Path, question: str, expected: str) -> None:
    """Each question of the seed articles puts the right one first."""
    store = open_tinydb(tmp_path)
    try:
        store.put_articles(list(seed_articles()))
        hits = store.search(SearchQuery(words=tuple(question.split()))).hits
        assert hits[0].article_id == expected
    finally:
        store.close()


def test_a_name_in_one_run_comes_before_its_pieces(tmp_path: Path) -> None:
    """Without diacritics too, an article that names somebody beats one full of the syllables."""
    apart = "Quản lý đô thị mới, thi đua, xử lý đô thị vệ tinh. "
    filler = "Huyện Mẫu lý giải việc thi công, đo đạc, họp bàn quy hoạch. "
    store = open_tinydb(tmp_path)
    try:
        store.put_articles(
            [
                article(1, title="Quy hoạch", lead=None, paragraphs=(apart * 3,)),
                article(2, title="Kết luận", lead=None, paragraphs=(f"{filler * 3}Bà Đỗ Thị Lý.",)),
                *(article(n, title="Khác", lead=None, paragraphs=(filler,)) for n in range(3, 30)),
            ]
        )
        for question in ("do thi ly", "Đỗ Thị Lý"):
            hits = store.search(SearchQuery(words=tuple(question.split()))).hits
            assert [hit.title for hit in hits[:2]] == ["Kết luận", "Quy hoạch"]
    finally:
        store.close()


WORDS = st.sampled_from(["bão", "báo", "bao", "Hòa", "hoà", "an", "đập", "dập", "nước", "35"])
TEXT = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
ARTICLES = st.lists(
    st.tuples(TEXT, st.none() | TEXT, st.lists(TEXT, max_size=2)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(
    texts=ARTICLES,
    words=st.lists(TEXT, max_size=2),
    phrases=st.lists(TEXT, max_size=1),
    excluded=st.lists(TEXT, max_size=1),
    any_word=st.booleans(),
    prefix=st.booleans(),
)
def test_results_equal_those_of_memory_as_sets(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[str, str | None, list[str]]],
    words: list[str],
    phrases: list[str],
    excluded: list[str],
    any_word: bool,
    prefix: bool,
) -> None:
    """Whatever is asked of whatever text, the index finds the articles that plain reading finds."""
    made = [
        article(n, title=title, lead=lead, paragraphs=tuple(paragraphs))
        for n, (title, lead, paragraphs) in enumerate(texts)
    ]
    query = SearchQuery(
        words=tuple(words),
        phrases=tuple(phrases),
        excluded=tuple(excluded),
        any_word=any_word,
        prefix=prefix,
        limit=100,
    )
    memory, tinydb = MemoryStore(), open_tinydb(tmp_path_factory.mktemp("data"))
    try:
        memory.put_articles(made)
        tinydb.put_articles(made)
        expected, found = memory.search(query), tinydb.search(query)
        assert {hit.article_id for hit in found.hits} == {hit.article_id for hit in expected.hits}
        assert found.total == expected.total
    finally:
        tinydb.close()


@settings(max_examples=40, deadline=None)
@given(
    texts=ARTICLES,
    words=st.lists(TEXT, max_size=2),
    phrases=st.lists(TEXT, max_size=1),
    any_word=st.booleans(),
    prefix=st.booleans(),
)
def test_accents_never_decide_what_is_found(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[tuple[str, str | None, list[str]]],
    words: list[str],
    phrases: list[str],
    any_word: bool,
    prefix: bool,
) -> None:
    """A question without diacritics finds the articles that it finds with them."""
    tinydb = open_tinydb(tmp_path_factory.mktemp("data"))
    try:
        tinydb.put_articles(
            [
                article(n, title=title, lead=lead, paragraphs=tuple(paragraphs))
                for n, (title, lead, paragraphs) in enumerate(texts)
            ]
        )
        found = [
            {
                hit.article_id
                for hit in tinydb.search(
                    SearchQuery(
                        words=tuple(map(typed, words)),
                        phrases=tuple(map(typed, phrases)),
                        any_word=any_word,
                        prefix=prefix,
                        limit=100,
                    )
                ).hits
            }
            for typed in (str, fold)
        ]
        assert found[0] == found[1]
    finally:
        tinydb.close()


def test_what_stands_at_the_head_comes_first(tmp_path: Path) -> None:
    """Of two articles with the same words, the one that begins with them is about them."""
    filler = tuple(f"Đoạn văn thứ {number} nói về chuyện khác hẳn." for number in range(40))
    words = "Kênh mương nội đồng được nạo vét."
    store = open_tinydb(tmp_path)
    try:
        store.put_articles(
            [
                article(3, title="Tin", lead="Mở đầu", paragraphs=(*filler, words)),
                article(1, title="Tin", lead="Mở đầu", paragraphs=(words, *filler)),
                article(2, title="Tin", lead="Mở đầu", paragraphs=(*filler, "Mương, kênh.")),
            ]
        )
        hits = store.search(SearchQuery(words=("kenh", "muong"))).hits
        assert [hit.article_id[-1] for hit in hits] == list("132")
    finally:
        store.close()


@pytest.mark.parametrize("fold_reposts", [False, True])
def test_pages_join_where_the_second_step_ends(tmp_path: Path, fold_reposts: bool) -> None:
    """Every hit stands on one page, however far behind the best ones it is."""
    rng = random.Random(4)
    words = ["kênh", "mương", "đồng", "nước", "lúa", "làng", "bến", "đò"]
    store = open_tinydb(tmp_path)
    try:
        store.put_articles(
            [
                article(
                    n,
                    title="Kênh " + " ".join(rng.choices(words, k=rng.randrange(1, 6))),
                    paragraphs=(" ".join(rng.choices(words, k=rng.randrange(20, 60))),),
                )
                for n in range(3 * REFINED)
            ]
        )
        question = SearchQuery(
            words=("kênh", "lúa", "bến"), any_word=True, limit=7, fold_reposts=fold_reposts
        )
        seen: list[str] = []
        for offset in range(0, 3 * REFINED, 7):
            page = store.search(msgspec.structs.replace(question, offset=offset))
            seen += [hit.article_id for hit in page.hits]
        assert sorted(seen) == [f"bai{n:07d}" for n in range(3 * REFINED)]
    finally:
        store.close()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_becomes_terms_between_single_spaces(text: str) -> None:
    """No text can break a term in two or make an empty one."""
    for field in analysed(article(1, title=text, paragraphs=(text, text))):
        assert field.split() == [term for term in field.split(" ") if term]
        assert field == " ".join(field.split()) or "¶" in field


def searched(store: TinyDbStore) -> tuple[int, int]:
    return store.search(SearchQuery(words=("tin",))).total, store.count_articles()


def delete(index: Path) -> None:
    shutil.rmtree(index)


def empty(index: Path) -> None:
    for file in index.iterdir():
        file.write_bytes(b"")


def garble(index: Path) -> None:
    for file in index.iterdir():
        if not file.name.endswith(".lock"):
            file.write_bytes(b"\x07" * file.stat().st_size)


def lose_segments(index: Path) -> None:
    for file in index.iterdir():
        if file.suffix in {".idx", ".store", ".term", ".fast"}:
            file.unlink()


def truncate_segments(index: Path) -> None:
    for file in index.iterdir():
        if file.suffix in {".idx", ".store", ".term", ".fast", ".pos", ".fieldnorm"}:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def be_a_file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("not a folder")


def be_another_index(index: Path) -> None:
    shutil.rmtree(index)
    index.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("other")
    tantivy.Index(builder.build(), path=str(index))


@pytest.mark.parametrize(
    "damage",
    [delete, empty, garble, lose_segments, truncate_segments, be_a_file, be_another_index],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_index_is_built_anew(
    data: Path, damage: Callable[[Path], None], read_only: bool
) -> None:
    """Whatever happens to the index, all articles are found; a reader repairs a copy of its own."""
    damage(data / "index")
    before = snapshot(data)
    store = open_tinydb(data, read_only=read_only)
    try:
        assert searched(store) == (10, 10)
        if read_only:
            assert snapshot(data) == before
        else:
            store.put_articles([article(99)])
            assert searched(store) == (11, 11)
    finally:
        store.close()
    again = open_tinydb(data)
    try:
        assert searched(again)[0] == (10 if read_only else 11)
        assert read_only or again.problems() == []
    finally:
        again.close()


def snapshot(data: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def test_an_index_of_another_analysis_is_built_anew(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that analyses otherwise does not trust the old terms."""
    monkeypatch.setattr("storage.search_index.ANALYSIS", 99)
    store = open_tinydb(data)
    try:
        assert [problem.file for problem in store.problems()] == ["index"]
        assert searched(store) == (10, 10)
    finally:
        store.close()


def reindexed(data: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The weeks that an opening indexes again."""
    weeks: list[str] = []
    original = SearchIndex.replace_week

    def spy(self: SearchIndex, week: str, *rest: Any) -> None:
        weeks.append(week)
        original(self, week, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "replace_week", spy)
        open_tinydb(data).close()
    return weeks


def test_an_intact_index_is_left_alone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening what was closed indexes nothing, also after the files were copied elsewhere."""
    assert reindexed(data, monkeypatch) == []
    copy = data.with_name("copy")
    shutil.copytree(data, copy, copy_function=shutil.copyfile)
    assert reindexed(copy, monkeypatch) == []


def test_only_weeks_that_differ_are_indexed_again(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A week edited with stock TinyDB, and one that vanished, are noticed; the others are not."""
    week = data / "articles" / "2023-W39.json"
    with TinyDB(week) as stock:
        stock.table("articles").update({"title": "Sửa tay"}, where("id") == "bai0000004")
    assert reindexed(data, monkeypatch) == ["2023-W39"]
    store = open_tinydb(data)
    assert store.search(SearchQuery(phrases=("sửa tay",))).total == 1
    store.close()
    week.unlink()
    assert reindexed(data, monkeypatch) == ["2023-W39"]
    store = open_tinydb(data)
    assert searched(store) == (5, 5)
    store.close()


def test_an_edit_of_equal_length_is_noticed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither size nor generation need change for a hand-made edit to be indexed."""
    week = data / "articles" / "2023-W39.json"
    week.write_bytes(week.read_bytes().replace(b'"Tin s', b'"Tan s'))
    assert reindexed(data, monkeypatch) == ["2023-W39"]


def test_a_reader_finds_what_the_owner_has_not_indexed_yet(data: Path) -> None:
    """A stale index is healed in the reader's own copy, beside the owner."""
    owner = open_tinydb(data)
    shutil.rmtree(data / "index.saved", ignore_errors=True)
    shutil.copytree(data / "index", data.with_name("saved"))
    owner.put_articles([article(50, title="Tin mới")])
    owner.close()
    shutil.rmtree(data / "index")
    shutil.copytree(data.with_name("saved"), data / "index")
    before = snapshot(data)
    reader = open_tinydb(data, read_only=True)
    try:
        assert searched(reader) == (11, 11)
        assert snapshot(data) == before
    finally:
        reader.close()


def test_readers_work_while_the_owner_writes(data: Path) -> None:
    """Opening for reading succeeds at any moment of an owner's commits and merges."""
    owner = open_tinydb(data)
    stop = threading.Event()

    def write() -> None:
        number = 100
        while not stop.is_set():
            owner.put_articles([article(number)])
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(15):
            reader = open_tinydb(data, read_only=True)
            found, count = searched(reader)
            assert found == count >= 10
            reader.close()
    finally:
        stop.set()
        thread.join()
        owner.close()


def test_dates_before_1970_and_far_ahead_are_searchable(tmp_path: Path) -> None:
    """Instants are signed and cover every year that a datetime can hold."""
    store = open_tinydb(tmp_path)
    try:
        old, far = NOW.replace(year=1945), NOW.replace(year=9990)
        store.put_articles([article(1, published=old), article(2, published=far)])
        window = SearchQuery(published_to=old + timedelta(days=1))
        assert [hit.article_id for hit in store.search(window).hits] == ["bai0000001"]
        assert [each.id for each in store.latest_articles(limit=5)] == ["bai0000002", "bai0000001"]
    finally:
        store.close()
