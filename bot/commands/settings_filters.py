"""What digests are made of: topics, provinces, sources, words; part of /caidat.

Typed names add to what is chosen, several with commas between; `tất cả` takes a kind away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.filter_names import filter_lines, filters_of, mark, shown_name
from bot.commands.listing import shorten
from bot.commands.settings_view import ask, wishes_of, wishing
from bot.errors import UserError
from bot.facts.look_up import slug
from bot.facts.topics import topic_keys
from bot.language.provinces import province_name
from bot.messages.rich import Block, Button, Reply
from storage.text import folded_words

MOST = 30
"""Values of one kind."""
LONGEST = 60
"""Characters of a word or phrase."""
CHOICES = 8
"""Sources offered where a name means several."""
_ALL = ("tat ca", "tatca", "all", "het", "xoa")


def filters(context: Context, argument: str) -> Reply:
    """What is chosen, with a button to take each away; `xoa` takes all of it."""
    wishes = wishes_of(context)
    if " ".join(folded_words(argument)) in _ALL:
        return wishing(context, topics=(), provinces=(), sources=(), words=(), excluded_words=())
    drops = [
        Button(
            label=f"✖ {shorten(shown_name(context, kind, value), 24)}",
            action=f"caidat xoaloc {mark(kind, value)}",
        )
        for kind, value in filters_of(wishes)
    ]
    lines = filter_lines(context, wishes)
    clear = ((context.button("button.clear_filters", "caidat loc xoa"),),) if drops else ()
    return Reply(
        (
            Block(tuple(lines)) if lines else context.block("filters.none"),
            *context.blocks("filters.how"),
        ),
        buttons=(
            (context.button("button.topics", "caidat chude"),),
            *rows(drops[:20], 2),
            *clear,
            (context.button("button.settings", "caidat "),),
        ),
        replace=context.request.pressed,
    )


def topic(context: Context, argument: str) -> Reply:
    """Ask with a button for each topic, or add those named; behind a button, turn one over.

    Raises:
        UserError: a name is no topic.
    """
    chosen = wishes_of(context).topics
    key = argument.removeprefix("@")
    if context.request.pressed and argument.startswith("@") and key in topic_keys():
        kept = frozenset(chosen) ^ {key}
        chosen = tuple(each for each in topic_keys() if each in kept)
        saved = wishing(context, topics=chosen)
        shown = _ask_topic(context, chosen)
        return Reply(shown.blocks, buttons=shown.buttons, replace=True, notice=saved.notice)
    if not argument:
        return _ask_topic(context, chosen)
    return _add(context, "topics", argument, lambda name: _topic_key(context, name))


def province(context: Context, argument: str) -> Reply:
    """Add the provinces named, by a present or a former name.

    Raises:
        UserError: a name is no province.
    """

    def slug_of(name: str) -> str | None:
        known = province_name(name)
        return None if known is None else slug(known)

    return _add(context, "provinces", argument, slug_of)


def source(context: Context, argument: str) -> Reply:
    """Add the sources named, by their names or ids; offer those that a name may mean.

    Raises:
        UserError: there is no such source.
    """
    wanted = folded_words(argument)
    if argument and argument not in context.sources and "," not in argument:
        near = [
            key
            for key, name in sorted(context.source_names.items())
            if wanted and set(wanted) <= set(folded_words(name))
        ]
        whole = [key for key in near if folded_words(context.source_names[key]) == wanted]
        if len(near) > 1 and len(whole) != 1:
            buttons = tuple(
                (
                    Button(
                        label=shorten(context.source_names[key], 40), action=f"caidat nguon {key}"
                    ),
                )
                for key in near[:CHOICES]
                if len(f"caidat nguon {key}".encode()) <= 64
            )
            return ask(context, "filters.which_source", buttons)
    return _add(context, "sources", argument, lambda name: _source_id(context, name))


def word(context: Context, argument: str) -> Reply:
    """Add words of which an article must have one."""
    return _add(context, "words", argument, _phrase)


def exclude(context: Context, argument: str) -> Reply:
    """Add words that no article may have."""
    return _add(context, "excluded_words", argument, _phrase)


def drop(context: Context, argument: str) -> Reply:
    """Take one filter away, by its mark; gone already is gone."""
    wishes = wishes_of(context)
    for kind, value in filters_of(wishes):
        if mark(kind, value) == argument:
            kept = tuple(it for it in getattr(wishes, kind) if it != value)
            saved = wishing(context, **{kind: kept})
            now = replace(context, subscriber=context.store.get_subscriber(_place(context)))
            shown = filters(now, "")
            return Reply(shown.blocks, buttons=shown.buttons, replace=True, notice=saved.notice)
    return filters(context, "")


def _place(context: Context) -> str:
    return context.request.subscriber_id


def _add(
    context: Context, kind: str, argument: str, value_of: Callable[[str], str | None]
) -> Reply:
    if not argument:
        return filters(context, "")
    if " ".join(folded_words(argument)) in _ALL:
        return wishing(context, **{kind: ()})
    found: list[str] = list(getattr(wishes_of(context), kind))
    for name in (each.strip(" \"“”'") for each in argument.split(",")):
        if not name:
            continue
        value = value_of(name)
        if value is None:
            raise UserError(f"filters.no_{kind}", word=name[:40])
        if value not in found:
            found.append(value)
    if len(found) > MOST:
        raise UserError("filters.too_many", limit=str(MOST))
    return wishing(context, **{kind: tuple(found)})


def _ask_topic(context: Context, chosen: tuple[str, ...]) -> Reply:
    buttons = [
        Button(
            label=("✓ " if key in chosen else "") + shown_name(context, "topics", key),
            action=f"caidat chude @{key}",
        )
        for key in topic_keys()
    ]
    done = (context.button("button.settings", "caidat "),)
    return ask(context, "filters.ask_topic", (*rows(buttons, 2), done))


def _topic_key(context: Context, name: str) -> str | None:
    """By its key, or by words of its name in either language, where one alone has them."""
    wanted = folded_words(name)
    if not wanted:
        return None
    if name in topic_keys():
        return name
    found = {
        key
        for key in topic_keys()
        for code in ("vi", "en")
        if set(wanted) <= set(folded_words(context.catalog.text(code, f"digest.topic.{key}")))
    }
    return found.pop() if len(found) == 1 else None


def _source_id(context: Context, name: str) -> str | None:
    if name in context.sources:
        return name
    wanted = folded_words(name)
    names = {key: folded_words(shown) for key, shown in context.source_names.items()}
    whole = [key for key, words in names.items() if words == wanted]
    near = [key for key, words in names.items() if wanted and set(wanted) <= set(words)]
    found = whole if len(whole) == 1 else near
    return found[0] if len(found) == 1 else None


def _phrase(text: str) -> str | None:
    words = " ".join(text.split())
    return words if folded_words(words) and len(words) <= LONGEST else None
