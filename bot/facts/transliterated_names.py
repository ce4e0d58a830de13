"""Names of foreigners spelt in Vietnamese syllables: `Xổm-mạt Mau-na`, `Bun Nhuông Mau Sỉ`.

They look like no Vietnamese name and like no foreign one either. With hyphens in small letters they
are names of people where two such words stand behind an honorific or a post; without, only behind
an envoy's post, whose country ends in "tại Việt Nam".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.facts.article_text import Span
from bot.facts.posts import post_at, post_head
from bot.language.person_names import CAPITALS

_WORD = rf"[{CAPITALS}][^\W\d_{CAPITALS}]{{0,7}}(?:-[^\W\d_{CAPITALS}]{{1,7}}){{0,4}}"
_TRANSLITERATED = re.compile(
    rf"(?<![\w-])(?=[^\s-]{{1,8}}-|[^\s-]{{1,8}}[ ][^\s-]{{1,8}}-[^\W\d_{CAPITALS}])"
    rf"{_WORD}(?:[ \t\u00a0](?=\w{{2}}){_WORD}){{1,3}}(?![\w-])"  # not "Ca-na-đa G. Mẫu"
)
_HONORIFIC = re.compile(
    r"(?<!\w)(?:đồng chí|đ/c|ông|bà|ngài|(?:đại|thượng|trung|thiếu) tướng|(?:TS|ThS|GS|PGS|BS)\.?)"
    r"[ \t\u00a0]{1,2}$",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(rf"-(?<=[^\W\d_]-)(?=[^\W\d_{CAPITALS}])")
"""Most texts have none: looked for first, since it is quick."""
_NEAR = 60
"""Characters in front of a hyphen in which the name that it stands in begins."""
_IN_VIETNAM = "tại Việt Nam"
_ENVOY = re.compile(
    r"(?:đại sứ|tổng lãnh sự|đại biện|tham tán)(?!\w)[^.,;:()\n]{0,60}[ \t\u00a0]$", re.IGNORECASE
)
_CALLED = re.compile(
    r",?[ \t\u00a0]{1,2}(?:(?:[Ôô]ng|[Bb]à|[Nn]gài)[ \t\u00a0]{1,2})?"
    rf"(?P<name>{_WORD}(?:[ \t\u00a0]{_WORD}){{1,5}})(?![\w-])"
)
_LOOK_BACK = 120


def transliterated_names(text: str) -> list[Span]:
    """In order; each is the whole name, whatever else looks like a name within it."""
    found = set(_of_envoys(text))
    done = 0
    for hyphen in _HYPHENATED.finditer(text):
        if hyphen.start() < done:
            continue
        first = max(done, hyphen.start() - _NEAR)
        name = next(
            (it for it in _TRANSLITERATED.finditer(text, first, hyphen.end() + 2 * _NEAR)), None
        )
        if name is not None:
            done = name.end()
            if "-" in name[0] and _is_led(text, name.start()):
                found.add(name.span())
    return sorted(found)


def _of_envoys(text: str) -> Iterator[Span]:
    """`Đại sứ nước Mẫu tại Việt Nam | NAME`."""
    at = text.find(_IN_VIETNAM)
    while at >= 0:
        behind = at + len(_IN_VIETNAM)
        name = _CALLED.match(text, behind)
        if name is not None and _ENVOY.search(text, max(0, at - 80), at):
            yield name.span("name")
        at = text.find(_IN_VIETNAM, behind)


def _is_led(text: str, start: int) -> bool:
    """Whether an honorific or a post ends right in front of `start`."""
    if _HONORIFIC.search(text, max(0, start - 16), start):
        return True
    for head in post_head().finditer(text, max(0, start - _LOOK_BACK), start):
        post = post_at(text, head.start(), start)
        if post is not None and post.end == start - 1:
            return True
    return False
