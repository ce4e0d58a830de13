"""Reposts among more articles than are looked at one by one: told once, counted, paged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from storage.base import Store
from storage.index_folding import FEW, LOOKED_AT
from storage.models import Article, SearchQuery
from tests.storage.records import article


def _text(number: int) -> tuple[str]:
    """Texts of different lengths: no two score alike."""
    return ("Nạo vét kênh nội đồng." + " Rồi nói sang chuyện khác." * number,)


def _all_pages(store: Store, query: str = "kênh") -> tuple[list[str], set[int]]:
    """Ids of every page in order, and the totals that the pages told."""
    seen: list[str] = []
    totals = set()
    for offset in range(0, 400, 25):
        page = store.search(SearchQuery(words=(query,), limit=25, offset=offset, fold_reposts=True))
        seen += [hit.article_id for hit in page.hits]
        totals.add(page.total)
    return seen, totals


def _put(store: Store, reposts: Sequence[Article]) -> None:
    store.put_articles([article(n, paragraphs=_text(n)) for n in range(LOOKED_AT + 50)])
    store.put_articles(list(reposts))


@pytest.mark.parametrize("many", [FEW - 10, FEW + 20], ids=["few", "many"])
def test_reposts_of_what_is_there_are_left_out(store: Store, many: int) -> None:
    """Every original stands on one page, no repost on any, and the number is theirs."""
    copies = [article(1_000 + n, paragraphs=_text(n), original=f"bai{n:07d}") for n in range(many)]
    _put(store, copies)
    seen, totals = _all_pages(store)
    assert sorted(seen) == [f"bai{n:07d}" for n in range(LOOKED_AT + 50)]
    assert totals == {LOOKED_AT + 50}


@pytest.mark.parametrize("many", [0, FEW + 20], ids=["few", "many"])
def test_of_reposts_alone_the_best_stays(store: Store, many: int) -> None:
    """Where the original does not fit, one of those that repeat it is told, if it ranks high."""
    copies = [article(1_000 + n, paragraphs=_text(n), original=f"bai{n:07d}") for n in range(many)]
    alone = [
        article(2_000, title="Kênh", paragraphs=("Kênh, kênh, kênh.",), original="mat0000001"),
        article(2_001, title="Kênh", paragraphs=("Kênh ở xa.",), original="mat0000001"),
    ]
    _put(store, [*copies, *alone])
    seen, totals = _all_pages(store)
    assert len({"bai0002000", "bai0002001"} & set(seen[:25])) == 1
    assert len(seen) == len(set(seen)) == LOOKED_AT + 51
    assert totals == {LOOKED_AT + 51}


def test_where_most_are_reposts_the_others_fill_the_pages(store: Store) -> None:
    """Reposts that rank first leave no gaps: what follows is fetched."""
    copies = [
        article(1_000 + n, title="Kênh", paragraphs=("Kênh, kênh.",), original="bai0000007")
        for n in range(LOOKED_AT)
    ]
    _put(store, copies)
    seen, totals = _all_pages(store)
    assert sorted(seen) == [f"bai{n:07d}" for n in range(LOOKED_AT + 50)]
    assert totals == {LOOKED_AT + 50}
