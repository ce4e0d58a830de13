"""The digests that a place has had and that are still kept, for the buttons under them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.commands.command import Context
from storage.chat_rules import digest_period
from storage.models import Digest, Edition

MOST = 200
"""Latest digests of a place that are looked through."""


def kept_digest(context: Context, period: str) -> tuple[Digest, Edition] | None:
    """The digest of this period, as it was made; None: it is kept no more, or was never sent.

    In a group the other topics are asked as well: where one is closed, its digest comes to the
    group itself, and so do the presses of its buttons.
    """
    for subscriber_id in _places(context):
        digest = context.store.get_digest(f"{period}/{subscriber_id}")
        if digest is None or digest.subscriber != subscriber_id:
            had = context.store.list_digests(subscriber_id, limit=MOST)  # the chat may have moved
            digest = next((it for it in had if digest_period(it.id) == period), None)
        if digest is None or digest.withheld:
            continue
        edition = context.store.get_edition(digest.week, digest.edition)
        if edition is not None and edition.parts:
            return digest, edition
    return None


def _places(context: Context) -> Iterator[str]:
    own = context.request.subscriber_id
    yield own
    if context.in_group:
        chat = context.request.chat_id
        others = (it.id for it in context.store.list_subscribers() if it.chat_id == chat)
        yield from (it for it in others if it != own)
