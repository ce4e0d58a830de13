"""Coming dates as an iCalendar file (RFC 5545), for the calendar of a phone or an office."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from bot.commands.command import Context
from bot.commands.listing import shorten
from bot.dossiers.coming import ComingDate
from bot.messages.rich import File

_SUMMARY = 120


def calendar_file(context: Context, dates: Sequence[ComingDate]) -> File:
    """One event of whole days for each date: the article's title, its sentence, its link.

    The same date of the same article has the same UID in every file: importing again updates.
    """
    import icalendar  # 0.1 s to import, and few ask for a calendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Điểm Tin//VI")
    calendar.add("version", "2.0")
    for it in dates:
        event = icalendar.Event()
        name = hashlib.sha256(f"{it.said.article.id} {it.last} {it.said.sentence}".encode())
        event.add("uid", f"{name.hexdigest()[:24]}@diemtin")
        event.add("dtstamp", context.now)
        event.add("dtstart", it.first if it.kind == "coming" else it.last)
        event.add("dtend", it.last + timedelta(days=1))  # exclusive (RFC 5545 §3.6.1)
        kind = context.text(f"dossier.{it.kind}_word")
        event.add("summary", shorten(f"{kind}: {it.said.article.title}", _SUMMARY))
        event.add("description", it.said.sentence)
        if it.said.article.url:
            event.add("url", it.said.article.url)
        calendar.add_component(event)
    caption = context.line("dossier.calendar", count=len(dates))
    return File("diem-tin-sap-dien.ics", calendar.to_ical(), "text/calendar", caption)
