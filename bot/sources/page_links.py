"""HTML of other people as a tree within limits, its visible text, and its links made absolute."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable
from bot.sources.fragment import one_line, unescape_fully

LARGEST = 15_000_000
"""Characters of the largest page that is parsed."""
SILENT = frozenset({"script", "style", "noscript", "template", "select", "iframe", "svg"})
"""Elements whose text nobody sees."""

_MOST_TAGS = 600_000
_SPACED = frozenset({"br", "p", "div", "li"})
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|vnk|_ga|_gl", re.IGNORECASE)


def load_tree(html: str) -> lxml.html.HtmlElement:
    """The page as a tree, without network and within limits.

    Raises:
        SourceUnreadable: too large, or no HTML at all.
    """
    if len(html) > LARGEST or html.count("<") > _MOST_TAGS:
        raise SourceUnreadable("the page is too large for a listing")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(html.replace("\0", "").encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceUnreadable("the page could not be parsed") from error
    return tree


def absolute_link(href: str, base: str) -> str | None:
    """`href` as an absolute http(s) URL without fragment and tracking; None: it is none."""
    href = one_line(unescape_fully(href))
    if not href or href.startswith("#"):
        return None
    try:
        parts = urlsplit(urljoin(base, href))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    query = parts.query
    if _TRACKING.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if not _TRACKING.fullmatch(pair[0])])
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", query, ""))


def page_base(tree: lxml.html.HtmlElement, url: str) -> str:
    """What relative links of the page are relative to: its `base`, else `url`, its own address."""
    for base in tree.iter("base"):
        named = absolute_link(base.get("href", ""), url)
        if named is not None:
            return named
    return url


def site_of(url: str) -> str:
    """The host without `www.` and the prefixes of mobile versions."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    for prefix in ("www.", "m.", "mobile.", "amp."):
        host = host.removeprefix(prefix)
    return host


def visible_text(element: lxml.html.HtmlElement) -> str:
    """The text of the element without scripts and the like."""
    pieces: list[str] = []
    silent: lxml.html.HtmlElement | None = None
    for event, each in lxml.etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if silent is None and each is not element:
                pieces.append(each.tail or "")
            continue
        if event == "start":
            if silent is None and each.tag in SILENT:
                silent = each
            if silent is None:
                pieces.append(each.text or "")
        else:
            if silent is each:
                silent = None
            if silent is None and each is not element:
                pieces.append(f" {each.tail or ''}" if each.tag in _SPACED else each.tail or "")
    return "".join(pieces)
