"""Formatted text as values: escaped by construction, rendered for Telegram, terminal or plain.

Nothing outside `messages` writes HTML; a title full of `<&>` is just a `Span` here.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.models import Button


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one format. `href` must be an http(s) or tg URL; others are dropped.

    `struck` and `underlined` mark what a change took out and put in; `code` leaves all others off.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str | None = None
    struck: bool = False
    underlined: bool = False


Line = tuple[Span, ...]
"""One line; its spans hold no line break."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a split prefers to fall between blocks.

    `quote` draws it as a block quotation; `expandable` folds it to three lines until tapped.
    `tight` leaves out the blank line that otherwise stands before a block.
    """

    lines: tuple[Line, ...]
    quote: bool = False
    expandable: bool = False
    tight: bool = False


Blocks = tuple[Block, ...]

ButtonRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers; an edge turns it into messages.

    `replace` edits the message whose button was pressed instead of sending a new one.
    `notice` is the short toast of a pressed button.
    """

    blocks: Blocks = ()
    buttons: ButtonRows = ()
    replace: bool = False
    notice: str | None = None
    preview: bool = False


def line(*spans: Span | str) -> Line:
    """A line out of spans and bare strings."""
    return tuple(span if isinstance(span, Span) else Span(span) for span in spans)


def block(
    *lines: Line | str, quote: bool = False, expandable: bool = False, tight: bool = False
) -> Block:
    """A block out of lines and bare strings."""
    return Block(
        tuple(item if isinstance(item, tuple) else line(item) for item in lines),
        quote=quote,
        expandable=expandable,
        tight=tight,
    )


__all__ = ["Block", "Blocks", "Button", "ButtonRows", "Line", "Reply", "Span", "block", "line"]
