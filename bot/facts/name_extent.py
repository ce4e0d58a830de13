"""How far the name of a body or of a post goes.

Such names begin with a capital and go on with capitals and with the phrases of `name_words.toml`;
any other small word ends them. The lists are closed on purpose: a name cut short is still true, one
that has swallowed a verb is not.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.name_phrases import GAP, WORD, Tree, longest_phrase, name_words
from bot.facts.organisation_heads import organisation_heads
from bot.facts.place_grammar import place_grammar
from bot.language.districts import districts
from bot.language.person_names import CAPITALS
from bot.sources.syllable import is_syllable
from storage.text import exact_key, fold

_SMALL_BEHIND = re.compile(r"[ \t\u00a0]{1,3}[^\W\d_]")
_PAIR = re.compile(r"[ \t\u00a0][^\W\d_A-Z]{1,6}(?=[ \t\u00a0]?(?:[()]|[,.;:](?:\s|$)))")
"""The small half of a word whose first half begins with a capital, where the name surely ends."""
_SHORT_UNIT = re.compile(rf"(?:[PQHX]|TT)\.(?=[ \t\u00a0]?[{CAPITALS}\d])")
"""`UBND H.Sông Mẫu`, `Đảng ủy TT.Chợ Mẫu`."""
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
_BEGIN_SENTENCES = frozenset({"Ông", "Bà", "Theo", "Trong", "Khi", "Tại", "Sau"})
"""`Báo Sông Mẫu | Ông Trần …`: the full stop between two sentences was lost."""
_CENTRAL = frozenset({"T.Ư", "T.W", "TW", "TƯ"})
"""`Ủy ban T.Ư | Mặt trận Tổ quốc`: the name goes on behind them."""


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
    gap = GAP.match(text, at, limit)
    word = WORD.match(text, gap.end(), limit) if gap else None
    if gap is None or word is None:
        return True  # the head alone: another rule
    table = name_words()
    if word[0].isupper() or not word[0][0].isupper():
        return True
    return any(
        longest_phrase(tree, text, gap.end(), limit) for tree in (table.anywhere, table.titled)
    )


def is_no_beginning(text: str, at: int, limit: int) -> bool:
    """Whether a phrase begins here that begins like a name and is none: `hội nghị`, `bản thân`."""
    return bool(longest_phrase(name_words().stops, text, at, limit))


def with_country(text: str, end: int, limit: int) -> int:
    """Where the name ends if a country stands right behind it: `Chính phủ | Nhật Bản`."""
    if text[end : end + 1] not in {" ", "\u00a0"}:
        return end
    if seat := _SEAT.match(text, end + 1, limit):
        return seat.end()
    realm = _REALM.match(text, end + 1, limit)
    country = place_grammar().country.match(text, realm.end() if realm else end + 1, limit)
    if country is None or (country[0] == "Việt Nam" and not (realm and realm["state"])):
        return end  # at home it says nothing
    goes_on = _CAPITAL_BEHIND.match(text, country.end(), limit)
    if goes_on and exact_key(country[0]) in place_grammar().unsure:
        following = WORD.match(text, country.end() + 1)
        if following and following[0].isascii() and not is_syllable(following[0]):
            return country.end()  # "Thủ tướng Anh | Theresa"
        return end  # "Bộ trưởng | Anh Tuấn"
    return country.end()


SEATS = "Nhà Trắng|Lầu Năm Góc|Điện Kremlin|Điện Élysée|Phố Downing"
"""By these names of their seats governments are called."""
_SEAT = re.compile(rf"(?:{SEATS})(?!\w)")
_STATE = (
    r"(?:Vương quốc|(?:Cộng hòa )?Liên bang|CHDCND|CHND|CHLB|CHXHCN|Cộng (?:hòa|hoà)"
    r"(?: [Dd]ân chủ)?(?: [Nn]hân dân| [Hh]ồi giáo| [Xx]ã hội [Cc]hủ nghĩa)?)"
)
_REALM = re.compile(rf"(?:của[ \t\u00a0])?(?:nước[ \t\u00a0])?(?P<state>{_STATE}[ \t\u00a0])?")


class _Step(NamedTuple):
    """What was read last: `head`, `phrase`, `unit` or `proper`, and where it ends."""

    end: int
    kind: str
    text: str = ""


class _Reader:
    """Reads one name on, step by step."""

    def __init__(self, text: str, at: int, limit: int, *, post: bool) -> None:
        self._text, self._limit, self._post = text, limit, post
        self._table = name_words()
        around = text[max(0, at - 30) : at + 30]
        self._headline = len(around) > 24 and around.upper() == around
        """Set in capitals throughout: being one tells nothing of a word."""

    def after(self, last: _Step) -> _Step | None:
        gap = GAP.match(self._text, last.end, self._limit)
        if gap is None and self._text[last.end - 1 : last.end] != ".":
            return None
        at = gap.end() if gap else last.end
        if gap and gap[0].strip():
            return self._behind_sign(last, at, gap)
        word = WORD.match(self._text, at, self._limit)
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
            found = longest_phrase(end, self._text, at, self._limit) if end else 0
            return _Step(found, "phrase") if found else None
        return None

    def _behind_and(self, last: _Step, at: int, behind: int) -> _Step | None:
        """`… và Đào tạo`: only what can be no body of its own."""
        found = longest_phrase(self._table.anywhere, self._text, at, self._limit)
        if found:
            return _Step(found, "phrase")
        gap = GAP.match(self._text, behind, self._limit)
        if last.kind == "acronym" and gap and self._text[at] == "&":
            short = WORD.match(self._text, gap.end(), self._limit)  # "Phòng NN & PTNT"
            return _Step(short.end(), "acronym") if short and short[0].isupper() else None
        if last.kind != "phrase" or gap is None or gap[0].strip():
            return None
        if self._text.startswith(("Thường vụ", "Thường trực"), gap.end()):
            return None  # the next body: "Thường trực Chính phủ và Thường vụ Đảng ủy …"
        if not self._text[gap.end() : gap.end() + 1].isupper():
            return None
        return self._phrase(self._table.titled, gap.end(), heads=False)

    def _phrase(self, tree: Tree, at: int, *, heads: bool) -> _Step | None:
        if not heads and organisation_heads().pattern.match(self._text, at, self._limit):
            return None
        if longest_phrase(self._table.stops, self._text, at, self._limit):
            return None
        found = longest_phrase(tree, self._text, at, self._limit) or longest_phrase(
            self._table.anywhere, self._text, at, self._limit
        )
        return _Step(found, "phrase") if found else None

    def _step(self, last: _Step, at: int, word: re.Match[str]) -> _Step | None:
        table, text, limit = self._table, self._text, self._limit
        capital = word[0][0].isupper() and not self._headline
        closed = last.kind in {"unit", "proper", "place"}
        found = longest_phrase(table.anywhere, text, at, limit)
        stop = longest_phrase(table.stops, text, at, limit)
        place = longest_phrase(table.places, text, at, limit) if word[0][0].isupper() else 0
        if place and place >= found:
            return _Step(place, "place")
        if self._post and last.kind == "head":
            behind_head = longest_phrase(table.posts, text, at, limit)
            if behind_head > found and behind_head >= longest_phrase(table.titled, text, at, limit):
                return _Step(behind_head, "head", text[at:behind_head].lower())
        if found and found >= stop and (capital or not closed):
            field = longest_phrase(table.titled, text, at, limit) if word[0][0].isupper() else 0
            return _Step(max(found, field), "phrase")
        if stop and (capital or self._headline or longest_phrase(table.units, text, at, limit)):
            return None
        return self._field(last, at, word, closed=closed)

    def _field(self, last: _Step, at: int, word: re.Match[str], *, closed: bool) -> _Step | None:
        """A field of work that begins with a capital, a level, a number, or a proper name."""
        table, text, limit = self._table, self._text, self._limit
        unit = self._unit(at)
        leads = last.text in _LEADS or last.text.endswith(("khối", "khối các"))
        led = word[0][0].isupper() or last.text in _FIELDED or (self._post and leads)
        titled = longest_phrase(table.titled, text, at, limit) if led else 0
        if self._headline and closed and titled > unit:
            return None  # in capitals a verb looks like a name
        if (
            self._post
            and closed
            and titled
            and longest_phrase(table.heads, text, at, limit) == titled
        ):
            return None  # the next body, where the end of the sentence was lost
        if self._post and not closed:
            titled = max(titled, self._small_body(at))
        if (
            last.kind == "unit"
            and " " not in text[at:titled]
            and _CAPITAL_BEHIND.match(text, titled)
        ):
            titled = 0  # "huyện Chợ Mẫu": half of a place
        if titled > unit:
            return _Step(titled, "phrase", text[at:titled].lower())
        if unit:
            return _Step(unit, "unit", text[at:unit].lower())
        if word[0].isdigit():
            return self._number(last, word)
        capital = word[0][0].isupper() and not self._headline
        return self._proper(last, word) if capital else None

    def _unit(self, at: int) -> int:
        """`tỉnh`, `xã`, `P.`; `thôn` and the like only with a name or number behind them."""
        if short := _SHORT_UNIT.match(self._text, at, self._limit):
            return short.end()
        if found := longest_phrase(self._table.units, self._text, at, self._limit):
            dotted = found - at == 2 and _DOT_AND_NAME.match(self._text, found, self._limit)
            return dotted.end() if dotted else found
        found = longest_phrase(self._table.units_named, self._text, at, self._limit)
        behind = self._text[found + 1 : found + 2] if found else ""
        if found and longest_phrase(self._table.units, self._text, found + 1, self._limit):
            return found  # "Giám đốc Agribank chi nhánh huyện Mẫu"
        return found if behind and (behind.isupper() or behind.isdigit()) else 0

    def _small_body(self, at: int) -> int:
        """`bí thư | đảng ủy xã`: in posts names of bodies also begin small."""
        return longest_phrase(self._table.lower_heads, self._text, at, self._limit)

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
        if word[0] in _BEGIN_SENTENCES and last.kind in {"phrase", "place", "acronym"}:
            return None
        if word[0] in _CENTRAL:
            return _Step(word.end(), "phrase", word[0].lower())
        if len(word[0]) > 1 and word[0].isupper():  # TNHH, TP.HCM
            return _Step(word.end(), "place" if "." in word[0] else "acronym")
        following = _SMALL_BEHIND.match(self._text, word.end(), self._limit)
        alone = following is not None and following[0][-1].islower()
        if alone and _FOREIGN.search(word[0]):
            return _Step(word.end(), "proper")
        if alone and districts(word[0]):
            return _Step(word.end(), "place")  # "Thành ủy Vinh"
        if alone and last.kind in {"head", "phrase"}:
            pair = _PAIR.match(self._text, word.end(), self._limit)
            if pair is not None and not longest_phrase(
                self._table.stops, self._text, word.start(), self._limit
            ):
                return _Step(pair.end(), "phrase")  # "Trung tâm Hỗ trợ Xuất khẩu ("
            return None
        if alone and last.kind in {"place", "acronym"}:
            return None
        return _Step(word.end(), "proper")


def to_country(text: str, start: int, end: int) -> int:
    """`Bộ Ngoại giao Trung Quốc | Cảnh Mẫu`: behind a country a person's name begins."""
    grammar = place_grammar()
    for country in grammar.country.finditer(text, start, end):
        if fold(country[0]) == "viet nam" or exact_key(country[0]) in grammar.unsure:
            continue
        if text[country.start() - 1].isspace() and text[country.end() : country.end() + 1] == " ":
            return country.end()
    return end
