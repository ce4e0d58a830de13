"""Tests of the message files and the catalogue that reads them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.commands.table import COMMANDS
from bot.messages.catalog import Catalog
from bot.messages.rich import Span
from storage.text import fold

CATALOG = Catalog.load()
BOT = Path(__file__).resolve().parents[2] / "bot"
ENGLISH = CATALOG.keys("en")


def whole(key: str) -> str:
    """The key as code writes it: without the form of a plural."""
    base, _, form = key.rpartition(".")
    is_plural = form in ("one", "other") and {f"{base}.one", f"{base}.other"} <= ENGLISH
    return base if is_plural else key


SPEAKING = {"text", "line", "lines", "block", "blocks", "button", "UserError", "_say"}
"""Functions whose first argument (the second after a language) is a key."""


def code() -> list[ast.AST]:
    """Every node of the package's syntax trees."""
    return [
        node for path in BOT.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def literals(nodes: list[ast.AST]) -> tuple[set[str], tuple[str, ...]]:
    """All strings, and the beginnings of f-strings that end with a dot."""
    full: set[str] = set()
    begun: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            begun.add(str(node.values[0].value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            full.add(node.value)
    return full, tuple(text for text in begun if re.fullmatch(r"([a-z_]+\.)+", text))


def spoken(nodes: list[ast.AST]) -> set[str]:
    """The keys that are written out where something is said."""
    return {
        argument.value
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in SPEAKING
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", argument.value)
    }


def test_both_languages_have_the_same_keys() -> None:
    """A text exists in every language; plural forms may differ."""
    keys = [{whole(key) for key in CATALOG.keys(code)} for code in CATALOG.languages]
    assert CATALOG.languages == ("vi", "en")
    assert keys[0] == keys[1]


def test_both_languages_have_the_same_placeholders() -> None:
    """A text takes the same values in every language; only the singular may leave out the count."""
    expected: dict[str, frozenset[str]] = {}
    for code in CATALOG.languages:
        for key in sorted(CATALOG.keys(code), reverse=True):
            slots = CATALOG.placeholders(code, key)
            if whole(key) != key and key.endswith(".one"):
                slots |= {"count"}
            assert slots == expected.setdefault(whole(key), slots), (code, key)


def test_every_key_is_used_and_every_used_key_exists() -> None:
    """No dead text, no missing text."""
    keys = {whole(key) for key in CATALOG.keys("vi")}
    nodes = code()
    full, begun = literals(nodes)
    assert {key for key in keys - full if not key.startswith(begun)} == set()
    assert len(spoken(nodes)) > 50
    assert spoken(nodes) - keys == set()


@pytest.mark.parametrize("language", CATALOG.languages)
def test_every_text_fills_and_is_not_empty(language: str) -> None:
    """Each text can be filled with values of its placeholders and says something."""
    for key in CATALOG.keys(language):
        values = dict.fromkeys(CATALOG.placeholders(language, key), "x")
        assert CATALOG.text(language, key, **values).strip(), key


def test_languages_are_not_mixed() -> None:
    """Vietnamese sentences have diacritics, English ones have none but in names and examples."""
    names = {"language.done", "menu.language", "button.other_language", "start.text", "start.group"}
    names |= {key for key in CATALOG.keys("en") if key.startswith(("weekday_short", "help"))}
    for key in CATALOG.keys("vi"):
        text = CATALOG.text("vi", key, **dict.fromkeys(CATALOG.placeholders("vi", key), ""))
        words = re.findall(r"[^\W\d_]+", text)
        if len(words) > 2 and whole(key) not in names:
            assert fold(text) != text.casefold(), key
        english = {"the", "and", "of", "is", "not", "you"} & set(text.casefold().split())
        assert not english, key
    for key in CATALOG.keys("en"):
        values = dict.fromkeys(CATALOG.placeholders("en", key), "")
        text = "".join(
            span.text
            for item in CATALOG.lines("en", key, **values)
            for span in item
            if not span.code
        )
        if whole(key) not in names:
            assert fold(text) == text.casefold(), key


def test_command_descriptions_fit_telegram() -> None:
    """Names and descriptions are within https://core.telegram.org/bots/api#botcommand."""
    for command in COMMANDS:
        for code in CATALOG.languages:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", command.shown_name(code))
            assert 1 <= len(CATALOG.text(code, command.description)) <= 256


def test_values_are_never_parsed() -> None:
    """Markup and braces in a value are text; a span keeps its format inside the template's."""
    catalog = Catalog({"vi": {"a": {"b": "x <b>{name}</b> {count}"}}})
    filled = catalog.line("vi", "a.b", name=Span("<i>{count}", italic=True), count=1234)
    assert filled == (
        Span("x "),
        Span("<i>{count}", bold=True, italic=True),
        Span(" "),
        Span("1.234"),
    )


def test_plural_and_unknown_language() -> None:
    """`count` chooses the form; a language without a file speaks Vietnamese."""
    catalog = Catalog(
        {"vi": {"n": "{count} bài"}, "en": {"n": {"one": "one", "other": "{count} articles"}}}
    )
    assert [catalog.text("en", "n", count=n) for n in (0, 1, 2000)] == [
        "0 articles",
        "one",
        "2,000 articles",
    ]
    assert catalog.text("fr", "n", count=1) == "1 bài"


def test_paragraphs_and_lines() -> None:
    """Blank lines separate blocks, line breaks separate lines, in values they are spaces."""
    catalog = Catalog({"vi": {"t": "\n<b>a\nb</b>\n\n{c}\n"}})
    blocks = catalog.blocks("vi", "t", c="x\ny")
    assert [len(item.lines) for item in blocks] == [2, 1]
    assert blocks[0].lines[1] == (Span("b", bold=True),)
    assert catalog.text("vi", "t", c="x\ny") == "a\nb\n\nx y"


@pytest.mark.parametrize("text", ["<b>x", "x</b>", "<b><i>x</b></i>"])
def test_broken_markup_is_refused(text: str) -> None:
    """A tag that is not closed in order is an error at load, not on a reader's screen."""
    with pytest.raises(ValueError, match="<"):
        Catalog({"vi": {"t": text}})
