"""A press review as a value: what a document says, in order, whatever file it becomes.

Texts are already in the reader's language and hold neither line breaks nor control characters;
addresses have been checked. A writer (`word`, `page`, `markdown`) only lays them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of one article.

    Attributes:
        text: as they stand in the article; followed by `…` where they go on there.
        label: what they are (`"Kết quả"`); None: nothing needs to be said.
        origin: whose they are, where that is not the item's own first source.
        link: the http(s) address behind `origin`, None without one.
    """

    text: str
    label: str | None = None
    origin: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One story, document, person or date.

    Attributes:
        number: of a story, 1, 2, … through the whole review; None for what is no story.
        title: words of an article, or what is told of (`"Chỉ thị số 05-CT/TW"`).
        origin: sources and date in words.
        link: the http(s) address of its article, None without one.
    """

    number: int | None
    title: str
    origin: str
    link: str | None
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; `note` says how many articles it has, "" where that says nothing."""

    heading: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """An article in the list of sources, under the number of its item."""

    number: int
    title: str
    link: str | None


@dataclass(frozen=True, slots=True)
class SourceCited:
    """A source and its articles in the review."""

    name: str
    articles: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart.

    Attributes:
        png: its bytes.
        words: what it shows, for those who do not see it.
    """

    png: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """The whole document.

    Attributes:
        language: tag of the reader's language, `"vi"`.
        name: `"2026-W40"`, `"2026-10"`, for the file's name.
        until: the end of what is told, an aware instant.
        facts: lines of the title block: days, counts.
        notes: lines at the end: what was counted only, who made it.
        picture: the period at a glance; None: it would tell nothing.
    """

    language: str
    name: str
    until: datetime
    title: str
    facts: tuple[str, ...]
    contents_heading: str
    parts: tuple[Part, ...]
    sources_heading: str
    sources: tuple[SourceCited, ...]
    notes: tuple[str, ...]
    picture: Picture | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return tuple(item for part in self.parts for item in part.items)


def numbered(item: Item) -> str:
    """Its title, behind its number where it has one."""
    return item.title if item.number is None else f"{item.number}. {item.title}"


def with_note(part: Part) -> str:
    """Its heading and its note in one line."""
    return f"{part.heading} ({part.note})" if part.note else part.heading
