"""Which links of a home or section page are articles.

An article link is a link to a page of this site that holds one news text, wherever it stands on
the page: main list, box of hot or most read news, ticker. Sections, tags, topics, authors,
documents to download, forms, films without text and other sites are none. How they are told apart
is the affair of `link_scores`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.sources.link_scores import History, recognised
from bot.sources.link_shape import shape_of
from bot.sources.listing_page import candidates

__all__ = ["MOST_ENTRIES", "History", "ListedLink", "article_links", "shape_name"]

MOST_ENTRIES = 300
"""Article links that are taken of one page; the fullest real front pages have about 250."""


@dataclass(frozen=True, slots=True)
class ListedLink:
    """An article as a listing shows it."""

    url: str
    title: str
    date: str | None = None
    """As printed, None where no date with its year stands beside it."""


def article_links(
    html: str, url: str, *, links: str | None = None, history: History | None = None
) -> tuple[ListedLink, ...]:
    """The article links of the page at `url`, in the order of the page, each address once.

    `links` is an XPath that selects the links, or elements that contain them: then every link
    selected counts, whatever it looks like; None: they are recognised.

    Raises:
        SourceUnreadable: too large, no HTML, or `links` is no XPath of elements.
    """
    found = candidates(html, url, links=links)
    chosen = found if links is not None else recognised(found, url, history or History())
    return tuple(
        ListedLink(each.url, each.title or max(each.texts, key=len, default=""), each.date)
        for each in chosen[:MOST_ENTRIES]
    )


def shape_name(url: str) -> str:
    """The shape under which `History` counts an address."""
    return shape_of(url).key
