"""The facts of one article: values, each with the place in the article that says it.

Offsets count characters (code points) in `article_text(article).text`; `sentence` is the whole
sentence around the span, so that whatever is shown of a fact can be shown in the article's own
words. A fact that the text does not state is not there: nothing is guessed, and what follows only
from where the article was printed is marked `inferred`.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all facts: where it is said."""

    start: int
    end: int
    """The words themselves: `text[start:end]`."""
    sentence: tuple[int, int]
    """Start and end of the sentence that says it."""


class DocumentCited(Fact, frozen=True, kw_only=True):
    """A resolution, directive, decision … that the article names."""

    key: str
    """Equal for all written forms of one document, e.g. `"chi-thi/05"` or
    `"nghi-quyet/35/bo-chinh-tri/12"`; lower-case ASCII, parts that are not stated left out."""
    type: str
    """As in the table of types: `"Nghị quyết"`, `"Chỉ thị"` …"""
    number: str | None = None
    """As written: `"05-CT/TW"`, `"35"`, `"12/NQ-HĐND"`."""
    issuer: str | None = None
    term: str | None = None
    """Term of the congress or committee in Roman numerals: `"XIII"`."""
    date: dt.date | None = None
    subject: str | None = None
    """What it is about, where the text says so ("về …", or a title in quotes)."""


class PersonNamed(Fact, frozen=True, kw_only=True):
    """A person with the posts that the article gives; later mentions are in `mentions`."""

    name: str
    posts: tuple[str, ...] = ()
    """As written, one post each: `"Ủy viên Ban Thường vụ Tỉnh ủy"`, `"nguyên Bí thư Tỉnh ủy"`."""
    former_posts: tuple[str, ...] = ()
    """Posts that the text gives as held once ("từng là …")."""
    roles: tuple[str, ...] = ()
    """Parts in the event: `"chair"`, `"speaker"`, `"attendee"`, `"delegation_head"`, `"asker"`."""
    change: Literal["appointed", "transferred", "dismissed", "disciplined", "retired"] | None = None
    """A change of post that the article reports."""
    honorific: str | None = None
    """"đồng chí", "ông", "bà" as written with the fullest mention."""
    mentions: tuple[tuple[int, int], ...] = ()
    """Every span that names the person, the first included."""


class OrganisationNamed(Fact, frozen=True, kw_only=True):
    """A body: committee, department, cell, enterprise, school, mass organisation."""

    name: str
    """Full name as the text allows (abbreviations read)."""
    key: str
    """Folded name: equal for all spellings."""
    parent: str | None = None
    """Key of the body above it, where the text itself says so."""
    kind: str | None = None
    """`"party"`, `"government"`, `"council"`, `"front"`, `"union"`, `"enterprise"`, `"school"`,
    `"force"`, `"court"`, `"press"`."""
    short: str | None = None
    """The short name that the text gives it: `"VNPT"`, "sau đây gọi là …"."""
    mentions: tuple[tuple[int, int], ...] = ()


class PlaceNamed(Fact, frozen=True, kw_only=True):
    """A province, city, district, commune …"""

    name: str
    province: str | None = None
    """The province of today that it lies in or was merged into, where that is known."""
    kind: str | None = None
    """`"province"`, `"district"`, `"commune"`, `"country"`, `"site"`."""
    inferred: bool = False
    """Known only from the dateline or the source."""
    mentions: tuple[tuple[int, int], ...] = ()


class TimeNamed(Fact, frozen=True, kw_only=True):
    """A day or span of days: reporting period, event date, deadline, coming date."""

    role: Literal["event", "period", "deadline", "coming", "other"]
    first: dt.date | None = None
    last: dt.date | None = None
    """Inclusive local days; None: the text gives too little to resolve it."""
    label: str
    """In one spelling: `"quý III/2023"`, `"6 tháng đầu năm 2023"`, `"nhiệm kỳ 2020-2025"`."""


class FigureNamed(Fact, frozen=True, kw_only=True):
    """A number with what it counts."""

    value: float
    """In the unit; a fraction such as `2/3` is its value, see `numerator` and `denominator`."""
    upto: float | None = None
    """The upper end of a range (`30 - 50%`), whose lower end is `value`."""
    unit: str | None = None
    """As written: `"đảng viên"`, `"%"`, `"tỷ đồng"`."""
    counted: str | None = None
    """What is counted or measured, in the text's words: `"kết nạp mới"`, `"chỉ tiêu"`."""
    qualifier: str | None = None
    """"gần", "trên", "hơn", "đạt", "tăng" … as written."""
    numerator: float | None = None
    denominator: float | None = None
    of: int | None = None
    """Index in `Facts.figures` of the whole that this is a part of ("trong đó có …")."""


class EventReported(Fact, frozen=True, kw_only=True):
    """What took place."""

    type: str
    """`"hội nghị"`, `"giao ban"`, `"sơ kết"`, `"kiểm tra"` … as in the table of event types."""
    date: dt.date | None = None
    last_date: dt.date | None = None
    """For an event of several days."""
    place: str | None = None
    host: str | None = None
    """Name of the body that holds it."""
    chairs: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()


class RequestMade(Fact, frozen=True, kw_only=True):
    """What is asked for next: who asks whom to do what."""

    asker: str | None = None
    asked: str | None = None
    tasks: tuple[tuple[int, int], ...] = ()
    """Spans of the single tasks, in order; each begins with its verb."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that was understood of one article, each kind in the order of the text."""

    documents: tuple[DocumentCited, ...] = ()
    people: tuple[PersonNamed, ...] = ()
    organisations: tuple[OrganisationNamed, ...] = ()
    places: tuple[PlaceNamed, ...] = ()
    times: tuple[TimeNamed, ...] = ()
    figures: tuple[FigureNamed, ...] = ()
    event: EventReported | None = None
    requests: tuple[RequestMade, ...] = ()
