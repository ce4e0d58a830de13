"""Markup → text and entities, decided by TDLib itself.

`tdjson` carries TDLib; the requests used here are synchronous, need no login and no network.
A missing `tdjson` is an ImportError: a run without the oracle proves nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any

import tdjson

from tests.botapi.errors import Json, misuse

_KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "DateTime": "date_time",
    "Url": "url",
    "EmailAddress": "email",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "PhoneNumber": "phone_number",
}
_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
}
_HREF = re.compile(r"""<a\s+href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_OPAQUE = {"text_link", "text_mention", "code", "pre", "custom_emoji"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """What a message says after parsing.

    Attributes:
        entities: as the Bot API returns them; offsets and lengths in UTF-16 units.
        given: how many of them the sender asked for (the rest were found in the text).
        dropped: what the sender asked for and Telegram drops without a word.
    """

    text: str
    entities: tuple[Json, ...]
    given: int
    dropped: tuple[str, ...] = ()


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(text: str, parse_mode: str | None, given: list[Json] | None = None) -> Formatted:
    """Text with markup, or plain text with `given` entities, as Telegram would store it.

    Raises:
        ApiError: 400 in TDLib's words; a violation.
    """
    dropped: tuple[str, ...] = ()
    if parse_mode:
        mode = _MODES.get(parse_mode.lower())
        if mode is None:
            raise misuse("unsupported parse_mode")
        if parse_mode.lower() == "html":
            dropped = _dropped_links(text)
        answer = _execute("parseTextEntities", text=text, parse_mode=mode)
        if answer["@type"] == "error":
            message = str(answer["message"])
            raise misuse(message[:1].lower() + message[1:])
        text, entities = str(answer["text"]), [_entity(item) for item in answer["entities"]]
    else:
        entities = [dict(item) for item in given or ()]
        _check_given(entities, utf16_length(text))
    dropped += _nested_quotes(entities)
    text, entities = _trim(text, entities)
    return Formatted(text, tuple(_with_found(text, entities)), len(entities), dropped)


def _dropped_links(source: str) -> tuple[str, ...]:
    hrefs = [unescape("".join(found)) for found in _HREF.findall(source)]
    return tuple(f"the link to {href!r:.80} is dropped" for href in hrefs if not _is_link(href))


@lru_cache(maxsize=4096)
def _is_link(href: str) -> bool:
    markup = f'<a href="{escape(href)}">x</a>'
    answer = _execute("parseTextEntities", text=markup, parse_mode=_MODES["html"])
    return bool(answer.get("entities"))


def _nested_quotes(entities: list[Json]) -> tuple[str, ...]:
    end = 0
    for entity in entities:
        if entity["type"] in ("blockquote", "expandable_blockquote"):
            if entity["offset"] < end:
                return ("a block quotation inside another is dropped",)
            end = entity["offset"] + entity["length"]
    return ()


def _check_given(entities: list[Json], length: int) -> None:
    for entity in entities:
        offset, size = entity["offset"], entity["length"]
        if offset < 0 or size <= 0 or offset + size > length:
            raise misuse("entity is out of bounds", f"entity outside of the text: {entity}")
        if entity["type"] not in _KINDS.values():
            raise misuse(f"unsupported type {entity['type']!r} of an entity")


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """White space at both ends goes; at the start only as far as the first entity."""
    text = text.rstrip()
    start = len(text) - len(text.lstrip())
    if entities:
        start = min(start, entities[0]["offset"])
    text = text[start:]
    length = utf16_length(text)
    kept = []
    for entity in entities:
        offset = entity["offset"] - start
        size = min(entity["length"], length - offset)
        if size > 0:
            kept.append({**entity, "offset": offset, "length": size})
    return text, kept


def _with_found(text: str, entities: list[Json]) -> list[Json]:
    """The entities together with the addresses, commands and tags that Telegram finds itself."""
    taken = [
        (item["offset"], item["offset"] + item["length"])
        for item in entities
        if item["type"] in _OPAQUE
    ]
    found = [
        item
        for item in map(_entity, _execute("getTextEntities", text=text)["entities"])
        if not any(
            item["offset"] < end and start < item["offset"] + item["length"] for start, end in taken
        )
    ]
    return sorted([*entities, *found], key=lambda item: (item["offset"], -item["length"]))


def _entity(item: Json) -> Json:
    kind = str(item["type"]["@type"]).removeprefix("textEntityType")
    entity: Json = {
        "type": _KINDS.get(kind, kind.lower()),
        "offset": item["offset"],
        "length": item["length"],
    }
    for key in ("url", "language", "custom_emoji_id", "unix_time"):
        if key in item["type"]:
            entity[key] = item["type"][key]
    if kind == "MentionName":
        entity["user"] = {"id": item["type"]["user_id"], "is_bot": False, "first_name": ""}
    return entity


def _execute(request: str, **arguments: Any) -> Json:
    _silence()
    encoded = json.dumps({"@type": request, **arguments}).encode()
    answer = tdjson.td_execute(encoded)
    if answer is None:
        raise RuntimeError(f"TDLib gave no answer to {request}")
    decoded: Json = json.loads(answer)
    return decoded


@cache
def _silence() -> None:
    """TDLib logs to standard error unless told otherwise."""
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
