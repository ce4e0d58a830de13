"""The tasks of a request: where the first one begins, and where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.facts.article_text import Span
from bot.facts.request_grammar import grammar
from bot.language.person_names import CAPITALS

MOST_TASKS = 30
LEAST_WORDS = 3
"""A task says what to do with what: fewer words are a part of an enumeration."""
_TRIED = 60
"""Verbs of one sentence that are looked at."""
_FIRST_WITHIN = 260
"""Characters behind an asking verb within which the first task begins."""
_SUBJECT = 100
"""Characters of new ones that are asked in front of a further task: `các chi bộ hoàn thành …`."""

_OPENER = re.compile(
    r"[ \t]*(?:[-–+•*●▪][ \t]*|\(?\d{1,2}[.)][ \t]*|[a-zđ][.)][ \t]*)?"
    r"(?:(?:đồng thời|bên cạnh đó|ngoài ra|cùng với đó|đặc biệt(?: là)?|trong đó|mặt khác|trước mắt"
    r"|nhất là|cùng với việc đó|song song đó|thứ[ ](?:nhất|hai|ba|tư|năm|sáu|bảy)|cuối cùng"
    r"|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là|và)[ \t]*[,:]?[ \t]*)?"
    r"(?:cần phải|cần|phải)?[ \t]*",
    re.IGNORECASE,
)
_BY_THEIR_TASKS = re.compile(
    r"chức năng(?:,| và)? nhiệm vụ[ \t]$|quyền hạn[ \t]$"
    r"|(?:cơ quan|ngành|lực lượng|đơn vị)[ \t]chức năng[ \t]$"
    r"|quản lý(?: các)? dự án[ \t]$",
    re.IGNORECASE,
)
_REPORTS_TO = re.compile(
    rf"(?:báo cáo|gửi|trình)[ \t](?:kết quả[ \t])?(?:về[ \t]|cho[ \t])?[{CAPITALS}]"
)
"""`…, báo cáo UBND tỉnh trước ngày 5/6`: a task of its own whatever stands in front."""
_TO_DO_SO = re.compile(r"(?<!\w)để[ \t][^,;]{2,20}$")
_BREAK = re.compile(r";|(?<!phòng),|(?<=[^\s\d]):")
_LISTS = re.compile(
    r"(?:nhiệm vụ|giải pháp|nội dung|vấn đề|việc|công tác)[^:;.]{0,50}:[ \t]*", re.IGNORECASE
)
_IN_IT = re.compile(r",[ \t](?:trong đó|nhất là|đặc biệt là)(?!\w)")
"""Behind a task of its own, in front of a list of its parts."""
_PURPOSE = re.compile(
    r"(?<!\w)(?:để|nhằm|góp phần|từ đó|qua đó|làm cơ sở|nhất là|trọng tâm là|như)(?!\w)"
)
_NEW_SUBJECT = re.compile(rf"(?:các|từng|mỗi|đối với|riêng|[{CAPITALS}])[^,;.]{{0,50}}?[ \t]")
_OF_AN_ACT = re.compile(r"(?<!\w)sự[ \t][^,;.]{0,40}$")
_ASIDE = re.compile(
    r",[ \t](?:theo|trên cơ sở|căn cứ|trong|tại|bằng|nhân (?:dịp|kỷ niệm|ngày))[ \t][^,;.:]{3,90},"
)
_WHEN_DONE = re.compile(r"[ \t](?:sau khi|trước khi|trong khi)[ \t][^,;.:]{3,60},")
"""`các đơn vị sau khi thực hiện xong, báo cáo …`"""
_NOT = re.compile(r"(?<!\w)(?:không (?:được|nên|phải)|(?<!hàng )không|chớ|đừng)[ \t]+$")
_EDGES = " \t\u00a0;,.…/:-–"


def first_task(text: str, at: int, end: int, named: Sequence[Span] = ()) -> int | None:
    """Where the first verb of a task stands behind an asking verb; None: there is none.

    `named` are spans of names: a verb within one is no verb.
    """
    limit = min(end, at + _FIRST_WITHIN)
    named = [*named, *(it.span() for it in _ASIDE.finditer(text, at, limit))]
    named += [it.span() for it in _WHEN_DONE.finditer(text, at, limit)]
    for found in grammar().task.finditer(text, at, limit):
        if _is_verb(text, found, at) and not _within(found.start(), named):
            denied = _NOT.search(text, at, found.start())
            return denied.start() if denied else found.start()
    return None


def task_at(text: str, at: int, end: int) -> int | None:
    """Where a task begins when the sentence or line at `at` begins with one."""
    opener = _OPENER.match(text, at, end)
    begin = opener.end() if opener else at
    found = grammar().task.match(text, begin, end)
    if found is None or grammar().nominal_before.match(text, begin, end):
        return None
    return begin


def _is_verb(text: str, found: re.Match[str], begin: int) -> bool:
    at = found.start()
    if text[at].isupper() and not text[max(begin, at - 2) : at].strip().endswith((":", "“", '"')):
        return False
    if grammar().nominal_before.match(text, at):
        return False
    if _in_compound(text, max(begin, at - 24), at, found.end()):
        return False
    head = text[max(begin, at - 24) : at]
    if " " not in found[0] and grammar().joined.search(head):
        return False
    return bool(_BY_THEIR_TASKS.search(head)) or not grammar().nominal.search(head)


def _in_compound(text: str, begin: int, at: int, end: int) -> bool:
    """Whether the verb is the end of a noun, or its first word is: `chủ đầu tư | xây dựng`."""
    return any(it.start() < at < it.end() for it in grammar().compounds.finditer(text, begin, end))


def _within(at: int, named: Sequence[Span]) -> bool:
    return any(start < at < end for start, end in named)


def split_tasks(text: str, at: int, end: int) -> tuple[Span, ...]:
    """The tasks from `at` to `end`, each from its verb on.

    They are parted by semicolons, and by commas before a verb with an object of its own; a list of
    verbs with one object (`kiểm tra, giám sát`, `sơ kết, tổng kết`) stays whole.
    """
    spans: list[Span] = []
    if lists := _LISTS.search(text, at, min(end, at + _FIRST_WITHIN)):
        inside = task_at(text, lists.end(), end)
        if inside is None:
            inside = _behind_subject(text, lists.end(), end)
        if inside is not None:
            if whole := _IN_IT.search(text, at, lists.start()):
                spans.append((at, whole.start()))
            at = inside
    begun = at
    pieces = 0
    for mark in _BREAK.finditer(text, at, end):
        if mark[0] == ":":
            continue
        pieces += 1
        if len(spans) > MOST_TASKS or pieces > _TRIED:
            break
        begin = _cut_behind(text, mark, begun, end)
        if begin is not None:
            spans.append(_trimmed(text, begun, mark.start()))
            begun = begin
    spans.append(_trimmed(text, begun, end))
    return tuple(_long_enough(text, spans))[:MOST_TASKS]


def _cut_behind(text: str, mark: re.Match[str], begun: int, end: int) -> int | None:
    at = task_at(text, mark.end(), end)
    if mark[0] == ";":
        if at is not None:
            return at
        return _behind_subject(text, mark.end(), end)
    if at is None:
        return None
    found = grammar().task.match(text, at, end)
    assert found is not None  # noqa: S101 - task_at says so
    if text[begun : mark.start()].count(" ") < LEAST_WORDS - 1:
        return None
    last = text[max(begun, mark.start() - 40) : mark.start()]
    if _REPORTS_TO.match(text, at, end) and not _TO_DO_SO.search(last):
        return at
    piece_end = _BREAK.search(text, found.end(), end)
    rest = text[found.end() : piece_end.start() if piece_end else end]
    if len(rest.split()) < (1 if found["strong"] else 2):
        return None
    if found["strong"]:
        return None if _OF_AN_ACT.search(last) and ends_in_verb(last) else at
    if ends_in_verb(last) or _PURPOSE.search(text, begun, mark.start()):
        return None
    return at


def ends_in_verb(words: str) -> bool:
    """Whether a verb without object stands in front of the comma: a list of verbs goes on."""
    return any(
        found.end() == len(words) and not _in_compound(words, 0, found.start(), found.end())
        for found in grammar().task.finditer(words)
    )


def _behind_subject(text: str, at: int, end: int) -> int | None:
    """`; các chi bộ hoàn thành …`: the verb behind others that are asked."""
    opener = _OPENER.match(text, at, end)
    begin = opener.end() if opener else at
    if not (_NEW_SUBJECT.match(text, begin, end) or grammar().somebody.match(text, begin, end)):
        return None
    found = first_task(text, begin, min(end, begin + _SUBJECT))
    return found if found is not None and ";" not in text[begin:found] else None


def _long_enough(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """A piece too short to be a task stays with the one before it."""
    held: Span | None = None
    for start, end in spans:
        if end <= start:
            continue
        if held is not None and len(text[start:end].split()) < LEAST_WORDS:
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None and len(text[held[0] : held[1]].split()) >= LEAST_WORDS:
        yield held


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\u00a0":
        start += 1
    piece = text[start:end].rstrip(_EDGES)
    for word in (" đồng thời", " và", " cũng như"):
        piece = piece.removesuffix(word).rstrip(_EDGES)
    return start, start + len(piece)
