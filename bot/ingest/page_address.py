"""The addresses that a page names as its own, and whether two of them are one site's."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit


def choose_canonical(candidates: Iterable[str], url: str | None) -> str | None:
    """The first http(s) address on the page's own site; None where none is.

    A page may not claim to be another site's, nor its own front page. `url` is where the page was
    found, None for a file.
    """
    for candidate in candidates:
        try:
            address = urljoin(url or "", candidate)
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                continue
            if parts.path in ("", "/") and not parts.query:
                continue
        except ValueError:
            continue
        if url is None or same_site(host_of(address), host_of(url)):
            return address
    return None


def host_of(url: str | None) -> str:
    """The host without `www.` and `m.`; empty where there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.")


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are equal or one is a subdomain of the other."""
    return bool(one) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def path_of(address: str) -> str:
    """Path and query, by which an article is known on its site; empty for a front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return f"{parts.path.rstrip('/')}?{parts.query}" if parts.path.strip("/") else ""
