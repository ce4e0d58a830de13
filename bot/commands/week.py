"""/tuan, /week: this week's digest as it would look now; nothing is sent or kept."""

from __future__ import annotations

from bot.commands.command import Context
from bot.messages.rich import Reply


def week(context: Context, _argument: str) -> Reply:
    """The digest of the current week in the reader's language and zone."""
    blocks = context.compose_week(context.language, context.zone, context.now)
    button = (
        context.button("button.settings", "caidat")
        if context.active
        else context.button("button.subscribe", "dangky")
    )
    return Reply(
        blocks or context.blocks("week.none"),
        buttons=((button, context.button("button.latest", "moinhat")),),
    )
