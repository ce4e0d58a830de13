"""Messages ready to send, and the frozen digests that consist of them."""

from __future__ import annotations

import msgspec

from storage.frozen_record import Instant, Record


class Button(Record, frozen=True, kw_only=True):
    """One inline button: a command line for the bot (`action`, ≤ 64 bytes UTF-8) or a link."""

    label: str
    action: str | None = None
    url: str | None = None


class Part(Record, frozen=True, kw_only=True):
    """One message, ready to send: it fits Telegram's limits in `html` and in `plain`."""

    html: str
    plain: str
    """The same words without markup, sent when Telegram refuses the entities."""
    buttons: tuple[tuple[Button, ...], ...] = ()
    preview: bool = False
    """Whether the client may show a link preview."""
    preview_url: str | None = None
    """Where `preview`: the address that is shown, above the text; None: the first one in it."""


class StoryTold(msgspec.Struct, frozen=True, array_like=True):
    """One story of a digest: to read on by topic, and for feedback. Stored as an array."""

    articles: tuple[str, ...]
    """Ids, the main one first."""
    outlets: tuple[str, ...] = ()
    """`Source.id` of those that tell it, the main article's first; empty: that one alone."""
    number: int = 0
    """Its number in the text; 0: it is only counted there."""
    about: tuple[str, ...] = ()
    """Of a story told in full: what an answer to "useful?" is about, as `Preferences.feedback`."""


class TopicTold(msgspec.Struct, frozen=True, array_like=True):
    """The stories of one topic, the most important first."""

    topic: str
    stories: tuple[StoryTold, ...]
    more: int = 0
    """How many further ones there are."""


class Edition(Record, frozen=True, kw_only=True):
    """The frozen text of a digest; subscribers with equal content share one."""

    id: str
    """Hash of the rest."""
    parts: tuple[Part, ...]
    contents: tuple[TopicTold, ...] = ()
    """All its stories, those included that its text only counts."""
    documents: tuple[str, ...] = ()
    """Keys of the documents that its articles cite, sorted."""


class Digest(Record, frozen=True, kw_only=True):
    """One subscriber's digest of one period; composed once, then frozen."""

    id: str
    """`"<period>/<subscriber id>"`, e.g. `"2023-W39/-100123:7"`: the unique key.

    The period is the local one in which it was due: a week, for daily digests and those of
    several weekdays a day (`2023-09-26`), a month (`2023-09`) or a quarter (`2023-Q3`).
    """
    subscriber: str
    week: str
    """ISO week in whose file it lies: of its day, or of the last day of its (first) month."""
    edition: str
    article_ids: tuple[str, ...]
    since: Instant
    until: Instant
    """It covers what was first seen in (since, until]."""
    created_at: Instant
    left_out: tuple[str, ...] = ()
    """Ids of late articles of the period that the filters left out: they are not told later."""
    withheld: bool = False
    """True: it waits for its `Review`, or was dropped there; it has no outbox rows and nobody but
    its reviewers is shown it. Its articles are not told again either way."""
