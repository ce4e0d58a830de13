"""One or two sentences of an article, in its own words.

Every sentence returned is found character by character in the lead (else in the first
paragraph). What is said is never rephrased; a first sentence beyond the budget is cut after a
whole word and marked, so that the reader sees that more follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.messages.split import starts_grapheme
from storage.models import Article

BUDGET = 280
"""Characters of an excerpt: two ordinary sentences, or one of the long ones of official prose."""

ELLIPSIS = "…"

_READ = 4_000
"""Characters looked at: an excerpt never needs more of a paragraph of any length."""

_SHORTEST_CUT = 20
_CODES = (
    r"TTO|TPO|TNO|NDO|PLO|PNO|NLĐO|HNMO|CAND|NDĐT|KTĐT|ANTĐ|ANTT|ĐTTC|ĐTCK|GD&TĐ|QĐND|SGGP"
    r"|SGTT|SKĐS|TTXVN|TTVH|VOV|VTV|VTC|VTC News|VietNamNet|VnExpress|Dân trí|Báo Tin tức"
)
"""How outlets sign the beginning of a text, as seen on their pages."""

_DATELINE = re.compile(
    r"\s{0,8}(?:"
    r"\((?=[^\W\d_])[^()\n]{1,40}\)\s{0,8}[-–—:.]?\s{0,8}(?=\S)"
    rf"|(?:{_CODES})(?:\.(?:VN|vn)| Online)?\s{{0,2}}[-–—]\s{{1,2}}(?=\S)"
    r")"
)
"""`(Web Quảng Trị)`, `(Báo X) -` or `GD&TĐ -` before the first sentence says where, not what."""

_END = re.compile(
    r"(?:\./\.|[.!?…]+)"  # `./.` ends official documents
    r"[\"'”’»)\]]*"
    r"(?=\s+(?P<next>\S)|\s*\Z)"
)
_KEPT_WHOLE = re.compile(
    r"“[^“”\n]{0,800}”|\"[^\"\n]{0,800}\"|«[^«»\n]{0,800}»|\([^()\n]{0,400}\)|\[[^\[\]\n]{0,400}\]"
)
_OPENERS = "\"'“‘«([-–—•*+"
# fmt: off
_ABBREVIATIONS = frozenset({
    "tp", "tx", "tt", "tr", "q", "ts", "ths", "th", "gs", "pgs", "bs", "cn", "ks", "ls", "kts",
    "dr", "mr", "mrs", "ms", "st", "no", "vs", "đ/c", "đc", "nxb", "btv", "pv", "ctv", "nsnd",
    "nsưt", "ng", "nn", "hs", "sv", "tel", "đt", "fax",
})
# fmt: on
"""Written with a full stop before a name; folded to lower case, without their own stops."""
_TITLE_CHAIN = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
"""`GS.TS`, `Th.S`, `PGS.TS.BS`: short letters with stops inside."""
_NUMBERING = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6}|[a-zđA-ZĐ])(?:\.\d{1,3})*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Sentences in the article's own words; `cut` says that the last one goes on."""

    sentences: tuple[str, ...] = ()
    cut: bool = False

    @property
    def text(self) -> str:
        """The sentences in one line, with `…` where the last one was cut."""
        return " ".join(self.sentences) + (ELLIPSIS if self.cut else "")


def excerpt(article: Article, budget: int = BUDGET) -> Excerpt:
    """The first sentence of the lead (else of the first paragraph), and the second if it fits."""
    for source in (article.lead, *article.paragraphs[:1]):
        if source is not None and source.strip():
            return excerpt_of(source, budget)
    return Excerpt()


def excerpt_of(text: str, budget: int = BUDGET) -> Excerpt:
    """See `excerpt`; the text must be neither empty nor blank."""
    found = sentences(without_dateline(text)[:_READ])
    first = next(found)
    if len(first) > budget:
        return Excerpt((cut_words(first, budget),), cut=True)
    second = next(found, None)
    if second is None or len(first) + 1 + len(second) > budget:
        return Excerpt((first,))
    return Excerpt((first, second))


def without_dateline(text: str) -> str:
    """The text without a `(Web Quảng Trị) -` in front of it."""
    dateline = _DATELINE.match(text)
    return text[dateline.end() if dateline else 0 :]


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text`, each a substring of it without outer blanks; a line end ends one.

    A full stop ends none after an abbreviation (`TP.`, `Th.S.`, `GS.TS.`), an initial or a list
    number, before a small letter, or inside quotation marks and brackets that close again.
    """
    for line in text.splitlines():
        start = 0
        whole = [match.span() for match in _KEPT_WHOLE.finditer(line)]
        for match in _END.finditer(line):
            if _ends_sentence(line, start, match, whole):
                yield from _stripped(line[start : match.end()])
                start = match.end()
        yield from _stripped(line[start:])


def _stripped(piece: str) -> Iterator[str]:
    if piece := piece.strip():
        yield piece


def _ends_sentence(
    line: str, start: int, match: re.Match[str], whole: list[tuple[int, int]]
) -> bool:
    if any(begin < match.start() and match.end() < end for begin, end in whole):
        return False
    follows = match["next"]
    if follows is None:
        return True
    if not (follows.isupper() or follows.isdigit() or follows in _OPENERS):
        return False
    if match[0] != ".":
        return True
    before = line[start : match.start()].split()
    word = before[-1].lstrip(_OPENERS) if before else ""
    if len(before) <= 1 and _NUMBERING.fullmatch(word):
        return False  # "1. Nội dung", "II. Kết quả", "a. …" at the beginning
    return not _is_abbreviation(word)


def _is_abbreviation(word: str) -> bool:
    return (
        word.lower() in _ABBREVIATIONS
        or (len(word) == 1 and word.isupper())
        or _TITLE_CHAIN.fullmatch(word) is not None
    )


def cut_words(sentence: str, budget: int) -> str:
    """The beginning of a sentence longer than `budget` characters, `…` not yet added."""
    room = budget - len(ELLIPSIS)
    piece = sentence[: room + 1]
    space = piece.rfind(" ")
    if space < _SHORTEST_CUT:  # no word ends early enough: between two graphemes, then
        space = next((at for at in range(room, 0, -1) if starts_grapheme(sentence, at)), room)
    kept = sentence[:space].rstrip()
    return kept.rstrip(",;:–—-(“\"' ") or kept
