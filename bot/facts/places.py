"""Places that an article names: provinces and cities, districts, communes, countries.

A name of a province counts wherever it stands for the province (`UBND tỉnh X`, `ở X`), not in the
name of a street, school or person. Other places count only where the text says what they are
(`huyện X`). What is known from the dateline or the source alone is marked `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.place_grammar import place_grammar
from bot.facts.record import PlaceNamed
from bot.language.districts import district_province
from bot.language.person_names import name_tables
from bot.language.provinces import province, province_name
from storage.text import exact_key

MOST = 400
"""Mentions of one article that are looked at."""
_HEAD = 40
_DATELINE = re.compile(
    r"[ \t]*[(\[][^()\[\]]{1,40}[)\]]|[ \t]*[^\W\d_][^.;:,\d–—-]{1,28}[ \t][-–—][ \t]"
)
_OF_PROVINCE = re.compile(
    r"[ \t]*(?P<sign>(?:,|\(|thuộc|-|–)[ \t]*)(?:tỉnh|thành phố|TP\.?)?[ \t]*", re.IGNORECASE
)
_LINKS = 3
"""Places of a chain: `thôn A, xã B, huyện C, tỉnh D`."""
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \t\u00a0]$")
_NEXT_WORD = re.compile(r"[ \t\u00a0]([^\W\d_]+)")


@dataclass(slots=True)
class _Place:
    name: str
    province: str | None
    kind: str
    spans: list[Span] = field(default_factory=list)


def find_places(text: ArticleText, source_province: str | None = None) -> tuple[PlaceNamed, ...]:
    """In the order of their first mention, each once.

    `source_province` is that of the article's source: given as an inferred place with an empty
    span when the text does not name it; None: not known.
    """
    whole = text.text
    taken = [found.span() for found in place_grammar().longer.finditer(whole)]
    places: dict[tuple[str, str], _Place] = {}
    dateline = _dateline(text)
    hinted: list[tuple[str, Span]] = []
    for start, end, name in _provinces(whole, taken):
        if dateline[0] <= start and end <= dateline[1]:
            hinted.append((name, (start, end)))
            continue
        _add(places, name, _province_of(name), "province", (start, end))
    _add_headed(whole, places)
    _add_countries(whole, taken, places)
    found = [_named(text, it) for it in places.values()]
    said = {it.name for it in found if it.kind == "province"}
    for name, span in hinted[:1]:
        if name not in said:
            found.append(_inferred(text, name, span))
            said.add(name)
    if source_province is not None and not _is_said(source_province, said):
        found.append(_inferred(text, province_name(source_province) or source_province, (0, 0)))
    return tuple(sorted(found, key=lambda it: (it.start, it.end)))


def _dateline(text: ArticleText) -> Span:
    """`(Web Quảng Trị)`, `Hà Nội –` at the head of the lead."""
    start, end = text.lines[1] if len(text.lines) > 1 else text.lines[0]
    found = _DATELINE.match(text.text, start, end) if len(text.lines) > 1 else None
    return found.span() if found else (start, start)


def _provinces(text: str, taken: list[Span]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in place_grammar().province.finditer(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in taken[:MOST]):
            continue
        if len(found) < MOST and not _is_no_place(text, start, end):
            name = province_name(match[0])
            if name is not None:
                found.append((start, end, name))
    return found


def _is_no_place(text: str, start: int, end: int) -> bool:
    """Whether the name is that of a street, a school or a person."""
    head = text[max(0, start - _HEAD) : start].rpartition("\n")[2]
    rank = place_grammar().head_in_front.search(head)
    if rank:  # "xã Đồng Tháp" is no province
        return place_grammar().kinds.get(exact_key(rank["head"])) != "province"
    if place_grammar().behind.search(head):
        return True
    before = _LAST_WORD.search(head)
    return bool(before and before[1] in name_tables().surnames)


def _add_headed(text: str, places: dict[tuple[str, str], _Place]) -> None:
    for match in list(place_grammar().headed.finditer(text))[:MOST]:
        head, name = exact_key(" ".join(match["head"].split())), " ".join(match["name"].split())
        kind = place_grammar().kinds.get(head, "site")
        if kind == "site" and match["head"][0].isupper():
            continue  # "Hồ Chí Minh", "Bản Mẫu": a name, not a lake or a village
        at = match.start("name")
        known = place_grammar().province
        if kind == "province" and (known.match(text, at) or known.match(text, match.start())):
            continue  # found by its name already
        name, end = _cut(name, match)
        if place_grammar().country.fullmatch(name) or _is_nobodys(text, match, kind, name):
            continue
        rank = place_grammar().seats.get(head, " ".join(match["head"].split()))
        if name.isdigit() and exact_key(rank) not in _NUMBERED:
            continue
        if kind == "province":
            if head in _SEATS_OF_PROVINCES:
                continue
            kind = "district"
        start = match.start() if head not in _SEATS_OF_PROVINCES else match.start("name")
        rank = rank if rank.isupper() and len(rank) < 3 else rank[0].lower() + rank[1:]
        within = _within(text, end)
        if within is None and kind == "district":
            within = district_province(rank.lower(), name)
        _add(places, f"{rank.lower()} {name}", within, kind, (start, end))


def _is_nobodys(text: str, match: re.Match[str], kind: str, name: str) -> bool:
    """Whether what follows the rank is a person or the next sentence and no name of a place."""
    words = name.split()
    if name.isdigit():
        return False
    by_rank_alone = kind == "province" or exact_key(match["head"].strip()) in place_grammar().seats
    if by_rank_alone and (words[0] in _NO_NAMES or (len(name) < 5 and name not in _SHORTEST)):
        return True
    if words[0] not in name_tables().common or name in name_tables().namesakes:
        return False
    if by_rank_alone:
        return len(words) > 2 or name not in _LIKE_PEOPLE
    head = text[max(0, match.start() - _HEAD) : match.start()]
    return len(words) > 2 and _POST.search(head) is not None


_POST = re.compile(
    r"(?:Chủ tịch|Bí thư|Trưởng|Giám đốc|lãnh đạo|cán bộ)[ \t](?:[^\W\d_]+[ \t]){0,2}$"
)
_NO_NAMES = frozenset("Ông Bà Ảnh Theo Tại Trong Bí Phối Tp TP Sau Không Nguồn".split())  # noqa: SIM905 - short words in a list are read by nobody
_SHORTEST = frozenset({"Vinh", "Huế"})
_LIKE_PEOPLE = frozenset({"Phan Thiết", "Phan Rang", "Hồ Xá", "Trần Đề", "Dương Đông", "Lý Sơn"})
_NUMBERED = frozenset(exact_key(it) for it in ("quận", "phường", "thôn", "ấp", "khu phố"))
_SEATS_OF_PROVINCES = frozenset(exact_key(it) for it in ("tỉnh", "tỉnh ủy"))


def _cut(name: str, match: re.Match[str]) -> tuple[str, int]:
    """The name without a person's that follows it: `Bí thư Huyện ủy Mẫu | Nguyễn Văn An`."""
    words = name.split()
    for at in range(1, len(words)):
        if words[at] in name_tables().common and len(words) - at >= 2:
            kept = " ".join(words[:at])
            return kept, match.start("name") + len(kept)
    return name, match.end("name")


def _within(text: str, end: int) -> str | None:
    """The province of today that the text says behind the place.

    `, tỉnh X`, `(X)`, also behind the district that lies between (`, huyện Y, tỉnh X`), or that
    of the district where only one has its name.
    """
    for _ in range(_LINKS):
        link = _OF_PROVINCE.match(text, end)
        if link is None:
            return None
        if found := place_grammar().province.match(text, link.end()):
            return _province_of(found[0])
        wider = place_grammar().headed.match(text, link.end("sign"))
        if wider is None:
            return None
        name, end = _cut(" ".join(wider["name"].split()), wider)
        head = exact_key(" ".join(wider["head"].split()))
        rank = place_grammar().seats.get(head, wider["head"].strip().lower())
        if alone := district_province(rank, name):
            return alone
    return None


def _add_countries(text: str, taken: list[Span], places: dict[tuple[str, str], _Place]) -> None:
    for match in list(place_grammar().country.finditer(text))[:MOST]:
        start, end = match.span()
        head = text[max(0, start - _HEAD) : start].rpartition("\n")[2]
        if exact_key(match[0]) in place_grammar().unsure and not _means_country(text, head, end):
            continue
        before = _LAST_WORD.search(head)
        if before and before[1] in name_tables().surnames:
            continue
        if any(start < stop and begin < end for begin, stop in taken[:MOST]):
            continue
        name = match[0] if not match[0].isupper() or len(match[0]) <= 3 else match[0].title()
        _add(places, " ".join(name.split()), None, "country", (start, end))


def _means_country(text: str, head: str, end: int) -> bool:
    """Whether `Anh`, `Mỹ`, `Nga` is the country: led by a word for it, no name around it."""
    behind = _NEXT_WORD.match(text, end)
    if behind and behind[1][0].isupper():
        return False
    return place_grammar().led_by.search(head) is not None


def _province_of(name: str) -> str | None:
    found = province(name)
    return found.name if found else None


def _is_said(name: str, said: set[str]) -> bool:
    return (province_name(name) or name) in said


def _add(
    places: dict[tuple[str, str], _Place], name: str, within: str | None, kind: str, span: Span
) -> None:
    place = places.setdefault((kind, exact_key(name)), _Place(name, within, kind))
    place.province = place.province or within
    place.spans.append(span)


def _named(text: ArticleText, place: _Place) -> PlaceNamed:
    start, end = min(place.spans)
    return PlaceNamed(
        start=start,
        end=end,
        sentence=text.sentence_at(start),
        name=place.name,
        province=place.province,
        kind=place.kind,
        mentions=tuple(sorted(place.spans)),
    )


def _inferred(text: ArticleText, name: str, span: Span) -> PlaceNamed:
    return PlaceNamed(
        start=span[0],
        end=span[1],
        sentence=text.sentence_at(span[0]) if span[1] else (0, 0),
        name=name,
        province=_province_of(name),
        kind="province",
        inferred=True,
    )
