"""Word lists as patterns: one phrase between bars, longest first, so that order never matters."""

from __future__ import annotations

import re


def any_of(*rows: str) -> str:
    """A group that matches any phrase of `rows` (`"tin tức | bài viết"`).

    A phrase is plain text; the pattern has no nested repetition and so matches in linear time.
    """
    phrases = {phrase.strip() for row in rows for phrase in row.split("|")} - {""}
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(re.escape(phrase) for phrase in longest_first)})"


def phrase_set(*rows: str) -> frozenset[str]:
    """The phrases of `rows` as they are."""
    return frozenset(phrase.strip() for row in rows for phrase in row.split("|")) - {""}
