"""How long a digest is, when nothing is sent, and what an empty week says; part of /caidat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from bot.commands.command import Context
from bot.commands.settings_view import ask, wishing
from bot.errors import UserError
from bot.messages.rich import Button, Reply
from storage.text import fold

Length = Literal["short", "medium", "full"]

_LENGTHS: Mapping[str, Length] = {
    "ngan": "short",
    "short": "short",
    "vua": "medium",
    "medium": "medium",
    "daydu": "full",
    "dai": "full",
    "full": "full",
    "long": "full",
}
_EMPTY: Mapping[str, Literal["tell", "skip"]] = {
    "bao": "tell",
    "tell": "tell",
    "boqua": "skip",
    "khongbao": "skip",
    "skip": "skip",
}
_OFF = frozenset({"tat", "khong", "off", "none", "xoa", "bo"})
_CLOCK = r"(\d{1,2})(?:[h:g](\d{2})?)? ?(?:gio)?"
_QUIET = re.compile(rf"(?:tu )?{_CLOCK} ?(?:-|–|den|toi|to|until| ) ?{_CLOCK}")
SUGGESTED = ((21, 6), (22, 6), (22, 7), (23, 6))


def length_of(word: str) -> Length | None:
    """The length that a word names, None where it names none."""
    return _LENGTHS.get("".join(fold(word[:40]).split()))


def length(context: Context, argument: str) -> Reply:
    """Ask, or set `ngắn`, `vừa`, `đầy đủ`.

    Raises:
        UserError: no such length.
    """
    if not argument:
        buttons = tuple(
            Button(label=context.text(f"settings.length.{each}"), action=f"caidat dodai {each}")
            for each in ("short", "medium", "full")
        )
        return ask(context, "settings.ask_length", (buttons,))
    chosen = length_of(argument)
    if chosen is None:
        raise UserError("settings.no_length", word=argument[:40])
    return wishing(context, length=chosen)


def empty(context: Context, argument: str) -> Reply:
    """Ask, or set what a digest without news does: `báo`, `bỏ qua`.

    Raises:
        UserError: neither.
    """
    if not argument:
        buttons = tuple(
            (
                Button(
                    label=context.text(f"settings.empty.{each}"), action=f"caidat tintrong {each}"
                ),
            )
            for each in ("tell", "skip")
        )
        return ask(context, "settings.ask_empty", buttons)
    chosen = _EMPTY.get("".join(fold(argument[:40]).split()))
    if chosen is None:
        raise UserError("settings.no_empty", word=argument[:40])
    return wishing(context, empty=chosen)


def quiet(context: Context, argument: str) -> Reply:
    """Ask, or set the hours in which nothing is sent: `22h-6h`, `22:30 6:00`, `tắt`.

    Raises:
        UserError: no two times, or the same one twice.
    """
    if not argument:
        hours = tuple(
            Button(label=f"{begin}h–{end}h", action=f"caidat yenlang {begin}h-{end}h")
            for begin, end in SUGGESTED
        )
        off = context.button("button.quiet_off", "caidat yenlang tat")
        return ask(context, "settings.ask_quiet", (hours[:2], hours[2:], (off,)))
    words = " ".join(fold(argument[:60]).split())
    if words in _OFF:
        return wishing(context, quiet_from=None, quiet_to=None)
    found = _QUIET.fullmatch(words) if words.isascii() or "–" in words else None
    begin, end = (_minute(found[1], found[2]), _minute(found[3], found[4])) if found else (0, 0)
    if begin is None or end is None or begin == end:
        raise UserError("settings.no_quiet", word=argument[:40])
    return wishing(context, quiet_from=begin, quiet_to=end)


def _minute(hour: str, minute: str | None) -> int | None:
    at = int(hour) % 24 * 60 + int(minute or 0)
    return at if int(hour) <= 24 and int(minute or 0) < 60 else None
