"""News of the reader's own province, which the words do not name: `hôm nay có gì mới ở tỉnh`.

The provinces chosen in /caidat are meant; where none is chosen the bot asks, and guesses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from msgspec.structs import replace as changed

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.search_action import action
from bot.facts.look_up import asked_province_terms, slug
from bot.language.provinces import all_provinces, province_name
from bot.messages.rich import Button, Reply
from bot.search.asked import Asked, FieldRead, OtherYear
from bot.search.fields import Field
from storage.models import Preferences, SearchQuery

SHOWN = 8
"""Provinces that get a button: those with most articles lately."""
_LATELY = timedelta(days=30)
_PER_ROW = 2


def chosen_provinces(context: Context) -> tuple[str, ...]:
    """Names of the provinces that this place has chosen; empty: it has chosen none."""
    wishes = context.subscriber.preferences if context.subscriber else Preferences()
    names = (province_name(chosen) for chosen in wishes.provinces)
    return tuple(name for name in names if name is not None)


def of_provinces(asked: Asked, names: tuple[str, ...]) -> Asked:
    """The question narrowed down to these provinces, and told as such."""
    terms = tuple(dict.fromkeys(term for name in names for term in asked_province_terms(name)))

    def narrowed(query: SearchQuery) -> SearchQuery:
        return changed(query, terms=(*query.terms, terms))

    carried = f"{asked.carried} tỉnh:{names[0]}" if len(names) == 1 else ""
    return replace(
        asked,
        carried=carried,
        query=narrowed(asked.query),
        words=None,
        timeless=None if asked.timeless is None else narrowed(asked.timeless),
        other_years=tuple(OtherYear(narrowed(it.query), it.time) for it in asked.other_years),
        fields=(*asked.fields, FieldRead(Field.PROVINCE, ", ".join(names))),
    )


def which_province(context: Context, asked: Asked) -> Reply:
    """Asks which province is meant, with a button for each of those with most news."""
    buttons = []
    for name in _most_told(context):
        said = f"{asked.time.words} có gì mới ở {name}" if asked.time else f"tin {name}"
        carried = action(context, "tim 1", said)
        if carried is not None:
            buttons.append(Button(label=name, action=carried))
    return Reply(context.blocks("search.which_province"), buttons=rows(buttons, _PER_ROW))


def _most_told(context: Context) -> list[str]:
    """Those of the last days; where nothing was published in them, of all time."""
    return _told_since(context, context.now - _LATELY) or _told_since(context, None)


def _told_since(context: Context, since: datetime | None) -> list[str]:
    counts: dict[str, int] = {}
    for it in all_provinces():
        query = SearchQuery(terms=((f"in:{slug(it.name)}",),), published_from=since, limit=1)
        counts[it.name] = context.store.search(query).total
    told = [name for name, count in counts.items() if count]
    return sorted(told, key=lambda name: -counts[name])[:SHOWN]
