"""What stands behind the unit of a number and tells what it counts: `lớp | bơi lội`."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.figure_grammar import tables
from bot.facts.figure_phrases import COMMA, DASH, MOST_WORDS, Place, phrases

_BEHIND = 90
_ENDS = re.compile(
    rf"{COMMA}|[;:.()–“”\"…]|\s(?P<number>(?=\d))|{DASH}|(?<!thông)\squa(?=\s)|(?<!thực)(?<!phát)\shiện(?=\s)"
    r"(?!\s(?:đại|vật|hành))|\s(?:năm|quý|tháng|ngày)\s(?=[\dIVX]|nay|nữa|qua)"
    r"|\scó(?!\s(?:công|thành|uy|hoàn|trách|dấu|đủ|nguy|giá|nhu))(?=\s|$)"
    r"|\sdự(?!\s(?:án|toán|bị|phòng|thảo|thi|trữ))(?=\s|$)|\strong(?!\s(?:nước|sạch|ngoài))(?=\s)"
    r"|\scùng(?!\s(?:chiều|kỳ|loại|cấp))(?=\s)|\slàm(?!\s(?:việc|nghề))(?=\s)"
    r"|\s(?:đã|đang|sẽ|hoàn thành|đạt(?!\s(?:chuẩn|giải|danh|tiêu|loại))"
    r"|chỉ(?!\s(?:tiêu|đạo|thị|huy|số))"
    r"|đưa"
    r"|nâng(?!\scao)"
    r"|tăng|giảm|là|so|với|cho(?!\svay)|tại|của năm|để|theo|nhằm|do"
    r"|thuộc|đến|tới|(?<!nhà\s)ở|tham dự|trực thuộc|trên|dưới|từ(?!\sthiện)|sau|trước|vào|khi"
    r"|nhân(?!\s(?:dân|viên|lực|sự))|nhưng|song|mà|nên|thì|bởi|như|vẫn|cũng|đều"
    r"|không(?!\s(?:kích|quân|gian|khí|chuyên))|chưa|phải|cần|gồm|bao gồm|gây|khiến|trở|mỗi|nhau"
    r"|nữa|ra|lên|(?<!còn\s)lại|rồi|bằng|lúc|nếu|chiếm|vì|gần|hơn|khoảng|nói|bên|ngay|trị giá|đối"
    r"|nằm|thứ|giữa|đi|về việc|sang|còn(?!\slại)|trú|ngụ|quê|chở|nửa|này|đó|ấy|kia|hoặc)"
    r"(?=\s|$|[,;.:)])"
)
_TRAILING = re.compile(r"(?:\s(?:và|các|những|của|về|một|hai|tổng|thêm|ba|cả))+$")
_OF = re.compile(r"\s(?:của|và|nữa|đồng chí|các\s*$)(?=\s|$)")
"""What stands right behind the unit tells whose they are, not what."""
_VALUED = re.compile(r"\s(?:mệnh giá|trị giá|giá|tổng)(?=\s)")
_SUM = re.compile(
    r"\s(?:mệnh giá|trị giá|tổng (?:số|mức|trị|giá|vốn|kinh|diện|trọng|cộng|chiều))(?=\s)"
)
_OTHERS = re.compile(r"\s+(?:khác|nêu trên|nói trên)(?=\s)")
_AND = re.compile(r"\svà\s")
_DONE_TO = re.compile(r"\s(?:bị|được)(?=\s)")


class Counted(NamedTuple):
    """What is counted, and where the figure with it ends."""

    words: str | None
    end: int


def behind_unit(text: str, place: Place, *, share: bool) -> Counted:
    """`lớp | bồi dưỡng nhận thức về Đảng`, `% | chỉ tiêu Nghị quyết`, `người | bị thương`."""
    none = Counted(None, place.unit_end)
    at = place.unit_end
    others = _OTHERS.match(text, at, place.limit)
    at = others.end() if others else at
    window = text[at : min(place.limit, at + _BEHIND)]
    if _OF.match(window):
        return none
    done_to = _DONE_TO.match(window)
    ends = _ENDS.search(window, done_to.end() if done_to else 0)
    passive = _DONE_TO.search(window, 1, ends.start() if ends else len(window))
    end = min((it.start() for it in (ends, passive) if it), default=None)
    if end is None:
        if at + _BEHIND < place.limit:
            return none
        end = len(window)
    if ends and ends["number"] is not None and (said := _VALUED.search(window, 0, end + 1)):
        end = said.start()  # "3 tập tiền mệnh giá 5.000 đồng"
    if said := _SUM.search(window, 1, end + 1):
        end = said.start()
    end = _over_and(window, end)
    predicates = phrases().predicates if share else phrases().acts
    predicate = predicates.search(window, 0, end)
    if predicate and not done_to:
        end = predicate.start()
    if share:
        end = _over_list(window, end)
    trailing = _TRAILING.search(window, 0, end)
    phrase = window[: trailing.start() if trailing else end].rstrip()
    words = phrase.split()
    if (
        not words
        or not phrase[0].isspace()
        or not all(it[0].isalpha() or it == "-" for it in words)
    ):
        return none
    if len(words) > MOST_WORDS:
        return none
    return Counted(" ".join(words), at + len(phrase))


def _over_and(window: str, end: int) -> int:
    """Where the phrase ends that `và` may go on: `chậm và hủy`, `chi bộ và đảng bộ`."""
    joined = _AND.search(window, 0, end + 1)
    if joined is None:
        return end
    before, after = window[: joined.start()].split(), window[joined.end() : end].split()
    unit = tables().unit.match(window, joined.end(), end)
    alike = len(before) == len(after) == 1
    noun = unit is not None and tables().unit.fullmatch(f" {' '.join(before[-2:])}") is not None
    return end if alike or noun else joined.start()


def _over_list(window: str, end: int) -> int:
    """`100% các chi bộ, | đảng bộ cơ sở`: units of one share."""
    first = window[:end].strip().removeprefix("các ").removeprefix("số ")
    while tables().unit.fullmatch(f" {first}") and window[end : end + 2] == ", ":
        more = tables().unit.match(window, end + 1)
        if more is None or window[end + 2 : end + 3].isdigit():
            break
        end = more.end()
        first = more["unit"]
    return end
