"""Sources by a part of the name, written together, and with a slip."""

from __future__ import annotations

import pytest

from bot.search.source_names import named_source, near_sources
from storage.base import Store
from tests.search.asking import found, library

NAMES = {
    "song-lam": "Báo Sông Lam",
    "song-lam-kt": "Báo Sông Lam - Kinh tế",
    "phuoc-son": "Tỉnh ủy Phước Sơn",
    "tre-mau": "Trẻ Mẫu",
    "gio-dong": "Tạp chí Gió Đông",
}


@pytest.mark.parametrize(
    ("typed", "source", "end"),
    [
        ("song-lam lũ lụt", "song-lam", 8),
        ("Báo Sông Lam", "song-lam", 12),
        ("sông lam kinh tế", "song-lam-kt", 16),
        ("songlam lũ", "song-lam", 7),
        ("tremau", "tre-mau", 6),
        ("tre mua lũ lụt", "tre-mau", 7),
        ("song lma lũ", "song-lam", 8),
        ("baosonglam", "song-lam", 10),
        ("phuo", "phuoc-son", 4),
        ("gió đôngg", "gio-dong", 9),
        ("bao khong co", "bao", 3),
        ("tạp chí", "tạp", 3),
        ("lam", "song-lam", 3),
        ("la", "la", 2),
        ("xyz", "xyz", 3),
    ],
)
def test_a_source_is_known_by_what_people_type(typed: str, source: str, end: int) -> None:
    """As many words as name one; a word that many sources begin with names none."""
    assert named_source(typed, NAMES, whole=False) == (source, end)


def test_what_names_it_best_is_meant() -> None:
    """A whole name goes before the longer one of which it is a part, whatever their order."""
    backwards = dict(reversed(NAMES.items()))
    assert named_source("sông lam", backwards, whole=False)[0] == "song-lam"


def test_near_sources_share_a_word() -> None:
    """For a name that none has: those with its first word, never those of its kind alone."""
    assert near_sources("báo sông mã", NAMES) == ("song-lam", "song-lam-kt")
    assert near_sources("báo mã", NAMES) == ()
    assert near_sources("báo", NAMES) == ("song-lam", "song-lam-kt")


@pytest.fixture
def store() -> Store:
    """The library."""
    return library()


def test_a_slip_in_a_source_is_forgiven_in_a_query(store: Store) -> None:
    """`nguồn:phouc son` finds what `nguồn:phước sơn` does."""
    assert found(store, "nguồn:phouc son") == found(store, "nguồn:phước sơn") == ["ct"]


def test_a_slip_in_a_province_is_forgiven_in_a_query(store: Store) -> None:
    """`tỉnh:quang bih` finds what `tỉnh:quảng bình` does; behind a blank it is no field."""
    assert found(store, "tỉnh:quang bih lũ") == found(store, "tỉnh:quảng bình lũ") == ["flood"]
