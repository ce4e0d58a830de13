"""Subscription lists in and out: OPML 1.0, 1.1 and 2.0 (http://opml.org/spec2.opml).

What another reader understands is written as it expects it: a folder per province, and for every
feed its title, `xmlUrl`, `htmlUrl` and category; listings and pages are outlines of type `link`.
What only this bot knows of a source stands beside it in attributes of a namespace of its own, so
that its own files come back as they were. Three fields never leave or enter with a file: `path` and
`ca_bundle` name files of this machine, and `robots` is a permission that only an operator has.

Reading goes through listparser's forgiving handler: bare ampersands, missing end tags and upper
case are common in such files. No entity is expanded and nothing is fetched; inclusions of other
lists are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import msgspec
from listparser.opml import OpmlMixin

from bot.errors import SourceUnreadable
from bot.language.provinces import province_name
from bot.sources.decode import decode_text
from storage.models import Source
from storage.text import nfc

NAMESPACE = "urn:diemtin:opml"
PREFIX = "diemtin"

MAX_BYTES = 5 * 2**20
MAX_OUTLINES = 5_000
MAX_DEPTH = 32
"""Folders within folders; each outline carries the names of all that it stands in."""

KINDS = ("feed", "listing", "page")
"""What has an address that somebody else could read."""

_KEPT_HERE = frozenset({"url", "path", "ca_bundle", "robots"})
_WRITTEN = tuple(name for name in Source.__struct_fields__ if name not in _KEPT_HERE)
"""Written as attributes of our own; `url` has its usual place."""
_NATIONAL = "Cả nước"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document can hold."""
_OPENING = re.compile(r"<(?:[A-Za-z][\w.-]*:)?outline\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """One source as a list names it; nothing of it is checked yet.

    Attributes:
        url: as written.
        title: what the list calls it, empty where it does not.
        folders: names of the folders around it and of its categories, outermost first.
        own: fields of `Source` as written by this bot, texts all of them; empty in other lists.
    """

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()
    own: dict[str, str] = field(default_factory=dict)

    @property
    def province(self) -> str | None:
        """The province, former or present, that a folder or category is named after, or None."""
        named = (province_name(folder) for folder in reversed(self.folders))
        return next((name for name in named if name is not None), None)


def read_opml(data: bytes) -> list[Outline]:
    """The feeds of a list, and what this bot wrote of other kinds, each address once.

    Raises:
        SourceUnreadable: larger than 5 MB, more than 5,000 outlines, folders more than 32 deep, or
            no OPML.
    """
    if len(data) > MAX_BYTES:
        raise SourceUnreadable(f"larger than {MAX_BYTES / 2**20:g} MB")
    text = _DECLARATION.sub("", decode_text(data), count=1)
    handler = _Outlines()
    parser = lxml.etree.HTMLParser(target=handler, recover=True, encoding="utf-8")
    try:
        lxml.etree.parse(BytesIO(text.encode("utf-8", "replace")), parser)
    except (lxml.etree.XMLSyntaxError, LookupError) as error:
        # listparser trips over end tags without a beginning in a few orders
        raise SourceUnreadable("not an OPML file") from error
    if not str(handler.harvest.get("version", "")).startswith("opml"):
        raise SourceUnreadable("not an OPML file")
    return list(handler.outlines())


class _Outlines(OpmlMixin):
    """listparser's handler, with bounds, and an eye for the attributes that this bot writes."""

    def __init__(self) -> None:
        super().__init__()
        self.harvest = {"feeds": [], "lists": [], "opportunities": [], "meta": {}, "version": ""}
        self._count = 0
        self._own: dict[str, dict[str, str]] = {}

    def start_opml_outline(self, attrs: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_OUTLINES:
            raise SourceUnreadable(f"more than {MAX_OUTLINES:,} outlines")
        if len(self.hierarchy) >= MAX_DEPTH:
            raise SourceUnreadable(f"folders more than {MAX_DEPTH} deep")
        super().start_opml_outline(attrs)
        own = {name: value for name, value in self._named(attrs) if name in _WRITTEN}
        url = (attrs.get("xmlurl") or attrs.get("url") or "").strip()
        if own and url:
            self._own.setdefault(url, own)

    def outlines(self) -> Iterator[Outline]:
        """What was found, in the order of the file, feeds first."""
        mine = [each for each in self.harvest["lists"] if "kind" in self._own.get(each.url, {})]
        for each in (*self.harvest["feeds"], *mine):
            folders = dict.fromkeys(name for path in each.categories for name in path if name)
            yield Outline(
                url=each.url,
                title=nfc(" ".join(each.title.split())),
                folders=tuple(folders),
                own=self._own.get(each.url, {}),
            )

    def _named(self, attrs: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Attributes of this bot's namespace, whichever prefix stands for it."""
        for key, value in attrs.items():
            prefix, colon, name = key.partition(":")
            if colon and self.uris.get(prefix, [""])[-1:] == [NAMESPACE]:
                yield name, nfc(value)


def write_opml(sources: Iterable[Source], *, title: str) -> bytes:
    """An OPML 2.0 file in UTF-8 of the sources that have an address; the others are left out."""
    root = lxml.etree.Element("opml", {"version": "2.0"}, nsmap={PREFIX: NAMESPACE})
    head = lxml.etree.SubElement(root, "head")
    lxml.etree.SubElement(head, "title").text = _clean(title)
    body = lxml.etree.SubElement(root, "body")
    folders: dict[str, Any] = {}
    for source in sources:
        if source.kind not in KINDS or source.url is None:
            continue
        name = _clean(source.province or _NATIONAL)
        if name not in folders:
            folders[name] = lxml.etree.SubElement(body, "outline", {"text": name})
        lxml.etree.SubElement(folders[name], "outline", dict(_attributes(source, source.url)))
    written: bytes = lxml.etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )
    return written


def _attributes(source: Source, url: str) -> Iterator[tuple[str, str]]:
    title = _clean(f"{source.name} – {source.section}" if source.section else source.name)
    yield "text", title
    yield "title", title
    if source.kind == "feed":
        yield "type", "rss"
        yield "xmlUrl", _clean(url)
    else:
        yield "type", "link"
        yield "url", _clean(url)
    parts = urlsplit(url)
    yield "htmlUrl", _clean(f"{parts.scheme}://{parts.netloc}/")
    if source.level:
        yield "category", f"/{source.level}"
    for name, value in msgspec.to_builtins(source).items():
        if name in _WRITTEN:
            yield f"{{{NAMESPACE}}}{name}", _clean(_written(value))


def _written(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
