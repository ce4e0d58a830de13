"""A real bot in a child process, for tests that kill it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from storage.base import Store
from storage.open import open_store
from tests.botapi.control import ControlClient

PATIENCE = 60.0
"""Seconds that anything may take on a busy machine."""


@contextmanager
def bot_process(
    control: ControlClient, data: Path, more: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`diemtin run` on `data`; killed (`SIGKILL`) at the end if it still lives."""
    environment = {
        **os.environ,
        "BOT_TOKEN": control.token,
        "BOT_API_URL": control.url,
        "DATA_DIR": str(data),
        "PRIVATE_NETWORKS": "true",
        **(more or {}),
    }
    with (data.parent / "bot.log").open("ab") as log:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            stdout=log,
            stderr=log,
        )
    try:
        yield bot
    finally:
        if bot.poll() is None:
            kill(bot)


def kill(bot: subprocess.Popen[bytes]) -> None:
    """At once, with no chance to tidy up."""
    bot.send_signal(signal.SIGKILL)
    bot.wait()


def wait_for(data: Path, holds: Callable[[Store], bool], *, pause: float = 0.05) -> None:
    """Until the store, read beside the bot, is as `holds` says.

    Raises:
        TimeoutError: it is not, after `PATIENCE`.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        store = open_store(str(data), read_only=True)
        try:
            if holds(store):
                return
        finally:
            store.close()
        time.sleep(pause)
    raise TimeoutError("the store is not as it should be")


def drop_file(data: Path, name: str, text: str) -> None:
    """A text into the inbox, whole at once."""
    hidden = data / "inbox" / f".{name}"
    hidden.write_text(text, encoding="utf-8")
    hidden.rename(data / "inbox" / f"{name}.txt")
