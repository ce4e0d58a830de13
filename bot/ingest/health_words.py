"""A diagnosis as a person reads it."""

from __future__ import annotations

from datetime import datetime

from bot.ingest.health import Health, Kind
from bot.messages.catalog import Catalog
from bot.messages.format import format_ago


def in_words(catalog: Catalog, language: str, health: Health, now: datetime) -> str:
    """One sentence: what is the matter and since when."""
    match health.kind:
        case Kind.FAILING:
            since = catalog.text(language, "health.unknown_since")
            if health.since is not None:
                since = format_ago(catalog, language, health.since, now)
            trouble = _trouble(catalog, language, health)
            words = catalog.text(language, "health.failing", trouble=trouble, since=since)
            return words[:1].upper() + words[1:]
        case Kind.SHAKY:
            trouble = _trouble(catalog, language, health)
            return catalog.text(language, "health.shaky", trouble=trouble)
        case Kind.SILENT:
            return catalog.text(language, "health.silent", count=health.silent_days)
        case Kind.DEGRADED:
            what = ", ".join(
                catalog.text(language, f"health.worse.{mark.value}") for mark in health.worse
            )
            return catalog.text(language, "health.degraded", what=what)
        case _:
            return catalog.text(language, f"health.{health.kind.value}")


def _trouble(catalog: Catalog, language: str, health: Health) -> str:
    return catalog.text(language, f"health.trouble.{health.trouble or 'unreachable'}")
