"""What becomes of an incoming article: new, an edit, a silent correction, or nothing. Pure.

An *edit* is a change of title, lead, paragraphs or captions beyond case, whitespace, punctuation,
where a tone mark is typed (`hòa`, `hoà`) and where the breaks fall; the text that it replaces
becomes a `Revision`. A changed caption is one too, for readers see it; its place and doubles are
not. A tone that changes is one: `Vân` and `Văn` are two people. Everything else that a source says
anew (views, section, a byline, a picture, when it was modified, a date that was missing) is
corrected silently.

A poorer reading never replaces a richer one: not the feed's summary the page's text, not a stub
before a paywall or a cookie wall the whole text, not an empty page a full one, and not one with
less than a fifth of the words (a notice of the site's guard). The first whole reading of what was
a stub or the feed's summary replaces no publisher's text: it makes no revision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from bot.ingest.identity import is_elsewhere
from bot.ingest.incoming import Incoming, word_count
from bot.sources.entry import is_feed_text
from storage.models import Article, Precision, Revision
from storage.text import fold, folded_words, nfc, syllables

MAX_REVISIONS = 20
MISSING_FOR = timedelta(hours=1)
"""How long a page is missing at two readings before it counts as gone."""
_RICH_ENOUGH = 0.2
_RESEMBLANCE = 0.5
_NEAR_IDENTITY = 0.8
_FEWEST_SHINGLES = 5
_FINENESS = {None: 0, Precision.DAY: 1, Precision.MINUTE: 2, Precision.SECOND: 3}


@dataclass(frozen=True, slots=True)
class Add:
    """Nothing like it is stored; `article` has no id yet."""

    article: Article


@dataclass(frozen=True, slots=True)
class Revise:
    """The publisher changed the text; `article` carries the old one as a revision."""

    article: Article


@dataclass(frozen=True, slots=True)
class Refresh:
    """Same words, but the stored record gains from what else is said now."""

    article: Article


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The store already has all of it, in `article`."""

    article: Article


Decision = Add | Revise | Refresh | Unchanged


def decide(
    existing: Article | None, incoming: Incoming, *, now: datetime, seeded: bool = False
) -> Decision:
    """Compare `incoming` with the stored article that its identity names (None: there is none)."""
    if existing is None:
        return Add(_new(incoming, now=now, seeded=seeded))
    if is_copy_elsewhere(existing, incoming):
        return Add(_new(incoming, now=now, seeded=seeded))
    if existing.source != incoming.source and (
        existing.fingerprint == incoming.fingerprint
        or incoming.partial
        or existing.canonical_url != incoming.canonical_url
    ):
        return Unchanged(existing)
    was_partial = is_feed_text(existing.entry_signature)
    facts = _facts(existing, incoming) | _presence(existing, incoming, now)
    if _is_poorer(incoming, existing, was_partial=was_partial):
        return _refreshed(existing, facts)
    if not incoming.partial:
        facts["incomplete"] = incoming.incomplete
    if not _is_edited(existing, incoming):
        return _refreshed(existing, facts)
    changed = facts | _text(incoming)
    if (was_partial and not incoming.partial) or (existing.incomplete and not incoming.incomplete):
        return _refreshed(existing, changed)  # the first full reading replaces no publisher's text
    return Revise(
        msgspec.structs.replace(
            existing,
            **changed,
            updated_at=now,
            revisions=(*existing.revisions, _revision(existing, now))[-MAX_REVISIONS:],
        )
    )


def is_copy_elsewhere(existing: Article, incoming: Incoming) -> bool:
    """Whether another outlet has the same words at an address of its own: an article of its own."""
    return existing.source != incoming.source and is_elsewhere(
        existing.canonical_url, incoming.canonical_url
    )


def resembles(existing: Article, incoming: Incoming) -> bool:
    """Whether two texts that files brought under one guid are versions of one article.

    A file at the same place needs an equal folded title or half of the shingles. A bare name is
    no evidence of its own (`bai.txt` is in every folder, reports from one template share much):
    there it takes both, or four fifths of the shingles.
    """
    same_title = fold(existing.title) == fold(incoming.title)
    shared = _shared(existing, incoming)
    if incoming.guid_is_path:
        return same_title or shared >= _RESEMBLANCE
    return shared >= (_RESEMBLANCE if same_title else _NEAR_IDENTITY)


def _shared(existing: Article, incoming: Incoming) -> float:
    """The share of 3-syllable shingles that the smaller text has in common; 0 for mere scraps."""
    mine = _shingles(existing.lead, existing.paragraphs)
    other = _shingles(incoming.lead, incoming.paragraphs)
    smaller = min(len(mine), len(other))
    return len(mine & other) / smaller if smaller >= _FEWEST_SHINGLES else 0.0


def _shingles(lead: str | None, paragraphs: tuple[str, ...]) -> set[tuple[str, str, str]]:
    words = folded_words("\n".join((lead or "", *paragraphs)))
    return set(zip(words, words[1:], words[2:], strict=False))


def _new(incoming: Incoming, *, now: datetime, seeded: bool) -> Article:
    seen = min(incoming.seen_at or now, now)
    return Article(
        id="",
        source=incoming.source,
        first_seen=seen,
        updated_at=seen,
        url=incoming.url,
        canonical_url=incoming.canonical_url,
        guid=incoming.guid,
        entry_signature=incoming.entry_signature,
        published=incoming.published,
        published_precision=incoming.published_precision,
        event_date=incoming.event_date,
        authors=incoming.authors,
        section=incoming.section,
        views=incoming.views,
        province=incoming.province,
        language=incoming.language,
        modified=incoming.modified,
        image=incoming.image,
        outlet=incoming.outlet,
        incomplete=incoming.incomplete,
        credit=incoming.credit,
        seeded=seeded,
        title=incoming.title,
        fingerprint=incoming.fingerprint,
        lead=incoming.lead,
        paragraphs=incoming.paragraphs,
        captions=incoming.captions,
    )


def _text(incoming: Incoming) -> dict[str, object]:
    return {
        "title": incoming.title,
        "fingerprint": incoming.fingerprint,
        "lead": incoming.lead,
        "paragraphs": incoming.paragraphs,
        "captions": incoming.captions,
    }


def _facts(existing: Article, incoming: Incoming) -> dict[str, object]:
    """What is corrected silently: what the new reading states, else what is stored."""
    if not _same_place(existing, incoming):
        return {}  # the same words elsewhere: the article keeps its first address
    facts: dict[str, object] = {
        "url": incoming.url or existing.url,
        "canonical_url": incoming.canonical_url or existing.canonical_url,
        "guid": _guid(existing, incoming),
        "entry_signature": incoming.entry_signature or existing.entry_signature,
        "event_date": incoming.event_date or existing.event_date,
        "authors": incoming.authors or existing.authors,
        "section": incoming.section or existing.section,
        "views": existing.views if incoming.views is None else incoming.views,
        "province": incoming.province or existing.province,
        "modified": incoming.modified or existing.modified,
        "image": incoming.image or existing.image,
        "outlet": incoming.outlet or existing.outlet,
        "credit": incoming.credit or existing.credit,
    }
    if _dates_better(existing, incoming):
        facts["published"] = incoming.published
        facts["published_precision"] = incoming.published_precision
    return facts


def _presence(existing: Article, incoming: Incoming, now: datetime) -> dict[str, object]:
    """Whether the page is still there: gone is what is missing at two readings, an hour apart."""
    if incoming.missing:
        since = existing.missing_since or now
        gone = existing.vanished_at or (since if now - since >= MISSING_FOR else None)
        return {"missing_since": since, "vanished_at": gone}
    if incoming.partial or not _same_place(existing, incoming):
        return {}
    return {"missing_since": None, "vanished_at": None}


def _guid(existing: Article, incoming: Incoming) -> str | None:
    """A file that was moved is known by its new place; a bare name displaces nothing better."""
    if incoming.guid_is_name and not incoming.guid_is_path:
        return existing.guid
    return incoming.guid or existing.guid


def _same_place(existing: Article, incoming: Incoming) -> bool:
    if existing.source != incoming.source:
        return False
    if existing.canonical_url in (None, incoming.canonical_url):
        return True
    return incoming.guid is not None and incoming.guid == existing.guid


def _dates_better(existing: Article, incoming: Incoming) -> bool:
    """A first statement, or the same day told more exactly; an edit's new date is not taken."""
    if incoming.published is None or incoming.published > existing.first_seen:
        return False  # what was there before it says to be published was dated ahead
    if existing.published is None:
        return True
    return (
        existing.published_precision is Precision.DAY
        and _FINENESS[incoming.published_precision] > _FINENESS[Precision.DAY]
        and timedelta(0) <= incoming.published - existing.published < timedelta(days=1)
    )


def _refreshed(existing: Article, changed: dict[str, object]) -> Refresh | Unchanged:
    article = msgspec.structs.replace(existing, **changed)
    return Unchanged(existing) if article == existing else Refresh(article)


def _is_poorer(incoming: Incoming, existing: Article, *, was_partial: bool) -> bool:
    if incoming.partial and not was_partial:
        return True
    if incoming.incomplete and not (existing.incomplete or was_partial):
        return True
    there = word_count(existing.lead, existing.paragraphs)
    return word_count(incoming.lead, incoming.paragraphs) < _RICH_ENOUGH * there


def _is_edited(existing: Article, incoming: Incoming) -> bool:
    return _wording(
        existing.title, existing.lead, existing.paragraphs, existing.captions
    ) != _wording(incoming.title, incoming.lead, incoming.paragraphs, incoming.captions)


def _wording(
    title: str, lead: str | None, paragraphs: tuple[str, ...], captions: tuple[str, ...]
) -> tuple[str, ...]:
    """Title, running text and captions, as far as they differ by more than typing."""
    return (
        _plain(title),
        _plain(" ".join((lead or "", *paragraphs))),
        *sorted({_plain(caption) for caption in captions}),
    )


def _plain(text: str) -> str:
    """The syllables with their tones; where there are none, what else is written."""
    words = [syllable.exact for syllable in syllables(text)]
    return " ".join(words or nfc(text).split())


def _revision(article: Article, now: datetime) -> Revision:
    return Revision(
        replaced_at=now,
        fingerprint=article.fingerprint,
        title=article.title,
        lead=article.lead,
        paragraphs=article.paragraphs,
        captions=article.captions,
    )
