"""Tests of routing, rights, languages and failures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.command import Scope
from bot.commands.request import Request
from bot.commands.table import COMMANDS
from bot.config import Settings
from bot.messages.rich import Button, Reply
from bot.messages.split import split
from storage.errors import NotDurable, StoreReadOnly
from storage.models import Subscriber
from storage.open import open_store
from tests.commands.world import CATALOG, World, article, buttons, said, world
from tests.messages.strategies import words

NAMES = [name for command in COMMANDS for name in (command.name, *command.aliases)]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_to_an_answer(name: str) -> None:
    """Each command answers under each of its names, in any case and with a bot's name behind."""
    bot = world()
    plain = bot.ask(f"/{name}", curator=True)
    assert plain.blocks
    assert bot.ask(f"/{name.upper()}@DiemTinBot", curator=True).blocks == plain.blocks


def test_names_are_unique() -> None:
    """No two commands share a name."""
    assert len(set(NAMES)) == len(NAMES)


def test_plain_text_searches() -> None:
    """What is no command is searched for."""
    assert world().ask("giao ban") == world().ask("/tim giao ban")


def test_accented_command_is_understood() -> None:
    """Who types the name with diacritics means the same command."""
    assert said(world().ask("/trợgiúp")) == said(world().ask("/help"))


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_message_without_words_gets_help(text: str) -> None:
    """A sticker or a photo is answered with a short hint."""
    assert said(world().ask(text)) == CATALOG.text("vi", "help.short")


def test_unknown_command_names_the_nearest() -> None:
    """A slip of the finger is answered with the right name and a button that runs it."""
    reply = world().ask("/lastest")
    assert "/latest" in said(reply)
    assert Button(label="/latest", action="moinhat") in buttons(reply)
    assert said(world().ask("/xyzzyx")) == CATALOG.text("vi", "error.unknown")


def test_old_button_is_a_toast() -> None:
    """A button of an older version says so without a new message."""
    reply = world().ask("daxoa 3", pressed=True)
    assert (reply.blocks, reply.notice) == ((), CATALOG.text("vi", "error.old_button"))


def test_too_long_message() -> None:
    """A message beyond any sense is refused with the limit."""
    assert "4096" in said(world().ask("/dangky " + "x" * 5_000))


@pytest.mark.parametrize(
    ("stored", "client", "spoken"),
    [
        (None, None, "vi"),
        (None, "vi-VN", "vi"),
        (None, "en", "en"),
        (None, "de", "en"),
        ("vi", "en", "vi"),
        ("en", "vi", "en"),
    ],
)
def test_language(stored: str | None, client: str | None, spoken: str) -> None:
    """What was chosen wins, then the Telegram client's language, then the operator's."""
    bot = world()
    if stored:
        bot.ask(f"/ngonngu {stored}")
    assert said(bot.ask("", language_code=client)) == CATALOG.text(spoken, "help.short")


@pytest.mark.parametrize("command", [it for it in COMMANDS if it.scope is Scope.CHAT_ADMINS])
def test_only_admins_change_a_group(command: object) -> None:
    """In a group others are told so, typed or pressed, and nothing changes."""
    name = getattr(command, "name", "")
    bot = world()
    reply = bot.ask(f"/{name} t2 7:00", chat_type="group", chat_admin=False)
    assert said(reply) == CATALOG.text("vi", "error.admins_only")
    pressed = bot.ask(f"{name} t2 7:00", chat_type="group", chat_admin=False, pressed=True)
    assert pressed.notice == CATALOG.text("vi", "error.admins_only")
    assert bot.store.list_subscribers() == []


def test_needs_admin() -> None:
    """The edge asks Telegram for rights only where they matter."""
    router = world().router
    asked = {
        text: router.needs_admin(Request(text=text, chat_id=7))
        for text in ("/dangky t2 7h", "/settings", "/tim lúa", "lúa", "", "/nothing")
    }
    assert [text for text, needed in asked.items() if needed] == ["/dangky t2 7h", "/settings"]


def test_status_is_for_curators() -> None:
    """Others neither see it in menus and help nor get an answer."""
    bot = world()
    assert said(bot.ask("/trangthai")) == CATALOG.text("vi", "error.curators_only")
    assert "/trangthai" not in said(bot.ask("/trogiup"))
    assert "/trangthai" in said(bot.ask("/trogiup", curator=True))


def test_menus() -> None:
    """Menus follow the command list; English readers see the English names."""
    menu = world().router.menu(curator=False)
    assert set(menu) == {None, "vi", "en"}
    assert menu[None] == menu["vi"]
    assert [name for name, _ in menu["vi"]][:2] == ["moinhat", "tim"]
    assert [name for name, _ in menu["en"]][:2] == ["latest", "search"]
    assert "status" not in dict(menu["en"])
    assert "status" in dict(world().router.menu(curator=True)["en"])
    for entries in world().router.menu(curator=True).values():
        assert all(re.fullmatch("[a-z]{1,32}", name) for name, _ in entries)


def test_help_names_every_command() -> None:
    """Nothing is hidden, each with its line, in both languages."""
    for code in ("vi", "en"):
        text = said(world().ask("/help", language_code=code, curator=True))
        for command in COMMANDS:
            line = CATALOG.text(code, command.description)
            assert f"/{command.shown_name(code)} – {line}" in text


@pytest.mark.parametrize(
    ("failure", "key"),
    [(NotDurable("full"), "error.not_saved"), (StoreReadOnly("ro"), "error.read_only")],
)
def test_failed_write_is_said(
    failure: Exception, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the store cannot write, nobody is told that a wish was kept."""
    bot = world()

    def refuse(*_: object) -> Subscriber | None:
        raise failure

    monkeypatch.setattr(bot.store, "update_subscriber", refuse)
    assert said(bot.ask("/dangky t2 7h")) == CATALOG.text("vi", key)


def test_unexpected_failure_has_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asked gets an apology with a reference, the log the cause under the same one."""
    bot = world()

    def fail(*_: object, **__: object) -> object:
        raise ZeroDivisionError("defect")

    monkeypatch.setattr(bot.store, "search", fail)
    with structlog.testing.capture_logs() as logs:
        reply = bot.ask("giao ban")
    (entry,) = [it for it in logs if it["event"] == "request_failed"]
    assert said(reply) == CATALOG.text("vi", "error.failed", reference=entry["reference"])


def test_terminal_beside_a_running_bot_reads_but_says_that_it_cannot_write(
    tmp_path: Path,
) -> None:
    """StoreReadOnly: questions are answered, wishes are refused in the reader's language."""
    owner = open_store(str(tmp_path / "data"))
    owner.put_articles([article(number) for number in range(1, 9)])
    store = open_store(str(tmp_path / "data"), read_only=True)
    bot = World(store, Settings.model_construct())
    for code, text in (("vi", "/dangky t2 7h"), ("en", "/subscribe mon 7:00")):
        refused = bot.ask(text, language_code=code)
        assert said(refused) == CATALOG.text(code, "error.read_only")
    assert said(bot.ask("/xoadulieu dongy")) == CATALOG.text("vi", "error.read_only")
    assert said(bot.ask("/caidat gio 7:30")) == CATALOG.text("vi", "error.read_only")
    assert bot.ask("/caidat").blocks
    # a query too long for its buttons cannot be kept: there is an answer, without the next page
    long = bot.ask("giao ban công tác quý III huyện Phước Sơn hội nghị lãnh đạo các xã")
    assert said(long).startswith("Tìm thấy 8 bài")
    assert not [it for it in buttons(long) if "▶" in it.label]
    store.close()
    owner.close()


def test_full_disk_acknowledges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NotDurable: "not saved yet" in the reader's language, and the old state stands."""
    store = open_store(str(tmp_path / "data"))
    bot = World(store, Settings.model_construct())
    bot.ask("/dangky t2 7h")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        for text in ("/dangky t6 9h", "/huy", "/caidat gio 5:00", "/xoadulieu dongy"):
            assert said(bot.ask(text)) == CATALOG.text("vi", "error.not_saved")
        english = bot.ask("/pause", chat_id=8, language_code="en")
        assert said(english) == CATALOG.text("en", "pause.nothing")
        refused = bot.ask("/subscribe mon 7:00", chat_id=8, language_code="en")
        assert said(refused) == CATALOG.text("en", "error.not_saved")
        pressed = bot.ask("caidat gio 9:00", pressed=True)
        assert (said(pressed), pressed.notice, pressed.replace) == (
            CATALOG.text("vi", "error.not_saved"),
            None,
            False,
        )
    kept = bot.subscriber
    assert kept is not None
    assert (kept.status, kept.weekday, kept.hour) == ("active", 0, 7)
    store.close()


def test_group_welcome_is_short_and_names_who_subscribes() -> None:
    """In a group `/start` speaks of administrators and of /tim; plain text is not for the bot."""
    for code, command in (("vi", "/dangky"), ("en", "/subscribe")):
        reply = world().ask("/start", chat_type="supergroup", chat_id=-9, language_code=code)
        text = said(reply)
        assert text == CATALOG.text(code, "start.group")
        assert command in text
        assert len(text) < 260
    assert "Gõ /tim" in said(world().ask("/help", chat_type="group", chat_id=-9))
    assert "Cứ gõ" in said(world().ask("/help"))


_OTHER_DAYS = re.compile(
    r"\b20(?:[01]\d|2[0-2])\b|\b[1-7]/2023|2023-W(?:[012]|3[0-6])"
    r"|(?:/9/2023|W39|tatca).* (?:docx|html|md|bieudo)"
)
"""Days before August 2023, and all files but those of a month and a week: each draws its chart."""


@pytest.mark.parametrize("code", ["vi", "en"])
def test_every_button_that_can_be_reached_leads_to_an_answer(code: str) -> None:
    """From the menu on, press after press: no dead end, no failure, all of it fits Telegram."""
    bot = world(12)
    waiting = [command.name for command in COMMANDS]
    seen = set(waiting)
    while waiting:
        action = waiting.pop()
        with structlog.testing.capture_logs() as logs:
            reply = bot.ask(action, pressed=True, curator=True, language_code=code)
        assert [it for it in logs if it["event"] == "request_failed"] == []
        assert reply.blocks or reply.notice or reply.file or reply.parts, action
        found = {it.action for it in buttons(reply) if it.action is not None} - seen
        # weeks and periods of reports go back for ever
        found = {it for it in found if not it.startswith("tuan 20") or it >= "tuan 2023-W30"}
        found = {it for it in found if not (it.startswith("baocao") and _OTHER_DAYS.search(it))}
        seen |= found
        waiting += sorted(found)
    assert len(seen) > 100


COMMAND_TEXTS = st.tuples(
    st.sampled_from(NAMES),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["t2", "cn 25:99", "ngay t2", "gio 7pm", "muigio x", "aaaaaaaa01 99", "en"]
        ),
    ),
).map(lambda pair: f"/{pair[0]} {pair[1]}")
ANYTHING = st.one_of(
    st.text(max_size=300), st.text(st.characters(), max_size=50), COMMAND_TEXTS, words
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ANYTHING, st.booleans()), min_size=1, max_size=5))
def test_any_input_gets_a_valid_answer(inputs: list[tuple[str, bool]]) -> None:
    """Whatever is typed or pressed, the answer fits Telegram and no handler fails."""
    bot = shared_world()
    for text, pressed in inputs:
        with structlog.testing.capture_logs() as logs:
            reply = bot.ask(text.removeprefix("/") if pressed else text, pressed=pressed)
        assert [it for it in logs if it["event"] == "request_failed"] == []
        assert reply.blocks or reply.notice
        check_buttons(bot, reply)


def check_buttons(bot: World, reply: Reply) -> None:
    """Every button leads somewhere and fits into 64 bytes (`ask` has checked the size)."""
    for button in buttons(reply):
        if button.action is not None:
            name = button.action.split(" ")[0]
            assert name in NAMES
            assert split(bot.press(button).blocks) or bot.press(button).notice


_WORLDS: list[World] = []


def shared_world() -> World:
    """One bot for all examples: strange input must not spoil it for what follows."""
    if not _WORLDS:
        _WORLDS.append(world())
    return _WORLDS[0]
