"""The one event that an article reports: type, days, host, place, chairs and participants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.facts.article_text import ArticleText, Span
from bot.facts.event_types import (
    event_types,
    is_done_by_officials,
    is_of_the_police,
    is_official,
    is_spoken_of,
    names_officials,
    type_in,
)
from bot.facts.record import EventReported, OrganisationNamed, PersonNamed, TimeNamed
from bot.language.person_names import CAPITALS
from storage.text import fold

_LEAD_SENTENCES = 2
"""Of the text below the title: where a report says what took place."""
_MOST_NAMES = 40
_SUBJECT = 240
_PLACE = re.compile(
    r"(?<!\w)(?:tại|ở)[ \t]+(?!đây(?!\w)|(?:buổi|hội nghị|cuộc|lễ|đại hội|kỳ họp|phiên)(?!\w))"
    r"(?P<place>[^,;:.()\n]{3,140}(?:,[ \t](?:xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thành phố"
    r"|TP\.?|thôn)[ \t](?!ủy|uỷ|đoàn)[^,;:.()\n]{2,30}){0,3})",
    re.IGNORECASE,
)
_PLACE_ENDS = re.compile(
    r"[ \t](?:đã|vừa|sẽ|để|nhằm|với|diễn ra|tổ chức|khai mạc|về|từ|vào|do|và|có|theo|cho|nhân"
    r"|trong|bằng|[Nn]gày|sáng|trưa|chiều|tối|đêm|hôm)(?!\w)"
)
_PLACE_BEGINS = re.compile(
    rf"(?:[{CAPITALS}]|(?:trụ sở|hội trường|nhà|trung tâm|huyện|xã|phường|thị|tỉnh|thành phố|quận"
    rf"|trường"
    r"|khu|điểm cầu|công viên|quảng trường|thôn|bản|UBND|văn phòng|phòng họp|công ty|cơ quan|sân"
    r"|đình"
    r"|chùa|cửa khẩu|đảo)(?!\w))"
)
_NAMED_PLACE = re.compile(
    r"^(?!Điều|Khoản|Nghị|Quyết|Luật|Công văn|Kết luận|Chỉ thị)(?:.{0,60}[ \t])?"
    rf"(?:[{CAPITALS}][^\W\d_]|\d)|^(?:hội trường|trụ sở|nhà văn hóa|trung tâm|điểm cầu)"
)
_WHOM_WORDS = 18
_WITH = re.compile(r"(?<!\w)với[ \t]+(?P<whom>(?:[^.;:\n(]|(?<=TP)\.|(?<=TX)\.|(?<=TT)\.){4,160})")
_WITH_ENDS = re.compile(
    r",[ \t]+(?:(?:đồng chí|ông|bà|phó|trưởng|nguyên)(?!\w)|Bí thư|Phó|Chủ tịch|Tổng|Thủ tướng"
    r"|Bộ trưởng|Ủy viên"
    r"|Trưởng|Giám đốc)|[ \t]+(?:ngày|sáng|chiều|tối|hôm)[ \t]|[ \t]+(?:vào|đánh giá|bàn"
    r"|triển khai|thảo luận|thông qua|cho rằng|tiến hành|giai đoạn|sáng|chiều)(?!\w)|"
    r"[ \t,]+(?:để|về|nhằm|trong khuôn khổ|tại|theo|sau|do|nhân|nội dung|chủ đề|tinh thần"
    r"|sự tham)(?!\w)"
)
_WHOM = re.compile(
    rf"(?:các|lãnh đạo|đại diện|cán bộ|cử tri|đoàn viên|hội viên|nhân dân|doanh nghiệp"
    rf"|[{CAPITALS}])"
)
_CREDIT_BEHIND = re.compile(r"[ \t(]{0,3}(?:Ảnh|Nguồn)(?:[ \t]minh họa)?[ \t]?:")
"""Behind the caption of a picture, which tells of what it shows."""
_CAME_WITHIN = 1500
_CAME = re.compile(
    r"[^.\n]{0,300}(?<!\w)(?:tham dự|cùng dự|đến dự|tham gia|dự)(?=[ \t]+(?:có|hội nghị|buổi|lễ"
    r"|cuộc|đại hội))"
    r"[^.\n]{0,400}"
)
_REPRESENTED = re.compile(
    r"(?:đại diện|lãnh đạo)[ \t]+(?:các|lãnh đạo|một số)[ \t][^,;.:\n]{4,110}?(?=[,;.:\n]|$"
    r"|[ \t](?:đã|và đại diện"
    r"|và lãnh đạo|tham|cùng|dự|gồm|gặp)(?!\w))"
)
_SPOKE_THERE = re.compile(
    r"(?<!\w)[Tt]ại[ \t](?:hội nghị|buổi (?:làm việc|họp|lễ|tọa đàm|giao ban)|cuộc họp|đại hội"
    r"|kỳ họp|phiên họp|hội thảo|tọa đàm)(?:[ \t]này)?,[ \t]"
    r"(?:một số (?:đồng chí )?|các (?:đồng chí )?)?"
    r"(?P<who>(?:đại diện|lãnh đạo)[ \t](?:lãnh đạo[ \t])?(?:các|một số)[ \t][^,;.:\n]{4,90}?)[ \t]"
    r"(?:đã[ \t])?(?:đóng góp|phát biểu|thảo luận|trình bày|tham luận|trao đổi|báo cáo|nêu"
    r"|cho ý kiến|kiến nghị|đề xuất|phản ánh)(?!\w)",
    re.IGNORECASE,
)
"""`Tại hội nghị, đại diện các cấp ủy cơ sở đã đóng góp ý kiến`: they took part."""
_LED = re.compile(
    r"(?:Thường trực|thường trực|lãnh đạo|Lãnh đạo|đại diện|Thường vụ|Tập thể)[ \t]+$"
)
_HOLDS = re.compile(
    r"[ \t,]*(?:(?:đã|vừa|cũng|sẽ|tiếp tục|long trọng|trọng thể|phối hợp với[^,.]{3,90}"
    r"|phối hợp[^,.]{3,90}"
    r"|cùng[^,.]{3,60})[ \t,]*){0,3}"
)


def find_event(
    text: ArticleText,
    people: Iterable[PersonNamed] = (),
    organisations: Iterable[OrganisationNamed] = (),
    times: Iterable[TimeNamed] = (),
) -> EventReported | None:
    """What the lead says that took place; None when it tells of no such thing.

    A lead that names no day counts only when the body speaks of the event again ("tại hội nghị")
    or somebody chairs it, or its first sentence names Party or State: plain news of a crime or a
    price has the words of events as well.
    """
    people = tuple(people)
    days = next((it for it in times if it.role == "event"), None)
    sentences = _lead(text, days)
    held = [span for it in organisations for span in it.mentions]
    for sentence in sentences:
        found = type_in(text.text, sentence, held)
        if found is None or _CREDIT_BEHIND.match(text.text, sentence[1]):
            continue
        kind, at, end = found
        chairs = tuple(it.name for it in people if "chair" in it.roles)
        official = sentence == sentences[0] and is_official(text.text, sentence, at)
        told = chairs or is_spoken_of(text, sentence, kind) or official
        if (days is None and not told) or is_of_the_police(text.text, sentence, kind):
            continue
        start = text.sentence_at(days.start)[0] if days else sentence[0]
        return EventReported(
            start=at,
            end=end,
            sentence=sentence,
            type=kind,
            date=days.first if days else None,
            last_date=days.last if days and days.last != days.first else None,
            place=_place(text, [it for it in sentences if it[0] >= start][:2], held, people),
            host=_host(text.text, sentence, at, sorted(held)),
            chairs=chairs[:_MOST_NAMES],
            participants=_participants(text.text, sentence, at, people, chairs),
        )
    return _of_the_title(text, held, people, days)


def _is_short(text: ArticleText) -> bool:
    """Whether a summary of a sentence or two is all there is below the title."""
    return sum(it[0] > text.lines[0][1] for it in text.sentences) <= _LEAD_SENTENCES


def _of_the_title(
    text: ArticleText, held: list[Span], people: tuple[PersonNamed, ...], days: TimeNamed | None
) -> EventReported | None:
    """`Bí thư Tỉnh ủy thăm các xã ngập lụt`: a headline that says all that the summary leaves out;
    somebody of Party or State, and at once what he does. A longer text must come back to it."""
    title = text.sentence_at(text.lines[0][0])
    if not names_officials(text.text, title):
        return None
    found = type_in(text.text, title, held)
    if found is None or not is_done_by_officials(text.text, title, found):
        return None
    kind, at, end = found
    if not _is_short(text) and not is_spoken_of(text, title, kind):
        return None
    return EventReported(
        start=at,
        end=end,
        sentence=title,
        type=kind,
        date=days.first if days else None,
        last_date=days.last if days and days.last != days.first else None,
        place=None,
        host=_host(text.text, title, at, sorted(held)),
        chairs=(),
        participants=_participants(text.text, title, at, people, ()),
    )


def _lead(text: ArticleText, days: TimeNamed | None) -> list[Span]:
    """The sentence with the day of the event and those behind it, else the first of the body."""
    body = [it for it in text.sentences if it[0] > text.lines[0][1]]
    if days is not None and days.start > text.lines[0][1]:
        body = [it for it in body if it[1] > days.start]
    return body[:_LEAD_SENTENCES]


def _host(text: str, sentence: Span, at: int, held: Sequence[Span]) -> str | None:
    """The body that is the subject: its name ends in front of the verb of holding."""
    best: Span | None = None
    for start, end in held:
        if not sentence[0] <= start < end <= at or start < at - _SUBJECT * 2:
            continue
        gap = _HOLDS.match(text, end, at)
        verb_at = gap.end() if gap else end
        if verb_at == at or event_types().holding.match(text, verb_at, sentence[1]):
            if best is None or end > best[1] or (end == best[1] and start < best[0]):
                best = (start, end)
            if best != (start, end):
                continue
            break
    if best is None:
        return None
    led = _LED.search(text, max(sentence[0], best[0] - 16), best[0])
    return " ".join(text[led.start() if led else best[0] : best[1]].split())


def _place(
    text: ArticleText,
    sentences: Sequence[Span],
    held: Sequence[Span],
    people: Iterable[PersonNamed],
) -> str | None:
    """What stands behind `tại`; the name of a body in it is kept whole."""
    for start, end in sentences:
        for found in _PLACE.finditer(text.text, start, min(end, start + 500)):
            words = found["place"]
            named = (a - found.start("place") for it in people for a, _ in it.mentions)
            words = words[: min((at for at in named if 0 < at < len(words)), default=None)]
            bodies = [(a - found.start("place"), b - found.start("place")) for a, b in held]
            for ends in _PLACE_ENDS.finditer(words):
                if not any(a < ends.start() < b for a, b in bodies):
                    words = words[: ends.start()]
                    break
            words = " ".join(words.split()).strip(" ,-–")
            if _PLACE_BEGINS.match(words) and _NAMED_PLACE.search(words):
                return words
    return None


def _participants(
    text: str, sentence: Span, at: int, people: Iterable[PersonNamed], chairs: tuple[str, ...]
) -> tuple[str, ...]:
    """Whom it was held with, then who came."""
    names: list[str] = []
    for found in _WITH.finditer(text, at, min(sentence[1], at + 400)):
        whom = found["whom"]
        if ends := _WITH_ENDS.search(whom):
            whom = whom[: ends.start()]
        if _WHOM.match(whom) and len(whom.split()) <= _WHOM_WORDS:
            names.append(" ".join(whom.split()).strip(" ,"))
            break
    for found in _CAME.finditer(text, sentence[0], min(len(text), sentence[0] + _CAME_WITHIN)):
        names += [" ".join(it.split()) for it in _REPRESENTED.findall(found[0])]
    for found in _SPOKE_THERE.finditer(text, sentence[0], len(text)):
        if len(names) >= _MOST_NAMES:
            break  # each is compared with all before it
        who = " ".join(found["who"].split())
        if not any(fold(who) in fold(known) for known in names):
            names.append(who)
    names += [
        it.name
        for it in people
        if it.name not in chairs and {"attendee", "speaker", "delegation_head"} & set(it.roles)
    ]
    return tuple(dict.fromkeys(names))[:_MOST_NAMES]
