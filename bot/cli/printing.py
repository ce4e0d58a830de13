"""Formatted text on standard output: drawn in a terminal, plain in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.messages.rich import Blocks


def print_blocks(blocks: Blocks) -> None:
    """Links and colours where the terminal shows them (https://no-color.org), words elsewhere."""
    from bot.messages.ansi import render_ansi
    from bot.messages.render import render_plain

    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        width = min(shutil.get_terminal_size().columns, 100)
        color = "NO_COLOR" not in os.environ
        typer.echo(render_ansi(blocks, width=width, hyperlinks=color, color=color))
    else:
        typer.echo(render_plain(blocks))
