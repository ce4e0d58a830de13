"""Whether a digest quotes its articles as they stand, and says nothing else of its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from importlib.resources import files

from bot.digest.composed import ComposedDigest
from bot.digest.quoted import Quoted
from storage.models import Article, Part

OWN_TEXTS = (("digest",), ("dossier", "change"))
"""Tables of the message files that a digest is made of."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def quotations(composed: ComposedDigest) -> Iterator[Quoted]:
    """Every sentence that the digest tells, and every document's name."""
    for story in composed.top:
        yield from story.sentences
        yield from (it for it in (story.results, story.tasks) if it is not None)
    for found in composed.lists:
        yield from (entry.said for entry in found.entries)


def misquoted(composed: ComposedDigest, articles: Mapping[str, Article]) -> list[Quoted]:
    """Those that are not found, character by character, in the article that they cite."""
    wrong = []
    for said in quotations(composed):
        article = articles[said.article_id]
        lines = (article.title, article.lead or "", *article.paragraphs)
        if not said.text or not any(said.text in line for line in lines):
            wrong.append(said)
    return wrong


def mistitled(composed: ComposedDigest, articles: Mapping[str, Article]) -> list[str]:
    """Titles of entries that are not their article's own, or not its beginning and `…`."""
    return [
        entry.title
        for entry in composed.entries
        if not " ".join(articles[entry.article_id].title.split()).startswith(
            entry.title.removesuffix("…").rstrip()
        )
    ]


def mislabelled(composed: ComposedDigest, articles: Mapping[str, Article]) -> list[str]:
    """Documents and people that the article behind them does not name in these words."""
    wrong = []
    for found in composed.lists:
        for mention in found.entries if found.key in ("documents", "posts") else ():
            article = articles[mention.said.article_id]
            text = "\n".join((article.title, article.lead or "", *article.paragraphs))
            names = mention.label.split(", ") if found.key == "posts" else [mention.label]
            wrong += [name for name in names if name not in text]
    return wrong


def invented(
    parts: Iterable[Part],
    composed: ComposedDigest,
    articles: Mapping[str, Article],
) -> list[str]:
    """Words in the messages that are neither quoted, nor a source's name, nor the bot's own.

    Quotations, titles, labels and names of sources are taken out of each line, the longest first;
    of what remains every word must be one of the digest's texts in the message catalogue, or a
    number. So a changed, joined or made up sentence is seen as it is read, after all escaping and
    splitting.
    """
    quoted = {said.text for said in quotations(composed)}
    quoted |= {entry.title for entry in composed.entries}
    quoted |= {mention.label for found in composed.lists for mention in found.entries}
    quoted |= {name for story in composed.top for name, _ in story.outlets}
    quoted |= {name for it in composed.entries for name in (it.source_name, *it.also)}
    quoted |= {article.source for article in articles.values()}
    known = sorted((it for it in quoted if it), key=len, reverse=True)
    own = _own_words(composed.language)
    found = []
    for part in parts:
        for line in part.plain.splitlines():
            rest = line
            for it in known:
                if it in rest:
                    rest = rest.replace(it, " ")
            words = [it.casefold() for it in _WORD.findall(rest)]
            if any(it not in own and not _NUMBER.fullmatch(it) for it in words):
                found.append(line)
    return found


@cache
def _own_words(language: str) -> frozenset[str]:
    """All words of the digest's own texts in one language."""
    tables = tomllib.loads((files("bot.messages") / f"{language}.toml").read_text("utf-8"))
    own = (reduce(dict.__getitem__, path, tables) for path in OWN_TEXTS)
    texts = " ".join(text for it in own for text in _leaves(it))
    return frozenset(it.casefold() for it in _WORD.findall(texts))


def _leaves(value: object) -> Iterator[str]:
    """The texts of nested tables."""
    if isinstance(value, Mapping):
        for it in value.values():
            yield from _leaves(it)
    else:
        yield str(value)
