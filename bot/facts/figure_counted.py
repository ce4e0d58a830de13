"""What a number counts or measures beyond its unit, in the text's own words.

In front of it stand what is measured (`tổng số nợ 6 tỷ đồng`), the subject (`đảng viên nữ chiếm
30%`) or what was done (`kết nạp mới 88 đảng viên`); behind it what kind (`2 lớp bơi lội`). Which of
them tells a reader what is counted depends on the unit: shares and measures say nothing by
themselves, people and bodies are known by what was done to them. What is cut off in the middle of a
phrase is left out.
"""

from __future__ import annotations

import re

from bot.facts.figure_behind import Counted, behind_unit
from bot.facts.figure_front import (
    Clause,
    clause_in_front,
    is_link,
    measured,
    measured_count,
    subject,
    verb,
    whole_clause,
)
from bot.facts.figure_grammar import tables
from bot.facts.figure_phrases import Place, phrases

_CONTINUES = re.compile(r"\s*[,;(]?\s*(?:và\s)?\s*")


def what_is_counted(
    text: str, place: Place, *, unit: str | None, share: bool, measure: bool, qualifier: str | None
) -> Counted:
    """Of the number at `place`; None: nothing beyond its unit, or no whole phrase tells it.

    `share`: its unit is per cent; `measure`: money, weight, area …
    """
    behind = behind_unit(text, place, share=share)
    name = (unit or "").lower()
    if behind.words and not measure and (share or name not in phrases().acted_on):
        return behind
    clause = clause_in_front(text, place)
    linked = clause.linked or is_link(qualifier)
    if share or measure:
        if behind.words and not _is_done(behind.words, unit or "", clause):
            return behind
        front = measured(clause.words, linked=linked) or (subject(clause) if linked else None)
        if front is None and not share:
            front = verb(clause, phrases().strong, phrases().weak, alone=True)
        return Counted(front, place.unit_end)
    done = verb(clause, phrases().strong) if name in phrases().acted_on else None
    if done or behind.words:
        return Counted(done, place.unit_end) if done else behind
    front = (
        verb(clause, phrases().strong, phrases().weak)
        or measured_count(clause.words, name, linked=linked)
        or (whole_clause(clause.words) if name in phrases().cases else None)
    )
    return Counted(front, place.unit_end)


def _is_done(behind: str, unit: str, clause: Clause) -> bool:
    """Whether what stands behind a measure goes on with the sentence: `41 tỷ đồng | giúp dân`."""
    grammar = phrases()
    if grammar.verbs.match(behind):
        return True
    money = tables().money.search(unit) is not None
    if not money or behind.split()[0].lower() in grammar.of_money:
        return False
    return bool(measured(clause.words, linked=clause.linked) or verb(clause, grammar.strong))


def goes_on(between: str) -> bool:
    """Whether nothing stands between two figures, so that both are said of one thing."""
    return _CONTINUES.fullmatch(between) is not None
