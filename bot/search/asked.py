"""What a query was understood to ask for, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.language.asked_times import Reach
from bot.search.fields import Field
from storage.models import SearchQuery


@dataclass(frozen=True, slots=True)
class TimeRead:
    """A time that plain words named: local days, both inclusive."""

    words: str
    """As they stand in the query."""
    first: date
    last: date
    reach: Reach


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field that was understood, or one whose value was not (`known` is False)."""

    name: Field
    value: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One query.

    Attributes:
        text: as it was typed, tidied; parsing it gives the same.
        query: what is searched first.
        words: the same where times and documents are nothing but words; None: `query` is that.
        timeless: the same without its time, whenever it was published; None: plain words
            named none, or one that articles report on (`6 tháng đầu năm`).
        time: what its words for a time mean; None: it has none that were understood.
        news: whether words were left out which ask for no more than news.
        subject: what the news is about, without these words; empty: a time or a place alone.
        fields: its fields in order, sources and days left out.
        marks: what is marked in an article that was found.
    """

    text: str
    query: SearchQuery
    words: SearchQuery | None = None
    timeless: SearchQuery | None = None
    time: TimeRead | None = None
    news: bool = False
    subject: str = ""
    fields: tuple[FieldRead, ...] = ()
    marks: SearchQuery = field(default_factory=SearchQuery)

    @property
    def literal(self) -> str:
        """The query that searches the words for a time as they stand: in quotation marks."""
        if self.time is None:
            return self.text
        return self.text.replace(self.time.words, f'"{self.time.words}"', 1)
