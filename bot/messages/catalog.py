"""The texts of the bot: one TOML file per language, filled with values, never with markup.

A template may hold `<b>`, `<i>` and `<code>` and `{placeholder}`s. Values are inserted as spans
after the template was parsed, so that nothing from outside is ever read as markup. An entry with
`one` and `other` is a plural, chosen by the value `count`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources

from bot.messages.rich import Block, Blocks, Line, Span

Value = str | int | Span | Line
"""What a placeholder can be filled with; an int is written with the language's separators."""

DEFAULT_LANGUAGE = "vi"

_THOUSANDS = {"vi": ".", "en": ","}
_TOKEN = re.compile(r"<(/?)(b|i|code)>|\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Fixed text, or the slot `name` when it is not None, in one format."""

    text: str = ""
    name: str | None = None
    bold: bool = False
    italic: bool = False
    code: bool = False


_Template = tuple[_Piece, ...]


def format_number(number: int, language: str) -> str:
    """1234567 as `1.234.567` in Vietnamese and `1,234,567` in English."""
    return f"{number:,}".replace(",", _THOUSANDS.get(language, " "))


class Catalog:
    """All texts in all languages, parsed once. Unknown languages speak Vietnamese."""

    def __init__(self, texts: Mapping[str, Mapping[str, object]]) -> None:
        """`texts` maps a language to its nested tables of templates.

        Raises:
            ValueError: a tag is not closed in the order it was opened.
        """
        self._templates = {
            language: {key: _parse(text) for key, text in _flatten(tables)}
            for language, tables in texts.items()
        }

    @classmethod
    def load(cls) -> Catalog:
        """The catalogue of the TOML files beside this module; each one is a language."""
        files = resources.files("bot.messages")
        return cls(
            {
                entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
                for entry in files.iterdir()
                if entry.name.endswith(".toml")
            }
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes, Vietnamese first."""
        return tuple(sorted(self._templates, key=lambda code: (code != DEFAULT_LANGUAGE, code)))

    def keys(self, language: str) -> frozenset[str]:
        """Every key of one language, plural forms as `key.one` and `key.other`."""
        return frozenset(self._templates[language])

    def placeholders(self, language: str, key: str) -> frozenset[str]:
        """Names of the slots of one template (a key as `keys` lists it)."""
        return frozenset(piece.name for piece in self._templates[language][key] if piece.name)

    def line(self, language: str, key: str, /, **values: Value) -> Line:
        """One line of text.

        Raises:
            KeyError: no such key, or a placeholder without a value.
            ValueError: the text has several lines.
        """
        (only,) = self.lines(language, key, **values)
        return only

    def lines(self, language: str, key: str, /, **values: Value) -> tuple[Line, ...]:
        """The text line by line; a blank line is an empty tuple. Raises `KeyError`."""
        done: list[list[Span]] = [[]]
        for piece in self._find(language, key, values):
            if piece.name is not None:
                done[-1].extend(_fill(piece, values[piece.name], language))
                continue
            first, *rest = piece.text.split("\n")
            for index, text in enumerate((first, *rest)):
                if index:
                    done.append([])
                if text:
                    done[-1].append(Span(text, piece.bold, piece.italic, piece.code))
        return tuple(tuple(spans) for spans in done)

    def blocks(self, language: str, key: str, /, **values: Value) -> Blocks:
        """The text as blocks, one per paragraph between blank lines. Raises `KeyError`."""
        groups: list[list[Line]] = [[]]
        for item in self.lines(language, key, **values):
            if item:
                groups[-1].append(item)
            else:
                groups.append([])
        return tuple(Block(tuple(group)) for group in groups if group)

    def text(self, language: str, key: str, /, **values: Value) -> str:
        """The words alone, lines separated by line breaks. Raises `KeyError`."""
        return "\n".join(
            "".join(span.text for span in item) for item in self.lines(language, key, **values)
        )

    def _find(self, language: str, key: str, values: Mapping[str, Value]) -> _Template:
        templates = self._templates.get(language) or self._templates[DEFAULT_LANGUAGE]
        if key in templates:
            return templates[key]
        return templates[f"{key}.{'one' if values.get('count') == 1 else 'other'}"]


def _flatten(tables: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in tables.items():
        if isinstance(value, Mapping):
            flat += _flatten(value, f"{prefix}{key}.")
        else:
            flat.append((prefix + key, str(value)))
    return flat


def _parse(text: str) -> _Template:
    pieces: list[_Piece] = []
    open_tags: list[str] = []
    at = 0

    def piece(fixed: str = "", name: str | None = None) -> _Piece:
        return _Piece(fixed, name, "b" in open_tags, "i" in open_tags, "code" in open_tags)

    text = text.strip("\n")
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            pieces.append(piece(text[at : match.start()]))
        at = match.end()
        closing, tag, name = match.groups()
        if name:
            pieces.append(piece(name=name))
        elif not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            raise ValueError(f"unexpected </{tag}> in {text!r}")
    if open_tags:
        raise ValueError(f"<{open_tags[-1]}> is not closed in {text!r}")
    if at < len(text):
        pieces.append(piece(text[at:]))
    return tuple(pieces)


def _fill(piece: _Piece, value: Value, language: str) -> list[Span]:
    if isinstance(value, int):
        value = format_number(value, language)
    if isinstance(value, str):
        value = Span(value)
    spans = (value,) if isinstance(value, Span) else value
    return [
        replace(
            span,
            text=span.text.replace("\n", " "),
            bold=span.bold or piece.bold,
            italic=span.italic or piece.italic,
            code=span.code or piece.code,
        )
        for span in spans
    ]
