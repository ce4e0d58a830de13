"""The annotated development set of facts: its items, and each as the article that it speaks of.

An item names an article beside the project (`../shared`) by source and id, so that no text of a
publisher is in the repository, or brings a text of its own. `tests/data/facts/GUIDE.md` says what
is annotated and how.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.ingest.parsed import ParsedArticle
from bot.ingest.reading import read_article_file, read_page
from storage.models import Article

ANNOTATIONS = Path(__file__).resolve().parents[1] / "data" / "facts"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
"""Later than every article of the set."""

_LAST_DIGITS = re.compile(r"(\d+)(?:\.html?)?$")

Half = Literal["tune", "held"]


class Item(NamedTuple):
    """One annotated article; `gold` holds every kind that is annotated to the last fact."""

    source: str
    id: str
    gold: dict[str, list[Any]]
    text: str | None = None
    published: str | None = None

    @property
    def half(self) -> Half:
        """`held` items are looked at as numbers alone; which half is decided by the name."""
        digest = hashlib.sha256(f"{self.source}:{self.id}".encode()).digest()
        return "held" if digest[0] % 2 else "tune"


def load_items(files: Iterable[Path] | None = None) -> list[Item]:
    """All items in the order of the files; annotations of one article are joined.

    Raises:
        ValueError: a line lacks its source or id, or annotates a kind twice.
    """
    found: dict[tuple[str, str], Item] = {}
    for file in files if files is not None else sorted(ANNOTATIONS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            raw = json.loads(line)
            if not isinstance(raw.get("source"), str) or "id" not in raw:
                raise ValueError(f"{file.name}:{number}: no source or id")
            item = Item(raw["source"], str(raw["id"]), {}, raw.get("text"), raw.get("published"))
            item = found.setdefault((item.source, item.id), item)
            for kind in raw.get("kinds", ()):
                if kind in item.gold:
                    raise ValueError(f"{file.name}:{number}: {kind} is annotated twice")
                item.gold[kind] = list(raw.get(kind) or ())
    return list(found.values())


def article_of(item: Item) -> Article | None:
    """The article that the item speaks of; None: what it names is not beside the project."""
    if item.text is not None:
        title, _, body = item.text.partition("\n")
        published = dt.datetime.fromisoformat(item.published) if item.published else None
        return _article(item, title, None, body.split("\n"), published)
    if item.source == "seed":
        return _read(item, SHARED / "seeds", f"{item.id}*.txt")
    if item.source == "page":
        return _page(item)
    row = _rows(item.source).get(item.id)
    if row is None:
        return None
    if item.source.startswith("rss_"):
        published = dt.datetime.fromisoformat(row["published"])
        return _article(item, row["title"], row["summary"], (), published)
    return _article(item, row["title"], row.get("sapo"), row["body"].split("\n"), None)


def _article(
    item: Item,
    title: str,
    lead: str | None,
    paragraphs: Iterable[str],
    published: dt.datetime | None,
) -> Article:
    return Article(
        id=f"{item.source}:{item.id}",
        source=item.source,
        title=" ".join(title.split()),
        fingerprint="",
        first_seen=NOW,
        updated_at=NOW,
        published=published,
        lead=(lead or "").strip() or None,
        paragraphs=tuple(line.strip() for line in paragraphs if line.strip()),
    )


def _parsed(item: Item, parsed: ParsedArticle) -> Article:
    article = _article(item, parsed.title, parsed.lead, parsed.paragraphs, parsed.published)
    return Article(
        **{
            **{name: getattr(article, name) for name in article.__struct_fields__},
            "event_date": parsed.event_date,
            "captions": parsed.captions,
        }
    )


def _read(item: Item, folder: Path, pattern: str) -> Article | None:
    file = next(iter(sorted(folder.glob(pattern))), None)
    return None if file is None else _parsed(item, read_article_file(file, zone=ZONE, now=NOW))


def _page(item: Item) -> Article | None:
    file = SHARED / "data" / "ingest" / item.id
    if not file.is_file():
        return None
    page = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
    return _parsed(item, read_page(page, url=None, zone=ZONE, now=NOW))


@cache
def _rows(source: str) -> dict[str, dict[str, Any]]:
    """Rows of a corpus by id; those of feeds by link; empty where it is not there."""
    file = SHARED / "data" / "nlp" / f"{source}.jsonl.gz"
    if not file.is_file():
        return {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if source == "mds":
        return {f"{row['cid']}/{it['id']}": it for row in rows for it in row["docs"]}
    if source == "vntc":
        return {text_id(row["text"]): _titled(row["text"]) for row in rows}
    return {str(row.get("id") or short_link(row["link"])): row for row in rows}


def text_id(text: str) -> str:
    """The id of a text of VNTC, which has none of its own: the beginning of its hash."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _titled(text: str) -> dict[str, Any]:
    """An article of whole lines, the first of which is its title."""
    title, _, body = text.replace("\r", "").partition("\n")
    return {"title": title, "body": body}


def short_link(link: str) -> str:
    """The id of an item of a feed: the digits at the end of its address, else of its hash."""
    digits = _LAST_DIGITS.search(link)
    return digits[1] if digits else hashlib.sha256(link.encode()).hexdigest()[:12]
