"""Names of people where they stand, each with the honorific and the posts beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from itertools import islice

from bot.facts.article_text import ArticleText, Span
from bot.facts.foreign_names import foreign_names
from bot.facts.organisation_heads import organisation_heads
from bot.facts.person_evidence import is_told
from bot.facts.person_spans import is_namesake, is_place, person_spans, place_beginnings
from bot.facts.posts import honorific_before, post_head
from bot.facts.posts_behind import behind_aside, posts_behind
from bot.facts.posts_beside import Mention, honorifics_before, posts_before
from bot.facts.transliterated_names import transliterated_names
from bot.language.districts import districts
from bot.language.person_names import CAPITALS, name_tables
from bot.language.provinces import province_name

_OF_A_THING = re.compile(
    r"(?<!\w)(?<!thành )(?<!thị )(?<!môi )(?<!đối )(?<!hiện )(?<!ấn )(?<!yêu )(?<!nhu )(?<!hòa )"
    r"(?<!toàn )(?<!lên )(?<!tầng )"
    r"(?:đường|phố|trường|thpt|thcs|ptdtnt|trung học phổ thông|trung học cơ sở|phổ thông trung học"
    r"|dân tộc nội trú|dân tộc bán trú|năng khiếu|tiểu học|mầm non|đại học|học viện|cao đẳng"
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
    r"(?<!\w)(?:công ty|cty|tập đoàn|quỹ|trường|viện|hợp tác xã|htx|bệnh viện|ngân hàng"
    r"|nhà máy|(?<!quốc )(?<!đại )hội(?! đồng))(?!\w)",
    re.IGNORECASE,
)
_POLITE = re.compile(r"(?:Ông|Bà)[ \t\u00a0]")
"""Family names too, but not of foreigners: `Ông | Bashar`."""
_CALLED = re.compile(
    rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Cc]hị|[Aa]nh|[Đđ]ồng chí|[Đđ]/c)[ \t\u00a0](?!(?:Ông|Bà)\W)"
    rf"(?P<first>[{CAPITALS}][^\W\d_A-Z]{{1,6}})"
    r"[ \t\u00a0]$"
)
"""`bà | Hương Trần Thị Mẫu`: what the honorific belongs to begins the name, family name or not."""
_INITIAL = re.compile(rf"[ \t\u00a0][{CAPITALS}]\.(?=[,; \t\u00a0)])")
"""`Trần Minh Q., Giám đốc …`: the full stop of an initial."""
_OF_A_UNIT = re.compile(r"(?:xã|phường|quận|huyện|thành phố|tp\.?)[ \t\u00a0]{1,2}$", re.IGNORECASE)
"""In front of a name it may also end a post: `Chủ tịch UBND xã | Trần Văn Mẫu`."""
_HALF_A_UNIT = re.compile(
    r"(?:tỉnh|xã|phường|quận|huyện|thị xã|thị trấn|thành phố) "
    rf"[{CAPITALS}][^\W\d_]{{0,7}}$"
)
"""Names of units have two syllables as a rule: the second is what looks like a person's name."""
MOST_NAMES = 400
"""Names of one article that are looked at; lists of those awarded are longer."""


def find_mentions(text: ArticleText) -> list[Mention]:
    """In order; those that are no persons too, since a later mention may say that they are."""
    mentions: list[Mention] = []
    floor = 0
    foreign = frozenset(foreign_names(text.text))
    for start, end in _names(text, foreign)[:MOST_NAMES]:
        mention = _mention(text, start, end, floor)
        if mention is not None:
            mention.told = mention.told or (start, end) in foreign
            mentions.append(mention)
        if (mention and mention.is_person) or _is_certain(text.text, start, end):
            floor = end  # nobody's posts begin before another's name
    claimed = 0
    for at, mention in enumerate(mentions):
        inside = behind_aside(text.text, mention.end, mention.sentence[1])
        begins = (it.begin for it in islice(mentions, at + 1, at + 12) if it.begin >= inside)
        following = next(begins, len(text.text))
        limit = min(mention.sentence[1], max(following, mention.end))
        posts_behind(text.text, limit, mention)
        if (
            mention.begin < claimed <= mention.start
        ):  # "A, Bí thư, Chủ tịch B": the first post is A's
            mention.begin = claimed
        claimed = max(claimed, mention.reach)
    return mentions


def _second_half(text: str, start: int, name: str) -> str:
    """`huyện Tương | Dương` of `huyện Tương | Dương Nguyễn Văn Mẫu`; empty: the name has none."""
    words = name.split()
    common = name_tables().common
    if len(words) > 4 and words[2] in common and _OF_A_UNIT.search(text, max(0, start - 12), start):
        return " ".join(words[:2])  # "xã | Đồng Mẫu Nguyễn Văn Mẫu"
    if len(words) < 4 or words[1] not in common:
        return ""
    return words[0] if _HALF_A_UNIT.search(text, max(0, start - 24), start - 1) else ""


def _is_certain(text: str, start: int, end: int) -> bool:
    """Whether the name alone tells somebody: not `xã | Quế Mẫu`, `| Quyền Giám đốc`."""
    name = text[start:end]
    if districts(name) or _OF_A_UNIT.search(text, max(0, start - 12), start):
        return False
    words = name.split()
    return len(words) > 2 or words[0].title() in name_tables().common


def _names(text: ArticleText, foreign: Collection[Span]) -> list[Span]:
    """Names by their form, and foreign ones."""
    whole = transliterated_names(text.text)
    spans = [
        span
        for span in person_spans(text)
        if not any(start < span[1] and span[0] < end for start, end in whole)
        and (
            not _POLITE.match(text.text, *span)
            or not any(span[0] < start < span[1] for start, _ in foreign)
        )
    ]
    spans = sorted([*spans, *whole])
    starts = [start for start, _ in spans]
    for span in sorted(foreign):
        near = bisect_left(starts, span[0])
        if any(s < span[1] and span[0] < e for s, e in spans[max(0, near - 1) : near + 2]):
            continue
        body = organisation_heads().pattern.match(text.text, span[0])
        if body or post_head().match(text.text, span[0]):
            continue
        spans.append(span)
    return sorted(spans)


def _begins_place(word: str, name: str) -> bool:
    """`ông | Hà Nội …`: a place stands in front of the name, or its second half."""
    pair = f"{word} {name.split()[0]}"
    return bool(districts(pair)) or pair.lower() in place_beginnings()


def _mention(text: ArticleText, start: int, end: int, floor: int) -> Mention | None:
    """The name in [start, end); the one before it ends at `floor`. None: it is a thing's name."""
    whole = text.text
    sentence = text.sentence_at(start)
    name = " ".join(whole[start:end].split())
    if name.isupper():
        if whole[max(0, start - 40) : end + 20].isupper():
            return None  # in a headline set in capitals nothing tells where a name ends
        name = name.title()
    ranked = honorific_before().search(whole, max(sentence[0], start - 24), start)
    ranked = ranked if ranked and len(ranked["honorific"]) > 3 else None  # "ông Ông Trần …"
    if name.split()[0] in {"Ông", "Bà"} and len(name.split()) > 2 and not ranked:
        start += len(name.split()[0]) + 1
        name = name.partition(" ")[2]
    if half := _second_half(whole, start, name):
        start += len(half) + 1
        name = name[len(half) + 1 :]
    nameless = len(name.split()) == 2 and name.startswith(("Thị ", "Văn "))
    short = not (nameless or len(name.split()) == 3) or not whole[start - 1 : start].isspace()
    front = None if short else _CALLED.search(whole, max(sentence[0], start - 20), start)
    if front and not _begins_place(front["first"], name):
        start = front.start("first")
        name = f"{front['first']} {name}"
    mention = Mention(start, end, name, sentence, begin=start, reach=end)
    if _INITIAL.match(whole, end - 2, end + 2):
        mention.reach = end + 1
    head = whole[max(sentence[0], start - 40) : start]
    thing = _OF_A_THING.search(head)
    if name == "Hồ Chí Minh" or (
        thing and (not _OF_A_UNIT.search(head) or is_namesake(name) or len(name.split()) < 3)
    ):
        return None
    honorifics_before(whole, mention)
    if mention.honorific is None and (
        is_place(whole, start, end)
        or (name.startswith("Văn ") and province_name(name.partition(" ")[2]))
    ):
        return None  # "Chủ tịch Hội Nhà | Văn Hà Nội"
    posts_before(whole, mention, max(floor, sentence[0]))
    mention.told = is_told(whole, sentence[0], start, end, sentence[1])
    short = len(name.split()) < 3 or is_namesake(name)
    held = mention.posts[-1].text if mention.posts else ""
    if len(name.split()) < 3 and mention.honorific is None and _HALF_A_UNIT.search(held):
        return None  # `Chủ tịch UBND quận Nam | Từ Mẫu`: the name ends the unit's
    if short and mention.honorific is None and _OF_AN_ENTERPRISE.search(held):
        return None  # `Chủ tịch Quỹ | Phan Châu Trinh`: the name ends the post
    return mention
