"""What a server answered, as values, and what its headers ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIRECTIVE = re.compile(r"([a-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\s,\"]+)))?")
_DIGITS = re.compile(r"[0-9]{1,9}")
# What may stand around a field's value (RFC 9110 §5.6.3); `str.strip` alone would take more.
_BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or feed as the server sent it, decompressed."""

    url: str
    """Where it was found, after redirects."""
    status: int
    body: bytes
    content_type: str | None = None
    """Media type without parameters, lower case."""
    charset: str | None = None
    """The charset parameter of Content-Type."""
    etag: str | None = None
    """ETag verbatim."""
    last_modified: str | None = None
    """Last-Modified verbatim."""
    permanent_url: str | None = None
    """Where 301 or 308 alone led to: the source has moved; None when it has not."""
    max_age: float | None = None
    """Seconds for which the headers call this fresh (see `freshness`)."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: what was read last time still stands."""

    url: str
    permanent_url: str | None = None
    max_age: float | None = None


def freshness(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which an answer may be used without asking again (RFC 9111 §4.2).

    `max-age`, less the `Age` that a cache on the way states; without one, `Expires` reckoned from
    the server's own `Date`. None: nothing is stated, or `no-cache` or `no-store` say that it is
    never fresh: then the poll's own interval holds. `headers` compare names without case.
    """
    directives = _directives(headers.get("Cache-Control", ""))
    if "no-cache" in directives or "no-store" in directives:
        return None
    if "max-age" in directives:
        stated = directives["max-age"]
        if _DIGITS.fullmatch(stated) is None:
            return None
        age = headers.get("Age", "").strip(_BLANKS)
        spent = float(age) if _DIGITS.fullmatch(age) else 0.0
        return max(0.0, float(stated) - spent)
    expires = http_date(headers.get("Expires"))
    if expires is None:
        return None
    return max(0.0, (expires - (http_date(headers.get("Date")) or now)).total_seconds())


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form of Retry-After (RFC 9110 §10.2.3), None for neither."""
    if value is None:
        return None
    stated = value.strip(_BLANKS)
    if _DIGITS.fullmatch(stated):
        return float(stated)
    then = http_date(value)
    return None if then is None else max(0.0, (then - now).total_seconds())


def http_date(value: str | None) -> datetime | None:
    """The instant of an HTTP date (RFC 9110 §5.6.7), None if it is none."""
    if not value:
        return None
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return then if then.tzinfo else then.replace(tzinfo=UTC)


def _directives(cache_control: str) -> dict[str, str]:
    return {
        name: quoted or bare
        for name, quoted, bare in _DIRECTIVE.findall(cache_control[:1_000].lower())
    }
