"""What stands in front of a number and tells what it counts: a measure, a subject, a verb."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.figure_phrases import COMMA, DASH, MOST_WORDS, Place, phrases

_FRONT = 140
"""Characters in front of a number that may tell it."""
_VERB_WORDS = 9
"""Words between the beginning of a verb and the number."""
_MODIFIERS = 2
"""Words behind a verb that go on with it: `đình chỉ sinh hoạt`, `thành lập mới`."""
_BREAK = re.compile(rf"{COMMA}|[;:!?()–“”\"…•\n\[\]|]|\.(?=\s)|{DASH}")
_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*")
_CUT = re.compile(
    r"\s(?:trong(?!\s(?:sạch|nước))|tại|ở|trên|từ|đến|năm|quý|tháng|so|cho|để|khi"
    r"|đã|được|tiếp tục|ước|đều|cũng|vẫn"
    r"|chỉ|theo|do|mà|lên|xuống|vào|(?<!trực\s)thuộc|đối với|với|tới"
    r"|(?<!thực\s)(?<!phát\s)hiện|sẽ|đang|còn|nay|ngày|tuần|là"
    r"|đạt(?!\s(?:chuẩn|giải|danh|tiêu|trong))"
    r"|chiếm|tăng(?!\strưởng)|giảm|có|gồm|sau|trước|mỗi)(?=\s|$)|\s\S*\d",
    re.IGNORECASE,
)
"""Where what is measured ends, or a verb with its object."""
_BARE = frozenset({"số", "tổng số", "tổng", "mức", "tỷ lệ", "tỉ lệ", "lượng", "tốc độ"})
"""By themselves they tell nothing."""
_VERBAL = frozenset({"cho", "để", "khi", "đã", "được", "sẽ", "đang", "mà", "có", "gồm"})
"""Behind these the number is said of something else."""
_LINK_ALONE = re.compile(r"\s*(?:là|đạt|chiếm|với)\s*")
_OPENS = re.compile(
    r"\s*(?:(?:và|còn|riêng|trong đó|trong số đó|ngoài ra|hiện nay|hiện|đến nay|cụ thể|qua đó"
    r"|nhờ đó|với|có)\s+)",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    """
    huyện tỉnh xã phường toàn cả công ông bà anh chị đơn thành quận sở ban này đó đây nó họ tôi
    chúng ta qua theo nếu tuy nhưng tính năm quý tháng ngày con bước khi từ sau trước trong tại ở
    đến nhờ vì do dù mặc để nhằm hiện nay đã sẽ cũng còn không chưa một mỗi các những nhiều hầu đa
    địa thị được bị rằng
    """.split()  # noqa: SIM905 - a hundred quoted words in a list are read by nobody
)
"""First words of a clause whose subject is no measure: `huyện đạt 95%`."""
_LINKED = frozenset({"đạt", "chiếm", "còn", "bằng", "vượt", "tăng", "giảm", "ước", "là", "lên"})


class Clause(NamedTuple):
    """The words in front of a number back to the last mark, without what links them to it."""

    words: str
    linked: bool
    """Whether a verb such as `đạt`, `là` stood there."""
    given: bool
    """Whether `cho` stood there."""
    listed: bool
    """Whether a comma parts it from what is in front."""
    cut_off: bool
    """Whether its beginning is out of sight."""


def clause_in_front(text: str, place: Place) -> Clause:
    """The clause of the number at `place`, no further back than the figure before it."""
    begin = max(place.floor, place.start - _FRONT)
    window = text[begin : place.start].rstrip().removesuffix(":")
    if text.startswith("chiếm", place.start):
        window = window.removesuffix(",")  # "chi bộ vững mạnh, chiếm 90%"
    start = max((it.end() for it in _BREAK.finditer(window)), default=0)
    listed = start > 0 and window[start - 1] == ","
    cut_off = start == 0 and begin > place.floor
    if cut_off:
        start = window.find(" ") + 1
    told = window[start:]
    if window[:start].endswith(")") and _LINK_ALONE.fullmatch(told):
        opened = window.rfind("(", 0, start)  # "vốn vay của Quỹ Mẫu (QM) là 85%"
        start = max((it.end() for it in _BREAK.finditer(window, 0, max(opened, 0))), default=0)
        told = f"{window[start : max(opened, 0)].rstrip()} {told.strip()}"
    linked = given = False
    while (link := phrases().links.search(told)) and link[0].strip():
        last = link[0].split()[-1].lower()
        linked, given = linked or last in _LINKED, given or last in {"cho", "với"}
        told = told[: link.start()]
    while opens := _OPENS.match(told):
        told = told[opens.end() :]
    return Clause(told.strip(), linked, given, listed, cut_off)


def is_link(qualifier: str | None) -> bool:
    """Whether the qualifier is a verb that links what is in front to the number: `đạt trên`."""
    return (qualifier or "").split(" ")[0].lower() in _LINKED


def measured(told: str, *, linked: bool) -> str | None:
    """`với | tổng số tiền nợ`, `nộp | số tiền bất hợp pháp`."""
    for head in phrases().measured.finditer(f"{told} "):
        phrase, least = told[head.start() :], head.end() - head.start()
        cut = _CUT.search(phrase, least)
        if cut and not linked and cut[0].strip() in _VERBAL:
            continue  # "sai số cho phép sẽ thiếu"
        said = _short(phrase, least)
        return None if said and said.lower() in _BARE else said
    return None


def _short(phrase: str, least: int) -> str | None:
    """Cut where a place, a time or a verb begins; None: no phrase of words."""
    cut = _CUT.search(phrase, least)
    words = phrase[: cut.start() if cut else len(phrase)].split()
    if not words or len(words) > MOST_WORDS or not _are_words(words):
        return None
    return " ".join(words)


def _are_words(words: list[str]) -> bool:
    return all(it == "-" or _WORD.fullmatch(it.removesuffix(",")) for it in words)


def subject(clause: Clause) -> str | None:
    """`đảng viên nữ | chiếm`, `Thu ngân sách trên địa bàn | đạt`; None: that of a person or body,
    or only the end of a list."""
    phrase = _short(clause.words, 1)
    if phrase is None or len(phrase) < 3 or clause.cut_off:
        return None
    words = phrase.split()
    if words[0].lower() in _NOBODY or (len(words) > 1 and words[1].istitle()):
        return None
    return None if clause.listed and len(words) < 3 else phrase


def verb(clause: Clause, *tables_of_verbs: re.Pattern[str], alone: bool = False) -> str | None:
    """`đã | kết nạp mới | được`, `tặng quà | cho`: with its object only where `cho` follows.

    `alone`: of a sum, which has an object in front of it (`phạt | Công ty Mẫu | 30 triệu đồng`).
    """
    told = " ".join(clause.words.split())
    near = told.split()[-(MOST_WORDS if alone else _VERB_WORDS) :]
    begin = len(told) - len(" ".join(near))
    first = None
    for verbs in tables_of_verbs:
        for found in verbs.finditer(told, begin):
            if found.start() and found[0][0].isupper():
                continue  # within a name
            first = first or found[0]
            if clause.given or len(told[found.end() :].split()) <= _MODIFIERS:
                return _short(told[found.start() :], found.end() - found.start())
    return first if alone else None


def measured_count(told: str, unit: str, *, linked: bool) -> str | None:
    """`số đảng viên mới | là 88 đồng chí`, `số chuyến chậm | 380 chuyến`."""
    phrase = measured(told, linked=linked)
    if phrase is None:
        return None
    return phrase if linked or (unit and unit.split()[0] in phrase.split()) else None


def whole_clause(told: str) -> str | None:
    """`thực hiện | công tác phát triển Đảng | 146 trường hợp`."""
    generic = phrases().generic.match(f"{told} ")
    rest = told[generic.end() :].strip() if generic else told
    work = rest.removeprefix("công tác ")
    named = generic is not None or work != rest or rest.startswith(("việc ", "hoạt động "))
    rest, words = work, work.split()
    if not named or not 2 <= len(words) <= MOST_WORDS + 3 or not _are_words(words):
        return None
    return rest if len(rest) > 3 else None
