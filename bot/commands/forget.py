"""/xoadulieu, /deleteme: delete everything kept about this chat, after one question."""

from __future__ import annotations

from bot.commands.command import Context
from bot.messages.rich import Reply

YES, NO = "dongy", "thoi"


def forget(context: Context, argument: str) -> Reply:
    """Ask first; only the button (or its word) deletes."""
    if argument == YES:
        context.store.forget_chat(context.request.chat_id)
        return Reply(context.blocks("forget.done"), replace=context.request.pressed)
    if argument == NO:
        return Reply(context.blocks("forget.kept"), replace=context.request.pressed)
    return Reply(
        context.blocks("forget.ask"),
        buttons=(
            (
                context.button("button.forget", f"xoadulieu {YES}"),
                context.button("button.keep", f"xoadulieu {NO}"),
            ),
        ),
    )
