"""What a server answered, as values, and what its headers ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


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
    """Seconds for which Cache-Control calls this fresh."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: what was read last time still stands."""

    url: str
    permanent_url: str | None = None
    max_age: float | None = None


def max_age(cache_control: str | None) -> float | None:
    """Seconds of `max-age` in a Cache-Control header, None when it states none."""
    match = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", cache_control or "")
    return float(match[1]) if match else None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form of Retry-After (RFC 9110 §10.2.3), None for neither."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
