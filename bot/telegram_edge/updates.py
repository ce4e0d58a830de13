"""From a Telegram update to a `Request`: what was asked, where, by whom. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import cast

from telegram import CallbackQuery, Message, MessageEntity, Update
from telegram import MaybeInaccessibleMessage as AnyMessage

from bot.commands.request import Attachment, ChatType, Request
from bot.digest.layout import READ_ACTION


@dataclass(frozen=True, slots=True)
class BotName:
    """Who the bot is: needed to tell its own commands and mentions from others'."""

    user_id: int
    username: str


def request_from(update: Update, me: BotName) -> Request | None:
    """The request in `update`, or None when it is not meant for the bot.

    Private chats: everything, also a text that was corrected by editing it. Groups: commands
    (not those of another bot), replies to the bot and texts that mention it. Channels: commands.
    Rights are not known here: `curator`, `owner` and, in groups, `chat_admin` are False until
    the edge has looked them up.
    """
    if update.callback_query is not None:
        return _from_button(update.callback_query)
    message = update.message or update.channel_post or _corrected(update)
    if message is None:
        return None
    text = _addressed_text(message, me)
    if text is None:
        return None
    request = _request(
        message, text, user=message.from_user if message.sender_chat is None else None
    )
    return replace(request, about=_article_of(message.reply_to_message, me))


_READS = re.compile(rf"{READ_ACTION} ([a-z0-9-]{{1,40}})(?: .{{0,40}})?")


def _article_of(answered: Message | None, me: BotName) -> str | None:
    """The id of the only article that a message of the bot's own shows: its buttons name it."""
    if answered is None or answered.from_user is None or answered.from_user.id != me.user_id:
        return None
    markup = answered.reply_markup
    buttons = [it for row in markup.inline_keyboard for it in row] if markup else []
    found = {
        read[1]
        for it in buttons
        if isinstance(it.callback_data, str) and (read := _READS.fullmatch(it.callback_data))
    }
    return found.pop() if len(found) == 1 else None


def _corrected(update: Update) -> Message | None:
    """A question whose typing mistake was edited away; edits of other kinds are no questions."""
    message = update.edited_message
    return message if message and message.text and message.chat.type == "private" else None


def _from_button(query: CallbackQuery) -> Request | None:
    if query.message is None or not query.data:
        return None
    request = _request(query.message, query.data, user=query.from_user)
    return replace(
        request,
        file=None,  # the bot's own, under which the button hangs
        about=None,
        language_code=query.from_user.language_code,
        pressed=True,
        chat_admin=request.chat_type == "private",
    )


def _request(message: AnyMessage, text: str, user: object) -> Request:
    chat = message.chat
    chat_type = cast("ChatType", str(chat.type))
    thread_id = None
    if isinstance(message, Message) and message.is_topic_message:
        thread_id = message.message_thread_id
    anonymous_admin = (
        isinstance(message, Message)
        and message.sender_chat is not None
        and message.sender_chat.id == chat.id
    )
    return Request(
        text=text,
        chat_id=chat.id,
        thread_id=thread_id,
        chat_type=chat_type,
        chat_title=chat.title or chat.full_name,
        user_id=getattr(user, "id", None),
        language_code=getattr(user, "language_code", None),
        chat_admin=chat_type in ("private", "channel") or anonymous_admin,
        file=_document(message) if isinstance(message, Message) else None,
    )


def _document(message: Message) -> Attachment | None:
    document = message.document
    if document is None:
        return None
    return Attachment(document.file_id, document.file_name or "", document.file_size)


def _addressed_text(message: Message, me: BotName) -> str | None:
    """The words meant for the bot, its own @name removed; None when they are not for it."""
    text = message.text or message.caption or ""
    command = _leading_command(message)
    if command is not None:
        name, _, addressee = command.partition("@")
        if addressee and addressee.lower() != me.username.lower():
            return None
        return (name + text[len(command) :]).strip()
    if message.chat.type == "private":
        # A sticker or a photo without words still gets the short help; service messages do not.
        return text if text or message.effective_attachment is not None else None
    if message.chat.type == "channel":
        return None
    mention = re.search(rf"@{re.escape(me.username)}\b", text, re.IGNORECASE)
    if mention is not None:
        return (text[: mention.start()] + text[mention.end() :]).strip()
    answered = message.reply_to_message
    if text and answered and answered.from_user and answered.from_user.id == me.user_id:
        return text
    return None


def _leading_command(message: Message) -> str | None:
    kinds: list[str | None] = [MessageEntity.BOT_COMMAND]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    return next((word for entity, word in found.items() if entity.offset == 0), None)
