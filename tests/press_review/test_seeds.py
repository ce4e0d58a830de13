"""A press review of real articles that lie beside the checkout; skipped where they do not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.ingest.reading import read_article_file
from bot.messages.format import HOME_ZONE
from bot.messages.render import clean
from bot.press_review.from_digest import press_review
from storage.models import Article
from tests.press_review.digests import CATALOG, MONDAY, digest, words_of

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the articles are not beside the project"
)


def real(file: Path, number: int) -> Article:
    """A real article as if it were one of the week."""
    parsed = read_article_file(file, zone=HOME_ZONE, now=MONDAY)
    return Article(
        id=f"seed{number:06d}",
        source="bao-song-lam",
        title=parsed.title,
        fingerprint=f"seed-{number}",
        first_seen=MONDAY,
        updated_at=MONDAY,
        published=MONDAY + timedelta(hours=number),
        lead=parsed.lead,
        paragraphs=parsed.paragraphs,
    )


def test_every_quotation_of_real_articles_stands_in_them() -> None:
    """All stories are told, each sentence is found letter by letter."""
    articles = [real(file, at) for at, file in enumerate(sorted(SEEDS.glob("*.txt")))]
    known = [clean(text) for text in words_of(articles)]
    review = press_review(digest(articles), CATALOG)
    quoted = [it.text.removesuffix("…") for item in review.items for it in item.quotations]
    assert len(quoted) >= len([it for it in review.items if it.number is not None]) > 0
    assert [text for text in quoted if not any(text in it for it in known)] == []
