"""Bodies that an article names, with the body above each where the name itself says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_heads import Standing
from bot.facts.organisation_names import named_organisations, organisation_key
from bot.facts.organisation_short import introduced_short, spans_of
from bot.facts.person_spans import spans_apart_from_bodies
from bot.facts.place_grammar import place_grammar
from bot.facts.record import OrganisationNamed
from bot.language.provinces import province

_BELONGS = re.compile(
    r"[ \t\u00a0]{1,2}(?:,[ \t\u00a0])?(?:\(|(?:trực thuộc|thuộc|của)[ \t\u00a0]{1,2})"
)
_LEGAL_FORM = re.compile(
    " (?:tnhh|trach nhiem huu han|co phan|cp|mtv|mot thanh vien|hai thanh vien|tm|dv|sx|xd)(?= )"
)
_MOST = 300
"""Bodies of one article that are looked at."""


@dataclass(slots=True)
class _Group:
    name: str
    key: str
    kind: str | None
    standing: Standing
    bare: bool
    """The head alone: short for something, or unique of itself."""
    parent: str | None
    spans: list[Span] = field(default_factory=list)
    short: str | None = None


def find_organisations(text: ArticleText) -> tuple[OrganisationNamed, ...]:
    """In the order of their first mention; short and full forms of one body are one."""
    groups: dict[str, _Group] = {}
    for named in named_organisations(text, spans_apart_from_bodies(text), _MOST):
        key = organisation_key(named.name)
        group = groups.get(key)
        if group is None:
            bare = len(named.name) == len(named.words)
            parent = organisation_key(named.parent) if named.parent else None
            group = _Group(named.name, key, named.head.kind, named.head.standing, bare, parent)
            groups[key] = group
        elif group.name.isupper() and not named.name.isupper():
            group.name = named.name  # a headline tells less than the body
        group.spans.append((named.start, named.end))
    _add_short_names(text.text, groups)
    _call_fully(groups)
    _add_parents(text.text, groups)
    merged = _merge(groups)
    found = [
        _organisation(text, group, groups, merged)
        for group in groups.values()
        if not (group.bare and group.standing == "relative")
    ]
    return tuple(sorted(found, key=lambda it: (it.start, -it.end)))


def _merge(groups: dict[str, _Group]) -> dict[str, str]:
    """Short forms into the one longer name that they begin; returns the short keys → the long."""
    gone: dict[str, str] = {}
    for key in list(groups):  # "Sở Y tế Đồng Nai" and "Sở Y tế tỉnh Đồng Nai"
        for level in _NAMED_LEVELS:
            without = key.replace(level, " ")
            if without != key and without in groups:
                groups[key].short = groups[key].short or groups[without].short
                groups[key].spans += groups.pop(without).spans
                gone[without] = key
    by_words: dict[str, str] = {}
    for key in list(groups):  # "Sở Tài nguyên - Môi trường", "Sở Tài nguyên và Môi trường"
        same = by_words.setdefault(key.replace(" va ", " "), key)
        if same != key:
            groups[same].spans += groups.pop(key).spans
            gone[key] = same
    for key in list(groups):  # "Công ty Hoa Mơ" is the "Công ty TNHH Hoa Mơ" of the same text
        without = _LEGAL_FORM.sub("", key)
        if without != key and key in groups and without in groups:
            groups[key].spans += groups.pop(without).spans
            gone[without] = key
    for key in sorted(groups, key=len, reverse=True):
        short = groups[key]
        longer = [it for it in groups if it.startswith(f"{key} ")]
        # "Đảng ủy Khối", "Đảng ủy Khối các cơ quan", "… tỉnh": a chain of one name is one body
        longest = max(longer, key=len, default=None)
        if longest is None or not all(f"{longest} ".startswith(f"{it} ") for it in longer):
            continue
        if groups[longest].kind != short.kind or not _may_be_short(short, groups[longest]):
            continue
        groups[longest].short = groups[longest].short or short.short
        groups[longest].spans += groups.pop(key).spans
        gone[key] = longest
    return gone


def _add_short_names(text: str, groups: dict[str, _Group]) -> None:
    """Mentions by the short name that the text introduces; `_MOST` bodies at most have one."""
    taken = [span for group in groups.values() for span in group.spans]
    for group in list(groups.values()):
        dashed = group.kind == "enterprise"
        shorts = (introduced_short(text, end, dashed=dashed) for _, end in group.spans)
        found = next((it for it in shorts if it), None)
        if found is None:
            continue
        group.short, at = found
        key = organisation_key(group.short)
        if key in groups and groups[key] is not group:
            group.spans += groups.pop(key).spans
        elif at not in group.spans:
            group.spans += spans_of(text, group.short, taken)


def _call_fully(groups: dict[str, _Group]) -> None:
    """`Quỹ MM` is the `Quỹ Mầm Mẫu (MM)`; `BCH Hội MM` that of the `Hội Mầm Mẫu (Hội MM)`."""
    for group in [it for it in groups.values() if it.short]:
        short = organisation_key(group.short or "")
        words = group.key.split()
        kinds = (words[0], " ".join(words[:2]))  # "Quỹ", "Ngân hàng"
        called = {short, *(f"{kind} {short}" for kind in kinds)} - {group.key}
        for key in list(groups):
            other = groups[key]
            if key in called:
                group.spans += groups.pop(key).spans
                continue
            ends = next((it for it in called if key.endswith(f" {it}")), None)
            if ends is None:
                continue
            whole = groups.get(f"{key[: -len(ends)]}{group.key}")
            if whole is not None and whole is not other:
                whole.spans += groups.pop(key).spans


def _add_parents(text: str, groups: dict[str, _Group]) -> None:
    """`A thuộc B`, `A của B`, `A (B)`: B is above A, where A's own name says nothing."""
    begins = {start: group for group in groups.values() for start, _ in group.spans}
    for group in groups.values():
        for _, end in group.spans:
            link = _BELONGS.match(text, end) if group.parent is None else None
            above = begins.get(link.end()) if link else None
            if above is not None and above is not group:
                group.parent = above.key
                break


_NAMED_LEVELS = (" tinh ", " thanh pho ", " huyen ", " quan ", " thi xa ")
"""What a second mention of one body leaves out."""
_OF_A_COUNTRY = re.compile(r"^\s*(?:của|nước|liên bang|vương quốc|cộng hòa)(?=\s)", re.IGNORECASE)
_UNIT_WORDS = frozenset(("tinh", "huyen", "xa", "phuong", "quan"))
_LEVELS = frozenset(("tinh", "huyen", "xa", "phuong", "quan", "thanh", "thi", "dac"))


def _may_be_short(short: _Group, long: _Group) -> bool:
    """`Đảng ủy` is no short form of `Đảng ủy xã An Mẫu` where a level of its own is named."""
    rest = long.key[len(short.key) :].split()
    if rest == ["dang"] and short.key.endswith("trung uong"):
        return True  # "Văn phòng Trung ương" is that of the Party
    if short.key.split()[-1] in _UNIT_WORDS:
        return True  # "Hạt Kiểm lâm huyện" is that of "huyện Sông Mẫu"
    behind = _OF_A_COUNTRY.sub("", long.name[len(short.name) :]).strip()
    if place_grammar().country.match(behind):
        return False  # "Chính phủ" is not "Chính phủ Nhật Bản"
    if short.standing == "leading" and rest[0] not in _LEVELS and not province(" ".join(rest)):
        return False
    return not (short.standing == "alone" and short.bare and rest[0] in {"viet"})


def _organisation(
    text: ArticleText, group: _Group, groups: dict[str, _Group], merged: dict[str, str]
) -> OrganisationNamed:
    start, end = min(group.spans, key=lambda it: (it[0], -it[1]))
    parent = group.parent
    while parent is not None and parent in merged:
        parent = merged[parent]
    if parent is not None and parent not in groups:
        longer = [key for key in groups if key.startswith(f"{parent} ")]
        parent = longer[0] if len(longer) == 1 else parent
    return OrganisationNamed(
        start=start,
        end=end,
        sentence=text.sentence_at(start),
        name=group.name,
        key=group.key,
        parent=parent,
        kind=group.kind,
        short=group.short,
        mentions=tuple(sorted(group.spans)),
    )
