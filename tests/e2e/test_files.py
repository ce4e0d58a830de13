"""Files over Telegram: lists of sources in and out of the running bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sources.opml import read_opml
from tests.botapi.server import UNLIMITED, BotApiServer, Fault
from tests.e2e.running import running_bot, settings_for

LIST = (
    '<opml version="2.0"><body><outline text="Báo Cửa Lò" type="rss" '
    'xmlUrl="https://cualo.example/rss"/></body></opml>'
).encode()


@pytest.mark.slow
async def test_a_curator_sends_a_list_and_gets_one_back(tmp_path: Path) -> None:
    """The document is fetched, asked about and added; the bot's list comes as a document."""
    async with BotApiServer(limits=UNLIMITED) as server:
        chi, lan = server.add_user(9002), server.add_user(1001)
        async with running_bot(settings_for(server, tmp_path, curator_ids={9002})):
            server.fault(None, Fault.SERVER_ERROR, times=1, methods={"getFile"})
            await chi.send_document("nguon.opml", LIST)
            asked = await chi.wait_message()
            assert "Báo Cửa Lò" in asked.text
            press = await chi.press(asked, "tắt")
            await press.answer()
            assert "Đã thêm 1" in (await chi.wait_edit(asked)).text
            await chi.send("/nguon opml")
            await chi.wait_message()
            server.fault(9002, Fault.CANNOT_PARSE, times=1, methods={"sendDocument"})
            sent = await chi.wait_message()
            assert sent.document == "diem-tin.opml"
            assert sent.file is not None
            assert [it.url for it in read_opml(sent.file)] == ["https://cualo.example/rss"]
            assert sent.text == "1 nguồn"

            await lan.send_document("nguon.opml", LIST)
            assert "người quản lý" in (await lan.wait_message()).text
            fetched = [it for it in server.requests if it.method == "file"]
            assert len(fetched) == 1
        assert not server.violations
