"""Captions by where they stand, for lines whose shape alone does not decide.

A caption is a short line between long ones, says nothing that the report needs (`telling`) and
may lack the full stop that the article's paragraphs have. Closing sentences and subheadings are
short lines too: the last line and a single line without a full stop stay body unless their
shape decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.captions import is_caption, is_one_sentence
from bot.ingest.phrases import any_of
from bot.ingest.telling import goes_on, is_vietnamese, reports, tells

_MOST_WORDS = 25
_PROSE = 20
"""Words of a line that is certainly a paragraph."""
_FEWEST = 3
"""Words: a shorter line is a heading or an exclamation, and so is one as short with a stop."""
_NEAR = 2
"""How many lines away the long one may stand: captions come in pairs."""
_LONGER = 1.5
"""How much longer than a caption the paragraph beside it is."""
_ALBUM = 3
"""Lines without a full stop in a row that are pictures; fewer may be subheadings."""
_LONGEST_ALBUM = 30
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_VIEWS = any_of(
    "đường | con đường | tuyến đường | cầu | cây cầu | nhà | ngôi nhà | căn nhà | trụ sở | khu",
    "vườn | ruộng | cánh đồng | đồi | rừng | hồ | kênh | trường | chợ | đình | chùa | bến | phố",
    "nhà máy | trạm | công viên | sân | góc | vùng",
)
_CHANGED = re.compile(rf"{_VIEWS} [^,]{{4,60}} được (?![^.]*(?:ngày|tháng|năm|tỷ|triệu))", re.I)
"""What became of a place, under the lead: `Đường thôn … được mở rộng …`."""


def find_captions(lines: Sequence[str], lead: str | None) -> list[bool]:
    """For each line below the lead whether it is a caption, by shape or by place."""
    shown = [is_caption(line) for line in lines]
    sizes = [len(line.split()) for line in lines]
    prose = [
        line
        for line, size, is_shown in zip(lines, sizes, shown, strict=True)
        if size >= _PROSE and not is_shown
    ]
    if not is_vietnamese(prose):
        return shown
    stopped = 4 * sum(line.endswith(_STOPS) for line in prose) >= 3 * len(prose)
    around = [len((lead or "").split()), *sizes]
    for index, size in enumerate(sizes):
        if shown[index] or not _FEWEST <= size <= _MOST_WORDS:
            continue
        last = index + 1 == len(lines)
        longest = max(around[max(0, index + 1 - _NEAR) : index + 2 + _NEAR])
        if last or longest >= max(_PROSE, _LONGER * size):
            shown[index] = _stands_as_caption(lines, shown, index, stopped=stopped)
    return shown


def _stands_as_caption(
    lines: Sequence[str], shown: Sequence[bool], index: int, *, stopped: bool
) -> bool:
    line, last = lines[index], index + 1 == len(lines)
    if all(shown[:index]) and _CHANGED.match(line) and not reports(line) and not goes_on(line):
        return True
    if tells(line) or not is_one_sentence(line) or line.endswith(("...", "…")):
        return False
    if line.endswith("."):
        return not last and len(line.split()) > _FEWEST
    if not stopped:
        return False
    return (last and len(line.split()) > _FEWEST) or _in_album(lines, shown, index)


def _in_album(lines: Sequence[str], shown: Sequence[bool], index: int) -> bool:
    """Whether the line is one of several pictures in a row, not an item of an announced list."""
    first = after = index
    while (
        index - first < _LONGEST_ALBUM
        and first > 0
        and (shown[first - 1] or _is_label(lines[first - 1]))
    ):
        first -= 1
    while (
        after - index < _LONGEST_ALBUM
        and after < len(lines)
        and (shown[after] or _is_label(lines[after]))
    ):
        after += 1
    announced = first > 0 and lines[first - 1].endswith(":")
    return after - first >= _ALBUM and not announced


def _is_label(line: str) -> bool:
    return not line.endswith(_STOPS) and is_one_sentence(line) and not tells(line)
