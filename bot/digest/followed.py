"""What a digest tells of the things that its reader follows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.messages.catalog import Catalog
from bot.messages.format import format_published
from bot.messages.naming import article_link, shown_source_names
from bot.messages.rich import Block, Line, Span
from bot.messages.split import cut_at
from storage.article_rules import newest_first
from storage.models import Article, Follow, SearchQuery

MOST_TOLD = 6
"""Articles that the section names; the others are counted, and told under their topics."""

TITLE_LENGTH = 160
QUERY_LENGTH = 60

Fitting = Mapping[SearchQuery, Sequence[Article]]
"""Query of a follow → the articles of the digest that it finds."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One article of the digest, with what was followed to find it, as it was typed."""

    article: Article
    texts: tuple[str, ...]


def followed(follows: Sequence[Follow], fitting: Fitting) -> tuple[Followed, ...]:
    """What these follows find, the newest articles first."""
    texts: dict[str, list[str]] = {}
    articles: dict[str, Article] = {}
    for follow in follows:
        for article in fitting.get(follow.query, ()):
            articles[article.id] = article
            texts.setdefault(article.id, []).append(follow.text)
    ordered = sorted(articles.values(), key=newest_first)
    return tuple(Followed(article, tuple(texts[article.id])) for article in ordered)


def followed_block(
    catalog: Catalog,
    language: str,
    found: Sequence[Followed],
    *,
    source_names: Mapping[str, str],
    zone: ZoneInfo,
    username: str | None = None,
) -> Block | None:
    """The section; None where nothing was found."""
    if not found:
        return None
    names = shown_source_names(catalog, language, source_names)
    lines: list[Line] = [catalog.line(language, "follow.digest", count=len(found))]
    for each in found[:MOST_TOLD]:
        article = each.article
        link = article_link(article.url, article.id, username)
        lines.append((Span("• "), Span(_short(article.title, TITLE_LENGTH), href=link)))
        date = format_published(
            catalog, language, article.published, article.published_precision, zone
        )
        why = ", ".join(_short(text, QUERY_LENGTH) for text in each.texts[:3])
        source = names.get(article.source, article.source)
        lines.append((Span(f"{source} · {date} · 🔎 {why}", italic=True),))
    if len(found) > MOST_TOLD:
        more = len(found) - MOST_TOLD
        lines.append(catalog.line(language, "follow.digest_more", count=more))
    return Block(tuple(lines))


def _short(text: str, limit: int) -> str:
    text = " ".join(text[: limit * 4].split())
    return text if len(text) <= limit else text[: cut_at(text, limit - 1)].rstrip() + "…"
