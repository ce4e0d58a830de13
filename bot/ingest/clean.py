"""Text to lines, and the boilerplate that Vietnamese news sites print around an article.

Each kind of boilerplate is a row of a table and is recognised as a whole line only: a sentence
that merely begins with such words is body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.ingest.phrases import any_of
from storage.text import nfc

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
"""Byte order mark, zero-width blanks and soft hyphen: dropped at the edges of a line."""
_EDGES = _INVISIBLE + " "
_HARD_WRAP = 120
"""Characters: a file none of whose lines is longer may have been wrapped by its editor."""


class Line(NamedTuple):
    """One printed line with its blanks collapsed."""

    text: str
    after_blank: bool
    """Whether an empty line (or the start of the text) stands before it."""


def squeeze(text: str) -> str:
    """NFC, every run of white space one blank, nothing invisible at the edges."""
    return " ".join(nfc(text).split()).strip(_EDGES)


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything, each squeezed; hard-wrapped paragraphs are joined."""
    lines: list[Line] = []
    blank = True
    for raw in text.splitlines():
        line = squeeze(raw)
        if line:
            lines.append(Line(line, blank))
        blank = not line
    return _unwrap(lines) if _hard_wrapped(lines) else lines


def _continues(previous: str, line: Line) -> bool:
    """Whether `line` goes on where `previous` was broken by an editor's margin."""
    return (
        not line.after_blank
        and len(previous) >= 50
        and not previous.endswith((".", ":", ";", "!", "?", "…"))
        and (line.text[0].islower() or line.text[0].isdigit() or previous.endswith(","))
    )


def _hard_wrapped(lines: Sequence[Line]) -> bool:
    """Several lines, all short, and a good part of them going on in the next."""
    if len(lines) < 8 or max(len(line.text) for line in lines) > _HARD_WRAP:
        return False
    pairs = pairwise(lines)
    return sum(_continues(before.text, after) for before, after in pairs) * 3 >= len(lines)


def _unwrap(lines: Sequence[Line]) -> list[Line]:
    joined: list[list[str]] = []
    starts: list[Line] = []
    previous = ""
    for line in lines:
        goes_on = starts and not line.after_blank and len(previous) >= 50
        if goes_on and (_continues(previous, line) or not previous.endswith((".", ":", "!", "?"))):
            joined[-1].append(line.text)
        else:
            starts.append(line)
            joined.append([line.text])
        previous = line.text
    return [
        Line(" ".join(texts), start.after_blank)
        for texts, start in zip(joined, starts, strict=True)
    ]


_GAP = r"[\s|•·,/:;()\[\]<>»›–—+-]*"
_BUTTONS = any_of(
    "in bài viết | in bài này | in bài | in trang | in tin | bản in | xem bản in | print",
    "gửi email | gửi mail | gửi bài viết | gửi bài | gửi cho bạn bè | gửi qua email | email",
    "e-mail | share | chia sẻ | chia sẻ bài viết | chia sẻ lên | chia sẻ qua | tweet | like",
    "thích | facebook | fanpage | zalo | twitter | linkedin | pinterest | messenger | telegram",
    "youtube | tiktok | google+ | google news | sao chép liên kết | sao chép | copy link",
    "lưu bài viết | lưu bài | lưu tin | đọc bài viết | đọc bài | nghe đọc bài | nghe bài viết",
    "nghe | audio | cỡ chữ | kích cỡ chữ | font size | tăng cỡ chữ | giảm cỡ chữ | mặc định",
    "quay lại | trở lại | trở về | về trang trước | về trang chủ | lên đầu trang | đầu trang",
    "về đầu trang | back to top | back | trang chủ | trang nhất | home | menu | tìm kiếm",
    "đăng nhập | đăng ký | theo dõi | bình luận | ý kiến | phản hồi | gửi bình luận | gửi ý kiến",
    "liên kết | rss | tiếng việt | english | aa | a",
)
_BUTTON = re.compile(rf"(?:{_BUTTONS}|\d{{1,4}})(?!\w){_GAP}", re.IGNORECASE)
_LEADING = re.compile(_GAP)
_RULE = re.compile(r"[\W_]{1,200}$")
"""A line of stars, dashes or dots."""

_NEWS = any_of("tin | bài | bài viết | tin bài | tin tức | tin, bài")
_OTHER = any_of(
    "khác | mới | mới nhất | mới hơn | cũ | cũ hơn | mới đăng | mới cập nhật | đã đưa | đã đăng",
    "trước đó | tiếp theo | nổi bật | xem nhiều | đọc nhiều | đọc nhiều nhất | xem nhiều nhất",
    "cùng mục | cùng chuyên mục | cùng chủ đề | cùng loại | trong chuyên mục",
    "khác cùng chuyên mục",
)
_ENDINGS = any_of(
    "cùng chuyên mục | xem nhiều | xem nhiều nhất | đọc nhiều | đọc nhiều nhất | ý kiến bạn đọc",
    "ý kiến của bạn | bình luận của bạn | gửi bình luận | viết bình luận | có thể bạn quan tâm",
    "bạn có thể quan tâm | tin đề xuất | thông tin khác | mới hơn | cũ hơn",
)
_BOXES = any_of("xem thêm | đọc thêm | mời xem thêm | mời đọc thêm | liên quan | chủ đề liên quan")
_BULLET = r"[»>›•*\-–\s]{0,4}"
_END = r"(?: \(\d{1,4}\))?[\s:.…»>›]{0,4}$"
_TAIL = re.compile(
    rf"{_BULLET}(?:(?:các |những |một số )?{_NEWS} {_OTHER}|{_ENDINGS}){_END}", re.IGNORECASE
)
_BOX = re.compile(rf"{_BULLET}(?:(?:các )?{_NEWS} (?:có )?liên quan|{_BOXES}){_END}", re.IGNORECASE)
_IMPRINTS = any_of(
    "© | ® | (c) | copyright | bản quyền thuộc | bản quyền © | bản quyền của | ghi rõ nguồn",
    "vui lòng ghi rõ | đề nghị ghi rõ | giấy phép số | giấy phép hoạt động | giấy phép thiết lập",
    "giấy phép xuất bản | cơ quan chủ quản: | chịu trách nhiệm chính | chịu trách nhiệm nội dung",
    "trưởng ban biên tập: | số lượt truy cập | tổng lượt truy cập | đang truy cập | thiết kế bởi",
)
_IMPRINT = re.compile(_IMPRINTS, re.IGNORECASE)
_FOOTERS = any_of(
    "tag: | tags: | từ khóa: | từ khoá: | chủ đề: | tổng số điểm của bài viết | xếp hạng:",
    "click để đánh giá | bạn chưa đánh giá | đánh giá bài viết | mời bạn đọc theo dõi",
    "mời quý độc giả theo dõi | mời độc giả theo dõi",
)
_FOOTER = re.compile(rf"{_FOOTERS}|theo dõi .{{1,60}} trên (?:google|facebook)", re.IGNORECASE)
_LONG = 60
"""Words: a line this long after a related-news heading is the article going on."""


def is_furniture(line: str) -> bool:
    """Whether the line is nothing but buttons, menu words, rules or bare numbers."""
    if _RULE.match(line):
        return True
    if len(line) > 160:
        return False
    at = _LEADING.match(line)
    position = at.end() if at else 0
    while position < len(line):
        step = _BUTTON.match(line, position)
        if step is None:
            return False
        position = step.end()
    return True


def is_footer(line: str) -> bool:
    """Whether a line below the article is a tag list or a rating bar."""
    return len(line.split()) <= 50 and _FOOTER.match(line) is not None


def is_list_heading(line: str) -> bool:
    """Whether the line heads a list of other articles."""
    return len(line) <= 60 and (_TAIL.match(line) is not None or _BOX.match(line) is not None)


def cut_related(lines: Sequence[str]) -> list[str]:
    """The lines without lists of other articles.

    A heading such as `Các tin khác` or an imprint ends the article once it has begun, unless long
    text follows; then, and after `Tin liên quan`, only the headlines below it go.
    """
    kept: list[str] = []
    skipping = False
    for index, line in enumerate(lines):
        if _is_end(line):
            goes_on = any(len(after.split()) >= _LONG for after in lines[index + 1 :])
            if not goes_on and any(len(before.split()) >= 20 for before in kept):
                break
            skipping = True
        elif len(line) <= 60 and _BOX.match(line):
            skipping = True
        elif skipping and _headline(line):
            continue
        else:
            skipping = False
            kept.append(line)
    return kept


def ends_article(line: str) -> bool:
    """Whether the line heads a list of other articles or is the site's imprint."""
    return is_list_heading(line) or _is_end(line)


def _is_end(line: str) -> bool:
    """As `ends_article`, but for boxes that also stand inside articles."""
    if len(line) <= 60 and _TAIL.match(line):
        return True
    return len(line) <= 300 and _IMPRINT.match(line) is not None


def _headline(line: str) -> bool:
    """A linked title: 5–40 words that no full stop ends."""
    return 5 <= len(line.split()) <= 40 and not line.endswith((".", ":", ";", "”", '"'))
