"""Takes the fields of a query in; what they leave over are plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.search.asked import FieldRead
from bot.search.days import day_after, days_of, instant, period_of
from bot.search.fields import Field, FieldResolver, NamedField, Order, order_of
from bot.search.pieces import Piece, says_something
from bot.search.readings import Choice, Part
from bot.search.source_names import named_source

_OF_ANYBODY = (Field.PERSON, Field.BODY)
"""Fields whose value may be a name that no article has: a query that begins with one means it."""


@dataclass(slots=True)
class FieldReader:
    """The fields of one query, as far as they were read."""

    text: str
    zone: ZoneInfo
    source_names: Mapping[str, str]
    resolve: FieldResolver | None
    today: date | None
    parts: list[Part] = field(default_factory=list)
    excluded_terms: list[str] = field(default_factory=list)
    fields: list[FieldRead] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    """Names that are marked in what is found, beside the words of the query."""
    source: str | None = None
    order: Order = "relevance"
    first: datetime | None = None
    end: datetime | None = None

    def take(self, found: list[Piece]) -> list[Piece]:
        """Read the fields among the pieces; the others, and what fields leave over, in order."""
        kept: list[Piece] = []
        for piece in found:
            if piece.field is None:
                kept.append(piece)
                continue
            ahead = not kept
            end = self._field(piece, piece.field, ahead) if says_something(piece.text) else None
            if end is None:
                kept += self._no_field(piece, piece.field)
            elif says_something(piece.text[end:]):
                kept.append(Piece("plain", piece.text[end:], piece.start + end))
        return kept

    def _field(self, piece: Piece, named: NamedField, ahead: bool) -> int | None:
        """Where what is understood of its value ends; None: it is no field.

        `ahead`: no words stand in front of it.
        """
        kind, value = named.field, piece.text
        if not named.minus:
            if kind is Field.SOURCE:
                return self._source(piece, named)
            if kind is Field.ORDER:
                ordered = order_of(value)
                self.order = ordered[0] if ordered else self.order
                return ordered[1] if ordered else None
            if kind in (Field.FROM, Field.TO):
                return self._days(kind, value)
            if kind is Field.PERIOD:
                return self._period(value)
        return self._meaning(piece, named, ahead)

    def _source(self, piece: Piece, named: NamedField) -> int | None:
        found, end = named_source(piece.text, self.source_names, whole=piece.quoted)
        if found not in self.source_names and named.end > named.colon:
            return None  # "Theo nguồn tin: …"
        self.source = found
        return end

    def _days(self, kind: Field, value: str) -> int | None:
        days = days_of(value, self.today)
        if days is None:
            return None
        if kind is Field.FROM:
            first = instant(days.first, self.zone)
            self.first = max(filter(None, (self.first, first)), default=None)
        else:
            after = day_after(days.last)
            end = None if after is None else instant(after, self.zone)
            self.end = min(filter(None, (self.end, end)), default=None)
        return days.end

    def _period(self, value: str) -> int | None:
        if self.resolve is None:
            return None
        days = period_of(value, self.today)
        terms = self.resolve.period_terms(days.first, days.last) if days else ()
        if days is None or not terms:
            self.fields.append(FieldRead(Field.PERIOD, value, known=False))
            return None
        said = value[: days.end]
        self.fields.append(FieldRead(Field.PERIOD, said))
        self.marked.append(said)
        self.parts.append((Choice(terms=(terms,)),))
        return days.end

    def _meaning(self, piece: Piece, named: NamedField, ahead: bool) -> int | None:
        meaning = None if self.resolve is None else self.resolve.meaning(named.field, piece.text)
        blank = named.end > named.colon and not piece.quoted
        if ahead and named.field in _OF_ANYBODY:  # nobody has been told of them so far: may be yet
            blank = False
        if meaning is None or (blank and not meaning.certain):
            # "Cải cách ở tỉnh: kết quả bước đầu" is a title; without a blank it is meant as a field
            if self.resolve is not None and not blank:
                self.fields.append(FieldRead(named.field, piece.text, known=False))
            return None
        if named.minus:
            self.excluded_terms += meaning.excluded
            return meaning.end
        self.fields.append(FieldRead(named.field, meaning.shown or piece.text[: meaning.end]))
        choices = [Choice(terms=(meaning.terms,))] if meaning.terms else []
        if meaning.phrase is not None:
            choices.append(Choice(phrases=(meaning.phrase,)))
            self.marked.append(meaning.phrase)
        self.parts.append(tuple(choices))
        return meaning.end

    def _no_field(self, piece: Piece, named: NamedField) -> Iterator[Piece]:
        """The name is a word, or excluded; the value is read on its own."""
        start = named.start + named.minus
        yield Piece(
            "excluded" if named.minus else "plain", self.text[start : named.name_end], start
        )
        if says_something(piece.text):
            yield Piece("phrase" if piece.quoted else "plain", piece.text, piece.start)
