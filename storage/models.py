"""The records that the product keeps: frozen values, converted to and from plain JSON.

Every instant is timezone-aware and stored in UTC; None always means "not stated" or "not yet",
never "unknown error". Records are replaced whole, never mutated, so that a reader can keep one
across threads without a lock.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""An instant with its offset; a stored one without is refused when the record is read."""


class Precision(StrEnum):
    """How exactly a text states its publication instant."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all stored records: immutable, keyword-only, defaults left out of the file."""


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


class Source(Record, frozen=True, kw_only=True):
    """Where articles come from: one stanza of `sources.toml` or one added by a curator."""

    id: str
    name: str
    kind: Literal["feed", "listing", "page", "folder", "inbox", "samples"]
    url: str | None = None
    """http(s) URL of a feed, listing or page."""
    links: str | None = None
    """For listings: XPath of the article links; None: they are recognised by themselves."""
    path: str | None = None
    """Folder on disk, for `folder`."""
    province: str | None = None
    level: str | None = None
    """`party`, `government` or `press`."""
    section: str | None = None
    enabled: bool = True
    poll_minutes: int | None = None
    """Wished interval between polls; None means the default (60)."""
    full_text: bool = True
    """Read the article page behind each feed link; False keeps what the feed itself carries."""
    ca_bundle: str | None = None
    robots: bool = True
    """False reads pages that robots.txt disallows: the operator has the publisher's permission."""


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """How well one new article could be read; stored as `["daw", 340]`, for there are many."""

    marks: str
    """Letters of what was found: `d` its date, `a` an author, `w` the whole text of its page."""
    words: int
    """Of its lead and paragraphs."""


class SourceHealth(Record, frozen=True, kw_only=True):
    """What a source usually does, so that it can be told when it does not; bounded in size."""

    first_day: date | None = None
    """Local day (Vietnam) of the first entry of `daily`; None before the first success."""
    daily: tuple[int, ...] = ()
    """New articles of each local day from `first_day` on, the latest 56 days at most."""
    newest_at: Instant | None = None
    """When the newest article came; of those at the first sight, when it was published."""
    usual_gap: float | None = None
    """Mean days from one day with new articles to the next; None: not seen yet."""
    gaps: int = 0
    """How many gaps `usual_gap` has seen."""
    habit: tuple[Reading, ...] = ()
    """Readings that recent ones are compared with, oldest first; 30 at most."""
    recent: tuple[Reading, ...] = ()
    """The latest readings, oldest first; 12 at most."""
    degraded_since: Instant | None = None
    """When recent readings were first found worse than the habit; None: they are not."""
    adopted_at: Instant | None = None
    """When recent readings were last taken as the new habit, having stayed different."""
    failing_since: Instant | None = None
    """First failure since the last success."""
    trouble: Literal["unreachable", "throttled", "refused", "unreadable", "defect"] | None = None
    """What kind of failure the last one was; None after a success."""


class SourceState(Record, frozen=True, kw_only=True):
    """What polling has learnt of a source; survives restarts."""

    source: str
    first_success_at: Instant | None = None
    last_success_at: Instant | None = None
    last_attempt_at: Instant | None = None
    next_poll_at: Instant | None = None
    last_new_at: Instant | None = None
    etag: str | None = None
    last_modified: str | None = None
    error_streak: int = 0
    last_error: str | None = None
    gone: bool = False
    """The server answered 410: polled no more until a curator says otherwise."""
    seen_files: dict[str, str] = {}
    """For folders: path relative to the folder → size and mtime already read."""
    link_articles: dict[str, int] = {}
    """For listings: shape of address → how many pages of it turned out to be articles."""
    link_others: dict[str, int] = {}
    """For listings: shape of address → how many pages of it turned out to be none."""
    not_articles: dict[str, int] = {}
    """For listings: mark of a link → how often its page was tried in vain, latest last; bounded."""
    first_links: tuple[str, ...] = ()
    """For listings: marks of links of the first sight whose pages are still to be read."""
    url: str | None = None
    """`Source.url` at the last poll: with another one, what was learnt of the old is forgotten."""
    moved_to: str | None = None
    """Where 301 or 308 led at the latest polls."""
    moved_seen: int = 0
    """At how many polls in a row they led there."""
    moved_since: Instant | None = None
    """When they first led there."""
    learned_url: str | None = None
    """Polled instead of `url`: the source has moved for good."""
    new_per_hour: float | None = None
    """How many new articles come in an hour, older polls counting ever less; None: not known."""
    ttl_minutes: int | None = None
    """How long the feed wants to be cached; remembered for answers without a body."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC, 0–23) at which the feed wants to be left alone."""
    skip_days: tuple[int, ...] = ()
    """Days at which the feed wants to be left alone (UTC, 0 is Monday)."""
    health: SourceHealth = SourceHealth()


class Vote(Record, frozen=True, kw_only=True):
    """What a subscriber said of a digest or of one of its stories, and what that changed."""

    on: str
    """Period of the digest (`2023-W39`), for a story with a blank and the id of its article."""
    useful: bool
    changes: tuple[tuple[str, float], ...] = ()
    """Keys of `Preferences.feedback` and what their factors were multiplied by."""


class Preferences(Record, frozen=True, kw_only=True):
    """What a subscriber wants its digests to be: when, how long, of what.

    Everything at its default is one digest a week, at the subscriber's weekday and time, of all
    that is news.
    """

    frequency: Literal["daily", "weekly", "monthly", "quarterly"] = "weekly"
    weekdays: tuple[int, ...] = ()
    """For `weekly`: the days of the week, 0 is Monday; empty: `Subscriber.weekday` alone."""
    month_day: Annotated[int, msgspec.Meta(ge=1, le=31)] = 1
    """For `monthly` and `quarterly`: day of the (first) month; its last one where it has fewer."""
    length: Literal["short", "medium", "full"] = "medium"
    topics: tuple[str, ...] = ()
    """Only these, as `bot.facts.topics`; empty: all. So are the next two."""
    provinces: tuple[str, ...] = ()
    """Slugs as in the look-up terms (`quang-tri`)."""
    sources: tuple[str, ...] = ()
    """`Source.id` of each."""
    words: tuple[str, ...] = ()
    """An article must have at least one; literal, compared folded. Empty: no such wish."""
    excluded_words: tuple[str, ...] = ()
    """An article must have none."""
    empty: Literal["tell", "skip"] = "tell"
    """What a digest without news does: one line that says so, or nothing."""
    quiet_from: Annotated[int, msgspec.Meta(ge=0, lt=1440)] | None = None
    """Minute of the local day from which nothing is sent; None: there are no quiet hours."""
    quiet_to: Annotated[int, msgspec.Meta(ge=0, lt=1440)] | None = None
    """Minute of the local day from which something is sent again; before `quiet_from`: next day."""
    paused_until: date | None = None
    """First local day on which digests come again; None: they are not paused until a day."""
    feedback: tuple[tuple[str, float], ...] = ()
    """What was learnt from "useful" and "not useful": `topic:party`, `source:…`, `org:…` with the
    factor by which a story's rank is multiplied; what is not there counts 1. Sorted by key."""
    votes: tuple[Vote, ...] = ()
    """The latest answers, each of which can be taken back: one for each thing, oldest first."""
    review: bool = False
    """True: a curator sees a digest before it goes out."""
    reviewers: tuple[int, ...] = ()
    """Telegram user ids of those who see it; empty: the operator's curators."""
    review_hours: Annotated[int, msgspec.Meta(ge=1, le=72)] = 12
    """How long an answer is waited for."""
    review_unanswered: Literal["send", "skip"] = "send"
    """What becomes of a digest that nobody has answered for by then."""


class Subscriber(Record, frozen=True, kw_only=True):
    """One place that messages go to (a chat, or one topic of a forum) and what it wants."""

    id: str
    """`"<chat_id>"`, or `"<chat_id>:<thread_id>"` in a forum topic."""
    chat_id: int
    thread_id: int | None = None
    chat_type: Literal["private", "group", "supergroup", "channel"] = "private"
    title: str | None = None
    language: Literal["vi", "en"] | None = None
    """None: follow the user's Telegram language, else the operator's default."""
    timezone: str = "Asia/Ho_Chi_Minh"
    weekday: int = 0
    """0 is Monday, as in `datetime.date.weekday`."""
    hour: int = 7
    minute: int = 0
    status: Literal["none", "active", "paused", "blocked"] = "none"
    """`none`: known for its settings only; `blocked`: Telegram refused, preferences are kept."""
    status_reason: str | None = None
    created_at: Instant
    covered_until: Instant | None = None
    """Articles first seen up to this instant have been in (or before) this subscriber's digests."""
    next_due_at: Instant | None = None
    """When the next digest is due; None unless `active`, or `paused` until a date."""
    preferences: Preferences = Preferences()


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


class DeliveryStatus(StrEnum):
    """Where a part is on its way: see DESIGN "Delivery"."""

    PENDING = "pending"
    SENDING = "sending"
    """Durable before the request leaves; after a crash it becomes `unknown`."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The outcome cannot be known; it is resent once."""
    HELD = "held"
    """Unknown a second time: waits for a curator."""
    FAILED = "failed"
    """Telegram refused for good."""


class Delivery(Record, frozen=True, kw_only=True):
    """One row of the outbox: one part of one digest to one chat."""

    id: str
    """`"<digest id>#<part>"`."""
    digest: str
    edition: str
    part: int
    subscriber: str
    chat_id: int
    thread_id: int | None = None
    is_group: bool = False
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    """Requests whose outcome was counted (429s and connection failures are not)."""
    resent: bool = False
    """True once it went out again after an unknown outcome."""
    as_plain: bool = False
    """Send `Part.plain`: Telegram refused the entities."""
    not_before: Instant | None = None
    message_id: int | None = None
    error: str | None = None
    updated_at: Instant


class DroppedStory(Record, frozen=True, kw_only=True):
    """A story that a reviewer took out of a digest."""

    articles: tuple[str, ...]
    """As `StoryTold.articles`."""
    title: str


class EditorNote(Record, frozen=True, kw_only=True):
    """A line that a reviewer put into a digest, shown as theirs."""

    by: int
    """Telegram user id."""
    text: str


class Review(Record, frozen=True, kw_only=True):
    """What reviewers say of one withheld digest, and how far that has come."""

    id: str
    """`Digest.id`."""
    mark: str
    """A short name for buttons, the same for the same id."""
    subscriber: Subscriber
    """As it was when the digest was composed; its ids follow the chat when that moves."""
    due: Instant
    """The date that the digest is for."""
    created_at: Instant
    deadline: Instant
    unanswered: Literal["send", "skip"] = "send"
    """What happens then, as long as the status is `waiting`."""
    reviewers: tuple[int, ...] = ()
    """Telegram user ids; empty: the operator's curators."""
    status: Literal["waiting", "held", "released", "dropped"] = "waiting"
    """`held`: a reviewer stopped the clock; the last two are final."""
    version: int = 0
    """How often its text was changed."""
    dropped: tuple[DroppedStory, ...] = ()
    notes: tuple[EditorNote, ...] = ()
    draft: Edition | None = None
    """What is to go out; None: the digest as it was composed."""
    decided_by: str | None = None
    """As `AuditEntry.actor`."""
    decided_at: Instant | None = None
    applied: bool = False
    """Whether the final decision has reached digest and outbox."""
    tellings: tuple[Delivery, ...] = ()
    """What is sent to the reviewers: `"<id>#<user id>#<number>"`."""


class AuditEntry(Record, frozen=True, kw_only=True):
    """Something a curator or the bot did that somebody may ask about later."""

    at: Instant
    actor: str
    """`"user:<id>"`, `"bot"` or `"cli"`."""
    action: str
    detail: str = ""


class SearchQuery(Record, frozen=True, kw_only=True):
    """A question to the index, already parsed. Words are folded by the store, not by the caller."""

    words: tuple[str, ...] = ()
    """All must occur, in any field, diacritics or not; accented ones prefer accented hits."""
    phrases: tuple[str, ...] = ()
    """Each must occur as consecutive syllables."""
    excluded: tuple[str, ...] = ()
    source: str | None = None
    province: str | None = None
    terms: tuple[tuple[str, ...], ...] = ()
    """Of each group the article has at least one (`Article.terms`); an empty group fits nothing."""
    excluded_terms: tuple[str, ...] = ()
    """The article has none of these."""
    begun_term: str | None = None
    """The article has a look-up term that begins so: of a name that is still being typed."""
    prefix: bool = False
    """True: the last syllable of the last word is the beginning of one, as it is while typing."""
    published_from: Instant | None = None
    """Inclusive; undated articles count by `first_seen`."""
    published_to: Instant | None = None
    """Exclusive."""
    order: Literal["relevance", "newest"] = "relevance"
    any_word: bool = False
    """True relaxes `words` to "as many as possible": used when nothing has them all."""
    nearly: bool = False
    """True adds articles that lack some of the words, see `storage.nearly`: to a ranked search for
    several whole words, where only a few articles have them all."""
    alternatives: tuple[SearchQuery, ...] = ()
    """What fits one of these fits as well, and is ranked by the reading that it fits best; order,
    page and folding are this query's, and theirs mean nothing. They have no alternatives."""
    fold_reposts: bool = False
    """True leaves out what repeats an article that fits as well, and of several articles that
    repeat one which does not fit all but one."""
    limit: int = 10
    offset: int = 0


class Follow(Record, frozen=True, kw_only=True):
    """What a place wants to hear of: whatever a query finds among new articles."""

    id: str
    """Unique, letters and digits, short enough for a button."""
    subscriber: str
    """As `Subscriber.id`; there need be no such record."""
    chat_id: int
    thread_id: int | None = None
    is_group: bool = False
    """A group, supergroup or channel."""
    text: str
    """The query as it was typed."""
    query: SearchQuery
    """What it asks of an article: no dates, no page."""
    marks: SearchQuery
    """What is marked in an article that it found."""
    mode: Literal["now", "digest"] = "now"
    """Told at once, or in the weekly digest."""
    language: Literal["vi", "en"] = "vi"
    """Of whoever set it, for a place without a `Subscriber` record."""
    created_at: Instant
    last_told_at: Instant | None = None
    """When something was last told of it at once."""
    pending: tuple[str, ...] = ()
    """Ids of articles that were found and are still to be told, in the order they were found."""
    more: int = 0
    """How many further ones were found that are only counted."""
    stopped: str | None = None
    """Why nothing is told at present (Telegram refused the chat); None: nothing is the matter."""


class SearchHit(Record, frozen=True, kw_only=True):
    """One article found, with what a result line shows."""

    article_id: str
    score: float
    title: str
    source: str
    first_seen: Instant
    url: str | None = None
    published: Instant | None = None
    published_precision: Precision | None = None
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    event_date: date | None = None
    """As in `Article`, and the next four."""
    province: str | None = None
    corrections: tuple[Correction, ...] = ()
    original: str | None = None
    vanished_at: Instant | None = None
    reposts: int = 0
    """How many articles repeat it, whether they fit or not; counted for a folded search alone."""
    missing: tuple[str, ...] = ()
    """Words of the query that it lacks, as they were typed: not empty for what fits nearly."""


class SearchResult(Record, frozen=True, kw_only=True):
    """A page of hits and how many there are in all."""

    hits: tuple[SearchHit, ...]
    total: int
    """Those that fit nearly among them."""
    near: int = 0
    """How many fit nearly: they stand in the list where their rank puts them."""


class HitCounts(Record, frozen=True, kw_only=True):
    """How the articles that fit a query lie in time and among sources."""

    total: int
    by_month: tuple[tuple[str, int], ...] = ()
    """`("2023-09", 12)`, newest first: month of publication (else of first sight) in the zone."""
    by_source: tuple[tuple[str, int], ...] = ()
    """Source id and how many, most first, ties by id."""


class StoreProblem(Record, frozen=True, kw_only=True):
    """Something the store worked around and a person should know (a file set aside, …)."""

    file: str
    what: str
