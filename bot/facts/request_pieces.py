"""Requests of one sentence that tell several in turn: `giao Sở X làm …; Sở Y chuẩn bị …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from bot.facts.record import RequestMade
from bot.facts.request_asked import asked_between
from bot.facts.request_parties import Parties
from bot.language.person_names import CAPITALS

_OWN = re.compile(
    r"[ \t;,]*(?:(?:đồng thời|và|ngoài ra|riêng|đối với|về phía)[ \t,]+){0,2}"
    rf"(?=[{CAPITALS}]|(?:các|từng|mỗi|lãnh đạo|thủ trưởng|người đứng đầu|chủ tịch|giám đốc|phòng"
    r"|sở|ban|ngành|văn phòng|công an|chủ đầu tư|đơn vị|cơ quan|chính quyền|cấp ủy|nhà thầu)(?!\w))"
)
"""Behind the semicolon: others begin who are asked."""
_DOCUMENT = re.compile(
    r"(?:Dự thảo|Đề án|Nghị quyết|Nghị định|Kế hoạch|Luật|Chương trình|Dự án|Thông tư|Quyết định"
    r"|Chỉ thị|Báo cáo|Tờ trình|Đề cương|Phương án|Công tác|Việc)(?!\w)",
    re.IGNORECASE,
)
"""No one that could be asked."""


def by_addressee(text: str, request: RequestMade, parties: Parties) -> Iterator[RequestMade]:
    """The request, cut where behind a semicolon others are named who have to do what follows.

    `đề nghị các đơn vị tiếp tục …; các chi bộ hoàn thành …; tăng cường …` stays whole: those named
    are some of the same, as a bare task behind them shows; a body by its name begins its own.
    """
    parts = [_part(text, request, number, parties) for number in range(len(request.tasks))]
    begin = 0
    asked = request.asked
    for number, part in enumerate(parts):
        if part is None or not part[0]:
            continue
        bare_behind = any(it is not None and not it[0] for it in parts[number + 1 :])
        if part[1] or not bare_behind:
            yield msgspec.structs.replace(request, asked=asked, tasks=request.tasks[begin:number])
            begin, asked = number, part[0]
    yield msgspec.structs.replace(request, asked=asked, tasks=request.tasks[begin:])


def _part(
    text: str, request: RequestMade, number: int, parties: Parties
) -> tuple[str | None, bool] | None:
    """Who is named between a semicolon and the task, and whether by a name; None: the task is
    not behind a semicolon."""
    if number == 0:
        return None
    begin, end = request.tasks[number - 1][1], request.tasks[number][0]
    semicolon = text.find(";", begin, end)
    if semicolon < 0:
        return None
    own = _OWN.match(text, semicolon, end)
    if own and _DOCUMENT.match(text, own.end(), end):
        return None, False
    asked = asked_between(text, own.end(), end) if own and own.end() < end else None
    named = own is not None and parties.named_at(own.end(), end) is not None
    return asked, named
