"""What every command starts from: the settings, and a store opened the way the command needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.clock import system_clock
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.base import Store

# The settings' and the store's libraries are imported where they are used: `--help` needs neither.


@dataclass
class Context:
    """Options given before the command's name."""

    data_dir: Path | None = None
    log_level: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """Settings in force, loaded once. Raises `ConfigError`."""
        from bot.config import load_settings
        from bot.logs import configure_logs

        overrides: dict[str, object] = {}
        if self.data_dir is not None:
            overrides["data_dir"] = self.data_dir
        if self.log_level is not None:
            overrides["log_level"] = self.log_level
        settings = load_settings(**overrides)
        # A command tells its result itself; `run` sets LOG_LEVEL when it starts the bot.
        configure_logs(self.log_level or "warning", settings.log_format)
        return settings

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store for reading, beside whoever owns it.

        Raises:
            ConfigError: DATA_DIR is not a folder.
        """
        folder = self.settings.data_dir
        if not folder.exists():
            typer.echo(f"{folder} does not exist yet: nothing was taken in so far", err=True)
        yield from self._opened(read_only=True)

    @contextmanager
    def owning(self) -> Iterator[Store]:
        """The store for writing. Raises `StoreInUse`, and `ConfigError` as `reading` does."""
        yield from self._opened(read_only=False)

    def _opened(self, *, read_only: bool) -> Iterator[Store]:
        from storage.open import open_store

        folder = self.settings.data_dir
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"DATA_DIR: {folder} is a file, not a folder")
        store = open_store(str(folder), read_only=read_only, clock=system_clock)
        try:
            yield store
        finally:
            for problem in store.problems():
                typer.echo(f"{problem.file}: {problem.what}", err=True)
            store.close()


def context_of(context: typer.Context) -> Context:
    """The options of this call."""
    found = context.find_object(Context)
    return found if found is not None else Context()


def print_json(value: object) -> None:
    """One JSON document on one line of standard output, Vietnamese letters as they are."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()
