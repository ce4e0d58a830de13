"""A file as an edge hands it over: a name that any system takes, a caption that fits."""

from __future__ import annotations

import re

from bot.messages.render import clean, clean_line, line_html
from bot.messages.rich import File, Line, Span
from bot.messages.split import cut_at, utf16_length
from storage.models import Button, Part

MAX_CAPTION = 1_024
"""UTF-16 units after parsing (https://core.telegram.org/bots/api#senddocument)."""

MAX_NAME = 80
"""Characters; file systems allow 255 bytes, of which a Vietnamese letter takes up to three."""

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What Windows forbids in names, the slash of the others included."""


def file_name(name: str) -> str:
    """`name` without folders, leading dots and what no file system takes; never empty."""
    kept = _NOT_IN_NAMES.sub("-", clean(name)).strip(" .-")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[: MAX_NAME - len(suffix) - 1].rstrip(' .')}.{suffix}"
    return kept[:MAX_NAME] or "file"


def file_part(file: File, buttons: tuple[tuple[Button, ...], ...] = ()) -> Part:
    """The caption and the buttons of a file, as of a message; empty texts where it has none."""
    caption: Line = clean_line(file.caption)
    plain = "".join(span.text for span in caption).strip()
    html = line_html(caption).strip()
    if utf16_length(plain) > MAX_CAPTION:
        # A letter counts at most two units.
        plain = plain[: cut_at(plain, MAX_CAPTION // 2 - 1)].rstrip() + "…"
        html = line_html((Span(plain),))
    return Part(html=html, plain=plain, buttons=buttons)
