"""Who asks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from bot.facts.article_text import Span
from bot.facts.record import OrganisationNamed, PersonNamed
from bot.facts.request_posts import BY_POST, holder, is_official, post_alone
from bot.facts.request_subjects import (
    behind_when_and_where,
    last_subject,
    subject_in_words,
    to_the_verb,
)
from bot.language.person_names import CAPITALS

_BEFORE = 200
"""Characters in front of the verb in which its subject is looked for."""
_LED_BY = re.compile(
    r"(?<!\w)(?:(?:tập thể )?lãnh đạo|đại diện|thường trực|tập thể|các đại biểu|thay mặt"
    r"|(?:phó )?(?:chủ tịch|giám đốc|bí thư|chủ nhiệm|trưởng ban|bộ trưởng|thủ tướng|trưởng"
    r"|viện trưởng|hiệu trưởng|thống đốc|cục trưởng|tổng cục trưởng|vụ trưởng|chánh án)"
    r"(?: thường trực)?|thứ trưởng|văn phòng)[ \t]+$",
    re.IGNORECASE,
)
_TO_THE_VERB = re.compile(
    r"[ \t,]*(?:(?:đã|đang|cũng|vẫn|tiếp tục|đồng thời|vừa|(?:vừa |đã )?(?:có|ra"
    r"|ký|phát đi) (?:ban hành )?(?:văn bản|công văn|công điện|ý kiến|thông báo|chỉ thị|kết luận)"
    r"(?: (?:hỏa tốc|khẩn))?(?: số [^\s,;]{1,24})?|ban hành (?:văn bản|công văn|công điện|chỉ thị"
    r"|thông báo)(?: (?:hỏa tốc|khẩn))?(?: số [^\s,;]{1,24})?|thống nhất|trân trọng|nhấn mạnh"
    r"|lưu ý|phát biểu|kết luận|chỉ rõ|nhất trí|và|có|bày tỏ|còn|ý kiến|chỉ đạo|biểu dương"
    r"|khẳng định|trực tiếp|sau đó|mới đây|nêu rõ)[ \t,:]*){0,5}"
)
_SAYS = re.compile(r"(?<!\w)(?:cho biết|cho hay|cho rằng|rằng)(?:,|[ \t])")
_AND = re.compile(r",|(?<!\w)(?:và|đồng thời)(?!\w)")
_TITLE = re.compile(r"[^,;:.()\d]{0,60}[ \t]?")
_NAME_BEHIND = re.compile(r"[ \t]+(?:[^\W\d_][\w.&-]*[ \t]+){0,3}")
_POST_BEHIND = re.compile(
    r"[ \t]*[,(–-][ \t]*(?:nguyên |quyền |tân )?(?:phó|trưởng|bí thư|chủ|giám đốc"
    r"|ủy viên|uỷ viên|bộ trưởng|thứ trưởng|tổng|cục trưởng|vụ trưởng|chánh|thành viên|đại diện)"
    r"(?!\w)[^.;:]{0,90}",
    re.IGNORECASE,
)
_DIRECTLY = re.compile(
    r"[ \t]*(?:(?:cũng|đang|vừa|trực tiếp|thống nhất)[ \t]+"
    r"|(?:vừa[ \t]+|đã[ \t]+)?(?:có|ra)[ \t]"
    r"(?:ý kiến|văn bản|công văn)[ \t]+)?"
)
_SAID_BY = re.compile(
    r"[”\"'’]{1,2}[ \t]*[,–-][ \t]*(?P<who>(?:đại diện|lãnh đạo|Bộ trưởng|Thứ trưởng"
    r"|(?:Phó )?Thủ tướng|(?:Phó )?Chủ tịch|(?:Phó )?[Bb]í thư|(?:Phó )?[Gg]iám đốc"
    r"|Tổng Bí thư|người đứng đầu)"
    r"(?:[ \t][^\s,;:.“”\"]{1,14}){0,8}?)[ \t](?:nói|cho biết|cho hay|nhấn mạnh|khẳng định"
    r"|kiến nghị|đề nghị|yêu cầu|đề xuất|nêu|phát biểu|chỉ đạo|lưu ý)(?!\w)"
)
"""`…”, Bộ trưởng nói`, `…” - đại diện Cảng vụ kiến nghị`."""
_LED_TO = re.compile(
    r"(?<!\w)(?:cho|với|của|tại|ở|gửi|về|đến|tới|do|bởi|theo|qua|trong|giám đốc|chủ tịch)[ \t]+$",
    re.IGNORECASE,
)
"""In front of a name: it is an object, no subject of the verb behind the comma."""
_SENT_TO = re.compile(r"(?<!\w)gửi(?:[ \t](?:tới|đến|cho))?[ \t]+(?:[^\s,;.]{1,12}[ \t]+){0,3}$")
_PRONOUN = re.compile(rf"(?:^|,[ \t])(?:ông|bà|đồng chí|Ông|Bà|Đồng chí)[ \t]+[^\W\d_{CAPITALS}]")
_THAT_BODY = re.compile(
    r"(?<!\w)(?:nước|cơ quan|đơn vị|tỉnh|thành phố|bộ|sở|ngành|địa phương|tổ chức)[ \t]này(?!\w)"
)
_NEAR_VERB = re.compile(r"(?:[ \t]*[,–(-][^;:.]{2,100}[,–)-]?)?[ \t]*(?:cũng[ \t]+|đã[ \t]+)?")
_SPEAKS = frozenset({"speaker", "asker", "chair"})


class Parties:
    """People and bodies of the article, found by their place."""

    def __init__(
        self, people: Iterable[PersonNamed], organisations: Iterable[OrganisationNamed]
    ) -> None:
        self._people = list(people)
        named = [_Named(*span, it.name, True) for it in self._people for span in _spans(it)]
        named += [
            _Named(it.start, it.end, it.name, True)
            for it in self._people
            if (it.start, it.end) not in it.mentions
        ]
        named += [_Named(*span, "", False) for it in organisations for span in it.mentions]
        self._named = sorted(named)
        self._speakers = {it.name for it in self._people if _SPEAKS & set(it.roles)}
        self._starts = [it.start for it in self._named]

    def spans_in(self, start: int, end: int) -> list[Span]:
        """Where names stand between two places."""
        return [(it.start, it.end) for it in self._in(start, end)]

    def _in(self, start: int, end: int) -> list[_Named]:
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [it for it in self._named[first:last] if it.end <= end]

    def ends_at(self, at: int) -> bool:
        """Whether a name ends at `at`."""
        return any(it.end == at for it in self._in(max(0, at - _BEFORE), at))

    def by_post(self, post: str) -> str | None:
        """The only person with a post that begins so."""
        return holder(self._people, post)

    def named_at(self, at: int, limit: int) -> Span | None:
        """The longest name that begins at `at`."""
        return max(
            ((it.start, it.end) for it in self._in(at, limit) if it.start == at),
            key=lambda it: it[1],
            default=None,
        )

    def asker(self, text: str, begin: int, at: int, paragraph: int) -> str | None:
        """The subject of an asking verb at `at` in a sentence from `begin`; None: it has none.

        A person stands by name, also where the text says `đồng chí` alone of somebody named
        before in the paragraph; others stand as the text writes them.
        """
        found = self._asker(text, begin, at, paragraph)
        return found and (self.by_post(found) or found)

    def _asker(self, text: str, begin: int, at: int, paragraph: int) -> str | None:
        told = list(_SAYS.finditer(text, begin, at))
        says = self.first_subject(text, begin, told[-1].start()) if told else None
        begin = told[-1].end() if told else begin
        window = max(begin, at - _BEFORE)
        near = self._in(window, at)
        if led := self._named_before(text, begin, near, at):
            return led
        clause = to_the_verb(text, window, at)
        if match := BY_POST.search(clause):
            post = match["post"]
            if post and " " not in post.strip():
                return _as_written(match[0])  # "ông Mẫu" of whom the article gives no full name
            found = self.by_post(post) if post else None
            return found or self._speaker_before(at, paragraph) or _as_written(match[0])
        if post := post_alone(clause):
            behind = window + len(clause)
            beside = next(
                (
                    it.name
                    for it in reversed(near)
                    if it.is_person
                    and (
                        it.start >= behind - len(post)
                        or _POST_BEHIND.fullmatch(text, it.end, behind)
                    )
                ),
                None,
            )
            return beside or self.by_post(post) or _as_written(post)
        if subject := self.first_subject(text, begin, at):
            return says if says and _THAT_BODY.match(subject) else subject
        people = [it for it in near if it.is_person]
        if says and (people or _THAT_BODY.search(clause)):
            return says  # "UBND xã cho biết, cơ quan này …"
        if people:
            return people[-1].name
        if _PRONOUN.search(clause):
            return self._speaker_before(at, paragraph)
        return (
            self._first_body(text, begin, near)
            or last_subject(clause, whole=window == begin)
            or (says if told and not text[told[-1].end() : at].strip(" \t,đã") else None)
        )

    def _beside_post(self, text: str, near: list[_Named], start: int, end: int) -> str | None:
        """Whose post it is: named within its words, or in front of it: `ông An, Phó Giám đốc …`."""
        for it in reversed(near):
            within = it.start >= start
            if it.is_person and (within or _POST_BEHIND.fullmatch(text, it.end, end)):
                return it.name
        return None

    def _named_before(self, text: str, begin: int, near: list[_Named], at: int) -> str | None:
        """The last name that leads to the verb at `at`."""
        for it in sorted(near, key=lambda it: (-it.end, it.start)):
            gap = _TO_THE_VERB.fullmatch(text, it.end, at)
            if gap and _AND.search(gap[0]) and not it.is_person:
                if subject := self.first_subject(text, begin, at):
                    return subject
                if _LED_TO.search(text, begin, it.start):
                    continue  # "mua máy cho Bệnh viện X và yêu cầu …"
                return _with_leaders(text, begin, it)
            if gap and not self._is_object(text, begin, it, apart=bool(gap[0].strip())):
                return it.name if it.is_person else self._for_body(text, begin, near, it)
        return None

    def first_subject(self, text: str, begin: int, end: int) -> str | None:
        """Whom the sentence from `begin` begins with, behind when and where; None: nobody known.

        A person by name, a body with who leads it.
        """
        begin = behind_when_and_where(text, begin, end)
        near = self._in(begin, min(end, begin + _BEFORE))
        first = near[0] if near else None
        title = text[begin : first.start] if first else ""
        if first is not None and first.is_person and _TITLE.fullmatch(title):
            return first.name
        if first is None or first.is_person or (title and not _LED_BY.fullmatch(title)):
            words = subject_in_words(text, begin, end)
            return words and (self.by_post(words) or words)
        behind = next((it for it in near[1:] if it.is_person), None)
        if behind is not None and _NAME_BEHIND.fullmatch(text, first.end, behind.start):
            return behind.name  # "Bí thư Tỉnh ủy Trần Văn An"
        return _with_leaders(text, begin, first)

    def _for_body(self, text: str, begin: int, near: list[_Named], body: _Named) -> str:
        """`ông An, Phó Giám đốc Sở X đề nghị`: the person whose post the body is part of."""
        for it in near:
            if it.is_person and _POST_BEHIND.fullmatch(text, it.end, body.start):
                return it.name
        return _with_leaders(text, begin, body)

    def quoted(self, text: str, at: int, end: int) -> str | None:
        """The person named right behind a quotation that ends at `at`."""
        name = next((it.name for it in self._in(at, end) if it.is_person), None)
        if name is not None or (said := _SAID_BY.match(text, at, end)) is None:
            return name
        who = _as_written(said["who"])
        return self.by_post(who) or who

    def official_at(self, text: str, begin: int, at: int) -> bool:
        """Whether somebody with a post of Party or State ends right in front of the verb at `at`:
        by name, by post or as `ông …`, `đồng chí …`."""
        window = max(begin, at - _BEFORE)
        clause = to_the_verb(text, window, at)
        if post_alone(clause):
            return True
        match = BY_POST.search(clause)
        if match and match["post"] and is_official(match["post"]):
            return True
        names = [it.name for it in self._in(window, at) if it.is_person]
        last = next((it for it in reversed(self._in(window, at)) if it.is_person), None)
        if last is None or not names or not _NEAR_VERB.fullmatch(text, last.end, at):
            return False
        return self._is_official(last.name)

    def official_in(self, start: int, end: int) -> tuple[str, int] | None:
        """Name and end of the first person between two places who has such a post."""
        for it in self._in(start, end):
            if it.is_person:
                return (it.name, it.end) if self._is_official(it.name) else None
        return None

    def _is_official(self, name: str) -> bool:
        posts = (post for it in self._people if it.name == name for post in it.posts)
        return any(is_official(post) for post in posts)

    def speaks_at(self, text: str, begin: int, at: int) -> bool:
        """Whether a person, body or post ends right in front of the verb at `at`."""
        window = max(begin, at - _BEFORE)
        clause = to_the_verb(text, window, at)
        if BY_POST.search(clause) or post_alone(clause):
            return True
        return any(_DIRECTLY.fullmatch(text, it.end, at) for it in self._in(window, at))

    def _is_object(self, text: str, begin: int, it: _Named, *, apart: bool) -> bool:
        """Whether the verb in front governs the name: `gửi Sở X yêu cầu`, `của X, đề nghị`."""
        if _SENT_TO.search(text, begin, it.start):
            return True
        return apart and _LED_TO.search(text, begin, it.start) is not None

    def _speaker_before(self, at: int, begin: int) -> str | None:
        """Whom `đồng chí` means: the person who spoke last, else the one named last."""
        near = [it for it in self._in(begin, at) if it.is_person]
        spoke = [it for it in near if it.name in self._speakers]
        return (spoke or near)[-1].name if near else None

    def _first_body(self, text: str, begin: int, near: list[_Named]) -> str | None:
        """The body with whose name the sentence begins, when a list of verbs follows it."""
        first = next((it for it in near if it.start - begin < 3), None)
        return None if first is None or first.is_person else _with_leaders(text, begin, first)


class _Named(NamedTuple):
    start: int
    end: int
    name: str
    is_person: bool


def _spans(person: PersonNamed) -> tuple[Span, ...]:
    return person.mentions or ((person.start, person.end),)


def _with_leaders(text: str, begin: int, it: _Named) -> str:
    """`lãnh đạo Đảng ủy Khối`: those who speak for a body are said as the text says."""
    led = _LED_BY.search(text, max(begin, it.start - 40), it.start)
    return " ".join(text[led.start() if led else it.start : it.end].split())


def _as_written(words: str) -> str:
    return " ".join(words.strip(" \t,").split())
