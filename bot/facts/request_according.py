"""What an official says that others have to do, said by `Theo …` or in front of who says so."""

from __future__ import annotations

import re

from bot.facts.article_text import Span
from bot.facts.record import RequestMade
from bot.facts.request_asked import asked_between
from bot.facts.request_modals import must, must_do
from bot.facts.request_parties import Parties
from bot.facts.request_posts import is_official
from bot.facts.request_sentences import (
    PLURAL,
    behind_case,
    broken,
    is_somebody,
    request_of,
    told_directly,
    told_with_modal,
)
from bot.facts.request_tasks import split_tasks, task_at

_SUBJECT = 160
"""Characters of those who are told, in front of `cần` or `phải`."""
_ASKED_WORDS = 30
_SAID_BY = 120
_COMMA = re.compile(r"(?:[ \t]*[,–(-][^;:.,]{2,80})?[ \t]*,[ \t]*")
_BY_ORDER = re.compile(
    r"Theo[ \t](?:ý kiến[ \t]|nội dung[ \t])?(?:chỉ đạo|yêu cầu|kết luận|công văn"
    r"|công điện|chỉ thị)[ \t](?:mới[ \t]|mới nhất[ \t])?của[ \t](?P<who>[^,;:.“”\"]{4,80}),[ \t]+"
)
_BY_AT_END = re.compile(r",[ \t]theo[ \t](?P<who>[^,;:.“”\"]{4,80}?)[ \t.]*$")
_NOT_ALLOWED = re.compile(r"(?<!\w)không được[ \t](?=[^\W\d_])")
_TAIL = re.compile(r"[ \t\"”.…!]*")


_LOCAL = re.compile(
    r"(?:thành phố|tỉnh|huyện|quận|xã|phường|ngành|địa phương|chính quyền|người đứng đầu|cơ quan"
    r"|đơn vị|lãnh đạo|cấp ủy|cấp uỷ|doanh nghiệp|nhà trường|hệ thống|mọi|thế hệ|thanh niên)[ \t]"
)


def according_to(text: str, sentence: Span, parties: Parties) -> RequestMade | None:
    """`Theo ông An, Sở Y tế cần …`, of an official: what he says that a body has to do."""
    start, end = sentence
    if not text.startswith("Theo ", start):
        return _according_at_end(text, sentence, parties)
    if by := _BY_ORDER.match(text, start, end):
        who = parties.by_post(by["who"]) or " ".join(by["who"].split())
        rest = by.end(), end
        told_now = told_with_modal(text, rest, parties, who) or told_directly(
            text, rest, parties, who
        )
        return told_now and request_of(sentence, who, told_now.asked, told_now.tasks)
    named = parties.official_in(start, min(end, start + _SAID_BY))
    if named is None:
        return None
    name, name_end = named
    comma = _COMMA.match(text, name_end, end)
    if comma is None:
        return None
    at = behind_case(text, comma.end(), end)
    whom = PLURAL.match(text, at, end) or _LOCAL.match(text, at, end)
    if parties.named_at(at, end) is None and whom is None:
        return None
    modal = must(text, at, min(end, at + _SUBJECT))
    if modal is None or broken(text, at, modal.start()):
        return None
    first = task_at(text, modal.end(), end)
    asked = asked_between(text, at, modal.start()) if first is not None else None
    if first is None or asked is None:
        return None
    return request_of(sentence, name, asked, split_tasks(text, first, end))


def _according_at_end(text: str, sentence: Span, parties: Parties) -> RequestMade | None:
    """`Sở Y tế không được …, theo Bí thư Tỉnh ủy.`"""
    start, end = sentence
    said = _BY_AT_END.search(text, max(start, end - _SAID_BY), end)
    if said is None or not is_official(said["who"].removeprefix("ông ").removeprefix("bà ")):
        named = parties.official_in(said.start("who"), end) if said else None
        if said is None or named is None:
            return None
    to_do = must_do(text, start, said.start())
    denied = _NOT_ALLOWED.search(text, start, min(said.start(), start + _SUBJECT))
    at, first = to_do or ((denied.start(), denied.start()) if denied else (start, None))
    if first is None or broken(text, start, at):
        return None
    if not (parties.named_at(start, at) or is_somebody(text, start)):
        return None
    asked = asked_between(text, start, at)
    who = parties.by_post(said["who"]) or " ".join(said["who"].split())
    tasks = split_tasks(text, first, said.start())
    return request_of(sentence, who, asked, tasks) if asked else None


def in_front(
    text: str, sentence: Span, verb: re.Match[str], parties: Parties, paragraph: int
) -> RequestMade | None:
    """What stands in front of a verb that ends the sentence: `Các xã phải …, ông An nhấn mạnh.`"""
    start, end = sentence
    if _TAIL.fullmatch(text, verb.end(), end) is None:
        return None
    limit = max(text.rfind(mark, start, verb.start()) for mark in (",", "”", '"', "-", "–"))
    while start < limit and text[start] in '“"-– ':
        start += 1
    to_do = must_do(text, start, limit) if limit > start else None
    if to_do is None:
        return None
    if not (parties.named_at(start, limit) or is_somebody(text, start)):
        comma = text.rfind(", ", start, to_do[0])
        if comma < 0:
            return None
        start = comma + 2  # "… nên …, các xã phải …"
    if broken(text, start, to_do[0]):
        return None
    asked = " ".join(text[start : to_do[0]].split())
    if (
        not asked
        or len(asked.split()) > _ASKED_WORDS
        or not (parties.named_at(start, limit) or is_somebody(text, start))
    ):
        return None
    asker = parties.asker(text, limit, verb.start(), paragraph)
    return request_of(sentence, asker, asked, split_tasks(text, to_do[1], limit))
