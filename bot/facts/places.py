"""Places that an article names: provinces and cities, districts, communes, countries.

A name of a province counts wherever it stands for the province (`UBND tỉnh X`, `ở X`), not in the
name of a street, school or person. Other places count only where the text says what they are
(`huyện X`). What is known from the dateline or the source alone is marked `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.facts.article_text import ArticleText, Span
from bot.facts.place_countries import countries
from bot.facts.place_grammar import place_grammar
from bot.facts.record import PlaceNamed
from bot.language.districts import district_province, districts
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
    for start, end, name in countries(whole, taken[:MOST], MOST):
        _add(places, name, None, "country", (start, end))
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
        if (
            len(found) < MOST
            and not _is_no_place(text, start, end)
            and not _longer(text, start, end)
        ):
            name = province_name(match[0])
            if name is not None:
                found.append((start, end, name))
    return found


def _longer(text: str, start: int, end: int) -> bool:
    """`Điện Biên | Phủ`: a city's name that begins like a province's."""
    behind = _NEXT_WORD.match(text, end)
    return behind is not None and bool(districts(f"{text[start:end]}{behind[0]}"))


def _is_no_place(text: str, start: int, end: int) -> bool:
    """Whether the name is that of a street, a school or a person."""
    head = text[max(0, start - _HEAD) : start].rpartition("\n")[2]
    rank = place_grammar().head_in_front.search(head)
    if rank and text[start : start + 2].lower() != "tp":  # "xã Đồng Tháp" is no province
        head_key = exact_key(rank["head"])
        no_province = place_grammar().kinds.get(head_key) != "province"
        return no_province or _is_city_below(head_key, text[start:end])
    if place_grammar().behind.search(head):
        return True
    before = _LAST_WORD.search(head)
    return bool(before and before[1] in name_tables().surnames)


def _add_headed(text: str, places: dict[tuple[str, str], _Place]) -> None:
    for match in list(place_grammar().headed.finditer(text))[:MOST]:
        head, name = exact_key(" ".join(match["head"].split())), " ".join(match["name"].split())
        kind = place_grammar().kinds.get(head, "site")
        if kind == "site" and not _is_site(text, match, head):
            continue
        at = match.start("name")
        name, end = _cut(name, match)
        known = place_grammar().province
        by_name = known.match(text, at) or known.match(text, match.start())
        if kind == "province" and by_name and not _is_city_below(head, name):
            continue  # found by its name already
        if place_grammar().country.fullmatch(name) or _is_nobodys(text, match, kind, name):
            continue
        rank = place_grammar().seats.get(head, " ".join(match["head"].split()))
        if head in place_grammar().numbered and (number := _NUMBER_BEHIND.match(text, end)):
            name, end = f"{name} {number[1]}", number.end()
        if name[0].isdigit() and exact_key(rank) not in _NUMBERED:
            continue
        if kind == "province":
            if head in _SEATS_OF_PROVINCES:
                continue
            kind = "district"
        start = match.start() if head not in _SEATS_OF_PROVINCES else match.start("name")
        rank = rank if rank.isupper() and len(rank) < 3 else rank[0].lower() + rank[1:]
        alone = district_province(rank.lower(), name) if kind == "district" else None
        within = alone if rank.lower() in _CITIES and alone else _within(text, end, kind) or alone
        _add(places, f"{rank.lower()} {name}", within, kind, (start, end))


def _is_site(text: str, match: re.Match[str], head: str) -> bool:
    """Whether the word for a kind of site is one: not in `Hồ Chí Minh`, `khối Mặt trận`."""
    grammar = place_grammar()
    if match["head"][0].isupper() and head not in grammar.capital:
        return False
    if match["name"].startswith(("Quốc ", "Lịch ")) or match["name"] in {"Quốc", "Lịch"}:
        return False  # "khu di tích Quốc gia"
    return head not in grammar.chained or _CHAIN.match(text, match.end()) is not None


def _is_city_below(head: str, name: str) -> bool:
    """Whether it is a city within a province: `thành phố Điện Biên Phủ`, and `TP Thanh Hóa`, which
    is called like its province; not `TP Cần Thơ`."""
    if head in _SEATS_OF_PROVINCES or district_province("thành phố", name) is None:
        return False
    found = province(name)
    return found is None or not (found.is_city and exact_key(found.name) == exact_key(name))


_AGENCY = re.compile(r"[Hh]oa xã[ \t\u00a0]$")
"""`Tân Hoa xã Trần Mẫu`."""


def _is_nobodys(text: str, match: re.Match[str], kind: str, name: str) -> bool:
    """Whether what follows the rank is a person or the next sentence and no name of a place."""
    words = name.split()
    if name[0].isdigit():
        return False
    if _AGENCY.search(text, max(0, match.start() - _HEAD), match.end("head")):
        return True
    if match["head"].rstrip()[-1] == "." and _is_initial(words, match["head"]):
        return True
    by_rank_alone = kind == "province" or exact_key(match["head"].strip()) in place_grammar().seats
    if by_rank_alone and (words[0] in _NO_NAMES or (len(name) < 5 and name not in _SHORTEST)):
        return True
    if words[0] not in name_tables().common or name in name_tables().namesakes:
        return False
    if by_rank_alone:
        return len(words) > 2 or not (name in _LIKE_PEOPLE or districts(name))
    head = text[max(0, match.start() - _HEAD) : match.start()]
    return len(words) > 2 and _POST.search(head) is not None


def _is_initial(words: list[str], head: str) -> bool:
    """`H.T`, `P.V Mẫu`, `H.Thanh`: initials of a person."""
    if len(words[0]) == 1:
        return True
    return len(words) == 1 and len(head.strip()) == 2 and not districts(words[0])


_POST = re.compile(
    r"(?:Chủ tịch|Bí thư|Trưởng|Giám đốc|lãnh đạo|cán bộ)[ \t](?:[^\W\d_]+[ \t]){0,2}$"
)
_NO_NAMES = frozenset("Ông Bà Ảnh Theo Tại Trong Bí Phối Tp TP Sau Không Nguồn".split())  # noqa: SIM905 - short words in a list are read by nobody
_SHORTEST = frozenset({"Vinh", "Huế"})
_LIKE_PEOPLE = frozenset({"Phan Thiết", "Phan Rang", "Hồ Xá", "Trần Đề", "Dương Đông", "Lý Sơn"})
_NUMBER_BEHIND = re.compile(
    r"[ \t\u00a0](\d{1,2})(?=[,;.)]|[ \t\u00a0]?\(|$|\s\S)(?![.,]\d)", re.MULTILINE
)
_CHAIN = re.compile(
    r"(?:[ \t\u00a0]\d{1,2})?[ \t\u00a0]?[,(][ \t\u00a0]?"
    r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|TP|P\.|TT)(?!\w)",
    re.IGNORECASE,
)
"""Behind a place: the one that it lies in."""
_NUMBERED = frozenset(map(exact_key, ("quận", "phường", "thôn", "ấp", "xóm", "khóm", "khu phố")))
_CITIES = frozenset({"thành phố", "tp", "tp."})
_RANKS = ("site", "commune", "district", "province")
"""The narrower ones first."""
_SEATS_OF_PROVINCES = frozenset(exact_key(it) for it in ("tỉnh", "tỉnh ủy"))


def _cut(name: str, match: re.Match[str]) -> tuple[str, int]:
    """The name without a person's that follows it: `Bí thư Huyện ủy Mẫu | Nguyễn Văn An`."""
    words = name.split()
    for at in range(1, len(words)):
        if words[at] in name_tables().common and len(words) - at >= 2:
            kept = " ".join(words[:at])
            return kept, match.start("name") + len(kept)
    return name, match.end("name")


def _within(text: str, end: int, kind: str) -> str | None:
    """The province of today that the text says behind a place of `kind`.

    `, tỉnh X`, `(X)`, also behind the district that lies between (`, huyện Y, tỉnh X`), or that
    of the district where only one has its name. What is of the same rank is the next of a list.
    """
    for _ in range(_LINKS):
        link = _OF_PROVINCE.match(text, end)
        if link is None:
            return None
        wider = place_grammar().headed.match(text, link.end("sign"))
        head = exact_key(" ".join(wider["head"].split())) if wider else ""
        if wider is None or not _is_city_below(head, wider["name"]):
            if found := place_grammar().province.match(text, link.end()):
                return _province_of(found[0])
            if wider is None:
                return None
        name, end = _cut(" ".join(wider["name"].split()), wider)
        wider_kind = place_grammar().kinds.get(head, "site")
        wider_kind = "district" if wider_kind == "province" else wider_kind
        if _RANKS.index(wider_kind) <= _RANKS.index(kind):
            return None
        kind = wider_kind
        rank = place_grammar().seats.get(head, wider["head"].strip().lower())
        if alone := district_province(rank, name):
            return alone
    return None


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
