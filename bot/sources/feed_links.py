"""Which feeds a page names, best first. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import lxml.html

from bot.sources.fragment import one_line
from bot.sources.page_links import absolute_link, load_tree, page_base, site_of, visible_text

MOST_FEEDS = 200
"""Feeds that are counted; the fullest real index pages list about a hundred."""

_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json|json)|text/xml", re.I)
_ADDRESS = re.compile(
    r"(?:^|[/._=-])(?:rss\w{0,12}|atom|feed)(?:$|[/._?&=-])|\.rdf$|[?&]format=feed|/rss", re.I
)
_LABEL = re.compile(r"\brss\b|\batom\b|\bfeed\b", re.I)
_COMMENTS = re.compile(r"comments?\b|binh-?luan|bình luận|phản hồi|oembed|wp-json|/replies", re.I)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EVERYTHING = _set(
    "home trangchu trang chu tinmoi moinhat moi nhat tin latest all main index new news tonghop"
)
_NO_TOPIC = _set(
    "rss xml feed feeds atom html htm aspx php com vn www http https id type format vi"
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed, or a page about feeds, that a page links to."""

    url: str
    title: str
    declared: bool
    """`<link rel="alternate">` with the type of a feed."""
    fit: float
    """How well it fits the page: above 0 it is about the same section, or about everything."""


def feed_links(html: str, url: str, *, about: str | None = None) -> list[FeedLink]:
    """The feeds that the page at `url` names, best first; comments' feeds are left out.

    `about` is the page whose section they should be about, None: `url` itself.

    Raises:
        SourceUnreadable: no HTML.
    """
    tree = load_tree(html)
    base = page_base(tree, url)
    found: dict[str, FeedLink] = {}
    for element in tree.iter("link", "a"):
        link = _feed_link(element, base, about or url)
        if link is not None and link.url != url:
            known = found.get(link.url)
            if known is None or link.declared > known.declared:
                found[link.url] = link
        if len(found) >= MOST_FEEDS:
            break
    return sorted(found.values(), key=lambda each: (-each.fit, not each.declared))


def _feed_link(element: lxml.html.HtmlElement, base: str, page: str) -> FeedLink | None:
    address = absolute_link(element.get("href", ""), base)
    if address is None:
        return None
    title = one_line(element.get("title") or "")
    declared = element.tag == "link"
    if declared:
        if "alternate" not in element.get("rel", "").lower().split():
            return None
        if not _TYPES.fullmatch(element.get("type", "").partition(";")[0].strip()):
            return None
    else:
        title = one_line(visible_text(element)) or title
        here, there = site_of(page), site_of(address)
        if here != there and not there.endswith(f".{here}") and not here.endswith(f".{there}"):
            return None
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if not _ADDRESS.search(path) and not (_LABEL.search(title) and len(title) <= 20):
            return None
    if _COMMENTS.search(f"{address} {title}"):
        return None
    return FeedLink(address, title, declared, _fit(address, title, page, declared=declared))


def _fit(address: str, title: str, page: str, *, declared: bool) -> float:
    """Whether the feed names the section of the page: its own first, then those above it.

    For a front page: whether the feed is about everything.
    """
    parts = urlsplit(address)
    score = 0.3 if declared else 0.0
    sections = [
        name
        for name in (_plain(re.sub(r"\.\w+$", "", each)) for each in urlsplit(page).path.split("/"))
        if name and name not in _EVERYTHING
    ]
    if not sections:
        offered = _words(f"{parts.path} {parts.query}") - _NO_TOPIC
        of_all = not offered or bool((offered | _words(title)) & _EVERYTHING)
        return score + (1.0 if of_all else 0.0)
    told = {_plain(each) for each in re.split(r"[/._=&?]", f"{parts.path}?{parts.query}")}
    told.add(_plain(title))
    own = sections[-1]
    if own in told or any(each.startswith((f"{own}rss", f"rss{own}")) for each in told):
        return score + 1.0
    return score + (0.5 if any(name in told for name in sections[:-1]) else 0.0)


def _plain(text: str) -> str:
    """`Kinh tế` and `kinh-te` as `kinhte`."""
    return "".join(_letters(text))


def _words(text: str) -> set[str]:
    return set(_letters(text))


def _letters(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", unquote(text).lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[a-z]+", letters)
