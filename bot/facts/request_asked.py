"""Those who are asked, as the words in front of the tasks name them."""

from __future__ import annotations

import re

from bot.facts.request_grammar import grammar
from bot.language.person_names import CAPITALS

_ASKED_WORDS = 30
_LISTED_WORDS = 70
"""Of a list of many who are asked."""
_LISTED = 3
"""Commas of a list of many."""
_CLAUSE_WORDS = 12
_BEFORE = 200
"""Characters in front of the verb in which an addressee is looked for."""
_ASIDE_IN_FRONT = re.compile(
    r"[ \t,]*(?:(?:trong )?thời gian tới[ \t](?=[^,])|(?:nhân (?:dịp|kỷ niệm|ngày)|trong"
    r"|thời gian|trên cơ sở|trên|để"
    r"|nhằm|bên cạnh|ngoài|cùng với|từ|với|sau|căn cứ|đối với"
    r"|ngay|trước|đến (?:cuối|hết|năm|tháng|quý|ngày)|năm|quý|tại|nhất là|công tác)"
    r"(?!\w)[^,]{0,160},[ \t]*)",
    re.IGNORECASE,
)


_SENT = re.compile(
    r"(?<!\w)gửi(?:[ \t](?:tới|đến|cho))?[ \t]+(?P<whom>[^.;:“”\"()]{3,160})$"
    r"|(?<!\w)gửi[ \t][^.;:,]{2,40}?[ \t](?:tới|đến|cho)[ \t]+(?P<to>[^.;:“”\"()]{3,120})$"
)
_DESCRIBED = re.compile(rf"[ \t][–-][ \t](?=(?![{CAPITALS}])[^\W\d_][^,;]{{8,120}}[–-]?$)")
"""`Cục X – đơn vị có cán bộ …`: what is said of those who are asked."""
_LIST_OF_THEM = re.compile(r"[ \t,]+(?:bao )?gồm(?!\w)")
"""`12 sở, ngành gồm: …`: those who are asked, and each of them."""


_INSIDE = re.compile(
    r"^(?:trong|tại|với|khi|đối với)[ \t].{3,80}[ \t](?P<who>(?:các|từng|mỗi) .{3,60})$"
)
"""`trong phương án, các xã`: an aside that no comma ends."""
_ORDINAL = re.compile(
    r"(?:(?:một|hai|ba|bốn|năm|sáu) là|thứ (?:nhất|hai|ba|tư|năm|sáu))(?:[ \t,:]+|$)", re.IGNORECASE
)
"""`đề nghị: Một là, …`: the first of a list."""


def addressee(text: str, begin: int, at: int) -> str | None:
    """`công văn gửi Sở X đề nghị …`: to whom the letter goes that asks."""
    sent = _SENT.search(text, max(begin, at - _BEFORE), at)
    if sent is None:
        return None
    whom = " ".join((sent["whom"] or sent["to"]).strip(" \t,").split())
    fits = grammar().somebody.match(whom) and len(whom.split()) <= _ASKED_WORDS
    return whom if fits else None


def behind_asides(text: str, at: int, end: int) -> int:
    """Where those who are asked begin: behind `trong vòng một tuần, …`, `nhân dịp này, …`."""
    for _ in range(3):
        aside = _ASIDE_IN_FRONT.match(text, at, end)
        if aside is None:
            break
        at = aside.end()
    return at


def asked_between(text: str, at: int, end: int) -> str | None:
    """Those who are asked, who stand between the asking verb and the first task."""
    words = text[behind_asides(text, at, end) : end].strip(' \t,:;“"')
    if ordinal := _ORDINAL.match(words):
        words = words[ordinal.end() :]
    if among := _LIST_OF_THEM.search(words):
        words = words[: among.start()]
    if apart := _DESCRIBED.search(words):
        words = words[: apart.start()]
    if aside := grammar().asides.search(f" {words}"):
        words = f" {words}"[: aside.start()].strip(' \t,:;“"')
    for _ in range(3):
        modal = grammar().modal.search(f"{words} ")
        if modal is None:
            break
        words = f"{words} "[: modal.start()].strip(' \t,:;“"')
    parts = words.split()
    most = _LISTED_WORDS if len(re.findall("[,;]", words)) >= _LISTED else _ASKED_WORDS
    if not parts or len(parts) > most or not grammar().somebody.match(words):
        return None
    return " ".join(parts)


def asked_in_front(text: str, at: int, end: int) -> str | None:
    """Those who are asked where `cần` follows them: the subject of its clause."""
    clauses = text[at:end].strip(" \t,:“\"'‘").split(", ")
    taken: list[str] = []
    for clause in reversed(clauses[-8:]):
        fits = grammar().somebody.match(clause.strip()) is not None
        if not fits or len(clause.split()) > _CLAUSE_WORDS:
            break
        taken.insert(0, clause.strip())
    if not taken and (inside := _INSIDE.search(clauses[-1])):
        taken = [inside["who"]] if grammar().somebody.match(inside["who"]) else []
    words = " ".join(", ".join(taken).split())
    return words if words and len(words.split()) <= _ASKED_WORDS else None
