"""TDLib's own parser of Telegram HTML: what it refuses, Telegram refuses."""

from __future__ import annotations

import json
from typing import Any

import tdjson

from bot.messages.split import utf16_length
from storage.models import Part

tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities; an `AssertionError` carries TDLib's complaint."""
    request = {
        "@type": "parseTextEntities",
        "text": html,
        "parse_mode": {"@type": "textParseModeHTML"},
    }
    answered = tdjson.td_execute(json.dumps(request).encode())
    assert answered is not None
    answer = json.loads(answered)
    assert answer["@type"] == "formattedText", (answer, html[:500])
    return answer["text"], answer["entities"]


def check_part(part: Part) -> list[dict[str, Any]]:
    """Assert that Telegram takes `part` as HTML and as plain text; returns its entities."""
    text, entities = parse_html(part.html)
    assert text.strip()
    assert text.strip() == part.plain
    assert utf16_length(text) <= 4096
    assert len(entities) <= 100
    assert len(part.html.encode()) <= 32_768
    for row in part.buttons:
        for button in row:
            assert button.label
            assert (button.action is None) != (button.url is None)
            assert len((button.action or "").encode()) <= 64
    return entities
