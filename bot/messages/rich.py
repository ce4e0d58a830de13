"""Formatted text as values: escaped by construction, rendered for Telegram, terminal or plain.

Nothing outside `messages` writes HTML; a title full of `<&>` is just a `Span` here.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.models import Button, Part


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
class File:
    """A file that a command answers with: a list of sources, a calendar, a digest to print.

    Attributes:
        name: what the reader sees and saves it under, with its suffix (`"sap-dien.ics"`); what no
            file name may hold is replaced on the way out (`bot/messages/attachment.py`).
        content: its bytes, at least one; Telegram takes up to 50 MB.
        media_type: its IANA type (`"text/calendar"`).
        caption: one line shown under it; longer than 1,024 UTF-16 units it is cut, without markup.
    """

    name: str
    content: bytes
    media_type: str = "application/octet-stream"
    caption: Line = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command answers; an edge turns it into messages.

    `replace` edits the message whose button was pressed instead of sending a new one.
    `notice` is the short toast of a pressed button.
    `file` is sent after the text, as a message of its own, in the same chat and topic; buttons
    hang under the text, or under the file where there is no text. Telegram gets a document, or
    a picture where the media type is PNG or JPEG; the terminal writes it into the current folder,
    under a name that is free, and says where it is.
    """

    blocks: Blocks = ()
    buttons: ButtonRows = ()
    replace: bool = False
    notice: str | None = None
    preview: bool = False
    file: File | None = None
    parts: tuple[Part, ...] = ()
    """Ready messages (a digest as it was made), sent after the text and before the file."""


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


__all__ = [
    "Block",
    "Blocks",
    "Button",
    "ButtonRows",
    "File",
    "Line",
    "Reply",
    "Span",
    "block",
    "line",
]
