"""What should not stand in a digest: `python -m tests.benchmarks.summary_faults`.

Tells stories of the development corpora as the digest does (the clusters as stories, the articles
of the feeds one by one) and prints how many sentences were told, how many of them lean on one that
is not told before them, and how many are a caption, a credit, a byline or a count of views. The
latter are looked for by a rule of this file, not by the one that leaves them out. Ends with 1 if
there is any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date

from bot.digest.highlight import highlight
from bot.digest.leaning import stands_alone
from bot.digest.story import Story
from storage.models import Article
from tests.digest.corpora import articles, rows

EVERY = {"rss_party": 1, "rss_weeks": 5, "news_corpus": 20}
"""Which articles of a feed are told: one in so many."""

_ASIDE = re.compile(
    r"\(?(?:ảnh|hình|nguồn|tác giả|clip|video)(?: [^\s:]{1,12}){0,3} ?:|.{0,20}lượt (?:xem|đọc)\b"
    r"|.{0,200}\((?:ảnh|nguồn)[^)]{0,60}\)\.?\Z|tin, ảnh|bài, ảnh|theo [^.]{0,30}\Z",
    re.IGNORECASE,
)


def stories() -> Iterator[tuple[str, Story]]:
    """By corpus."""
    day = date(2025, 10, 6)
    texts = articles("mds")
    for row in rows("mds"):
        cluster = tuple(next(texts) for _ in row["docs"])
        yield "mds", Story(cluster, ("bao",), day, day)
    for name, step in EVERY.items():
        for number, article in enumerate(articles(name)):
            if number % step == 0:
                yield name, Story((article,), ("bao",), day, day)


def leans(article: Article, sentence: str, before: tuple[Article, str] | None) -> bool:
    """Whether it points back, and what stands before it in its article is not told before it."""
    if stands_alone(sentence):
        return False
    if before is None or before[0].id != article.id:
        return True
    text = " ".join((article.lead or "", *article.paragraphs))
    at = text.find(sentence)
    return not text[:at].rstrip(" \"'“”‘’–-…").endswith(before[1].rstrip(" \"'“”‘’–-…"))


def main() -> int:
    """Measure and print; 1 if there is a fault."""
    told: dict[str, list[int]] = {}
    for name, story in stories():
        counts = told.setdefault(name, [0, 0, 0])
        before: tuple[Article, str] | None = None
        for said in highlight(story, "medium").sentences:
            counts[0] += 1
            if leans(*said, before):
                counts[1] += 1
                print("  leaning:", said[0].id, said[1][:100])
            if _ASIDE.match(said[1]):
                counts[2] += 1
                print("  aside:", said[0].id, said[1][:100])
            before = said
    for name, (sentences, leaning, asides) in told.items():
        print(f"{name:<12}{sentences:>6} sentences, {leaning} leaning, {asides} asides")
    return int(any(leaning or asides for _, leaning, asides in told.values()))


if __name__ == "__main__":
    sys.exit(main())
