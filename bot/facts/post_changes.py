"""Changes of posts that a sentence reports: appointed, transferred, dismissed, disciplined."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.facts.posts import Post, post_at, post_head
from bot.facts.posts_beside import Mention

Change = Literal["appointed", "transferred", "dismissed", "disciplined", "retired"]

_VERBS: dict[Change, str] = {
    "disciplined": r"kỷ\s+luật|khiển\s+trách|cảnh\s+cáo|khai\s+trừ|đình\s+chỉ",
    "transferred": r"nhận\s+nhiệm\s+vụ\s+mới|điều\s+(?:động|chuyển)|luân\s+chuyển|biệt\s+phái"
    r"|phân\s+công\s+công\s+tác\s+khác",
    "dismissed": r"miễn\s+nhiệm|bãi\s+nhiệm|cho\s+thôi"
    r"|cách\s+(?:tất\s+cả\s+|hết\s+)?(?:các\s+)?chức"
    r"|thôi\s+(?:giữ|làm|nhiệm|tham\s+gia|chức)|xin\s+thôi",
    "retired": r"nghỉ\s+hưu|nghỉ\s+chế\s+độ|nghỉ\s+công\s+tác|nghỉ\s+việc",
    "appointed": r"bổ\s+nhiệm|chỉ\s+định|phân\s+công"
    r"|giao\s+(?:làm|giữ|đảm\s+nhiệm)|bầu|tái\s+đắc\s+cử|trúng\s+cử|đắc\s+cử"
    r"|giữ\s+chức|giữ\s+vị\s+trí|đảm\s+nhiệm|nhận\s+nhiệm\s+vụ|tái\s+cử",
}
_PATTERNS = {
    change: re.compile(rf"(?<!\w)(?:{verbs})(?!\w)", re.IGNORECASE)
    for change, verbs in _VERBS.items()
}
_ANY = re.compile(rf"(?<!\w)(?:{'|'.join(_VERBS.values())})(?!\w)", re.IGNORECASE)
_WINDOW = 170
_PASSIVE = re.compile(
    r"[ \t\u00a0]*(?:\(?cũ\)?[ \t\u00a0]+)?(?:\([^()]{1,40}\)[ \t\u00a0]*)?(?:[,–-][ \t\u00a0]*)?"
    r"(?:là[ \t\u00a0](?:cán bộ|người)[ \t\u00a0])?(?:(?:cũng|người|đã|vừa|đến|về|sang"
    r"|vừa mới|sẽ|tiếp tục|chính thức)[ \t\u00a0]+){0,2}(?:được|bị|tái|trúng|đắc"
    r"|thôi|nghỉ|xin|giữ|đảm|nhận)(?!\w)",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:(?:sẽ|chính thức|tiếp tục|đang|đã|vừa|hiện)"
    r"[ \t\u00a0]+)?(?:từ[ \t\u00a0][^,.;:()]{3,60}[ \t\u00a0])?"
    r"(?:(?:được |thăng tiến |chuyển |trở ){0,2}(?:về|lên|sang|qua|ra|lại)[ \t\u00a0]+)?"
    r"(?:làm|giữ(?: chức(?: vụ| danh)?)?|nhậm chức)[ \t\u00a0]+"
)
"""`NAME làm POST`, `NAME từ … lên làm POST`."""
_OBJECT = re.compile(
    r"(?:,|và|lại|bổ sung|(?:(?:ra )?khỏi )?[Đđ]ảng)?\s?"
    r"(?:về việc|(?:tất cả )?(?:các )?chức vụ|vụ|chức danh|chức|công tác)?"
    r"(?: (?:trong )?[Đđ]ảng)?\s?(?:mới )?(?:là)?\s?"
    r"(?:(?:đối với |với )?(?:\d{1,3} |hai |ba |bốn |các )?(?:người|cán bộ|đảng viên|cá nhân)"
    r"(?: khác)?(?:,? (?:gồm|là|sau))?:? ?)?"
    r"(?:đối với|với|cho)?\s?(?:các)?\s?(?:đồng chí)?:?"
)
_NEW_POST = re.compile(
    r"(?<!\w)(?<!thôi )(?<!từng )(?:nhiệm\s+vụ(?:\s+mới)?\s+là|giữ\s+chức(?:\s+vụ)?"
    r"|giữ\s+vị\s+trí|(?:cho|vào)\s+(?:vị\s+trí|cương\s+vị|ghế)|giữ|làm|tái\s+đắc\s+cử"
    r"|trúng\s+cử|đắc\s+cử|tái\s+cử"
    r"|đảm\s+nhiệm|bầu\s+làm|bầu"
    r"|bổ\s+nhiệm|chức(?:\s+vụ|\s+danh)?)(?:\s+(?:chức\s+vụ|chức\s+danh|chức|làm))?\s+",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"[^.;:()]{0,60}?(?<!\w)(?:điều (?:động|chuyển)|luân chuyển|chuyển|bổ nhiệm)"
    r"[ \t\u00a0]từ[ \t\u00a0]+"
    r"(?:(?:chức vụ|chức danh|chức|vị trí|cương vị)[ \t\u00a0]+)?"
)
_TO = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:sang|về|lên|qua|làm|giữ)"
    r"(?:[ \t\u00a0](?:làm|giữ|đảm nhiệm|chức vụ|chức danh|chức|vị trí|cương vị)){0,3}[ \t\u00a0]+"
)
"""`điều chuyển từ POST sang POST`."""
_FOR_THE_DAY = re.compile(
    r"(?:phó )?(?:trưởng đoàn|tổ trưởng|trưởng ban tổ chức|chủ tịch hội đồng|trưởng ban$)",
    re.IGNORECASE,
)
"""Parts in an event, not posts."""
_PART = re.compile("(?:phó )?(?:trưởng đoàn|tổ trưởng|trưởng ban)")
"""In small letters and without a body: `được giao làm trưởng đoàn`."""
_ANOTHER_TIME = re.compile(
    r"[;:]|\.\s|(?<!\w)(?:thời gian|khi|từng|lúc|trước đó|là người|sau khi|ứng cử)(?!\w)"
)
_SUFFERS = re.compile(r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:(?:cũng|đã|vừa|sẽ)[ \t\u00a0]+)?bị(?!\w)")
_NOT_DONE = re.compile(
    r"(?<!\w)(?:việc|xem xét|đề nghị|đề xuất|nếu|không|chưa|quy trình|dự kiến|vụ)"
    r"[ \t\u00a0](?:xử lý[ \t\u00a0]|thi hành[ \t\u00a0])?$",
    re.IGNORECASE,
)
"""What is only talked of."""
_DONE = re.compile(
    r"(?<!\w)(?:thông qua|phê chuẩn|công bố|hoàn tất|sau)[ \t\u00a0]việc[ \t\u00a0]$", re.IGNORECASE
)
"""`thông qua việc bổ nhiệm`: it is settled."""
_LOSES = re.compile(rf"{_VERBS['disciplined']}|{_VERBS['dismissed']}", re.IGNORECASE)
_AS_SUBJECT_NEW = re.compile(r"nhận\s+nhiệm\s+vụ\s+mới")
_RESULT = re.compile(
    r"[ \t\u00a0]*(?:(?:lại|bổ sung|thêm|giữ)[ \t\u00a0]+){0,2}(?:chức vụ|chức danh|chức|vị trí)?"
    r"[ \t\u00a0]*"
)


class Changed(NamedTuple):
    """What happened to somebody's posts."""

    change: Change | None
    """None: the sentence only says that the posts are held ("giữ chức … từ năm 2010")."""
    posts: tuple[Post, ...]
    """Those that are new, or that were lost; empty: the sentence does not name any."""
    past: bool = False
    """A year in front dates it: background, where the article reports another change."""


def change_of(text: str, mention: Mention, following: int) -> Changed | None:
    """The change that the sentence reports of this person; the next begins at `following`."""
    limit = min(mention.sentence[1], following)
    if moved := _from_to(text, mention.reach, limit):
        return Changed("transferred", moved)
    changed = _change_of(text, mention, limit)
    front = text[max(mention.sentence[0], mention.begin - 60) : mention.begin]
    if changed is None:
        return None
    if changed.change == "appointed" and _AT_PRESENT.search(front):
        return changed._replace(change=None)
    return changed._replace(past=_YEAR.search(front) is not None)


_AT_PRESENT = re.compile(r"(?:(?<!\w)Hiện(?: nay| tại)?,?|(?<!\w)Trong đó,)[ \t\u00a0]$")
"""`Hiện, ông A làm POST`: held, not newly given."""
_YEAR = re.compile(r"(?:năm|tháng \d{1,2}[/.-])[ \t\u00a0]?(?:19|20)\d\d(?!\d)")
_REPLACES = re.compile(
    r"(?:,)?[ \t\u00a0](?:(?:sẽ|đã|vừa|được cử|lên|về)[ \t\u00a0]){0,2}"
    r"(?:thay thế|thay|kế nhiệm|kế vị)[ \t\u00a0](?:cho[ \t\u00a0])?"
)


def successor_change(text: str, new: Mention, old: Mention, following: int) -> Changed | None:
    """`A thay B làm POST`: the post that A takes; None: A does not follow B."""
    if not _REPLACES.fullmatch(text, new.reach, old.begin):
        return None
    limit = min(old.sentence[1], following)
    takes = _TAKES.match(text, old.reach, limit)
    post = post_at(text, takes.end(), limit) if takes else None
    return Changed("appointed", _with_following(text, post, limit)) if post else None


_JOINED = re.compile(r"(?:[,;][ \t\u00a0]|[,;]?[ \t\u00a0]và[ \t\u00a0])")


def shared_change(
    text: str, mention: Mention, first: Mention, last: Mention, changed: Changed
) -> Changed | None:
    """`kỷ luật đối với ông A, POST, và | ông B`: what befell A befell B too.

    Only what is done to them in front of A's name is said of all of a list, and only where B has
    an honorific as well and no verb behind. `first` heads the list, `last` stands in front of B.
    """
    if changed.change != "disciplined" or mention.honorific is None or changed.posts:
        return None
    if _as_object(text, first) is None or not _JOINED.fullmatch(text, last.reach, mention.begin):
        return None
    return Changed(changed.change, ())


def _change_of(text: str, mention: Mention, limit: int) -> Changed | None:
    verb_at = _as_object(text, mention)
    if verb_at is None:
        verb_at = _as_subject(text, mention, limit)
    if verb_at is None:
        takes = _TAKES.match(text, mention.reach, limit)
        post = post_at(text, takes.end(), limit) if takes else None
        if post is None or _FOR_THE_DAY.match(post.text):
            return None
        return Changed("appointed", _with_following(text, post, limit))
    begin, end = verb_at
    if _AS_SUBJECT_NEW.search(text, begin, limit) and end > mention.reach:
        end = limit
    change = next(
        (it for it, pattern in _PATTERNS.items() if pattern.search(text, begin, end)), None
    )
    if change is None:
        return None
    if change == "disciplined":
        moved = _PATTERNS["transferred"].search(text, begin, end) if end > mention.reach else None
        given = _new_post(text, moved.start(), limit) if moved else None
        return Changed(change, _with_following(text, given, limit) if given else ())
    post = _lost_or_between(text, begin, mention) if end <= mention.begin else None
    if post is not None:
        return Changed(change, (post,))
    post = _new_post(text, mention.reach, limit)
    chosen = _CHOSEN.search(text, begin, end)
    if post is not None and change == "appointed" and not chosen:
        since = _SINCE.match(text, post.end, limit)
        change = None if since else change
    if post is None and change == "appointed" and not chosen:
        return None
    posts = _with_following(text, post, limit) if post else ()
    if change == "dismissed" and posts:
        then = _PATTERNS["transferred"].search(text, posts[-1].end, limit) or _PATTERNS[
            "appointed"
        ].search(text, posts[-1].end, limit)
        given = _new_post(text, then.start(), limit) if then else None
        if given is not None:  # "thôi giữ chức A, được bổ nhiệm giữ chức B"
            return Changed("transferred", (*posts, *_with_following(text, given, limit)))
    return Changed(change, posts)


_SINCE = re.compile(
    r"[ \t\u00a0](?:từ|kể từ|đến|cho đến|vào)[ \t\u00a0](?:tháng|năm|ngày|nay)(?!\w)"
)
"""`giữ chức POST từ năm 2010`: held, not newly given."""
_CHOSEN = re.compile(r"bổ\s+nhiệm|chỉ\s+định|bầu|cử(?!\w)", re.IGNORECASE)
"""Says by itself that somebody was given a post; `đảm nhiệm` may be said of any task."""
_AND = re.compile(r"(?:,|[ \t\u00a0]kiêm|,[ \t\u00a0]kiêm|,?[ \t\u00a0]và)[ \t\u00a0]{1,2}")


def _from_to(text: str, at: int, limit: int) -> tuple[Post, ...]:
    """The post that is left and the new one, where a sentence names both; empty: it does not."""
    source = _FROM.match(text, at, limit)
    left = post_at(text, source.end(), limit) if source else None
    to = _TO.match(text, left.end, limit) if left else None
    new = post_at(text, to.end(), limit) if to else None
    return (left, new) if left and new else ()


def _with_following(text: str, post: Post, limit: int) -> tuple[Post, ...]:
    """`giữ chức POST, POST và POST`."""
    found = [post]
    while len(found) < 4 and (comma := _AND.match(text, found[-1].end, limit)):
        following = post_at(text, comma.end(), limit)
        if following is None or following.text.islower():
            break
        found.append(following)
    return tuple(found)


def _as_object(text: str, mention: Mention) -> tuple[int, int] | None:
    """`Bộ Chính trị điều động, chỉ định | ông A`, `bầu chức vụ POST với | ông A`."""
    first = max(mention.sentence[0], mention.begin - _WINDOW)
    verbs = list(_ANY.finditer(text, first, mention.begin))
    if not verbs:
        return None
    between = text[verbs[-1].end() : mention.begin]
    result = _RESULT.match(text, verbs[-1].end(), mention.begin)
    at = result.end() if result else verbs[-1].end()
    post = post_at(text, at, mention.begin)
    if post is not None:
        between = text[post.end : mention.begin]
        if not between.strip() or between.strip() == ",":
            return None
    if not _OBJECT.fullmatch(" ".join(between.split())):
        return None
    begin = verbs[-1].start()
    front = max(first, begin - 24)
    if _NOT_DONE.search(text, front, begin) and not _DONE.search(text, front, begin):
        return None
    for verb in reversed(verbs[:-1]):  # "điều động, phân công và chỉ định"
        if not re.fullmatch(r"[ \t\u00a0]*(?:,|và)?[ \t\u00a0]*", text[verb.end() : begin]):
            break
        begin = verb.start()
    return begin, mention.begin


def _as_subject(text: str, mention: Mention, limit: int) -> tuple[int, int] | None:
    """`ông A, post, được Bộ Chính trị điều động …`."""
    if not _PASSIVE.match(text, mention.reach, limit):
        return None
    verb = _ANY.search(text, mention.reach, min(limit, mention.reach + _WINDOW))
    if verb is None or _ANOTHER_TIME.search(text, mention.reach, verb.start()):
        return None
    if _SUFFERS.match(text, mention.reach, limit) and not _LOSES.match(verb[0]):
        return None
    return mention.reach, min(limit, verb.end() + 24)


def _lost_or_between(text: str, begin: int, mention: Mention) -> Post | None:
    """The post between the verb and the name: `miễn nhiệm chức vụ POST đối với ông A`."""
    head = post_head().search(text, begin, mention.begin)
    return post_at(text, head.start(), mention.begin) if head else None


def _new_post(text: str, at: int, limit: int) -> Post | None:
    for leads in _NEW_POST.finditer(text, at, limit):
        post = post_at(text, leads.end(), limit)
        if post is not None and not _PART.fullmatch(post.text):
            return post
    return None
