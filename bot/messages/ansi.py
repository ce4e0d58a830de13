"""Formatted text for a terminal. Apart from `render`: the bot in Telegram needs no drawing."""

from __future__ import annotations

import io

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.messages.render import clean_block
from bot.messages.rich import Blocks, Line


def render_ansi(blocks: Blocks, *, width: int, hyperlinks: bool, color: bool) -> str:
    """Text for a terminal `width` columns wide, ending in a line break.

    `hyperlinks` makes links clickable (OSC 8); without it each address stands on a line of its
    own under the line that names it. `color` allows escape sequences for bold and colours.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 10),
        force_terminal=color or hyperlinks,
        color_system="standard" if color else None,
        legacy_windows=False,
        _environ={},
    )
    for index, block in enumerate(blocks):
        if index and not block.tight:
            console.print()
        for line in clean_block(block).lines:
            _print_line(console, line, quote=block.quote, hyperlinks=hyperlinks)
    return out.getvalue()


def _print_line(console: Console, line: Line, *, quote: bool, hyperlinks: bool) -> None:
    text = Text()
    for span in line:
        style = Style(
            bold=span.bold or None,
            italic=span.italic or None,
            underline=span.underlined or None,
            strike=span.struck or None,
            color="cyan" if span.code else None,
            link=span.href if hyperlinks else None,
        )
        text.append(span.text, style)
    bar = "│ " if quote else ""
    for row in text.wrap(console, console.width - len(bar)) or [Text()]:
        row.rstrip()
        console.print(Text.assemble((bar, "dim"), row), soft_wrap=True, highlight=False)
    if not hyperlinks:
        for href in dict.fromkeys(span.href for span in line if span.href):
            console.print(Text(f"{bar}{href}"), soft_wrap=True, highlight=False)
