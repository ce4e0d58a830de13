"""A message of the bot as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.botapi.chats import Message
from tests.botapi.errors import Json


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; exactly one of the last four is set."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    switch_inline_query: str | None = None


@dataclass(frozen=True, slots=True)
class BotMessage:
    """A message of the bot as it looked when it was read.

    Attributes:
        text: after parsing; the caption of a document or photo.
        html: as sent, with its markup (whatever `parse_mode` says).
        entities: as the Bot API returns them, those that Telegram finds itself included.
        buttons: rows of the inline keyboard.
        reply_markup: the whole of it, other keyboards included.
        document: file name of a document; `file` is its content, or a photo's.
        edits: how often it was edited until then.
        at: seconds on the server's monotonic clock when it was delivered.
        silent: sent without notification.
    """

    chat_id: int
    message_id: int
    text: str
    html: str
    parse_mode: str | None
    entities: tuple[Json, ...]
    buttons: tuple[tuple[Button, ...], ...]
    reply_markup: Json | None
    thread_id: int | None
    reply_to: int | None
    link_preview: Json | None
    document: str | None
    file: bytes | None
    edits: int
    deleted: bool
    silent: bool
    at: float

    def button(self, label: str) -> Button:
        """The button with this text or callback_data, else the only one whose text holds it.

        Raises:
            LookupError: there is none, or there are several.
        """
        every = [item for row in self.buttons for item in row]
        found = [item for item in every if label in (item.text, item.callback_data)]
        found = found or [item for item in every if label in item.text]
        if len(found) != 1:
            raise LookupError(f"{len(found)} buttons fit {label!r} among {every}")
        return found[0]


def read(message: Message) -> BotMessage:
    """A snapshot of a stored message."""
    markup = message.reply_markup or {}
    buttons = tuple(
        tuple(
            Button(
                item["text"],
                item.get("callback_data"),
                item.get("url"),
                item.get("copy_text", {}).get("text"),
                item.get("switch_inline_query"),
            )
            for item in row
        )
        for row in markup.get("inline_keyboard", ())
    )
    return BotMessage(
        chat_id=message.chat.id,
        message_id=message.message_id,
        text=message.formatted.text,
        html=message.source,
        parse_mode=message.parse_mode,
        entities=message.formatted.entities,
        buttons=buttons,
        reply_markup=message.reply_markup,
        thread_id=message.thread_id,
        reply_to=message.reply_to,
        link_preview=message.link_preview,
        document=message.media.get("document", {}).get("file_name"),
        file=message.file,
        edits=message.edits,
        deleted=message.deleted,
        silent=message.silent,
        at=message.at,
    )
