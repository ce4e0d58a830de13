"""Where names of bodies stand in a text, and which bodies their own names say are above them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.facts.article_text import ArticleText
from bot.facts.name_extent import is_no_beginning, name_end, names_field, to_country, with_country
from bot.facts.organisation_heads import Head, organisation_heads
from bot.facts.organisation_lists import Named, levels_of_lists
from bot.facts.organisation_plurals import is_any_of
from bot.facts.organisation_trades import firm_end, is_form_alone, with_number
from bot.facts.person_spans import is_namesake
from bot.facts.posts import post_head
from bot.language.abbreviations import expand
from bot.language.person_names import CAPITALS
from storage.text import fold

_STEPS = 14
_DEEP = 4
"""Bodies within one name: `Ban Thường vụ | Đảng ủy | Sở Y tế`."""

_POST_BEFORE = re.compile(
    r"(?:thư|tịch|ban|nhiệm|trưởng|tướng|đốc|viên|đoàn)[ \t\u00a0]{1,2}$", re.IGNORECASE
)

_LEVEL = re.compile(r"(?:tỉnh|huyện|xã|phường|quận|thành phố|thị xã|thị trấn)", re.IGNORECASE)
_OF_PLACES = frozenset(
    f"{level} {body}"
    for level in ("tỉnh", "thành", "huyện", "quận", "thị")
    for body in ("ủy", "uỷ")
)
"""Only a place follows these: `Thành ủy | Hội Mẫu` names no association."""
_PLURAL = re.compile(r",?[ \t\u00a0]{1,2}các(?!\w)")
_NOT_BEFORE_SMALL = re.compile(
    r"(?:giao|cơ|trụ|công|xứ|nhà|tờ trình|thông|cảnh|tố|thị|môi|hội|quảng|dự|điện|mật"
    r"|khai|tình|họa)[ \t\u00a0]{1,2}$",
    re.IGNORECASE,
)
"""`cơ | sở`, `thông | báo`: the small word is half of another."""
_A_VERB = re.compile(r"\s+(?:có|là|thuộc)")
"""Behind a name that stands alone it tells something of the one body."""
_OFFICE_FIELD = re.compile(
    r"[ \t\u00a0](?:cảnh sát|tham mưu|kế hoạch|giáo dục|tài nguyên|tư pháp|nội vụ|văn hóa|lao động"
    r"|kinh tế|nông nghiệp|y tế|dân tộc|quản lý)[ \t\u00a0]",
    re.IGNORECASE,
)
"""`Phòng | cảnh sát điều tra tội phạm về ma túy`: the field of an office, in small letters."""
_WITH_FIELD = re.compile(r"(?:Tổng cục|Cục|Chi cục|Sở|Ban Chỉ đạo|Ban Quản lý|Tiểu ban)")
"""Named by their field, which may be written small: `Tổng cục thuế`, `Ban Chỉ đạo phòng, …`."""
_NUMBERED = re.compile(
    r"(?:[ \t\u00a0][^\W\d_]{1,7}){1,4}[ \t\u00a0]số[ \t\u00a0]\d{1,3}(?![\w/%])"
)
"""`Đội | đo đạc số 5`."""
_PAPER = re.compile(
    rf"[ \t\u00a0][{CAPITALS}][^\W\d_]{{1,6}}[ \t\u00a0][^\W\d_A-Z]{{1,6}}(?=[ \t\u00a0]?[,.;:()]"
    r"|[ \t\u00a0](?:đưa|đã|từng|cho|có|viết|phản ánh|thông tin|dẫn|ngày|số|vừa)(?!\w))"
)
"""`Báo | Mẫu mực đưa tin`."""
_ABOVE = re.compile(
    r"[ \t\u00a0](?P<name>(?:Công an|Sở|UBND|HĐND|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Cục"
    rf"|Chi cục)[ \t\u00a0](?:tỉnh|thành phố|TP|huyện|quận|thị xã|xã|phường|[{CAPITALS}]))"
)
"""The body above an office, behind its field: `Phòng Cảnh sát hình sự | Công an tỉnh Mẫu`."""
_FIRM_WORDS = 4
_FIELD_WORDS = 2
_ABBREVIATED_TRADE = re.compile(r"(?<=[ \u00a0])[A-ZĐ&]{2,10}$")
"""`TMDVXD`, `TM&VT` in the name of a firm: its own name follows."""
_SHORT_BETWEEN = re.compile(
    r"[ \u00a0]\([A-ZĐ][A-ZĐ&-]{1,9}\)(?=[ \u00a0](?:tỉnh|thành phố|TP|huyện|quận|thị xã|xã"
    r"|phường)[ \u00a0.])"
)
"""The short name between a body's name and its level."""
_SHORT_NAME = re.compile(r"[ \u00a0]\([A-ZĐ][A-ZĐ&-]{1,9}\)")
_OF_COUNTRIES = frozenset({"hiệp hội", "liên đoàn", "liên đoàn bóng đá"})
_IN_VIETNAM = re.compile(r"[ \t\u00a0]tại Việt Nam(?!\w)")
_COMPOUND = re.compile(
    r"(?:báo[ \u00a0]chí|sở[ \u00a0](?:hữu|thích|dĩ)|hội[ \u00a0]viên|vụ[ \u00a0](?:việc|án)"
    r"|đội[ \u00a0]ngũ|quỹ[ \u00a0](?:đất|lương|tiền|nhà)|bộ[ \u00a0]phận)(?!\w)",
    re.IGNORECASE,
)
"""Words that begin like a body."""
_HALVES = frozenset({"trường", "hội", "vụ", "đội", "bộ", "báo"})
_ONE_SYLLABLE = re.compile(r"[ \t\u00a0]{1,2}[^\W\d_]{1,7}")
"""`Trường | Sa`, `Hội | An`: a place."""
_NAMED_BY_FIELD = frozenset({"sở", "phòng"})
_TRADES = frozenset({"viễn thông", "điện lực", "bưu điện"})
_OF_A_LIST = re.compile(r"(?:và|Bưu chính|Công nghệ)[ \t\u00a0]{1,2}$")
"""`Bộ Bưu chính và | Viễn thông`: half of another name."""
_WORDS = re.compile(r"[^\W_]+")
_UNITS = {"H": "huyện", "X": "xã", "P": "phường", "Q": "quận", "TT": "thị trấn"}
_SHORT_UNIT = re.compile(
    rf"(?<![\w.])([HXPQ]|TT)\.[ \t\u00a0]?(?!Chủ|Bí|Giám|Trưởng|Ban|Tổng)(?=[{CAPITALS}\d])"
)
"""`UBND H.Sông Mẫu`; not `P.Chủ tịch`, `Q. Chủ tịch`."""


def organisation_key(name: str) -> str:
    """Folded words, abbreviations written out: equal for all spellings of a name."""
    return " ".join(_WORDS.findall(fold(expand(_SHORT_UNIT.sub(_unit_of, name)))))


def _unit_of(short: re.Match[str]) -> str:
    return f"{_UNITS[short[1]]} "


def named_organisations(text: ArticleText, people: Mapping[int, int], most: int) -> list[Named]:
    """Bodies in order, a body before those within its name; `people` are spans that are none."""
    found: list[Named] = []
    outer_end = 0
    starts = sorted(people)
    at_person = 0
    for match in organisation_heads().pattern.finditer(text.text):
        start = match.start()
        if start < outer_end:
            continue
        while at_person < len(starts) and people[starts[at_person]] <= start:
            at_person += 1
        person = starts[at_person] if at_person < len(starts) else len(text.text)
        if person <= start:
            continue
        limit = min(text.sentence_at(start)[1], person)
        chain = _chain(text.text, match, limit)
        if not chain and person in people:
            chain = _called_after(text.text, match, (person, people[person]))
        elif chain and person in people:
            chain[0] = _with_namesake(text.text, chain[0], (person, people[person]))
        if chain:
            found += chain
            outer_end = chain[0].end
        if len(found) >= most:
            break
    return [it for it in levels_of_lists(text.text, found) if not is_any_of(text.text, it)]


def _with_namesake(text: str, named: Named, person: tuple[int, int]) -> Named:
    """`Trường Đại học Y dược | Phạm Ngọc Thạch`: schools are called after the great dead;
    `Công ty TM&VT | Hoàng Mẫu`: a firm after its owner, unless its head is named there."""
    start, end = person
    school = named.head.kind == "school" or named.words.startswith("trường")
    firm = named.head.kind == "enterprise" and _ABBREVIATED_TRADE.search(named.name)
    if text[named.end : start].strip(" \t\u00a0") or not (school or firm):
        return named
    if school and not is_namesake(text[start:end]):
        return named
    if firm and _POST_BEFORE.search(text, max(0, named.start - 12), named.start):
        return named
    return named._replace(end=end, name=" ".join(text[named.start : end].split()))


def _called_after(text: str, head: re.Match[str], person: tuple[int, int]) -> list[Named]:
    """`Trường Trung học cơ sở | Nguyễn Du`: nothing but the great dead makes the name."""
    words = " ".join(head[0].split()).lower()
    entry = organisation_heads().by_words[words]
    start, end = person
    if entry.kind != "school" or text[head.end() : start].strip(" \t\u00a0"):
        return []
    if not is_namesake(text[start:end]):
        return []
    name = " ".join(text[head.start() : end].split())
    return [Named(head.start(), end, name, words, entry, None)]


def _chain(text: str, match: re.Match[str], limit: int) -> list[Named]:
    """The body that begins here and those within its name."""
    table = organisation_heads()
    spans: list[tuple[int, str, Head]] = []
    head: re.Match[str] | None = match
    end = 0
    for _ in range(_DEEP):
        if head is None:
            break
        words = " ".join(head[0].split()).lower()
        entry = table.by_words[words]
        if not end:
            if _is_no_body(text, head, words, entry, limit):
                return []
            end = _end_of_name(text, head, words, entry, limit)
            if entry.standing == "leading" and is_form_alone(text, head.end(), end):
                return []
        spans.append((head.start(), words, entry))
        inner = re.compile(r"[ \t\u00a0]{1,2}").match(text, head.end(), end)
        head = table.pattern.match(text, inner.end(), end) if inner else None
        if entry.kind in {"enterprise", "school"} or words in _OF_PLACES:
            head = None
        if head is not None and _is_field(text, head, end):
            head = None
    if not _has_name(text, match, end, spans[0][2]) or (
        spans[0][1] in _HALVES
        and _ONE_SYLLABLE.fullmatch(text, match.end(), end)
        and not names_field(text, match.end(), end)
    ):
        return []
    if len(spans) == 1 and spans[0][2].kind in {"government", "force"}:
        above = _ABOVE.search(text, match.end() + 1, end)
        inside = table.pattern.match(text, above.start("name"), end) if above else None
        if inside is not None:
            words = " ".join(inside[0].split()).lower()
            spans.append((inside.start(), words, table.by_words[words]))
    names = [" ".join(_SHORT_NAME.sub("", text[start:end]).split()) for start, _, _ in spans]
    return [
        Named(
            start, end, name, words, entry, names[number + 1] if number + 1 < len(names) else None
        )
        for number, ((start, words, entry), name) in enumerate(zip(spans, names, strict=True))
        if number == 0 or entry.standing != "leading" or _has_name(text, match, end, entry)
    ]


def _end_of_name(text: str, head: re.Match[str], words: str, entry: Head, limit: int) -> int:
    """Where the name that begins with `head` ends, its level and country included."""
    end = head.end()
    if words not in organisation_heads().complete:
        end = with_number(text, name_end(text, end, limit, words=_STEPS), limit)
    if entry.kind == "enterprise":
        end = firm_end(text, head.end(), end, limit)
    behind = _SHORT_BETWEEN.match(text, end, limit)
    if behind and (level := name_end(text, behind.end(), limit, words=4)) > behind.end():
        end = level  # "Sở Y tế (SYT) tỉnh Mẫu"
    if words == "đội" and (numbered := _NUMBERED.match(text, head.end(), limit)):
        end = max(end, numbered.end())
    if words == "báo" and end == head.end() and (own := _PAPER.match(text, end, limit)):
        end = own.end()
    if entry.kind in {"government", "council", "force"}:
        return to_country(text, head.end(), with_country(text, end, limit))
    if words in _OF_COUNTRIES:
        end = with_country(text, end, limit)
        at_home = _IN_VIETNAM.match(text, end, limit)
        return at_home.end() if at_home else end
    return end


def _is_no_body(text: str, head: re.Match[str], words: str, entry: Head, limit: int) -> bool:
    """Half of another word, part of a post, HỘI NGHỊ, or any body of the kind (`chi bộ cơ sở`)."""
    half = _NOT_BEFORE_SMALL.search(text, max(0, head.start() - 8), head.start())
    if half and (head[0][0].islower() or half[0].isupper()):
        return True
    if _is_post(text, head, words):
        return True
    if _COMPOUND.match(text, head.start()):
        return True
    if words in _TRADES and _OF_A_LIST.search(text, max(0, head.start() - 12), head.start()):
        return True
    if words in _NAMED_BY_FIELD and not names_field(text, head.end(), limit):
        return True
    if head[0].isupper() and " " not in words and is_no_beginning(text, head.start(), limit):
        return True
    generic = organisation_heads().generic_behind.match(text, head.end(), limit)
    alone = entry.standing == "alone"
    return generic is not None and not (alone and _A_VERB.fullmatch(generic[0]))


def _is_post(text: str, head: re.Match[str], words: str) -> bool:
    """`Cục | trưởng`, `Phó Bí thư | Thường trực Tỉnh ủy`: words of a post."""
    if is_namesake(" ".join(text[head.start() : head.end() + 6].split(" ")[:2]).rstrip(".,; ")):
        return True
    if words in {"thường trực", "ban thường trực"} and _POST_BEFORE.search(
        text, max(0, head.start() - 12), head.start()
    ):
        return True
    post = post_head().match(text, head.start())
    return post is not None and post.end() > head.end()


def _is_field(text: str, head: re.Match[str], end: int) -> bool:
    """`Ban Quản lý | Quỹ`, `Bộ | Công an`: the inner word names the field, not another body."""
    if _COMPOUND.match(text, head.start()):
        return True
    entry = organisation_heads().by_words[" ".join(head[0].split()).lower()]
    before = [word.lower() for word in text[max(0, head.start() - 24) : head.start()].split()]
    own = (["đảng"], ["chi"], ["văn"])
    if before[-1:] in (["bộ"], ["lực"], ["phòng"]) and before[-2:-1] not in own:
        return True
    if entry.kind == "front" and _PLURAL.match(text, head.end(), end):
        return True  # one committee for the Front and other bodies
    return entry.standing == "leading" and head.end() >= end


def _has_name(text: str, match: re.Match[str], end: int, entry: Head) -> bool:
    """A head written small, or one that needs it, is only a body with a name of its own."""
    rest = text[match.end() : end]
    stands_alone = entry.standing != "leading" or _LEVEL.fullmatch(rest.strip())
    if match[0][0].isupper() and (
        stands_alone or (rest.strip() and _WITH_FIELD.fullmatch(match[0]))
    ):
        return True
    if match[0] == "Phòng" and _OFFICE_FIELD.match(rest) and len(rest.split()) > _FIELD_WORDS:
        return True
    if entry.kind == "enterprise" and match[0][0].isupper() and len(rest.split()) > _FIRM_WORDS:
        return True  # "Công ty cổ phần tư vấn và dịch vụ thương mại"
    return any(char.isupper() or char.isdigit() for char in rest)
