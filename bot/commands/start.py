"""/start: who the bot is and what to try first; also the door of deep links."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import article
from bot.commands.command import Context
from bot.commands.view_links import action_of
from bot.messages.naming import ARTICLE_PAYLOAD
from bot.messages.rich import Reply


def start(context: Context, argument: str) -> Reply:
    """Greet, or show the article or the view that a deep link names.

    Raises:
        UserError: no article says anything of what the link is about any more.
    """
    payload = argument.strip()
    if payload.startswith(ARTICLE_PAYLOAD):
        return article.view(context, payload.removeprefix(ARTICLE_PAYLOAD))
    action = action_of(payload)
    if action is not None:
        return _view(context, action)
    if context.in_group:
        return _in_group(context)
    blocks = context.blocks("start.text")
    if payload:
        blocks = (context.block("start.old_link"), *blocks)
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


def _view(context: Context, action: str) -> Reply:
    """The view as behind a button, in a message of its own."""
    name, _, argument = action.partition(" ")
    handler = next(it.handler for it in context.commands if it.name == name)
    pressed = replace(context, request=replace(context.request, text=action, pressed=True))
    return replace(handler(pressed, argument), replace=False)


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
