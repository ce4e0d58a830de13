"""The section under which a page files its article, as it tells machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.ingest.page_json import Item
from bot.ingest.page_tags import MetaTags, unescape
from bot.ingest.phrases import phrase_set
from storage.text import fold

_HOME = phrase_set("trang chu | trang nhat | home | homepage")
"""Folded names of the first step of a breadcrumb."""


def read_section(articles: Sequence[Item], items: Sequence[Item], tags: MetaTags) -> str | None:
    """OpenGraph, then JSON-LD `articleSection`, then the last step of its breadcrumb; else None.

    `articles` are those objects of `items` that speak of the page's own article.
    """
    for value in (
        *tags.values("article:section"),
        *(item.get("articleSection") for item in articles),
    ):
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and unescape(first):
            return unescape(first).split(",")[0].strip()
    for item in items:
        crumbs = item.get("itemListElement")
        if item.get("@type") == "BreadcrumbList" and isinstance(crumbs, list):
            names = [name for crumb in crumbs for name in _crumb_names(crumb)]
            headlines = {fold(str(article.get("headline"))) for article in articles}
            named = [name for name in names if fold(name) not in _HOME | headlines]
            if named:
                return named[-1]
    return None


def _crumb_names(crumb: object) -> Iterator[str]:
    if isinstance(crumb, list):
        for part in crumb[:20]:
            if isinstance(part, dict):
                yield from _crumb_names(part)
    elif isinstance(crumb, dict):
        inner = crumb.get("item")
        name = crumb.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
        if isinstance(name, str) and name.strip():
            yield unescape(name)
