"""/tamdung, /pause: no digests for a while; everything is kept.

With a day (`đến 5/1`, `2 tuần`) they come again by themselves.
"""

from __future__ import annotations

from bot.commands.command import Context
from bot.commands.subscribe import first_digest
from bot.commands.subscription import change, paused
from bot.commands.when_date import coming_day
from bot.errors import UserError
from bot.messages.rich import Reply

PAUSABLE = ("active", "paused")


def pause(context: Context, argument: str) -> Reply:
    """Pause an active subscription; say so when there is none.

    Raises:
        UserError: something was typed that is no coming day.
    """
    if argument.strip() and context.subscriber and context.subscriber.status in PAUSABLE:
        return _until(context, argument)
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


def _until(context: Context, argument: str) -> Reply:
    until = coming_day(argument, context.now.astimezone(context.zone).date())
    if until is None:
        raise UserError("pause.no_day", word=argument.strip()[:40])
    stored = change(context, lambda it: paused(it, until))
    return Reply(
        (
            *context.blocks("pause.until", day=f"{until:%d/%m/%Y}"),
            *first_digest(context, stored),
        ),
        buttons=((context.button("button.resume", "tieptuc"),),),
        replace=context.request.pressed,
    )
