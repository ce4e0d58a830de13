"""What is loaded when: the bot takes messages before it has loaded what most of them need not."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.command import Command
from bot.commands.errands import Errands
from bot.commands.late import LateHandler
from bot.commands.router import Router
from bot.commands.table import COMMANDS
from bot.errors import UserError
from tests.botapi.server import UNLIMITED, BotApiServer
from tests.e2e.running import running_bot, settings_for

ROOT = Path(__file__).resolve().parents[1]

NEVER = {"click", "matplotlib", "numpy", "PIL", "pygments", "docx", "icalendar", "rich", "typer"}
"""Libraries for the command line, for charts and for files."""
LATER = {"aiohttp", "feedparser", "lxml", "protego", "trafilatura", "bot.duties"} | {
    f"bot.{room}" for room in ("answers", "charts", "dossiers", "facts", "ingest", "press_review")
}
"""What reads pages, and what knows what an article says."""
FOR_A_STORE = {"telegram", "httpx", "pydantic", "tantivy", "tinydb", "msgspec"}


def loaded_by(code: str) -> set[str]:
    """Names of the modules that a Python of its own has loaded after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules, sep='\\n')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_bot_is_imported_without_what_it_needs_later_or_never() -> None:
    """Most of the libraries and of the bot's own modules: loading them takes as long again."""
    loaded = loaded_by("import bot.app")
    assert "telegram.ext" in loaded
    assert loaded & (NEVER | LATER) == set()


def test_help_needs_neither_the_settings_nor_a_store() -> None:
    """`diemtin --help` loads what describes the commands."""
    loaded = loaded_by("import bot.cli")
    assert "bot.cli.ask" in loaded
    assert loaded & (NEVER - {"typer"} | LATER | FOR_A_STORE) == set()


def test_a_library_that_was_loaded_before_stays_as_it_is() -> None:
    """Where a program uses rich or httpx's command line itself, the bot takes nothing away."""
    loaded = loaded_by("import rich.console, httpx._main, bot.app\nassert sys.modules['rich']")
    assert {"rich.console", "httpx._main", "click"} <= loaded
    assert "rich.console" in loaded_by("import bot.app, rich.console")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_command_has_its_handler(command: Command) -> None:
    """The name in the table is that of a function of a context and an argument."""
    assert isinstance(command.handler, LateHandler)
    function = command.handler.load()
    assert len(inspect.signature(function).parameters) == 2


@pytest.mark.slow  # a file in the inbox is read at the second look, twenty seconds later
async def test_the_bot_that_runs_has_loaded_everything_and_does_its_work(tmp_path: Path) -> None:
    """A message that waits is answered first; the inbox is read by the same process after it."""
    inbox = tmp_path / "data" / "inbox"
    inbox.mkdir(parents=True)
    text = "Huyện Tràng Vỹ sơ kết\n\nSáng 3/10, Huyện ủy Tràng Vỹ sơ kết công tác quý III."
    (inbox / "bai.txt").write_text(text, encoding="utf-8")
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        await lan.send("/help")
        async with running_bot(settings_for(server, tmp_path / "data")):
            assert "/moinhat" in (await lan.wait_message(timeout=30)).text
            for _ in range(300):
                await lan.send("/moinhat")
                if "Tràng Vỹ" in (await lan.wait_message(timeout=30)).text:
                    break
                await asyncio.sleep(0.1)
            else:
                pytest.fail("the inbox was never read")
        assert not server.violations


async def test_what_cannot_be_loaded_ends_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken installation is told at once, with Telegram's side closed in order."""

    def broken(_router: Router) -> None:
        raise ImportError("no module named so")

    monkeypatch.setattr(Router, "load", broken)
    async with BotApiServer(limits=UNLIMITED) as server:
        with pytest.raises(ImportError, match="named so"):
            async with running_bot(settings_for(server, tmp_path)):
                await asyncio.sleep(0)


async def test_work_asked_for_while_the_bot_starts_is_done_once_it_can() -> None:
    """Nobody is told that the bot does not run when it is about to."""
    errands = Errands()

    async def job(*_given: object) -> str:
        return "done"

    before = errands.available
    errands.expect()
    assert (before, errands.available) == (False, True)
    asked = asyncio.create_task(asyncio.to_thread(errands.run, job))
    await asyncio.sleep(0.05)
    assert not asked.done()
    errands.bind(None, None)  # type: ignore[arg-type]  # this job uses neither
    assert await asked == "done"


async def test_work_asked_for_before_a_start_that_fails_is_refused() -> None:
    """Who waits is told, rather than left waiting."""
    errands = Errands()

    async def job(*_given: object) -> str:
        return "done"

    errands.expect()
    asked = asyncio.create_task(asyncio.to_thread(errands.run, job))
    await asyncio.sleep(0.05)
    errands.release()
    with pytest.raises(UserError) as refused:
        await asked
    assert refused.value.key == "error.not_running"
