"""What is followed in the digest stands in front of it, frozen with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.delivery.dispatch import Dispatcher
from bot.digest.followed import MOST_TOLD
from bot.messages.catalog import Catalog
from storage import matching as matching_module
from storage.base import Store
from storage.models import Article, SearchQuery
from storage.open import open_store
from tests.delivery.test_followers import follow, keep
from tests.delivery.virtual_time import START
from tests.digest.factory import article, subscriber

CATALOG = Catalog.load()
WEEK = timedelta(weeks=1)


def world(*articles: Article, readers: int = 2) -> Store:
    """Readers whose digest is due now, and these articles of last week."""
    store = open_store("memory:")
    for number in range(1, readers + 1):
        reader = subscriber(
            id=str(number),
            chat_id=number,
            covered_until=START - WEEK,
            next_due_at=START,
        )
        store.update_subscriber(reader.id, lambda _, new=reader: new)  # type: ignore[misc]  # default binds the loop variable
    store.put_articles(articles)
    return store


def news(number: int, title: str, **fields: Any) -> Article:
    at = START - timedelta(hours=number)
    values = {"id": f"bai{number:07d}", "title": title, "first_seen": at, "published": at}
    return article(number, **{**values, "fingerprint": f"f{number}", **fields})


def digests(store: Store) -> dict[str, str]:
    """Reader → the words of their frozen digest."""
    Dispatcher(store, lambda: START, CATALOG, {}).run_due()
    found = {}
    for reader in store.list_subscribers():
        (digest,) = store.list_digests(reader.id, limit=9)
        edition = store.get_edition(digest.week, digest.edition)
        assert edition is not None
        found[reader.id] = "\n\n".join(part.plain for part in edition.parts)
    return found


def test_what_is_followed_stands_in_front() -> None:
    """Title, source, date and what was followed; only for who follows it in the digest."""
    store = world(news(1, "Xã Mai giao ban"), news(2, "Lũ về"), readers=3)
    keep(
        store,
        follow(1, 1, mode="digest"),
        follow(2, 1, "xã", "mai", mode="digest"),
        follow(3, 2),
        follow(4, 3, "bóng", "đá", mode="digest"),
    )
    told = digests(store)
    head = told["1"].split("\n\n")[1]
    assert head.startswith("🔔 Theo dõi của bạn · 1\n• Xã Mai giao ban\n")
    assert head.endswith("🔎 giao ban, xã mai")
    assert "Theo dõi" not in told["2"]
    assert "Theo dõi" not in told["3"]
    assert told["2"] == told["3"]


def test_much_is_counted() -> None:
    """The newest are named; all stand under their topics anyway."""
    store = world(*(news(number, f"Xã {number} giao ban") for number in range(1, 12)))
    keep(store, follow(1, 1, mode="digest"))
    head = digests(store)["1"].split("\n\n")[1]
    assert head.startswith("🔔 Theo dõi của bạn · 11\n• Xã 1 giao ban\n")
    assert head.count("• ") == MOST_TOLD
    assert head.endswith(f"… và {11 - MOST_TOLD} bài nữa.")


def test_what_an_earlier_digest_told_is_not_told_again() -> None:
    """Only what is new in this digest counts."""
    store = world(news(1, "Xã Mai giao ban"), readers=1)
    keep(store, follow(1, 1, mode="digest"))
    digests(store)
    store.put_articles([news(2, "Xã Lan giao ban", first_seen=START + timedelta(days=2))])
    later = START + WEEK
    Dispatcher(store, lambda: later, CATALOG, {}).run_due()
    newest = store.list_digests("1", limit=1)[0]
    edition = store.get_edition(newest.week, newest.edition)
    assert edition is not None
    head = edition.parts[0].plain.split("\n\n")[1]
    assert "Xã Lan" in head
    assert "Xã Mai" not in edition.parts[0].plain


def test_articles_are_read_once_for_all_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred readers who follow the same or other things cost one look at the articles."""
    store = world(*(news(number, f"Xã {number} giao ban") for number in range(1, 9)), readers=100)
    for number in range(1, 101):
        words = ("xã", str(number % 10))
        keep(store, follow(number, number, *words, mode="digest"))
    read = 0
    original = matching_module._read

    def counted(each: Article) -> Any:
        nonlocal read
        read += 1
        return original(each)

    monkeypatch.setattr(matching_module, "_read", counted)
    told = digests(store)
    assert read == 8
    assert "🔎 xã 3" in told["3"]
    assert "🔔" not in told["9"]


def test_a_query_with_other_readings_finds_by_each() -> None:
    """Alternatives of a follow's query count in the digest as they do in a search."""
    store = world(news(1, "Xã Mai giao ban", terms=("who:lo-thi-man",)), readers=1)
    query = SearchQuery(words=("không",), alternatives=(SearchQuery(terms=(("who:lo-thi-man",),)),))
    keep(store, replace(follow(1, 1, mode="digest"), query=query, text="người: Lò Thị Mận"))
    assert "🔎 người: Lò Thị Mận" in digests(store)["1"]
