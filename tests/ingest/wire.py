"""Fictional wire stories: one text, as several outlets print it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.ingest.identity import canonical_url, fingerprint
from bot.ingest.incoming import Incoming
from storage.models import Article, Precision
from tests.sources.moment import NOW

_WORDS = """
các chi bộ tiếp tục rà soát nội dung báo cáo hoàn thành chỉ tiêu đề ra trong quý này đồng thời
nâng cao chất lượng sinh hoạt chuyên đề gắn nhiệm vụ được giao ở cơ sở huyện xã thôn người dân
nước tưới ruộng lúa kênh mương đê điều mưa lũ đường cầu trường học trạm y tế chợ bến sông
"""


def sentences(seed: int, count: int = 12) -> list[str]:
    """Sentences that no other seed makes."""
    rng = random.Random(seed)
    words = _WORDS.split()
    return [f"{' '.join(rng.choices(words, k=18)).capitalize()}." for _ in range(count)]


def printed(
    outlet: str,
    text: list[str],
    *,
    at: datetime = NOW - timedelta(hours=5),
    title: str = "Hội nghị bàn việc thủy lợi",
    path: str = "1",
    **more: object,
) -> Incoming:
    """The story as an outlet prints it, three sentences a paragraph."""
    url = f"https://{outlet}.example/{path}"
    paragraphs = tuple(" ".join(text[start : start + 3]) for start in range(1, len(text), 3))
    fields: dict[str, object] = {
        "source": outlet,
        "title": title,
        "url": url,
        "canonical_url": canonical_url(url),
        "guid": path,
        "published": at,
        "published_precision": Precision.MINUTE,
        "lead": text[0],
        "paragraphs": paragraphs,
        "entry_signature": f"s-{path}",
    } | more
    fields["fingerprint"] = fingerprint(
        str(fields["title"]),
        fields["lead"],  # type: ignore[arg-type]  # str or None, as above
        fields["paragraphs"],  # type: ignore[arg-type]  # a tuple of str
        canonical_url(url),
    )
    return Incoming(**fields)  # type: ignore[arg-type]  # the fields of Incoming


def groups(articles: list[Article]) -> dict[str, str | None]:
    """Each article's source and path → those of its original."""
    names = {article.id: f"{article.source}/{article.guid}" for article in articles}
    return {
        names[article.id]: None if article.original is None else names[article.original]
        for article in articles
    }
