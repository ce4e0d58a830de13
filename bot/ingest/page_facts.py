"""Title, date, authors and section of a page, each by its chain of places, most trusted first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from bot.ingest.clean import squeeze
from bot.ingest.dates import parse_instant
from bot.ingest.header import HeaderLine, believe_clock, read_breadcrumb, read_header_line
from bot.ingest.page_body import PageText
from bot.ingest.page_meta import PageMeta, people_of
from bot.ingest.page_rules import Role, has_role
from bot.ingest.page_tree import Page
from storage.models import Precision
from storage.text import fold, folded_words

_ABOVE = 5
"""Blocks above the title in which a date line or `<time>` may belong to the article."""
_BELOW = 12
"""Blocks below the text in which its byline and counters are looked for."""


def find_title(page: Page, meta: PageMeta) -> str | None:
    """The `h1` where it is the headline, else what the page tells machines, else `<title>`.

    The printed headline wins over og:title where both say the same thing in other words; an `h1`
    that shares less than half its words with them is the site's name.
    """
    headings = [heading for tag in page.tree.iter("h1") if (heading := squeeze(tag.text_content()))]
    tab = next((squeeze(tag.text_content()) for tag in page.tree.iter("title")), "")
    stated = [_without_site(title, meta) for title in (*meta.titles, tab) if title]
    for heading in headings:
        if any(_alike(heading, other) for other in stated):
            return heading
    long_enough = [heading for heading in headings if len(heading.split()) >= 4]
    return next(iter((*stated[: len(meta.titles)], *long_enough, *stated)), None)


def _alike(one: str, other: str) -> bool:
    words, others = set(folded_words(one)), set(folded_words(other))
    return bool(words) and 2 * len(words & others) >= max(len(words), len(others))


def _without_site(title: str, meta: PageMeta) -> str:
    """`Title - Site` without the site."""
    for divider in (" | ", " - ", " – "):
        head, _, tail = title.rpartition(divider)
        if head and fold(tail).replace(" ", "") in meta.site_names:
            return head.strip()
    return title


def header_facts(page: Page, text: PageText, zone: tzinfo, now: datetime) -> list[HeaderLine]:
    """What the lines between title and text, then those just below the text, state."""
    between = page.blocks[text.top + 1 : text.first]
    below = page.blocks[text.last + 1 :][:_BELOW]
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


def _times(page: Page, text: PageText) -> Iterator[str]:
    for element, start in page.starts.items():
        if element.tag == "time" and text.top - _ABOVE <= start <= text.first:
            yield element.get("datetime") or squeeze(element.text_content())


def find_authors(
    page: Page,
    meta: PageMeta,
    text: PageText,
    facts: Sequence[HeaderLine],
    *,
    site: str,
    trailing: tuple[str, ...],
) -> tuple[str, ...]:
    """JSON-LD persons → `article:author` → elements named for it → the byline below the text."""
    if meta.authors:
        return meta.authors
    named = [
        person
        for element, start in page.starts.items()
        if text.top - _ABOVE <= start <= text.last + _BELOW and has_role(element, Role.AUTHOR, site)
        for person in people_of(squeeze(element.text_content()), meta.site_names)
    ]
    stated = [name for fact in facts for name in fact.authors]
    return tuple(dict.fromkeys(named or trailing or stated))


def find_section(page: Page, meta: PageMeta, text: PageText, title: str, site: str) -> str | None:
    """What the page tells machines, else the last step of a printed breadcrumb."""
    if meta.section:
        return meta.section
    for element, start in page.starts.items():
        if start > text.first:
            break
        if has_role(element, Role.CRUMBS, site):
            links = [squeeze(link.text_content()) for link in element.iter("a")]
            trail = " > ".join(["Trang chủ", *(link for link in links if link)])
            found = read_breadcrumb(trail, title)
            if found:
                return found
    return None
