"""Whether a digest quotes its articles as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.digest.composed import ComposedDigest
from bot.digest.quoted import Quoted
from storage.models import Article


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
