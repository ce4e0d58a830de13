"""A composed digest as a press review: all of its sentences, headings and counts. Pure.

What stands under a story are sentences of its articles, each with its source; only headings,
counts and labels are the bot's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.digest.calendar_period import period_of_days
from bot.digest.composed import ComposedDigest, Entry, Mention, MentionList, Section, TopStory
from bot.digest.excerpt import ELLIPSIS
from bot.digest.layout import format_days
from bot.digest.quoted import Quoted
from bot.messages.catalog import Catalog, Value
from bot.messages.render import clean, safe_url
from bot.press_review.review import Cited, Item, Part, Quotation, Review, SourceCited

_ROMAN = ("I", "II", "III", "IV")

DOCUMENTS = "documents"
"""`MentionList.key` of the list whose labels are the articles' own words."""


def press_review(
    composed: ComposedDigest, catalog: Catalog, *, filters: Sequence[str] = ()
) -> Review:
    """The review of a digest; one without articles has no parts, and says so.

    `filters` are lines that say what it was chosen by.
    """
    return _Writer(composed, catalog, filters).review()


class _Writer:
    def __init__(self, composed: ComposedDigest, catalog: Catalog, filters: Sequence[str]) -> None:
        self._composed = composed
        self._catalog = catalog
        self._filters = filters
        self._period = period_of_days(composed.first_day, composed.last_day)

    def review(self) -> Review:
        composed = self._composed
        full = {top.entry.number: len(top.entry.article_ids) for top in composed.top}
        parts = [
            self._top(composed.top),
            *(self._section(section, full) for section in composed.sections),
            *map(self._mentions, composed.lists),
        ]
        return Review(
            language=composed.language,
            name=self._name(),
            until=composed.until,
            title=self._title(),
            facts=tuple(self._facts()),
            contents_heading=self._text("contents"),
            parts=tuple(part for part in parts if part.items),
            sources_heading=self._text("sources"),
            sources=tuple(self._sources()),
            notes=tuple(self._notes()),
        )

    def _text(self, key: str, **values: Value) -> str:
        return self._catalog.text(self._composed.language, f"report.{key}", **values)

    def _name(self) -> str:
        """Of a calendar period its key, else the last day."""
        if self._composed.frequency == "weekly":
            return self._composed.week
        return self._period.key if self._period else self._composed.last_day.isoformat()

    def _title(self) -> str:
        frequency, last = self._composed.frequency, self._composed.last_day
        if frequency == "weekly":
            return self._text("title", week=str(int(self._composed.week[-2:])))
        if frequency == "daily":
            return self._text("title_daily", day=format_days(last, last))
        if self._period is None or self._period.frequency != frequency:
            return self._text(f"title_{frequency}", name="").strip()
        number = last.month if frequency == "monthly" else _ROMAN[(last.month - 1) // 3]
        return self._text(f"title_{frequency}", name=f"{number}/{last.year}")

    def _count(self, what: str, count: int) -> str:
        return self._catalog.text(self._composed.language, f"digest.{what}", count=count)

    def _facts(self) -> Iterator[str]:
        composed = self._composed
        days = format_days(composed.first_day, composed.last_day)
        if composed.frequency == "weekly":
            yield self._text("days", days=days, week=composed.week)
        elif composed.frequency != "daily" or composed.first_day != composed.last_day:
            yield days
        yield from map(clean, self._filters)
        if not composed.article_count:
            yield self._text("empty" if composed.frequency == "weekly" else "empty_now")
            return
        counts = [composed.story_count, composed.article_count, composed.source_count]
        kinds = ["stories", "articles", "sources"]
        if composed.late_count:
            counts.append(composed.late_count)
            kinds.append("late")
        yield " · ".join(map(self._count, kinds, counts))

    def _notes(self) -> Iterator[str]:
        if self._composed.untold:
            yield self._text("untold", count=self._composed.untold)
        if (seen := self._composed.sources_seen) is not None:
            for key, names in (("silent_names", seen.silent), ("failed_names", seen.failed)):
                if names:
                    told = ", ".join(map(clean, names))
                    yield self._catalog.text(self._composed.language, f"digest.{key}", names=told)
        yield self._text("made")

    def _top(self, stories: Sequence[TopStory]) -> Part:
        items = []
        for top in stories:
            own = top.entry.article_id
            quotations = [self._quotation(said, own) for said in top.sentences]
            for label, said in (("results", top.results), ("tasks", top.tasks)):
                if said is not None:
                    quotations.append(self._quotation(said, own, self._text(label)))
            items.append(self._item(top.entry, quotations))
        return Part(self._text("top"), "", tuple(items))

    def _section(self, section: Section, full: Mapping[int, int]) -> Part:
        """The stories of a topic that are not told in full above; `full` counts their articles."""
        items = []
        for entry in section.entries:
            if entry.number not in full:
                told = [Quotation(clean(text)) for text in entry.told.sentences]
                if told and entry.told.cut:
                    told[-1] = Quotation(told[-1].text + ELLIPSIS)
                items.append(self._item(entry, told))
        total = section.total - sum(full.get(entry.number, 0) for entry in section.entries)
        return Part(clean(section.name), self._count("articles", total), tuple(items))

    def _item(self, entry: Entry, quotations: Sequence[Quotation]) -> Item:
        origin = [", ".join((entry.source_name, *entry.also)), entry.date]
        if len(entry.article_ids) > 1:
            origin.append(self._count("articles", len(entry.article_ids)))
        if entry.weeks > 1:
            weeks = str(entry.weeks)
            origin.append(self._catalog.text(self._composed.language, "digest.weeks", number=weeks))
        if entry.late:
            origin.append(self._catalog.text(self._composed.language, "digest.late_mark"))
        return Item(
            number=entry.number,
            title=_title(entry.title),
            origin=clean(" · ".join(origin)),
            link=_address(entry.link),
            quotations=tuple(quotations),
        )

    def _quotation(self, said: Quoted, own: str | None, label: str | None = None) -> Quotation:
        """`own` is the article whose source stands above already."""
        foreign = said.article_id != own
        return Quotation(
            text=clean(said.text) + (ELLIPSIS if said.cut else ""),
            label=label,
            origin=clean(said.source_name) if foreign else None,
            link=_address(said.link) if foreign else None,
        )

    def _mentions(self, found: MentionList) -> Part:
        note = self._text("more", count=found.more) if found.more else ""
        items = tuple(self._mention(it, found.key) for it in found.entries)
        return Part(self._text(found.key), note, items)

    def _mention(self, it: Mention, key: str) -> Item:
        """The name of a document says it all; elsewhere the sentence is quoted."""
        quotations = () if key == DOCUMENTS or not it.said.text else (it.said,)
        return Item(
            number=None,
            title=_title(it.label),
            origin=clean(" · ".join(filter(None, (it.note, it.said.source_name)))),
            link=_address(it.said.link),
            quotations=tuple(self._quotation(said, said.article_id) for said in quotations),
        )

    def _sources(self) -> Iterator[SourceCited]:
        """By name, each with what it contributed to which item."""
        cited: dict[str, list[Cited]] = {}
        same = self._text("same_story")
        linked = {
            (top.entry.number, name): link
            for top in self._composed.top
            for name, link in top.outlets
        }
        for entry in self._composed.entries:
            main = Cited(entry.number, _title(entry.title), _address(entry.link))
            cited.setdefault(entry.source_name, []).append(main)
            for name in entry.also:
                link = _address(linked.get((entry.number, name)))
                cited.setdefault(name, []).append(Cited(entry.number, same, link))
        for name in sorted(cited):
            yield SourceCited(clean(name), tuple(cited[name]))


def _title(text: str) -> str:
    return clean(text).strip() or ELLIPSIS


def _address(link: str | None) -> str | None:
    """The checked web address."""
    address = safe_url(link)
    return address if address is not None and address.startswith("http") else None
