"""Where Vietnamese sentences end.

A sentence ends at `.`, `!`, `?` or `…` (with the quotation marks and brackets that close after it)
before a space and something that may begin one: a capital, a digit, an opening mark or a dash. It
does not end after an abbreviation (`TP.`, `GS.TS.`, `Tr.`), an initial (`N. V. An`) or the number
of a list (`1.`). A full stop between a word in small letters and one with a capital ends one too,
for the space behind it gets lost often (`theo quy định.Giám đốc`). Measured on hand-split texts:
`python -m tests.benchmarks.bench_facts`.
"""

from __future__ import annotations

import re

ABBREVIATIONS = frozenset(
    """
    tp tp.hcm tx tt q p h x kp ql tl sn tr
    th.s ths ts gs pgs gs.ts pgs.ts gs.ts.bs bs ks kts cn ncs ls ht mr mrs ms dr
    bt pbt btv ubtv uvtv uv ct pct pgđ gđ đc đ/c ô b
    t.ư t.w ttg nxb st kn no vs u.s đt
    """.split()  # noqa: SIM905 - fifty quoted words in a list are read by nobody
)
"""Lower-case words that end in a full stop without ending the sentence, the stop left out."""

AT_THE_END_TOO = frozenset({"v.v", "vv"})
"""Abbreviations that do end a sentence when a capital follows."""

_END = re.compile(
    # of a run of marks only the first is tried: each try reads all of it
    r"(?:\.{1,3}|(?<![!?…])[!?…]++)[\"”’»')\]]*+(?=\s)|(?<=\w\w\w)\.(?=[^\W\d_]{2})"
)
_ADDRESS = re.compile(r"(?:Net|Vn|Com|Org|Info|Asia|Tv)(?!\w)", re.IGNORECASE)
"""Behind a full stop within the name of a website."""
_BEGINS = re.compile(r"\s++[\"“‘«'(\[–—-]*+\s*+(?:[^\W\d_]|\d)")
_SPACE = re.compile(r"\s*")
_OPENING = frozenset('(["“‘«')
_LIST_NUMBER = re.compile(r"\d{1,2}|[a-zđ]|[ivx]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of one paragraph, without the space around it."""
    found: list[tuple[int, int]] = []
    start = _behind_space(text, 0)
    for match in _END.finditer(text):
        if _ends(text, match, start):
            found.append((start, match.end()))
            start = _behind_space(text, match.end())
    end = len(text.rstrip())
    if start < end:
        found.append((start, end))
    return found


def _ends(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the mark ends the sentence that began at `start`."""
    if not text[match.end()].isspace():
        return _is_glued(text, match)
    begins = _BEGINS.match(text, match.end())
    if begins is None or begins[0][-1].islower():
        return False
    if match[0] != ".":
        return True
    at = match.start()
    while at > start and not (text[at - 1].isspace() or text[at - 1] in _OPENING):
        at -= 1
    word = text[at : match.start()]
    if not word:
        return False
    before = word.lower()
    if before in AT_THE_END_TOO:
        return True
    if before in ABBREVIATIONS or before.rpartition("/")[2] in ABBREVIATIONS:
        return False
    if at == start and _LIST_NUMBER.fullmatch(before):
        return False
    return not (word[-1].isupper() and _INITIAL.fullmatch(word))


def _behind_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends at a full stop that no space follows."""
    before, behind = text[match.start() - 3 : match.start()], text[match.end() : match.end() + 2]
    return before.islower() and behind.istitle() and not _ADDRESS.match(text, match.end())
