"""The picture that a page names as its own, as a public address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import SourceError
from bot.ingest.page_tags import MetaTags
from bot.sources.address import checked_url, refuse_private_literal

_NAMES = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "thumbnailurl",
)
"""Names of meta tags, most trusted first."""
_LONGEST = 2_000
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|no[-_]?(?:image|img|photo|thumb)|placeholder|default[-_]?(?:image|img"
    r"|thumb|share)|blank|spacer)(?:$|[/_.\d-])",
    re.IGNORECASE,
)
"""In the last part of the address: the site's mark stands where an article has no picture."""


def choose_picture(tags: MetaTags, stated: Sequence[object], url: str | None) -> str | None:
    """OpenGraph and Twitter tags first, then JSON-LD `image`; None where only a logo is named.

    `url` is the page's own, for relative addresses. Addresses that are not http(s), name a
    private network or are longer than 2,000 characters are passed over, and so are those
    that carry a name or password.
    """
    for candidate in (
        *tags.values(*_NAMES),
        *(each for value in stated for each in _pictures(value)),
    ):
        found = _public(candidate, url)
        if found is not None and not _PLACEHOLDER.search(
            found.partition("?")[0].rpartition("/")[2]
        ):
            return found
    return None


def _pictures(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [
            each for item in value[:20] if not isinstance(item, list) for each in _pictures(item)
        ]
    if isinstance(value, dict):
        return [
            each
            for key in ("url", "contentUrl", "@id")
            for each in ([value[key]] if isinstance(value.get(key), str) else [])
        ]
    return []


def _public(address: str, url: str | None) -> str | None:
    if not address.strip() or len(address) > _LONGEST:
        return None
    try:
        found = checked_url(address.strip(), url)
        refuse_private_literal(found)
    except (SourceError, ValueError):
        return None
    return found if len(found) <= _LONGEST else None
