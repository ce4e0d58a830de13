"""Look-up terms of stored articles being worked out anew."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bot.cli.context import Context
from bot.cli.doctor import Finding, examine
from bot.commands.request import Request
from bot.config import Settings
from bot.facts.look_up import current_term, with_terms
from bot.facts.rules_version import rules_version
from bot.ingest.group_keep import GroupKeeper
from bot.ingest.keep import keep
from bot.ingest.renewal import articles_left, put_renewed, renew_terms, work_out_renewed
from bot.rooms import build_fetcher, build_ingestor, build_rooms
from storage.base import Store
from storage.models import Article, Correction, SearchQuery
from storage.open import open_store
from tests.commands.world import said
from tests.facts.test_extract import ARTICLE
from tests.ingest.test_decide import incoming
from tests.sources.moment import NOW

WEEK = timedelta(weeks=1)


def _old(number: int, weeks_ago: int = 0) -> Article:
    """An article of older rules."""
    seen = ARTICLE.first_seen - weeks_ago * WEEK
    return msgspec.structs.replace(
        ARTICLE,
        id=f"aaaaaaaa{number:02d}",
        fingerprint=f"f{number}",
        first_seen=seen,
        updated_at=seen,
        published=seen,
        terms=("who:nobody",),
        terms_version=rules_version() - 1,
    )


@pytest.fixture(params=["memory:", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[Store]:
    """Each backend."""
    opened = open_store("memory:" if request.param == "memory:" else f"{tmp_path}/data")
    yield opened
    opened.close()


def test_what_comes_in_has_terms(store: Store) -> None:
    """A new article has them at once, an edited one those of its new text."""
    keep(store, [incoming(lead="Ông Trần Văn Mẫu phát biểu.")], now=NOW, seeded=False)
    (article,) = store.iter_articles()
    assert "who:tran-van-mau" in article.terms
    assert article.terms_version == rules_version()
    keep(store, [incoming(lead="Bà Lê Thị Thử phát biểu.")], now=NOW, seeded=False)
    (edited,) = store.iter_articles()
    assert "who:le-thi-thu" in edited.terms
    assert "who:tran-van-mau" not in edited.terms
    assert len(edited.revisions) == 1
    assert articles_left(store) == 0


def test_old_terms_are_renewed_batch_by_batch(store: Store) -> None:
    """Each turn does a batch, the newest first, until none is left; it goes on where it was."""
    store.put_articles([_old(number, weeks_ago=number) for number in range(5)])
    store.put_articles([with_terms(_old(9))])
    assert articles_left(store) == 5
    assert renew_terms(store, batch=2) == 2
    assert articles_left(store) == 3
    newest = store.get_article("aaaaaaaa00")
    assert newest is not None
    assert newest.terms_version == rules_version()
    assert [renew_terms(store, batch=2) for _ in range(3)] == [2, 1, 0]
    assert articles_left(store) == 0
    found = store.search(SearchQuery(terms=(("who:tran-thi-mau",),)))
    assert found.total == 6
    assert store.search(SearchQuery(terms=(("who:nobody",),))).total == 0


def test_renewal_is_no_revision(store: Store) -> None:
    """Nothing but the terms changes: no revision, no new day of change, no other week."""
    before = _old(1, weeks_ago=3)
    store.put_articles([before])
    renew_terms(store)
    after = store.get_article(before.id)
    assert after is not None
    assert current_term() in after.terms
    assert msgspec.structs.replace(after, terms=before.terms, terms_version=0) == (
        msgspec.structs.replace(before, terms_version=0)
    )


async def test_no_article_is_stored_while_terms_are_renewed() -> None:
    """An edit that comes meanwhile waits, and is not overwritten by the older text."""
    store = open_store("memory:")
    keeper = GroupKeeper(store, lambda: NOW)
    await keeper.keep([incoming()], seeded=False)
    (first,) = store.iter_articles()
    store.put_articles([msgspec.structs.replace(first, terms=(), terms_version=0)])
    order: list[str] = []

    def renew() -> int:
        order.append("begins")
        done = renew_terms(store)
        order.append("ends")
        return done

    async def edit() -> None:
        await asyncio.sleep(0)
        await keeper.keep([incoming(title="Tên mới")], seeded=False)
        order.append("edited")

    done, _ = await asyncio.gather(keeper.alone(renew), edit())
    (article,) = store.iter_articles()
    assert (done, order) == (1, ["begins", "ends", "edited"])
    assert article.title == "Tên mới"
    assert len(article.revisions) == 1


async def test_the_pipeline_renews_and_curators_see_how_many_are_left(tmp_path: Path) -> None:
    """The tick does a batch; /trangthai and doctor tell what is left, and nothing when done."""
    settings = Settings.model_construct(data_dir=tmp_path / "data", curator_ids=frozenset({7}))
    folder = str(settings.data_dir)
    store = open_store(folder)
    store.put_articles([_old(number) for number in range(3)])
    rooms = build_rooms(settings, store, clock=lambda: NOW, sources=())
    asked = Request(text="/trangthai", chat_id=7, user_id=7, curator=True)
    assert "còn 3 bài" in said(rooms.router.handle(asked))
    async with build_fetcher(rooms) as fetcher:
        ingestor = build_ingestor(rooms, fetcher)
        assert await ingestor.renew_terms() == 3
        assert await ingestor.renew_terms() == 0
    assert "quy tắc mới" not in said(rooms.router.handle(asked))
    store.close()


def test_doctor_tells_what_is_left(tmp_path: Path) -> None:
    """A note while articles wait, gone afterwards."""
    folder = tmp_path / "data"
    store = open_store(str(folder))
    store.put_articles([_old(1)])
    store.close()
    assert [it.text for it in _facts_of(folder)] == [
        "1 articles are still to be read by new rules; `run` does it"
    ]
    store = open_store(str(folder))
    renew_terms(store)
    store.close()
    assert _facts_of(folder) == []


def _facts_of(folder: Path) -> list[Finding]:
    return [it for it in examine(Context(data_dir=folder)) if it.subject == "facts"]


def test_a_correction_from_elsewhere_has_its_terms_worked_out_anew(store: Store) -> None:
    """Where the store keeps a correction that the writer did not know, the terms are due."""
    store.put_articles([with_terms(ARTICLE)])
    correction = Correction(kind="people", key="x", by="user:7", at=NOW, removed=True)
    store.correct_article(
        ARTICLE.id, lambda it: with_terms(msgspec.structs.replace(it, corrections=(correction,)))
    )
    assert articles_left(store) == 0
    store.put_articles([with_terms(ARTICLE)])
    assert articles_left(store) == 1
    assert renew_terms(store) == 1
    (kept,) = store.iter_articles()
    assert kept.corrections == (correction,)


def test_what_is_revised_while_it_is_worked_out_keeps_its_revision(store: Store) -> None:
    """A text that changed in between is left for the next turn, as the publisher has it now."""
    store.put_articles([_old(1), _old(2)])
    renewed = work_out_renewed(store)
    (first, *_) = store.iter_articles()
    store.put_articles([msgspec.structs.replace(first, title="Tên mới")])
    assert put_renewed(store, renewed) == 1
    assert articles_left(store) == 1
    kept = store.get_article(first.id)
    assert kept is not None
    assert kept.title == "Tên mới"
    assert renew_terms(store) == 1
