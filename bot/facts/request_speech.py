"""Who speaks: an official whose words go on in the sentences behind."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_parties import Parties
from bot.facts.request_sentences import request_of, told_directly, told_with_modal

_SAYS = re.compile(
    r"(?<!\w)(?:nhấn mạnh|khẳng định|cho rằng|cho biết|cho hay|nói|nói rõ|nêu rõ|chỉ rõ|lưu ý"
    r"|đánh giá|ghi nhận|biểu dương|phát biểu|kết luận|quán triệt|yêu cầu|đề nghị|chỉ đạo|bày tỏ"
    r"|chia sẻ|chỉ ra|nhận định|mong muốn|tin tưởng|động viên|phân tích|đề cập|băn khoăn|kể)(?!\w)"
)
_TRIED = 6
_QUOTE = 700
"""Characters of a quotation whose speaker is named behind it."""
_OPENS = re.compile(r"[ \t]*(?:[“\"]|''|‘)[ \t]*")
_THAT_IS = re.compile(
    r"[”\"][ \t]*\.?[ \t]*(?:Đó|Đây)[ \t]là[ \t](?:một trong những[ \t]|những[ \t])?"
    r"(?:ý kiến[ \t]|nội dung[ \t])?(?:chỉ đạo|yêu cầu|đề nghị|lưu ý|nhấn mạnh)[ \t]của[ \t]"
    r"(?P<who>[^,;:.“”\"]{3,80}?)(?=[ \t](?:đối với|với|tại|trong|sau|khi)(?!\w)|[,.])"
)
"""`“Sở Y tế phối hợp …”. Đó là chỉ đạo của UBND tỉnh …`"""
_SAID = re.compile(
    r"[.,!…]?(?:[”\"]|''|’)[ \t]*[,–—-]?[ \t]*(?P<who>[^,;:.“”\"]{3,80}?(?:\([^)]{2,30}\)[ \t])?)"
    r"(?P<verb>(?P<asks>đề nghị|yêu cầu|kiến nghị)|nhấn mạnh|khẳng định|nói|chỉ đạo|lưu ý|nêu"
    r"|cho biết|cho hay|chia sẻ|bày tỏ|phát biểu)(?!\w)"
)


def speaks(text: str, sentence: Span, paragraph: int, parties: Parties) -> tuple[str | None, bool]:
    """Who speaks in the sentence, and whether that is an official; None: nobody does."""
    start, end = sentence
    for tried, verb in enumerate(_SAYS.finditer(text, start, end)):
        if tried == _TRIED:
            break
        official = parties.official_at(text, start, verb.start())
        if official or parties.speaks_at(text, start, verb.start()):
            return parties.asker(text, start, verb.start(), paragraph), official
    return None, False


def quoted_demand(text: str, sentence: Span, parties: Parties) -> RequestMade | None:
    """`“Sở Y tế phải … . Đây là …”, ông An đề nghị`: what an official says that somebody has to
    do, when the quotation begins with it; None: it does not, or who says it is no official."""
    start, end = sentence
    opens = _OPENS.match(text, start, end)
    if opens is None:
        return None
    if that := _THAT_IS.search(text, opens.end(), opens.end() + _QUOTE):
        who = " ".join(that["who"].split())
        return _told(text, (opens.end(), min(end, that.start())), sentence, parties, who)
    said = _SAID.search(text, opens.end(), opens.end() + _QUOTE)
    if said is None:
        return None
    verb = said.start("verb")
    if not said["asks"] and not parties.official_at(text, said.start("who"), verb):
        return None
    within = opens.end(), min(end, said.start())
    asker = parties.asker(text, said.start("who"), verb, said.start("who"))
    return _told(text, within, sentence, parties, asker)


def _told(
    text: str, within: Span, sentence: Span, parties: Parties, asker: str | None
) -> RequestMade | None:
    asker = asker and (parties.by_post(asker) or asker)
    made = told_with_modal(text, within, parties, asker) or told_directly(
        text, within, parties, asker
    )
    return None if made is None else request_of(sentence, asker, made.asked, made.tasks)
