"""run, doctor, backup, restore, export: the operator's side, and what can go wrong."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tinydb import TinyDB
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from tests.botapi.control import ControlClient, start_server
from tests.cli.conftest import FIXTURES, Call, environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def control() -> Iterator[ControlClient]:
    """A Bot API server in another process."""
    with start_server("--unlimited") as client:
        yield client


@contextmanager
def running(folder: Path, control: ControlClient) -> Iterator[subprocess.Popen[bytes]]:
    """`diemtin run` in another process, once it polls; ended by SIGTERM."""
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=environment(folder, BOT_TOKEN=control.token, BOT_API_URL=control.url),
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 30
        while not any(item["method"] == "getUpdates" for item in control.requests()):
            assert bot.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield bot
    finally:
        bot.send_signal(signal.SIGTERM)
        bot.communicate(timeout=60)


def test_sigterm_drains_and_exits_0_and_no_secret_is_logged(
    tmp_path: Path, control: ControlClient
) -> None:
    """What was asked before the signal is answered; the log never shows the token."""
    control.add_user(1001)
    with running(tmp_path, control) as bot:
        control.send(1001, "/help")
        control.wait_message(1001)
        bot.send_signal(signal.SIGTERM)
        _, log = bot.communicate(timeout=60)
    assert bot.returncode == 0
    assert b"started" in log
    assert control.token.encode() not in log


def test_reading_commands_work_beside_a_running_bot_and_ingest_hands_over(
    tmp_path: Path, control: ControlClient, call: Call
) -> None:
    """The second process neither waits nor fails; the bot takes the files in."""
    control.add_user(1001)
    with running(tmp_path, control):
        handed = call("ingest", str(FIXTURES))
        assert handed.code == 0
        assert "handed over" in handed.out
        deadline = time.monotonic() + 60
        while not call("ask", "--json", "giao ban").json:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert call("doctor").code == 0
        assert "chỉ đọc" in call("chat", given="/moinhat\n").err
        second = call("run", BOT_TOKEN=control.token, BOT_API_URL=control.url)
        assert second.code == 3
        assert re.search(r"process \d+", second.err)


def test_a_wrong_token_exits_2_with_a_message_and_loses_nothing(
    control: ControlClient, call: Call
) -> None:
    """The message names the setting, not its value; the articles are still there."""
    call("ingest", str(FIXTURES))
    wrong = "999999:wrong-token-wrong-token-wrong-token"
    ended = call("run", BOT_TOKEN=wrong, BOT_API_URL=control.url)
    assert ended.code == 2
    assert "BOT_TOKEN" in ended.err
    assert wrong not in ended.err
    assert call("ask", "--json", "giao ban").json


def test_a_wrong_setting_exits_2_and_names_it(call: Call) -> None:
    """Restarting would not help, and systemd is told so by the exit code."""
    ended = call("run", TIMEZONE="Mars/Olympus")
    assert ended.code == 2
    assert "TIMEZONE" in ended.err


def test_doctor_says_what_works_and_what_to_do(
    tmp_path: Path, control: ControlClient, call: Call
) -> None:
    """Each finding is a line; a wrong token fails; a damaged file is named."""
    call("ingest", str(FIXTURES))
    fine = call("doctor", "--json", BOT_TOKEN=control.token, BOT_API_URL=control.url)
    states = {finding["subject"]: finding["state"] for finding in fine.json}
    assert fine.code == 0
    assert {states[name] for name in ("token", "store", "clock", "disk")} == {"ok"}
    (week,) = (tmp_path / "data" / "articles").iterdir()
    week.write_bytes(b'{"articles": {"1": {"ti')
    broken = call("doctor", BOT_TOKEN="1:" + "x" * 35, BOT_API_URL=control.url)
    assert broken.code == 1
    assert "BOT_TOKEN" in broken.out
    assert week.name in broken.out
    told = call("ingest", "--data-dir", str(tmp_path / "data"), str(FIXTURES))
    assert week.name in told.err
    assert f"{week.name}.corrupt" in call("doctor").out


def test_a_data_directory_that_is_a_file_is_refused_by_every_command(
    tmp_path: Path, call: Call
) -> None:
    """The message names the setting; nothing ends in a traceback."""
    (tmp_path / "data").write_text("x")
    for command in (["ask", "x"], ["chat"], ["ingest", str(FIXTURES)], ["digest"], ["doctor"]):
        ended = call(*command)
        assert ended.code in (1, 2)
        assert "DATA_DIR" in ended.err + ended.out
        assert "Traceback" not in ended.err


def test_doctor_checks_the_catalogue_before_the_first_run(call: Call) -> None:
    """A SOURCES_FILE that is not there fails, data or not."""
    ended = call("doctor", SOURCES_FILE="/nowhere/sources.toml")
    assert ended.code == 1
    assert "sources" in ended.out


def test_a_backup_restores_into_an_empty_folder_only(tmp_path: Path, call: Call) -> None:
    """Everything comes back; existing data is replaced by --force alone, and kept aside."""
    call("ingest", str(FIXTURES))
    archive = tmp_path / "copy.tar.gz"
    assert call("backup", str(archive)).code == 0
    refused = call("restore", str(archive))
    assert refused.code == 1
    assert "not empty" in refused.err
    elsewhere = str(tmp_path / "elsewhere")
    assert "3 articles" in call("restore", str(archive), DATA_DIR=elsewhere).out
    assert call("ask", "--json", "giao ban", DATA_DIR=elsewhere).json
    assert call("restore", "--force", str(archive)).code == 0
    garbage = tmp_path / "garbage.tar.gz"
    garbage.write_bytes(os.urandom(2000))
    assert call("restore", str(garbage), DATA_DIR=str(tmp_path / "third")).code == 1


def test_the_export_opens_with_stock_tinydb(tmp_path: Path, call: Call) -> None:
    """Nobody needs this program to read what it kept."""
    call("ingest", str(FIXTURES))
    files = call("export", str(tmp_path / "out"), "--json").json["files"]
    titles = set()
    for file in files:
        if Path(file).name.startswith("articles") and file.endswith(".json"):
            with TinyDB(file, access_mode="r") as database:
                titles |= {item["title"] for item in database.table("articles").all()}
    assert "Khối Dân vận Tràng Vỹ giao ban quý III" in titles
    assert any(file.endswith(".csv") for file in files)


def test_every_command_helps() -> None:
    """`--help` tells what the command does."""
    for command in get_command(app).commands:  # type: ignore[attr-defined]  # a click group
        shown = CliRunner().invoke(app, [command, "--help"])
        assert shown.exit_code == 0
        assert "Usage" in shown.output


def test_the_digest_can_be_sent_to_a_chat(control: ControlClient, call: Call) -> None:
    """`--to` needs a chat id and says how many messages went out."""
    control.add_user(1001)
    call("ingest", str(FIXTURES))
    sent = call(
        "digest", "--week", "2025-W41", "--to", "1001",
        BOT_TOKEN=control.token, BOT_API_URL=control.url,
    )  # fmt: skip
    assert sent.code == 0
    assert "Khối Dân vận Tràng Vỹ" in control.messages(1001)[0]["text"]
    assert call("digest", "--to", "lan").code == 2
    assert control.violations() == []
