"""Articles on several pages: where the next one is, and the pages made into one article.

A link counts only where its address is the article's own but for a page number that is greater by
one: `rel=next` also means "next article", and a numbered bar also leafs through lists.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from bot.errors import SourceError, SourceGone, SourceRefused, SourceUnreadable
from bot.ingest.page_address import host_of, same_site
from bot.ingest.page_rules import Role
from bot.ingest.page_tree import Page
from bot.ingest.parsed import ParsedArticle
from bot.sources.address import checked_url
from storage.text import fold

MOST_PAGES = 10
"""Of one article; the rest of a longer one is left out."""

_KEYS = frozenset({"page", "p", "trang", "paged", "pg", "pageno", "pageindex", "pagenumber"})
_PATH_PAGE = re.compile(r"(?:[/_-](?:page|trang|p)[/_-]?|/)(\d{1,2})(?=/?$|\.[a-z]{3,5}$)", re.I)
_BELOW = 6
"""Blocks below the text in which its page bar stands."""


def find_next_page(
    page: Page, stated: Sequence[str], *, first: int, last: int, url: str | None
) -> str | None:
    """The address of the article's next page; None where the page names none.

    `stated` are the addresses of `<link rel=next>`.

    `first` and `last` are the blocks of the text, `url` the address of this page.
    """
    if url is None:
        return None
    here = _numbered(url)
    for href in (*stated, *_bars(page, first, last)):
        try:
            address = checked_url(href, url)
        except (SourceError, ValueError):
            continue
        there = _numbered(address)
        if there[0] == here[0] and there[1] == here[1] + 1:
            return address
    return None


def _bars(page: Page, first: int, last: int) -> Iterator[str]:
    for link in page.roles[Role.NEXT]:
        if link.tag == "a" and link.get("href"):
            yield link.get("href", "")
    for element in page.roles[Role.PAGES]:
        if first <= page.starts[element] <= last + _BELOW:
            for link in element.iter("a"):
                if link.get("href"):
                    yield link.get("href", "")


def _numbered(url: str) -> tuple[tuple[str, str, str], int]:
    """The address without its page number, and that number; 1 where there is none."""
    parts = urlsplit(url)
    number = 1
    query: list[tuple[str, str]] = []
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key.casefold() in _KEYS and value.isdecimal() and len(value) <= 3:
            number = int(value)
        else:
            query.append((key, value))
    path = parts.path
    stated = _PATH_PAGE.search(path)
    if number == 1 and stated:
        number = int(stated[1])
        path = path[: stated.start()] + path[stated.end() :]
    host = (parts.hostname or "").removeprefix("www.")
    return (host, path.rstrip("/"), urlencode(sorted(query))), number


async def read_whole(
    first: ParsedArticle, url: str, read: Callable[[str], Awaitable[ParsedArticle]]
) -> ParsedArticle:
    """The article with its further pages, at most ten in all.

    `url` is the first page's address, `read` fetches and parses another one. A page that is gone,
    no article or only repeats what is known ends the article.

    Raises:
        SourceUnreachable, SourceThrottled: the article is to be read as a whole another time.
    """
    pages = [first]
    seen = {url}
    while len(pages) < MOST_PAGES and pages[-1].incomplete is None:
        following = pages[-1].next_page
        if following is None or following in seen:
            break
        seen.add(following)
        try:
            further = await read(following)
        except (SourceGone, SourceRefused, SourceUnreadable):
            break
        if not same_site(host_of(further.url), host_of(url)) or not _adds_text(pages, further):
            break
        pages.append(further)
    return join_pages(pages)


def _adds_text(pages: Sequence[ParsedArticle], further: ParsedArticle) -> bool:
    """Whether the page says anything that those before it do not."""
    known = {fold(line) for page in pages for line in _lines(page)}
    return any(fold(line) not in known for line in _lines(further))


def join_pages(pages: Sequence[ParsedArticle]) -> ParsedArticle:
    """One article of its pages in order; titles, sapo and lines printed again are dropped.

    Everything but the text is as the first page states it, people and credit of the last byline
    where the first has none. Raises IndexError when there is no page.
    """
    first = pages[0]
    if len(pages) == 1:
        return first
    known = {fold(line) for line in (first.title, *_lines(first))}
    paragraphs = list(first.paragraphs)
    captions = list(first.captions)
    for page in pages[1:]:
        for line in _lines(page):
            if fold(line) not in known:
                known.add(fold(line))
                paragraphs.append(line)
        captions += [line for line in page.captions if line not in captions]
    return msgspec.structs.replace(
        first,
        paragraphs=tuple(paragraphs),
        captions=tuple(captions),
        authors=first.authors or next((page.authors for page in pages if page.authors), ()),
        credit=first.credit or next((page.credit for page in pages if page.credit), None),
        next_page=None,
    )


def _lines(page: ParsedArticle) -> tuple[str, ...]:
    return (page.lead, *page.paragraphs) if page.lead else page.paragraphs
