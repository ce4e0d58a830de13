"""What a URL looks like with its particulars taken out: the shape that articles of a site share.

Content systems write the addresses of their articles one way and those of sections, tags and
documents another way. The shape keeps what tells them apart (article markers, where a number
stands, its letters, the ending, names of query parameters) and forgets the words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLE_MARKERS = _words(
    "- chi-tiet chitiet chi-tiet-tin chitiettin xem-chi-tiet xem-tin tin-chi-tiet detail "
    "details newsdetail news-detail detailnews article articles bai-viet baiviet content node "
    "post posts story asset_publisher view archives"
)
"""Segments that many content systems put before an article's own part (Liferay's `/-/` too)."""
TAXONOMY = _words(
    "tag tags tu-khoa tukhoa keyword keywords topic topics chu-de chude event events su-kien "
    "chuyen-de dong-su-kien collection collections category categories chuyen-muc danh-muc "
    "danhmuc tac-gia author authors user users taxonomy term search tim-kiem timkiem rss feed "
    "sitemap page trang login dang-nhap dang-ky register lien-he contact gioi-thieu about "
    "thu-vien-anh van-ban vanban vbpq legal documents document download downloads thu-tuc- "
    "hanh-chinh tthc dich-vu-cong hoi-dap hoidap faq lich-cong-tac quang-cao ads views_ads "
    "redirect click share so-do-cong weblink lien-ket wp-content wp-login.php wp-admin danh- "
    "ba bang-gia gia-vang wp-json archive luu-tru lich-phat-song binh-chon poll vote forum "
    "dien-dan cart"
)
"""Segments under which there are lists, forms and documents, but no news articles."""
MEDIA = _words(
    "video videos clip clips tv truyen-hinh podcast podcasts audio phat-thanh radio "
    "livestream live truc-tuyen media shorts thu-vien-video videoclip"
)
"""Segments of films and sound: there is no text to read, unless they look just like articles."""

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|zarsrc|vnk|ref|ref_src|_ga|_gl|p_p_\w+|_[a-z_]*redirect|redirect|tmpl"
    r"|print|lang|idprint|jsessionid|pageversion"
)
_EXTENSION = re.compile(r"\.([a-z][a-z0-9]{1,5})$")
_TAIL = re.compile(
    r"(?:(?<=[-_./])|(?<=[-_./][a-z])|(?<=[-_./][a-z]{2})|(?<=[-_./][a-z]{3})"
    r"|(?<=[-_./][a-z]{4}))(\d+)$"
)
_TAIL_LETTERS = re.compile(r"[-_.]([a-z]{0,4})$")
_HEAD = re.compile(r"(\d+)[-_:](?=.*[a-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d[-_]\d{1,2}[-_]\d{1,2}|\d{1,2}[-_]\d{1,2}[-_](?:19|20)\d\d")
_HASH = re.compile(r"(?=.*\d)[0-9a-f]{12,}|[0-9a-f]{8}-[0-9a-f-]{27}")
_WORD = re.compile(r"[^\W\d_]+")
_LITERAL_WORDS = 2
_MAX_URL = 2_000


class LinkShape(NamedTuple):
    """The shape of one address."""

    key: str
    """Equal for addresses made by one rule."""
    digits: int
    """Length of the number that seems to be the article's id, 0 where there is none."""
    words: int
    """Words of the longest slug."""
    specific: bool
    """It holds a number, a date or an article marker: it is not merely `/some/words`."""
    taxonomy: str
    """The word of lists and documents in it, "" for none."""
    media: bool


@lru_cache(maxsize=8_192)
def shape_of(url: str) -> LinkShape:
    """The shape of an absolute http(s) URL; the host does not count."""
    parts = urlsplit(url[:_MAX_URL])
    segments = [each for each in unquote(parts.path).lower().split("/") if each]
    ending = ""
    if segments and (match := _EXTENSION.search(segments[-1])):
        ending, segments[-1] = match[0], segments[-1][: match.start()] or "index"
    query = sorted(
        (name.lower(), value.lower())
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name.lower())
    )
    classes = [_classify(each) for each in segments]
    values = [
        (name, _Class("9", len(value), 0) if value.isdecimal() else _classify(value))
        for name, value in query
    ]
    if values:  # an old program: its own name is the rule, not a slug
        classes = [
            each if each.words > _LITERAL_WORDS or each.digits else _Class(segment, 0, each.words)
            for segment, each in zip(segments, classes, strict=True)
        ]
    everything = [*classes, *(each for _, each in values)]
    specific = any(each.text not in ("s", "D") for each in classes) or any(
        each.digits for _, each in values
    )
    names = {*segments, *(value for _, value in query)}
    taxonomy = sorted(names & TAXONOMY)
    texts = [
        "9" if each.text == "D" and before.text in ARTICLE_MARKERS else each.text
        for before, each in pairwise((_Class("", 0, 0), *classes))
    ]
    if specific and not values:
        while len(texts) > 1 and texts[0] == "s":
            texts.pop(0)  # sections nest as deep as they like
    asked = "&".join(
        f"{name}={value if each.words <= _LITERAL_WORDS and not each.digits else each.text}"
        for (name, each), (_, value) in zip(values, query, strict=True)
    )
    return LinkShape(
        key=f"{'/'.join(texts)}{ending}{'?' + asked if asked else ''}"
        + (f" ({taxonomy[0]})" if taxonomy else ""),
        digits=max((each.digits for each in everything), default=0),
        words=max((each.words for each in everything), default=0),
        specific=specific,
        taxonomy=taxonomy[0] if taxonomy else "",
        media=bool(names & MEDIA),
    )


def slug_title(url: str) -> str:
    """The words of the address' slug, for links without any text; `?` where it has no slug.

    Never shown: it only stands for the headline until the page has been read.
    """
    slugs = [_WORD.findall(each) for each in unquote(urlsplit(url[:_MAX_URL]).path).split("/")]
    longest = max(slugs, key=len, default=[])
    return " ".join(longest) if len(longest) > _LITERAL_WORDS else "?"


class _Class(NamedTuple):
    text: str
    digits: int
    words: int


def _classify(segment: str) -> _Class:
    """One path segment or query value: literal, `s` slug, `9` number, and their combinations."""
    words = len(_WORD.findall(segment))
    if segment in ARTICLE_MARKERS:
        return _Class(segment, 0, 0)
    if segment.isdecimal():
        if _YEAR.fullmatch(segment):
            return _Class("Y", 0, 0)
        return _Class("D", 0, 0) if len(segment) <= 2 else _Class("9", len(segment), 0)
    if _DATE.fullmatch(segment):
        return _Class("date", 0, 0)
    if _HASH.fullmatch(segment):
        return _Class("#", 0, 0)
    tail = _TAIL.search(segment)
    if tail is not None:
        letters = _TAIL_LETTERS.search(segment[: tail.start()])
        mark = letters[1] if letters else ""
        is_id = len(tail[1]) > 2 or bool(mark)
        if is_id and not (len(tail[1]) == 4 and not mark and _YEAR.fullmatch(tail[1])):
            slug = segment[: tail.start() - len(mark)]
            return _Class(f"s-{mark}9", len(tail[1]), len(_WORD.findall(slug)))
    head = _HEAD.match(segment)
    if head is not None:
        return _Class("9-s", len(head[1]), words)
    return _Class("s", 0, words)
