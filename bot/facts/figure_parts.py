"""Which figures are parts of which: `17 tổ chức, trong đó có 14 đảng bộ, 3 chi bộ`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.facts.figure_grammar import tables
from bot.facts.record import FigureNamed

_NEAR = 12
"""Figures before a part among which its whole is looked for."""
_AMONG = re.compile(r"(?:trong đó|trong số đó|bao gồm|gồm)(?!\w)", re.IGNORECASE)
_LOOK = 150
"""Characters in front of a part."""
_WITHIN = re.compile(r"[^.;]{0,60}")
"""Between "trong đó" and its first part."""
_OPENS = re.compile(r"[ \t\u00a0]*(?:trong đó|trong số đó|trong số này)(?!\w)[^.;\d]{0,30}$", re.I)
"""The sentence that tells parts of a figure of the one before."""
_NEXT = re.compile(r"\s*\)?\s*(?:[,;]|và|(?<=\)))\s*(?:và\s+)?[^.;:,\d]{0,40}", re.IGNORECASE)
_SEXES = re.compile(r"\s*\(\s*")
"""`18 người (16 nam, 2 nữ)`."""
_OUT_OF = re.compile(r"(?:^|[,;]\s|\s)trong(?: tổng)?(?: số)?\s+$", re.IGNORECASE)
_HAVE = re.compile(r"(?<!\w)có\s+(?:tới\s+)?$")
"""`Trong 18 người bị bắt có 15 người …`."""
_NO_PART = re.compile(r"(?<!\w)(?:với|cho|tại|trong|tăng|giảm|đến|từ|đã|năm)(?!\w)", re.IGNORECASE)
"""Between two figures: the second is no further part."""


def whole_of(figure: FigureNamed, found: Sequence[FigureNamed], text: str) -> int | None:
    """Index in `found` of the figure that this one, which follows them, is a part of.

    None: of none. No part is more than its whole, and parts of one unit are no more together.
    """
    if not found:
        return None
    outside, behind = _without_brackets(figure, found, text)
    return _whole(figure, found, outside, text, behind)


def _without_brackets(
    figure: FigureNamed, found: Sequence[FigureNamed], text: str
) -> tuple[int, str]:
    """How many figures stand in front of brackets that lie between, and what is behind these:
    `14 đảng bộ (tăng 2) | và 3 chi bộ`."""
    begin = max(figure.sentence[0], figure.start - _LOOK)
    close = text.rfind(")", begin, figure.start)
    opened = text.rfind("(", begin, close) if close >= 0 else -1
    if opened < 0:
        return len(found), ""
    outside = len(found)
    while outside and found[outside - 1].start > opened:
        outside -= 1
    return outside, text[close + 1 : figure.start]


def _whole(
    figure: FigureNamed, found: Sequence[FigureNamed], count: int, text: str, behind_brackets: str
) -> int | None:
    """Among the first `count` of `found`: a copy of them for each figure would cost its square."""
    if not count:
        return None
    last = found[count - 1]
    between = behind_brackets or text[max(last.end, figure.start - _LOOK) : figure.start]
    if last.sentence != figure.sentence:
        head = text[figure.sentence[0] : figure.start]
        if not _OPENS.match(head) or last.sentence[1] < figure.sentence[0] - 3:
            return None
        beside = _beside(last, found, count)
        return _that_holds(figure, [at for at in beside if _alike(figure, found[at])], found)
    among = next(reversed([*_AMONG.finditer(between)]), None)
    if among and _WITHIN.fullmatch(between, among.end()):
        beside = [
            at for at in _beside(figure, found, count) if found[at].of is None or at == count - 1
        ]
        return _that_holds(figure, beside[-2:], found)
    if _SEXES.fullmatch(between) and figure.unit in {"nam", "nữ"} and _fits(figure, last):
        return count - 1
    if _HAVE.search(between) and _alike(figure, last) and _fits(figure, last):
        before = text[max(last.sentence[0], last.start - _LOOK) : last.start]
        return count - 1 if _OUT_OF.search(before) else None
    if last.of is None or not _NEXT.fullmatch(between) or _NO_PART.search(between):
        return None
    near = found[max(0, count - _NEAR) : count]
    parts = [_amount(it) for it in near if it.of == last.of and _alike(it, figure)]
    whole = found[last.of]
    if not _fits(figure, whole):
        return None
    more = _alike(figure, whole) and sum(parts) + _amount(figure) > _amount(whole)
    return None if more else last.of


def _that_holds(
    figure: FigureNamed, places: Sequence[int], found: Sequence[FigureNamed]
) -> int | None:
    """The last of these figures that this one can be a part of, one of its unit first."""
    fitting = [at for at in places if _fits(figure, found[at])]
    alike = [at for at in fitting if _alike(figure, found[at])]
    return next(reversed(alike or fitting), None)


def _fits(part: FigureNamed, whole: FigureNamed) -> bool:
    """A share is a part of anything but a share; else it is no larger."""
    if whole.denominator is not None or whole.unit == "%":
        return part.unit == "%" and whole.unit == "%" and part.value <= whole.value
    return part.unit == "%" or part.denominator is not None or _amount(part) <= _amount(whole)


def _beside(figure: FigureNamed, found: Sequence[FigureNamed], count: int) -> list[int]:
    """Where the last ones of the figure's sentence stand."""
    first = max(0, count - _NEAR)
    return [at for at in range(first, count) if found[at].sentence == figure.sentence]


def _amount(figure: FigureNamed) -> float:
    """The value without its multiplier."""
    factor, _ = _unit(figure)
    return figure.value * factor


def _alike(one: FigureNamed, other: FigureNamed) -> bool:
    """Whether they count in one unit: `2 tỷ đồng`, `500 triệu đồng`."""
    a, b = _unit(one)[1].split()[:2], _unit(other)[1].split()[:2]
    size = min(len(a), len(b))
    return a[:size] == b[:size] and (size > 0 or a == b)


def _unit(figure: FigureNamed) -> tuple[float, str]:
    """The multiplier and what is behind it."""
    unit = figure.unit or ""
    found = tables().multiplier.match(unit)
    if found is None:
        return 1.0, unit
    return tables().factors[" ".join(found["factor"].lower().split())], unit[found.end() :]
