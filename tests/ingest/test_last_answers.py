"""What is remembered of the latest answers."""

from __future__ import annotations

import random

import pytest

from bot.ingest.last_answers import MOST_BYTES, LastAnswers
from bot.sources.answer import Fetched

URL = "https://tin.example/rss"


def _answer(body: bytes, etag: str | None = '"1"') -> Fetched:
    return Fetched(url=URL, status=200, body=body, etag=etag)


def test_an_answer_comes_back_as_it_was() -> None:
    """Of the same address only; the latest one counts."""
    last = LastAnswers()
    last.put("a", URL, _answer(b"old"), owed=True)
    last.put("a", URL, _answer("mới".encode()), owed=False)
    found = last.get("a", URL)
    assert found is not None
    assert (found.fetched, found.owed) == (_answer("mới".encode()), False)
    assert last.get("a", URL + "2") is None
    assert last.get("b", URL) is None
    last.forget("a")
    last.forget("a")
    assert last.get("a", URL) is None


def test_without_validators_nothing_is_kept() -> None:
    """An answer that cannot be asked about is not remembered, nor is the one before it."""
    last = LastAnswers()
    last.put("a", URL, _answer(b"old"), owed=True)
    last.put("a", URL, _answer(b"new", etag=None), owed=True)
    assert last.get("a", URL) is None


def test_memory_is_bounded() -> None:
    """Too large a body is not kept, and of too many the earliest go."""
    noise = random.Random(1)
    last = LastAnswers()
    last.put("large", URL, _answer(noise.randbytes(2**21)), owed=True)
    assert last.get("large", URL) is None
    half = 2**19
    for number in range(MOST_BYTES // half + 4):
        last.put(f"s{number}", URL, _answer(noise.randbytes(half)), owed=True)
    kept = [number for number in range(100) if last.get(f"s{number}", URL) is not None]
    assert kept[-1] == MOST_BYTES // half + 3
    assert kept[0] == pytest.approx(5, abs=1)
    assert len(kept) == kept[-1] - kept[0] + 1
