"""The card around a link of a listing: its lines, and the date that is printed there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import lxml.html

from bot.sources.fragment import one_line
from bot.sources.page_links import SILENT, visible_text

_DEEPEST = 8
"""Ancestors of a link that may be its card; cards of real pages stay below six."""
_MOST_ELEMENTS = 200
_CLOCK = r"\d{1,2}\s?(?:[:hg]\s?\d{2}(?::\d{2})?|giờ(?:\s\d{1,2})?)\s?(?:[AP]M)?(?:\s?phút)?"
_DAY = (
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:20\d\d|\d\d)(?!\d)"
    r"|20\d\d-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"
)
_LONG_DAY = r"ngày\s\d{1,2}\stháng\s\d{1,2}(?:,?\snăm\s\d{4})"
DATE = re.compile(
    rf"(?:{_CLOCK}\s?[-,|–]?\s?(?:ngày\s)?)?(?:{_DAY}|{_LONG_DAY})(?:\s?[-,|–]?\s?{_CLOCK})?",
    re.IGNORECASE,
)
"""A day with its year as listings print it, with a time on either side of it."""
TRAILING_DATE = re.compile(rf"\s*[(\[]\s*({DATE.pattern})\s*[)\]]\s*$", re.IGNORECASE)
_LONGEST_DATE_LINE = 80


def card_of(
    anchor: lxml.html.HtmlElement, counts: Mapping[lxml.html.HtmlElement, int]
) -> lxml.html.HtmlElement:
    """The largest element around the link in which no other address is linked to."""
    card = anchor
    for element in ancestors(anchor, _DEEPEST):
        if counts.get(element) != 1 or element.tag in ("body", "html", "tbody", "table"):
            break
        card = element
    return card


def printed_date(
    card: lxml.html.HtmlElement, lines: Sequence[str], titles: Sequence[str]
) -> str | None:
    """The date of the card as printed, with its year; None: it prints none.

    `lines` are those of the card, `titles` what its links say: dates in headlines do not count.
    """
    found = _stated_date(card) or _first_date(lines, titles)
    return found or (_date_behind(card) if len(lines) <= 1 else None)


def _stated_date(card: lxml.html.HtmlElement) -> str | None:
    for element in card.iter("time"):
        stated = one_line(element.get("datetime") or "")
        if DATE.search(stated):
            return stated
        shown = DATE.search(one_line(visible_text(element)))
        if shown:
            return shown[0]
    return None


def _first_date(lines: Sequence[str], titles: Sequence[str]) -> str | None:
    """The date that stands in a line of its own, or nearly: not one that a headline mentions."""
    for line in lines:
        if line in titles or len(line) > _LONGEST_DATE_LINE:
            continue
        found = DATE.search(line)
        if found and len(line) - len(found[0]) <= 40:
            return found[0].strip()
    return None


def _date_behind(card: lxml.html.HtmlElement) -> str | None:
    """A date between the link and the next one: lists without an element for each article."""
    behind = [card.tail or ""]
    element = card.getnext()
    for _ in range(4):
        if element is None or element.tag == "a" or next(element.iter("a"), None) is not None:
            break
        if isinstance(element.tag, str):
            behind.append(visible_text(element))
        behind.append(element.tail or "")
        element = element.getnext()
    text = one_line(" ".join(behind))
    found = DATE.search(text[:120])
    return found[0].strip() if found and found.start() <= 40 else None


def card_lines(card: lxml.html.HtmlElement) -> Iterator[str]:
    """The texts of the card, one for each element that has text of its own; bounded."""
    seen = 0
    for element in card.iter():
        seen += 1
        if seen > _MOST_ELEMENTS:
            return
        if not isinstance(element.tag, str) or element.tag in SILENT:
            continue
        text = one_line(element.text or "")
        if text:
            yield one_line(visible_text(element)) if len(element) else text
        for child in element:
            tail = one_line(child.tail or "")
            if tail:
                yield tail


def ancestors(element: lxml.html.HtmlElement, levels: int) -> Iterator[lxml.html.HtmlElement]:
    """The elements above, nearest first, at most `levels`."""
    parent = element.getparent()
    while parent is not None and levels:
        yield parent
        parent, levels = parent.getparent(), levels - 1
