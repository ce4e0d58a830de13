"""Addresses as feeds write them, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from bot.sources.fragment import one_line

_LONGEST = 4_096


def absolute(link: str, base: str | None) -> str | None:
    """The http(s) URL that `link` means in a document at `base`; None where it means none.

    An empty link is none: not the address of the document, which RFC 3986 makes of it.
    """
    if not link.strip() or len(link) > _LONGEST:
        return None
    try:
        joined = urljoin(base or "", one_line(link).replace(" ", "%20"))
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme.lower() in ("http", "https") and parts.hostname else None
