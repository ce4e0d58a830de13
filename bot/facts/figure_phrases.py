"""The words by which `bot.facts.figure_counted` reads what stands around a number."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from bot.language.word_lists import any_of

MOST_WORDS = 15
"""Words of the longest phrase."""
_PAIRS = (
    "vững mạnh|giám sát|chống|hoàn thành (?:tốt |xuất sắc )?nhiệm vụ|công chức|viên chức|thủy sản"
    "|lâm nghiệp|thương mại|dịch vụ|tự phê bình|chính quyền|xã hội|đảng viên|kiến nghị|phản ánh"
)
"""Behind a comma these go on with the phrase: `kiểm tra, giám sát`."""
COMMA = rf",(?!\s(?:{_PAIRS})(?!\w))"
DASH = r"\s-\s(?![^\W\d_A-ZĐÂÊÔƠƯÁÀẢÃẠ])"


class Place(NamedTuple):
    """Where a number stands: offsets into the text."""

    floor: int
    """End of the figure before, or the beginning of the sentence."""
    start: int
    """Of the number or its qualifier."""
    unit_end: int
    limit: int
    """End of the sentence."""


@dataclass(frozen=True, slots=True)
class Phrases:
    measured: re.Pattern[str]
    links: re.Pattern[str]
    """The links at the end of a clause."""
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    generic: re.Pattern[str]
    predicates: re.Pattern[str]
    acts: re.Pattern[str]
    verbs: re.Pattern[str]
    """Any of those of the other tables, at the beginning."""
    of_money: frozenset[str]
    acted_on: frozenset[str]
    cases: frozenset[str]


@cache
def phrases() -> Phrases:
    raw = tomllib.loads(files(__package__).joinpath("figures.toml").read_text("utf-8"))["counted"]

    def verbs(name: str) -> re.Pattern[str]:
        return re.compile(
            rf"(?<!\w)(?<!các )(?<!công tác )(?<!cơ quan )(?:{any_of(raw[name])}|chi$)(?=\s|$)"
            r"(?!\s(?:viên|phí|chế|độ|thẩm quyền|cơ sở|ủy|trên|dưới|chủ tịch"
            r"|phó|bí thư))",
            re.IGNORECASE,
        )

    def listed(name: str) -> frozenset[str]:
        return frozenset(" ".join(it.split()) for it in re.split(r"[;\n]", raw[name]))

    return Phrases(
        measured=re.compile(
            rf"(?<!\w)(?<!một )(?<!đánh )(?<!tham )(?<!chất )(?<!lực )(?<!đa )(?<!vô )"
            rf"(?:{any_of(raw['measured'])})(?=\s)(?!\s(?:lượng người|viên|hóa|nhân))",
            re.IGNORECASE,
        ),
        links=re.compile(rf"(?:(?:^|\s)(?:{any_of(raw['links'])}))?\s*$", re.IGNORECASE),
        strong=verbs("strong"),
        weak=verbs("weak"),
        generic=re.compile(rf"\s*(?:{any_of(raw['generic'])})(?=\s)", re.IGNORECASE),
        predicates=re.compile(
            rf"\s(?:{any_of(raw['predicates'])}|bị|được)(?!\w)(?!\s(?:[Đđ]ảng|cơ sở))"
        ),
        verbs=re.compile(
            "(?:"
            + any_of(";".join(raw[it] for it in ("predicates", "strong", "weak")))
            + r")(?!\w)"
        ),
        of_money=listed("of_money"),
        acts=re.compile(rf"\s(?:{any_of(raw['acts'])})(?!\w)"),
        acted_on=listed("acted_on"),
        cases=listed("cases"),
    )
