"""What the server refuses of an answer to an inline query."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot

from tests.botapi.server import BotApiServer
from tests.botapi.test_violations import call

ARTICLE: dict[str, Any] = {
    "type": "article",
    "id": "a",
    "title": "Bài 1",
    "input_message_content": {"message_text": "x"},
}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"next_offset": "9" * 65}, "next_offset has more than 64 bytes"),
        ({"cache_time": -1}, "cache_time -1"),
        ({"button": {"text": " ", "start_parameter": "a"}}, "says nothing"),
        ({"button": {"text": "Mở"}}, "exactly one of them"),
        ({"button": {"text": "Mở", "start_parameter": "tìm"}}, "start_parameter"),
        ({"results": [{**ARTICLE, "title": " "}]}, "has no title"),
        ({"results": [{**ARTICLE, "url": "tin một"}]}, "url"),
        ({"results": [{**ARTICLE, "id": "a" * 65}]}, "is not 1–64 bytes"),
        ({"results": [ARTICLE, ARTICLE]}, "RESULT_ID_DUPLICATE"),
        ({"results": [{**ARTICLE, "id": str(n)} for n in range(51)]}, "51 inline results"),
        ({"results": [{"type": "article", "id": "a", "title": "x"}]}, "input_message_content"),
    ],
)
async def test_refused_answer(
    server: BotApiServer, bot: Bot, more: dict[str, Any], reason: str
) -> None:
    """Each breach is refused and recorded; the query stays open."""
    lan = server.add_user(1001)
    typed = await lan.inline("tin")
    args = {"inline_query_id": typed.query_id, "results": [ARTICLE], **more}
    answer = await call(server, "answerInlineQuery", **args)
    assert answer["ok"] is False
    assert len(server.violations) == 1
    assert reason.lower() in f"{server.violations[0].reason} {answer['description']}".lower()
    args = {"inline_query_id": typed.query_id, "results": [ARTICLE]}
    assert (await call(server, "answerInlineQuery", **args))["ok"] is True
