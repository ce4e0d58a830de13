"""/trogiup, /help: every command with its line, and how to search."""

from __future__ import annotations

from bot.commands.command import Context, Scope
from bot.messages.rich import Block, Reply, line


def help_text(context: Context, _argument: str) -> Reply:
    """The commands that this person may use, then the hints for searching."""
    lines = [
        line(f"/{command.shown_name(context.language)} – {context.text(command.description)}")
        for command in context.commands
        if command.scope is not Scope.CURATORS or context.request.curator
    ]
    how = context.line("help.in_group" if context.in_group else "help.in_private")
    return Reply(
        (
            context.block("help.head"),
            Block(tuple(lines)),
            Block((context.line("help.search"), how, *context.block("help.tips").lines)),
        )
    )


def short_help(context: Context, _argument: str = "") -> Reply:
    """The answer to a message without words."""
    return Reply(
        context.blocks("help.short"),
        buttons=(
            (
                context.button("button.latest", "moinhat"),
                context.button("button.help", "trogiup"),
            ),
        ),
    )
