"""A clean environment for each call of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings

FIXTURES = Path(__file__).resolve().parents[1] / "data" / "e2e"


@dataclass(frozen=True)
class Called:
    """What a call printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as one JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Called]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment without any setting of this bot, but for the data directory and `more`."""
    names = {name.upper() for name in Settings.model_fields}
    clean = {key: value for key, value in os.environ.items() if key not in names}
    return {**clean, "DATA_DIR": str(folder / "data"), "TERM": "dumb", **more}


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Calls `diemtin` in an empty folder."""

    def run(*arguments: str, given: str | bytes = "", **more: str) -> Called:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            env={**environment(tmp_path, **more), "PYTHONPATH": str(Path.cwd())},
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        return Called(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
