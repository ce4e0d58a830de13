"""Those who ask, said by their post: `đồng chí Bí thư Huyện ủy`, `Phó Chủ tịch UBND tỉnh`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.facts.record import PersonNamed
from bot.language.person_names import CAPITALS
from storage.text import fold

POSTS = (
    r"(?:Quyền |Tân |quyền |tân )?(?:Tổng Bí thư|(?:Phó )?[Bb]í thư|(?:Phó )?[Cc]hủ tịch|Thủ tướng"
    r"|Phó [Tt]hủ tướng|Bộ trưởng|Thứ trưởng|(?:Phó )?(?:Tổng )?[Gg]iám đốc"
    r"|(?:Phó )?[Tt]rưởng [Bb]an"
    r"|(?:Phó )?[Tt]rưởng [Đđ]oàn|(?:Phó )?[Cc]hủ nhiệm|(?:Phó )?(?:Tổng )?[Cc]ục trưởng"
    r"|(?:Phó )?Vụ trưởng|(?:Phó )?[Cc]hánh [Vv]ăn phòng|Thống đốc|(?:Phó )?Viện trưởng"
    r"|(?:Phó )?[Hh]iệu trưởng|(?:Phó )?Tổng Thanh tra|(?:Phó )?Trưởng phòng|Chính ủy|Tư lệnh"
    r"|Chỉ huy trưởng|Trưởng Tiểu ban|(?:Phó )?Tổng [Tt]hư ký)"
)
BY_POST = re.compile(
    r"(?<!\w)(?:đồng chí|Đồng chí|đ/c|Đ/c|ông|Ông|bà|Bà)"
    rf"(?:[ \t]+(?P<post>[{CAPITALS}][^,.;:]{{2,60}}(?:, {POSTS}[^,.;:]{{2,50}}){{0,2}}))?[ \t,]*$"
)
"""`đồng chí`, with a post or without."""
_POST_ALONE = re.compile(
    rf"(?:^|(?<=[,.;:] )|(?<=[.;:,])){POSTS}(?:[ \t]+(?:[^,.;:“”\"()]|(?<=TP)\.){{1,60}})?[ \t]*$"
)
_NO_POST = re.compile(
    r"(?<!\w)(?:đã|vừa|cũng|chúc|chúc mừng|ký|gửi|dự|đến|còn|sẽ|có|đang|thay mặt|về việc)(?!\w)"
)
"""Words of a clause, not of a post."""
_OFFICIALS = (
    *("tong bi thu", "chu tich", "thu tuong", "pho thu tuong", "bi thu", "pho bi thu"),
    *("pho chu tich", "bo truong", "thu truong", "thuong truc", "uy vien", "truong ban"),
    *("pho truong ban", "truong doan", "giam doc so", "tong thanh tra", "chinh uy"),
)
_SHORT = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("thanh pho ", ""),
    ("tp.", " "),
    ("tp ", ""),
    ("mat tran to quoc", "mttq"),
)


def post_alone(clause: str) -> str | None:
    """The post that the last clause in front of a verb is: `Phó Chủ tịch UBND tỉnh`."""
    found = _POST_ALONE.search(clause)
    return None if found is None or _NO_POST.search(found[0]) else found[0]


def is_official(post: str) -> bool:
    """Whether it is one of Party or State that speaks for others."""
    return fold(post).startswith(_OFFICIALS)


def holder(people: Iterable[PersonNamed], post: str) -> str | None:
    """The only person with a post, or all the posts, that begin so; None: none, or several."""
    wanted = [_short(it) for it in re.split(r",[ \t]*", post) if it.strip()]
    if not wanted:
        return None
    having = {
        it.name
        for it in people
        if all(any(_short(own).startswith(one) for own in it.posts) for one in wanted)
    }
    return having.pop() if len(having) == 1 else None


def _short(post: str) -> str:
    """Folded, bodies by their abbreviation."""
    folded = fold(post).strip()
    for long, short in _SHORT:
        folded = folded.replace(long, short)
    return " ".join(folded.split())
