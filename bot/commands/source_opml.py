"""/nguon opml, /sources opml: subscription lists (OPML) out and in, as `diemtin sources` has them.

Without a document the bot answers with its own list; `tatca` adds the known sources that are not
in use. A document sent along, or alone, is read and told about; only the answer to that adds
anything. What waits for the answer is the list itself: it is looked through again then, so that
what was added meanwhile is not added twice.
"""

from __future__ import annotations

import base64
import secrets
import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from bot.commands.command import Context
from bot.commands.files import content_of
from bot.commands.listing import NAME_LENGTH, shorten
from bot.errors import SourceUnreadable, UserError
from bot.messages.rich import Block, File, Line, Reply, line
from bot.sources.known import known_sources
from bot.sources.opml import KINDS, Outline, read_opml, write_opml
from storage.models import Instant, Record
from storage.text import fold

if TYPE_CHECKING:
    from bot.ingest.list_import import ImportPlan

FILE_NAME = "diem-tin.opml"
MEDIA_TYPE = "text/x-opml"

YES, OFF, NO = "dongy", "tat", "thoi"
_ALL = ("tatca", "all")
PENDING = "opml:"
"""Prefix of the values under which lists wait."""
KEPT = 5
EXPIRES = timedelta(hours=24)
MAX_SHOWN = 12
"""Names of each kind that are told; the others are counted."""
_ERROR_LENGTH = 160


class Pending(Record, frozen=True, kw_only=True):
    """A list that waits for its answer: `packed` is the JSON of its outlines, zlib, base64."""

    packed: str
    at: Instant


def opml(context: Context, argument: str) -> Reply:
    """A document sent along is read; without one the bot's own list is sent, `tatca` with all.

    `dongy <id>`, `tat <id>` and `thoi <id>`, behind the buttons, answer.

    Raises:
        UserError: the document is no list, too large or could not be fetched; or the question was
            answered, or is too old.
    """
    word, _, key = argument.strip().partition(" ")
    if word in (YES, OFF, NO):
        return _decide(context, word, key.strip())
    if context.request.file is not None:
        return _asked(context, _read(content_of(context.request.file)))
    return _written(context, everything=fold(word) in _ALL)


def _written(context: Context, *, everything: bool) -> Reply:
    have = context.sources
    offered = [it for it in known_sources() if it.id not in have] if everything else []
    sources = [it for it in (*have.values(), *offered) if it.kind in KINDS and it.url]
    if not sources:
        raise UserError("opml.none")
    return Reply(
        context.blocks("opml.how"),
        file=File(
            FILE_NAME,
            write_opml(sources, title="Điểm Tin"),
            MEDIA_TYPE,
            context.line("opml.caption", count=len(sources)),
        ),
    )


def _read(content: bytes) -> list[Outline]:
    try:
        return read_opml(content)
    except SourceUnreadable as error:
        raise UserError("opml.unreadable", error=shorten(str(error), _ERROR_LENGTH)) from error


def _asked(context: Context, outlines: Sequence[Outline]) -> Reply:
    plan = _plan(context, outlines)
    blocks = _told(context, plan, total=len(outlines))
    if not plan.added:
        return Reply(blocks)
    pending = Pending(packed=_packed(outlines), at=context.now)
    key = secrets.token_hex(5)
    context.store.put_value(f"{PENDING}{key}", msgspec.json.encode(pending).decode())
    context.store.prune_values(PENDING, keep=KEPT)
    count = len(plan.added)
    return Reply(
        (*blocks, *context.blocks("opml.ask")),
        buttons=(
            (context.button("button.add_list", f"nguon opml {YES} {key}", count=count),),
            (context.button("button.add_list_off", f"nguon opml {OFF} {key}", count=count),),
            (context.button("button.do_not_add", f"nguon opml {NO} {key}"),),
        ),
    )


def _decide(context: Context, answer: str, key: str) -> Reply:
    from bot.ingest.list_add import add_sources

    value = context.store.get_value(f"{PENDING}{key}")
    if value is None:
        raise UserError("opml.expired")
    pending = msgspec.json.decode(value, type=Pending)
    if answer == NO or context.now - pending.at > EXPIRES:
        context.store.put_value(f"{PENDING}{key}", None)
        if answer != NO:
            raise UserError("opml.expired")
        return Reply(context.blocks("opml.not_added"), replace=context.request.pressed)
    plan = _plan(context, _unpacked(pending.packed), enabled=False if answer == OFF else None)
    user = context.request.user_id
    actor = f"user:{user}" if user else "cli"
    # Forgotten only once it is done: a crash in between asks again and adds nothing twice.
    add_sources(context.store, plan.added, actor=actor, now=context.now)
    context.store.put_value(f"{PENDING}{key}", None)
    on = sum(source.enabled for source in plan.added)
    return Reply(
        (
            *context.blocks("opml.added", count=len(plan.added)),
            *(context.blocks("opml.read_soon", count=on) if on else ()),
        ),
        buttons=((context.button("button.all_sources", "nguon 1"),),),
        replace=context.request.pressed,
    )


def _plan(
    context: Context, outlines: Sequence[Outline], *, enabled: bool | None = None
) -> ImportPlan:
    # imported here: reading pages takes a while to load, answering questions does not need it
    from bot.ingest.list_import import plan_import

    return plan_import(
        outlines,
        list(context.sources.values()),
        enabled=enabled,
        private_networks=context.settings.private_networks,
    )


def _told(context: Context, plan: ImportPlan, *, total: int) -> tuple[Block, ...]:
    """What the list holds: how many, what is new with its state, what is refused and why."""
    head = [
        context.line("opml.found", count=total),
        context.line("opml.new", count=len(plan.added)),
    ]
    if plan.known:
        head.append(context.line("opml.known", count=len(plan.known)))
    if plan.refused:
        head.append(context.line("opml.refused", count=len(plan.refused)))
    new: list[Line] = []
    for source in plan.added[:MAX_SHOWN]:
        name = shorten(source.name, NAME_LENGTH)
        light = "🟢" if source.enabled else "⚪"
        new.append(line(f"{light} {name}" + (f" · {source.province}" if source.province else "")))
    refused = [
        line(f"❌ {shorten(it.name, NAME_LENGTH)}: {shorten(it.reason, _ERROR_LENGTH)}")
        for it in plan.refused[:MAX_SHOWN]
    ]
    for lines, everything in ((new, plan.added), (refused, plan.refused)):
        if len(everything) > len(lines):
            lines.append(context.line("opml.more", count=len(everything) - len(lines)))
    return (Block(tuple(head)), *(Block(tuple(lines)) for lines in (new, refused) if lines))


def _packed(outlines: Sequence[Outline]) -> str:
    return base64.b64encode(zlib.compress(msgspec.json.encode(outlines))).decode()


def _unpacked(packed: str) -> list[Outline]:
    return msgspec.json.decode(zlib.decompress(base64.b64decode(packed)), type=list[Outline])
