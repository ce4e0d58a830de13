"""What followers read: the articles found, each with why it is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.delivery.follow_news import Bundle, Told
from bot.messages.catalog import Catalog
from bot.messages.format import format_published
from bot.messages.naming import article_link, shown_source_name
from bot.messages.rich import Block, Button, ButtonRows, Line, Span
from bot.messages.split import cut_at, split
from bot.search.snippet import snippet
from storage.article_rules import search_hit
from storage.models import Part

TITLE_LENGTH = 200
SENTENCE_LENGTH = 140
WHY_LENGTH = 60
_BUTTONS_IN_ROW = 4


def bundle_part(
    catalog: Catalog,
    language: str,
    bundle: Bundle,
    *,
    zone: ZoneInfo,
    source_names: Mapping[str, str],
    username: str | None = None,
) -> Part:
    """One message; where its articles are too long for one, the last ones are counted instead."""
    entries = [
        Block(tuple(_entry(catalog, language, it, number, zone, source_names, username)))
        for number, it in enumerate(bundle.told, 1)
    ]
    while True:
        blocks = [Block((_head(catalog, language, bundle),)), *entries[: len(bundle.told)]]
        if bundle.more:
            blocks.append(Block((catalog.line(language, "follow.more", count=bundle.more),)))
        parts = split(tuple(blocks), _buttons(catalog, language, bundle))
        if len(parts) == 1 or len(bundle.told) == 1:
            return parts[0]
        bundle = replace(bundle, told=bundle.told[:-1], more=bundle.more + 1)


def _head(catalog: Catalog, language: str, bundle: Bundle) -> Line:
    return catalog.line(language, "follow.news", count=len(bundle.told) + bundle.more)


def _entry(
    catalog: Catalog,
    language: str,
    told: Told,
    number: int,
    zone: ZoneInfo,
    source_names: Mapping[str, str],
    username: str | None,
) -> Iterator[Line]:
    article = told.article
    link = article_link(article.url, article.id, username)
    yield (Span(f"{number}. "), Span(_short(article.title, TITLE_LENGTH), bold=True, href=link))
    date = format_published(catalog, language, article.published, article.published_precision, zone)
    name = source_names.get(article.source, article.source)
    source = shown_source_name(catalog, language, article.source, name)
    yield (Span(f"{_short(source, WHY_LENGTH)} · {date}", italic=True),)
    why = ", ".join(_short(follow.text, WHY_LENGTH) for follow in told.follows[:3])
    yield catalog.line(language, "follow.why", query=why)
    sentence = snippet(search_hit(article, 0.0), told.follows[0].marks, length=SENTENCE_LENGTH)
    if sentence.pieces:
        yield tuple(Span(text, bold=marked) for text, marked in sentence.pieces)


def _buttons(catalog: Catalog, language: str, bundle: Bundle) -> ButtonRows:
    read = [
        Button(
            label=catalog.text(language, "digest.read_button", number=str(number)),
            action=f"xem {told.article.id}",
        )
        for number, told in enumerate(bundle.told, 1)
    ]
    rows = [
        tuple(read[start : start + _BUTTONS_IN_ROW])
        for start in range(0, len(read), _BUTTONS_IN_ROW)
    ]
    return (*rows, (Button(label=catalog.text(language, "button.follows"), action="theodoi"),))


def _short(text: str, limit: int) -> str:
    text = " ".join(text[: limit * 4].split())
    return text if len(text) <= limit else text[: cut_at(text, limit - 1)].rstrip() + "…"
