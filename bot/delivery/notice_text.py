"""What curators read when sources break or are back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.delivery.source_news import News
from bot.ingest.health import Health
from bot.ingest.health_words import in_words
from bot.messages.catalog import Catalog
from bot.messages.naming import full_source_name
from bot.messages.rich import Block, Button, Line, Span, line
from bot.messages.split import split
from storage.models import Part, Source

MOST_NAMED = 10
"""Sources that one message names under each heading; the others are counted."""


def notice_part(
    catalog: Catalog,
    language: str,
    news: News,
    sources: Mapping[str, Source],
    healths: Mapping[str, Health],
    now: datetime,
) -> Part:
    """One message: what broke and why, what is back, and a button to where it can be looked at."""
    lines: list[Line] = []
    blocks = []
    if news.trouble:
        lines = [catalog.line(language, "notice.trouble", count=len(news.trouble))]
        for source_id in news.trouble[:MOST_NAMED]:
            health = healths[source_id]
            name = full_source_name(catalog, language, sources[source_id])
            lines.append(line(f"{health.light} ", Span(name, bold=True)))
            lines.append(line(in_words(catalog, language, health, now)))
        blocks.append(Block((*lines, *_more(news.trouble))))
    if news.back:
        lines = [catalog.line(language, "notice.back", count=len(news.back))]
        for source_id in news.back[:MOST_NAMED]:
            name = full_source_name(catalog, language, sources[source_id])
            lines.append(line(f"🟢 {name}"))
        blocks.append(Block((*lines, *_more(news.back))))
    (part,) = split(tuple(blocks), ((_button(catalog, language, news),),))
    return part


def _more(ids: Sequence[str]) -> tuple[Line, ...]:
    return (line(f"… +{len(ids) - MOST_NAMED}"),) if len(ids) > MOST_NAMED else ()


def _button(catalog: Catalog, language: str, news: News) -> Button:
    told = (*news.trouble, *news.back)
    if len(told) == 1:
        action = f"nguon xem {told[0]}"
        return Button(label=catalog.text(language, "button.source_page"), action=action)
    return Button(label=catalog.text(language, "button.sources"), action="nguon hong")
