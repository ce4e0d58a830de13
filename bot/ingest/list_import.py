"""From a subscription list to sources: what is added, what is known already, what is refused. Pure.

Whoever imports a list wants to follow it: what it names is turned on unless it says otherwise
itself. Nobody is flooded by that: the first sight of a source is silent, and the first polls are
spread over an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from bot.errors import ConfigError, SourceRefused
from bot.ingest.identity import canonical_url
from bot.ingest.known import offered_source
from bot.ingest.report import Failure
from bot.sources.address import refuse_private_literal
from bot.sources.catalog import MAX_ID, check_source
from bot.sources.known import known_source
from storage.models import Source, SourceState
from storage.text import folded_words

if TYPE_CHECKING:
    from bot.sources.opml import Outline

SPREAD = timedelta(hours=1)
"""Over which the first polls of imported sources are spread: the usual interval of a source."""

MAX_NAME = 200

_PLAIN = re.compile(r"[a-z0-9]+")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(slots=True)
class ImportPlan:
    """What a list brings.

    Attributes:
        added: new sources, in the order of the list.
        known: names in the list with the id of the source that has this address already.
        refused: names in the list with the reason.
    """

    added: list[Source] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Failure] = field(default_factory=list)


def plan_import(
    outlines: Iterable[Outline],
    existing: Sequence[Source],
    *,
    enabled: bool | None = None,
    private_networks: bool = False,
) -> ImportPlan:
    """What to do with each outline.

    `existing` are the sources that the bot has. `enabled` overrules what the list says, None obeys
    it, and turns on where it says nothing. `private_networks`: addresses that are written as
    private ones are let in (names are judged when they are polled).
    """
    plan = ImportPlan()
    have = [source for source in existing if source.url]
    ids = {source.id for source in existing}
    by_url = {canonical_url(source.url or ""): source.id for source in have}
    for outline in outlines:
        name = outline.title or outline.url
        key = canonical_url(outline.url)
        if key is not None and key in by_url:
            plan.known.append((name, by_url[key]))
            continue
        try:
            source = _source(outline, offered_source(outline.url), ids)
            if not private_networks:
                refuse_private_literal(outline.url)
        except (ConfigError, SourceRefused, ValueError) as error:
            plan.refused.append(Failure(name, str(error)))
            continue
        if enabled is not None:
            source = msgspec.structs.replace(source, enabled=enabled)
        plan.added.append(source)
        ids.add(source.id)
        by_url[key] = source.id
    return plan


def first_polls(sources: Sequence[Source], now: datetime) -> list[SourceState]:
    """States that spread the first polls of new sources evenly over the next hour."""
    step = SPREAD / max(len(sources), 1)
    return [
        SourceState(source=source.id, next_poll_at=now + number * step)
        for number, source in enumerate(sources)
    ]


def _source(outline: Outline, offered: Source | None, taken: set[str]) -> Source:
    """Raises `ConfigError` (a wrong value) and `ValueError` (no number where one should be)."""
    if offered is not None and not outline.own:
        return msgspec.structs.replace(offered, enabled=True)
    own: dict[str, Any] = {**outline.own}
    for name in ("enabled", "full_text"):
        if name in own:
            own[name] = own[name] != "false"
    if "poll_minutes" in own:
        own["poll_minutes"] = int(own["poll_minutes"])
    name = (own.get("name") or outline.title or urlsplit(outline.url).hostname or "?")[:MAX_NAME]
    stanza = {
        "kind": "feed",
        "province": outline.province,
        **own,
        "name": name,
        "url": outline.url,
        "id": _free_id(own.get("id"), f"{name} {own.get('section', '')}", outline.url, taken),
    }
    return check_source({key: it for key, it in stanza.items() if it is not None}, where=name)


def _free_id(wished: str | None, name: str, url: str, taken: set[str]) -> str:
    """`wished` where it is an id and free, else one made of the name."""
    base = wished or ""
    if not _ID.fullmatch(base) or len(base) > MAX_ID:
        base = _slug(name) or _slug(urlsplit(url).hostname or "") or "nguon"
    number, found = 1, base
    while found in taken or _is_elsewhere(found, url):
        number += 1
        found = f"{base[: MAX_ID - len(str(number)) - 1].rstrip('-')}-{number}"
    return found


def _is_elsewhere(source_id: str, url: str) -> bool:
    """Whether the catalogue of real sources uses the id for another address."""
    known = known_source(source_id)
    return known is not None and canonical_url(known.url or "") != canonical_url(url)


def _slug(text: str) -> str:
    """`Báo Sông Lam – Thời sự` as `bao-song-lam-thoi-su`, cut between words."""
    words = [word for each in folded_words(text) for word in _PLAIN.findall(each)]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_ID]
        if len(longer) > MAX_ID:
            break
        slug = longer
    return slug
