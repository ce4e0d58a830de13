"""Questions that compare two sides: "Xã A hay xã B kết nạp nhiều đảng viên hơn?", "… năm nay so với
năm ngoái". Each side is asked by itself; two figures of one counted thing stand side by side.

Nothing is reckoned but which of two written numbers of one unit is larger.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.answers.words import table
from bot.facts.record import Facts, FigureNamed
from bot.language.asked_times import AskedTime, find_asked_times
from bot.language.bare import without_marks
from bot.language.time_expressions import find_time_expressions
from storage.text import fold, folded_words, nfc

_MORE = re.compile(
    r" (?P<how>nhieu|it|cao|thap|lon|nho|dong)(?P<what>(?: [a-z]+){0,4}?) hon(?: |$)"
)
_OR = re.compile(r" (?:hay|hoac) (?:la )?")
_AGAINST = re.compile(r",? so voi (?:cung ky )?")
_TAIL = re.compile(
    r",? (?:thi )?(?:the nao|nhu the nao|ra sao|thi sao|tang hay giam"
    r"|tang giam(?: the nao| ra sao)?|co tang khong|nhieu hon khong"
    r"|nhieu hon hay it hon|tang bao nhieu|giam bao nhieu)$"
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        question: what is asked of it alone.
        name: its place, body or person as typed; None where the sides are two times.
        days: first and last day of its time; None where the sides are two names.
    """

    question: str
    name: str | None
    days: tuple[dt.date, dt.date] | None = None


def sides_asked(text: str, today: dt.date) -> tuple[Side, Side] | None:
    """The two sides that `text` compares; None: it compares nothing, or not two such sides."""
    text = nfc(" ".join(text[: 2 * _LONGEST].split())).strip(" ?？.")
    if len(text) > _LONGEST:
        return None
    plain = without_marks(text).lower()
    if len(plain) != len(text):
        return None
    return _by_name(text, plain) or _by_time(text, plain, today)


def compares(text: str) -> bool:
    """Whether `text` compares two named sides: "xã A hay xã B … nhiều hơn"."""
    text = nfc(" ".join(text[: 2 * _LONGEST].split())).strip(" ?？.")
    plain = without_marks(text).lower()
    return len(text) <= _LONGEST and len(plain) == len(text) and _by_name(text, plain) is not None


def _by_name(text: str, plain: str) -> tuple[Side, Side] | None:
    """ "A hay B kết nạp nhiều đảng viên hơn"."""
    either, more = _OR.search(plain), _MORE.search(plain)
    if either is None or more is None or more.start() < either.end():
        return None
    first = text[: either.start()]
    length = _name_length(first, text[either.end() : more.start()])
    if length is None:
        return None
    second = text[either.end() : either.end() + length]
    verb = text[either.end() + length : more.start()]
    counted = f"{verb} bao nhiêu{text[more.start('what') : more.end('what')]}"
    rest = text[more.end() :]
    made = (" ".join(f"{name}{counted} {rest}".split()) for name in (first, second))
    one, other = made
    return Side(one, first), Side(other, second)


def _name_length(first: str, rest: str) -> int | None:
    """Characters of the second name: its run of capitals, or as many words as the first where it
    begins alike; None where it ends nowhere."""
    mine, words = first.split(), rest.split()
    if not mine or len(words) < 2:
        return None
    if any(word[0].isupper() for word in words):
        last = 0
        for number, word in enumerate(words):
            if word[0].isupper() or (number < 2 and last == 0) or word[0].isdigit():
                last = number + 1 if word[0].isupper() or word[0].isdigit() else last
            else:
                break
        count = last
    else:
        count = len(mine) if fold(words[0]) == fold(mine[0]) else 0
    if not 0 < count <= len(words) or len(mine) > 8:
        return None
    return len(" ".join(words[:count]))


def _by_time(text: str, plain: str, today: dt.date) -> tuple[Side, Side] | None:
    """ "kết nạp đảng viên năm nay so với năm ngoái thế nào"."""
    against = _AGAINST.search(plain)
    if against is None:
        return None
    tail = _TAIL.search(plain, against.end())
    before, after = text[: against.start()], text[against.end() : tail.start() if tail else None]
    mine, other = _time(before, today), _time(after, today)
    if mine is None or other is None or (other.start, other.end) != (0, len(after)):
        return None
    front, back = before[: mine.start], before[mine.end :]
    one, two = (
        _counting(" ".join(f"{front}{it}{back}".split()))
        for it in (before[mine.start : mine.end], after)
    )
    return Side(one, None, (mine.first, mine.last)), Side(two, None, (other.first, other.last))


def _time(text: str, today: dt.date) -> AskedTime | None:
    found = find_asked_times(text, today)
    return found[0] if len(found) == 1 else None


def _counting(text: str) -> str:
    """The words as a question of quantity."""
    plain = f" {without_marks(text).lower()} "
    if " bao nhieu " in plain or re.search(r" may ", plain):
        return text
    for noun in sorted(table("question.toml")["compare"]["counted"], key=len, reverse=True):
        at = plain.find(f" {fold(noun)} ")
        if at >= 0:
            front = re.sub(r"(?:^|\s)số(?: lượng)?$", "", text[:at].rstrip(), flags=re.IGNORECASE)
            return f"{front} bao nhiêu {text[at:].strip()}".strip()
    return f"{text} bao nhiêu"


def figure_at(facts: Facts, start: int, end: int) -> FigureNamed | None:
    """The figure that stands at these characters of the article."""
    return next((it for it in facts.figures if it.start < end and start < it.end), None)


def of_one_kind(one: FigureNamed, other: FigureNamed) -> bool:
    """Whether both count the same thing in the same unit."""
    return bool(one.unit) and fold(one.unit or "") == fold(other.unit or "")


def larger(one: FigureNamed, other: FigureNamed) -> int | None:
    """1 or 2: which number is larger as written; None: they are equal, or one is a range."""
    if one.upto is not None or other.upto is not None or one.value == other.value:
        return None
    return 1 if one.value > other.value else 2


def told_of(sentence: str, title: str, start: int, side: str, other: str) -> bool:
    """Whether the figure at `start` of the sentence is told of `side`, not of `other`: its name
    stands nearer before the figure; a sentence that names neither goes by the title."""

    def places(name: str) -> list[int]:
        words = f" {' '.join(folded_words(sentence[:start]))} "
        return [
            it.start() for it in re.finditer(re.escape(f" {' '.join(folded_words(name))} "), words)
        ]

    mine, others = places(side), places(other)
    if mine or others:
        return bool(mine) and (not others or mine[-1] > others[-1])
    named = f" {' '.join(folded_words(title))} "
    return (
        f" {' '.join(folded_words(side))} " in named
        and f" {' '.join(folded_words(other))} " not in named
    )


def told_then(
    sentence: str, start: int, published: dt.date | None, days: tuple[dt.date, dt.date]
) -> bool:
    """Whether the figure at `start` of the sentence is of these days: the last time before it, else
    the first behind it, else the day of the article lies in them."""
    times = [it for it in find_time_expressions(sentence, published) if it.first is not None]
    before = [it for it in times if it.start <= start]
    near = before[-1] if before else (times[0] if times else None)
    if near is None or near.first is None:
        return published is not None and days[0] <= published <= days[1]
    return days[0] <= near.first and (near.last or near.first) <= days[1]
