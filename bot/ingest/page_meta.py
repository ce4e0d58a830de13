"""What a page says of itself to machines: JSON-LD, OpenGraph, meta tags, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import lxml.html

from bot.ingest.clean import squeeze
from bot.ingest.page_json import Item, is_article, own_articles, read_json_ld
from bot.ingest.page_names import read_authors, read_outlet, read_signers, read_site_names
from bot.ingest.page_picture import choose_picture
from bot.ingest.page_section import read_section
from bot.ingest.page_tags import MetaTags, unescape
from bot.ingest.phrases import phrase_set

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
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "og:article:modified_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "revised",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
)
_LOCKED = phrase_set("locked | metered | premium | paid | subscriber | subscribers")
"""Values of `article:content_tier` and its like for what is not free to read."""
_REFRESH = re.compile(r"\s*\d+\s*;\s*url\s*=", re.IGNORECASE)
_FIRST_SCRIPTS = 5
_SCRIPT = 5_000
"""Characters of each that are looked at."""


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
    following: tuple[str, ...] = ()
    """Addresses of `<link rel=next>`."""
    tab: str = ""
    """`<title>`."""
    scripts: str = ""
    """The beginning of the page's scripts."""
    refreshes: bool = False
    """`<meta http-equiv=refresh>` leads on to another page."""
    signers: tuple[str, ...] = ()
    """Of `<meta name=author>`, where many sites put their own name: full names of people only."""
    modified: tuple[str, ...] = ()
    picture: str | None = None
    """Absolute http(s) URL."""
    outlet: str | None = None
    """The site's or the publisher's name, a proper one before a host name."""
    locked: bool = False
    """The page says that it is not free to read."""
    text: str | None = None
    """JSON-LD `articleBody`."""


def read_meta(tree: lxml.html.HtmlElement, url: str | None = None) -> PageMeta:
    """Everything of use in the page's head and JSON-LD; `url` is where the page was found."""
    metas, links, scripts, titles = _machine_words(tree)
    tags = MetaTags(metas)
    items = read_json_ld(scripts)
    articles = own_articles([item for item in items if is_article(item)], tags, url)
    sites = read_site_names(tags, articles)
    return PageMeta(
        titles=_texts(articles, "headline", tags.values("og:title")),
        dates=_texts(articles, "datePublished", tags.values(*_PUBLISHED)),
        authors=read_authors(articles, tags, sites),
        descriptions=_texts(articles, "description", tags.values("og:description", "description")),
        section=read_section(articles, items, tags),
        canonical=_canonical(_linked(links, "canonical"), articles, tags),
        site_names=sites,
        language=_language(tree, tags),
        following=tuple(_linked(links, "next")),
        tab=next((squeeze(title.text_content()) for title in titles), ""),
        scripts="\n".join((script.text or "")[:_SCRIPT] for script in scripts[:_FIRST_SCRIPTS]),
        refreshes=any(
            tag.get("http-equiv", "").casefold() == "refresh"
            and _REFRESH.match(tag.get("content", ""))
            for tag in metas
        ),
        signers=read_signers(tags, sites),
        modified=_texts(articles, "dateModified", tags.values(*_MODIFIED)),
        picture=choose_picture(tags, [item.get("image") for item in articles], url),
        outlet=read_outlet(tags, articles),
        locked=_is_locked(tags, articles),
        text=next(
            (text for item in articles if isinstance(text := item.get("articleBody"), str)), None
        ),
    )


def _machine_words(tree: lxml.html.HtmlElement) -> tuple[list[lxml.html.HtmlElement], ...]:
    """The elements `meta`, `link`, `script` and `title`, collected on one walk."""
    found: dict[str, list[lxml.html.HtmlElement]] = {
        "meta": [],
        "link": [],
        "script": [],
        "title": [],
    }
    for element in tree.iter(*found):
        found[element.tag].append(element)
    return tuple(found.values())


def _texts(articles: Iterable[Item], key: str, tagged: Iterable[str]) -> tuple[str, ...]:
    """What JSON-LD says under the key, then what the tags say, each once."""
    stated = (unescape(value) for item in articles if isinstance(value := item.get(key), str))
    return tuple(dict.fromkeys(text for text in (*stated, *tagged) if text))


def _linked(links: Iterable[lxml.html.HtmlElement], relation: str) -> list[str]:
    return [
        link.get("href", "") for link in links if relation in link.get("rel", "").casefold().split()
    ]


def _canonical(linked: Iterable[str], articles: Iterable[Item], tags: MetaTags) -> tuple[str, ...]:
    found = [*linked, *tags.values("og:url")]
    for item in articles:
        entity = item.get("mainEntityOfPage")
        address = entity.get("@id") if isinstance(entity, dict) else entity
        found += [address] if isinstance(address, str) else []
    return tuple(dict.fromkeys(address.strip() for address in found if address.strip()))


def _language(tree: lxml.html.HtmlElement, tags: MetaTags) -> str | None:
    stated: list[str] = [tree.get("lang", ""), *tags.values("og:locale", "content-language")]
    for value in stated:
        code = value.strip().replace("_", "-").partition("-")[0].casefold()
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code
    return None


def _is_locked(tags: MetaTags, articles: Sequence[Item]) -> bool:
    free = [str(item["isAccessibleForFree"]) for item in articles if "isAccessibleForFree" in item]
    tiers = tags.values("article:content_tier", "content_tier")
    return any(value.casefold() in ("false", "no", "0") for value in free) or any(
        tier.casefold() in _LOCKED for tier in tiers
    )
