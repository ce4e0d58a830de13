"""Bundled articles of invented places, people and documents: the bot alive without network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.samples.dates import fill, resolve
from bot.samples.manifest import read_manifest, read_template
from storage.models import Source


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as its outlet would have sent it: `text` has its dates filled in.

    `name` is its file's name without `.txt`, `source` a `Source.id` of `sample_sources`, `layout`
    the letter of its shape. Loaded on another day the text has other dates: load the samples once.
    """

    name: str
    source: str
    layout: str
    text: str


def load_samples(now: datetime, zone: tzinfo) -> tuple[Sample, ...]:
    """All samples, in the manifest's order, dated back from `now` (aware) as seen in `zone`."""
    manifest = read_manifest()
    return tuple(
        Sample(
            name=name,
            source=gold.source,
            layout=manifest.outlets[gold.source].layout,
            text=fill(
                read_template(name),
                resolve(now, zone, published=gold.published, event=gold.event),
            ),
        )
        for name, gold in manifest.articles.items()
    )


def sample_sources() -> tuple[Source, ...]:
    """The fictional outlets that the samples come from."""
    return tuple(
        Source(
            id=source,
            name=outlet.name,
            kind="samples",
            province=outlet.province,
            level=outlet.level,
        )
        for source, outlet in read_manifest().outlets.items()
    )
