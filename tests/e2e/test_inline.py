"""Somebody types the bot's name and words in any chat, over the Bot API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Settings
from storage.open import open_store
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.e2e.running import running_bot, settings_for
from tests.search.asking import LIBRARY, written


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server without flood limits; what the bot did wrong fails the test."""
    async with BotApiServer(limits=UNLIMITED) as running:
        yield running
        assert not running.violations


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path) -> Settings:
    """Settings of a bot whose store holds some articles."""
    made = settings_for(server, tmp_path / "data", owner_ids={9001})
    store = open_store(str(made.data_dir))
    more = [
        written(f"n{n:02d}", "2023-11-02", f"Tin mưa {n}", "Mưa lớn.", url=f"https://a.example/{n}")
        for n in range(45)
    ]
    store.put_articles([*LIBRARY, *more])
    store.close()
    return made


async def test_articles_are_found_while_typing_and_page_by_page(
    server: BotApiServer, settings: Settings
) -> None:
    """Titles come with each letter; scrolling brings the rest; an empty query the newest."""
    lan = server.add_user(1001, language_code="vi")
    async with running_bot(settings):
        typed = await lan.inline("giao ban công t")
        answer = await typed.answer()
        assert answer["results"][0]["title"] == "Huyện Phước Sơn giao ban công tác Đảng"
        assert answer["is_personal"] is True
        assert 30 <= answer["cache_time"] <= 300
        seen: list[str] = []
        offset = ""
        while True:
            answer = await (await lan.inline("tin mưa", offset=offset)).answer()
            seen += [item["id"] for item in answer["results"]]
            offset = answer.get("next_offset", "")
            if not offset:
                break
        assert len(seen) == len(set(seen)) == 45
        newest = await (await lan.inline("")).answer()
        assert newest["results"]
        nothing = await (await lan.inline("xyzxyz")).answer()
        assert nothing["results"] == []
        assert "xyzxyz" in nothing["button"]["text"]


async def test_what_is_picked_carries_link_and_words(
    server: BotApiServer, settings: Settings
) -> None:
    """The message that would be posted is formatted, linked and the article's own."""
    lan = server.add_user(1001, language_code="vi")
    async with running_bot(settings):
        answer = await (await lan.inline("mưa lớn")).answer()
        result = answer["results"][0]
        content = result["input_message_content"]
        assert content["parse_mode"] == "HTML"
        assert f'<a href="{result["url"]}">' in content["message_text"]
        assert "Mưa lớn." in content["message_text"]
