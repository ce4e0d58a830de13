"""What tells that a name is a person's where it has neither an honorific nor a post.

An occupation or a part in proceedings in front of it (`tài xế`, `cử tri`), an age, a birth or a
residence behind it, or a verb that only people are the subject of. A credit (`Ảnh: …`) is no
person of the article, whatever else stands around it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.language.person_names import name_tables
from bot.language.word_lists import any_of_many

_AGE = r"\d{1,3}[ \t\u00a0]tuổi|SN[ \t\u00a0]?\d{4}|(?:sinh|sinh năm|năm sinh)[ \t\u00a0]\d{4}"
_BORN = r"sinh ngày[ \t\u00a0]\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
_LIVES = r"(?:ngụ|trú|quê|thường trú|tạm trú|sống|đều ngụ|đều trú|người)(?!\w)"
_TOLD_BEHIND = re.compile(
    rf"[ \t\u00a0]?(?:[(,][ \t\u00a0]?|[-–][ \t\u00a0]|(?=\d))(?:{_AGE}|{_BORN}|{_LIVES}"
    r"|là[ \t\u00a0](?:người|con|em|anh|chị|vợ|chồng|bạn|chủ|bị can|hàng xóm|cháu)(?!\w)"
    r"|tự[ \t\u00a0]|tức[ \t\u00a0]|biệt danh|bí danh|tên thật"
    r"|(?:hay|hay còn|còn|thường) gọi(?!\w))",
    re.IGNORECASE,
)
"""`(52 tuổi, …`, `, sinh năm 1980, …`, `(ngụ …`."""
_BESIDE = re.compile(
    r"[ \t\u00a0](?:và|cùng)[ \t\u00a0](?:các[ \t\u00a0])?(?:cộng|đồng)[ \t\u00a0]sự(?!\w)"
)
_YEAR = re.compile(r"[ \t\u00a0]\((?:SN[ \t\u00a0]?)?19[2-9]\d\)")
"""`NAME và cộng sự`, `NAME (1979)`: of full names only."""
_ON_BEHALF = re.compile(r",[ \t\u00a0](?:thay mặt|đại diện)[ \t\u00a0]")
BORN = re.compile(
    rf"[ \t\u00a0]*(?:\((?:{_AGE}|{_BORN}|(?:19|20)\d\d)(?:\)|(?=,[ \t\u00a0]))"
    rf"|,?[ \t\u00a0](?:{_AGE}|{_BORN})(?=,))",
    re.IGNORECASE,
)
"""An age or a birth that stands between a name and its posts."""
_CREDIT = re.compile(
    r"(?<!\w)(?:Ảnh|Tin|Bài|Clip|Video|Nguồn|Đồ họa|Thực hiện|Ảnh, tin|Tin, ảnh|Bài, ảnh)"
    r"[ \t\u00a0]?:[ \t\u00a0]{0,2}$",
    re.IGNORECASE,
)


_IN_SENTENCE = re.compile(
    r"(?<!\w)(?!(?:đường|phố|ngõ|ngách|hẻm|tư|trên|lộ|cầu|chợ|trường|giải|quỹ|khu|cùng tên)\W)"
    r"[a-zà-ỹđ]{1,7}[ \t\u00a0]$"
)
"""A small word in front, none that streets and things are called by."""


@cache
def _table() -> dict[str, str]:
    raw = tomllib.loads(files(__package__).joinpath("person_words.toml").read_text("utf-8"))
    return {key: any_of_many(words) for key, words in raw.items()}


@cache
def _descriptor() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{_table()['descriptors']}):?[ \t\u00a0]{{1,2}}"
        r"(?P<field>[^\W\d_]{1,7}[ \t\u00a0](?:[^\W\d_]{1,7}[ \t\u00a0])?)?$",
        re.IGNORECASE,
    )


@cache
def _described_behind() -> re.Pattern[str]:
    return re.compile(
        rf"[ \t\u00a0]?[,(–-][ \t\u00a0]?(?:(?:nguyên|cựu|nữ)[ \t\u00a0])?"
        rf"(?:{_table()['occupations']})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _doing(whose: str) -> re.Pattern[str]:
    return re.compile(
        r"[ \t\u00a0](?:(?:đã|cũng|vừa|vẫn|còn|tiếp tục|thẳng thắn|lúc đó)[ \t\u00a0])?"
        rf"(?:{_table()[whose]})(?!\w)(?! (?:trương|mạc|thác|giảng|hội|trường)(?!\w))"
    )


@cache
def descriptor_words() -> str:
    """Alternatives: occupations and parts that names follow."""
    return _table()["descriptors"]


@cache
def statesman_words() -> str:
    """Alternatives: posts that foreign names follow."""
    return _table()["statesmen"]


def is_told(text: str, first: int, start: int, end: int, limit: int) -> bool:
    """Whether the words around the name in [start, end) tell a person.

    `first` and `limit` bound the sentence.
    """
    name = text[start:end].split()
    if is_credit(text, first, start):
        return False
    certain = len(name) > 2 or name[0].title() in name_tables().common
    head = text[max(first, start - 40) : start]
    described = _descriptor().search(head) if certain else None
    if described and (not described["field"] or (len(name) > 2 and described["field"].islower())):
        return True  # "nhân viên", "nhân viên an ninh"
    if _TOLD_BEHIND.match(text, end, limit) or (
        certain and _described_behind().match(text, end, limit)
    ):
        return True
    if (
        certain
        and len(name) > 2
        and any(it.match(text, end, limit) for it in (_BESIDE, _YEAR, _ON_BEHALF))
    ):
        return True
    if len(name) > 2 and _doing("doings").match(text, end, limit):
        return True
    # a woman's name; at the head of a sentence it may be the author's, behind a dash a street's
    return certain and len(name) > 2 and name[1] == "Thị" and _IN_SENTENCE.search(head) is not None


def is_told_behind(text: str, end: int, limit: int) -> bool:
    """Whether an age, a birth, a residence or a verb that no enterprise does stands behind it."""
    behind = _TOLD_BEHIND.match(text, end, limit) or _doing("personal").match(text, end, limit)
    return behind is not None


def is_credit(text: str, first: int, start: int) -> bool:
    """`Ảnh: | NAME`: who took the picture or wrote it."""
    return _CREDIT.search(text[max(first, start - 16) : start]) is not None
