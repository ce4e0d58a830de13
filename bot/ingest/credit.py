"""Whom a text credits as its origin, and whether that is a given outlet. Pure.

A credit is what the page states in a line of its own (`Article.credit`), a dateline that opens the
text ("(TTXVN) - …"), or the words that end it ("Theo Báo …", "(Nguồn: …)"). Names are compared
folded, without spaces and without what the names of all outlets have in common, with the outlet's
stated name, its host and the id of its source: "Báo Điện tử Sông Mơ", `baosongmo.example` and
`bao-song-mo` are one. Names that are written in several ways stand in `_ALIASES`.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from storage.models import Article
from storage.text import folded_words

_LONGEST = 60
"""Characters of a name; what is longer is a sentence."""

_DATELINE = re.compile(r"\s*\((?P<name>[^()\d]{2,40})\)")
_INTRO = r"(?:theo|nguồn(?:\s+tin)?|dẫn\s+(?:theo|nguồn)|tổng\s+hợp\s+từ)\s*:?"
_STATED = re.compile(
    rf"\s*[(\[]?\s*(?:{_INTRO})?\s*(?P<name>[^()\[\]]{{2,80}}?)\s*[)\]]?[\s.]*", re.IGNORECASE
)
_ENDING = re.compile(
    rf"(?:^|[.!?…”\"]\s+|[(\[]\s*)(?:{_INTRO})\s+"
    rf"(?P<name>[^.,;:()\[\]]{{2,{_LONGEST}}}?)\s*[)\]]?[\s.]*$",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_ENDING_READ = 120
"""Characters of the last paragraph in which an ending credit stands."""

_NOT_NAMES = frozenset({"www", "example", "com", "net", "org", "edu", "gov", "info", "vn"})
"""Labels of a host that name nobody."""

_PREFIXES = (
    "congthongtindientu",
    "trangthongtindientu",
    "baodientu",
    "tapchi",
    "bao",
    "dai",
    "web",
)
_SUFFIXES = ("dientu", "online", "vn")

_ALIASES: tuple[frozenset[str], ...] = (
    frozenset({"ttxvn", "thongtanxavietnam", "vna", "vietnamnewsagency", "vietnamplus", "tintuc"}),
    frozenset({"vov", "dtnvn", "tiengnoivietnam", "daitiengnoivietnam"}),
    frozenset({"vtv", "truyenhinhvietnam", "daitruyenhinhvietnam"}),
    frozenset({"vgp", "chinhphu", "baochinhphu", "dientuchinhphu"}),
    frozenset({"dcsvn", "dangcongsan", "dangcongsanvietnam", "cpv"}),
    frozenset({"qdnd", "quandoinhandan"}),
    frozenset({"cand", "congannhandan"}),
    frozenset({"sggp", "saigongiaiphong"}),
    frozenset({"nld", "nguoilaodong"}),
    frozenset({"hnm", "hanoimoi"}),
)
"""Names of one outlet beyond what its host and its own name say: agencies, national papers."""


def credits_of(article: Article) -> frozenset[str]:
    """Keys of the names that the article credits; compare with `names_of`."""
    texts = [text for text in (article.lead, *article.paragraphs) if text]
    found: list[str] = []
    if article.credit and (stated := _STATED.fullmatch(article.credit[:200])):
        found.append(stated["name"])
    if texts and (dateline := _DATELINE.match(texts[0])):
        found.append(dateline["name"])
    if texts and (ending := _ENDING.search(texts[-1][-_ENDING_READ:])):
        found.append(ending["name"])
    keys = (_host_keys(name) if _HOST.fullmatch(name) else _keys(name) for name in found)
    return frozenset[str]().union(*keys)


def names_of(article: Article) -> frozenset[str]:
    """Keys of the names that the article's own outlet goes by."""
    found = {*_keys(article.outlet or ""), *_keys(article.source.replace("-", " "))}
    host = urlsplit(article.canonical_url or article.url or "").hostname or ""
    return frozenset(found | _host_keys(host))


def _host_keys(host: str) -> frozenset[str]:
    """Of `thethao.baosongmo.vn` what its last two labels with a meaning say."""
    labels = [label for label in host.lower().split(".") if label not in _NOT_NAMES]
    return frozenset[str]().union(*map(_keys, labels[-2:]))


def _keys(name: str) -> frozenset[str]:
    """The name squashed, without what all outlets are called, and its other names."""
    squashed = "".join(folded_words(name[: 2 * _LONGEST]))
    bare = squashed
    for prefix in _PREFIXES:
        if bare.startswith(prefix) and len(bare) - len(prefix) > 1:
            bare = bare.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) > 2:
            bare = bare.removesuffix(suffix)
            break
    keys = {key for key in (squashed, bare) if len(key) > 1}
    for names in _ALIASES:
        if keys & names:
            keys |= names
    return frozenset(keys)
