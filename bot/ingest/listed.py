"""Whether the page behind a link of a listing is an article at all. Pure.

Section pages, forms and notices of errors have text too, and the extractor makes something of
them. What speaks for an article is a stated date, or a text of some length under the title that
the listing showed.
"""

from __future__ import annotations

from bot.ingest.incoming import Incoming, word_count
from bot.sources.entry import Entry
from storage.text import folded_words

_FEWEST_WORDS = 25
"""Of a page without a date: the shortest real notices have about thirty."""
_SAME_TITLE = 0.5
"""Share of the shown title's words that the page's own title must have, where it has no date."""


def is_article(entry: Entry, read: Incoming) -> bool:
    """Whether `read`, the page behind the listing's `entry`, is an article."""
    words = word_count(read.lead, read.paragraphs)
    if read.published is not None:
        return words > 0
    if words < _FEWEST_WORDS:
        return False
    shown = set(folded_words((entry.title or "").rstrip(".… ")))
    own = set(folded_words(read.title))
    return not shown or len(shown & own) >= _SAME_TITLE * min(len(shown), len(own))
