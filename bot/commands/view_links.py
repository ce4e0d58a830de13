"""Links from one view to another: a tap on a name in a text opens the bot at what it is about.

A link is `https://t.me/<bot>?start=<payload>`, the payload 1–64 of `A-Za-z0-9_-`
(https://core.telegram.org/bots/features#deep-linking), and opens the private chat, from groups
too. What it carries is the name itself, so that it works as long as any article names it:

    nguoi_doan-thi-hao     a person, by slug
    donvi_dang-uy-khoi     a body, by slug; where that is too long, by an article that names it
                           and a hash of it: donvi_k3f9a2b7qx_5d41402a
    vanban_chi-thi_5_tw    a document, its key with `_` for `/`
    ky_2023-Q3             a period, its key with `_` for `..`

A name that does not fit into a payload has no link. In the terminal a link leads nowhere: there
the commands are told instead.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.commands.command import TERMINAL_CHAT, Context
from bot.commands.period_words import period_words
from bot.dossiers.document import may_be_one
from bot.dossiers.names import Named
from bot.messages.naming import bot_link
from bot.messages.rich import Block, Line, Span

MOST = 4
"""Links in one sentence: Telegram counts a hundred marks to a message, and blue words tire."""

MOST_COMMANDS = 6
"""Commands told in the terminal."""

_PERSON, _BODY, _DOCUMENT, _PERIOD = "nguoi_", "donvi_", "vanban_", "ky_"
MAX_PAYLOAD = 64
"""Characters."""

_ID = re.compile(r"[A-Za-z0-9]{1,40}")
_REFERENCE = re.compile(r"(?P<id>[A-Za-z0-9]{1,40})_(?P<hash>[0-9a-f]{8})")
_SLUG = re.compile(r"[a-z0-9-]+")
_DOCUMENT_KEY = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_PERIOD_KEY = re.compile(r"[0-9A-Z-]+(?:\.\.[0-9-]+)?")


def payload_of(name: Named, article_id: str = "") -> str | None:
    """What a link to the view of `name` carries; None: it cannot be carried.

    `article_id`: an article that names it; "": none is at hand.
    """
    if name.kind == "person" and _SLUG.fullmatch(name.key):
        return _PERSON + name.key
    if name.kind == "body" and _SLUG.fullmatch(name.key):
        short = _BODY + name.key
        if len(short) <= MAX_PAYLOAD or not _ID.fullmatch(article_id):
            return short
        return f"{_BODY}{article_id}_{hash_of(name.key)}"
    if name.kind == "document" and _DOCUMENT_KEY.fullmatch(name.key):
        return _DOCUMENT + name.key.replace("/", "_")
    if name.kind == "period" and _PERIOD_KEY.fullmatch(name.key) and period_words(name.key):
        return _PERIOD + name.key.replace("..", "_")
    return None


def hash_of(slug: str) -> str:
    """Eight digits that stand for a body among those that one article names."""
    return hashlib.sha256(slug.encode()).hexdigest()[:8]


def action_of(payload: str) -> str | None:
    """The command line, as behind a button, that a payload asks for; None: it is none of these."""
    if payload.startswith(_PERSON) and _SLUG.fullmatch(payload.removeprefix(_PERSON)):
        return f"nguoi {payload.removeprefix(_PERSON)}"
    if payload.startswith(_BODY) and _SLUG.fullmatch(payload.removeprefix(_BODY)):
        return f"donvi ={payload.removeprefix(_BODY)}"
    reference = _REFERENCE.fullmatch(payload.removeprefix(_BODY))
    if payload.startswith(_BODY) and reference is not None:
        return f"donvi @{reference['id']}.{reference['hash']}"
    key = payload.removeprefix(_DOCUMENT).replace("_", "/")
    if payload.startswith(_DOCUMENT) and _DOCUMENT_KEY.fullmatch(key):
        return f"vanban {key}"
    key = payload.removeprefix(_PERIOD).replace("_", "..")
    if payload.startswith(_PERIOD) and (words := period_words(key)):
        return f"ky 1 {words}"
    return None


def link_of(context: Context, name: Named, article_id: str = "") -> str | None:
    """The address that opens the view of `name`; None: there can be none, or not from here.

    `article_id` as for `payload_of`.
    """
    payload = payload_of(name, article_id)
    return None if payload is None else bot_link(context.bot_username, payload)


def linked(
    context: Context,
    text: str,
    names: Sequence[Named],
    *,
    article_id: str = "",
    but: Named | None = None,
) -> Line:
    """`text` as spans, its first `MOST` different names linked; `but` is the view it stands in.

    `article_id`: the article that it is from.
    """
    spans: list[Span] = []
    at = 0
    seen: set[tuple[str, str]] = set()
    for name in names:
        begin = text.find(name.words, at)
        if begin < 0 or (name.kind, name.key) in seen or len(seen) >= MOST or _is_same(name, but):
            continue
        href = link_of(context, name, article_id)
        if href is None:
            continue
        seen.add((name.kind, name.key))
        spans += [Span(text[at:begin]), Span(name.words, href=href)]
        at = begin + len(name.words)
    return tuple(span for span in (*spans, Span(text[at:])) if span.text)


def commands_to(
    context: Context, names: Iterable[Named], *, but: Named | None = None
) -> tuple[Block, ...]:
    """In the terminal, what to type for the views of these; elsewhere nothing: links are there."""
    if context.request.chat_id != TERMINAL_CHAT:
        return ()
    others = (_command(it) for it in names if not _is_same(it, but))
    found = [it for it in dict.fromkeys(others) if it is not None]
    if not found:
        return ()
    lines: Iterator[Line] = ((Span(it, code=True),) for it in found[:MOST_COMMANDS])
    return (Block((context.line("dossier.see_too"), *lines)),)


def _is_same(name: Named, other: Named | None) -> bool:
    """Whether both may lead to one view: a document is often cited without its issuer."""
    if other is None or name.kind != other.kind:
        return False
    if name.kind == "document":
        return may_be_one(name.key, other.key)
    return name.key == other.key


def _command(name: Named) -> str | None:
    if payload_of(name) is None:
        return None
    if name.kind == "period":
        return f"/ky {period_words(name.key)}"
    if name.kind == "document":
        return f"/vanban {name.words}"
    return f"/{'nguoi' if name.kind == 'person' else 'donvi'} {name.words}"
