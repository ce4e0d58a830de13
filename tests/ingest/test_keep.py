"""Batches of incoming articles becoming durable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from bot.ingest.identity import article_id
from bot.ingest.incoming import Incoming
from bot.ingest.keep import BATCH, keep
from bot.ingest.report import Outcome
from bot.sources.entry import owing_page, page_read
from storage.memory_store import MemoryStore
from storage.models import Article
from tests.ingest.test_decide import incoming, stored
from tests.sources.moment import NOW


def _numbered(number: int) -> Incoming:
    return incoming(
        title=f"Tin {number}",
        canonical_url=f"https://a.example/{number}",
        guid=str(number),
        lead=f"Mở đầu {number}.",
    )


def test_twins_within_a_batch_are_one_article() -> None:
    """What comes twice at once is stored once: by address, by guid and by content."""
    store = MemoryStore()
    one = incoming()
    by_url = replace(one, guid="other")
    by_guid = replace(one, canonical_url="https://baonguyetha.example/moved")
    by_content = replace(one, guid=None, canonical_url=None)
    outcomes = keep(store, [one, by_url, by_guid, by_content], now=NOW, seeded=False)
    assert outcomes == [Outcome.ADDED, *[Outcome.UNCHANGED] * 3]
    assert store.count_articles() == 1


def test_an_edit_within_a_batch_is_a_revision() -> None:
    """Two versions in one batch: the later stands, the earlier is its revision."""
    store = MemoryStore()
    outcomes = keep(store, [incoming(), incoming(title="Lũ rút")], now=NOW, seeded=False)
    assert outcomes == [Outcome.ADDED, Outcome.REVISED]
    (article,) = store.iter_articles()
    assert (article.title, len(article.revisions)) == ("Lũ rút", 1)


def test_a_clash_of_ids_overwrites_nothing() -> None:
    """An id that another article has is not taken again."""
    store = MemoryStore()
    item = incoming()
    taken = article_id(item.first_identity, lambda _: False)
    other = msgspec.structs.replace(
        stored(title="Khác", lead=None, canonical_url="https://b.example/", guid="b", source="b"),
        id=taken,
        paragraphs=("Một đoạn khác hẳn.",),
    )
    store.put_articles([other])
    assert keep(store, [item], now=NOW, seeded=False) == [Outcome.ADDED]
    assert store.get_article(taken) == other
    assert store.count_articles() == 2


class _Counting(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[int] = []

    def put_articles(self, articles: Sequence[Article]) -> None:
        self.sizes.append(len(articles))
        super().put_articles(articles)


def test_batches_are_bounded_and_idle_ones_not_written() -> None:
    """At most fifty articles a write, and no write for what is known."""
    store = _Counting()
    items = [_numbered(number) for number in range(2 * BATCH + 1)]
    keep(store, items, now=NOW, seeded=False)
    assert store.sizes == [BATCH, BATCH, 1]
    outcomes = keep(store, items, now=NOW, seeded=False)
    assert set(outcomes) == {Outcome.UNCHANGED}
    assert len(store.sizes) == 3


def test_new_articles_are_told_as_they_are_stored() -> None:
    """Once they are durable, each once; what was known or edited is not among them."""
    store = MemoryStore()
    told: list[Article] = []

    def on_added(articles: Sequence[Article]) -> None:
        assert all(store.get_article(article.id) == article for article in articles)
        told.extend(articles)

    keep(store, [_numbered(1)], now=NOW, seeded=False, on_added=on_added)
    edited = replace(_numbered(1), title="Tin 1, bản sửa")
    batch = [edited, _numbered(2), _numbered(2), _numbered(3)]
    outcomes = keep(store, batch, now=NOW, seeded=False, batch=2, on_added=on_added)
    assert outcomes.count(Outcome.REVISED) == 1
    assert [article.title for article in told] == ["Tin 1", "Tin 2", "Tin 3"]
    keep(store, batch, now=NOW, seeded=False, on_added=on_added)
    assert len(told) == 3


def test_a_page_that_is_read_later_is_told_as_it_is_stored() -> None:
    """An article that came with its feed's words alone is handed over again, once, in full."""
    store = MemoryStore()
    told: list[Article] = []
    by_feed = replace(
        _numbered(1), partial=True, entry_signature=owing_page("s", 0, outdated=False)
    )
    text = (*by_feed.paragraphs, "Cả bài.")
    page = replace(_numbered(1), entry_signature=page_read("s", NOW), paragraphs=text)
    for item in (by_feed, replace(by_feed, views=3), page, page):
        keep(store, [item], now=NOW, seeded=False, on_added=told.extend)
    assert [article.paragraphs == text for article in told] == [False, True]
    assert len({article.id for article in told}) == 1
