"""Changes of posts that a sentence reports: appointed, transferred, dismissed, disciplined."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.facts.post_change_verbs import PATTERNS, Change, done_by, done_to
from bot.facts.posts import Post, post_at, post_head
from bot.facts.posts_beside import TERM, Mention

_TAKES = re.compile(
    r"[ \t\u00a0]*(?:,[ \t\u00a0]*)?(?:(?:sẽ|chính thức|tiếp tục|đang|đã|vừa|hiện)"
    r"[ \t\u00a0]+)?(?:từ[ \t\u00a0][^,.;:()]{3,60}[ \t\u00a0])?"
    r"(?:(?:được |thăng tiến |chuyển |trở ){0,2}(?:về|lên|sang|qua|ra|lại)[ \t\u00a0]+)?"
    r"(?:làm|giữ(?: chức(?: vụ| danh)?)?|nhậm chức)[ \t\u00a0]+"
)
"""`NAME làm POST`, `NAME từ … lên làm POST`."""
_NEW_POST = re.compile(
    r"(?<!\w)(?<!thôi )(?<!từng )(?:nhiệm\s+vụ(?:\s+mới)?\s+là|giữ\s+chức(?:\s+(?:vụ|danh))?"
    r"|(?:chỉ\s+định|bầu|bổ\s+nhiệm|phân\s+công)\s+là"
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
    r"(?:phó )?(?:trưởng đoàn|tổ trưởng|trưởng ban (?:tổ chức|lễ tang|tang lễ|giám khảo)"
    r"|chủ tịch hội đồng|trưởng ban$)",
    re.IGNORECASE,
)
"""Parts in an event, not posts."""
_PART = re.compile("(?:phó )?(?:trưởng đoàn|tổ trưởng|trưởng ban)")
"""In small letters and without a body: `được giao làm trưởng đoàn`."""
_AS_SUBJECT_NEW = re.compile(r"nhận\s+nhiệm\s+vụ\s+mới")
_LOST = re.compile(
    r"(?<!\w)(?:(?:xin |cho )?thôi|miễn nhiệm|bãi nhiệm|cách chức)[ \t\u00a0]"
    r"(?:(?:giữ|làm|tham gia)[ \t\u00a0])?"
    r"(?:(?:chức vụ|chức danh|chức|vị trí|nhiệm vụ)[ \t\u00a0])?",
    re.IGNORECASE,
)
"""`xin thôi chức | POST`."""


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


_AT_PRESENT = re.compile(
    r"(?<!\w)(?:Hiện(?: nay| tại)?,?|Trong đó,|(?:[Tt]ại|[Vv]ào) thời điểm (?:này|đó|ấy),?)"
    r"[ \t\u00a0]$"
)
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

    Only what is done to them in front of A's name is said of all of a list, with the post that
    stands there (`bầu POST đối với ông A và | ông B`); and only where B has an honorific as well
    and no verb behind, where the honorific in front of A is said of all, or where a semicolon parts
    B and the posts behind. `first` heads the list, `last` stands in front of B.
    """
    done = done_to(text, first)
    if done is None or (done[2] is None and (changed.posts or changed.change != "disciplined")):
        return None
    joined = _JOINED.fullmatch(text, last.reach, mention.begin)
    apart = joined is not None and (first.plural or (mention.posts and ";" in joined[0]))
    if joined is None or (mention.honorific is None and not apart):
        return None
    return Changed(changed.change, (done[2],) if done[2] else ())


def _change_of(text: str, mention: Mention, limit: int) -> Changed | None:
    done = done_to(text, mention)
    verb_at = done[:2] if done else done_by(text, mention, limit)
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
        (it for it, pattern in PATTERNS.items() if pattern.search(text, begin, end)), None
    )
    if change is None:
        return None
    if change == "disciplined":
        return _disciplined(text, (begin, end), mention, limit, done[2] if done else None)
    post = _lost_or_between(text, begin, mention) if end <= mention.begin else None
    post = post or (done[2] if done else None)
    if post is not None:
        given = _given_behind(text, mention.reach, limit)
        moved = given is not None and change == "dismissed"
        return Changed("transferred" if moved else change, (post, given) if given else (post,))
    post = _new_post(text, mention.reach, limit)
    if change == "dismissed" and (lost := _LOST.search(text, begin, end)):
        post = post_at(text, lost.end(), limit) or post
    chosen = _CHOSEN.search(text, begin, end)
    if post is not None and change == "appointed" and not chosen:
        since = _SINCE.match(text, post.end, limit)
        change = None if since else change
    if post is None and change == "appointed" and not chosen:
        return None
    posts = _with_following(text, post, limit) if post else ()
    if change == "dismissed" and posts:
        then = PATTERNS["transferred"].search(text, posts[-1].end, limit) or PATTERNS[
            "appointed"
        ].search(text, posts[-1].end, limit)
        given = _new_post(text, then.start(), limit) if then else None
        if given is not None:  # "thôi giữ chức A, được bổ nhiệm giữ chức B"
            return Changed("transferred", (*posts, *_with_following(text, given, limit)))
    return Changed(change, posts)


def _disciplined(
    text: str, verbs: tuple[int, int], mention: Mention, limit: int, lost: Post | None
) -> Changed:
    """With the post that was given behind, or else the one `lost` in front of the name."""
    begin, end = verbs
    moved = PATTERNS["transferred"].search(text, begin, end) if end > mention.reach else None
    given = _new_post(text, moved.start(), limit) if moved else None
    if given is not None:
        return Changed("disciplined", _with_following(text, given, limit))
    return Changed("disciplined", (lost,) if lost else ())


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


def _lost_or_between(text: str, begin: int, mention: Mention) -> Post | None:
    """The post between the verb and the name: `miễn nhiệm chức vụ POST đối với ông A`."""
    head = post_head().search(text, begin, mention.begin)
    return post_at(text, head.start(), mention.begin) if head else None


_GIVEN_BEHIND = re.compile(
    r"[ \t\u00a0,(–-]{1,3}(?:(?:do|để|đã|mới|vừa|và|nay)[ \t\u00a0]){0,2}(?:được|nhận)(?!\w)"
    r"[^.,;:()]{0,60}?[ \t\u00a0](?<!thôi )(?:giữ chức(?: vụ| danh)?|là|làm|công tác)[ \t\u00a0]"
)


def _given_behind(text: str, at: int, limit: int) -> Post | None:
    """`miễn nhiệm POST đối với ông A, POST, | do được điều động … giữ chức POST`."""
    leads = _GIVEN_BEHIND.match(text, at, limit)
    return post_at(text, leads.end(), limit) if leads else None


_OF_ANOTHER = re.compile(
    r"(?:[ \t\u00a0]\([^()]{2,40}\))?[ \t\u00a0](?:đối với|với|cho)[ \t\u00a0]"
    r"(?:các[ \t\u00a0])?(?:đồng chí|đ/c|ông|bà|anh|chị)(?!\w)"
)


def _new_post(text: str, at: int, limit: int) -> Post | None:
    for leads in _NEW_POST.finditer(text, at, limit):
        post = post_at(text, leads.end(), limit)
        if post is None or _PART.fullmatch(post.text):
            continue
        term = TERM.match(text, post.end)
        if not _OF_ANOTHER.match(text, term.end() if term else post.end):
            return post  # else "…); miễn nhiệm chức danh POST | đối với ông B"
    return None
