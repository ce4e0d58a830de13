"""/nguon lui, /sources back: bring a source's past weeks in, behind the scenes and without news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.command import Context
from bot.commands.listing import NAME_LENGTH, shorten
from bot.commands.source_page import known_source
from bot.errors import SourceError, UserError
from bot.messages.format import format_day
from bot.messages.rich import Reply
from storage.models import AuditEntry

if TYPE_CHECKING:
    from bot.ingest.backfill import BackfillReport
    from bot.ingest.pipeline import Ingestor
    from bot.sources.http import Fetcher

MOST_WEEKS = 52
"""More belongs to the command line, where one can watch it."""
PATIENCE = 15.0
"""Seconds for which a short walk is waited for; a longer one goes on behind the answer."""
_ERROR_LENGTH = 200


def back(context: Context, argument: str) -> Reply:
    """`<id> <weeks>` starts the walk, or says that it is at it.

    Raises:
        UserError: no such source, not a number of weeks, or nothing can be read.
    """
    source_id, _, number = argument.partition(" ")
    source = known_source(context, source_id)
    weeks = int(number) if number.isascii() and number.isdigit() and len(number) <= 3 else 0
    if source.kind not in ("feed", "listing") or not 1 <= weeks <= MOST_WEEKS:
        raise UserError("backfill.which", most=str(MOST_WEEKS))

    async def walk(ingestor: Ingestor, _fetcher: Fetcher) -> BackfillReport | None:
        return await ingestor.backfill(source, weeks)

    user = context.request.user_id
    context.store.append_audit(
        AuditEntry(
            at=context.now,
            actor=f"user:{user}" if user else "cli",
            action="source.backfill",
            detail=f"{source.id} {weeks}",
        )
    )
    name = shorten(context.source_name(source.id), NAME_LENGTH)
    buttons = ((context.button("button.source_page", f"nguon xem {source.id}"),),)
    try:
        report = context.errands.run(walk, patience=PATIENCE)
    except SourceError as error:
        raise UserError("backfill.failed", error=shorten(str(error), _ERROR_LENGTH)) from error
    except UserError as error:
        if error.key != "error.takes_long":
            raise
        return Reply(context.blocks("backfill.going", name=name, count=weeks), buttons=buttons)
    if report is None:
        raise UserError("backfill.running", name=name)
    oldest = report.oldest.astimezone(context.zone).date() if report.oldest else None
    reached = format_day(oldest) if oldest else context.text("date.none")
    return Reply(
        context.blocks("backfill.done", name=name, count=report.added, day=reached),
        buttons=buttons,
    )
