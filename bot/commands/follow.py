"""/theodoi, /follow: hear of whatever a query finds anew; /botheodoi, /unfollow: no more.

Typed with a query it follows at once and says what was understood and how many articles of the
last month would have been told, so that a query that is too wide shows. Buttons choose between at
once, in the digest, and no more. Without a query it lists what this place follows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Literal

from msgspec.structs import replace

from bot.commands.asked import query_reader
from bot.commands.command import TERMINAL_CHAT, Context
from bot.commands.follow_card import card, listed, one_query
from bot.commands.search_action import recalled
from bot.errors import UserError
from bot.messages.rich import Reply
from bot.search.query import MAX_CHARACTERS, is_empty
from storage.models import Follow
from storage.text import folded_words

MOST = 50
"""Follows of one chat, its topics together."""

NOW, DIGEST, SHOW, LIST = "@ngay", "@bantin", "@xem", "@ds"
DROP, EVERYTHING = "@bo", "@tatca"
_ALL_WORDS = ("tat ca", "tatca", "all")

Mode = Literal["now", "digest"]


def follow(context: Context, argument: str) -> Reply:
    """Follow `argument`, or list what is followed; buttons carry a word with `@` and an id.

    Raises:
        UserError: nothing to follow, too many already, or a follow that is no more.
    """
    argument = argument.strip()
    if context.request.pressed:
        word, _, rest = argument.partition(" ")
        if word == LIST:
            return listed(context, _mine(context), replace=True)
        if word == SHOW:
            return card(context, _known(context, rest))
        if word in (NOW, DIGEST):
            return card(context, _with_mode(context, rest, "now" if word == NOW else "digest"))
        argument = recalled(context, argument)
    if not argument:
        return listed(context, _mine(context))
    return _begin(context, argument)


def unfollow(context: Context, argument: str) -> Reply:
    """End one: by its number in the list, by its words, or behind its button; `tatca` ends all.

    Raises:
        UserError: there is no such follow.
    """
    argument = argument.strip()
    mine = _mine(context)
    word, _, rest = argument.partition(" ")
    if context.request.pressed and word == DROP:
        return _end(context, [_known(context, rest)])
    if context.request.pressed and word == EVERYTHING:
        return _end(context, mine)
    if not argument or not mine:
        return listed(context, mine, to_end=True)
    if " ".join(folded_words(argument)) in _ALL_WORDS:
        return Reply(
            context.blocks("follow.ask_all", count=len(mine)),
            buttons=((context.button("button.unfollow_all", f"botheodoi {EVERYTHING}"),),),
        )
    found = _named(mine, argument)
    if not found:
        raise UserError("follow.not_found", query=argument[:60])
    return _end(context, found) if len(found) == 1 else listed(context, found, to_end=True)


def _begin(context: Context, text: str) -> Reply:
    if context.request.chat_id == TERMINAL_CHAT:
        raise UserError("follow.not_here")
    if len(text) > MAX_CHARACTERS:
        raise UserError("search.too_long", limit=str(MAX_CHARACTERS))
    asked = query_reader(context).read(text)
    query, marks = one_query(asked.query), one_query(asked.marks)
    if is_empty(query):
        raise UserError("follow.nothing")
    if query.source is not None and query.source not in context.source_names:
        raise UserError("search.no_such_source", name=query.source)
    known = next((it for it in _mine(context) if it.query == query), None)
    if known is not None:
        return card(context, known, asked, replace=False)
    if sum(it.chat_id == context.request.chat_id for it in context.store.list_follows()) >= MOST:
        raise UserError("follow.too_many", limit=str(MOST))
    request = context.request
    new = Follow(
        id=secrets.token_hex(5),
        subscriber=request.subscriber_id,
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        is_group=request.chat_type != "private",
        text=asked.text,
        query=query,
        marks=marks,
        language="vi" if context.language == "vi" else "en",
        created_at=context.now,
    )
    _change(context, [new.id], lambda _: new)
    return card(context, new, asked, new=True, replace=False)


def _with_mode(context: Context, follow_id: str, mode: Mode) -> Follow:
    known = _known(context, follow_id)

    def change(current: Follow | None) -> Follow | None:
        if current is None:
            return None
        waiting = current.pending if mode == "now" else ()  # the digest finds them by itself
        return replace(current, mode=mode, stopped=None, pending=waiting)

    (changed,) = _change(context, [known.id], change)
    if changed is None:
        raise UserError("follow.gone")
    return changed


def _end(context: Context, follows: list[Follow]) -> Reply:
    _change(context, [it.id for it in follows], lambda _: None)
    done = (
        context.blocks("follow.ended", query=follows[0].text)
        if len(follows) == 1
        else context.blocks("follow.ended_all", count=len(follows))
    )
    return Reply(
        done,
        buttons=((context.button("button.follows", "theodoi"),),),
        replace=context.request.pressed,
    )


def _change(
    context: Context, ids: list[str], change: Callable[[Follow | None], Follow | None]
) -> list[Follow | None]:
    """`change` for these; whatever Telegram had stopped here goes on: somebody is here again."""
    stopped = [it.id for it in _mine(context) if it.stopped and it.id not in ids]

    def changed(follow_id: str, current: Follow | None) -> Follow | None:
        if follow_id in ids:
            return change(current)
        return current and replace(current, stopped=None)

    return context.store.update_follows([*ids, *stopped], changed)[: len(ids)]


def _mine(context: Context) -> list[Follow]:
    return context.store.list_follows(context.request.subscriber_id)


def _known(context: Context, follow_id: str) -> Follow:
    found = context.store.get_follow(follow_id.strip())
    # A button in a message that was forwarded belongs to another place.
    if found is None or found.subscriber != context.request.subscriber_id:
        raise UserError("follow.gone")
    return found


def _named(mine: list[Follow], words: str) -> list[Follow]:
    """By number in the list; else those whose text is these words; else those that hold them."""
    if words.isascii() and words.isdigit() and len(words) <= 3:
        return mine[int(words) - 1 : int(words)] if 0 < int(words) <= len(mine) else []
    wanted = folded_words(words)
    same = [it for it in mine if folded_words(it.text) == wanted]
    return same or [it for it in mine if wanted and set(wanted) <= set(folded_words(it.text))]
