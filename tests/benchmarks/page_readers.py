"""The libraries that `bench_pages` puts beside ours, each behind one function.

None of them may touch the network: newspaper4k fetches images while parsing unless told not to.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import lxml.html

from bot.errors import SourceUnreadable
from bot.ingest.page import parse_page

PLAIN = "trafilatura, text"
"""Name of the reader that the others' times are compared with."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2027, 1, 1, tzinfo=UTC)
"""Later than every page of the development sets."""


class Reading(NamedTuple):
    """What a reader says of a page; None and empty where it says nothing."""

    text: str = ""
    """Lead and body, without title, captions and byline where the reader tells them apart."""
    title: str | None = None
    published: datetime | None = None
    """Local time; without a zone where the library drops it."""
    authors: tuple[str, ...] = ()
    captions: str | None = None
    """None: the reader does not tell captions from text."""
    body: str | None = None
    """The text without the lead, where the reader tells it apart."""
    refused: bool = False


class Reader(NamedTuple):
    """A way to read a page: raw HTML and its address in, a `Reading` out."""

    name: str
    read: Callable[[str, str], Reading]


def readers() -> tuple[list[Reader], list[str]]:
    """Ours and the libraries that are installed, and a line for each that is not."""
    found = [
        Reader("diemtin", _ours),
        Reader(PLAIN, _trafilatura_text),
        Reader("trafilatura, all", _trafilatura),
    ]
    missing: list[str] = []
    for module, name, read in (
        ("newspaper", "newspaper4k", _newspaper),
        ("readability", "readability-lxml", _readability),
    ):
        if importlib.util.find_spec(module) is None:
            missing.append(f"{name} is not installed: left out (uv sync --group bench)")
        else:
            found.append(Reader(name, read))
    return found, missing


def _ours(html: str, url: str) -> Reading:
    try:
        parsed = parse_page(html, url=url or None, zone=ZONE, now=NOW)
    except SourceUnreadable:
        return Reading(refused=True)
    body = "\n".join(parsed.paragraphs)
    return Reading(
        text="\n".join((parsed.lead or "", body)),
        title=parsed.title,
        published=parsed.published,
        authors=parsed.authors,
        captions="\n".join(parsed.captions),
        body=body,
    )


def _trafilatura_text(html: str, url: str) -> Reading:
    """The text alone, its fastest way: what our own reading is built upon."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(html, url=url, fast=True, include_comments=False)
    return Reading(text=(found.text if found else "") or "", refused=found is None)


def _trafilatura(html: str, url: str) -> Reading:
    """As it comes (text of its default mode) with its metadata and htmldate's date."""
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        html,
        url=url,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"outputformat": "%Y-%m-%dT%H:%M:%S", "original_date": True},
    )
    if found is None:
        return Reading(refused=True)
    return Reading(
        text=found.text or "",
        title=found.title,
        published=datetime.fromisoformat(found.date) if found.date else None,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
    )


def _newspaper(html: str, url: str) -> Reading:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an optional package on import
        import newspaper

        article: Any = newspaper.Article(
            url or "https://example.org/", fetch_images=False, memorize_articles=False
        )
        try:
            article.download(input_html=html)
            article.parse()
        except Exception:  # noqa: BLE001 - whatever a library raises is its answer for the page
            return Reading(refused=True)
    published = article.publish_date
    return Reading(
        text=article.text or "",
        title=article.title or None,
        published=published if isinstance(published, datetime) else None,
        authors=tuple(article.authors),
    )


def _readability(html: str, url: str) -> Reading:
    import readability

    try:
        document: Any = readability.Document(html, url=url or None)
        summary = document.summary(html_partial=True)
        blocks = lxml.html.fromstring(summary)
    except Exception:  # noqa: BLE001 - as above
        return Reading(refused=True)
    text = "\n".join(piece for piece in blocks.itertext() if piece.strip())
    return Reading(text=text, title=document.short_title() or None)
