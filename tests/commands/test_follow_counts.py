"""Follows in /trangthai: how many, of which kinds, what waits; never whose and what."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from bot.commands.follow_counts import kind_of
from storage.models import Follow, SearchQuery
from tests.commands.world import NOW, World, said, world


def _follow(number: int, place: str, *terms: str, **fields: object) -> Follow:
    query = SearchQuery(words=() if terms else ("lúa",), terms=(terms,) if terms else ())
    made = Follow(
        id=f"f{number}",
        subscriber=place,
        chat_id=int(place),
        text="bí mật",
        query=query,
        marks=query,
        created_at=NOW + timedelta(seconds=number),
    )
    return replace(made, **fields)


def _status(bot: World, *follows: Follow) -> str:
    known = {it.id: it for it in follows}
    bot.store.update_follows([*known], lambda follow_id, _: known[follow_id])
    return said(bot.ask("/trangthai", curator=True))


def test_follows_are_counted_by_kind() -> None:
    """Kinds by number, waiting articles and stopped follows; no reader's words."""
    shown = _status(
        world(),
        _follow(1, "7", "who:tran-van-mau", pending=("a", "b"), more=3),
        _follow(2, "7", "who:le-thi-thu"),
        _follow(3, "8", "cited:chi-thi/5", "doc:chi-thi/5", pending=("a",)),
        _follow(4, "9", stopped="chat not found"),
    )
    assert "Theo dõi: 4 mục, ở 3 nơi" in shown
    assert "người 2 · văn bản 1 · từ khóa 1" in shown
    assert "chờ báo: 6 bài của 2 mục" in shown
    assert "không báo được: 1 mục" in shown
    assert "bí mật" not in shown


def test_where_nobody_follows_nothing_is_said() -> None:
    """No lines of noughts; nothing waits where nothing does."""
    assert "Theo dõi" not in said(world().ask("/trangthai", curator=True))
    shown = _status(world(), _follow(1, "7", "org:so-noi-vu"))
    assert "đơn vị 1" in shown
    assert "chờ báo" not in shown
    assert "không báo được" not in shown


def test_a_kind_is_that_of_the_first_field() -> None:
    """What is no field that readers know counts as words."""
    assert kind_of(_follow(1, "7", "in:ca-mau", "now:ca-mau")) == "province"
    assert kind_of(_follow(1, "7", "rules:2")) == "words"
    assert kind_of(_follow(1, "7")) == "words"
