"""What the articles say of one document: who cites it, when, beside which subject. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dossiers.names import document_words
from bot.dossiers.reading import Evidence, Reading, evidence
from bot.facts.record import DocumentCited


@dataclass(frozen=True, slots=True)
class Citation:
    """One article that cites it."""

    said: Evidence
    host: str | None
    """The body whose event the article reports; None: it names none."""
    subject: str | None
    """What the document is about, in this article's words."""


@dataclass(frozen=True, slots=True)
class DocumentDossier:
    """One document over many articles."""

    key: str
    """The fullest of the keys under which it is cited."""
    name: str
    """The fullest form in which an article writes it."""
    subject: str | None
    """The subject that most articles give it, the longest of equals; None: none gives any."""
    citations: tuple[Citation, ...]
    """In the order of the readings."""


def document_dossiers(keys: Sequence[str], readings: Sequence[Reading]) -> list[DocumentDossier]:
    """The documents that one of `keys` can mean, the most cited first, ties by key.

    A key that leaves out the issuer or the term can mean several; what an article writes just as
    briefly is counted to the one document that it can be, else it stands as one of its own.
    """
    found: list[tuple[DocumentCited, Reading]] = [
        (cited, reading)
        for reading in readings
        for cited in reading.facts.documents
        if any(may_be_one(key, cited.key) for key in keys)
    ]
    groups: dict[str, list[tuple[DocumentCited, Reading]]] = {}
    for cited, reading in sorted(found, key=lambda it: -it[0].key.count("/")):
        fuller = [known for known in groups if may_be_one(known, cited.key)]
        chosen = cited.key if cited.key in groups or len(fuller) != 1 else fuller[0]
        groups.setdefault(chosen, []).append((cited, reading))
    dossiers = [_dossier(name, cited, readings) for name, cited in groups.items()]
    return sorted(dossiers, key=lambda it: (-len(it.citations), it.key))


def may_be_one(one: str, other: str) -> bool:
    """Whether two keys can name one document: nothing that both state differs."""
    first, second = one.split("/"), other.split("/")
    if first[:2] != second[:2]:
        return False
    stated, also = _parts(first[2:]), _parts(second[2:])
    return all(also.get(kind, value) == value for kind, value in stated.items())


def _parts(parts: Sequence[str]) -> dict[str, str]:
    """Year, term and level by what they look like: `2023`, `kxii`, `tw`; a number after a name."""
    found: dict[str, str] = {}
    for part in parts:
        if part.isdigit():
            found["year" if len(part) == 4 else "number"] = part
        elif part[:1] == "k" and part[1:] and set(part[1:]) <= set("ivx"):
            found["term"] = part
        else:
            found["level"] = part
    return found


def _dossier(
    key: str, cited: Sequence[tuple[DocumentCited, Reading]], order: Sequence[Reading]
) -> DocumentDossier:
    place = {reading.article.id: at for at, reading in enumerate(order)}
    citations: dict[str, Citation] = {}
    for document, reading in sorted(cited, key=lambda it: place[it[1].article.id]):
        said = evidence(reading, document)
        if said is None:
            continue
        event = reading.facts.event
        host = event.host if event is not None else None
        citations.setdefault(reading.article.id, Citation(said, host, document.subject))
    subjects = Counter(document.subject for document, _ in cited if document.subject)
    return DocumentDossier(
        key=key,
        name=max((_written(*it) for it in cited), key=lambda name: (len(name), name)),
        subject=max(subjects, key=lambda it: (subjects[it], len(it), it)) if subjects else None,
        citations=tuple(citations.values()),
    )


def _written(document: DocumentCited, reading: Reading) -> str:
    return document_words(document, reading.text.text)
