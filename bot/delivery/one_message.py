"""One attempt at one message that is kept outside of the outbox: a notice, news of a follow."""

from __future__ import annotations

import structlog

from bot.clock import Clock
from bot.delivery.messenger import Messenger
from bot.delivery.pacer import Pacer
from bot.delivery.reactions import PauseChat, Reaction, react, reason_of, sent
from bot.errors import DeliveryError, OutcomeUnknown
from storage.models import Delivery, Part

log = structlog.get_logger()


async def attempt(
    messenger: Messenger, pacer: Pacer, clock: Clock, row: Delivery, part: Part
) -> Reaction:
    """Send `part` to the chat of `row`, durably `sending` by now, in its turn; what came of it.

    Never raises for what the messenger does.
    """
    try:
        async with pacer.turn(row.chat_id, row.is_group):
            message_id = await messenger.send(
                row.chat_id, part, thread_id=row.thread_id, plain=row.as_plain
            )
    except DeliveryError as error:
        log.info("message_not_sent", row=row.id, why=type(error).__name__, error=str(error))
        reaction = react(row, error, clock())
    except Exception as error:  # a fault of the messenger: the request may have left
        log.error("message_outcome_unknown", row=row.id, exc_info=error)
        reaction = react(row, OutcomeUnknown(reason_of(error)), clock())
    else:
        reaction = sent(row, message_id, clock())
    if isinstance(reaction.effect, PauseChat):
        pacer.throttled(row.chat_id, reaction.effect.seconds)
    return reaction
