"""Posts that an article says in several ways, each once.

One that is said shorter is the longer one, one with the abbreviation of its body is the one with
the whole name, and one that is said to be past is held no more wherever else it is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.facts.organisation_names import organisation_key
from bot.facts.posts_beside import Mention
from bot.language.person_names import CAPITALS

_BRACKETED = re.compile(rf"[ \t\u00a0]\(([{CAPITALS}&.-]{{2,10}})\)")
"""`Giám đốc Cục Điều tra liên bang | (FBI)`."""


_OF_A_MINISTRY = re.compile(
    r"^((?:(?:nguyen|cuu|quyen|tan) )?(?:bo|thu) truong(?: thuong truc)?) bo "
)


def post_key(post: str) -> str:
    """Folded words, equal for all spellings of a post: `Bộ trưởng Y tế` is `Bộ trưởng Bộ Y tế`."""
    return _OF_A_MINISTRY.sub(r"\1 ", organisation_key(post))


def abbreviations(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """By the abbreviation in brackets behind a post, the words of its body: `FBI`."""
    return {
        found[1]: post.text
        for mention in mentions
        for post in mention.posts
        if (found := _BRACKETED.match(text, post.end))
    }


def said_once(posts: Sequence[str], called: Mapping[str, str]) -> list[str]:
    """Without those that another says in full, or says to be past.

    `Giám đốc FBI` is `Giám đốc Cục Điều tra liên bang (FBI)`; who is called `cựu Giám đốc FBI` and
    `Giám đốc FBI` has left.
    """
    keys = {organisation_key(it) for it in posts}
    kept = []
    for post in posts:
        words = organisation_key(post).split()
        full = called.get(post.split()[-1])
        if full is not None and full in posts and full != post:
            head = _held(organisation_key(" ".join(post.split()[:-1])).split())
            if head and _held(organisation_key(full).split())[: len(head)] == head:
                continue
        if not any(f"{past} {' '.join(words)}" in keys for past in ("cuu", "nguyen")):
            kept.append(post)
    return kept


def _held(words: list[str]) -> list[str]:
    """Of a past post: without the word for it."""
    return words[1:] if words[:1] in (["cuu"], ["nguyen"]) else words


def distinct_posts(held: Sequence[str], new: Sequence[str], *, moved: bool) -> tuple[str, ...]:
    """Each post once; one that is a longer one said shorter is that one.

    Of somebody who `moved`, `Phó Bí thư Tỉnh ủy` is not the same post in the new province.

    `Bí thư Hà Mẫu` of a title is `Bí thư Thành ủy Hà Mẫu`: the same first word, and all others in
    the same order.
    """
    first: dict[str, str] = {}
    for group in (held, new) if moved else ((*held, *new),):
        keys = {post: organisation_key(post).split() for post in group}
        for post, words in keys.items():
            fuller = (_held(it) for it in keys.values())
            if not any(len(it) > len(words) and is_short_for(words, it) for it in fuller):
                first.setdefault(" ".join(words), post)
    return tuple(first.values())


def is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of one post are those of a longer one said shorter."""
    if short[:1] != long[:1]:
        return False
    left = iter(long)
    if not all(word in left for word in short):
        return False
    # "Bí thư Thành đoàn" is no short "Bí thư Đảng ủy cơ quan Thành đoàn"
    return "doan" not in short or "uy" in short or "uy" not in long
