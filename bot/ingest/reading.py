"""Text and pages to parsed articles, where a defect of the parser costs one article, not a poll."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import structlog

from bot.errors import SourceError, SourceUnreachable, SourceUnreadable
from bot.ingest.layout import parse_text
from bot.ingest.page import parse_page
from bot.ingest.parsed import ParsedArticle
from bot.sources.decode import decode_text
from bot.sources.local import list_files, read_file

_log = structlog.get_logger(__name__)

_MARKUP = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_SENTENCE_END = re.compile(r"[.!?…]+(?:\s|$)")
_FEWEST_WORDS = 3
"""Of a sentence or headline: below it stands what somebody left in a file by mistake."""
_PAGE_SUFFIXES = frozenset({".html", ".htm"})


def read_text(text: str, *, zone: tzinfo, now: datetime) -> ParsedArticle:
    """A plain text.

    Raises:
        SourceUnreadable: it holds no article.
    """
    return _guarded(lambda: parse_text(text, zone=zone, now=now))


def read_page(page: str, *, url: str | None, zone: tzinfo, now: datetime) -> ParsedArticle:
    """A page; `url` is where it was found.

    Raises:
        SourceUnreadable: it holds no article.
    """
    return _guarded(lambda: parse_page(page, url=url, zone=zone, now=now))


def read_article_file(path: Path, *, zone: tzinfo, now: datetime) -> ParsedArticle:
    """A `.txt` or `.html` file; other names by their content.

    Raises:
        SourceUnreadable: too large, not text, or no article in it.
        SourceUnreachable: it cannot be opened.
    """
    text = decode_text(read_file(path))
    if path.suffix.lower() == ".url":
        raise SourceUnreadable("an internet shortcut: its page is read only when it is taken in")
    suffix = path.suffix.lower()
    if suffix in _PAGE_SUFFIXES or (suffix != ".txt" and _MARKUP.match(text)):
        return read_page(text, url=None, zone=zone, now=now)
    return read_text(text, zone=zone, now=now)


def find_files(path: Path) -> list[Path]:
    """`path` itself, or the readable files below it.

    Raises:
        SourceUnreachable: there is nothing at `path`.
    """
    if path.is_dir():
        return list_files(path)
    if not path.exists():
        raise SourceUnreachable("no such file or folder")
    return [path]


def read_path(
    path: Path, *, zone: tzinfo, now: datetime
) -> Iterator[tuple[Path, ParsedArticle | SourceError]]:
    """Each file of `path` with what it says or why it cannot be read; nothing is stored."""
    try:
        files = find_files(path)
    except SourceError as error:
        yield path, error
        return
    for file in files:
        try:
            yield file, read_article_file(file, zone=zone, now=now)
        except SourceError as error:
            yield file, error


def _guarded(parse: Callable[[], ParsedArticle]) -> ParsedArticle:
    try:
        parsed = parse()
        if not _says_something(parsed):
            raise SourceUnreadable(
                f"no article: not one sentence of at least {_FEWEST_WORDS} words in it"
            )
        return parsed
    except SourceError:
        raise
    except Exception as error:
        _log.exception("parser_failed")  # a defect to be mended; the other articles go on
        raise SourceUnreadable(f"cannot be parsed: {type(error).__name__}") from error


def _says_something(parsed: ParsedArticle) -> bool:
    """Whether title or text hold one sentence; a headline alone is a notice."""
    return any(
        sum(any(char.isalpha() for char in word) for word in sentence.split()) >= _FEWEST_WORDS
        for line in (parsed.title, parsed.lead or "", *parsed.paragraphs)
        for sentence in _SENTENCE_END.split(line)
    )
