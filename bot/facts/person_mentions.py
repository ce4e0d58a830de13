"""Names of people where they stand, each with the honorific and the posts beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from bot.facts.article_text import ArticleText, Span
from bot.facts.organisation_heads import organisation_heads
from bot.facts.person_spans import is_namesake, person_spans
from bot.facts.posts import Post, honorific_before, post_at, post_head
from bot.language.person_names import CAPITALS

_LOOK_BACK = 150
"""Characters in front of a name in which a post that it ends may begin."""
_MOST_POSTS = 12
_BETWEEN = re.compile(
    r"(?:\s{0,2}[,–(:-]\s{0,2}|\s{1,2})(?:là|hiện là|hiện giữ chức|đang là|kiêm"
    r"|đồng thời là)\s{1,2}"
    r"|\s{0,2}[,–(:-]\s{0,2}(?:kiêm\s{1,2})?"
)
_BORN = re.compile(
    r"[ \t\u00a0]*(?:\((?:\d{2} tuổi|SN[ \t\u00a0]?\d{4}|sinh năm \d{4})\)|,"
    r"[ \t\u00a0](?:\d{2} tuổi|sinh năm \d{4})(?=,))"
)
_TERM = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:\(?cũ\)?(?=[ \t\u00a0,])|\(?kh[óo][áa]"
    r"[ \t\u00a0](?:[XVI]{1,6}|\d{1,2})\)?(?!\w)"
    r"|(?:\(?nhiệm kỳ)[ \t\u00a0]\d{4}[ \t\u00a0]?[-–][ \t\u00a0]?\d{4}\)?){1,2}"
)
"""`khóa XV`, `nhiệm kỳ 2020-2025`, `cũ`: said of a post, no part of it."""
_COMMA = re.compile(r"(?:,|[ \t\u00a0]kiêm|,[ \t\u00a0]kiêm|[ \t\u00a0][-–])[ \t\u00a0]{1,2}$")
_OF_A_THING = re.compile(
    r"(?:đường|phố|trường|thpt|thcs|tiểu học|mầm non|đại học|học viện|cao đẳng"
    r"|giải thưởng|giải|quỹ|tượng đài|tượng"
    r"|lưu niệm|nhà thờ|đền thờ|đền|tư tưởng|phong cách|đạo đức|bệnh viện"
    r"|công viên|cầu|chợ|sân vận động|công ty"
    r"|tnhh|cổ phần|cp|mtv|cộng sản|thanh niên|tiền phong|thiếu nhi|bảo tàng"
    r"|quảng trường|khu đô thị|khu|lăng"
    r"|chiến dịch|huân chương|huy hiệu|thành phố|tp|tp\.|trạm|câu lạc bộ|hãng|lớp"
    r"|cháu ngoan|bộ đội|xã|phường|quận|huyện)"
    r"[ \t\u00a0\"“]{1,2}$",
    re.IGNORECASE,
)
"""In front of a name: the name is a thing's."""
_OF_AN_ENTERPRISE = re.compile(
    r"(?<!\w)(?:công ty|cty|tập đoàn|quỹ|trường|viện|hợp tác xã|bệnh viện|ngân hàng"
    r"|nhà máy|hội)(?!\w)",
    re.IGNORECASE,
)
_OF_A_UNIT = re.compile(r"(?:xã|phường|quận|huyện|thành phố)[ \t\u00a0]{1,2}$", re.IGNORECASE)
"""In front of a name it may also end a post: `Chủ tịch UBND xã | Trần Văn Mẫu`."""
_LIST_JOIN = re.compile(
    r"\s{0,2}(?:[,;]|,?\s{1,2}và|,?\s{1,2}cùng)\s{1,2}(?:các\s)?", re.IGNORECASE
)
_CAPITAL_WORD = rf"[{CAPITALS}](?:[^\W\d_]|['’]){{0,11}}"
_FOREIGN = re.compile(
    r"(?<!\w)(?:đồng chí|Đồng chí|ông|Ông|bà|Bà)[ \t\u00a0]{1,2}"
    rf"(?P<name>{_CAPITAL_WORD}(?:[ \t\u00a0]{_CAPITAL_WORD}){{1,4}})(?!\w)"
)
MOST_NAMES = 400
"""Names of one article that are looked at; lists of those awarded are longer."""


@dataclass(slots=True)
class Mention:
    """A name where it stands, with what stands around it."""

    start: int
    end: int
    name: str
    sentence: Span
    honorific: str | None = None
    posts: list[Post] = field(default_factory=list)
    begin: int = 0
    """Where its honorific or the posts in front of it begin."""
    reach: int = 0
    """Where the posts behind it end."""
    listed: bool = False
    """Told to be a person by the list that it stands in."""

    plural: bool = False
    """Its honorific is said of all of a list."""

    @property
    def is_person(self) -> bool:
        return self.honorific is not None or bool(self.posts) or self.listed


def find_mentions(text: ArticleText) -> list[Mention]:
    """In order; those that are no persons too, since a later mention may say that they are."""
    mentions: list[Mention] = []
    floor = 0
    for start, end in _names(text)[:MOST_NAMES]:
        mention = _mention(text, start, end, floor)
        floor = end
        if mention is not None:
            mentions.append(mention)
    claimed = 0
    for at, mention in enumerate(mentions):
        following = mentions[at + 1].begin if at + 1 < len(mentions) else len(text.text)
        limit = min(mention.sentence[1], max(following, mention.end))
        _posts_behind(text.text, limit, mention)
        if mention.begin < claimed:  # "A, Bí thư, Chủ tịch B": the first post is A's
            mention.begin = claimed
        claimed = mention.reach
    _listed(text.text, mentions)
    return mentions


def _names(text: ArticleText) -> list[Span]:
    """Names by their form, and whatever capitals follow an honorific."""
    spans = list(person_spans(text))
    starts = [start for start, _ in spans]
    for found in _FOREIGN.finditer(text.text):
        span = found.span("name")
        near = bisect_left(starts, span[0])
        if any(s < span[1] and span[0] < e for s, e in spans[max(0, near - 1) : near + 2]):
            continue
        if organisation_heads().pattern.match(text.text, *span) or post_head().match(
            text.text, *span
        ):
            continue
        spans.append(span)
    return sorted(spans)


def _mention(text: ArticleText, start: int, end: int, floor: int) -> Mention | None:
    """The name in [start, end); the one before it ends at `floor`. None: it is a thing's name."""
    whole = text.text
    sentence = text.sentence_at(start)
    name = " ".join(whole[start:end].split())
    if name.isupper():
        if whole[max(0, start - 40) : end + 20].isupper():
            return None  # in a headline set in capitals nothing tells where a name ends
        name = name.title()
    if name.split()[0] in {"Ông", "Bà"} and len(name.split()) > 2:
        start += len(name.split()[0]) + 1
        name = name.partition(" ")[2]
    mention = Mention(start, end, name, sentence, begin=start, reach=end)
    head = whole[max(sentence[0], start - 40) : start]
    thing = _OF_A_THING.search(head)
    if name == "Hồ Chí Minh" or (
        thing and (not _OF_A_UNIT.search(head) or is_namesake(name) or len(name.split()) < 3)
    ):
        return None
    _honorifics(whole, mention)
    _posts_before(whole, mention, max(floor, sentence[0]))
    short = len(name.split()) < 3 or is_namesake(name)
    held = mention.posts[-1].text if mention.posts else ""
    if short and mention.honorific is None and _OF_AN_ENTERPRISE.search(held):
        return None  # `Chủ tịch Quỹ | Phan Châu Trinh`: the name ends the post
    return mention


def _honorifics(text: str, mention: Mention) -> None:
    """`đồng chí Đại tá, TS. NAME`: each belongs to the name, the first is kept."""
    for _ in range(4):
        head = text[max(mention.sentence[0], mention.begin - 24) : mention.begin]
        found = honorific_before().search(head)
        if found is None:
            return
        mention.begin -= len(found[0])
        words = found["honorific"]
        if mention.honorific is None or words.lower() in {"đồng chí", "ông", "bà"}:
            mention.honorific = (
                words.partition("ác ")[2] if words.lower().startswith("các ") else words
            )
            mention.plural = mention.plural or words.lower().startswith("các ")


def _posts_before(text: str, mention: Mention, floor: int) -> None:
    """`post, post NAME`: posts that end right in front of the name, the last first."""
    for count in range(_MOST_POSTS):
        at = mention.begin
        if count:
            comma = _COMMA.search(text, max(floor, at - 8), at)
            if comma is None:
                return
            at = comma.start()
        post = _post_ending(text, floor, at)
        if post is None:
            return
        mention.posts.insert(0, post)
        mention.begin = post.start
        _honorifics_in_front(text, mention)


def _honorifics_in_front(text: str, mention: Mention) -> None:
    """`đồng chí Bí thư Huyện ủy NAME`."""
    head = text[max(mention.sentence[0], mention.begin - 24) : mention.begin]
    found = honorific_before().search(head)
    if found is not None:
        mention.begin -= len(found[0])
        mention.honorific = mention.honorific or found["honorific"]


def _post_ending(text: str, begin: int, at: int) -> Post | None:
    window = max(begin, at - _LOOK_BACK)
    last = None
    for head in post_head().finditer(text, window, at):
        post = post_at(text, head.start(), at)
        if post is not None and text[post.end : at].strip(" \t\u00a0") in {"", "cũ", "(cũ)"}:
            last = last or post
    return last


def _posts_behind(text: str, limit: int, mention: Mention) -> None:
    """`NAME, post, post, post`; each must begin as posts do."""
    if born := _BORN.match(text, mention.reach, limit):
        mention.reach = born.end()
    for _ in range(_MOST_POSTS):
        between = _BETWEEN.match(text, mention.reach, limit)
        post = post_at(text, between.end(), limit) if between else None
        if post is None or (post.text.islower() and " " not in post.text):
            return
        mention.posts.append(post)
        mention.reach = post.end
        if term := _TERM.match(text, mention.reach, limit):
            mention.reach = term.end()
        if text[mention.reach : mention.reach + 1] == ")":
            mention.reach += 1


def _listed(text: str, mentions: list[Mention]) -> None:
    """`các đồng chí A, B và C`: one honorific for all of a list."""
    for before, mention in pairwise(mentions):
        plural = before.listed or before.plural
        if plural and _LIST_JOIN.fullmatch(text, before.reach, mention.begin):
            mention.listed = True
