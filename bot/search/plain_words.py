"""Reads the plain words of a query: the times and documents that they name, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.language.asked_times import AskedTime, find_asked_times
from bot.language.parts_of_time import same_in_year
from bot.search.asked import TimeRead
from bot.search.days import day_after, instant
from bot.search.fields import FieldResolver, idle_head, is_idle
from bot.search.pieces import Piece, words_of
from bot.search.readings import Choice, Part

_YEARS_BEFORE = 5
"""So far back a time without a year is looked for, where the latest has nothing."""
_FEW_WORDS = 8
"""Words of a query that is no title."""


class PlainRead(NamedTuple):
    """The parts of plain words and phrases, as understood and as words alone."""

    parts: list[Part]
    words: list[Part]
    time: TimeRead | None
    timeless: list[Part] | None
    """As understood, but for the time; None: there is none that asks for days of publication."""
    years: tuple[tuple[TimeRead, list[Part]], ...] = ()
    """The same for years before, the latest first; empty: the time names its year."""


class _Span(NamedTuple):
    """Characters of a piece that mean more than their words."""

    piece: int
    start: int
    end: int
    part: Part


class PlainReader:
    """Reads plain words; `resolve` and `today` as in `QueryReader`."""

    def __init__(self, zone: ZoneInfo, resolve: FieldResolver | None, today: date | None) -> None:
        self._zone = zone
        self._resolve = resolve
        self._today = today

    def read(self, found: Sequence[Piece]) -> PlainRead:
        """What the pieces say that are no fields; exclusions are left out."""
        documents = self._documents(found)
        time = self._time(found, documents)
        spans, told, idle = documents, None, False
        timeless: list[Part] = []
        time_part: Part | None = None
        heading = None  # the piece in front of which "tin tức về" says nothing
        if time is not None:
            number, asked = time
            idle = asked.reach != "reported" and self._is_idle(found, number, asked)
            heading = 0 if asked.reach != "reported" else None
            time_span = self._span_of_time(found, number, asked, idle=idle)
            spans, time_part = [*documents, time_span], time_span.part
            text = found[number].text[asked.start : asked.end]
            told = TimeRead(text, asked.first, asked.last, asked.reach)
        parts: list[Part] = []
        words: list[Part] = []
        for number, piece in enumerate(found):
            if piece.kind == "phrase":
                parts.append((Choice(phrases=(piece.text.strip(),)),))
                words.append(parts[-1])
                timeless.append(parts[-1])
            elif piece.kind == "plain":
                words += _literal(piece.text, time[1] if time and time[0] == number else None)
                own = sorted(it for it in spans if it.piece == number)
                start = idle_head(piece.text) if number == heading else 0
                cut = _cut(piece.text, own, start, keep=not idle)
                parts += cut
                timeless += [it for it in cut if it is not time_part]
        days = told is not None and told.reach != "reported"
        years = self._years_before(time[1], told, parts, time_part) if time and told else ()
        return PlainRead(parts, words, told, timeless if days else None, years)

    def _years_before(
        self, asked: AskedTime, told: TimeRead, parts: list[Part], time_part: Part | None
    ) -> tuple[tuple[TimeRead, list[Part]], ...]:
        """What was published in the same days of years before."""
        if not asked.recurs:
            return ()
        found = []
        for back in range(1, _YEARS_BEFORE + 1):
            days = same_in_year(asked.first, asked.last, asked.first.year - back)
            if days is not None:
                then: Part = (self._published(*days),)
                same = [then if it is time_part else it for it in parts]
                found.append((replace(told, first=days[0], last=days[1]), same))
        return tuple(found)

    def _published(self, first: date, last: date) -> Choice:
        after = day_after(last)
        return Choice(
            first=instant(first, self._zone),
            end=None if after is None else instant(after, self._zone),
        )

    def _documents(self, found: Sequence[Piece]) -> list[_Span]:
        """The first document that is named: of many, their numbers are words."""
        for number, piece in enumerate(found):
            if self._resolve is None or piece.kind != "plain":
                continue
            for it in self._resolve.documents(piece.text):
                as_words = Choice(words=words_of(piece.text[it.start : it.end]))
                part = (as_words, Choice(terms=(it.terms,)))
                return [_Span(number, it.start, it.end, part)]
        return []

    def _time(
        self, found: Sequence[Piece], documents: Sequence[_Span]
    ) -> tuple[int, AskedTime] | None:
        """The time, where there is just one; the year of a document is none."""
        if self._today is None:
            return None
        times = [
            (number, asked)
            for number, piece in enumerate(found)
            if piece.kind == "plain"
            for asked in find_asked_times(piece.text, self._today)
            if not any(
                it.piece == number and it.start < asked.end and asked.head < it.end
                for it in documents
            )
        ]
        return times[0] if len(times) == 1 else None

    def _span_of_time(
        self, found: Sequence[Piece], number: int, asked: AskedTime, *, idle: bool
    ) -> _Span:
        published = self._published(asked.first, asked.last)
        text = found[number].text
        terms = self._resolve.period_terms(asked.first, asked.last) if self._resolve else ()
        reported = (Choice(terms=(terms,)),) if terms else ()
        part: Part
        if asked.reach == "published" or idle:
            part = (published,)
        elif asked.recurs:
            # a title may hold the words and many others: of a few words days are asked for
            few = sum(len(words_of(it.text)) for it in found) <= _FEW_WORDS
            days = (published,) if few else ()
            words = words_of(text[asked.start : asked.end])
            part = (Choice(words=words), *reported, *days)
        elif asked.reach == "either":
            part = (Choice(phrases=(text[asked.start : asked.end],)), *reported, published)
        else:
            part = (Choice(words=words_of(text[asked.head : asked.end])), *reported)
        return _Span(number, asked.head, asked.end, part)

    def _is_idle(self, found: Sequence[Piece], number: int, asked: AskedTime) -> bool:
        """Whether the words beside the time only say that there is news."""
        if any(piece.kind == "phrase" for piece in found):
            return False
        rest = [
            piece.text if at != number else f"{piece.text[: asked.head]} {piece.text[asked.end :]}"
            for at, piece in enumerate(found)
            if piece.kind == "plain"
        ]
        return is_idle(" ".join(rest))


def _literal(text: str, time: AskedTime | None) -> list[Part]:
    """The words of a piece; what only asks for a day (`hôm qua`) as it stands, in a run."""
    if time is None or time.reach != "published":
        return _words(text)
    said = (Choice(phrases=(text[time.start : time.end],)),)
    return [*_words(text[: time.start]), said, *_words(text[time.end :])]


def _cut(text: str, spans: Sequence[_Span], start: int, *, keep: bool) -> list[Part]:
    """The parts of a piece from `start` on: its spans, and the words around them if to `keep`."""
    parts: list[Part] = []
    at = min([start, *(span.start for span in spans)])
    for span in spans:
        parts += _words(text[at : span.start]) if keep else []
        parts.append(span.part)
        at = span.end
    return [*parts, *(_words(text[at:]) if keep else [])]


def _words(text: str) -> list[Part]:
    words = words_of(text)
    return [(Choice(words=words),)] if words else []
