"""What a feed says of itself: title, rhythm, neighbours."""

from __future__ import annotations

import re

from bot.sources.absolute_url import absolute
from bot.sources.feed_entry import Record, links_of, text_of
from bot.sources.feed_record import Feed
from bot.sources.fragment import one_line, plain_line

_AROUND = 65_536
"""Characters at either end of the document in which the channel's own elements stand."""
_LONGEST = 5_000
_SKIP_HOURS = re.compile(r"<skipHours\b[^>]{0,200}>(.{0,3000}?)</skipHours", re.I | re.S)
_SKIP_DAYS = re.compile(r"<skipDays\b[^>]{0,200}>(.{0,1000}?)</skipDays", re.I | re.S)
_HOUR = re.compile(r"<hour\b[^>]{0,200}>\s{0,20}(\d{1,2})\s{0,20}<", re.IGNORECASE)
_DAY = re.compile(r"<day\b[^>]{0,200}>\s{0,20}([A-Za-z]{3})[A-Za-z]{0,7}\s{0,20}<", re.IGNORECASE)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIODS = {
    "hourly": 60,
    "daily": 1_440,
    "weekly": 10_080,
    "monthly": 43_200,
    "yearly": 525_600,
}
"""RDF Site Summary 1.0 Modules: Syndication."""


def read_head(parsed: Record, text: str, url: str | None) -> Feed:
    """The feed without its entries; `text` is the document, `url` where it lies."""
    channel: Record = parsed["feed"]
    around = text[:_AROUND] + text[max(_AROUND, len(text) - _AROUND) :]
    return Feed(
        entries=(),
        title=plain_line((text_of(channel, "title") or "")[:_LONGEST]) or None,
        ttl_minutes=_minutes(text_of(channel, "ttl")),
        language=one_line((text_of(channel, "language") or "")[:35]) or None,
        author=plain_line(
            (text_of(channel, "author") or text_of(channel, "publisher") or "")[:_LONGEST]
        )
        or None,
        site_url=_first(url, text_of(channel, "link"), *links_of(channel, "alternate")),
        self_url=_first(url, *links_of(channel, "self")),
        next_url=_first(url, *links_of(channel, "next"), *links_of(channel, "prev-archive")),
        hub_url=_first(url, *links_of(channel, "hub"), _cloud(channel.get("cloud"))),
        updated=one_line(str(channel["updated"])[:300]) or None if "updated" in channel else None,
        update_minutes=_update_minutes(channel),
        skip_hours=_skip_hours(around),
        skip_days=_skip_days(around),
        expired="fh_archive" in channel,
        version=text_of(parsed, "version") or None,
    )


def _first(base: str | None, *addresses: str | None) -> str | None:
    return next(filter(None, (absolute(each, base) for each in addresses if each)), None)


def _minutes(value: str | None) -> int | None:
    stated = (value or "").strip()
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else None


def _update_minutes(channel: Record) -> int | None:
    period = (text_of(channel, "sy_updateperiod") or "").strip().lower()
    times = _minutes(text_of(channel, "sy_updatefrequency"))
    if not period and not times:
        return None
    minutes = _PERIODS.get(period or "daily")
    return None if minutes is None else max(1, minutes // (times or 1))


def _cloud(cloud: Record | None) -> str | None:
    """The address of an RSS `cloud`, which states it in pieces."""
    if not cloud or not cloud.get("domain"):
        return None
    port = str(cloud.get("port") or "")
    path = str(cloud.get("path") or "/")
    place = f"{cloud['domain']}:{port}" if port.isdigit() and port != "80" else cloud["domain"]
    return f"http://{place}{path if path.startswith('/') else '/' + path}"


def _skip_hours(text: str) -> frozenset[int]:
    stated = _SKIP_HOURS.search(text)
    hours = (int(hour) for hour in _HOUR.findall(stated[1])) if stated else ()
    return frozenset(hour % 24 for hour in hours if hour <= 24)  # RSS 0.91 counts from 1 to 24


def _skip_days(text: str) -> frozenset[int]:
    stated = _SKIP_DAYS.search(text)
    days = (day.lower() for day in _DAY.findall(stated[1])) if stated else ()
    return frozenset(_DAYS.index(day) for day in days if day in _DAYS)
