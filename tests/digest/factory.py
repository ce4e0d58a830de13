"""Articles and subscribers for tests: fictional, with only what a test names set apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.models import Article, Precision, Subscriber

NOW = datetime(2023, 9, 25, 0, 0, tzinfo=UTC)
"""Monday of 2023-W39, 07:00 in Asia/Ho_Chi_Minh."""


def article(number: int | str, **changes: Any) -> Article:
    """An article of its own text, published and first seen at `NOW` unless told otherwise."""
    seen = changes.get("first_seen", NOW)
    values: dict[str, Any] = {
        "id": f"a{number}",
        "source": "bao-gia-dinh",
        "title": f"Xã Giả Định họp bàn việc {number}",
        "fingerprint": f"text-{number}",
        "first_seen": seen,
        "updated_at": seen,
        "published": seen,
        "published_precision": Precision.MINUTE,
        "url": f"https://giadinh.example/{number}",
    }
    return Article(**{**values, **changes})


def subscriber(chat_id: int = 7, **changes: Any) -> Subscriber:
    """An active private chat with the default schedule, due at `NOW`."""
    values: dict[str, Any] = {
        "id": str(chat_id),
        "chat_id": chat_id,
        "status": "active",
        "created_at": NOW,
        "next_due_at": NOW,
    }
    return Subscriber(**{**values, **changes})


def unlike(number: int, syllables: int = 8) -> str:
    """Words that no other number's text has: two articles with such titles are two stories."""
    return " ".join(_syllable(number * syllables + at) for at in range(syllables)).capitalize()


def _syllable(number: int) -> str:
    heads, vowels, tails = "bcdđghklmnprstvx", "aăâeêioôơuư", ["", "n", "m", "ng", "t", "p", "i"]
    number, head = divmod(number, len(heads))
    number, vowel = divmod(number, len(vowels))
    number, tail = divmod(number, len(tails))
    return heads[head] + vowels[vowel] + tails[tail] + (str(number) if number else "")
