"""A bundle of news as a message that can be kept and sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.delivery.follow_ledger import Telling
from bot.delivery.follow_news import Bundle
from bot.delivery.follow_text import bundle_part
from bot.digest.calendar import zone_of
from bot.messages.catalog import Catalog
from storage.models import Delivery, Subscriber


def telling_of(
    bundle: Bundle,
    known: Subscriber | None,
    *,
    number: int,
    now: datetime,
    catalog: Catalog,
    zone: str,
    source_names: Mapping[str, str],
    username: str | None,
) -> Telling:
    """The message, in the language and zone of its place.

    `known` is the record of the place, None where it has none: then the language is that of whoever
    set the follow, and the zone `zone`. `number` names the message.
    """
    first = bundle.follows[0]
    part = bundle_part(
        catalog,
        (known.language if known else None) or first.language,
        bundle,
        zone=zone_of(known.timezone if known else zone),
        source_names=source_names,
        username=username,
    )
    return Telling(
        row=Delivery(
            id=f"follow/{number}#{first.subscriber}",
            digest=f"follow/{number}",
            edition="",
            part=0,
            subscriber=first.subscriber,
            chat_id=first.chat_id,
            thread_id=first.thread_id,
            is_group=first.is_group,
            updated_at=now,
        ),
        part=part,
        follows=tuple(follow.id for follow in bundle.follows),
        articles=tuple(sorted({each for it in bundle.follows for each in it.pending})),
    )
