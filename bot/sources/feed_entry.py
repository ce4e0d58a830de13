"""One item of feedparser's result as an `Entry`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sources.absolute_url import absolute
from bot.sources.entry import Entry
from bot.sources.fragment import one_line, paragraphs, plain_line

Record = Mapping[str, Any]
"""A `FeedParserDict`: its values are strings, lists and records of the same kind."""

_PUBLISHED = ("published", "updated", "created", "date", "publisheddate", "publishdate")
"""The last two are no standard, but widespread."""
_PICTURE_TAGS = ("thumb", "thumbnail", "imageurl", "image_url", "coverimage", "avatar")
"""Elements of their own that content systems put the address of a picture into."""
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#&!])", re.IGNORECASE)
_IMG = re.compile(r"<img\b[^<>]{0,3000}>", re.IGNORECASE)
_SRC = re.compile(r"\b(data-(?:original|src)|src)\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)
_PIXEL = re.compile(r"\b(?:width|height)\s*=\s*[\"']?[01](?:px)?[\"'\s/>]", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@()<>]+@[^\s@()<>]+")


_MOST = 100
"""Authors, categories, texts of one item that are looked at."""
LONGEST_TITLE = 5_000
"""Characters of a title with its markup."""
LONGEST_TEXT = 500_000
"""Characters of a text with its markup: a book has as many."""


def read_entry(item: Record, base: str | None, language: str | None) -> Entry:
    """The item; `base` is what relative links are relative to, `language` that of the feed."""
    contents = [
        str(content.get("value") or "")[:LONGEST_TEXT]
        for content in item.get("content", ())[:_MOST]
        if not str(content.get("type", "")).startswith(("image/", "audio/", "video/"))
    ]
    summary = text_of(item, "summary") or text_of(item, "media_caption") or ""
    summary = summary[:LONGEST_TEXT]
    if summary in contents:  # feedparser repeats the content where there is no summary
        summary = ""
    link = _link(item, base)
    return Entry(
        title=plain_line((text_of(item, "title") or "")[:LONGEST_TITLE]) or None,
        link=link,
        guid=one_line((text_of(item, "id") or "")[:LONGEST_TITLE]) or link,
        published=next(filter(None, (_date(item, key) for key in _PUBLISHED)), None),
        updated=_date(item, "updated"),
        summary=paragraphs(summary),
        content=max((paragraphs(value) for value in contents), key=_length, default=()),
        authors=_authors(item),
        categories=_categories(item),
        language=language,
        image=_image(item, (summary, *contents), base),
        outlet=plain_line(text_of(item.get("source") or {}, "title") or "") or None,
    )


def says_something(entry: Entry) -> bool:
    """Whether there is anything to keep of it."""
    return bool(entry.title or entry.link or entry.summary or entry.content)


def text_of(record: Record, key: str) -> str | None:
    """The value when it is a string."""
    value = record.get(key)
    return value if isinstance(value, str) else None


def links_of(record: Record, *relations: str) -> Iterator[str]:
    """The addresses of its links of these relations, as written."""
    for link in record.get("links", ()):
        if link.get("rel") in relations and text_of(link, "href"):
            yield str(link["href"])


def _link(item: Record, base: str | None) -> str | None:
    """Its page: FeedBurner's original, `link`, an `alternate` of any type, `rdf:about`, `guid`."""
    guid = text_of(item, "id") or ""
    for address in (
        text_of(item, "feedburner_origlink"),
        text_of(item, "link"),
        *links_of(item, "alternate"),
        guid,
    ):
        if not address or (address == guid and "://" not in address):
            continue  # a guid that is no address, taken for one
        found = absolute(address, base)
        if found is not None:
            return found
    return None


def _date(item: Record, key: str) -> str | None:
    # `in` first: asking for a missing `updated` makes feedparser warn and answer `published`
    return one_line(str(item[key])[:300]) or None if key in item else None


def _authors(item: Record) -> tuple[str, ...]:
    names = [str(author.get("name") or "") for author in item.get("authors", ())[:_MOST]]
    listed = names if any(names) else [text_of(item, "author") or ""]
    plain = (_ADDRESS.sub("", plain_line(name)).strip(" ()<>,;") for name in listed)
    return tuple(dict.fromkeys(name for name in plain if name))


def _categories(item: Record) -> tuple[str, ...]:
    labels = (
        plain_line(str(tag.get("label") or tag.get("term") or "")[:LONGEST_TITLE])
        for tag in item.get("tags", ())[:_MOST]
    )
    return tuple(dict.fromkeys(label for label in labels if label))


def _image(item: Record, texts: tuple[str, ...], base: str | None) -> str | None:
    """The largest picture of Media RSS, an enclosed one, a thumbnail, the first one in a text."""
    for address in (*_media(item), *_enclosures(item), *_thumbnails(item), *_in_texts(texts)):
        found = absolute(address, base)
        if found is not None:
            return found
    return None


def _media(item: Record) -> list[str]:
    pictures = [
        media
        for media in item.get("media_content", ())
        if media.get("medium") == "image"
        or str(media.get("type", "")).startswith("image/")
        or (not media.get("type") and _PICTURE_NAME.search(str(media.get("url", ""))))
    ]
    pictures.sort(key=_width, reverse=True)  # stable: the first of equals stays first
    return [str(media.get("url") or "") for media in pictures]


def _width(media: Record) -> int:
    stated = str(media.get("width", ""))
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0


def _enclosures(item: Record) -> list[str]:
    return [
        str(link.get("href") or "")
        for link in item.get("links", ())
        if link.get("rel") == "enclosure"
        and (
            str(link.get("type", "")).startswith("image/")
            or _PICTURE_NAME.search(str(link.get("href", "")))
        )
    ]


def _thumbnails(item: Record) -> Iterator[str]:
    for thumbnail in item.get("media_thumbnail", ()):
        yield str(thumbnail.get("url") or "")
    if isinstance(item.get("image"), Mapping):
        yield str(item["image"].get("href") or "")
    for name in _PICTURE_TAGS:
        yield text_of(item, name) or ""


def _in_texts(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        for img in _IMG.finditer(text, 0, 20_000):
            sources = {name.lower(): value for name, value in _SRC.findall(img[0])}
            source = sources.get("data-original") or sources.get("data-src") or sources.get("src")
            if source and not source.startswith("data:") and not _PIXEL.search(img[0]):
                yield html.unescape(source)


def _length(texts: tuple[str, ...]) -> int:
    return sum(map(len, texts))
