"""Places that messages go to, and what each wants."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from storage.frozen_record import Instant, Record


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
