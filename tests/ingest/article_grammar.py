"""Random articles in the five layouts with the record that each must give."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.ingest.parsed import ParsedArticle
from storage.models import Precision

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_PLACES = ("Lam Giang", "Thạch Khê", "Vân Trì", "Đồng Mây", "Nậm Pha", "Trường Vân")
_HOSTS = ("Huyện ủy", "Đảng ủy Khối các cơ quan", "Ban Thường vụ Thị ủy", "Hội Nông dân xã")
_TOPICS = ("công tác dân vận", "chuyển đổi số", "phòng chống thiên tai", "sinh hoạt chi bộ")
_SURNAMES = ("Nguyễn", "Trần", "Lý", "Đặng", "Ông", "Tạ")
_GIVEN = ("Thu Thủy", "Minh Đạo", "Ngọc Uyên", "Khánh Vân", "Bảo Lâm", "An", "Tú Anh")
_WORDS = tuple(
    str.split(
        "các chi bộ tiếp tục rà soát nội dung báo cáo và hoàn thành chỉ tiêu đã đề ra trong quý này"
        " đồng thời nâng cao chất lượng sinh hoạt chuyên đề gắn với nhiệm vụ được giao ở cơ sở"
    )
)
_CAPTIONS = (
    "Toàn cảnh hội nghị",
    "Quang cảnh buổi làm việc.",
    "Các đại biểu dự hội nghị.",
    "Lãnh đạo {place} phát biểu tại hội nghị.",
    "Đại diện các chi bộ trình bày tham luận tại hội nghị",
    "Đồng chí Bí thư {place} trao giấy khen cho các tập thể. Ảnh: Bảo Lâm",
)
_BYLINES = (
    ("{a}", 1),
    ("{a} - {b}", 2),
    ("Tin, ảnh: {a} – {b}", 2),
    ("Bài, ảnh: {a}", 1),
    ("{a} (tổng hợp)", 1),
    ("Tác giả: {a}", 1),
    ("{a}, {b}", 2),
)
_TAILS = (
    "",
    "Các tin khác",
    "Bài viết mới nhất:",
    "Tin mới hơn\nTin cũ hơn",
    "In bài viết | Gửi email | Chia sẻ",
    "Các tin khác\nHội thi dân vận khéo xã Đồng Mây (05/07/2023)\nTặng quà gia đình chính sách",
    "Tin cùng chuyên mục:\nKhởi công nhà văn hóa thôn Bản Lầu",
)


class Made(NamedTuple):
    """A text and its record."""

    text: str
    expected: ParsedArticle


@st.composite
def articles(draw: st.DrawFn) -> Made:
    """An article in one of the five layouts, with random spacing and boilerplate."""
    layout = draw(st.sampled_from("ABCDE"))
    place = draw(st.sampled_from(_PLACES))
    moment = draw(
        st.datetimes(
            min_value=datetime.fromisoformat("2010-01-01"),
            max_value=datetime.fromisoformat("2026-04-01"),
        )
    ).replace(microsecond=0)
    topic = draw(st.sampled_from(_TOPICS))
    title = f"{draw(st.sampled_from(_HOSTS))} {place} bàn về {topic} quý {draw(st.integers(1, 4))}"
    event = moment.date() - timedelta(days=draw(st.integers(0, 40)))
    views = draw(st.integers(0, 99_999)) if layout in "AE" else None
    people = draw(st.lists(_names(), min_size=2, max_size=2, unique=True))
    lead = _lead(draw, layout, event, title)
    body, paragraphs, captions = _body(draw, place)
    header, published, precision, authors = _header(draw, layout, moment, views, people)
    lines = [*header[0], title, *header[1], lead, *body]
    section = None
    if layout == "E":
        section = draw(st.sampled_from(("hoạt động đảng", "tin nội bộ", "công tác dân vận")))
        lines.insert(0, section)
    if layout != "B":
        form, count = draw(st.sampled_from(_BYLINES))
        authors = tuple(people[:count])
        lines.append(form.format(a=people[0], b=people[1]))
        lines.extend(draw(st.sampled_from(_TAILS)).splitlines())
    gap = draw(st.sampled_from(["\n", "\n\n", "\r\n", "\n \n\t\n"]))
    indent = draw(st.sampled_from(["", "    ", "\t", "\N{NO-BREAK SPACE}"]))
    text = gap.join(indent + line for line in lines)
    return Made(
        text,
        ParsedArticle(
            title=title,
            published=published,
            published_precision=precision,
            authors=authors,
            lead=lead,
            paragraphs=tuple(paragraphs),
            captions=tuple(dict.fromkeys(captions)),
            section=section,
            views=views,
            event_date=event,
        ),
    )


def _names() -> st.SearchStrategy[str]:
    return st.builds(
        lambda surname, given: f"{surname} {given}",
        st.sampled_from(_SURNAMES),
        st.sampled_from(_GIVEN),
    )


def _lead(draw: st.DrawFn, layout: str, event: date, title: str) -> str:
    full = layout in "CDE"
    separator = draw(st.sampled_from("/-"))
    day = f"{event.day}{separator}{event.month}" + (f"{separator}{event.year}" if full else "")
    when = draw(st.sampled_from(["Ngày {}", "Chiều ngày {}", "Sáng {}", "Tối ngày {}"])).format(day)
    dateline = draw(st.sampled_from(["(Web Lam Giang) ", "(TVO) - "])) if layout == "D" else ""
    return f"{dateline}{when}, {title[0].lower()}{title[1:]} với sự tham gia của các đơn vị."


def _body(draw: st.DrawFn, place: str) -> tuple[list[str], list[str], list[str]]:
    lines: list[str] = []
    paragraphs: list[str] = []
    captions: list[str] = []
    copies = draw(st.integers(1, 2))
    for number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(_WORDS) - 1))
        count = draw(st.integers(25, 120))
        words = [_WORDS[(start + step) % len(_WORDS)] for step in range(count)]
        end = draw(st.sampled_from([".", "...", "…", "./."]))
        paragraph = f"Theo báo cáo số {number + 1}, {' '.join(words)}{end}"
        paragraphs.append(paragraph)
        lines.append(paragraph)
        if draw(st.booleans()):
            caption = draw(st.sampled_from(_CAPTIONS)).format(place=place)
            captions.append(caption)
            lines.extend([caption] * copies)
    return lines, paragraphs, captions


def _header(
    draw: st.DrawFn, layout: str, moment: datetime, views: int | None, people: list[str]
) -> tuple[tuple[list[str], list[str]], datetime | None, Precision | None, tuple[str, ...]]:
    """Lines before and after the title, and what they state."""
    local = moment.replace(tzinfo=ZONE)
    minute = local.replace(second=0)
    d, m, y, clock = moment.day, moment.month, moment.year, f"{moment.hour}:{moment.minute:02}"
    if layout == "A":
        visit = ["Thứ 5, 07/05/2026, 00:19[GMT+7]"]
        stated = [f"Thứ 3, {d:02}/{m:02}/{y} | {moment:%H:%M:%S}", f"{views:,} lượt xem"]
        return (visit, stated), local, Precision.SECOND, ()
    if layout == "B":
        form = draw(st.sampled_from(["{p} {c}, {d:02}/{m:02}/{y}", "{p} | {d}-{m}-{y} {c}"]))
        line = form.format(p=people[0], c=clock, d=d, m=m, y=y)
        return ([], [line]), minute, Precision.MINUTE, (people[0],)
    if layout == "C":
        return ([], []), None, None, ()
    if layout == "D":
        line = draw(
            st.sampled_from([f"{clock}, Thứ Hai, {d}-{m}-{y}", f"lúc {clock} ngày {d}/{m}/{y}"])
        )
        return ([], [line]), minute, Precision.MINUTE, ()
    line = f"Ngày đăng {d:02}/{m:02}/{y} | {clock}  | View count: {views}"
    return ([], [line]), minute, Precision.MINUTE, ()
