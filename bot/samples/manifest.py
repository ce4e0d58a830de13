"""The manifest of the samples: whose they are, and what a right reading of each finds in it."""

from __future__ import annotations

from importlib.resources import files

import msgspec

from storage.models import Precision, Record


class Outlet(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fictional outlet; all its articles have one layout."""

    name: str
    province: str
    level: str
    layout: str
    """One letter, `A` to `E`; the shapes are told in the manifest's heading."""


class Gold(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one article gives when read rightly; texts and moments still hold placeholders.

    `published` is `d-DAYS HH:MM[:SS]` and `event` is `d-DAYS`, both counted back from the day of
    loading (see `bot.samples.dates`); None where the article states none.
    """

    source: str
    title: str
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    section: str | None = None
    views: int | None = None
    published: str | None = None
    precision: Precision | None = None
    event: str | None = None


class Manifest(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Outlets by source id, and articles by file name without `.txt`."""

    outlets: dict[str, Outlet]
    articles: dict[str, Gold]


def read_manifest() -> Manifest:
    """The bundled manifest."""
    raw = files(__package__).joinpath("manifest.toml").read_bytes()
    return msgspec.toml.decode(raw, type=Manifest)


def read_template(name: str) -> str:
    """The bundled article `name` with its placeholders."""
    return files(__package__).joinpath("articles", f"{name}.txt").read_text(encoding="utf-8")
