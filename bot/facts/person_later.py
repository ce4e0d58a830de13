"""Later mentions of people: by the given name, by a post, or by an honorific alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_names import organisation_key
from bot.facts.person_verbs import part_behind
from bot.facts.posts import post_at, post_heads
from bot.facts.posts_behind import posts_behind
from bot.facts.posts_beside import Mention
from bot.facts.posts_once import is_short_for
from bot.language.person_names import CAPITALS

_ALONE = re.compile(
    r"(?<!\w)(?P<honorific>[Đđ]ồng chí|đ/c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]ử tri|[Đđ]ại biểu"
    r"|[Ll]uật sư|[Bb]ác s[ĩỹ]|[Nn]ghệ s[ĩỹ]|[Cc]a s[ĩỹ]"
    r"|(?:(?:[Đđ]ại|[Tt]hượng|[Tt]rung|[Tt]hiếu) (?:tướng|tá|úy)|[Tt]ướng|[Bb]í thư|[Bb]ộ trưởng"
    r"|[Cc]hủ tịch|[Tt]hứ trưởng|[Gg]iám đốc|[Cc]ục trưởng)(?=[ \t\u00a0]+\w{1,7}(?![\w \t\u00a0])"
    rf"|[ \t\u00a0]+\w{{1,7}}[ \t\u00a0][^\W\d_{CAPITALS}]))[ \t\u00a0]+"
    rf"(?:(?P<name>[{CAPITALS}][^\W\d_]{{0,7}}(?:"
    rf"[ \t\u00a0][{CAPITALS}][^\W\d_]{{0,7}})?)(?!\w|[ \t\u00a0]+[{CAPITALS}])"
    r"|(?=(?:đã |cũng |tiếp tục )?(?:đề nghị|yêu cầu|nhấn mạnh|khẳng định|cho biết"
    r"|cho rằng|lưu ý|phát biểu|kết luận|đánh giá|ghi nhận|mong muốn)))"
)
_NOBODY_SAID = 400
"""Characters without a name that may part `Đồng chí đề nghị` from the name that it stands for."""
_ACCORDING = re.compile(r"(?<!\w)theo[ \t\u00a0]$", re.IGNORECASE)


@cache
def _subject() -> re.Pattern[str]:
    """A post that may be the subject of its clause: behind a sign, or behind an honorific."""
    return re.compile(
        r"(?:^|[.!?:;…,”\n][ \t\u00a0]{0,2})(?P<honorific>(?:đồng chí|đ/c)[ \t\u00a0])?"
        rf"(?P<head>(?:{post_heads()})(?!\w))",
        re.IGNORECASE | re.MULTILINE,
    )


def later_mentions(text: ArticleText, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """`đồng chí Hảo`, `đồng chí Bí thư`, `đồng chí đề nghị`: of whom it can only be.

    `mentions`: those by name, in order. Each found has the name of the person that it is of.
    """
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.name, mention)
    by_given: dict[str, list[str]] = {}
    for called in first:
        words = called.split()
        for given in (words[-1], " ".join(words[-2:])):
            by_given.setdefault(given, []).append(called)
    full = {it.start for it in mentions}
    by_post = list(_subjects(text, mentions, first))
    told: list[Mention] = []
    for match in _ALONE.finditer(text.text):
        sentence = text.sentence_at(match.start())
        named = match["name"]
        name: str | None
        if named is None:
            name = _last_subject(text, (mentions, by_post, told), match.start(), sentence)
            span = match.span("honorific")
        else:
            owners = by_given.get(named, [])
            name = owners[0] if len(owners) == 1 else None
            span = match.span("name")
            if match.start("name") in full:
                continue
            title = post_at(text.text, match.start(), sentence[1])
            if title is not None and title.end > match.end("honorific"):
                continue  # "Bí thư Thành ủy" calls nobody Thành
            if name is None and (post := post_at(text.text, match.start("name"), sentence[1])):
                name = _holder(post.text, mentions) or _holder(post.text, mentions, loosely=True)
                span = (post.start, post.end)
                if name is not None and any(it.begin <= span[0] < it.reach for it in mentions):
                    continue
        if name is None or match.start() < first[name].end:
            continue
        later = Mention(*span, name, sentence, match["honorific"])
        later.begin, later.reach = match.start(), span[1]
        if named is not None:
            _read_posts(text, mentions, later)
        told.append(later)
        yield later
    begun = {it.start for it in told}
    yield from (it for it in by_post if it.start not in begun)


def _read_posts(text: ArticleText, mentions: Sequence[Mention], later: Mention) -> None:
    """The posts behind a given name."""
    whole, end = text.text, later.end
    near = bisect_right(mentions, end, key=lambda it: it.begin)
    following = mentions[near].begin if near < len(mentions) else later.sentence[1]
    posts_behind(whole, max(end, min(later.sentence[1], following)), later)
    according = _ACCORDING.search(whole, max(0, later.begin - 8), later.begin)
    if according and whole[later.reach : later.reach + 1] != ",":
        later.posts.clear()  # "Theo ông Mẫu, Giám đốc Sở Y tế | đã báo cáo"
        later.reach = end


def _subjects(
    text: ArticleText, mentions: Sequence[Mention], first: dict[str, Mention]
) -> Iterator[Mention]:
    """`Bí thư Tỉnh ủy | đề nghị`: a post alone, with a verb behind that gives its holder a part."""
    for match in _subject().finditer(text.text):
        at = match.start("head")
        near = bisect_right(mentions, at, key=lambda it: it.begin)
        if near and at < max(it.reach for it in mentions[max(0, near - 3) : near]):
            continue
        sentence = text.sentence_at(at)
        post = post_at(text.text, at, sentence[1])
        if post is None or " " not in post.text or not part_behind(text.text, post.end):
            continue
        name = _holder(post.text, mentions)
        if name is None or at < first[name].end:
            continue
        later = Mention(at, post.end, name, sentence, match["honorific"])
        later.begin = match.start("honorific") if match["honorific"] else at
        later.reach = post.end
        yield later


def _last_subject(
    text: ArticleText, lists: Sequence[Sequence[Mention]], at: int, sentence: Span
) -> str | None:
    """The one person of the last sentence with one in the same paragraph; None: none, or several.

    `lists` hold mentions, each in order; only the last ones in front of `at` are looked at.
    """
    near = [(found, bisect_right(found, at, key=lambda it: it.end)) for found in lists]
    last = max((found[stop - 1].sentence for found, stop in near if stop), default=sentence)
    if last == sentence:
        return None
    if "\n" in text.text[last[1] : sentence[0]] or sentence[0] - last[1] > _NOBODY_SAID:
        return None
    names: set[str] = set()
    for found, stop in near:
        while stop and found[stop - 1].sentence == last:
            stop -= 1
            names.add(found[stop].name)
    return names.pop() if len(names) == 1 else None


def _holder(post: str, mentions: Sequence[Mention], *, loosely: bool = False) -> str | None:
    """The only person with a post that begins so; `loosely`: with all of these words, in order."""
    wanted = organisation_key(post)
    if loosely:
        words = wanted.split()
        short = {
            it.name
            for it in mentions
            if any(is_short_for(words, organisation_key(held.text).split()) for held in it.posts)
        }
        return short.pop() if len(short) == 1 and len(words) > 2 else None
    found = {
        it.name
        for it in mentions
        if any(f"{organisation_key(held.text)} ".startswith(f"{wanted} ") for held in it.posts)
    }
    return found.pop() if len(found) == 1 else None
