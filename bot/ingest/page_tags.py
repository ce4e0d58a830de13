"""The meta tags of a page by their names, and its texts without entities."""

from __future__ import annotations

import html
from collections.abc import Iterable

import lxml.html

from bot.ingest.clean import squeeze

_LONGEST_CONTENT = 20_000
"""Characters of a meta tag that is read."""


class MetaTags:
    """What `<meta>` elements state under `property`, `name` or `itemprop`, in any case.

    A page has fifty of them and six or seven are asked for, so that the texts are made readable
    only then.
    """

    def __init__(self, metas: Iterable[lxml.html.HtmlElement]) -> None:
        self._raw: dict[str, list[str]] = {}
        for tag in metas:
            content = tag.get("content", "")
            if not content or len(content) > _LONGEST_CONTENT:
                continue
            for key in ("property", "name", "itemprop"):
                for name in (tag.get(key) or "").casefold().split():
                    self._raw.setdefault(name, []).append(content)

    def values(self, *names: str) -> list[str]:
        """The texts under these names, those of the first one first; some may be empty."""
        return [unescape(raw) for name in names for raw in self._raw.get(name, ())]


def unescape(text: str) -> str:
    """Entities resolved until none is left: real headlines come escaped twice (`&amp;#7871;`)."""
    for _ in range(3):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return squeeze(text)
