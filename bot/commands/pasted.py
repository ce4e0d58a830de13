"""What is pasted rather than typed: an article's address, and texts longer than a query."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.commands.command import Context
from bot.ingest.identity import canonical_url
from bot.search.query import MAX_CHARACTERS
from storage.models import Article, Identity

_ADDRESS = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"“”]{4,400}", re.IGNORECASE)
_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_TITLE = 3
"""Words from which on the end of an address reads as a title."""


def address_in(text: str) -> str | None:
    """The first web address in `text`, with its scheme; None: there is none."""
    found = _ADDRESS.search(text)
    if found is None:
        return None
    address = found[0].rstrip(".,;:!?)]»'")
    return address if "://" in address[:8] else f"https://{address}"


def article_at(context: Context, address: str) -> Article | None:
    """The article that was read there; None: none was."""
    key = canonical_url(address)
    if key is None:
        return None
    (found,) = context.store.match_articles(
        [Identity(source="", fingerprint="", canonical_url=key)]
    )
    return found


def title_in(address: str) -> str:
    """The words that the end of an address is made of, as most papers build it; "": none."""
    last = _ENDING.sub("", unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]))
    words = _WORDS.findall(last)
    return " ".join(words)[:MAX_CHARACTERS] if len(words) >= _TITLE else ""


def cut(text: str) -> str:
    """As many whole words of a long text as a query may have."""
    head = text[: MAX_CHARACTERS + 1]
    return head.rpartition(" ")[0] or head[:MAX_CHARACTERS]
