"""What a person typed, as a `SearchQuery`. Any text is a query; nothing here raises.

    query    := piece*
    piece    := word | ["-"] quoted | "-" word | ["-"] field ":" value
    quoted   := a text between straight, curly or angular quotation marks
    field    := a name of `fields.toml`, with or without diacritics: nguồn, tỉnh, người, văn bản,
                đơn vị, chủ đề, kỳ, sự kiện, từ, đến, sắp, and English names
    value    := quoted, or words: of these as many as the field understands, the others are words
                of the query; a field, a quotation or an exclusion ends it

A field whose value makes no sense is no field: its words are searched like all others.

Plain words are more than words where they name

- a time: `tuần trước`, `tháng 9/2023`, `6 tháng đầu năm` (`bot.language.asked_times`); of several
  times in one query none is, for that is what titles have;
- a document by its number: `Chỉ thị 05-CT/TW` finds its other written forms as well;
- nothing but news: `tin tức về …`, `tuần trước có gì mới ở …` (`bot.search.news_words`).

What was understood is never a guess without return: `Asked` tells it, and how to search the very
words. A whole period may be written without colons: `từ ngày 1/9/2023 đến 30/9/2023`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.search.abbreviated import otherwise_written
from bot.search.asked import Asked, OtherYear
from bot.search.field_reader import FieldReader
from bot.search.fields import FieldResolver
from bot.search.news_words import news_asked
from bot.search.pieces import Piece, pieces, words_of
from bot.search.plain_words import PlainRead, PlainReader
from bot.search.readings import combined
from storage.models import SearchQuery
from storage.text import nfc

MAX_CHARACTERS = 200
"""Longer input is cut here; the edge of what a person means by a query."""
MAX_WORDS = 20
"""Words and phrases beyond these are left out."""

WHOLE_RUN = 4
"""Words of a query that may be a title, whatever else some of them mean."""

_SPOKEN = re.compile(
    r"(?<![\w:/-])(từ|tu|from)[ ]+(?:(?:ngày|ngay)[ ]+)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[ ]+"
    r"(đến|den|tới|toi|to)[ ]+(?:(?:ngày|ngay)[ ]+)?(?=\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\w/-]))",
    re.IGNORECASE,
)
"""A period said without colons. A single date is none: `kể từ ngày 1/7/2025` is what laws say."""


_QUARTER = re.compile(
    r"(?<!\w)(qu)í(?=\s{1,3}(?:[IVX]{1,3}|[1-4]|này|trước)(?![\w]))", re.IGNORECASE
)
"""The quarter as schools and southern papers spell it."""


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Reads queries for one reader.

    Attributes:
        zone: in which days are days.
        source_names: source id → name, to understand `nguồn:`. An id or part of a name chooses
            that source; an unknown one is kept as it stands, so that nothing is found.
        resolve: knows what other fields mean; None: there are none of them.
        today: the local day against which `tuần trước` is resolved; None: times are words.
    """

    zone: ZoneInfo
    source_names: Mapping[str, str]
    resolve: FieldResolver | None = None
    today: date | None = None

    def read(self, text: str) -> Asked:
        """What `text` asks for; only the first `MAX_CHARACTERS` count."""
        tidy = _tidy(text)
        news = None if self.today is None else news_asked(tidy, self.today)
        if news is None:
            return self._read(tidy)
        understood, literal = self._read(_tidy(news.query), titles=False), self._read(tidy)
        return replace(
            understood,
            text=tidy,
            words=literal.words or literal.query if news.subject or not understood.time else None,
            news=True,
            subject=news.subject,
            here=news.here,
            carried=_tidy(news.query),
        )

    def _read(self, tidy: str, *, titles: bool = True) -> Asked:
        fields = FieldReader(tidy, self.zone, self.source_names, self.resolve, self.today)
        left = fields.take(pieces(tidy))
        plain = PlainReader(self.zone, self.resolve, self.today).read(left)
        base = SearchQuery(
            excluded=tuple(it.text for it in left if it.kind == "excluded")[:MAX_WORDS],
            excluded_terms=tuple(dict.fromkeys(fields.excluded_terms)),
            source=fields.source,
            published_from=fields.first,
            published_to=fields.end,
            order=fields.order,
        )
        words = combined([*plain.words, *fields.parts], most=MAX_WORDS, base=base)
        query = combined([*plain.parts, *fields.parts], most=MAX_WORDS, base=base)
        if titles and plain.time is not None and plain.time.reach == "published":
            query = _or_whole(query, left, base)
        plainest = query
        written = otherwise_written(query)
        query = msgspec.structs.replace(query, alternatives=(*query.alternatives, *written))
        timeless = None
        if plain.timeless is not None:
            timeless = combined([*plain.timeless, *fields.parts], most=MAX_WORDS, base=base)
            if not (timeless.words or timeless.phrases or timeless.terms):
                timeless = msgspec.structs.replace(timeless, order="newest")
        return Asked(
            text=tidy,
            query=query,
            words=None if words == plainest or _is_news(plain) else words,
            timeless=timeless,
            other_years=tuple(
                OtherYear(combined([*parts, *fields.parts], most=MAX_WORDS, base=base), time)
                for time, parts in plain.years
            ),
            time=plain.time,
            fields=tuple(fields.fields),
            marks=msgspec.structs.replace(
                query,
                phrases=(
                    *query.phrases,
                    *fields.marked,
                    *(it for w in written for it in w.phrases),
                ),
                alternatives=(),
            ),
        )


def parse_query(
    text: str,
    *,
    source_names: Mapping[str, str] | None = None,
    zone: ZoneInfo,
    resolve: FieldResolver | None = None,
    now: datetime | None = None,
) -> SearchQuery:
    """The query that `text` states; see `QueryReader`. Without `now` times are plain words."""
    today = None if now is None else now.astimezone(zone).date()
    return QueryReader(zone, source_names or {}, resolve, today).read(text).query


def is_empty(query: SearchQuery) -> bool:
    """Whether it asks for nothing at all: no words, phrases, source, terms or dates."""
    return not (
        query.words
        or query.phrases
        or query.source
        or query.terms
        or query.published_from is not None
        or query.published_to is not None
    )


def _is_news(plain: PlainRead) -> bool:
    """Whether what stands beside the time says no more than that there is news: `tin tức hôm nay`.
    Where there is none then, articles that happen to hold such words are none either."""
    if plain.time is None or plain.time.reach == "reported":
        return False
    return not any(it.words or it.phrases for part in plain.parts for it in part) and any(
        it.words for part in plain.words for it in part
    )


def _or_whole(query: SearchQuery, left: Sequence[Piece], base: SearchQuery) -> SearchQuery:
    """With a further reading for titles, `Giá vàng hôm nay …`: all of the words in one run."""
    if [it.kind for it in left] != ["plain"] or len(words_of(left[0].text)) < WHOLE_RUN:
        return query
    run = msgspec.structs.replace(base, phrases=(left[0].text.strip(),))
    return msgspec.structs.replace(query, alternatives=(*query.alternatives, run))


def _tidy(text: str) -> str:
    readable = "".join(char if char.isprintable() else " " for char in text[:MAX_CHARACTERS])
    readable = _QUARTER.sub(r"\1ý", nfc(readable))
    return _SPOKEN.sub(r"\1:\2 \3:", nfc(readable))
