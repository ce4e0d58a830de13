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
class OtherYear:
    """The query with the same time of a year before, and what it means then."""

    query: SearchQuery
    time: TimeRead


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
        other_years: the same for years before, the latest first, where its time names no year
            (`tháng 9`, `dịp 2/9`): `query` is for the latest.
        time: what its words for a time mean; None: it has none that were understood.
        news: whether words were left out which ask for no more than news.
        subject: what the news is about, without these words; empty: a time or a place alone.
        here: whether news of the reader's own province is asked for, which the words do not name.
        fields: its fields in order, sources and days left out.
        carried: a request for news as words and fields, to which more fields may be added; None:
            `text` is that; "": there is no such text.
        marks: what is marked in an article that was found.
    """

    text: str
    query: SearchQuery
    words: SearchQuery | None = None
    timeless: SearchQuery | None = None
    other_years: tuple[OtherYear, ...] = ()
    time: TimeRead | None = None
    news: bool = False
    subject: str = ""
    here: bool = False
    fields: tuple[FieldRead, ...] = ()
    carried: str | None = None
    marks: SearchQuery = field(default_factory=SearchQuery)

    @property
    def with_fields(self) -> str:
        """The text that means the same and takes further fields; "": there is none."""
        return self.text if self.carried is None else self.carried

    @property
    def literal(self) -> str:
        """The query that searches the words for a time as they stand: in quotation marks."""
        if self.time is None:
            return self.text
        return self.text.replace(self.time.words, f'"{self.time.words}"', 1)
