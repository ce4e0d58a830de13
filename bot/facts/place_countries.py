"""Countries that an article names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.facts.article_text import Span
from bot.facts.place_grammar import place_grammar
from bot.language.person_names import name_tables
from bot.sources.syllable import is_syllable
from storage.text import exact_key

_LOOK_BACK = 40
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \t\u00a0]$")
_NEXT_WORD = re.compile(r"[ \t\u00a0]([^\W\d_]+)")
_IN_TITLES = frozenset({"Mỹ", "Nga", "Pháp"})
_BODIES_OF_VIETNAM = frozenset({"MTTQ", "UBMTTQ", "quốc", "sản", "LHPN", "BHXH", "LĐLĐ"})
"""`MTTQ Việt Nam`, `Đảng Cộng sản Việt Nam`: at home it says nothing of a place."""
_ABBREVIATION = 3
"""Letters up to which capitals are an abbreviation (`EU`), not a name in a headline."""


def countries(text: str, taken: Sequence[Span], most: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of each, in order; of at most `most` words that may be one.

    What overlaps a span of `taken` is part of a longer name.
    """
    grammar = place_grammar()
    for match in islice(grammar.country.finditer(text), most):
        start, end = match.span()
        head = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
        if exact_key(match[0]) in grammar.unsure and not _means_country(text, head, end):
            continue
        before = _LAST_WORD.search(head)
        if before and before[1] in name_tables().surnames:
            continue
        if before and match[0] == "Việt Nam" and before[1] in _BODIES_OF_VIETNAM:
            continue
        if any(start < stop and begin < end for begin, stop in taken):
            continue
        in_capitals = match[0].isupper() and len(match[0]) > _ABBREVIATION
        yield start, end, " ".join((match[0].title() if in_capitals else match[0]).split())


def _means_country(text: str, head: str, end: int) -> bool:
    """Whether `Anh`, `Mỹ`, `Nga` is the country: led by a word for it, no name around it."""
    behind = _NEXT_WORD.match(text, end)
    if behind and behind[1][0].isupper() and (not behind[1].isascii() or is_syllable(behind[1])):
        return False  # "Đức Anh", but "Thủ tướng Pháp Lecornu"
    if head.endswith("(") and text.startswith(")", end):
        return True
    if not head.strip() and behind and text[:end].rpartition("\n")[2].strip() in _IN_TITLES:
        return True  # "Mỹ tiêu diệt …"
    return place_grammar().led_by.search(head) is not None
