"""Names of people that are no Vietnamese ones, where the words in front tell a person.

Capitals alone tell nothing: a foreign name is read only behind an honorific, an occupation or the
post of a head of state (`ông`, `tiền đạo`, `Tổng thống Pháp`) or in front of an age or a verb that
only people do; without an honorific it needs a word that no Vietnamese syllable can be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from bot.facts.article_text import Span
from bot.facts.name_extent import SEATS
from bot.facts.person_evidence import descriptor_words, is_told_behind, statesman_words
from bot.facts.place_grammar import place_grammar
from bot.facts.posts import post_at, post_head
from bot.language.districts import districts
from bot.language.person_names import CAPITALS
from bot.language.provinces import province_name
from bot.sources.syllable import is_syllable

_WORD = (
    rf"(?:[A-Z]\.[ \t\u00a0]?){{0,2}}[{CAPITALS}](?:[^\W\d_]|['’]){{0,14}}"
    r"(?:-[^\W\d_]{1,12})?"
)
_PARTICLE = r"(?:al-|el-|ben |bin |van |von |de |der |da |dos |bint )"
_NAME = re.compile(
    rf"(?P<name>(?:[Aa]l-|[Ee]l-)?{_WORD}(?:[ \t\u00a0-]{_PARTICLE}{{0,2}}{_WORD}){{0,4}})"
    rf"(?![\w-]|[ \t\u00a0][{CAPITALS}])"
)
_RANKS = "(?:đại|thượng|trung|thiếu) (?:tướng|tá)|(?<!thủ )(?<!bộ )tướng|đô đốc|thống chế"
_POLITE = re.compile(
    rf"(?<!\w)(?i:đồng chí|ông|bà|ngài|cô|anh|chị|{_RANKS})[ \t\u00a0]{{1,2}}{_NAME.pattern}"
)
_UNVIETNAMESE = re.compile(
    r"(?<!\w)(?:[Aa]l-|[Ee]l-)?(?P<word>[A-ZÉÖÜÇ][a-zéèëöüïçñßøåæ]{2,14})(?!\w)"
)
"""Words that may be foreign: only letters of other languages."""
_IN_FRONT = re.compile(
    rf"(?<![\w.-])(?:{_WORD}[ \t\u00a0-]{_PARTICLE}{{0,1}}){{0,4}}(?:[Aa]l-|[Ee]l-)?$"
)
"""The words of the name that stand in front of one of them."""
_OF_ONE_WORD = re.compile(
    r"HLV|huấn luyện viên|(?:tiền|hậu|trung) (?:đạo|vệ)|thủ môn|thủ quân|cầu thủ|ca s[ĩỹ]"
    r"|tổng thống|thủ tướng|ngoại trưởng|tiền nhiệm|thượng nghị|nữ hoàng|quốc vương|bộ trưởng",
    re.IGNORECASE,
)
"""They are called by one name; behind `sinh viên` one word is a school's or a firm's."""
_SEVERAL_WORDS = re.compile(r"(?!Rịa)[^.]+[\s-][^.]+")
"""Vietnamese names without a family name (`bà Thị Mẫu`); not `Bà | Rịa-Vũng Tàu`."""
_OF_A_FIRM = re.compile(
    r"(?:nhân|giảng|giáo|học|sinh) viên|học sinh|cán bộ|công nhân|kỹ sư|nhà đầu tư", re.IGNORECASE
)
"""Behind them stands a firm or school as often as a name."""
_LATIN = re.compile(r"[A-Za-zéèëöüïçñßøåæÉÖÜÇ'’]+")
_OF_A_STATE = re.compile(
    r"(?:cựu |nguyên |quyền |tân )?(?:phó )?(?:đại sứ|tổng lãnh sự|bộ trưởng|thứ trưởng"
    r"|ngoại trưởng|thống đốc|thị trưởng|thủ hiến|tổng thống|thủ tướng|tổng thư ký|cao ủy"
    r"|chủ tịch quốc hội|chủ tịch nước|người phát ngôn"
    r"|phát ngôn viên|cố vấn|đặc phái viên)(?!\w)",
    re.IGNORECASE,
)
"""No firm has them: what stands behind them is no firm's name."""
_FIRM = re.compile(
    r"(?<!\w)(?:công ty|cty|tập đoàn|hãng|quỹ|ngân hàng|trường|viện|trung tâm|bệnh viện"
    r"|câu lạc bộ|clb|khách sạn|nhà máy|liên doanh)(?!\w)",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(r"[ \t\u00a0]{0,2}(?:\([A-Z]{2,8}\)[ \t\u00a0]{0,2})?")
"""`Chủ tịch Liên đoàn Bóng đá Mẫu (MFA) | NAME`."""
_MOST_NAMES = 60
"""Names of one article that are looked for again."""
_HEAD = 60
_POLITE_FIRST = re.compile(r"(?:Ông|Bà|Ngài)[ \t\u00a0]")


def foreign_names(text: str) -> list[Span]:
    """In order; may overlap what else is found."""
    found = {
        _without_country(text, *it.span("name"))
        for it in _POLITE.finditer(text)
        if is_foreign(it["name"]) or _SEVERAL_WORDS.fullmatch(it["name"])
    }
    found.update(_pen_names(text))
    done = 0
    for word in _UNVIETNAMESE.finditer(text):
        if word.start() < done or not _is_foreign_word(word["word"]):
            continue
        if place_grammar().country.match(text, word.start()):
            continue
        span = _told(text, word.start())
        if span is not None:
            found.add(span)
            done = span[1]
    found = {it for it in found if not _OF_A_THING.match(text, it[0])}
    return sorted(found | _said_again(text, found))


_OF_A_THING = re.compile(
    rf"(?:[{CAPITALS}]{{2,8}}[ \t\u00a0])"
    r"|(?<=tỉnh )|(?<=bang )|(?<=thành phố )|(?<=hạt )|(?<=vùng )|(?<=thị trấn )|(?<=đảo )"
)
"""What begins with an abbreviation, or behind the word for a place: `HĐQT Becamex`, `tỉnh | …`."""


_PEN_NAME = re.compile(
    # a letter first, then what may not stand in front of it: so the search skips most of a text
    r"(?:[NnCcHhĐđDd](?<!\w[NnCcHhĐđDd])(?<![Hh]ội [Nn])|MC(?<!\wMC)|BTV(?<!\wBTV)|NS(?<!\wNS))"
    r"(?:(?<=[Nn])hà (?:báo|văn|thơ)|(?<=[Nn])hạc s[ĩỹ]|(?<=[Cc])a s[ĩỹ]|(?<=[Nn])ghệ s[ĩỹ]"
    r"|(?<=[Hh])ọa s[ĩỹ]|(?<=[Đđ])ạo diễn|(?<=[Dd])iễn viên|(?<=[Nn])gười mẫu|(?<=MC)|(?<=BTV)"
    r"|(?<=NS)ND|(?<=NS)ƯT)[ \t\u00a0]"
    rf"(?P<name>[{CAPITALS}][^\W\d_A-Z]{{1,6}}[ \t\u00a0][{CAPITALS}][^\W\d_A-Z]{{1,6}})"
    rf"(?![\w-]|[ \t\u00a0]?[-–&]|[ \t\u00a0][{CAPITALS}\d])"
)
"""`nhà báo Duy Mẫu`: without a family name."""
_NO_PEN_NAME = re.compile(r"(?:Nhân|Ưu|Việt|Quốc|Hội|Trung|Thành|Tây|Nam|Bắc|Đông|Ba|Anh)(?!\w)")


def _pen_names(text: str) -> Iterator[Span]:
    for it in _PEN_NAME.finditer(text):
        name = it["name"]
        is_place = province_name(name) or districts(name) or place_grammar().country.match(name)
        if not is_place and not _NO_PEN_NAME.match(name):
            yield it.span("name")


def _without_country(text: str, start: int, end: int) -> Span:
    """`Đô đốc Mỹ | NAME`."""
    country = place_grammar().country.match(text, start, end)
    behind = country.end() + 1 if country else start
    return (behind, end) if " " in text[behind:end] else (start, end)


def _said_again(text: str, found: Collection[Span]) -> set[Span]:
    """Where names of several words stand again: the words around them need tell nothing more."""
    names = {text[start:end] for start, end in found}
    telling = (it for it in names if it.count(" ") > 1 or (" " in it and is_foreign(it)))
    several = sorted(telling, key=lambda it: (-len(it), it))
    if not several:
        return set()
    again = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, several[:_MOST_NAMES]))})"
        rf"(?![\w-]|[ \t\u00a0][{CAPITALS}])"
    )
    inside = {at for start, end in found for at in range(start, end)}
    return {
        it.span()
        for it in again.finditer(text)
        if it.start() not in inside and it.end() - 1 not in inside
    }


def is_foreign(name: str) -> bool:
    """Whether a word of it, no abbreviation, can be no Vietnamese syllable."""
    return any(_is_foreign_word(word) for word in re.split(r"[\s-]", name))


@lru_cache(maxsize=1 << 12)
def _is_foreign_word(word: str) -> bool:
    return (
        len(word) > 2
        and not word.isupper()
        and _LATIN.fullmatch(word) is not None
        and not is_syllable(word)
    )


def _told(text: str, at: int) -> Span | None:
    """The name that the word at `at` is part of, if the words in front of it tell a person."""
    front = _IN_FRONT.search(text, max(0, at - _HEAD), at)
    start = front.start() if front else at
    polite = _POLITE_FIRST.match(text, start, at)
    start = polite.end() if polite else start
    telling, country = _tables()
    prefix = country.match(text, start, at)
    led = telling.search(text, max(0, start - _HEAD), start)
    if prefix:  # "Tổng thống | Pháp | NAME", "HLV | NAME"
        start = prefix.end()
        led = led or telling.search(text, max(0, start - _HEAD), start)
    name = _NAME.match(text, start)
    if name is None or name.end("name") <= at:
        return None
    if place_grammar().country.fullmatch(name["name"]):
        return None
    if not re.search(r"[\s-]", name["name"]):
        return name.span("name") if led and _OF_ONE_WORD.search(led[0]) else None
    if led is not None and not _OF_A_FIRM.match(led[0]):
        return name.span("name")
    told = (
        _stands_in_list(text, start, name.end("name"))
        or _stands_behind_post(text, start)
        or is_told_behind(text, name.end("name"), at + 200)
    )
    return name.span("name") if told else None


def _stands_in_list(text: str, start: int, end: int) -> bool:
    """`: NAME, Bộ trưởng Bộ Y tế; NAME, POST`: begun by a colon or semicolon, with a post."""
    if text[max(0, start - 2) : start] not in {": ", "; "} or text[end : end + 2] != ", ":
        return False
    post = post_at(text, end + 2, end + _HEAD * 2)
    return post is not None and text[post.end : post.end + 1] in {",", ";", ".", "…"}


def _stands_behind_post(text: str, start: int) -> bool:
    """`Giám đốc FBI | NAME`, `Đại sứ Đức | NAME`: a post with its body, none of a firm."""
    last = None
    for head in post_head().finditer(text, max(0, start - _HEAD), start):
        post = post_at(text, head.start(), start)
        if post is not None and _SHORT_NAME.fullmatch(text, post.end, start):
            last = (head[0], post.text)
            break
    if last is None or _FIRM.search(last[1]):
        return False
    return len(last[1]) > len(last[0]) or _OF_A_STATE.match(last[0]) is not None


@cache
def _tables() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands in front of a name, and a country or abbreviation that may stand between."""
    return (
        re.compile(
            rf"(?<!\w)(?i:{descriptor_words()}|{statesman_words()})[ \t\u00a0]{{1,2}}$",
        ),
        re.compile(
            r"(?:(?:Liên [Bb]ang|Vương quốc|Cộng hòa|CHDCND|CHND|CHLB)[ \t\u00a0])?"
            rf"(?:{place_grammar().country.pattern}|{SEATS}|Nhật|Hàn|[A-Z]{{2,6}})[ \t\u00a0]"
        ),
    )
