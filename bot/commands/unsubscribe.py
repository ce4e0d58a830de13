"""/huy, /unsubscribe: no more digests; asks nothing, says how to come back."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.subscription import change, unsubscribed
from bot.messages.rich import Reply


def unsubscribe(context: Context, _argument: str) -> Reply:
    """End the subscription; language, zone and time stay."""
    if context.subscriber is None or context.subscriber.status == "none":
        return Reply(context.blocks("unsubscribe.nothing"))
    change(context, unsubscribed)
    return Reply(
        context.blocks("unsubscribe.done"),
        buttons=((context.button("button.subscribe", "dangky"),),),
        replace=context.request.pressed,
    )
