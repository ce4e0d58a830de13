"""Documents that an article cites, each once, however often and in whichever form it is named."""

from __future__ import annotations

from bot.facts.article_text import ArticleText
from bot.facts.document_forms import cited_at
from bot.facts.document_grammar import tables
from bot.facts.document_mention import Cited
from bot.facts.record import DocumentCited

_ANY_KIND = "van-ban"
MENTIONS = 20
"""Mentions of one document that are compared; what comes after tells nothing new."""


def find_documents(text: ArticleText) -> tuple[DocumentCited, ...]:
    """In the order of their first mention; later mentions fill in what the first left open."""
    groups: dict[tuple[str, str | None, str | None], list[list[Cited]]] = {}
    after = 0
    for kind in tables().type_pattern.finditer(text.text):
        if kind.start() < after:
            continue
        limit = text.sentence_at(kind.start())[1]
        for cited in cited_at(text.text, kind, limit):
            after = max(after, cited.end if cited.subject is None else kind.end())
            alike = groups.setdefault((cited.slug, cited.digits, cited.name), [])
            same = next((group for group in alike if all(_same(it, cited) for it in group)), None)
            if same is None:
                alike.append([cited])
            elif len(same) < MENTIONS:
                same.append(cited)
    mentions = _by_their_kind([group for alike in groups.values() for group in alike])
    found = [_document(group, text) for group in mentions]
    return tuple(sorted(found, key=lambda document: (document.start, document.end)))


def look_up_keys(document: DocumentCited) -> tuple[str, ...]:
    """The keys by which it is found, the least specific first: `chi-thi/5`, `chi-thi/5/tw`."""
    parts = document.key.split("/")
    return tuple("/".join(parts[:count]) for count in range(2, len(parts) + 1))


def _by_their_kind(groups: list[list[Cited]]) -> list[list[Cited]]:
    """`văn bản 83/BVH` is the `Công văn 83/BVH` of the same text: any kind is a "văn bản"."""
    kept = [group for group in groups if group[0].slug != _ANY_KIND or group[0].digits is None]
    for group in groups:
        if group[0].slug != _ANY_KIND or group[0].digits is None:
            continue
        same = next(
            (
                other
                for other in kept
                if other[0].digits == group[0].digits
                and other[0].slug != _ANY_KIND
                and all(_same(one, it) for one in other for it in group)
            ),
            None,
        )
        if same is None:
            kept.append(group)
        else:
            same += [it._replace(type=same[0].type) for it in group]
            same.sort(key=lambda it: it.start)
    return kept


def _same(one: Cited, other: Cited) -> bool:
    """Whether two mentions can be of one document: nothing that both state differs."""
    pairs = (
        (one.level, other.level),
        (one.term, other.term),
        (one.year, other.year),
        (one.date, other.date),
    )
    return all(a is None or b is None or a == b for a, b in pairs)


def _document(group: list[Cited], text: ArticleText) -> DocumentCited:
    first = group[0]

    def stated(field: str) -> str | None:
        values = [value for it in group if (value := getattr(it, field)) is not None]
        return max(values, key=len) if values else None

    merged = first._replace(
        number=stated("number"),
        level=stated("level"),
        issuer=stated("issuer"),
        term=stated("term"),
        subject=stated("subject"),
        year=next((it.year for it in group if it.year), None),
        date=next((it.date for it in group if it.date), None),
    )
    return DocumentCited(
        start=first.start,
        end=first.end,
        sentence=text.sentence_at(first.start),
        key=_key(merged),
        type=merged.type,
        number=merged.number,
        issuer=merged.issuer,
        term=merged.term,
        date=merged.date,
        subject=merged.subject,
    )


def _key(cited: Cited) -> str:
    """`nghi-quyet/35/tw/kxii`, `nghi-dinh/43/cp/2014`, `nghi-quyet/hoi-nghi/4/kxii`, `luat/gia`."""
    parts = [cited.slug]
    if cited.name == "hoi-nghi":
        parts += ["hoi-nghi", cited.digits or ""]
    elif cited.digits is not None:
        parts.append(cited.digits)
        if cited.level:
            parts.append(cited.level)
    elif cited.name != cited.slug:
        parts.append(cited.name or "")
    if cited.term:
        parts.append(f"k{cited.term.lower()}")
    if cited.year and cited.level != "tw":
        parts.append(str(cited.year))
    return "/".join(parts)
