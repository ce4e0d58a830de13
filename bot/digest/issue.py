"""A digest as its reader gets it: its messages, and what its buttons will show.

How much is told depends on what fits: everything in a few messages, else an index in one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.digest.compose import UNITS, compose
from bot.digest.composed import ComposedDigest
from bot.digest.contents import contents_of, documents_of
from bot.digest.followed import Followed, followed_block
from bot.digest.freshness import Freshness
from bot.digest.gather import Gatherer
from bot.digest.layout import digest_buttons, to_blocks
from bot.digest.notes import notes_block
from bot.digest.select import Selection
from bot.messages.catalog import Catalog
from bot.messages.render import safe_url
from bot.messages.rich import Blocks
from bot.messages.split import split
from storage.models import Part, Preferences, TopicTold

MAX_PARTS = 3
"""Messages that one digest may take."""

BRIEF = 3_700
"""Characters of a digest that is one message: the index of what the buttons show."""

LEAST_LINE = 40
"""Characters of a line on average at the least: with more stories they do not all fit."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest ready to be frozen: its messages, and what its buttons will show."""

    parts: tuple[Part, ...]
    contents: tuple[TopicTold, ...] = ()
    documents: tuple[str, ...] = ()


def to_issue(
    selection: Selection,
    *,
    language: str,
    zone: ZoneInfo,
    week: str,
    since: datetime,
    until: datetime,
    catalog: Catalog,
    source_names: Mapping[str, str],
    username: str | None = None,
    found: Sequence[Followed] = (),
    preferences: Preferences | None = None,
    gatherer: Gatherer | None = None,
    known_documents: Collection[str] = (),
    seen: Freshness | None = None,
    period: str | None = None,
    notes: Sequence[str] = (),
) -> Issue:
    """A digest as its reader gets it; see `compose`.

    At most `MAX_PARTS` messages where these tell of everything; a longer one is a single message,
    an index of what its buttons show, unless the reader wants it in full. Who wants it short always
    gets one message.

    `found` is what the reader's follows find among its articles: it stands in front. `gatherer`
    is one for this selection, zone and `until`, shared by its readers. `known_documents` are keys
    of what earlier digests cited. `period` is that of the digest that will be kept
    (`bot.digest.schedule.period_of`), so that its buttons find it again; None: it will not be kept.
    `notes` are reviewers' own lines (`bot.digest.notes`): marked as theirs, under the heading.
    """
    followed = followed_block(
        catalog, language, found, source_names=source_names, zone=zone, username=username
    )
    gatherer = gatherer or Gatherer(selection, zone=zone, until=until)
    ids = {each.article.id for each in found}
    gathered = gatherer.gathered(preferences, ids, known_documents)

    def told(units: int, brief: bool) -> tuple[ComposedDigest, tuple[Part, ...]]:
        composed = compose(
            selection,
            language=language,
            zone=zone,
            week=week,
            since=since,
            until=until,
            catalog=catalog,
            source_names=source_names,
            username=username,
            units=units,
            preferences=preferences,
            gathered=gathered,
            seen=seen,
            brief=brief,
        )
        heading, *others = to_blocks(composed, catalog, more_by_button=period is not None)
        said = notes_block(catalog, language, notes)
        blocks: Blocks = (heading, *said, *([followed] if followed else []), *others)
        return composed, split(blocks, digest_buttons(composed, catalog, period))

    length = preferences.length if preferences else "medium"
    most = 1 if length == "short" else MAX_PARTS
    units, brief = (BRIEF, True) if length == "short" else (UNITS, False)
    if length == "medium" and len(gathered.stories) * LEAST_LINE > UNITS:
        units, most, brief = BRIEF, 1, True
    composed, parts = told(units, brief)
    if len(parts) > most or composed.untold:
        if length == "medium" and not brief:
            units, most, brief = BRIEF, 1, True
            composed, parts = told(units, brief)
        while len(parts) > most and len(composed.entries) > 1:
            units = units * 9 // 10
            composed, parts = told(units, brief)
    return Issue(
        parts=_with_preview(parts, composed),
        contents=contents_of(gathered, composed),
        documents=documents_of(gathered),
    )


def _with_preview(parts: tuple[Part, ...], composed: ComposedDigest) -> tuple[Part, ...]:
    """The first message shows the page of the first story, all others nothing."""
    address = safe_url(composed.top[0].entry.url) if composed.top else None
    if address is None or not parts:
        return parts
    first, *others = parts
    return (replace(first, preview=True, preview_url=address), *others)
