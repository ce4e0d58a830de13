"""/tamdung, /pause: no digests for a while; everything is kept."""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.subscription import change, paused
from bot.messages.rich import Reply


def pause(context: Context, _argument: str) -> Reply:
    """Pause an active subscription; say so when there is none."""
    if context.subscriber is not None and context.subscriber.status in ("paused", "blocked"):
        return Reply(
            context.blocks("pause.already"),
            buttons=((context.button("button.resume", "tieptuc"),),),
        )
    if not context.active:
        return Reply(
            context.blocks("pause.nothing"),
            buttons=((context.button("button.subscribe", "dangky"),),),
        )
    change(context, paused)
    return Reply(
        context.blocks("pause.done"),
        buttons=((context.button("button.resume", "tieptuc"),),),
        replace=context.request.pressed,
    )
