"""An article's own words inside a digest, and the lines of an article that are worth telling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.digest.excerpt import cut_words, without_dateline
from bot.language.sentences import split_sentences
from storage.models import Article

LONGEST = 420
"""Characters of one sentence; longer ones end after a whole word and are marked as cut."""

_LINES = 60
_LINE_LENGTH = 4_000
"""What is looked at of one article: news says first what matters."""

_HEADING_WORDS = 12
"""A line of fewer words that ends without a full stop is a heading, a name or a list item."""

_ENDS = re.compile(r"[.!?…;][\"'”’»)\]]*\Z")
_ASIDE = re.compile(
    r"\(?(?:ảnh|hình|nguồn|nguồn ảnh|ảnh tư liệu|ảnh minh họa|ảnh minh hoạ|theo|tin|bài|tin, ảnh"
    r"|bài, ảnh|bài và ảnh|tin và ảnh|tin, bài|tác giả|clip|video|biên tập|thực hiện|xem thêm"
    r"|đọc thêm|từ khóa|từ khoá|tags?)[ \t]{0,3}[:：]|(?:\d[\d.,]{0,12} ?)?(?:số )?lượt"
    r" (?:xem|đọc|truy cập)(?!\w)|\(?ảnh (?:minh họa|minh hoạ|tư liệu)\)?",
    re.IGNORECASE,
)
"""How lines begin that stand beside the text: credits, sources, counts of views."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One sentence of one article.

    Attributes:
        text: as it stands in the article; where `cut`, its beginning.
        link: where the article is read; None: nowhere.
    """

    text: str
    article_id: str
    source_name: str
    link: str | None
    cut: bool = False


def told_lines(article: Article) -> tuple[str, ...]:
    """Lead and paragraphs without credits, bylines, captions, headings and counts of views.

    Each is a part of the article's own line.
    """
    asides = {" ".join(it.split()) for it in (*article.captions, *article.authors, article.title)}
    found: list[str] = []
    for number, line in enumerate((article.lead or "", *article.paragraphs[:_LINES])):
        line = line[:_LINE_LENGTH].strip()
        if not line or " ".join(line.split()) in asides or _ASIDE.match(line):
            continue
        if number and _ENDS.search(line) is None and len(line.split()) < _HEADING_WORDS:
            continue
        line = _without_announcement(without_dateline(line))
        if line:
            found.append(line)
    return tuple(found)


def shortened(sentence: str, longest: int = LONGEST) -> tuple[str, bool]:
    """The sentence, or its beginning, and whether it was cut."""
    if len(sentence) <= longest:
        return sentence, False
    return cut_words(sentence, longest), True


def _without_announcement(line: str) -> str:
    """The line without the last sentence where that only announces what stands below it."""
    if not line.endswith((":", "：")):
        return line
    return line[: split_sentences(line)[-1][0]].rstrip()
