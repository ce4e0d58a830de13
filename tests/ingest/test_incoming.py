"""Articles on their way in: what is taken from the page, what from the feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ingest.incoming import Incoming, from_entry, from_parsed
from bot.ingest.parsed import ParsedArticle
from bot.sources.entry import Entry
from storage.models import Precision, Source
from tests.sources.moment import NOW, ZONE

SOURCE = Source(
    id="bao", name="Báo", kind="feed", url="https://a.example/rss", province="Nguyệt Hà"
)
LINK = "https://a.example/tin/1.html"


def told(entry: Entry) -> Incoming | None:
    """What the feed alone says."""
    return from_entry(entry, source=SOURCE, now=NOW, zone=ZONE, signature="s", partial=True)


def read(parsed: ParsedArticle, entry: Entry | None = None) -> Incoming:
    """What the page says, with the feed's help."""
    return from_parsed(parsed, source=SOURCE, now=NOW, zone=ZONE, entry=entry, url=LINK)


@pytest.mark.parametrize(
    ("entry", "lead", "paragraphs"),
    [
        (Entry(title="T", summary=("Một.", "Hai.")), "Một.", ("Hai.",)),
        (Entry(title="T", content=("Một.", "Hai.")), "Một.", ("Hai.",)),
        (
            Entry(title="T", summary=("Một. H…",), content=("Một. Hết", "Hai.")),
            "Một. Hết",
            ("Hai.",),
        ),
        (
            Entry(title="T", summary=("Không.",), content=("Một.", "Hai.")),
            "Không.",
            ("Một.", "Hai."),
        ),
        (Entry(title="T"), None, ()),
    ],
)
def test_a_feeds_text(entry: Entry, lead: str | None, paragraphs: tuple[str, ...]) -> None:
    """The summary leads, unless it is only the beginning of the content."""
    item = told(entry)
    assert item is not None
    assert (item.lead, item.paragraphs, item.partial) == (lead, paragraphs, True)


def test_an_entry_without_title() -> None:
    """Its first words stand for the title; without any words it is no article."""
    item = told(Entry(summary=(" ".join(f"chữ{n}" for n in range(30)),)))
    assert item is not None
    assert item.title == " ".join(f"chữ{n}" for n in range(16)) + "…"
    assert told(Entry(link=LINK)) is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Wed, 14 May 2031 09:30:00 +0700", (datetime(2031, 5, 14, 2, 30, tzinfo=UTC), "second")),
        ("Thứ Tư, 14/05/2031 09:30", (datetime(2031, 5, 14, 2, 30, tzinfo=UTC), "minute")),
        ("05/04/2031", (datetime(2031, 4, 4, 17, 0, tzinfo=UTC), "day")),
        ("Wed, 14 May 2031 10:00:01 +0700", (None, None)),
        ("Wed, 14 May 2031 09:30:00 GMT", (None, None)),
        ("soon", (None, None)),
        (None, (None, None)),
    ],
)
def test_stated_dates(stated: str | None, expected: tuple[datetime | None, str | None]) -> None:
    """Day first, local where no zone is stated, in UTC; the future is not stated at all."""
    item = told(Entry(title="T", published=stated))
    assert item is not None
    assert (item.published, item.published_precision) == expected


def test_the_page_goes_before_the_feed() -> None:
    """Page first; the feed fills in byline, section and date."""
    entry = Entry(
        title="Theo tin",
        link=LINK,
        guid="9",
        authors=("Lê Mơ",),
        categories=("Xã hội",),
        published="14/05/2031 09:30",
    )
    item = read(ParsedArticle(title="Trên trang", lead="Một."), entry)
    assert (item.title, item.authors, item.section, item.guid) == (
        "Trên trang",
        ("Lê Mơ",),
        "Xã hội",
        "9",
    )
    assert (item.published_precision, item.province) == (Precision.MINUTE, "Nguyệt Hà")
    assert (item.entry_signature, item.url, item.partial) == (entry.signature, LINK, False)
    own = read(ParsedArticle(title="T", lead="Một.", authors=("Vũ An",), section="Kinh tế"), entry)
    assert (own.authors, own.section) == (("Vũ An",), "Kinh tế")


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        ("13/05/2031 15:45", datetime(2031, 5, 13, 8, 45, tzinfo=UTC)),
        ("14/05/2031 07:00", datetime(2031, 5, 12, 17, 0, tzinfo=UTC)),
        (None, datetime(2031, 5, 12, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_day_is_made_exact_by_the_feed(feed: str | None, expected: datetime) -> None:
    """A page that states the day takes the hour from the feed, if it is of that day."""
    midnight = datetime(2031, 5, 13, tzinfo=ZONE)
    parsed = ParsedArticle(
        title="T", lead="Một.", published=midnight, published_precision=Precision.DAY
    )
    assert read(parsed, Entry(title="T", published=feed)).published == expected


def test_a_page_from_the_future_states_no_date() -> None:
    """A date ahead of the clock is not believed."""
    ahead = ParsedArticle(
        title="T",
        lead="Một.",
        published=NOW + timedelta(minutes=1),
        published_precision=Precision.MINUTE,
    )
    item = read(ahead)
    assert (item.published, item.published_precision) == (None, None)
