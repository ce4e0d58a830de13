"""What every backend promises of look-ups for a whole batch."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.base import Store
from storage.memory_store import MemoryStore
from storage.models import Article
from storage.open import open_store
from tests.storage.records import DAY, NOW, article

SYLLABLES = [f"{first}{rest}" for first in "bcdghklmnt" for rest in ("anh", "oi", "uc", "en")]


def _passage(number: int) -> str:
    """Thirty syllables that no other number has in this order."""
    return " ".join(random.Random(number).choices(SYLLABLES, k=30))


@st.composite
def libraries(draw: st.DrawFn) -> list[Article]:
    """Articles that repeat one another in whole, in part and not at all."""
    cuts = st.lists(st.integers(1, 6), min_size=1, max_size=9, unique=True)
    return [
        article(
            number,
            lead=None,
            paragraphs=tuple(map(_passage, draw(cuts))),
            language=draw(st.sampled_from(["vi", "vi", "vi", "en"])),
            published=NOW + draw(st.integers(0, 3)) * DAY,
        )
        for number in range(draw(st.integers(1, 7)))
    ]


def _ids(found: Iterable[Iterable[Article]]) -> list[list[str]]:
    return [[each.id for each in group] for group in found]


@pytest.mark.parametrize("backend", ["memory", "tinydb"])
@settings(max_examples=25, deadline=None)
@given(library=libraries(), data=st.data())
def test_a_batch_finds_what_each_of_it_would_if_all_were_stored(
    backend: str,
    library: list[Article],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever is stored already, and under whatever older text, the batch counts as given."""
    place = str(tmp_path_factory.mktemp("data")) if backend == "tinydb" else "memory:"
    store = open_store(place)
    try:
        older = [article(int(it.id[3:]), paragraphs=library[0].paragraphs) for it in library]
        store.put_articles([it for it in [*library, *older] if data.draw(st.booleans())])
        batch = [it for it in library if data.draw(st.booleans())]
        together = store.similar_articles_of(batch, within=DAY)
        store.put_articles(batch)
        alone = [store.similar_articles(it, within=DAY) for it in batch]
        assert together == alone
        assert _ids(together) == _ids(_told_apart(store, batch))
    finally:
        store.close()


def _told_apart(store: Store, batch: list[Article]) -> list[list[Article]]:
    """The same by the definition: `MemoryStore` compares with every article there is."""
    reference = MemoryStore()
    reference.put_articles(list(store.iter_articles()))
    return [reference.similar_articles(it, within=DAY) for it in batch]


def test_an_empty_batch_asks_for_nothing(store: Store) -> None:
    """No articles, no answers."""
    assert store.similar_articles_of([], within=timedelta(days=1)) == []
    assert store.get_articles([]) == {}


def test_several_articles_are_read_at_once(store: Store) -> None:
    """What is there comes by its id, whatever week it lies in; the rest is left out."""
    known = [article(1), article(2, first_seen=NOW + 30 * DAY)]
    store.put_articles(known)
    found = store.get_articles(["bai0000002", "bai0000009", "bai0000001", "bai0000002"])
    assert found == {each.id: each for each in known}
