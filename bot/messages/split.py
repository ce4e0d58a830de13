"""Cut formatted text into messages that Telegram accepts, losing nothing.

Limits (telegram-bot-api and TDLib): 4,096 characters after parsing, counted here in UTF-16
units; 100 entities, the rest silently ignored; 32,768 bytes before parsing. A cut falls between
blocks where it can, else between lines, sentences, words, and at last between graphemes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.messages.render import block_html, block_plain, clean_block, line_html, separator
from bot.messages.rich import Block, Blocks, ButtonRows, Line, Span
from storage.models import Part


@dataclass(frozen=True, slots=True)
class _Size:
    units: int = 0
    entities: int = 0
    raw: int = 0

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.units + other.units, self.entities + other.entities, self.raw + other.raw)

    def fits(self, limit: _Size) -> bool:
        return (
            self.units <= limit.units and self.entities <= limit.entities and self.raw <= limit.raw
        )


LIMIT = _Size(units=4_000, entities=95, raw=30_000)
"""Telegram's limits with a margin."""

_SEPARATOR = _Size(units=2, raw=2)
_BREAK = _Size(units=1, raw=1)
_QUOTE = _Size(entities=1, raw=len("<blockquote expandable></blockquote>"))
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*(?=\s)""")
_JOINERS = "\u200d\ufe0e\ufe0f"


def split(blocks: Blocks, buttons: ButtonRows = (), *, preview: bool = False) -> tuple[Part, ...]:
    """The messages that carry `blocks` in order; `buttons` hang on the last one.

    Empty when there is nothing to carry; what has no visible text becomes `…`.
    """
    groups = [group for group in _group(blocks) if _is_visible(group)]
    if not groups and (blocks or buttons):
        groups = [[Block(((Span("…"),),))]]
    return tuple(
        Part(
            html=_join(group, [block_html(block) for block in group]),
            plain=_join(group, [block_plain(block) for block in group]),
            buttons=buttons if number == len(groups) else (),
            preview=preview,
        )
        for number, group in enumerate(groups, 1)
    )


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def starts_grapheme(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` leaves letters with their marks and emoji in one piece.

    The rules of Unicode Annex 29 that matter here: no cut before a combining mark, a joiner, a
    skin tone, after a joiner, or inside a flag.
    """
    char, before = text[at], text[at - 1]
    if unicodedata.category(char).startswith("M") or char in _JOINERS or before == "\u200d":
        return False
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return False
    if _is_flag_letter(char) and _is_flag_letter(before):
        flags = 0
        while flags < at and _is_flag_letter(text[at - 1 - flags]):
            flags += 1
        return flags % 2 == 0
    return True


def cut_at(text: str, limit: int) -> int:
    """Where to cut `text`, which is longer than `limit` characters: a place in 1…`limit`.

    After the last sentence that ends in the second half, else the last space, else the last
    grapheme; a grapheme longer than `limit` is cut through.
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text, limit // 2, limit + 1)]
    if ends and 0 < ends[-1] <= limit:
        return ends[-1]
    space = text.rfind(" ", 1, limit + 1)
    if space > 0 and text[:space].strip():
        return space
    return next((at for at in range(limit, 0, -1) if starts_grapheme(text, at)), limit)


def _group(blocks: Blocks) -> Iterator[list[Block]]:
    group: list[Block] = []
    used = _Size()
    for block in map(clean_block, blocks):
        frame = _SEPARATOR + (_QUOTE if block.quote else _Size())
        sizes = [_line_size(item) for item in block.lines]
        whole = sum(sizes, frame)
        if (used + whole).fits(LIMIT):
            group.append(block)
            used += whole
            continue
        if group and whole.fits(LIMIT):
            yield group
            group, used = [block], whole
            continue
        for piece, size in _pieces(block, frame, used):
            if size is None:  # the message before this piece is full
                yield group
                group, used = [], _Size()
                continue
            group.append(piece)
            used += size
    if group:
        yield group


def _pieces(block: Block, frame: _Size, used: _Size) -> Iterator[tuple[Block, _Size | None]]:
    """A block too long for one message as pieces; a None size says "begin a new message"."""
    waiting = list(reversed(block.lines))
    taken: list[Line] = []
    size = frame
    first = True

    def piece() -> Block:
        return replace(block, lines=tuple(taken), tight=block.tight if first else True)

    while waiting:
        item = waiting.pop()
        if (used + size + _line_size(item)).fits(LIMIT):
            taken.append(item)
            size += _line_size(item)
            continue
        if (frame + _line_size(item)).fits(LIMIT) and (taken or used.units):
            waiting.append(item)
        else:
            head, tail = _cut_line(item, used + size)
            if head:
                taken.append(head)
                size += _line_size(head)
            waiting.append(tail)
        if taken:
            yield piece(), size
        yield block, None
        taken, size, used, first = [], frame, _Size(), False
    if taken:
        yield piece(), size


def _cut_line(line: Line, used: _Size) -> tuple[Line, Line]:
    """As much of `line` as fits beside `used` (possibly nothing), and the rest of it."""
    head: list[Span] = []
    used += _BREAK
    for index, span in enumerate(line):
        grown = used + _span_size(span)
        if grown.fits(LIMIT):
            head.append(span)
            used = grown
            continue
        rest = span
        at = _fitting(span, used)
        if at and not (head and _breaks_word(span, at)):
            at = cut_at(span.text, at)
            kept = replace(span, text=span.text[:at].rstrip())
            head += [kept] if kept.text else []
            rest = replace(span, text=span.text[at:].lstrip())
        return tuple(head), ((rest,) if rest.text else ()) + line[index + 1 :]
    return tuple(head), ()


def _breaks_word(span: Span, at: int) -> bool:
    """Whether the first `at` characters hold no whole word to keep on this side."""
    return " " not in span.text[: at + 1].strip() and len(span.text) <= LIMIT.units


def _fitting(span: Span, used: _Size) -> int:
    """How many characters of `span`, which does not fit beside `used`, would."""
    low, high = 0, min(len(span.text) - 1, LIMIT.units)
    while low < high:
        middle = (low + high + 1) // 2
        if (used + _span_size(replace(span, text=span.text[:middle]))).fits(LIMIT):
            low = middle
        else:
            high = middle - 1
    return low


def _line_size(line: Line) -> _Size:
    return sum(map(_span_size, line), _BREAK)


def _span_size(span: Span) -> _Size:
    marks = (span.bold, span.italic, span.struck, span.underlined, span.href is not None)
    formats = 1 if span.code else sum(marks)
    return _Size(utf16_length(span.text), formats, len(line_html((span,)).encode()))


def _is_visible(group: list[Block]) -> bool:
    return any(
        not char.isspace() and unicodedata.category(char) != "Cf"
        for block in group
        for char in block_plain(block)
    )


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _join(group: list[Block], texts: list[str]) -> str:
    joined = "".join(
        (separator(block) if index else "") + text
        for index, (block, text) in enumerate(zip(group, texts, strict=True))
    )
    return joined.strip()
