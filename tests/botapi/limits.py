"""Lengths, counts and shapes that Telegram enforces beyond the types of its parameters."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.entities import Formatted, parse, utf16_length
from tests.botapi.errors import Json, bad_request, misuse

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 1 << 15
MAX_ENTITIES = 100
MAX_BUTTONS = 100
MAX_BUTTONS_IN_ROW = 8

_DECORATION = {"text", "icon_custom_emoji_id", "style"}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_BUTTON_URL = re.compile(r"(https?://[^\s/?#]+\.?[^\s]*|tg://[^\s]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2})?")


def check_text(
    source: str,
    parse_mode: str | None,
    entities: list[Json] | None,
    *,
    caption: bool = False,
) -> tuple[Formatted, list[str]]:
    """The parsed text and the violations that the real server would let pass.

    Raises:
        ApiError: 400 for what it would not: markup, emptiness, length.
    """
    what = "message caption" if caption else "message"
    if parse_mode and entities:
        raise misuse("parse_mode and entities exclude each other")
    if len(source.encode("utf-8", "surrogatepass")) > MAX_RAW_BYTES:
        raise misuse("text is too long", f"{what} has more than {MAX_RAW_BYTES} bytes as sent")
    formatted = parse(source, parse_mode, entities)
    if not caption and not formatted.text:
        raise misuse("message text is empty")
    length = utf16_length(formatted.text)
    if length > (MAX_CAPTION if caption else MAX_TEXT):
        raise misuse(f"{what} is too long", f"{what} has {length} UTF-16 units")
    silent = list(formatted.dropped)
    if formatted.given > MAX_ENTITIES:
        silent.append(f"{formatted.given} entities, of which only {MAX_ENTITIES} count")
    return formatted, silent


def check_markup(markup: Json | None) -> None:
    """A keyboard under a message.

    Raises:
        ApiError: 400 in the real server's words.
    """
    if not markup or "inline_keyboard" not in markup:
        return
    rows = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise misuse("REPLY_MARKUP_TOO_LONG", f"more than {MAX_BUTTONS} buttons")
    for row in rows:
        if not row:
            raise misuse("inline keyboard has an empty row")
        if len(row) > MAX_BUTTONS_IN_ROW:
            raise misuse("REPLY_MARKUP_INVALID", f"{len(row)} buttons in one row")
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    text = button["text"]
    if not text.strip():
        raise misuse("inline keyboard button text must be non-empty")
    actions = [name for name in button if name not in _DECORATION]
    if not actions:
        raise misuse(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            f"button {text!r} has no action",
        )
    if len(actions) > 1:
        raise misuse("BUTTON_TYPE_INVALID", f"button {text!r} has {' and '.join(actions)}")
    if "callback_data" in button:
        size = len(button["callback_data"].encode())
        if not 1 <= size <= 64:
            raise misuse("BUTTON_DATA_INVALID", f"callback_data of {text!r} has {size} bytes")
    if "url" in button and not _BUTTON_URL.fullmatch(button["url"]):
        url = button["url"]
        raise misuse(f"inline keyboard button URL '{url:.100}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= 256:
        raise misuse("BUTTON_COPY_TEXT_INVALID", f"copy_text of {text!r} is not 1–256 long")
    if "style" in button and button["style"] not in ("danger", "success", "primary"):
        raise misuse("BUTTON_STYLE_INVALID", f"style {button['style']!r} of {text!r}")


def check_commands(commands: list[Json]) -> None:
    """A command menu.

    Raises:
        ApiError: 400 in the real server's words.
    """
    if len(commands) > 100:
        raise misuse("BOT_COMMANDS_TOO_MUCH", f"{len(commands)} commands")
    names = [item["command"].removeprefix("/") for item in commands]
    if len(set(names)) != len(names):
        raise misuse("BOT_COMMAND_INVALID", "a command is named twice")
    for name, item in zip(names, commands, strict=True):
        if not _COMMAND.fullmatch(name):
            raise misuse("BOT_COMMAND_INVALID", f"command {name!r}")
        if not 1 <= utf16_length(item["description"]) <= 256:
            raise misuse("BOT_COMMAND_DESCRIPTION_INVALID", f"description of {name!r}")


def check_length(what: str, text: str, most: int) -> None:
    """A short text such as a description.

    Raises:
        ApiError: 400.
    """
    if utf16_length(text) > most:
        raise misuse(f"{what} is too long", f"{what} has more than {most} UTF-16 units")


def check_language(code: str) -> str:
    """An ISO 639-1 code or nothing.

    Raises:
        ApiError: 400.
    """
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("LANG_CODE_INVALID", violation=f"language_code {code!r}")
    return code


def check_secret(secret: str) -> None:
    """The secret token of a webhook.

    Raises:
        ApiError: 400.
    """
    if not 1 <= len(secret) <= 256:
        raise misuse("secret token must be 1-256 characters long")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise misuse("secret token contains unallowed characters")


def check_inline_frame(args: Json) -> None:
    """What an answer to an inline query says beside its results.

    Raises:
        ApiError: 400.
    """
    if len(args.get("next_offset", "").encode()) > 64:
        raise misuse("NEXT_OFFSET_INVALID", "next_offset has more than 64 bytes")
    if args.get("cache_time", 300) < 0:
        raise misuse("CACHE_TIME_INVALID", f"cache_time {args['cache_time']}")
    button = args.get("button")
    if button is None:
        return
    if not button["text"].strip():
        raise misuse("BUTTON_TEXT_EMPTY", "the button above inline results says nothing")
    if ("web_app" in button) == ("start_parameter" in button):
        raise misuse("BUTTON_INVALID", "the button opens a web app or the bot, exactly one of them")
    payload = button.get("start_parameter", "x")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
        raise misuse("START_PARAM_INVALID", f"start_parameter {payload!r}")


def check_inline_results(results: list[Json]) -> list[str]:
    """Results of an inline query; returns the violations that pass silently.

    Raises:
        ApiError: 400.
    """
    if len(results) > 50:
        raise misuse("RESULTS_TOO_MUCH", f"{len(results)} inline results")
    identifiers = [item["id"] for item in results]
    if len(set(identifiers)) != len(identifiers):
        raise misuse("RESULT_ID_DUPLICATE")
    silent: list[str] = []
    for item in results:
        if not 1 <= len(item["id"].encode()) <= 64:
            raise misuse("RESULT_ID_INVALID", f"result id {item['id']!r} is not 1–64 bytes")
        check_markup(item.get("reply_markup"))
        if item["type"] == "article" and not item["title"].strip():
            raise misuse("ARTICLE_TITLE_EMPTY", f"result {item['id']!r} has no title")
        if "url" in item and not _BUTTON_URL.fullmatch(item["url"]):
            raise misuse("WEBDOCUMENT_URL_INVALID", f"url {item['url']!r:.100}")
        content: dict[str, Any] = item.get("input_message_content") or {}
        if "message_text" in content:
            silent += check_text(
                content["message_text"], content.get("parse_mode"), content.get("entities")
            )[1]
    return silent
