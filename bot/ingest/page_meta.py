"""What a page says of itself to machines: JSON-LD, OpenGraph, meta tags, links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import lxml.html

from bot.ingest.byline import is_name, is_office, parse_byline
from bot.ingest.clean import squeeze
from bot.ingest.page_json import is_article, read_json_ld
from bot.ingest.page_picture import choose_picture
from bot.ingest.phrases import phrase_set
from storage.text import fold, folded_words

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
_LONGEST_OUTLET = 80
_LONGEST_CONTENT = 20_000
"""Characters of a meta tag that is read."""
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
    tags = _meta_tags(metas)
    items = read_json_ld(scripts)
    articles = _of_this_page([item for item in items if is_article(item)], tags, url)
    sites = _site_names(tags, articles)
    return PageMeta(
        titles=_texts([item.get("headline") for item in articles], tags, "og:title"),
        dates=(
            *_texts([item.get("datePublished") for item in articles], {}),
            *_all(tags, _PUBLISHED),
        ),
        authors=_authors(articles, tags, sites),
        descriptions=_texts(
            [item.get("description") for item in articles], tags, "og:description", "description"
        ),
        section=_section(articles, items, tags),
        canonical=_canonical(links, articles, tags),
        site_names=sites,
        language=_language(tree, tags),
        following=tuple(
            link.get("href", "")
            for link in links
            if "next" in link.get("rel", "").casefold().split()
        ),
        tab=next((squeeze(title.text_content()) for title in titles), ""),
        scripts="\n".join((script.text or "")[:_SCRIPT] for script in scripts[:_FIRST_SCRIPTS]),
        refreshes=any(
            tag.get("http-equiv", "").casefold() == "refresh"
            and _REFRESH.match(tag.get("content", ""))
            for tag in metas
        ),
        signers=tuple(
            name
            for value in tags.get("author", ())
            for name in people_of(value, sites)
            if " " in name and not is_office(name)
        ),
        modified=(
            *_texts([item.get("dateModified") for item in articles], {}),
            *_all(tags, _MODIFIED),
        ),
        picture=choose_picture(tags, [item.get("image") for item in articles], url),
        outlet=_outlet(tags, articles),
        locked=_is_locked(tags, articles),
        text=next(
            (text for item in articles if isinstance(text := item.get("articleBody"), str)), None
        ),
    )


def _all(tags: dict[str, list[str]], names: Iterable[str]) -> Iterator[str]:
    return (value for name in names for value in tags.get(name, ()))


def _of_this_page(
    articles: list[dict[str, object]], tags: dict[str, list[str]], url: str | None
) -> list[dict[str, object]]:
    """The objects that speak of the page's own article: listings of others come along with it.

    Known by their address, else by a headline that says what og:title says; all where neither
    tells, the first one first.
    """
    if len(articles) < 2:
        return articles
    here = {_path(address) for address in (url or "", *tags.get("og:url", ())) if _path(address)}
    own = [item for item in articles if here & {_path(each) for each in _addresses(item)}]
    if own:
        return own
    titles = [set(folded_words(title)) for title in tags.get("og:title", ())]
    alike = [
        item
        for item in articles
        if any(
            2 * len(title & set(folded_words(unescape(str(item.get("headline")))))) >= len(title)
            for title in titles
        )
    ]
    return alike or articles


def _addresses(item: dict[str, object]) -> list[str]:
    entity = item.get("mainEntityOfPage")
    stated = [entity.get("@id") if isinstance(entity, dict) else entity, item.get("url")]
    return [address for address in stated if isinstance(address, str)]


def _path(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return f"{parts.path.rstrip('/')}?{parts.query}" if parts.path.strip("/") else ""


def _outlet(tags: dict[str, list[str]], articles: list[dict[str, object]]) -> str | None:
    publishers = [item.get("publisher") for item in articles]
    flat = [one for each in publishers for one in (each if isinstance(each, list) else [each])]
    names = [
        *tags.get("og:site_name", ()),
        *(
            unescape(name)
            for one in flat
            if isinstance(one, dict) and isinstance(name := one.get("name"), str)
        ),
        *tags.get("application-name", ()),
    ]
    named = [name for name in names if name and len(name) <= _LONGEST_OUTLET and "://" not in name]
    return next((name for name in named if "." not in name.strip(".")), next(iter(named), None))


def _is_locked(tags: dict[str, list[str]], articles: list[dict[str, object]]) -> bool:
    free = [str(item["isAccessibleForFree"]) for item in articles if "isAccessibleForFree" in item]
    tiers = [*tags.get("article:content_tier", ()), *tags.get("content_tier", ())]
    return any(value.casefold() in ("false", "no", "0") for value in free) or any(
        tier.casefold() in _LOCKED for tier in tiers
    )


def unescape(text: str) -> str:
    """Entities resolved until none is left: real headlines come escaped twice (`&amp;#7871;`)."""
    for _ in range(3):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return squeeze(text)


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


def _meta_tags(metas: Iterable[lxml.html.HtmlElement]) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in metas:
        content = tag.get("content", "")
        if not content or len(content) > _LONGEST_CONTENT:
            continue
        for key in ("property", "name", "itemprop"):
            for name in (tag.get(key) or "").casefold().split():
                tags.setdefault(name, []).append(unescape(content))
    return tags


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
    articles: list[dict[str, object]],
    tags: dict[str, list[str]],
    sites: frozenset[str],
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
    names = [*tags.get("og:site_name", ()), *tags.get("copyright", ())]
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
    links: Iterable[lxml.html.HtmlElement],
    articles: list[dict[str, object]],
    tags: dict[str, list[str]],
) -> tuple[str, ...]:
    found = [
        link.get("href", "")
        for link in links
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
