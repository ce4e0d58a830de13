"""What the search index holds of an article: its fields and how its text becomes terms. Pure.

Text is cut into syllables and folded here, by `storage/text.py`, and reaches tantivy as words
between spaces: index and query are the same by construction. Three fields hold the whole article,
the title and the lead repeated by their weight: `folded` syllables, `exact` syllables, and `pairs`
of neighbouring folded syllables (of the analyzers that were measured on 34,325 articles the best,
and a phrase is a run of pairs, which are rare where syllables are not). `head` holds the folded
syllables of the beginning, `starts` first letters for questions that are still being typed.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
import tantivy

from storage.article_rules import instant, search_hit
from storage.models import Article, Identity, SearchHit
from storage.shingles import Sketch, shingles_of
from storage.terms import searchable_parts
from storage.text import Syllable, syllables

ANALYSIS = 3
"""To be raised whenever terms or fields change: an index of another number is built anew."""

TITLE_WEIGHT = 3
LEAD_WEIGHT = 2

BETWEEN = "\N{PILCROW SIGN}"
"""A term between passages, so that no phrase runs from one into the next."""

HEAD = 100
"""Syllables from the title on that say what an article is about: there news puts the main thing.
Fields of 60 to 250 do nearly as well; none is worse than this one."""

STARTS = 2
"""Letters of a beginning that is a term of its own; longer ones are rare enough to be looked for
in the dictionary (of 60,000 articles, one letter: 9 ms; three: below 2 ms)."""

HASHED = "#"
"""What the term of a long text begins with."""

ARTICLE, STAMP = "article", "stamp"
REPOST = "yes"
"""The one term of the field `repost`."""

Rank = tuple[int, int]
"""The two numbers that an article's id begins with: see `id_rank`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class StoredHit(SearchHit, frozen=True, kw_only=True):
    """A result line as the index stores it, with the week file that holds the article."""

    week: str
    language: str = "vi"


class Candidate(msgspec.Struct, frozen=True):
    """The part of a `StoredHit` that says whether two texts are one."""

    article_id: str
    week: str
    title: str
    language: str = "vi"
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """Where an article lies: the part of a `StoredHit` that look-ups need."""

    article_id: str
    week: str


class _Passages(NamedTuple):
    """The syllables of `searchable_parts`, passage by passage."""

    title: list[list[Syllable]]
    lead: list[list[Syllable]]
    body: list[list[Syllable]]


def build_schema() -> tantivy.Schema:
    """The fields; integers are signed, for deleting by unsigned ones silently deletes nothing."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("keys", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("week", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("province", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("starts", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("head", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("sketch", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("repost", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("shingles", fast=True)
    builder.add_integer_field("instant", indexed=True, fast=True)
    builder.add_integer_field("rank_high", fast=True)
    builder.add_integer_field("rank_low", fast=True)
    builder.add_integer_field("original_high", fast=True)
    builder.add_integer_field("original_low", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def article_document(article: Article, week: str) -> tantivy.Document:
    """The article as the index holds it."""
    hit = msgspec.structs.asdict(search_hit(article, 0.0))
    read = _read(article)
    folded, exact, pairs = _fields(read)
    document = tantivy.Document()
    document.add_text("kind", ARTICLE)
    for key in article_keys(article):
        document.add_text("keys", key)
    document.add_text("week", week)
    document.add_text("source", exact_term(article.source))
    if article.province is not None:
        document.add_text("province", exact_term(article.province))
    for term in article.terms:
        document.add_text("terms", exact_term(term))
    document.add_text("starts", " ".join(_starts(folded)))
    document.add_text("folded", folded)
    document.add_text("head", " ".join(_head(read)))
    document.add_text("exact", exact)
    document.add_text("pairs", pairs)
    running = [*read.lead, *read.body[: len(article.paragraphs)]]
    sketch = Sketch.of(shingles_of([term.folded for passage in running for term in passage]))
    document.add_text("sketch", " ".join(sketch_terms(sketch)))
    document.add_integer("shingles", sketch.size)
    if article.original is not None:
        document.add_text("repost", REPOST)
        document.add_text("keys", original_key(article.original))
        _add_rank(document, "original", article.original)
    document.add_integer("instant", microseconds(instant(article)))
    _add_rank(document, "rank", article.id)
    stored = StoredHit(**hit, week=week, language=article.language)
    document.add_bytes("stored", msgspec.json.encode(stored))
    return document


def _add_rank(document: tantivy.Document, field: str, article_id: str) -> None:
    high, low = id_rank(article_id)
    document.add_integer(f"{field}_high", high)
    document.add_integer(f"{field}_low", low)


def analysed(article: Article) -> tuple[str, str, str]:
    """Folded syllables, exact syllables and folded pairs of the whole article, space-separated."""
    return _fields(_read(article))


def _read(article: Article) -> _Passages:
    title, lead, body = (
        [syllables(passage) for passage in passages] for passages in searchable_parts(article)
    )
    return _Passages(title, lead, body)


def _fields(read: _Passages) -> tuple[str, str, str]:
    passages = [*read.title * TITLE_WEIGHT, *read.lead * LEAD_WEIGHT, *read.body]
    folded = " ".join([term.folded for passage in passages for term in passage])
    exact = " ".join([term.exact for passage in passages for term in passage])
    pairs = f" {BETWEEN} ".join(
        " ".join(pair_terms([term.folded for term in passage])) for passage in passages
    )
    return folded, exact, pairs


def _head(read: _Passages) -> list[str]:
    passages = [*read.title, *read.lead, *read.body]
    return [term.folded for passage in passages for term in passage[:HEAD]][:HEAD]


def _starts(folded: str) -> set[str]:
    """The first one and two letters of each syllable, but for syllables that are no longer."""
    words = set(folded.split(" "))
    return {word[:length] for word in words for length in range(1, STARTS + 1) if word}


def pair_terms(folded: Sequence[str]) -> list[str]:
    """Each syllable with its right neighbour."""
    return [f"{left}_{right}" for left, right in itertools.pairwise(folded)]


def article_keys(article: Article) -> list[str]:
    """The exact terms by which an article is looked up."""
    keys = [
        id_key(article.id),
        rank_key(id_rank(article.id)),
        f"f:{exact_term(article.fingerprint)}",
    ]
    if article.canonical_url:
        keys.append(f"u:{exact_term(article.canonical_url)}")
    if article.guid:
        keys.append(_guid_key(article.source, article.guid))
    return keys


def id_key(article_id: str) -> str:
    """The term of an article's id."""
    return f"i:{exact_term(article_id)}"


def rank_key(rank: Rank) -> str:
    """The term of an article by the two numbers that its id begins with."""
    return f"r:{rank[0]:x}:{rank[1]:x}"


def original_key(article_id: str) -> str:
    """The term of all articles that repeat the one with this id."""
    return f"o:{exact_term(article_id)}"


def sketch_terms(sketch: Sketch) -> list[str]:
    """The shingles of the sketch as terms."""
    return [f"{shingle:x}" for shingle in sorted(sketch.sample)]


def identity_keys(identities: Iterable[Identity]) -> list[str]:
    """The terms of everything that these articles may be recognised by."""
    keys: set[str] = set()
    for identity in identities:
        keys.add(f"f:{exact_term(identity.fingerprint)}")
        if identity.canonical_url:
            keys.add(f"u:{exact_term(identity.canonical_url)}")
        if identity.guid:
            keys.add(_guid_key(identity.source, identity.guid))
    return sorted(keys)


def _guid_key(source: str, guid: str) -> str:
    return f"g:{exact_term(source)}\x1f{exact_term(guid)}"


def exact_term(text: str) -> str:
    """The text as one term; a long one by its hash, for the index drops terms beyond 64 KiB."""
    if len(text) <= 200:
        return text
    return HASHED + hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def microseconds(when: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (when - _EPOCH) // timedelta(microseconds=1)


def id_rank(article_id: str) -> Rank:
    """Two signed integers that sort like the first sixteen bytes of the id: for ties."""
    first = article_id.encode()[:16].ljust(16, b"\0")
    high, low = first[:8], first[8:]
    return int.from_bytes(high, "big") - (1 << 63), int.from_bytes(low, "big") - (1 << 63)
