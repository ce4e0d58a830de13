"""/nguon kho, /sources known: the real sources that the bot knows of, for curators to choose from.

`kho` shows the groups; behind it stand a group, a kind, the name of a province (former or present)
or any words, in this order, and the page: `kho baochi rss quảng trị 2`. Buttons carry the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.commands.choices import rows
from bot.commands.command import Context
from bot.commands.listing import page_number, shorten, turn_buttons
from bot.ingest.known import known_source as following
from bot.language.provinces import all_provinces, province, province_name
from bot.messages.naming import full_source_name
from bot.messages.render import safe_url
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply, Span, line
from bot.sources.known import KINDS, LEVELS, Wish, find_known, known_sources
from storage.models import Source
from storage.text import fold, folded_words

PAGE_SIZE = 6
MAX_WORDS = 28
"""Bytes of what is searched for: it travels in buttons of 64 bytes behind the other words."""

_LEVEL_WORDS = {
    "dang": "party",
    "party": "party",
    "chinhquyen": "government",
    "government": "government",
    "baochi": "press",
    "press": "press",
}
_KIND_WORDS = {"rss": "feed", "feed": "feed", "trang": "listing", "listing": "listing"}
_NATIONAL = ("toanquoc", "national")
_PROVINCES = ("tinh", "provinces")
_WORD_OF = {
    "party": "dang",
    "government": "chinhquyen",
    "press": "baochi",
    "feed": "rss",
    "listing": "trang",
}


@dataclass(frozen=True, slots=True)
class _Ask:
    """What of the catalogue is asked for; `national`: only what is about no province."""

    wish: Wish
    national: bool = False
    page: int = 1

    @property
    def sources(self) -> list[Source]:
        """What answers it."""
        found = find_known(self.wish)
        return [it for it in found if it.province is None] if self.national else found

    def action(self, page: int | None = None) -> str:
        """The command line that asks the same, of another page."""
        wish = self.wish
        words = [_WORD_OF[it] for it in (wish.level, wish.kind) if it]
        words += ["toanquoc"] * self.national
        words += [fold(wish.province)] if wish.province else [wish.words] if wish.words else []
        number = [] if page is None else [str(page)]
        return " ".join(("nguon kho", *words, *number))


def known(context: Context, argument: str) -> Reply:
    """The groups, the provinces, or the sources that `argument` asks for."""
    words = folded_words(argument)
    if not words:
        return _groups(context)
    if len(words) == 1 and words[0] in _PROVINCES:
        return _provinces(context)
    return _list(context, _parse(words))


def _parse(words: Sequence[str]) -> _Ask:
    rest = list(words)
    page = page_number(rest.pop()) if rest[-1].isdigit() else 1
    level = _LEVEL_WORDS.get(rest[0]) if rest else None
    rest = rest[1:] if level else rest
    kind = _KIND_WORDS.get(rest[0]) if rest else None
    rest = rest[1:] if kind else rest
    national = bool(rest) and rest[0] in _NATIONAL
    text = " ".join(rest[1:] if national else rest)
    place = province_name(text)
    if place is not None:
        return _Ask(Wish(province=place, level=level, kind=kind), national, page)
    text = text.encode()[:MAX_WORDS].decode(errors="ignore").strip()
    return _Ask(Wish(level=level, kind=kind, words=text), national, page)


def _groups(context: Context) -> Reply:
    buttons = []
    for level in LEVELS:
        ask = _Ask(Wish(level=level), national=level == "press")
        name = context.text(f"known.group.{level}")
        count = len(ask.sources)
        buttons.append(context.button("button.known_group", ask.action(), name=name, count=count))
    provincial = sum(it.province is not None for it in known_sources())
    by_province = context.button("button.known_provinces", "nguon kho tinh", count=provincial)
    return Reply(
        context.blocks("known.head", count=len(known_sources())),
        buttons=(*((button,) for button in buttons), (by_province,)),
        replace=context.request.pressed,
    )


def _provinces(context: Context) -> Reply:
    buttons: list[Button] = []
    lines: list[Line] = []
    counts = Counter(province(it.province) for it in known_sources() if it.province is not None)
    for each in all_provinces():
        count = counts[each]
        if count:
            ask = _Ask(Wish(province=each.name))
            buttons.append(Button(label=f"{each.name} ({count})", action=ask.action()))
        others = [name for name in each.former if name != each.name]
        if others:
            lines.append(line(Span(each.name, bold=True), f": {', '.join(others)}"))
    return Reply(
        (*context.blocks("known.provinces"), Block(tuple(lines), quote=True, expandable=True)),
        buttons=rows(buttons, 3),
        replace=context.request.pressed,
    )


def _list(context: Context, ask: _Ask) -> Reply:
    found = ask.sources
    back = (context.button("button.known_back", "nguon kho"),)
    if not found:
        return Reply(context.blocks("known.none", query=_title(context, ask)), buttons=(back,))
    pages = -(-len(found) // PAGE_SIZE)
    page = min(ask.page, pages)
    first = (page - 1) * PAGE_SIZE
    shown = found[first : first + PAGE_SIZE]
    head = [context.line("known.found", count=len(found), query=_title(context, ask))]
    if pages > 1:
        head.append(context.line("list.page", page=page, pages=pages))
    used = {it.id: following(it.url or "", context.sources.values()) for it in shown}
    blocks = [Block(tuple(head))]
    blocks += [
        Block(tuple(_entry(context, number, it, on=_is_on(used[it.id]))))
        for number, it in enumerate(shown, first + 1)
    ]
    buttons = [
        context.button("button.known_view", f"nguon xem {own.id}", number=str(number))
        if (own := used[it.id]) is not None and own.enabled
        else context.button("button.known_on", f"nguon bat {it.id}", number=str(number))
        for number, it in enumerate(shown, first + 1)
    ]
    return Reply(
        tuple(blocks),
        buttons=(
            *rows(buttons, 3),
            *(row for row in (turn_buttons(page, pages, ask.action),) if row),
            *_kind_buttons(context, ask, found),
            back,
        ),
        replace=context.request.pressed,
    )


def _entry(context: Context, number: int, source: Source, *, on: bool) -> Iterator[Line]:
    name = full_source_name(context.catalog, context.language, source)
    light = "🟢 " if on else ""
    yield line(f"{number}. {light}", Span(name, bold=True, href=safe_url(source.url)))
    facts = [context.text(f"sources.kind.{source.kind}"), urlsplit(source.url or "").hostname or ""]
    yield line(" · ".join(filter(None, (source.province, *facts))))


def _kind_buttons(context: Context, ask: _Ask, found: Sequence[Source]) -> ButtonRows:
    """Feeds alone or listings alone, where there are both."""
    buttons = []
    for kind in KINDS:
        count = sum(it.kind == kind for it in found)
        if 0 < count < len(found):
            only = replace(ask, wish=replace(ask.wish, kind=kind))
            name = context.text(f"sources.kind.{kind}")
            buttons.append(
                context.button("button.known_group", only.action(), name=name, count=count)
            )
    return (tuple(buttons),) if buttons else ()


def _is_on(source: Source | None) -> bool:
    return source is not None and source.enabled


def _title(context: Context, ask: _Ask) -> str:
    """`cơ quan Đảng · RSS/Atom · Quảng Trị`."""
    wish = ask.wish
    level = context.text(f"sources.level.{wish.level}") if wish.level else ""
    if ask.national and wish.level == "press":
        level = context.text("known.group.press")
    kind = context.text(f"sources.kind.{wish.kind}") if wish.kind else ""
    said = [level, kind, wish.province or wish.words]
    return shorten(" · ".join(filter(None, said)), 80)
