"""What a page says of itself to machines: JSON-LD, OpenGraph, meta tags, links."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import lxml.html

from bot.ingest.byline import is_name, parse_byline
from bot.ingest.clean import squeeze
from storage.text import fold

_LARGEST_BLOCK = 1_000_000
"""Characters of a JSON-LD block that is read."""
_ARTICLE = ("Article", "BlogPosting", "Posting", "Report")
_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "datepublished",
    "date_published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "article:created_time",
    "article.published",
    "published_time",
)
"""Names of meta tags that hold the publication instant, most trusted first."""
_HOME = frozenset({"trang chu", "trang nhat", "home", "homepage"})


class PageMeta(NamedTuple):
    """Candidates in the order of trust; texts are unescaped and squeezed."""

    titles: tuple[str, ...]
    dates: tuple[str, ...]
    authors: tuple[str, ...]
    """Of the first place that names people; organisations and the site itself left out."""
    descriptions: tuple[str, ...]
    section: str | None
    canonical: tuple[str, ...]
    site_names: frozenset[str]
    """Folded names of the site and its publisher."""
    language: str | None


def read_meta(tree: lxml.html.HtmlElement) -> PageMeta:
    """Everything of use in the page's head and JSON-LD; broken JSON counts as absent."""
    tags = _meta_tags(tree)
    items = list(_json_ld(tree))
    articles = [item for item in items if _is_article(item)]
    sites = _site_names(tags, articles)
    return PageMeta(
        titles=_texts([item.get("headline") for item in articles], tags, "og:title"),
        dates=(
            *_texts([item.get("datePublished") for item in articles], {}),
            *(value for name in _PUBLISHED for value in tags.get(name, ())),
        ),
        authors=_authors(articles, tags, sites),
        descriptions=_texts(
            [item.get("description") for item in articles], tags, "og:description", "description"
        ),
        section=_section(articles, items, tags),
        canonical=_canonical(tree, articles, tags),
        site_names=sites,
        language=_language(tree, tags),
    )


def unescape(text: str) -> str:
    """Entities resolved until none is left: real headlines come escaped twice (`&amp;#7871;`)."""
    for _ in range(3):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return squeeze(text)


def _meta_tags(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = unescape(tag.get("content", ""))
        for key in ("property", "name", "itemprop"):
            name = tag.get(key)
            if name and content:
                tags.setdefault(name.strip().casefold(), []).append(content)
    return tags


def _json_ld(tree: lxml.html.HtmlElement) -> Iterator[dict[str, object]]:
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in script.get("type", "") or len(text) > _LARGEST_BLOCK:
            continue
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value)


def _objects(value: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD value: lists and `@graph` opened, nothing deeper."""
    pending = [value]
    for _ in range(1000):
        if not pending:
            return
        item = pending.pop(0)
        if isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            pending.extend(graph if isinstance(graph, list) else ())


def _is_article(item: dict[str, object]) -> bool:
    kinds = item.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLE)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _texts(values: list[object], tags: dict[str, list[str]], *names: str) -> tuple[str, ...]:
    texts = [unescape(value) for value in values if isinstance(value, str)]
    texts += [value for name in names for value in tags.get(name, ())]
    return tuple(dict.fromkeys(text for text in texts if text))


def _names(value: object) -> list[str]:
    """Names in an author value: a string, an object or a list of either, organisations out."""
    if isinstance(value, str):
        return [unescape(value)]
    if isinstance(value, list):
        return [name for item in value[:20] if not isinstance(item, list) for name in _names(item)]
    if isinstance(value, dict) and value.get("@type") in (None, "Person", ["Person"]):
        name = value.get("name")
        return [
            unescape(part)
            for part in (name if isinstance(name, list) else [name])
            if isinstance(part, str)
        ]
    return []


def _authors(
    articles: list[dict[str, object]], tags: dict[str, list[str]], sites: frozenset[str]
) -> tuple[str, ...]:
    stated = [name for item in articles for name in _names(item.get("author"))]
    for place in (stated, tags.get("article:author", []), tags.get("dable:author", [])):
        people = [person for name in place for person in people_of(name, sites)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def people_of(byline: str, sites: frozenset[str]) -> tuple[str, ...]:
    """The people of a byline that is not the site's own name, an address or a link."""
    if "/" in byline and "." in byline:
        return ()
    named = parse_byline(byline) or ()
    return tuple(
        name
        for name in named
        if is_name(name) and not any(fold(name).replace(" ", "") == site for site in sites)
    )


def _site_names(tags: dict[str, list[str]], articles: list[dict[str, object]]) -> frozenset[str]:
    names = [*tags.get("og:site_name", ()), *tags.get("copyright", ()), *tags.get("author", ())]
    for item in articles:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(str(publisher["name"]))
    for address in tags.get("og:url", ()):
        host = _host(address)
        names += [host, host.partition(".")[0]]
    spelled = {fold(unescape(name)).replace(" ", "") for name in names}
    return frozenset(spelled | {name.partition(".")[0] for name in spelled if "." in name})


def _section(
    articles: list[dict[str, object]], items: list[dict[str, object]], tags: dict[str, list[str]]
) -> str | None:
    for value in (
        *tags.get("article:section", ()),
        *(item.get("articleSection") for item in articles),
    ):
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and unescape(first):
            return unescape(first).split(",")[0].strip()
    for item in items:
        crumbs = item.get("itemListElement")
        if item.get("@type") == "BreadcrumbList" and isinstance(crumbs, list):
            names = [name for crumb in crumbs for name in _crumb_names(crumb)]
            named = [name for name in names if fold(name) not in _HOME]
            headlines = {fold(str(article.get("headline"))) for article in articles}
            named = [name for name in named if fold(name) not in headlines]
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


def _canonical(
    tree: lxml.html.HtmlElement, articles: list[dict[str, object]], tags: dict[str, list[str]]
) -> tuple[str, ...]:
    found = [
        link.get("href", "")
        for link in tree.iter("link")
        if "canonical" in link.get("rel", "").casefold().split()
    ]
    found += tags.get("og:url", [])
    for item in articles:
        entity = item.get("mainEntityOfPage")
        address = entity.get("@id") if isinstance(entity, dict) else entity
        found += [address] if isinstance(address, str) else []
    return tuple(dict.fromkeys(address.strip() for address in found if address.strip()))


def choose_canonical(candidates: tuple[str, ...], url: str | None) -> str | None:
    """The first http(s) address on the page's own site; None where none is.

    A page may not claim to be another site's, nor its own front page.
    """
    for candidate in candidates:
        try:
            address = urljoin(url or "", candidate)
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                continue
            if parts.path in ("", "/") and not parts.query:
                continue
        except ValueError:
            continue
        if url is None or same_site(_host(address), _host(url)):
            return address
    return None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are equal or one is a subdomain of the other."""
    return bool(one) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def host_of(url: str | None) -> str:
    """The host without `www.` and `m.`; empty where there is none."""
    return _host(url) if url else ""


def _language(tree: lxml.html.HtmlElement, tags: dict[str, list[str]]) -> str | None:
    stated: list[str] = [
        tree.get("lang", ""),
        *tags.get("og:locale", ()),
        *tags.get("content-language", ()),
    ]
    for value in stated:
        code = value.strip().replace("_", "-").partition("-")[0].casefold()
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code
    return None
