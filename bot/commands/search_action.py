"""How buttons carry a query: as it is, or where it is too long by the name it is kept under."""

from __future__ import annotations

import hashlib
import re

from bot.commands.command import Context
from bot.errors import UserError
from bot.search.query import MAX_CHARACTERS
from storage.errors import StorageError

MAX_ACTION = 64
"""Bytes of a button's command line (Bot API, `callback_data`)."""

_KEPT = re.compile(r"#([0-9a-f]{8})")


def action(context: Context, head: str, text: str) -> str | None:
    """The command line `head text`, for a button that works after a restart as well.

    None when a long query cannot be kept now, or is too long to be asked.
    """
    text = " ".join(text.split())
    if len(text) > MAX_CHARACTERS:
        return None
    if len(f"{head} {text}".encode()) <= MAX_ACTION and not text.startswith("#"):
        return f"{head} {text}"
    name = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]
    try:
        if context.store.get_value(f"query:{name}") != text:
            context.store.put_value(f"query:{name}", text)
    except StorageError:
        return None
    return f"{head} #{name}"


def recalled(context: Context, text: str) -> str:
    """The query that a button carried.

    Raises:
        UserError: it was forgotten.
    """
    kept = _KEPT.fullmatch(text)
    if kept is None:
        return text
    found = context.store.get_value(f"query:{kept[1]}")
    if found is None:
        raise UserError("search.forgotten")
    return found
