"""/start: who the bot is and what to try first; also the door of deep links."""

from __future__ import annotations

from bot.commands import article
from bot.commands.command import Context
from bot.messages.naming import ARTICLE_PAYLOAD
from bot.messages.rich import Reply


def start(context: Context, argument: str) -> Reply:
    """Greet, or show the article that a deep link names."""
    if argument.startswith(ARTICLE_PAYLOAD):
        return article.view(context, argument.removeprefix(ARTICLE_PAYLOAD))
    if context.in_group:
        return _in_group(context)
    blocks = context.blocks("start.text")
    subscription = context.button("button.subscribe", "dangky")
    if context.active:
        subscription = context.button("button.settings", "caidat")
    elif context.subscriber is not None and context.subscriber.status in ("paused", "blocked"):
        blocks += (context.block("start.paused"),)
        subscription = context.button("button.resume", "tieptuc")
    other = "en" if context.language == "vi" else "vi"
    return Reply(
        blocks,
        buttons=(
            (context.button("button.latest", "moinhat"), context.button("button.week", "tuan")),
            (subscription, context.button("button.help", "trogiup")),
            (context.button("button.other_language", f"ngonngu {other}"),),
        ),
    )


def _in_group(context: Context) -> Reply:
    """Short, for it also comes unasked when the bot is added: what the group can have, and how."""
    subscription = (
        context.button("button.settings", "caidat")
        if context.active
        else context.button("button.subscribe", "dangky")
    )
    return Reply(
        context.blocks("start.group"),
        buttons=((subscription, context.button("button.latest", "moinhat")),),
    )
