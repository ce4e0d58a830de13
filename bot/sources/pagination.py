"""Where the page after this one is: listings and feeds, by structure. Pure.

A listing's pager is a row of links whose texts are numbers and whose addresses differ in one
number alone; what a site calls the parameter or the path does not matter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import urlsplit, urlunsplit

import lxml.html

from bot.sources.fragment import one_line
from bot.sources.page_links import absolute_link, load_tree, page_base, site_of, visible_text

_NEXT = re.compile(
    r"(?:trang\s)?(?:sau|tiếp(?:\stheo)?|kế(?:\stiếp)?|cũ hơn)|next(?:\spage)?|older(?:\sposts)?"
    r"|(?:các\s)?(?:tin|bài)(?:\sviết)?\scũ(?:\shơn)?",
    re.IGNORECASE,
)
_ARROWS = re.compile(r"[\s»›>→…]+")
_ARROW = frozenset("›>→")
"""One arrow is the next page; two are the last one as often."""
_NUMBER = re.compile(r"\d{1,4}")
_LINK = re.compile(r"<(?:[a-z]+:)?link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_WORDPRESS = re.compile(r"<generator[^>]{0,200}>[^<]{0,100}wordpress", re.IGNORECASE)
_PAGED = re.compile(r"([?&]paged=)(\d{1,4})")
_FEWEST = 2
_MOST_LINKS = 5_000


def next_page(html: str, url: str) -> str | None:
    """The address of the page that follows the listing at `url`, of the same site; None: none.

    `rel=next` first, then the pager, then a link whose words say so.

    Raises:
        SourceUnreadable: no HTML.
    """
    tree = load_tree(html)
    base = page_base(tree, url)
    links = [
        (element, address)
        for element in list(tree.iter("link", "a"))[:_MOST_LINKS]
        for address in (absolute_link(element.get("href", ""), base),)
        if address is not None and site_of(address) == site_of(url) and address != url
    ]
    for element, address in links:
        if "next" in element.get("rel", "").lower().split():
            return address
    anchors = [(one_line(visible_text(el)), at, el) for el, at in links if el.tag == "a"]
    return _by_numbers(anchors, url) or _by_words(anchors, url)


def next_feed_page(text: str, url: str) -> str | None:
    """The next older document of a feed: RFC 5005, or WordPress' `paged`; None: none is known."""
    for link in _LINK.finditer(text[:100_000]):
        attributes = {name.lower(): a or b for name, a, b in _ATTRIBUTE.findall(link[0])}
        if {"next", "prev-archive"} & set(attributes.get("rel", "").lower().split()):
            address = absolute_link(attributes.get("href", ""), url)
            if address is not None and site_of(address) == site_of(url) and address != url:
                return address
    if not _WORDPRESS.search(text[:20_000]):
        return None
    paged = _PAGED.search(url)
    if paged is not None:
        return f"{url[: paged.start(2)]}{int(paged[2]) + 1}{url[paged.end(2) :]}"
    return f"{url}{'&' if '?' in url else '?'}paged=2"


def _by_numbers(anchors: list[tuple[str, str, lxml.html.HtmlElement]], url: str) -> str | None:
    pagers: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for text, address, _ in anchors:
        if not _NUMBER.fullmatch(text):
            continue
        for template, value in _templates(address):
            offset = int(text) - value
            if offset in (0, 1):  # sites that count from 0 call their second page 1
                pagers[template, offset].setdefault(int(text), address)
    best = max(pagers.items(), key=lambda item: len(item[1]), default=None)
    if best is None or (len(best[1]) < _FEWEST and not _is_second(best[1])):
        return None
    (template, offset), pages = best
    here = next((value + offset for each, value in _templates(url) if each == template), 1)
    return pages.get(here + 1)


def _is_second(pages: dict[int, str]) -> bool:
    """A listing of two pages has one link, and it says 2."""
    return set(pages) == {2}


def _templates(address: str) -> list[tuple[str, int]]:
    """The address with each of its short numbers taken out in turn, and that number."""
    parts = urlsplit(address)
    rest = urlunsplit(("", "", parts.path, parts.query, ""))
    return [
        (f"{rest[: found.start()]}#{rest[found.end() :]}", int(found[0]))
        for found in re.finditer(r"(?<!\d)\d{1,4}(?!\d)", rest[:2_000])
    ]


def _by_words(anchors: list[tuple[str, str, lxml.html.HtmlElement]], url: str) -> str | None:
    for text, address, element in anchors:
        label = _ARROWS.sub(" ", text).strip() or one_line(
            element.get("title") or element.get("aria-label") or ""
        )
        if _NEXT.fullmatch(label) and _is_sibling(address, url):
            return address
        arrow = not label and text.strip() in _ARROW
        if arrow and _is_sibling(address, url):
            return address
    return None


def _is_sibling(address: str, url: str) -> bool:
    """Whether it continues this listing: the same path as far as the page's own goes."""
    there, here = urlsplit(address), urlsplit(url)
    stem = re.sub(r"\.\w{2,5}$", "", re.sub(r"[/?&_-]*(?:trang|page|p)?[/_=-]?\d*$", "", here.path))
    return there.path.startswith(stem.rstrip("/"))
