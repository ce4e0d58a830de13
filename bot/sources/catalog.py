"""The operator's sources: `sources.toml`, bundled or their own, checked key by key.

What the bot knows of beyond that, and offers, stands in `known`.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import ConfigError, SourceRefused
from bot.sources.address import checked_url
from storage.models import Source

LOCAL = Source(id="local", name="Tệp đưa vào", kind="inbox")
"""Files and addresses handed to the bot by a person, through the inbox or `diemtin ingest`."""
SAMPLES = Source(id="samples", name="Bài mẫu", kind="samples", enabled=False)
"""The bundled articles of fictional outlets."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS = ("feed", "listing", "page", "folder", "inbox", "samples")
_LEVELS = ("party", "government", "press")
MAX_ID = 40
"""Ids travel in Telegram callback data, which holds 64 bytes."""


def load_catalog(path: Path | None = None) -> tuple[Source, ...]:
    """The sources of `path`, or of the bundled file when None, in the order of the file.

    `local` and `samples` are always there; a stanza with their id replaces them.

    Raises:
        ConfigError: naming the file, the stanza and the key, and what was expected.
    """
    name = "sources.toml" if path is None else path.name
    try:
        raw = (
            files(__package__).joinpath("sources.toml").read_text(encoding="utf-8")
            if path is None
            else path.read_text(encoding="utf-8-sig")
        )
        document = tomllib.loads(raw)
    except OSError as error:
        raise ConfigError(f"SOURCES_FILE: {name} cannot be read: {error.strerror}") from error
    except ValueError as error:  # TOML grammar, or bytes that are not UTF-8
        raise ConfigError(f"{name}: {error}") from error
    unknown = sorted(set(document) - {"source"})
    if unknown:
        raise ConfigError(f"{name}: unknown key {unknown[0]!r}; every source is a [[source]]")
    stanzas = document.get("source", [])
    if not isinstance(stanzas, list) or not all(isinstance(item, dict) for item in stanzas):
        raise ConfigError(f"{name}: write each source as [[source]], with two brackets")
    sources: dict[str, Source] = {}
    for number, stanza in enumerate(stanzas, 1):
        source = check_source(stanza, where=f"{name}, {_title(stanza, number)}")
        if source.id in sources:
            raise ConfigError(f"{name}, {_title(stanza, number)}: key id: used twice")
        sources[source.id] = source
    return (*sources.values(), *(item for item in (LOCAL, SAMPLES) if item.id not in sources))


def check_source(stanza: dict[str, Any], *, where: str) -> Source:
    """One stanza as a `Source`; `where` begins every message.

    Raises:
        ConfigError: naming the key and what was expected.
    """
    unknown = sorted(set(stanza) - set(Source.__struct_fields__))
    if unknown:
        known = ", ".join(Source.__struct_fields__)
        raise ConfigError(f"{where}: key {unknown[0]}: unknown; the keys are {known}")
    for key in ("id", "name", "kind"):
        if key not in stanza:
            raise ConfigError(f"{where}: key {key}: missing")
    if stanza["kind"] not in _KINDS:
        raise ConfigError(f"{where}: key kind: one of {', '.join(_KINDS)}")
    try:
        source = msgspec.convert(stanza, Source)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: key {_key_of(error)}: {error}") from error
    problem = _problem(source)
    if problem is not None:
        raise ConfigError(f"{where}: key {problem[0]}: {problem[1]}")
    return source


def _problem(source: Source) -> tuple[str, str] | None:
    """The first wrong key and what is expected of it."""
    if not _ID.fullmatch(source.id) or len(source.id) > MAX_ID:
        return "id", f"small letters a–z, digits and hyphens, at most {MAX_ID} characters"
    if not source.name.strip():
        return "name", "must not be empty"
    if source.level is not None and source.level not in _LEVELS:
        return "level", f"one of {', '.join(_LEVELS)}"
    if source.poll_minutes is not None and not 1 <= source.poll_minutes <= 1_440:
        return "poll_minutes", "1 to 1440 (a day)"
    return _address_problem(source)


def _address_problem(source: Source) -> tuple[str, str] | None:
    """Whether `url`, `links` and `path` stand only where the kind needs them."""
    if source.links is not None and source.kind != "listing":
        return "links", f"a source of kind {source.kind} has none"
    if source.links is not None and not _is_xpath(source.links):
        return "links", "no XPath expression"
    if source.kind in ("feed", "listing", "page"):
        if source.url is None:
            return "url", f"missing; a {source.kind} needs its address"
        try:
            checked_url(source.url)
        except SourceRefused as error:
            return "url", str(error)
    elif source.url is not None:
        return "url", f"a source of kind {source.kind} has none"
    if source.kind == "folder" and source.path is None:
        return "path", "missing; a folder needs its path"
    if source.kind not in ("folder", "inbox") and source.path is not None:
        return "path", f"a source of kind {source.kind} has none"
    return None


def _is_xpath(expression: str) -> bool:
    import lxml.etree  # needed by few stanzas only

    try:
        lxml.etree.XPath(expression)
    except lxml.etree.XPathError:
        return False
    return True


def _title(stanza: dict[str, Any], number: int) -> str:
    return f"stanza {stanza.get('id', f'number {number}')!s}"


def _key_of(error: msgspec.ValidationError) -> str:
    match = re.search(r"\$\.(\w+)", str(error))
    return match[1] if match else "?"
