"""What a text file or a page says of an article, before the bot gives it an identity."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from storage.models import Precision


class ParsedArticle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article as its text states it; fields mean what they mean in `storage.models.Article`.

    Every text is NFC, one line, whitespace runs collapsed, otherwise verbatim: a paragraph is
    always a substring of the whitespace-normalised input. `published` keeps the zone that was
    asked for, so that its date is the local one; the store wants it in UTC.
    """

    title: str
    published: datetime | None = None
    published_precision: Precision | None = None
    """None exactly when `published` is."""
    authors: tuple[str, ...] = ()
    """Everyone whom the byline names (text and pictures), as printed, without role words."""
    lead: str | None = None
    """First paragraph or sapo with its dateline, e.g. `(Web Quảng Trị) …`, as printed."""
    paragraphs: tuple[str, ...] = ()
    """The body after the lead, without captions, byline and boilerplate."""
    captions: tuple[str, ...] = ()
    """Picture captions in order, each once."""
    section: str | None = None
    views: int | None = None
    event_date: date | None = None
    url: str | None = None
    canonical_url: str | None = None
    language: str = "vi"
    modified: datetime | None = None
    """When the page says that it was last changed, in the zone asked for; after `published`."""
    image: str | None = None
    """Absolute http(s) URL of the picture that the page names as its own."""
    outlet: str | None = None
    incomplete: Literal["paywall", "consent"] | None = None
    credit: str | None = None
    """`Theo TTXVN`, `Nguồn: …`: a line of its own at the head or the end, as written."""
    next_page: str | None = None
    """Address of the article's next page; the reader of pages follows it and joins them."""
