"""The parse oracle accepts and refuses what Telegram does."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.entities import parse, utf16_length
from tests.botapi.errors import ApiError


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<a href='https://a.example/'>x</a>", "text_link"),
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "custom_emoji"),
        ("<pre>x</pre>", "pre"),
        ("<code>x</code>", "code"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_supported_tag_becomes_an_entity(markup: str, kind: str) -> None:
    """Each tag that Telegram knows is one entity over the whole text."""
    formatted = parse(markup, "HTML")
    assert [item["type"] for item in formatted.entities] == [kind]
    assert formatted.entities[0]["length"] == utf16_length(formatted.text)
    assert formatted.dropped == ()


@pytest.mark.parametrize(
    "markup",
    [
        "a<br>b",
        "<p>x</p>",
        "<h1>x</h1>",
        "<ul><li>x</li></ul>",
        "<b>x",
        "x</b>",
        "a < b",
        "<b><i>x</b></i>",
    ],
)
def test_other_markup_is_refused(markup: str) -> None:
    """What Telegram does not know is 400 in TDLib's words, and a violation."""
    with pytest.raises(ApiError, match="can't parse entities: ") as caught:
        parse(markup, "HTML")
    assert caught.value.code == 400
    assert caught.value.violation


def test_four_named_entities_are_known_and_others_stay() -> None:
    """lt, gt, amp and quot are decoded, other names are shown as they are."""
    assert parse("&lt;&gt;&amp;&quot;&nbsp;x", "HTML").text == '<>&"&nbsp;x'


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_escaped_text_arrives_unchanged(text: str) -> None:
    """Any text that is escaped arrives as it was, but for white space at its ends."""
    assert parse(escape(text), "HTML").text == text.strip()


@given(st.text("aế😀 ", max_size=20), st.text("bở🎉", min_size=1, max_size=20))
def test_offsets_count_utf16_units(before: str, bold: str) -> None:
    """The bold part is found again at its offset in UTF-16, trimmed text or not."""
    formatted = parse(f"{before}<b>{bold}</b>", "HTML")
    (entity,) = formatted.entities
    units = formatted.text.encode("utf-16-le")
    found = units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
    assert found.decode("utf-16-le") == bold


@pytest.mark.parametrize("href", ["", "nowhere", "javascript:alert(1)", "/news/1.html", "tel:+84"])
def test_link_that_telegram_drops_is_reported(href: str) -> None:
    """A link with an address that Telegram does not take is accepted and lost: a violation."""
    formatted = parse(
        f'<a href="{href}">x</a> <a href="https://a.example/?a=1&amp;b=2">y</a>', "HTML"
    )
    assert [item["type"] for item in formatted.entities] == ["text_link"]
    assert formatted.dropped == (f"the link to {href!r} is dropped",)


def test_nested_block_quotation_is_reported() -> None:
    """A quotation inside another is accepted and lost, two in a row are not."""
    quote = "<blockquote>{}</blockquote>"
    assert parse(quote.format("a" + quote.format("b")), "HTML").dropped
    assert not parse(quote.format("a") + "\n" + quote.format("b"), "HTML").dropped


def test_addresses_commands_and_tags_are_found() -> None:
    """Telegram marks them itself, outside of links and code, and they are not counted as given."""
    formatted = parse("<code>/no</code> /help https://a.example #tin", "HTML")
    kinds = [item["type"] for item in formatted.entities]
    assert kinds == ["code", "bot_command", "url", "hashtag"]
    assert formatted.given == 1


def test_markdown_v2_wants_its_escapes() -> None:
    """A bare full stop is refused in MarkdownV2, an escaped one is not."""
    with pytest.raises(ApiError, match="reserved"):
        parse("*a*.", "MarkdownV2")
    assert parse(r"*a*\.", "MarkdownV2").text == "a."


def test_given_entities_must_lie_inside_the_text() -> None:
    """Explicit entities are kept, but not beyond the end of the text."""
    inside = {"type": "bold", "offset": 0, "length": 2}
    assert parse("😀", None, [inside]).entities == (inside,)
    with pytest.raises(ApiError, match="out of bounds"):
        parse("a", None, [inside])


def test_unknown_parse_mode_is_refused() -> None:
    """Only HTML, MarkdownV2 and Markdown exist."""
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        parse("a", "BBCode")
