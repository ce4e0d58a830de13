"""Title, date, authors and section of a page, each by its chain of places, most trusted first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import takewhile

from bot.ingest.byline import credit_of
from bot.ingest.clean import ends_article, squeeze
from bot.ingest.dates import parse_instant
from bot.ingest.header import HeaderLine, believe_clock, read_breadcrumb, read_header_line
from bot.ingest.page_body import PageText
from bot.ingest.page_meta import PageMeta
from bot.ingest.page_names import people_of
from bot.ingest.page_rules import Role
from bot.ingest.page_tree import Page
from storage.models import Precision
from storage.text import fold, folded_words

_DIVIDERS = (" | ", " - ", " – ", " :: ", " » ")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_SHORT_TITLE = 5
"""Words: a shorter `<title>` that nothing else on the page confirms is the site's name."""
_NO_TITLES = frozenset({"title", "a", "li", "ul", "table", "body"})
_LONGEST_TITLE = 50
"""Words."""
_SITE_NAME = re.compile(
    r"(?:trang (?:thong tin|tin|chu|web|ttdt)|cong (?:thong tin|ttdt|tt)|website|bao dien tu|home"
    r"|portal|chi tiet|xem tin|tin tuc)\b"
)
"""How folded names of sites and of page templates begin."""
_CHANGED = re.compile(r"modif|updat|chang|capnhat|cap-nhat", re.IGNORECASE)
_LONGEST_CREDIT = 120
_ABOVE = 5
"""Blocks above the title in which a date line or `<time>` may belong to the article."""
_BELOW = 12
"""Blocks below the text in which its byline and counters are looked for."""


def find_title(page: Page, meta: PageMeta) -> str | None:
    """The `h1` where it is the headline, else what the page tells machines, else `<title>`.

    The printed headline wins over og:title where both say the same thing in other words; an `h1`
    that shares less than half its words with them is the site's name. Old systems leave the
    site's name in `<title>` and even in the `h1`: then the title is what the page prints as one.
    """
    headings = [heading for tag in page.tagged["h1"] if (heading := squeeze(tag.text_content()))]
    tab = _printed_part(page, meta.tab)
    stated = [_without_site(title, meta) for title in (*meta.titles, tab) if title]
    for heading in headings:
        if not _names_site(heading) and any(_alike(heading, other) for other in stated):
            return heading
    long_enough = [heading for heading in headings if len(heading.split()) >= 4]
    found = next(iter((*stated[: len(meta.titles)], *long_enough, *stated)), None)
    told = meta.titles or long_enough
    if found is None or _names_site(found) or (not told and len(found.split()) < _SHORT_TITLE):
        return _printed_title(page) or found
    return found


def _names_site(title: str) -> bool:
    return _SITE_NAME.match(fold(title)) is not None


def _printed_part(page: Page, tab: str) -> str:
    """`Title - Section - Site` cut to what the page prints as a line of its own."""
    heads: list[str] = []
    head = tab
    while head:
        heads.append(head)
        head = max((head.rpartition(divider)[0] for divider in _DIVIDERS), key=len).strip()
    sizes = {len(head) for head in heads}
    printed = {fold(block.text) for block in page.blocks if len(block.text) in sizes}
    return next((head for head in heads if fold(head) in printed and not _names_site(head)), tab)


def _printed_title(page: Page) -> str | None:
    """An element named for the title, else the first heading long enough to be one."""
    named: list[str] = []
    headings: list[str] = []
    for places, tags in ((named, page.roles[Role.TITLE]), (headings, page.headings())):
        for element in tags:
            if element.tag in _NO_TITLES or (places is named and element.tag in _HEADINGS):
                continue
            text = squeeze(element.text_content())
            if 4 <= len(text.split()) <= _LONGEST_TITLE and not _names_site(text):
                places.append(text)
    return next(iter((*named, *headings)), None)


def _alike(one: str, other: str) -> bool:
    words, others = set(folded_words(one)), set(folded_words(other))
    return bool(words) and 2 * len(words & others) >= max(len(words), len(others))


def _without_site(title: str, meta: PageMeta) -> str:
    """`Title - Site` without the site."""
    for divider in _DIVIDERS:
        head, _, tail = title.rpartition(divider)
        if head and fold(tail).replace(" ", "") in meta.site_names:
            return head.strip()
    return title


def header_facts(page: Page, text: PageText, zone: tzinfo, now: datetime) -> list[HeaderLine]:
    """What the lines between title and text, then those just below the text, state."""
    between = page.blocks[text.top + 1 : text.first]
    below = list(
        takewhile(lambda block: not ends_article(block.text), page.blocks[text.last + 1 :][:_BELOW])
    )
    read = (read_header_line(block.text, zone=zone, now=now) for block in (*between, *below))
    return [fact for fact in read if fact]


def find_published(
    page: Page,
    meta: PageMeta,
    text: PageText,
    facts: Sequence[HeaderLine],
    *,
    lead: str | None,
    zone: tzinfo,
    now: datetime,
) -> tuple[datetime | None, Precision | None]:
    """JSON-LD → meta tags → `<time>` → a date line beside the title; never any other date."""
    for stated in (*meta.dates, *_times(page, text)):
        found = parse_instant(stated, zone=zone, now=now)
        if found:
            return found
    for fact in sorted(facts, key=lambda fact: fact.updated):
        if fact.instant:
            return fact.instant, fact.precision
    for block in reversed(page.blocks[max(0, text.top - _ABOVE) : text.top]):
        above = read_header_line(block.text, zone=zone, now=now)
        if above and above.instant:
            return believe_clock(block.text, lead or "", zone=zone, now=now)
    return None, None


def find_modified(
    page: Page,
    meta: PageMeta,
    text: PageText,
    facts: Sequence[HeaderLine],
    published: datetime | None,
    *,
    zone: tzinfo,
    now: datetime,
) -> datetime | None:
    """The last change, by the same places as the publication; None unless it is later.

    A change within the minute of the publication is the publication itself: templates print the
    same instant twice, once with seconds.
    """
    stated = [parse_instant(value, zone=zone, now=now) for value in meta.modified]
    stated += [
        parse_instant(value, zone=zone, now=now) for value in _times(page, text, changed=True)
    ]
    changed = [found[0] for found in stated if found]
    changed += [fact.instant for fact in facts if fact.updated and fact.instant]
    for instant in changed:
        if published is None or instant - published >= timedelta(minutes=1):
            return instant
    return None


def _times(page: Page, text: PageText, *, changed: bool = False) -> Iterator[str]:
    """What `<time>` and RDFa dates beside the title state of the publication or the change."""
    for element in page.dated:
        start = page.starts[element]
        beside = text.top - _ABOVE <= start <= text.first
        if not beside and not (element.tag == "abbr" and text.last <= start <= text.last + _BELOW):
            continue
        names = " ".join(element.get(key, "") for key in ("class", "itemprop", "property"))
        if (_CHANGED.search(names) is not None) == changed:
            yield (
                element.get("datetime")
                or element.get("content")
                or element.get("title")
                or squeeze(element.text_content())
            )


def find_credit(page: Page, text: PageText) -> str | None:
    """What an element named for the source says beside title or text."""
    for element in page.roles[Role.CREDIT]:
        if text.top <= page.starts[element] <= text.last + _BELOW:
            line = squeeze(element.text_content())
            credit = credit_of(line) if len(line) <= _LONGEST_CREDIT else None
            if credit is not None:
                return credit
    return None


def find_authors(
    page: Page,
    meta: PageMeta,
    text: PageText,
    facts: Sequence[HeaderLine],
    *,
    trailing: tuple[str, ...],
) -> tuple[str, ...]:
    """JSON-LD persons → `article:author` → elements named for it → the byline below the text."""
    if meta.authors:
        return meta.authors
    named = [
        person
        for element in page.roles[Role.AUTHOR]
        if text.top - _ABOVE <= page.starts[element] <= text.last + _BELOW
        for person in people_of(squeeze(element.text_content()), meta.site_names)
    ]
    stated = [name for fact in facts for name in fact.authors]
    return tuple(dict.fromkeys(named or trailing or stated or meta.signers))


def find_section(page: Page, meta: PageMeta, text: PageText, title: str) -> str | None:
    """What the page tells machines, else the last step of a printed breadcrumb."""
    if meta.section:
        return meta.section
    for element in page.roles[Role.CRUMBS]:
        if page.starts[element] > text.first:
            break
        links = [squeeze(link.text_content()) for link in element.iter("a")]
        trail = " > ".join(["Trang chủ", *(link for link in links if link)])
        found = read_breadcrumb(trail, title)
        if found:
            return found
    return None
