"""How simulated outlets write their feeds, section pages and articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.benchmarks.simulated_news import HOUR, START, Format, Habit, Outlet, Story, Text

_MENU = ("Thời sự", "Kinh tế", "Văn hóa", "Giáo dục", "Thể thao", "Pháp luật", "Du lịch")


@dataclass(frozen=True, slots=True)
class Item:
    """One story as a feed lists it now."""

    text: Text
    link: str
    guid: str
    stated: datetime


def instant(seconds: float) -> datetime:
    """The wall clock's instant, whole seconds."""
    return START + timedelta(seconds=int(seconds))


def feed_of(outlet: Outlet, now: float, link: Callable[[Story], str]) -> tuple[bytes, str]:
    """The feed or section page as it reads now, and its media type."""
    items = [_item(outlet, story, now, link(story)) for story in outlet.shown(now)]
    write, media_type = _WRITERS[outlet.format]
    return write(outlet, items).encode(), media_type


def _item(outlet: Outlet, story: Story, now: float, link: str) -> Item:
    guid = str(story.number)
    if outlet.habit is Habit.CHURNS_GUIDS:
        guid = f"{story.number}-{int(now // HOUR)}"
    if outlet.habit is Habit.TRACKS_LINKS:
        link = f"{link}?utm_source=rss&utm_campaign={int(now // HOUR)}"
    return Item(story.text(now), link, guid, instant(story.stated))


def _rss(outlet: Outlet, items: list[Item]) -> str:
    entries = []
    for item in items:
        body = ""
        if outlet.format is Format.FULL:
            paragraphs = "".join(f"<p>{escape(text)}</p>" for text in item.text.paragraphs)
            body = f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded>"
        entries.append(
            f"<item><title>{escape(item.text.title)}</title><link>{escape(item.link)}</link>"
            f'<guid isPermaLink="false">{item.guid}</guid>'
            f"<pubDate>{format_datetime(item.stated)}</pubDate>"
            f"<description><![CDATA[<img src='/a.jpg'/>{item.text.lead}]]></description>{body}"
            "</item>"
        )
    ttl = "<ttl>90</ttl>" if outlet.habit is Habit.SHORT_LIVED else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Báo Thử {outlet.number}</title><link>http://{outlet.host}/</link>{ttl}"
        f"{''.join(entries)}</channel></rss>"
    )


def _atom(outlet: Outlet, items: list[Item]) -> str:
    entries = [
        f"<entry><title>{escape(item.text.title)}</title><link href={_quoted(item.link)}/>"
        f"<id>tag:{outlet.host},2026:{item.guid}</id>"
        f"<published>{item.stated.isoformat()}</published>"
        f"<updated>{item.stated.isoformat()}</updated>"
        f"<summary>{escape(item.text.lead)}</summary></entry>"
        for item in items
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Báo Thử {outlet.number}</title><id>tag:{outlet.host},2026:feed</id>"
        f"{''.join(entries)}</feed>"
    )


def _rdf(outlet: Outlet, items: list[Item]) -> str:
    entries = [
        f"<item rdf:about={_quoted(item.link)}><title>{escape(item.text.title)}</title>"
        f"<link>{escape(item.link)}</link><dc:date>{item.stated.isoformat()}</dc:date>"
        f"<description>{escape(item.text.lead)}</description></item>"
        for item in items
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Báo Thử {outlet.number}</title></channel>{''.join(entries)}</rdf:RDF>"
    )


def _json(outlet: Outlet, items: list[Item]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"Báo Thử {outlet.number}",
            "items": [
                {
                    "id": item.guid,
                    "url": item.link,
                    "title": item.text.title,
                    "summary": item.text.lead,
                    "date_published": item.stated.isoformat(),
                }
                for item in items
            ],
        },
        ensure_ascii=False,
    )


def _listing(outlet: Outlet, items: list[Item]) -> str:
    cards = "".join(
        f'<li class="item"><a class="thumb" href={_quoted(item.link)}><img src="/a.jpg" alt=""></a>'
        f"<h3><a href={_quoted(item.link)}>{escape(item.text.title)}</a></h3>"
        f'<span class="date">{item.stated:%d/%m/%Y %H:%M}</span>'
        f"<p>{escape(item.text.lead)}</p></li>"
        for item in items
    )
    return _page(outlet, "Tin trong tỉnh", f'<ul class="list-news">{cards}</ul>')


def article_page(outlet: Outlet, story: Story, now: float) -> str:
    """The page of a story as it reads now."""
    text = story.text(now)
    stated = instant(story.stated)
    credit = ""
    if story.copy_of is not None:
        credit = f"<p><strong>Theo Báo Thử {story.copy_of.outlet}</strong></p>"
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.paragraphs)
    head = (
        f'<meta property="og:title" content={_quoted(text.title)}>'
        f'<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{stated.isoformat()}">'
    )
    body = (
        f'<article class="detail"><h1 class="title">{escape(text.title)}</h1>'
        f'<div class="time">{stated:%d/%m/%Y %H:%M}</div>'
        f'<p class="sapo">{escape(text.lead)}</p>'
        f'<div class="content">{paragraphs}{credit}</div></article>'
    )
    return _page(outlet, text.title, body, head)


def _page(outlet: Outlet, title: str, body: str, head: str = "") -> str:
    menu = "".join(f'<li><a href="/muc/{at}">{name}</a></li>' for at, name in enumerate(_MENU))
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'{head}</head><body><nav><ul class="menu">{menu}</ul></nav><main>{body}</main>'
        f"<footer>Báo Thử {outlet.number}. Ghi rõ nguồn khi phát hành lại.</footer></body></html>"
    )


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


_Writer = Callable[[Outlet, list[Item]], str]
_WRITERS: Mapping[Format, tuple[_Writer, str]] = {
    Format.RSS: (_rss, "application/rss+xml"),
    Format.FULL: (_rss, "application/rss+xml"),
    Format.ATOM: (_atom, "application/atom+xml"),
    Format.RDF: (_rdf, "application/rdf+xml"),
    Format.JSON: (_json, "application/feed+json"),
    Format.LISTING: (_listing, "text/html"),
}
