"""What every backend promises of follows, and that matching is the search turned round."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from storage.base import Store
from storage.errors import StoreReadOnly
from storage.export import export_json
from storage.matching import matching
from storage.memory_store import MemoryStore
from storage.models import Article, Follow, SearchQuery
from storage.open import open_store
from tests.storage.records import DAY, NOW, article, subscriber

replace = msgspec.structs.replace


def follow(number: int, chat_id: int = 5, thread_id: int | None = None, **fields: Any) -> Follow:
    """A follow that differs from every other number's."""
    name = str(chat_id) if thread_id is None else f"{chat_id}:{thread_id}"
    query = SearchQuery(words=("giao", f"ban{number}"), terms=(("who:lo-thi-man",),))
    values: dict[str, Any] = {
        "id": f"theo{number}",
        "subscriber": name,
        "chat_id": chat_id,
        "thread_id": thread_id,
        "text": f"giao ban{number}",
        "query": query,
        "marks": SearchQuery(words=query.words, alternatives=(SearchQuery(phrases=("a b",)),)),
        "created_at": NOW + timedelta(seconds=number),
    }
    return Follow(**(values | fields))


def keep(store: Store, *follows: Follow) -> None:
    known = {each.id: each for each in follows}
    store.update_follows(list(known), lambda key, _: known[key])


class TestFollows:
    def test_they_are_kept_whole(self, store: Store, open_again: Callable[[], Store]) -> None:
        """Every field comes back after a restart, oldest first, of one place or of all."""
        rich = follow(
            3,
            mode="digest",
            language="en",
            is_group=True,
            last_told_at=NOW,
            pending=("bai1", "bai2"),
            more=7,
            stopped="blocked",
        )
        keep(store, rich, follow(2, 6), follow(1))
        again = open_again()
        assert again.list_follows() == [follow(1), follow(2, 6), rich]
        assert again.list_follows("5") == [follow(1), rich]
        assert again.get_follow("theo3") == rich
        assert again.get_follow("khac") is None

    def test_many_change_in_one_step(self, store: Store, open_again: Callable[[], Store]) -> None:
        """What is told is what is stored; None deletes; an exception leaves all as it was."""
        keep(store, follow(1), follow(2))

        def change(key: str, current: Follow | None) -> Follow | None:
            return None if key == "theo1" else current and replace(current, more=4)

        found = store.update_follows(["theo2", "theo1", "khac"], change)
        assert found == [replace(follow(2), more=4), None, None]

        def fail(key: str, current: Follow | None) -> Follow | None:
            if key == "theo9":
                raise RuntimeError("no")
            return current and replace(current, more=99)

        with pytest.raises(RuntimeError):
            store.update_follows(["theo2", "theo9"], fail)
        assert open_again().list_follows() == [replace(follow(2), more=4)]
        assert store.update_follows([], fail) == []

    def test_a_change_keeps_the_id(self, store: Store) -> None:
        """A record of another id is refused."""
        with pytest.raises(ValueError, match="theo2"):
            store.update_follows(["theo1"], lambda _key, _: follow(2))
        assert store.list_follows() == []

    def test_they_move_with_their_chat(self, store: Store, open_again: Callable[[], Store]) -> None:
        """Id and topic follow the chat; what the new place follows already is not doubled."""
        keep(
            store,
            follow(1, -5, is_group=True),
            follow(2, -5, 7, pending=("bai1",)),
            follow(3, -6, text="giao ban1"),
            follow(4, 5),
        )
        store.migrate_chat(-5, -6)
        store.migrate_chat(-5, -6)
        moved = replace(follow(2, -6, 7), pending=("bai1",), is_group=True)
        assert open_again().list_follows() == [moved, follow(3, -6, text="giao ban1"), follow(4, 5)]
        store.migrate_chat(-6, -6)
        assert len(store.list_follows("-6")) == 1

    def test_they_are_forgotten_with_their_chat(
        self, store: Store, open_again: Callable[[], Store]
    ) -> None:
        """All of the chat's, topics included, and no other's; they are counted."""
        keep(store, follow(1, -5), follow(2, -5, 7), follow(3, 55))
        store.update_subscriber("-5", lambda _: subscriber(-5))
        assert store.forget_chat(-5) == 3
        assert open_again().list_follows() == [follow(3, 55)]
        assert store.forget_chat(-5) == 0


def test_they_are_in_the_export_and_read_beside_the_owner(tmp_path: Path) -> None:
    """Stock TinyDB shows them; a reader beside the owner sees them and changes nothing."""
    store = open_store(str(tmp_path / "data"))
    keep(store, follow(1))
    beside = open_store(str(tmp_path / "data"), read_only=True)
    assert beside.list_follows() == [follow(1)]
    with pytest.raises(StoreReadOnly):
        keep(beside, follow(2))
    beside.close()
    export_json(store, tmp_path / "out")
    store.close()
    with TinyDB(tmp_path / "out" / "state.json") as stock:
        (row,) = stock.table("follows").all()
    assert json.loads(json.dumps(row))["text"] == "giao ban1"


WORDS = ("giao", "ban", "quý", "ba", "bạn", "báo", "bão", "lũ", "xã")
text = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
terms = st.lists(st.sampled_from(["who:a", "org:b", "in:c"]), max_size=2, unique=True).map(tuple)
articles = st.lists(
    st.builds(
        lambda title, lead, body, have, source: {
            "title": title or "tin",
            "lead": lead,
            "paragraphs": (body,),
            "terms": have,
            "source": source,
        },
        text,
        text,
        text,
        terms,
        st.sampled_from(["mot", "hai"]),
    ),
    max_size=6,
)
reading = st.builds(
    lambda words, phrases, excluded, have, lacks, source, prefix, any_word, day: SearchQuery(
        words=words,
        phrases=phrases,
        excluded=excluded,
        terms=(have,) if have else (),
        excluded_terms=lacks,
        source=source,
        prefix=prefix,
        any_word=any_word,
        published_from=NOW - DAY if day else None,
    ),
    st.lists(st.sampled_from((*WORDS, "b", "giao ban", "…")), max_size=3).map(tuple),
    st.lists(text, max_size=1).map(tuple),
    st.lists(st.sampled_from(WORDS), max_size=1).map(tuple),
    terms,
    terms,
    st.sampled_from([None, "mot"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
queries = st.builds(
    lambda query, others: replace(query, alternatives=tuple(others)),
    reading,
    st.lists(reading, max_size=2),
)


@settings(max_examples=150, deadline=None)
@given(articles, st.lists(queries, min_size=1, max_size=4))
def test_matching_is_the_search_turned_round(
    fields: list[dict[str, Any]], asked: list[SearchQuery]
) -> None:
    """Each query fits exactly the articles that a store of them would find."""
    known = [article(number, **each) for number, each in enumerate(fields)]
    store = MemoryStore()
    store.put_articles(known)
    found = matching(known, asked)
    for query, fitting in zip(asked, found, strict=True):
        hits = store.search(replace(query, limit=100)).hits
        assert {it.id for it in fitting} == {hit.article_id for hit in hits}


@pytest.mark.slow
def test_matching_agrees_with_the_index(tmp_path: Path) -> None:
    """The embedded default finds the same articles."""
    known = [
        article(number, title=f"{WORDS[number % 9]} {WORDS[number * 7 % 9]}", terms=("who:a",))
        for number in range(40)
    ]
    store = open_store(str(tmp_path / "data"))
    store.put_articles(known)
    asked = [
        SearchQuery(words=(one, other), excluded=(third,), limit=100)
        for one in WORDS
        for other in WORDS
        for third in ("bão", "xã")
    ] + [SearchQuery(phrases=(f"{one} {other}",), limit=100) for one in WORDS for other in WORDS]
    found = matching(known, asked)
    assert any(found)
    for query, fitting in zip(asked, found, strict=True):
        hits = store.search(query).hits
        assert {it.id for it in fitting} == {hit.article_id for hit in hits}, query
    store.close()


def test_matching_keeps_the_order_of_the_articles() -> None:
    """Whoever tells of them tells the first first."""
    known: list[Article] = [article(number, title="giao ban") for number in (3, 1, 2)]
    (found,) = matching(known, [SearchQuery(words=("giao",))])
    assert list(found) == known
