"""/tieptuc, /resume: digests come again, without a flood of what was missed."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.subscribe import first_digest, subscribe
from bot.commands.subscription import change, subscribed
from bot.messages.rich import Reply
from storage.models import Subscriber


def resume(context: Context, argument: str) -> Reply:
    """Take up a paused (or blocked) subscription; who never had one is asked for the day."""
    if context.active and context.subscriber is not None:
        return Reply((*context.blocks("resume.active"), *first_digest(context, context.subscriber)))
    if context.subscriber is None or context.subscriber.covered_until is None:
        return subscribe(context, argument)

    def edit(current: Subscriber) -> Subscriber:
        return subscribed(current, context.now, context.language)

    stored = change(context, edit)
    return Reply(
        (*context.blocks("resume.done"), *first_digest(context, stored)),
        buttons=((context.button("button.settings", "caidat"),),),
        replace=context.request.pressed,
    )
