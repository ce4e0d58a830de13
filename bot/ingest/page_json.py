"""JSON-LD of a page (https://schema.org, https://json-ld.org): its objects, mended where broken."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import lxml.html

from bot.ingest.page_address import path_of
from bot.ingest.page_tags import MetaTags, unescape
from storage.text import folded_words

Item: TypeAlias = dict[str, object]
"""A JSON-LD object."""

_LARGEST_BLOCK = 1_000_000
"""Characters of a JSON-LD block that is read."""
_MOST_ITEMS = 1_000
_ARTICLE = ("Article", "BlogPosting", "Posting", "Report")
_BROKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'  # a string: kept as it is
    r"|//[^\n]*|/\*.*?\*/|<!--|-->|//<!\[CDATA\[|<!\[CDATA\[|\]\]>"  # comments and wrappers
    r"|,(?=\s*[}\]])",  # a comma after the last member
    re.DOTALL,
)
_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
"""A backslash that JSON does not know (`\\'`)."""


def read_json_ld(scripts: Iterable[lxml.html.HtmlElement]) -> list[Item]:
    """Every object of the JSON-LD among the scripts; lists, `@graph`, `mainEntity` opened.

    A block that stays broken after mending counts as absent.
    """
    found: list[Item] = []
    for script in scripts:
        if "ld+json" in script.get("type", "").casefold():
            text = script.text or ""
            if len(text) <= _LARGEST_BLOCK:
                found.extend(_objects(_load(text)))
    return found


def _load(text: str) -> object:
    """The value, with comments, trailing commas, raw line ends and odd escapes put up with."""
    text = text.strip().rstrip(";")
    for mend in (_as_it_is, _mended):
        try:
            value: object = json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _as_it_is(text: str) -> str:
    return text


def _mended(text: str) -> str:
    text = _BROKEN.sub(lambda match: match[0] if match[0][0] == '"' else "", text)
    text = _ESCAPE.sub("", text).strip().rstrip(";")
    if text.startswith("{") and re.search(r"\}\s*\{", text):  # objects side by side, no list
        parts = re.sub(r"\}\s*\{", "},{", text)
        try:
            json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return f"[{parts}]"
    return text


def _objects(value: object) -> Iterator[Item]:
    pending = [value]
    for _ in range(_MOST_ITEMS):
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, list):
            pending.extend(item[:_MOST_ITEMS])
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity"):
                inner = item.get(key)
                if isinstance(inner, list | dict):
                    pending.append(inner)


def is_article(item: Item) -> bool:
    """Whether the object is of a type whose name ends as the names of articles do."""
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLE)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def own_articles(articles: Sequence[Item], tags: MetaTags, url: str | None) -> Sequence[Item]:
    """The objects that speak of the page's own article: listings of others come along with it.

    Known by their address, else by a headline that says what og:title says; all where neither
    tells, the first one first.
    """
    if len(articles) < 2:
        return articles
    here = {path_of(address) for address in (url or "", *tags.values("og:url"))} - {""}
    own = [item for item in articles if here & {path_of(each) for each in _addresses(item)}]
    if own:
        return own
    titles = [set(folded_words(title)) for title in tags.values("og:title")]
    alike = [
        item
        for item in articles
        if any(
            2 * len(title & set(folded_words(unescape(str(item.get("headline")))))) >= len(title)
            for title in titles
        )
    ]
    return alike or articles


def _addresses(item: Item) -> list[str]:
    entity = item.get("mainEntityOfPage")
    stated = [entity.get("@id") if isinstance(entity, dict) else entity, item.get("url")]
    return [address for address in stated if isinstance(address, str)]
