"""Formatted text as a string: for Telegram (HTML), or without markup. `ansi` draws it in terminals.

Telegram's HTML knows few tags and refuses a message with any other one (Bot API, "HTML style");
this module writes `b i u s code a blockquote` only. All text passes `clean` on its way out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import groupby
from urllib.parse import quote, urlsplit, urlunsplit

from bot.messages.rich import Block, Blocks, Line, Span

MAX_URL = 2_000
"""Characters of a link's address; longer ones are dropped (clients cut them)."""

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters: TDLib refuses or blanks them
    "\ud800-\udfff"  # lone surrogates are not text: UTF-8 cannot hold them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls can reorder what follows
    "\ufff9-\ufffb\ufffe\uffff"  # interlinear annotations and non-characters
    "]"
)
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029\t]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_TG_URL = re.compile(r"tg://[a-z]+\?[a-z0-9_]+=[A-Za-z0-9_-]+(?:&[a-z0-9_]+=[A-Za-z0-9_-]+)*")
_URL_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def clean(text: str) -> str:
    """`text` without what no message may carry; line breaks and tabs become spaces."""
    return _UNWANTED.sub("", _BREAKS.sub(" ", text))


def safe_url(href: str | None) -> str | None:
    """`href` as Telegram takes it, or None unless it is an http(s) or tg address.

    Percent-encoded where needed, the host in its ASCII form. Telegram drops other links silently
    and refuses a whole message for a bad address behind a button: hosts without a dot, user names
    before the host and the like get None (TDLib, `LinkManager::get_checked_link`).
    """
    if href is None or len(href) > MAX_URL or clean(href) != href:
        return None
    if _TG_URL.fullmatch(href):
        return href
    try:
        parts = urlsplit(href)
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # a malformed port or bracket, or a name that IDNA does not know
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    path = parts.path or ("/" if parts.query or parts.fragment else "")
    path = quote(urlunsplit(("", "", path, parts.query, parts.fragment)), _URL_SAFE)
    return f"{parts.scheme}://{host}{port}{path}"


def clean_block(block: Block) -> Block:
    """The block with its text cleaned, impossible links dropped and equal neighbours joined."""
    return Block(
        tuple(clean_line(item) for item in block.lines),
        quote=block.quote,
        expandable=block.expandable,
        tight=block.tight,
    )


def clean_line(line: Line) -> Line:
    """See `clean_block`."""
    spans = [replace(span, text=clean(span.text), href=safe_url(span.href)) for span in line]
    return tuple(
        replace(style, text="".join(span.text for span in run))
        for style, run in groupby(
            (span for span in spans if span.text), key=lambda span: replace(span, text="")
        )
    )


def render_html(blocks: Blocks) -> str:
    """Telegram HTML: every character that is not markup is escaped."""
    return _join(blocks, [block_html(clean_block(block)) for block in blocks])


def render_plain(blocks: Blocks) -> str:
    """The same words without markup."""
    return _join(blocks, [block_plain(clean_block(block)) for block in blocks])


def block_html(block: Block) -> str:
    """One cleaned block as Telegram HTML."""
    body = "\n".join(line_html(line) for line in block.lines)
    if not block.quote or not body.strip():
        return body
    tag = "blockquote expandable" if block.expandable else "blockquote"
    return f"<{tag}>{body}</blockquote>"


def block_plain(block: Block) -> str:
    """One cleaned block without markup."""
    return "\n".join("".join(span.text for span in line) for line in block.lines)


def line_html(line: Line) -> str:
    """One cleaned line as Telegram HTML."""
    return "".join(map(_span_html, line))


def separator(block: Block) -> str:
    """What stands between `block` and the one before it."""
    return "\n" if block.tight else "\n\n"


def _join(blocks: Blocks, texts: list[str]) -> str:
    return "".join(
        (separator(block) if index else "") + text
        for index, (block, text) in enumerate(zip(blocks, texts, strict=True))
    )


def _span_html(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.code:  # Telegram allows no other format inside code
        return f"<code>{text}</code>"
    if span.italic:
        text = f"<i>{text}</i>"
    if span.underlined:
        text = f"<u>{text}</u>"
    if span.struck:
        text = f"<s>{text}</s>"
    if span.bold:
        text = f"<b>{text}</b>"
    return text if span.href is None else f'<a href="{escape(span.href)}">{text}</a>'
