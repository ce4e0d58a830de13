"""How far the name of a body or of a post goes.

Such names begin with a capital and go on with capitals and with the phrases of `name_words.toml`;
any other small word ends them. The lists are closed on purpose: a name cut short is still true, one
that has swallowed a verb is not.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.facts.organisation_heads import organisation_heads, split_names
from bot.facts.place_grammar import place_grammar
from bot.language.person_names import CAPITALS
from bot.language.provinces import all_provinces
from storage.text import MAX_SYLLABLE, exact_key

_WORD = re.compile(
    # TNHH, GD&ĐT, LĐ-TB&XH, TP.HCM: capitals joined by signs are one word; K'Ré
    r"[A-ZĐƯƠÂÊÔ]{1,5}(?:[-/.&][A-ZĐƯƠÂÊÔ][A-ZĐƯƠÂÊÔa-z]{0,8}){1,3}(?!\w)|[^\W_]+(?:['’][^\W_]+)?|&"
)
_GAP = re.compile(r"[ \t\u00a0]?(?:,[ \t\u00a0]|[-–][ \t\u00a0])|-(?=[^\W\d_])|[ \t\u00a0]{1,3}")
_SMALL_BEHIND = re.compile(r"[ \t\u00a0]{1,3}[^\W\d_]")
_PAIR = re.compile(r"[ \t\u00a0][^\W\d_A-Z]{1,6}(?=[ \t\u00a0]?(?:[()]|[,.;:](?:\s|$)))")
"""The small half of a word whose first half begins with a capital, where the name surely ends."""
_DATED = re.compile(r"[-/.,]\d|\d|[ \t\u00a0]{0,2}%")
_DOT_AND_NAME = re.compile(r"\.(?=[ \t\u00a0]?[^\W\d_a-z])")
"""`TP. Sông Mẫu`, `Tp.HCM`."""
_CAPITAL_BEHIND = re.compile(rf"[ \t\u00a0][{CAPITALS}]")
_FOREIGN = re.compile(r"[aeiou][^\W\d_aeiouy]{1,4}[aeiou]|[fjwz]", re.IGNORECASE | re.ASCII)
"""`Becamex`: two syllables or letters that no Vietnamese syllable has; a name by itself."""
_FIELDED = frozenset({"chi cục", "cục", "trung tâm", "phòng", "viện", "ban quản lý", "câu lạc bộ"})
"""What follows them is their field, in small letters too: `Chi cục | bảo vệ môi trường`."""
_LEADS = frozenset({"ban", "ủy ban", "uỷ ban", "tổng cục"})
"""In posts their field may be in small letters too: `Chủ tịch Ủy ban | chứng khoán Nhà nước`."""
_CENTRAL = frozenset({"T.Ư", "T.W", "TW", "TƯ"})
"""`Ủy ban T.Ư | Mặt trận Tổ quốc`: the name goes on behind them."""
_LONGEST = 14
"""Tokens of the longest phrases."""

_Tree = dict[str, Any]
_END = ""
"""Marks in a tree that a phrase may end here."""


class _Words(NamedTuple):
    anywhere: _Tree
    titled: _Tree
    heads: _Tree
    posts: _Tree
    places: _Tree
    stops: _Tree
    units: _Tree
    units_named: _Tree
    numbered: frozenset[str]
    lower_heads: _Tree


@lru_cache(maxsize=1 << 13)
def _key(word: str) -> str:
    return exact_key("và") if word == "&" else exact_key(word[:MAX_SYLLABLE])


def _tree(phrases: list[str]) -> _Tree:
    root: _Tree = {}
    for phrase in phrases:
        node = root
        for word in re.sub("[-–,]", " , ", phrase).split():
            node = node.setdefault("," if word == "," else _key(word), {})
        node[_END] = True
    return root


@cache
def _words() -> _Words:
    raw = tomllib.loads(files(__package__).joinpath("name_words.toml").read_text("utf-8"))
    lists = {name: split_names(phrases) for name, phrases in raw.items()}
    heads = organisation_heads().by_words
    provinces = [name for it in all_provinces() for name in (it.name, *it.former)]
    provinces += ["Thừa Thiên - Huế", "Bà Rịa - Vũng Tàu"]  # as they are written beside the list
    return _Words(
        anywhere=_tree(lists["anywhere"]),
        titled=_tree(lists["titled"] + list(heads)),
        heads=_tree(list(heads)),
        posts=_tree(lists["posts"]),
        places=_tree(provinces),
        stops=_tree(lists["stops"]),
        units=_tree(lists["units"]),
        units_named=_tree(lists["units_named"]),
        numbered=frozenset(lists["numbered"]),
        lower_heads=_tree([name for name in heads if " " in name]),
    )


def _longest(tree: _Tree, text: str, at: int, limit: int) -> int:
    """Where the longest phrase of the tree that begins at `at` ends; 0: none does."""
    node, best = tree, 0
    for _ in range(_LONGEST):
        word = _WORD.match(text, at, limit)
        node = node.get(_key(word[0])) if word else None  # type: ignore[assignment] # left at None
        if word is None or node is None:
            break
        at = word.end()
        if _END in node:
            best = at
        gap = _GAP.match(text, at, limit)
        if gap is None:
            break
        if gap[0].strip():
            if "," not in node:
                break
            node = node[","]
        at = gap.end()
    return best


def name_end(text: str, at: int, limit: int, *, words: int, post: bool = False) -> int:
    """Where a name that was read up to `at` ends, at most `words` steps further on.

    Nothing at or behind `limit` is looked at. `post`: the name is a post's, and may go on with
    "chuyên trách", "thường trực" and with names of bodies in small letters.
    """
    reader = _Reader(text, at, limit, post=post)
    last = _Step(at, "head", " ".join(text[max(0, at - 14) : at].lower().split()[-2:]))
    if last.text.split(" ")[-1] in _FIELDED or (post and last.text == "trưởng ban"):
        last = last._replace(text=last.text.split(" ")[-1])
    for _ in range(words):
        step = reader.after(last)
        if step is None:
            break
        last = step
    return last.end


def names_field(text: str, at: int, limit: int) -> bool:
    """Whether a field of work or its abbreviation follows the head that ends at `at`."""
    gap = _GAP.match(text, at, limit)
    word = _WORD.match(text, gap.end(), limit) if gap else None
    if gap is None or word is None:
        return True  # the head alone: another rule
    table = _words()
    if word[0].isupper() or not word[0][0].isupper():
        return True
    return any(_longest(tree, text, gap.end(), limit) for tree in (table.anywhere, table.titled))


def is_no_beginning(text: str, at: int, limit: int) -> bool:
    """Whether a phrase begins here that begins like a name and is none: `hội nghị`, `bản thân`."""
    return bool(_longest(_words().stops, text, at, limit))


def with_country(text: str, end: int, limit: int) -> int:
    """Where the name ends if a country stands right behind it: `Chính phủ | Nhật Bản`."""
    if text[end : end + 1] not in {" ", "\u00a0"}:
        return end
    realm = _REALM.match(text, end + 1, limit)
    country = place_grammar().country.match(text, realm.end() if realm else end + 1, limit)
    if country is None or country[0] == "Việt Nam":
        return end  # at home it says nothing
    goes_on = _CAPITAL_BEHIND.match(text, country.end(), limit)
    if goes_on and exact_key(country[0]) in place_grammar().unsure:
        return end  # "Bộ trưởng | Anh Tuấn"
    return country.end()


_REALM = re.compile(
    r"(?:của[ \t\u00a0])?(?:(?:Vương quốc|Liên bang|Cộng hòa|nước|nước Cộng hòa)[ \t\u00a0])?"
)


class _Step(NamedTuple):
    """What was read last: `head`, `phrase`, `unit` or `proper`, and where it ends."""

    end: int
    kind: str
    text: str = ""


class _Reader:
    """Reads one name on, step by step."""

    def __init__(self, text: str, at: int, limit: int, *, post: bool) -> None:
        self._text, self._limit, self._post = text, limit, post
        self._table = _words()
        around = text[max(0, at - 30) : at + 30]
        self._headline = len(around) > 24 and around.upper() == around
        """Set in capitals throughout: being one tells nothing of a word."""

    def after(self, last: _Step) -> _Step | None:
        gap = _GAP.match(self._text, last.end, self._limit)
        if gap is None and self._text[last.end - 1 : last.end] != ".":
            return None
        at = gap.end() if gap else last.end
        if gap and gap[0].strip():
            return self._behind_sign(last, at, gap)
        word = _WORD.match(self._text, at, self._limit)
        if word is None:
            return None
        if word[0].lower() in {"và", "&"}:
            return self._behind_and(last, at, word.end())
        return self._step(last, at, word)

    def _behind_sign(self, last: _Step, at: int, gap: re.Match[str]) -> _Step | None:
        """`Văn hóa, Thể thao` stands in the lists; a dash may also join what each begins large."""
        if last.kind == "phrase" and "," not in gap[0] and self._text[at : at + 1].isupper():
            return self._phrase(self._table.titled, at, heads=False)
        if last.kind in {"head", "phrase"}:
            end = self._table.anywhere.get(",")
            found = _longest(end, self._text, at, self._limit) if end else 0
            return _Step(found, "phrase") if found else None
        return None

    def _behind_and(self, last: _Step, at: int, behind: int) -> _Step | None:
        """`… và Đào tạo`: only what can be no body of its own."""
        found = _longest(self._table.anywhere, self._text, at, self._limit)
        if found:
            return _Step(found, "phrase")
        gap = _GAP.match(self._text, behind, self._limit)
        if last.kind != "phrase" or gap is None or gap[0].strip():
            return None
        if self._text.startswith(("Thường vụ", "Thường trực"), gap.end()):
            return None  # the next body: "Thường trực Chính phủ và Thường vụ Đảng ủy …"
        if not self._text[gap.end() : gap.end() + 1].isupper():
            return None
        return self._phrase(self._table.titled, gap.end(), heads=False)

    def _phrase(self, tree: _Tree, at: int, *, heads: bool) -> _Step | None:
        if not heads and organisation_heads().pattern.match(self._text, at, self._limit):
            return None
        if _longest(self._table.stops, self._text, at, self._limit):
            return None
        found = _longest(tree, self._text, at, self._limit) or _longest(
            self._table.anywhere, self._text, at, self._limit
        )
        return _Step(found, "phrase") if found else None

    def _step(self, last: _Step, at: int, word: re.Match[str]) -> _Step | None:
        table, text, limit = self._table, self._text, self._limit
        capital = word[0][0].isupper() and not self._headline
        closed = last.kind in {"unit", "proper", "place"}
        found = _longest(table.anywhere, text, at, limit)
        stop = _longest(table.stops, text, at, limit)
        place = _longest(table.places, text, at, limit) if word[0][0].isupper() else 0
        if place and place >= found:
            return _Step(place, "place")
        if self._post and last.kind == "head":
            behind_head = _longest(table.posts, text, at, limit)
            if behind_head > found and behind_head >= _longest(table.titled, text, at, limit):
                return _Step(behind_head, "head", text[at:behind_head].lower())
        if found and found >= stop and (capital or not closed):
            field = _longest(table.titled, text, at, limit) if word[0][0].isupper() else 0
            return _Step(max(found, field), "phrase")
        if stop and (capital or self._headline or _longest(table.units, text, at, limit)):
            return None
        unit = self._unit(at)
        leads = last.text in _LEADS or last.text.endswith(("khối", "khối các"))
        led = word[0][0].isupper() or last.text in _FIELDED or (self._post and leads)
        titled = _longest(table.titled, text, at, limit) if led else 0
        if self._headline and closed and titled > unit:
            return None  # in capitals a verb looks like a name
        if self._post and closed and titled and _longest(table.heads, text, at, limit) == titled:
            return None  # the next body, where the end of the sentence was lost
        if self._post and not closed:
            titled = max(titled, self._small_body(at))
        if titled > unit:
            return _Step(titled, "phrase", text[at:titled].lower())
        if unit:
            return _Step(unit, "unit", text[at:unit].lower())
        if word[0].isdigit():
            return self._number(last, word)
        return self._proper(last, word) if capital else None

    def _unit(self, at: int) -> int:
        """`tỉnh`, `xã`, `P.`; `thôn` and the like only with a name or number behind them."""
        if self._text[at : at + 2] in {"P.", "Q."}:
            return at + 2
        if found := _longest(self._table.units, self._text, at, self._limit):
            dotted = found - at == 2 and _DOT_AND_NAME.match(self._text, found, self._limit)
            return dotted.end() if dotted else found
        found = _longest(self._table.units_named, self._text, at, self._limit)
        behind = self._text[found + 1 : found + 2] if found else ""
        return found if behind and (behind.isupper() or behind.isdigit()) else 0

    def _small_body(self, at: int) -> int:
        """`bí thư | đảng ủy xã`: in posts names of bodies also begin small."""
        return _longest(self._table.lower_heads, self._text, at, self._limit)

    def _number(self, last: _Step, word: re.Match[str]) -> _Step | None:
        before = self._text[max(0, last.end - 16) : last.end].lower().split()
        fits = not self._table.numbered.isdisjoint(
            (" ".join(before[-3:]), " ".join(before[-2:]), *before[-1:])
        )
        dated = _DATED.match(self._text, word.end())
        return _Step(word.end(), "proper") if fits and not dated and len(word[0]) < 5 else None

    def _proper(self, last: _Step, word: re.Match[str]) -> _Step | None:
        """A syllable of a proper name; a lone one before a small word is half of a word."""
        if self._headline:
            return None
        if word[0] in _CENTRAL:
            return _Step(word.end(), "phrase", word[0].lower())
        if len(word[0]) > 1 and word[0].isupper():  # TNHH, TP.HCM
            return _Step(word.end(), "place" if "." in word[0] else "acronym")
        following = _SMALL_BEHIND.match(self._text, word.end(), self._limit)
        alone = following is not None and following[0][-1].islower()
        if alone and _FOREIGN.search(word[0]):
            return _Step(word.end(), "proper")
        if alone and last.kind in {"head", "phrase"}:
            pair = _PAIR.match(self._text, word.end(), self._limit)
            if pair is not None and not _longest(
                self._table.stops, self._text, word.start(), self._limit
            ):
                return _Step(pair.end(), "phrase")  # "Trung tâm Hỗ trợ Xuất khẩu ("
            return None
        if alone and last.kind in {"place", "acronym"}:
            return None
        return _Step(word.end(), "proper")
