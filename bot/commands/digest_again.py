"""/guilai, /resend: the last digest once more; /xemtruoc, /preview: the next one as it stands now.

Both answer whoever asks, at once, in the chat where it was asked: no digest counts as sent.
"""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.subscription import new_subscriber
from bot.errors import UserError
from bot.messages.format import format_moment
from bot.messages.rich import Reply
from storage.models import Digest, Edition

LOOKED_THROUGH = 10
"""Latest digests among which the last one that said something is sought."""


def resend(context: Context, _argument: str) -> Reply:
    """The last digest that was made for this place, as it was.

    Raises:
        UserError: there is none any more, or none yet.
    """
    digest, edition = _last(context)
    moment = format_moment(context.catalog, context.language, digest.until, context.zone)
    return Reply(context.blocks("again.last", moment=moment), parts=edition.parts)


def preview(context: Context, _argument: str) -> Reply:
    """The digest that would go out now, of what is not told yet."""
    place = context.subscriber or new_subscriber(context)
    parts = context.next_digest(place, context.language)
    if not parts:
        return Reply(
            context.blocks("again.would_skip"),
            buttons=((context.button("button.settings", "caidat"),),),
        )
    return Reply(context.blocks("again.preview"), parts=parts)


def _last(context: Context) -> tuple[Digest, Edition]:
    store = context.store
    for digest in store.list_digests(context.request.subscriber_id, limit=LOOKED_THROUGH):
        edition = None if digest.withheld else store.get_edition(digest.week, digest.edition)
        if edition is not None and edition.parts:
            return digest, edition
    raise UserError("again.none")
