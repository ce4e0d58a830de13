"""Tests of cutting text into messages."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.render import render_html, render_plain
from bot.messages.rich import Blocks, Button, Span, block, line
from bot.messages.split import cut_at, split, starts_grapheme, utf16_length
from tests.messages.oracle import check_part, parse_html
from tests.messages.strategies import blocks, grown, words

BUTTONS = ((Button(label="Xem", action="xem abc"),),)


def bare(text: str) -> str:
    """The text without white space and characters of no width."""
    return "".join(
        char for char in text if not char.isspace() and unicodedata.category(char) != "Cf"
    )


@settings(max_examples=100, deadline=None)
@given(blocks, st.sampled_from([1, 1, 20, 300]))
def test_every_part_passes_tdlib_and_nothing_is_lost(content: Blocks, factor: int) -> None:
    """Telegram's parser takes each part, and the parts together say exactly what was to be said."""
    content = grown(content, factor)
    parts = split(content, BUTTONS)
    for part in parts:
        check_part(part)
    whole = bare(render_plain(content))
    said = bare("".join(part.plain for part in parts))
    assert said == (whole or "…")
    assert [part.buttons for part in parts] == [()] * (len(parts) - 1) + [BUTTONS]


@settings(max_examples=100, deadline=None)
@given(blocks)
def test_html_and_plain_say_the_same(content: Blocks) -> None:
    """Rendered whole, TDLib sees in the HTML the words of the plain rendering."""
    text, _ = parse_html("-" + render_html(content))
    assert bare(text) == "-" + bare(render_plain(content))


def test_forty_thousand_characters() -> None:
    """A paragraph of 40,000 characters becomes parts cut after sentences."""
    sentence = "Hội nghị thông qua nghị quyết về phát triển rừng <&> \U0001f333. "
    parts = split((block((sentence * 700)[:40_000]),))
    assert 10 <= len(parts) <= 12
    for part in parts[:-1]:
        check_part(part)
        assert part.plain.endswith(".")
        assert utf16_length(part.plain) > 3_900


def test_cuts_between_blocks_first() -> None:
    """Blocks that fit stay whole: a cut falls between them."""
    paragraphs = [f"{number} " + "tin " * 400 for number in range(9)]
    parts = split(tuple(block(text) for text in paragraphs))
    assert [part.plain.count("\n\n") for part in parts] == [1, 1, 1, 1, 0]


def test_cuts_between_lines_next() -> None:
    """A block that is too long is cut between its lines, its quotation drawn in each part."""
    parts = split((block(*[f"{number} " + "tin " * 300 for number in range(9)], quote=True),))
    assert len(parts) == 3
    for part in parts:
        assert part.html.startswith("<blockquote>")
        assert len(part.plain.split("\n")) == 3


def test_many_entities_make_more_parts() -> None:
    """Telegram ignores all entities but the first hundred, so a part holds fewer."""
    content = tuple(
        block(line(Span(f"tin {n}", bold=True, href="https://a.vn"))) for n in range(99)
    )
    parts = split(content)
    assert len(parts) == 3
    assert sum(len(check_part(part)) for part in parts) == 198


def test_long_links_make_more_parts() -> None:
    """Addresses count before parsing: 200 long ones do not fit into one message."""
    url = "https://tinh.example/" + "a" * 900
    for part in (parts := split(tuple(block(line(Span("x", href=url))) for _ in range(80)))):
        check_part(part)
    assert len(parts) == 3


def test_buttons_without_text() -> None:
    """Buttons need a message to hang on; nothing at all needs none."""
    assert [part.plain for part in split((), BUTTONS)] == ["…"]
    assert [part.plain for part in split((block(" \u200b "),))] == ["…"]
    assert split(()) == ()


@given(words.filter(lambda text: len(text) > 3), st.data())
def test_cut_keeps_graphemes(text: str, data: st.DataObject) -> None:
    """A cut never falls before a combining mark unless the letter alone is longer than a part."""
    limit = data.draw(st.integers(1, len(text) - 1))
    at = cut_at(text, limit)
    assert 1 <= at <= limit
    if any(starts_grapheme(text, place) for place in range(1, limit + 1)):
        assert not unicodedata.combining(text[at])


def test_flags_and_families_stay_whole() -> None:
    """A flag, a family and a skin tone are each one character to the reader."""
    text = "🇻🇳🇻🇳👨‍👩‍👧👍🏽e\u0323\u0302"
    starts = [0] + [at for at in range(1, len(text)) if starts_grapheme(text, at)]
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert pieces == ["🇻🇳", "🇻🇳", "👨‍👩‍👧", "👍🏽", "e\u0323\u0302"]
