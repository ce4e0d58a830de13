"""Methods that send, edit and delete messages and answer queries."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.botapi.chats import Chat, Message
from tests.botapi.entities import Formatted
from tests.botapi.errors import Json, bad_request, misuse
from tests.botapi.faults import not_modified, query_too_old
from tests.botapi.limits import (
    check_inline_frame,
    check_inline_results,
    check_markup,
    check_text,
)
from tests.botapi.validate import Upload
from tests.botapi.world import World

Method = Callable[[World, Json], Any]

_KINDS_OF_UPLOAD = ("photo", "video", "voice", "document", "video_note")
_ACTIONS = {"typing", "choose_sticker", "find_location", "record_video", "record_voice"} | {
    "record_video_note",
    *(f"upload_{kind}" for kind in _KINDS_OF_UPLOAD),
}
_MAX_PHOTO = 10 * 1024 * 1024
_MAX_DOCUMENT = 50 * 1024 * 1024
_MAX_FETCHED = 20 * 1024 * 1024


def send_message(world: World, args: Json) -> Json:
    """sendMessage."""
    formatted = _formatted(world, "sendMessage", args, "text")
    return _deliver(world, args, formatted, args["text"])


def send_document(world: World, args: Json) -> Json:
    """sendDocument: an upload, or the file_id or address of a file."""
    formatted = _formatted(world, "sendDocument", args, "caption")
    name, content_type, content = _file(args["document"], "document", _MAX_DOCUMENT)
    media = {"document": {**_file_ids(world), "file_name": name, "mime_type": content_type}}
    if content is not None:
        media["document"]["file_size"] = len(content)
    return _deliver(world, args, formatted, args.get("caption", ""), media, content)


def send_photo(world: World, args: Json) -> Json:
    """sendPhoto."""
    formatted = _formatted(world, "sendPhoto", args, "caption")
    _, _, content = _file(args["photo"], "photo", _MAX_PHOTO)
    size = {**_file_ids(world), "width": 800, "height": 600}
    return _deliver(world, args, formatted, args.get("caption", ""), {"photo": [size]}, content)


def edit_message_text(world: World, args: Json) -> Any:
    """editMessageText."""
    if "text" not in args:
        raise misuse("message text is empty")
    formatted = _formatted(world, "editMessageText", args, "text")
    message = _own_message(world, args)
    if message.media:
        raise misuse("there is no text in the message to edit")
    return _edit(world, message, args, formatted)


def edit_message_reply_markup(world: World, args: Json) -> Any:
    """editMessageReplyMarkup."""
    check_markup(args.get("reply_markup"))
    return _edit(world, _own_message(world, args), args, None)


def delete_message(world: World, args: Json) -> bool:
    """deleteMessage."""
    chat = world.open_chat(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if not (message.by_bot or chat.private or chat.bot_status == "administrator"):
        raise misuse("message can't be deleted", "deleting somebody else's message")
    message.deleted = True
    return True


def answer_callback_query(world: World, args: Json) -> bool:
    """answerCallbackQuery: each query exists, and once."""
    if len(args.get("text", "")) > 200:
        raise misuse("MESSAGE_TOO_LONG", "the notice has more than 200 characters")
    return _answer(world, args, args["callback_query_id"], "callback")


def answer_inline_query(world: World, args: Json) -> bool:
    """answerInlineQuery: each query once, its results and what stands above them in bounds."""
    check_inline_frame(args)
    for reason in check_inline_results(args["results"]):
        world.journal.violate("answerInlineQuery", reason)
    return _answer(world, args, args["inline_query_id"], "inline")


def send_chat_action(world: World, args: Json) -> bool:
    """sendChatAction."""
    if args["action"] not in _ACTIONS:
        raise misuse("wrong parameter action in request")
    world.open_chat(args["chat_id"]).check_thread(args.get("message_thread_id"))
    return True


def get_file(world: World, args: Json) -> Json:
    """getFile: of what a person sent; bots may fetch up to 20 MB."""
    found = world.files.get(args["file_id"])
    if found is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(found.content) > _MAX_FETCHED:
        raise misuse("file is too big")
    return {
        "file_id": args["file_id"],
        "file_unique_id": args["file_id"][-8:],
        "file_size": len(found.content),
        "file_path": found.path,
    }


def _answer(world: World, args: Json, query_id: str, kind: str) -> bool:
    query = world.queries.get(query_id)
    if query is None or (query.chat_id is None) != (kind == "inline"):
        raise query_too_old(violation=f"no {kind} query has this id")
    if query.answer is not None:
        raise query_too_old(violation=f"the {kind} query was answered before")
    query.answer = args
    world.changed.notify()
    return True


def _formatted(world: World, method: str, args: Json, name: str) -> Formatted:
    """The parsed text or caption; also checks what every message can carry."""
    caption = name == "caption"
    formatted, silent = check_text(
        args.get(name, ""),
        args.get("parse_mode"),
        args.get("caption_entities" if caption else "entities"),
        caption=caption,
    )
    check_markup(args.get("reply_markup"))
    chat_id = args.get("chat_id")
    for reason in silent:
        world.journal.violate(method, reason, chat_id if isinstance(chat_id, int) else None)
    return formatted


def _file(value: Upload | str, kind: str, most: int) -> tuple[str, str, bytes | None]:
    if isinstance(value, str):
        if value.startswith("attach://"):
            raise misuse("attach:// is not modelled here")
        return value.rsplit("/", 1)[-1], "application/octet-stream", None
    if not value.content:
        raise misuse("file must be non-empty")
    if len(value.content) > most:
        raise misuse(f"file of size {len(value.content)} bytes is too big for a {kind}")
    return value.name, value.content_type, value.content


def _file_ids(world: World) -> Json:
    number = world.next_id()
    return {"file_id": f"BQAC-{number:08d}", "file_unique_id": f"AgAD{number:08d}"}


def _deliver(
    world: World,
    args: Json,
    formatted: Formatted,
    source: str,
    media: Json | None = None,
    file: bytes | None = None,
) -> Json:
    chat = world.open_chat(args["chat_id"])
    chat.check_thread(args.get("message_thread_id"))
    reply_to = _reply_target(chat, args.get("reply_parameters"))
    world.pass_gate(chat, paid=bool(args.get("allow_paid_broadcast")))
    message = world.store(
        chat,
        formatted,
        source,
        sender=world.bot,
        by_bot=True,
        thread_id=args.get("message_thread_id"),
        reply_to=reply_to,
        parse_mode=args.get("parse_mode"),
        reply_markup=args.get("reply_markup"),
        link_preview=args.get("link_preview_options"),
        silent=args.get("disable_notification", False),
        media=media or {},
        file=file,
    )
    return message.json()


def _reply_target(chat: Chat, parameters: Json | None) -> int | None:
    if not parameters or "message_id" not in parameters:
        return None
    target = chat.messages.get(parameters["message_id"])
    if target is not None and not target.deleted:
        return target.message_id
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _own_message(world: World, args: Json) -> Message:
    if "chat_id" not in args or "message_id" not in args:
        raise misuse("message identifier is not specified")
    chat = world.open_chat(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise misuse("message can't be edited", "editing somebody else's message")
    return message


def _edit(world: World, message: Message, args: Json, formatted: Formatted | None) -> Json:
    markup = args.get("reply_markup")
    if markup is not None and not markup.get("inline_keyboard"):
        markup = None
    shown = message.formatted if formatted is None else formatted
    preview = message.link_preview if formatted is None else args.get("link_preview_options")
    before = (message.formatted.text, message.formatted.entities, message.reply_markup)
    if before == (shown.text, shown.entities, markup) and preview == message.link_preview:
        raise not_modified()
    if world.gate.is_penalised(message.chat.id, world.now()):
        world.pass_gate(message.chat)
    if formatted is not None:
        message.source, message.parse_mode = args["text"], args.get("parse_mode")
    message.formatted, message.reply_markup, message.link_preview = shown, markup, preview
    message.edits += 1
    message.edit_date = int(time.time())
    world.changed.notify()
    return message.json()


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
}

__all__ = ["METHODS", "Method"]
