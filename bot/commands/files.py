"""Documents that people send: which command reads which, and how large they may be. Pure."""

from __future__ import annotations

from bot.commands.request import Attachment
from bot.errors import UserError

MAX_BYTES = 5 * 2**20
"""Of a document that is fetched at all; Telegram gives bots up to 20 MB
(https://core.telegram.org/bots/api#getfile)."""

_READ_BY = {".opml": "/nguon opml", ".xml": "/nguon opml"}
"""Ending of the name → the command that a document sent without words stands for."""


def command_for(file: Attachment) -> str | None:
    """The command line that a document sent without words means; None when no command reads it."""
    name = file.name.lower()
    return next((line for ending, line in _READ_BY.items() if name.endswith(ending)), None)


def content_of(file: Attachment) -> bytes:
    """Its bytes.

    Raises:
        UserError: it is too large, or could not be fetched.
    """
    if file.size is not None and file.size > MAX_BYTES:
        raise UserError("file.too_large", limit=f"{MAX_BYTES / 2**20:g}")
    if file.content is None:
        raise UserError("file.not_loaded")
    return file.content
