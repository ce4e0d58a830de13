"""The store under test: every backend, one parameter each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.base import Store
from storage.open import open_store


@pytest.fixture(params=["memory", "tinydb"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same data once more, as a restart would; memory has only one life."""
    opened: list[Store] = []

    def reopen() -> Store:
        if request.param == "memory":
            if not opened:
                opened.append(open_store("memory:"))
            return opened[0]
        for store in opened:
            store.close()
        opened.append(open_store(str(tmp_path / "data")))
        return opened[-1]

    yield reopen
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: Callable[[], Store]) -> Store:
    """A new and empty store."""
    return open_again()
