"""Tests of rendering for Telegram and the terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.messages.ansi import render_ansi
from bot.messages.render import clean, render_html, render_plain, safe_url
from bot.messages.rich import Blocks, Span, block, line
from tests.messages.oracle import parse_html
from tests.messages.strategies import blocks, hrefs

ESCAPES = re.compile(r"\x1b\][^\x1b]*\x1b\\|\x1b\[[0-9;]*m")


def test_markup_is_escaped() -> None:
    """A title full of markup is text."""
    html = render_html((block(line(Span('<b>&"', bold=True, href="https://a.vn/?x=1&y=2"))),))
    assert html == '<a href="https://a.vn/?x=1&amp;y=2"><b>&lt;b&gt;&amp;"</b></a>'


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://tinh.example/tin?id=5&trang=2#a", "https://tinh.example/tin?id=5&trang=2#a"),
        ("http://tinh.example/tin tức", "http://tinh.example/tin%20t%E1%BB%A9c"),
        ("https://a.vn/%C4%91", "https://a.vn/%C4%91"),
        ("tg://user?id=1", "tg://user?id=1"),
        ("https://tỉnh.example:8443//a", "https://xn--tnh-dlz.example:8443//a"),
        ("http://1.2.3.4/x", "http://1.2.3.4/x"),
        ("http://localhost/x", None),
        ("https://user@a.vn/", None),
        ("https://-a.vn/", None),
        ("tg://", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("//a.vn", None),
        ("https://a.vn/\nx", None),
        ("https://a.vn:port/", None),
        ("http://[x", None),
        ("https://a.vn/" + "x" * 3_000, None),
        (None, None),
    ],
)
def test_links(href: str | None, kept: str | None) -> None:
    """Web and tg addresses are kept, percent-encoded; all others lose the link, not the text."""
    assert safe_url(href) == kept
    text, entities = parse_html(render_html((block(line(Span("tin", href=href))),)))
    assert text == "tin"
    assert len(entities) == (kept is not None)


PIECES = "a b.vn . .. - _ [::1] 1.2.3.4 :80 :99999 : / ? # % é @ \\ [ { | ' \" < & // 🇻🇳 A.B"
ADDRESSES = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=6).map(
    lambda pieces: "https://" + "".join(pieces)
)


@given(hrefs | ADDRESSES)
def test_tdlib_keeps_each_link_that_is_written(href: str | None) -> None:
    """What `safe_url` lets through TDLib does not drop silently."""
    html = render_html((block(line(Span("tin", href=href))),))
    assert len(parse_html(html)[1]) == html.count("<a ")


@given(st.text())
def test_clean_text_is_harmless(text: str) -> None:
    """No control character, surrogate, line break or bidi control survives."""
    cleaned = clean(text)
    cleaned.encode()
    assert cleaned.isprintable() or not set(cleaned) & set("\n\r\x1b\u202e\u2066\u2028")
    assert clean(cleaned) == cleaned


def test_terminal_wraps_to_its_width() -> None:
    """Lines are wrapped between words, a quotation is drawn with a bar on each row."""
    text = "Hội đồng nhân dân tỉnh thông qua mười nghị quyết quan trọng tại kỳ họp"
    drawn = render_ansi((block(text, quote=True),), width=38, hyperlinks=False, color=False)
    assert drawn.splitlines() == [
        "│ Hội đồng nhân dân tỉnh thông qua",
        "│ mười nghị quyết quan trọng tại kỳ",
        "│ họp",
    ]


def test_terminal_links() -> None:
    """A link is an OSC 8 hyperlink where the terminal has them, else the address is written out."""
    content = (block(line(Span("Tin", href="https://a.vn"))),)
    assert render_ansi(content, width=38, hyperlinks=False, color=False) == "Tin\nhttps://a.vn\n"
    linked = render_ansi(content, width=38, hyperlinks=True, color=True)
    assert ";https://a.vn\x1b\\Tin\x1b]8;;\x1b\\" in linked
    assert ESCAPES.sub("", linked) == "Tin\n"


@given(blocks.filter(lambda b: len(render_plain(b)) < 2_000), st.booleans(), st.booleans())
def test_terminal_says_the_same(content: Blocks, hyperlinks: bool, color: bool) -> None:
    """Beside wrapping, bars and addresses the terminal shows the same words and no raw escapes."""
    drawn = render_ansi(content, width=40, hyperlinks=hyperlinks, color=color)
    if not color and not hyperlinks:
        assert "\x1b" not in drawn
    shown = ESCAPES.sub("", drawn)
    assert "\x1b" not in shown
    if hyperlinks:
        assert "".join(shown.replace("│", "").split()) == "".join(
            render_plain(content).replace("│", "").split()
        )
        assert all(cell_len(row) <= 40 for row in shown.splitlines())
