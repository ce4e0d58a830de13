"""What a source says of an article before its page is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

_MARKS = ("?", "!")
_READ = "@"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, one page or one text; every text is NFC."""

    title: str | None = None
    link: str | None = None
    """Absolute http(s) URL of the article page."""
    guid: str | None = None
    """The source's own id of the article; never empty."""
    published: str | None = None
    """The publication date as written."""
    updated: str | None = None
    """The date of the last change as written."""
    summary: tuple[str, ...] = ()
    """Paragraphs of the short text."""
    content: tuple[str, ...] = ()
    """Paragraphs of the full text, where the feed carries it."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str | None = None
    image: str | None = None
    """Absolute http(s) URL of the picture that the source gives the article."""
    outlet: str | None = None
    """Name of the publication that the source says it was taken from (RSS and Atom `source`)."""
    page: str | None = None
    """The article's HTML, where it is already in hand."""
    text: str | None = None
    """The article as a text file, where it is already in hand."""
    listed: bool = False
    """It is a link of a listing, not an item of a feed: it may lead to something else, and what
    stands beside it depends on the box that it stands in."""

    @property
    def signature(self) -> str:
        """Equal while the source says the same: 22 characters, for `Article.entry_signature`.

        Link, guid and image do not count: tracking parameters, sloppy ids and the sizes in the
        addresses of pictures change without an edit. Of a link in a listing nothing else counts.
        """
        if self.listed:
            return blake2b((self.link or "").encode(), digest_size=11).hexdigest()
        said = "\x1f".join(
            (
                self.title or "",
                self.published or "",
                self.updated or "",
                "\x1e".join(self.summary),
                "\x1e".join(self.content),
                self.page or "",
                self.text or "",
            )
        )
        return blake2b(said.encode(), digest_size=11).hexdigest()


def owing_page(signature: str, attempts: int, *, outdated: bool) -> str:
    """The signature to store while the article page is still to be read, after `attempts` tries.

    `outdated`: the stored text is an earlier reading of the page, not the feed's own words.
    """
    return f"{signature}{_MARKS[outdated]}{attempts}"


def page_attempts(stored: str | None) -> int | None:
    """How often the page behind a stored signature was tried in vain; None: no page is owed."""
    for mark in _MARKS:
        _, found, attempts = (stored or "").partition(mark)
        if found:
            return int(attempts)
    return None


def is_feed_text(stored: str | None) -> bool:
    """Whether the stored text is what the feed said, because the page is still to be read."""
    return _MARKS[False] in (stored or "")


def same_signature(stored: str | None, signature: str) -> bool:
    """Whether the stored signature, owing a page or not, is of the same words."""
    return stored is not None and stored[: len(signature)] == signature


def page_read(signature: str, at: datetime) -> str:
    """The signature to store when the article page was read at the instant `at`."""
    return f"{signature}{_READ}{int(at.timestamp())}"


def page_read_at(stored: str | None) -> datetime | None:
    """When the page behind a stored signature was last read; None: that is not known."""
    _, found, seconds = (stored or "").partition(_READ)
    return datetime.fromtimestamp(int(seconds), UTC) if found else None
