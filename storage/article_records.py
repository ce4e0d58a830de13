"""Articles, their earlier texts and corrections, and what they are recognised by."""

from __future__ import annotations

from datetime import date
from typing import Literal

from storage.frozen_record import Instant, Precision, Record


class Revision(Record, frozen=True, kw_only=True):
    """The text that an edit replaced: an article's state before `replaced_at`."""

    replaced_at: Instant
    fingerprint: str
    title: str
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


FactKind = Literal[
    "documents", "people", "organisations", "places", "times", "figures", "requests", "event"
]
"""Kinds of facts that a curator can correct."""


class Correction(Record, frozen=True, kw_only=True):
    """What a curator says of one fact of an article; rules never overwrite it."""

    kind: FactKind
    key: str
    """Which fact, as those who read facts name it."""
    by: str
    """As `AuditEntry.actor`."""
    at: Instant
    removed: bool = False
    """True: the article does not say this."""
    added: str | None = None
    """Words of the article that state a fact which the rules did not read."""
    changes: tuple[tuple[str, str | None], ...] = ()
    """Field and its right value; None: the article does not state it."""
    words: str | None = None
    """The fact's words when it was corrected, in single blanks: they find it again where rules name
    it by another key. None: it has none, or was corrected before words were kept."""
    sentence: str | None = None
    """The sentence that said them, likewise."""


class Article(Record, frozen=True, kw_only=True):
    """One news article as its publisher stated it.

    `published` is the stated publication instant; for `Precision.DAY` it is local midnight of
    that day (Asia/Ho_Chi_Minh unless the text names a zone), stored in UTC. `event_date` is the
    day on which the reported event took place, when the text says so.
    """

    id: str
    """Ten characters of lower-case base32, derived from the first identity; never changes."""
    source: str
    """`Source.id` of the source that brought it."""
    title: str
    fingerprint: str
    """Hash of the folded title and text: equal for equal content, whatever the URL."""
    first_seen: Instant
    """When the bot first stored it: decides its week file and its digests. Never changes."""
    updated_at: Instant
    """When the stored text last changed (equals `first_seen` until the first revision)."""
    url: str | None = None
    canonical_url: str | None = None
    guid: str | None = None
    """The feed's own id of the entry, meaningful within `source` only."""
    entry_signature: str | None = None
    """Hash of what the feed said of the entry; when it changes the page is read again."""
    published: Instant | None = None
    published_precision: Precision | None = None
    event_date: date | None = None
    authors: tuple[str, ...] = ()
    lead: str | None = None
    """The first paragraph or sapo; it is not repeated in `paragraphs`."""
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    section: str | None = None
    views: int | None = None
    province: str | None = None
    language: str = "vi"
    modified: Instant | None = None
    """When the publisher says that it last changed the article; None: it does not say."""
    image: str | None = None
    """Absolute http(s) URL of the picture that the page names as its own."""
    outlet: str | None = None
    """Name of the site or paper as the page states it."""
    incomplete: Literal["paywall", "consent"] | None = None
    """The page showed only a part: a paywall stub, or a cookie wall. None: it is whole."""
    credit: str | None = None
    """Whom the text credits as its origin ("Theo TTXVN", "Nguồn: …"), as written."""
    original: str | None = None
    """Id of the article that this one repeats; None: it repeats none that is known."""
    missing_since: Instant | None = None
    """When its page first answered that it is not there; None: at the last reading it was."""
    vanished_at: Instant | None = None
    """When its page was first found gone; the text is kept. Cleared if it comes back."""
    terms: tuple[str, ...] = ()
    """Look-up terms: what the article is about, as keys that the reader of its text reckons
    (`"who:do-thi-ly"`). The store compares them, it does not understand them."""
    terms_version: int = 0
    """Of the rules that reckoned `terms`; 0: nobody has yet."""
    corrections: tuple[Correction, ...] = ()
    """Of the facts in its text, one for each fact."""
    seeded: bool = False
    """True when it was already there at the first sight of its source: searchable, not an alert."""
    revisions: tuple[Revision, ...] = ()
    """Earlier texts, oldest first; the latest twenty are kept."""


class Identity(Record, frozen=True, kw_only=True):
    """What an incoming article is recognised by, tried in this order."""

    source: str
    fingerprint: str
    canonical_url: str | None = None
    guid: str | None = None
