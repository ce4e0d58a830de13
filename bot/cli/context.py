"""What every command starts from: the settings, and a store opened the way the command needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import typer

from bot.clock import system_clock
from bot.config import Settings, load_settings
from bot.logs import configure_logs
from storage.base import Store
from storage.open import open_store


@dataclass
class Context:
    """Options given before the command's name."""

    data_dir: Path | None = None
    log_level: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """Settings in force, loaded once. Raises `ConfigError`."""
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
        """The store for reading, beside whoever owns it."""
        store = open_store(str(self.settings.data_dir), read_only=True, clock=system_clock)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def owning(self) -> Iterator[Store]:
        """The store for writing. Raises `StoreInUse`."""
        store = open_store(str(self.settings.data_dir), clock=system_clock)
        try:
            yield store
        finally:
            store.close()


def context_of(context: typer.Context) -> Context:
    """The options of this call."""
    found = context.find_object(Context)
    return found if found is not None else Context()


def print_json(value: object) -> None:
    """One JSON document on one line of standard output, Vietnamese letters as they are."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()
