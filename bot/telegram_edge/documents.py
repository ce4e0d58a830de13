"""Fetching the document that somebody sent, when a command wants it."""

from __future__ import annotations

from dataclasses import replace

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.commands.files import MAX_BYTES
from bot.commands.request import Request

log = structlog.get_logger()

TRIES = 2


async def with_document(request: Request, bot: Bot) -> Request:
    """The request with the bytes of its document; without them where they are too many or fail."""
    file = request.file
    if file is None or (file.size or 0) > MAX_BYTES:
        return request
    failure: TelegramError | None = None
    for _ in range(TRIES):
        try:
            # The file's address holds for an hour and tells its size where the message did not.
            found = await bot.get_file(file.reference)
            size = found.file_size or file.size
            if size is None or size > MAX_BYTES:
                return replace(request, file=replace(file, size=size or MAX_BYTES + 1))
            content = bytes(await found.download_as_bytearray())
        except TelegramError as error:
            failure = error
        else:
            return replace(request, file=replace(file, size=len(content), content=content))
    log.warning("document_not_loaded", chat=request.chat_id, error=str(failure))
    return request
