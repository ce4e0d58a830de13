"""Handlers whose modules are loaded when they are first needed.

The views know what an article says, and so load all rooms of facts and answers: half of what the
bot loads. It takes its first message without them; `Router.load` brings them in right after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from bot.commands.command import Context, Handler
from bot.messages.rich import Reply


@dataclass(frozen=True, slots=True)
class LateHandler:
    """A `Handler`: `function` of the module `bot.commands.<module>`."""

    module: str
    function: str

    def load(self) -> Handler:
        """The function itself.

        Raises:
            ImportError, AttributeError: there is none; a test loads every one.
        """
        loaded = import_module(f"bot.commands.{self.module}")
        return cast("Handler", getattr(loaded, self.function))

    def __call__(self, context: Context, argument: str) -> Reply:
        """What the function answers."""
        return self.load()(context, argument)


def late(module: str, function: str | None = None) -> LateHandler:
    """The handler of that module; the function has its name unless another one is given."""
    return LateHandler(module, function or module)
