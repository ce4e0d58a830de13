"""Bodies that an article names, with the body above each where the name itself says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_heads import Standing
from bot.facts.organisation_names import named_organisations, organisation_key
from bot.facts.person_spans import spans_apart_from_bodies
from bot.facts.record import OrganisationNamed
from bot.language.provinces import province

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
        group.spans.append((named.start, named.end))
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
        without = key.replace(" tinh ", " ")
        if without != key and without in groups:
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
        groups[longest].spans += groups.pop(key).spans
        gone[key] = longest
    return gone


_LEVELS = frozenset(("tinh", "huyen", "xa", "phuong", "quan", "thanh", "thi", "dac"))


def _may_be_short(short: _Group, long: _Group) -> bool:
    """`Đảng ủy` is no short form of `Đảng ủy xã An Mẫu` where a level of its own is named."""
    rest = long.key[len(short.key) :].split()
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
        mentions=tuple(sorted(group.spans)),
    )
