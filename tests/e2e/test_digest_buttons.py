"""Buttons under a digest, pressed in Telegram: by topic, all, useful, as a file; the archive."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.clock import system_clock
from bot.config import Settings
from bot.messages.catalog import Catalog
from storage.models import Preferences
from storage.open import open_store
from tests.botapi.actors import Person
from tests.botapi.bot_message import BotMessage
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.delivery.review_office import GROUP, fill
from tests.e2e.crowd import subscribe, week_of_articles
from tests.e2e.running import running_bot, settings_for

READER, REVIEWER = 1001, 701
LANGUAGES = ("vi", "en")
CATALOG = Catalog.load()
SLOW = 30.0
"""Seconds: the first digest waits for everything to be loaded."""


def _label(language: str, key: str, **values: str) -> str:
    return CATALOG.text(language, key, **values)


async def _until_buttons(person: Person) -> BotMessage:
    while True:
        message = await person.wait_message(timeout=SLOW)
        if message.buttons:
            return message


async def _digest(person: Person, label: str) -> BotMessage:
    """The message of the digest that has this button, once all of them are there."""
    messages = [await person.wait_message(timeout=SLOW)]
    with suppress(TimeoutError):
        while True:
            messages.append(await person.wait_message(timeout=3.0))
    (found,) = [it for it in messages if label in [b.text for row in it.buttons for b in row]]
    return found


async def _in_place(person: Person, message: BotMessage, label: str) -> BotMessage:
    """What stands there after the press."""
    await (await person.press(message, label)).answer()
    return await person.wait_edit(message)


async def _beside(person: Person, message: BotMessage, label: str) -> BotMessage:
    """The new message after the press."""
    await (await person.press(message, label)).answer()
    return await person.wait_message(timeout=SLOW)


def _wishes(settings: Settings) -> Preferences:
    store = open_store(str(settings.data_dir), read_only=True)
    try:
        found = store.get_subscriber(str(READER))
    finally:
        store.close()
    assert found is not None
    return found.preferences


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_digest_is_read_on_judged_passed_on_and_found_again(
    tmp_path: Path, language: str
) -> None:
    """All buttons of a digest as sent, before and after a restart of the bot."""
    now = system_clock()
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(READER, language_code=language)
        settings = settings_for(server, tmp_path / "data")
        store = open_store(str(settings.data_dir))
        articles = week_of_articles(now, 44)
        store.put_articles(articles)
        subscribe(store, READER, now, now)
        store.update_subscriber(str(READER), lambda it: it and replace(it, language=language))
        store.close()
        titles = {it.title for it in articles}
        async with running_bot(settings):
            digest = await _digest(lan, _label(language, "digest.topics_button"))
            parts = [it.text for it in server.messages(READER)]

            topics = await _beside(lan, digest, _label(language, "digest.topics_button"))
            first = topics.buttons[0][0].text
            page = await _in_place(lan, topics, first)
            assert any(title[:60] in page.text for title in titles)
            back = await _in_place(lan, page, _label(language, "button.topics_back"))
            assert back.text == topics.text

            everything = await _beside(lan, digest, _label(language, "digest.everything_button"))
            second = await _in_place(lan, everything, "▶")
            assert second.text != everything.text
            article = await _beside(lan, second, second.buttons[0][0].text)
            assert any(article.text.startswith(title[:60]) for title in titles)

            answer = await _beside(lan, digest, _label(language, "digest.useful_button"))
            assert "+" in answer.text
            assert _wishes(settings).feedback
        async with running_bot(settings):
            undone = await _in_place(lan, answer, _label(language, "button.undo"))
            assert undone.text.startswith("↩")
            assert _wishes(settings).feedback == ()
            worse = await _beside(lan, digest, _label(language, "digest.useless_button"))
            assert "−" in worse.text
            assert all(factor < 1 for _, factor in _wishes(settings).feedback)

            choice = await _beside(lan, digest, _label(language, "digest.file_button"))
            sent = await _beside(lan, choice, _label(language, "button.report_docx"))
            assert sent.document is not None
            assert sent.document.endswith(".docx")
            assert sent.file is not None
            with zipfile.ZipFile(BytesIO(sent.file)) as packed:
                text = packed.read("word/document.xml").decode()
            told = [title for title in sorted(titles) if any(title in part for part in parts)]
            assert told
            assert all(title in text for title in told)

            await lan.send("/luutru")
            listed = await lan.wait_message()
            assert len([it for row in listed.buttons for it in row]) == 1
            again = await _beside(lan, listed, listed.buttons[0][0].text)
            assert again.text in parts
            words = " ".join(told[0].split()[:3])
            await lan.send(f"/luutru {words}")
            found = await _until_text(lan, f"“{words}”")
            assert found.buttons[0][0].text == listed.buttons[0][0].text
            await lan.send("/luutru khongcotrongbantin")
            none = await _until_text(lan, "khongcotrongbantin")
            assert not none.buttons
        assert not server.violations


async def _until_text(person: Person, words: str) -> BotMessage:
    while True:
        message = await person.wait_message(timeout=SLOW)
        if words in message.text:
            return message


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reviewer_changes_and_sends_it_in_either_language(
    tmp_path: Path, language: str
) -> None:
    """Drop a story and take it back, add a line, look at it, hold it, send it: all by buttons."""
    now = system_clock()
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(REVIEWER, language_code=language)
        group = server.add_supergroup(GROUP, members={REVIEWER: "administrator"})
        settings = settings_for(server, tmp_path / "data", language=language)
        store = open_store(str(settings.data_dir))
        fill(store, now - timedelta(minutes=1), reviewers=(REVIEWER,))
        store.close()

        def label(key: str, **values: str) -> str:
            return _label(language, f"button.{key}", **values)

        async with running_bot(settings):
            card = await _until_text(lan, "Tổ dân phố <Mẫu>")
            while not card.buttons:
                card = await _until_text(lan, "Tổ dân phố <Mẫu>")
            without = await _in_place(lan, card, label("review_drop_story", number="1"))
            taken = next(it for row in without.buttons for it in row if it.text.startswith("↩"))
            assert taken.text[2:].rstrip("…") in card.text
            whole = await _in_place(lan, without, taken.text)
            assert [it.text for row in whole.buttons for it in row] == [
                it.text for row in card.buttons for it in row
            ]
            how = await _beside(lan, whole, label("review_note"))
            command = next(it for it in how.text.splitlines() if it.startswith("/duyet"))
            await lan.send(f"{command} Cuộc họp dời sang thứ Năm")
            noted = await _until_buttons(lan)
            assert "Cuộc họp dời sang thứ Năm" in noted.text
            await (await lan.press(noted, label("review_show"))).answer()
            shown = await _until_text(lan, "Cuộc họp dời sang thứ Năm")
            assert CATALOG.text(language, "digest.editor") in shown.text
            held = await _in_place(lan, noted, label("review_hold"))
            assert label("review_hold") not in [it.text for row in held.buttons for it in row]
            assert not server.messages(GROUP)
            await _in_place(lan, held, label("review_send"))
            sent = await group.wait_message(timeout=SLOW)
            assert "Cuộc họp dời sang thứ Năm" in sent.text
        assert not server.violations
