"""A name where it stands, with the honorifics and posts that end in front of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.facts.article_text import Span
from bot.facts.posts import Post, honorific_before, post_at, post_head

_LOOK_BACK = 150
"""Characters in front of a name in which a post that it ends may begin."""
MOST_POSTS = 12
TERM = re.compile(
    r"(?:[ \t\u00a0]{0,2}(?:,[ \t\u00a0]{0,2})?(?:\(?cũ\)?(?=[ \t\u00a0,])"
    r"|\(?kh[óo][áa][ \t\u00a0](?:[XVI]{1,6}|\d{1,2})\)?(?!\w)"
    r"|\(?nhiệm kỳ[ \t\u00a0]\d{4}[ \t\u00a0]?[-–][ \t\u00a0]?\d{4}\)?"
    r"|\(\d{4}[ \t\u00a0]?[-–][ \t\u00a0]?\d{4}\))){1,2}"
)
"""`khóa XV`, `nhiệm kỳ 2020-2025`, `cũ`: said of a post, no part of it."""
_DASH = re.compile(r"[ \t\u00a0][-–][ \t\u00a0]$")
_GIVEN = re.compile(r"(?<!\w)(?:làm|chức|chức vụ|bầu|cử)[ \t\u00a0]$")
"""The post behind it is one that somebody else was given."""
_ALL_OF_THEM = re.compile(
    r"(?<!\w)(?:các|hai|ba|bốn|năm|\d{1,2})[ \t\u00a0](?:tân[ \t\u00a0])?$", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)"
    r"|(?:P?GS|TS|Th\.?S|BS|Tiến sĩ|Thạc sĩ|Bác sĩ).{0,20}",
    re.IGNORECASE,
)
"""`Giám đốc Sở Y tế, TS …`: a rank or degree goes with a post."""
_COMMA = re.compile(r"(?:,|[ \t\u00a0]kiêm|,[ \t\u00a0]kiêm|[ \t\u00a0][-–])[ \t\u00a0]{1,2}$")
_IS = re.compile(
    r"[ \t\u00a0](?:(?:mới|hiện nay|hiện tại|hiện|đương nhiệm|khi đó|lúc đó)[ \t\u00a0])?"
    r"là[ \t\u00a0]"
)
"""`Chủ tịch UBND xã là | ông NAME`."""
_SOMEBODY_OF = re.compile(
    r"(?<!\w)(?:vợ|chồng|con|con trai|con gái|con rể|con dâu|em|em trai|em gái|anh|anh trai"
    r"|chị|chị gái|bố|mẹ|cha|cháu|bạn|người nhà|người thân|thay|thay thế|kế nhiệm"
    r"|tiền nhiệm|ứng viên|ứng cử|chức|danh|vị trí|không phải)"
    r"(?:[ \t\u00a0](?:của|cho|làm))?[ \t\u00a0]$",
    re.IGNORECASE,
)
"""The post behind it is another's: `vợ của Chủ tịch UBND xã là bà …`."""
_AS = re.compile(
    r"(?<!\w)(?:(?:với|trong) (?:tư cách|vai trò|cương vị)(?: là| của)?"
    r"|trên cương vị(?: là| của)?)[ \t\u00a0]",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:,|,?[ \t\u00a0](?:và|kiêm|đồng thời là))[ \t\u00a0]")
_TOLD_TO = re.compile(
    r"(?<!\w)(?:báo cáo|trả lời|giải trình|trình bày|phản ánh|kiến nghị|trao đổi|thưa)"
    r"(?:[ \t\u00a0](?:với|trước|cho))?[ \t\u00a0]$",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(
    r"(?<!\w)(?<!là )(?<!là lời )"
    r"(?:(?:ủy quyền|chỉ đạo|phân công|ý kiến|đề nghị|lời mời|đồng ý|yêu cầu) của"
    r"|thay mặt(?: cho)?)"
    r"[ \t\u00a0]$",
    re.IGNORECASE,
)
"""`Thừa ủy quyền của POST, POST NAME`; not `Đó là yêu cầu của POST, POST NAME`."""
_TELLS = re.compile(
    r"[ \t\u00a0](?:cho biết|cho hay|cho rằng|nói|khẳng định|giải thích|lý giải|nêu|thông tin"
    r"|đề nghị)(?!\w)"
)
"""`Báo cáo với POST, POST NAME | cho biết`: the first post is the listener's."""
_TO_THE_NAME = re.compile(
    rf"(?:{TERM.pattern})?[ \t\u00a0]{{0,2}}(?:\(?cũ\)?|\([^()]{{1,60}}\)|:)?[ \t\u00a0]{{0,2}}",
    re.IGNORECASE,
)
"""What may part a post from the name behind it: `Chủ tịch UBND xã Mẫu (Đồng Nai) | …`, a term."""


@dataclass(slots=True)
class Mention:
    """A name where it stands, with what stands around it."""

    start: int
    end: int
    name: str
    sentence: Span
    honorific: str | None = None
    posts: list[Post] = field(default_factory=list)
    former: list[Post] = field(default_factory=list)
    """Those that it says were held once."""
    begin: int = 0
    """Where its honorific or the posts in front of it begin."""
    reach: int = 0
    """Where the posts behind it end."""
    told: bool = False
    """The words around it, or the list that it stands in, tell a person."""
    shared: Post | None = None
    """In front of the first of a list: a post of all, besides the one that each has in front."""
    plural: bool = False
    """Its honorific or the post in front of it is said of all of a list."""
    alone: bool = False
    """The posts in front of the first of a list are its own: `các đồng chí: POST NAME; NAME`."""

    @property
    def is_person(self) -> bool:
        return self.honorific is not None or bool(self.posts) or self.told


def honorifics_before(text: str, mention: Mention) -> None:
    """`đồng chí Đại tá, TS. NAME`: each belongs to the name, the first is kept."""
    for _ in range(4):
        head = text[max(mention.sentence[0], mention.begin - 24) : mention.begin]
        found = honorific_before().search(head)
        if found is None:
            return
        if found["honorific"] == "Anh" and head[: found.start()].rstrip()[-1:].isalpha():
            return  # "Thủ tướng Anh | NAME": the country
        mention.begin -= len(found[0])
        words = found["honorific"]
        if mention.honorific is None or words.lower() in {"đồng chí", "ông", "bà"}:
            mention.honorific = (
                words.partition("ác ")[2] if words.lower().startswith("các ") else words
            )
            mention.plural = mention.plural or words.lower().startswith("các ")


def posts_before(text: str, mention: Mention, floor: int) -> None:
    """`post, post NAME`: posts that end right in front of the name, the last first."""
    for count in range(MOST_POSTS):
        at = mention.begin
        first = floor <= mention.sentence[0]  # else the post may be of the one named before
        if not count and (mention.honorific or first):
            dash = _DASH.search(text, max(floor, at - 4), at)
            at = dash.start() if dash else at  # "Phó Trưởng ban Tổ chức - ông A"
        if count:
            comma = _COMMA.search(text, max(floor, at - 8), at)
            if comma is None:
                return
            at = comma.start()
        post = _post_ending(text, floor, at)
        titled = mention.honorific is not None and _TITLE.fullmatch(mention.honorific)
        if post is None and not count and mention.honorific is not None:
            post = _post_of_which_is(text, floor, at)
        if (
            post is None
            and not count
            and mention.honorific is not None
            and _posts_as(text, mention, floor)
        ):
            return
        apart = titled or mention.honorific or text[mention.end : mention.end + 1] == ","
        if post is None and not count and apart:
            post = _post_apart(text, mention, floor)
        if post is None:
            return
        if count and _GIVEN.search(text, max(floor, post.start - 12), post.start):
            return  # "A được bầu làm Bí thư Huyện ủy, | Phó Bí thư B nghỉ hưu"
        if count and _is_another(text, max(floor, post.start - 24), post.start, mention.end):
            return
        mention.posts.insert(0, post)
        mention.plural = mention.plural or ":" in text[post.end : mention.begin]
        mention.begin = post.start
        _honorifics_in_front(text, mention)
        if not count:
            _post_of_all(text, mention, floor)


def _post_of_all(text: str, mention: Mention, floor: int) -> None:
    """`các Ủy viên Trung ương Đảng: Bí thư Tỉnh ủy NAME, Chủ tịch NAME`."""
    at = mention.begin
    if text[at - 2 : at] != ": ":
        return
    post = _post_ending(text, floor, at)
    if post is None:
        return
    if them := _ALL_OF_THEM.search(text, max(floor, post.start - 12), post.start):
        mention.shared = post
        mention.begin = them.start()
        _honorifics_in_front(text, mention)
        mention.plural = False


def _is_another(text: str, floor: int, start: int, end: int) -> bool:
    """Whether the post at `start` is somebody's whom the one named up to `end` only speaks for."""
    if _ON_BEHALF.search(text, floor, start):
        return True
    return _TOLD_TO.search(text, floor, start) is not None and _TELLS.match(text, end) is not None


def _honorifics_in_front(text: str, mention: Mention) -> None:
    """`đồng chí Bí thư Huyện ủy NAME`."""
    head = text[max(mention.sentence[0], mention.begin - 24) : mention.begin]
    found = honorific_before().search(head)
    if found is not None:
        mention.begin -= len(found[0])
        mention.honorific = mention.honorific or found["honorific"]
        if found["honorific"].lower().startswith("các "):
            mention.alone = ":" in found[0] and not mention.plural
            mention.plural = True
    elif _ALL_OF_THEM.search(head):
        mention.plural = True


def _post_ending(text: str, begin: int, at: int) -> Post | None:
    window = max(begin, at - _LOOK_BACK)
    last = None
    for head in post_head().finditer(text, window, at):
        post = post_at(text, head.start(), at)
        if post is not None and _TO_THE_NAME.fullmatch(text, post.end, at):
            last = last or post
    return last


def _post_of_which_is(text: str, floor: int, at: int) -> Post | None:
    """`Chủ tịch UBND xã là | ông NAME`."""
    found = _IS.search(text, max(floor, at - 16), at)
    if found is None or found.end() < at:
        return None
    post = _post_ending(text, floor, found.start())
    if post is None or _SOMEBODY_OF.search(text, max(floor, post.start - 20), post.start):
        return None
    return post


def _posts_as(text: str, mention: Mention, floor: int) -> bool:
    """`Với tư cách là POST, POST, | ông NAME`: whether such posts were found and added."""
    head = max(floor, mention.begin - 2 * _LOOK_BACK)
    if text[mention.begin - 2 : mention.begin] != ", ":
        return False
    led = _AS.search(text, head, mention.begin)
    if led is None:
        return False
    found: list[Post] = []
    at = led.end()
    while len(found) < MOST_POSTS and (post := post_at(text, at, mention.begin)):
        found.append(post)
        joined = _JOINED.match(text, post.end, mention.begin)
        at = joined.end() if joined else post.end
    if not found or at != mention.begin:
        return False
    mention.posts[:0] = found
    mention.begin = led.start()
    return True


def _post_apart(text: str, mention: Mention, floor: int) -> Post | None:
    """`Giám đốc Sở Y tế, | NAME, cho biết`: the post that begins the sentence, between commas."""
    comma = _COMMA.search(text, max(floor, mention.begin - 8), mention.begin)
    first = mention.sentence[0]
    clause = text.rfind("; ", max(floor, first), mention.begin)
    first = first if clause < 0 else clause + 2
    if comma is None or floor > first or mention.begin - first > _LOOK_BACK:
        return None
    post = post_at(text, first, comma.start())
    return post if post is not None and post.end == comma.start() else None
