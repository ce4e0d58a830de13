"""Who asks, as the words of a clause say it where no name that is known stands in them."""

from __future__ import annotations

import re

from bot.facts.request_grammar import grammar
from storage.text import fold

_ASKER_WORDS = 12
_WHEN_AND_WHERE = re.compile(
    r"(?:Theo đó|Cụ thể|Đồng thời|Bên cạnh đó|Ngoài ra|Do đó|Vì vậy|Trước đó|Tiếp đó|Tuy nhiên"
    r"|Cũng)[ \t,:]+"
    r"|(?:[Ss]áng|[Cc]hiều|[Tt]ối|[Nn]gày|[Hh]ôm|[Tt]ại|[Tt]rong|[Vv]ào|[Pp]hát biểu|[Kk]ết luận"
    r"|[Tt]hay mặt|[Ss]au"
    r"|[Tt]rên cơ sở|[Tt]rước|[Qq]ua|[Đđ]ể|[Vv]ới|[Tt]heo|[Cc]hủ trì"
    r"|[Dd]ự)(?!\w)[^,;:.]{0,120},[ \t]*"
)
_SUBJECT = re.compile(
    r"(?P<who>[^,;:.()\d“”\"]{3,70}?)[ \t](?:đã|vừa|sẽ|quyết định|thống nhất|nhấn mạnh|khẳng định"
    r"|ghi nhận"
    r"|đánh giá|cũng|tiếp tục|chỉ đạo|tăng|tổ chức|có)[ \t]"
)
_CLAUSE = re.compile(r"[,;:](?=[ \t])|[\"“”]")
_OPENING_WORDS = re.compile(
    r"(?:(?:đồng thời|bên cạnh đó|ngoài ra|cùng với đó|tuy nhiên|do đó|vì vậy|do vậy|vì thế|theo đó"
    r"|thời gian tới|trong thời gian tới|tại (?:buổi|hội|cuộc)[^,]{0,30}|qua đó|từ đó"
    r"|trên cơ sở đó)"
    r"[ \t,]*){0,2}",
    re.IGNORECASE,
)
_ENDS_NO_ASKER = re.compile(
    r"[ \t]+(?:đã|cũng|vừa|đồng thời|tiếp tục|nhấn mạnh|và|thì|sẽ|chỉ đạo|có|thống nhất|hiện|rất"
    r"|luôn|đang"
    r"|mới|kiên quyết|đều|bày tỏ)(?!\w)",
    re.IGNORECASE,
)
_TO_VERB_TAIL = re.compile(
    r"(?:[ \t,]+(?:có văn bản|có công văn|có ý kiến|ra công văn|ký văn bản|ký công văn|ra thông báo"
    r"|ban hành văn bản|ban hành công văn|đã|cũng|tiếp tục|đồng thời|vừa|trân trọng|nhấn mạnh"
    r"|phát biểu|và|bày tỏ|hoan nghênh|kết luận|chỉ đạo|trực tiếp|sau đó|mới đây|thống nhất"
    r"|đặc biệt|nói|còn)){1,4}[ \t,:]*$"
)
"""What may stand between those who ask and the verb."""


def behind_when_and_where(text: str, begin: int, end: int) -> int:
    """Where the subject of a sentence from `begin` may stand: behind asides of time and place."""
    for _ in range(4):
        aside = _WHEN_AND_WHERE.match(text, begin, end)
        if aside is None:
            break
        begin = aside.end()
    return begin


def to_the_verb(text: str, begin: int, at: int) -> str:
    """The clause in front of the verb at `at`, without the small words that lead to the verb."""
    return _TO_VERB_TAIL.sub("", text[begin:at])


def subject_in_words(text: str, begin: int, end: int) -> str | None:
    """`Lãnh đạo thành phố | quyết định …`: a subject that bears no name."""
    subject = _SUBJECT.match(text, begin, end)
    if subject is None:
        return None
    who = " ".join(subject["who"].split())
    fits = any(grammar().somebody.match(it) for it in (who[0].lower() + who[1:], who.lower()))
    fits = fits and not who.isupper()
    return who if fits and len(who.split()) <= _ASKER_WORDS else None


def last_subject(clause: str, *, whole: bool) -> str | None:
    """The words of the last clause in front of the verb, when they are few enough for a name."""
    cuts = [cut.end() for cut in _CLAUSE.finditer(clause)]
    if not cuts and not whole:
        return None
    tail = clause[cuts[-1] if cuts else 0 :].strip(" \t,")
    opening = _OPENING_WORDS.match(tail)
    tail = tail[opening.end() :] if opening else tail
    tail = _ENDS_NO_ASKER.split(tail, maxsplit=1)[0].strip(" \t,")
    words = tail.split()
    if tail.count("(") != tail.count(")"):
        return None
    if not words or len(words) > _ASKER_WORDS or fold(words[0]) in _NO_ASKER:
        return None
    named = words[0][0].isupper() and (len(words) == 1 or words[1][0].isupper())
    if not named and not grammar().somebody.match(tail[0].lower() + tail[1:]):
        return None
    return " ".join(words)


_NO_ASKER = frozenset(
    {"trong", "tai", "theo", "de", "nham", "voi", "khi", "neu", "qua", "tu", "ve", "dong", "thoi"}
    | {"can", "phai", "da", "va", "hoi", "vi", "do", "bang", "toi", "xet"}
)
