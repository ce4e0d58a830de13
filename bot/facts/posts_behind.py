"""The posts behind a name: `NAME, post, post`, `NAME từng là post`."""

from __future__ import annotations

import re

from bot.facts.foreign_names import is_foreign
from bot.facts.person_evidence import BORN
from bot.facts.posts import Post, post_at
from bot.facts.posts_beside import MOST_POSTS, TERM, Mention
from bot.language.person_names import CAPITALS

_BETWEEN = re.compile(
    r"(?:\s{0,2}[,–(:-]\s{0,2}|\s{1,2})(?:là|hiện là|hiện giữ chức|đang là|hiện đang là|kiêm"
    r"|còn là|hiện còn là|đồng thời còn là|cũng là"
    r"|đồng thời là|đều là|cùng là)\s{1,2}"
    r"|\s{0,2}[,–(:-]\s{0,2}(?:(?:kiêm|các|chức vụ:?)\s{1,2})?"
)
_ASIDE = re.compile(
    r"[ \t\u00a0]\([^()]{1,80}\)"
    r"(?=[ \t\u00a0](?:(?:hiện|đang|hiện đang|sẽ|vừa|đã)[ \t\u00a0])?"
    r"(?:là|làm|giữ|từ|được|bị)(?!\w))"
)
"""`NAME (con ông A) đang là …`."""
_CALLED = re.compile(r"[ \t\u00a0]\([^()]{1,60}\)(?=,[ \t\u00a0])")
"""`NAME (Ba Mẫu), POST`, `NAME (Đồng Nai), POST`."""
_WITHIN = re.compile(
    r"(?:,[ \t\u00a0](?:tỉnh|huyện|quận|thị xã|thành phố|TP\.?|Cục|Tổng cục|Vụ|Bộ|Sở|Công an"
    r"|Phòng|Ban|Viện|Trường|Tổ|Khoa|Trung tâm|Tập đoàn|Tổng Công ty)(?!\w)[^,;.()]{1,50}"
    r"(?:[ \t\u00a0]\([^()]{2,40}\))?){1,2}(?=,[ \t\u00a0])"
)
"""`POST xã Mẫu, | tỉnh Mẫu, | POST`: where the first post is held, as `POST | (Sở Mẫu), | POST`,
`POST, | Cục H59, Tổng cục Hậu cần, | POST`."""
_OCCUPIED = re.compile(
    r"\s{0,2}[,(–-]\s{0,2}(?:cán bộ|đảng viên|thương binh|bệnh binh|cựu chiến binh"
    r"|lão thành cách mạng|chuyên gia|bác sĩ|bác sỹ|luật sư|kỹ sư|nhà báo|giảng viên|giáo viên"
    r"|anh hùng)(?!\w)"
    r"[^,;.()–]{0,60}(?:\([^()]{1,60}\))?(?:,[ \t\u00a0](?:Đảng|Chi) (?:ủy|bộ)[^,;.()–]{2,60})?,",
    re.IGNORECASE,
)
"""`NAME, cán bộ lão thành, nguyên POST`: what somebody is stands in front of the posts."""
_ONCE = re.compile(
    r"(?:,)?[ \t\u00a0](?:(?:đã|cũng|có thời gian)[ \t\u00a0])?(?:từng|nguyên)[ \t\u00a0]"
    r"(?:là|làm|giữ chức|giữ cương vị|giữ vị trí|giữ|đảm nhiệm|đảm nhận|kinh qua)"
    r"(?:[ \t\u00a0]các)?(?:[ \t\u00a0](?:chức vụ|cương vị|vị trí|chức danh))?:?[ \t\u00a0]"
)
"""`NAME từng là POST`: held in the past."""
_EARLIER = re.compile(r"(?<!\w)Trước (?:đó|đây),?[ \t\u00a0]$")
_WAS = re.compile(r"[ \t\u00a0](?:là|làm|giữ chức(?: vụ)?)[ \t\u00a0]")
"""`Trước đó, ông NAME là POST`: held in the past."""
_AND = re.compile(r"(?:,|;|,?[ \t\u00a0]và|,?[ \t\u00a0]rồi)[ \t\u00a0]{1,2}")
_HIGHEST = re.compile(
    r"(?:tổng bí thư|chủ tịch nước|chủ tịch quốc hội|(?:phó )?thủ tướng|bộ trưởng)", re.IGNORECASE
)
_LOST_COMMA = re.compile(rf"[ \t\u00a0](?=[{CAPITALS}])")
"""`NAME | Bí thư Đảng ủy, Chính ủy Quân khu 2;`: only where a sign stands behind the post."""
_SHORT_FORM = re.compile(rf"[ \t\u00a0]\([{CAPITALS}&.-]{{2,10}}\)")
"""`Trưởng Đoàn Đại biểu Quốc hội | (ĐBQH)`: how the body is called, no post."""
_OF_OTHERS = re.compile(r"các[ \t\u00a0]\S")
_SPEAKS = re.compile(rf"[ \t\u00a0](?!kiêm)[^\W\d_{CAPITALS}]")
_RANK = re.compile(
    r"(?:(?:đại|thượng|trung|thiếu) (?:tướng|tá|úy)|tiến sĩ|thạc sĩ|bác sĩ)(?:,| -| –)[ \t\u00a0]",
    re.IGNORECASE,
)
_FOREIGN_BEHIND = re.compile(r"[ \t\u00a0]((?:[A-Z][a-z]{1,13}[ \t\u00a0-]){1,3}[A-Z][a-z]{1,13})")


def behind_aside(text: str, at: int, limit: int) -> int:
    """Behind `(con ông A)` if a verb follows that gives a post to the name in front; else `at`."""
    aside = _ASIDE.match(text, at, limit)
    return aside.end() if aside else at


def posts_behind(text: str, limit: int, mention: Mention) -> None:
    """`NAME, post, post, post`; each must begin as posts do."""
    _skip_asides(text, limit, mention)
    earlier = _EARLIER.search(text, max(0, mention.begin - 12), mention.begin)
    if earlier and (was := _WAS.match(text, mention.reach, limit)):
        mention.former = _chain_of_posts(text, was.end(), limit)
        return
    if once := _ONCE.match(text, mention.reach, limit):
        mention.former = _chain_of_posts(text, once.end(), limit)
        return
    for _ in range(MOST_POSTS):
        between = _BETWEEN.match(text, mention.reach, limit)
        rank = _RANK.match(text, between.end(), limit) if between else None
        between = rank or between
        between = between or _LOST_COMMA.match(text, mention.reach, limit)
        if between is None:
            return
        post = post_at(text, between.end(), limit)
        if post is None or (post.text.islower() and " " not in post.text):
            return
        if not between[0].strip() and text[post.end : post.end + 1] not in {",", ";"}:
            return  # the next sentence, whose full stop was lost
        if _OF_OTHERS.match(text, between.end() - 4, limit) and _SPEAKS.match(
            text, post.end, limit
        ):
            return  # "Theo POST NAME, các đại biểu HĐND tỉnh | đã họp": other people
        if _HIGHEST.fullmatch(post.text) and _SPEAKS.match(text, post.end, limit):
            return  # "Về vụ A, Tổng Bí thư cho biết": another speaks
        other = _FOREIGN_BEHIND.match(text, post.end, limit)
        if other and is_foreign(other[1].split()[-1]):
            return  # "Thủ tướng A, Chủ tịch Quốc hội | NAME"
        mention.posts.append(post)
        mention.reach = post.end
        _skip_behind_post(text, limit, mention)


def _skip_asides(text: str, limit: int, mention: Mention) -> None:
    """What may stand between a name and its posts: an age, another name, an occupation."""
    if born := BORN.match(text, mention.reach, limit):
        mention.reach = born.end()
    mention.reach = behind_aside(text, mention.reach, limit)
    called = _CALLED.match(text, mention.reach, limit)
    if called and post_at(text, called.end() + 2, limit):
        mention.reach = called.end()
    occupied = _OCCUPIED.match(text, mention.reach, limit)
    if occupied and post_at(text, occupied.end() + 1, limit):
        mention.reach = occupied.end() - 1


def _skip_behind_post(text: str, limit: int, mention: Mention) -> None:
    """What may stand between two posts: a term, the short form of a body, where it is."""
    if term := TERM.match(text, mention.reach, limit):
        mention.reach = term.end()
    if short := _SHORT_FORM.match(text, mention.reach, limit):
        mention.reach = short.end()
    within = _WITHIN.match(text, mention.reach, limit) or _CALLED.match(text, mention.reach, limit)
    is_post = within and post_at(text, within.start() + 2, limit)  # "Bộ trưởng …", no "Bộ …"
    if within and not is_post and post_at(text, within.end() + 2, limit):
        mention.reach = within.end()
    if text[mention.reach : mention.reach + 1] == ")":
        mention.reach += 1


def _chain_of_posts(text: str, at: int, limit: int) -> list[Post]:
    """`POST, POST và POST`."""
    found: list[Post] = []
    while len(found) < MOST_POSTS:
        post = post_at(text, at, limit)
        if post is None:
            break
        found.append(post)
        term = TERM.match(text, post.end, limit)
        joined = _AND.match(text, term.end() if term else post.end, limit)
        if joined is None:
            break
        at = joined.end()
    return found
