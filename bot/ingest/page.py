"""An article page → its parts: trafilatura for the text, the page's own words for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.errors import SourceUnreadable
from bot.ingest.body import read_body
from bot.ingest.header import is_empty_label, read_header_line
from bot.ingest.layout import event_of
from bot.ingest.page_address import choose_canonical, host_of
from bot.ingest.page_body import find_lead, read_text
from bot.ingest.page_extract import extract_lines
from bot.ingest.page_facts import (
    find_authors,
    find_credit,
    find_modified,
    find_published,
    find_section,
    find_title,
    header_facts,
)
from bot.ingest.page_meta import PageMeta, read_meta
from bot.ingest.page_next import find_next_page
from bot.ingest.page_parse import parse_html
from bot.ingest.page_tree import read_blocks, strip_unread
from bot.ingest.page_wall import is_offer, is_wall, refuse_dead_end, what_is_missing
from bot.ingest.parsed import ParsedArticle
from bot.ingest.same_text import SameText
from bot.ingest.telling import is_vietnamese

_PART = 12
"""Words of a line that is taken for the part of the sapo that the extractor kept."""
_NO_TEXT: Mapping[str | None, str] = {
    "paywall": "only an offer to subscribe stands in the article's place",
    "consent": "a cookie or JavaScript wall stands in the article's place",
}


def parse_page(html: str, *, url: str | None, zone: tzinfo, now: datetime) -> ParsedArticle:
    """The article that an HTML page shows. Touches no network.

    `url` is where the page was fetched from, None for a file; `zone` is the zone of stated times
    without an offset, `now` bounds publication dates.

    Raises:
        SourceUnreadable: too large or too deep (`page_parse`, `page_tree`), or without title or
            text.
    """
    tree = parse_html(html)
    meta = read_meta(tree, url)
    site = host_of(url or next(iter(meta.canonical), None))
    strip_unread(tree)
    # Before the blocks: thousands of live elements make everything after them a fifth slower.
    extracted = extract_lines(tree)
    page = read_blocks(tree, site)
    refuse_dead_end(page, meta)
    title = find_title(page, meta)
    if title is None:
        raise SourceUnreadable("the page has no title")

    def is_header(line: str) -> bool:
        fact = read_header_line(line, zone=zone, now=now)
        stated = fact is not None and (fact.instant is not None or fact.views is not None)
        return stated or is_empty_label(line)

    text = read_text(page, title, extracted, stated=meta.text, is_header=is_header)
    lines = text.lines
    sapo = find_lead(page, text, title, meta.descriptions)
    if sapo:
        lead = SameText(sapo)
        lines = [sapo, *(line for line in lines if not lead.repeats(line, least=_PART))]
    incomplete = what_is_missing(page, lines, text.last, locked=meta.locked)
    if incomplete is not None:
        lines = [line for line in lines if not is_offer(line) and not is_wall(line)]
    if not lines:
        raise SourceUnreadable(_NO_TEXT.get(incomplete, "no article text was found on the page"))
    body = read_body(lines, title, by_shape=not text.captions)
    facts = header_facts(page, text, zone, now)
    published, precision = find_published(
        page, meta, text, facts, lead=body.lead, zone=zone, now=now
    )
    return ParsedArticle(
        title=title,
        published=published,
        published_precision=precision,
        authors=find_authors(page, meta, text, facts, trailing=body.authors),
        lead=body.lead,
        paragraphs=body.paragraphs,
        captions=tuple(dict.fromkeys((*text.captions, *body.captions))),
        section=find_section(page, meta, text, title),
        views=next((fact.views for fact in facts if fact.views is not None), None),
        event_date=event_of(body.lead, body.paragraphs, published, zone),
        url=url,
        canonical_url=choose_canonical(meta.canonical, url),
        language=_language(meta, [title, *lines[:5]]),
        modified=find_modified(page, meta, text, facts, published, zone=zone, now=now),
        image=meta.picture,
        outlet=meta.outlet,
        incomplete=incomplete,
        credit=body.credit or find_credit(page, text),
        next_page=find_next_page(page, meta.following, first=text.first, last=text.last, url=url),
    )


def _language(meta: PageMeta, sample: Sequence[str]) -> str:
    """Vietnamese where the letters say so (templates keep `lang="en"`), else as stated."""
    if is_vietnamese(sample):
        return "vi"
    return meta.language or "vi"
