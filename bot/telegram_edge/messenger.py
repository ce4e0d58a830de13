"""One part, one request: `bot.delivery.messenger.Messenger` over python-telegram-bot."""

from __future__ import annotations

from typing import TypedDict

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.messages.attachment import file_name, file_part
from bot.messages.rich import ButtonRows, File
from bot.telegram_edge.failures import delivery_error
from storage.models import Button, Part

PHOTOS = frozenset({"image/png", "image/jpeg"})
"""Sent as pictures, shown at once; other files are documents."""


class _Common(TypedDict):
    """What sendPhoto and sendDocument share."""

    chat_id: int
    caption: str | None
    parse_mode: ParseMode | None
    message_thread_id: int | None
    reply_markup: InlineKeyboardMarkup | None


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Telegram's form of the buttons; None when there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.action)


def link_preview(part: Part) -> LinkPreviewOptions:
    """Telegram's form of `Part.preview`: a named page small and above, as a newspaper begins."""
    if not part.preview or part.preview_url is None:
        return LinkPreviewOptions(is_disabled=not part.preview)
    return LinkPreviewOptions(url=part.preview_url, prefer_small_media=True, show_above_text=True)


class TelegramMessenger:
    """Sends parts as messages; paces nothing and retries nothing.

    `paid` lets them pass the free limit of 30 a second, for a fee (`Settings.paid_broadcast_rate`).
    """

    def __init__(self, bot: Bot, *, paid: bool = False) -> None:
        self._bot = bot
        self._paid = paid

    async def send(
        self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
    ) -> int:
        """See `Messenger.send`."""
        try:
            message = await self._bot.send_message(
                chat_id=chat_id,
                text=part.plain if plain else part.html,
                parse_mode=None if plain else ParseMode.HTML,
                message_thread_id=thread_id,
                link_preview_options=link_preview(part),
                reply_markup=keyboard(part.buttons),
                allow_paid_broadcast=self._paid or None,
            )
        except TelegramError as error:
            raise delivery_error(error) from error
        return message.message_id

    async def send_file(
        self,
        chat_id: int,
        file: File,
        buttons: ButtonRows = (),
        *,
        thread_id: int | None = None,
        plain: bool = False,
    ) -> int:
        """Send a document or a picture, its caption and the buttons under it; raises as `send`."""
        part = file_part(file, buttons)
        upload = InputFile(file.content, filename=file_name(file.name))
        upload.mimetype = file.media_type  # else it is guessed from the name
        common: _Common = {
            "chat_id": chat_id,
            "caption": (part.plain if plain else part.html) or None,
            "parse_mode": None if plain else ParseMode.HTML,
            "message_thread_id": thread_id,
            "reply_markup": keyboard(part.buttons),
        }
        try:
            if file.media_type in PHOTOS:
                message = await self._bot.send_photo(photo=upload, **common)
            else:
                message = await self._bot.send_document(document=upload, **common)
        except TelegramError as error:
            raise delivery_error(error) from error
        return message.message_id
