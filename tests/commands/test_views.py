"""Tests of the views: /vanban, /nguoi, /donvi, /ky, /sapdien, /sosanh and what an article says."""

from __future__ import annotations

import re

import icalendar
import msgspec
import pytest

from bot.config import Settings
from bot.messages.rich import Reply
from storage.open import open_store
from tests.commands.world import World, buttons, said
from tests.dossiers.articles import ARTICLES, DAY, FIRST_QUARTER, SECOND_QUARTER, told


def reader() -> World:
    """A bot that knows three articles, on a day between two of them."""
    store = open_store("memory:")
    store.put_articles(ARTICLES)
    return World(store, Settings.model_construct(), now=DAY)


def flat(reply: Reply) -> str:
    """The words in one line."""
    return " ".join(said(reply).split())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/vanban Chỉ thị 07-CT/TW", ["Chỉ thị số 07-CT/TW", "Về: nêu gương", "2 bài"]),
        ("/vanban chi thi 07-ct/tw", ["Chỉ thị số 07-CT/TW"]),
        ("/vanban 12/nq-hdnd", ["Nghị quyết số 12/NQ-HĐND", "1 bài"]),
        ("/vanban 12", ["Nghị quyết số 12/NQ-HĐND"]),
        ("/donvi dang uy khoi song lam", ["55 đảng viên"]),
        ("/ky quy i/2031", ["kết nạp mới 40 đảng viên"]),
        ("/ky quy 1 nam 2031 ket nap", ["kết nạp mới 40 đảng viên"]),
        ("/nguoi trinh thi nhan", ["Trịnh Thị Nhàn", "Bí thư Đảng ủy Khối Sông Lam · 08/07/2031"]),
        ("/nguoi Trịnh Thị Nhàn", ["chủ trì", "giao ban · 07/04/2031"]),
        ("/donvi Đảng ủy Khối Sông Lam", ["07/07/2031 · giao ban", "quý II/2031", "55 đảng viên"]),
        ("/ky quý I/2031", ["quý I/2031", "kết nạp mới 40 đảng viên"]),
        ("/sapdien", ["hạn 20/05/2031", "nộp báo cáo trước ngày 20/5/2031"]),
        ("/sosanh kết nạp đảng viên", ["40 đảng viên", "55 đảng viên", "█"]),
    ],
)
def test_a_view_tells_what_articles_say(asked: str, expected: list[str]) -> None:
    """Its facts, and the sentences that say them with their source, date and link."""
    reply = reader().ask(asked)
    text = flat(reply)
    for words in expected:
        assert words in text
    links = {span.href for block in reply.blocks for line in block.lines for span in line}
    assert links & {it.url for it in ARTICLES}


@pytest.mark.parametrize(
    "asked",
    [
        "/vanban",
        "/nguoi",
        "/donvi",
        "/ky",
        "/sosanh",
        "/vanban ???",
        "/ky hôm nào đó",
        "/nguoi ?",
        "/donvi …",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_view_without_a_question_says_how_to_ask(asked: str, language: str) -> None:
    """An example stands in the answer, and nothing is guessed."""
    text = flat(reader().ask(asked, language_code=language))
    assert re.search(r"/[a-z]+ \w", text)


@pytest.mark.parametrize(
    "asked",
    [
        "/vanban Nghị quyết 999-NQ/TW",
        "/nguoi Không Ai Cả",
        "/donvi Sở Trăng Sao",
        "/ky quý IV/1999",
        "/sosanh tàu vũ trụ",
    ],
)
def test_what_no_article_says_is_not_found(asked: str) -> None:
    """`Không tìm thấy`, with what was asked for."""
    assert "Không tìm thấy" in flat(reader().ask(asked))


def test_nothing_coming_is_said() -> None:
    """After the last date there is no list."""
    bot = reader()
    bot.now = DAY.replace(year=2033)
    assert "Không tìm thấy" in flat(bot.ask("/sapdien"))


def test_documents_of_one_number_are_offered_each() -> None:
    """A number without its issuer may mean several: the others stand behind buttons."""
    bot = reader()
    reply = bot.ask("/vanban Chỉ thị 07")
    offered = {it.label: it for it in buttons(reply) if (it.action or "").startswith("vanban")}
    assert "Chỉ thị số 07-CT/TW (1)" in offered
    pressed = flat(bot.press(offered["Chỉ thị số 07/CT-UBND (1)"]))
    assert "tuyển dụng viên chức" in pressed
    assert "nêu gương" not in pressed


def test_coming_dates_go_into_a_calendar() -> None:
    """The file holds every date as a whole day, with its sentence and its link."""
    bot = reader()
    reply = bot.ask("/sapdien ics")
    assert reply.file is not None
    assert reply.file.name.endswith(".ics")
    calendar = icalendar.Calendar.from_ical(reply.file.content)
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2031-05-20"
    assert event.decoded("dtend").isoformat() == "2031-05-21"
    assert str(event["description"]) in FIRST_QUARTER.paragraphs
    assert str(event["url"]) == FIRST_QUARTER.url
    again = bot.ask("/sapdien ics").file
    assert again is not None
    assert icalendar.Calendar.from_ical(again.content).walk("VEVENT")[0]["uid"] == event["uid"]


@pytest.mark.slow
def test_a_comparison_is_drawn_on_wish() -> None:
    """Two points make a chart; the picture comes with the words it is about."""
    bot = reader()
    reply = bot.ask("/sosanh kết nạp đảng viên")
    drawn = next(it for it in buttons(reply) if (it.action or "").startswith("sosanh"))
    file = bot.press(drawn).file
    assert file is not None
    assert file.media_type == "image/png"
    assert file.content.startswith(b"\x89PNG")
    assert file.caption[0].text == "kết nạp đảng viên"


def test_a_part_of_a_name_offers_whom_it_may_mean() -> None:
    """The button opens the person."""
    bot = reader()
    (offered,) = buttons(bot.ask("/nguoi nhàn"))
    assert offered.label == "Trịnh Thị Nhàn"
    assert "Bí thư" in flat(bot.press(offered))


def test_a_part_of_a_bodys_name_offers_which() -> None:
    """The button opens the body, however long its name is."""
    bot = reader()
    offered = buttons(bot.ask("/donvi Sông Lam"))
    chosen = next(it for it in offered if it.label.endswith(". Đảng ủy Khối Sông Lam"))
    assert "55 đảng viên" in flat(bot.press(chosen))


def test_buttons_of_long_names_that_begin_alike_open_each_its_own_body() -> None:
    """However many syllables they share: a button has room for sixty-four bytes."""
    bot = reader()
    head = "Ban Thường vụ Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"
    lines = [f"Sáng 8/4, {head} {place} giao ban." for place in ("Sông Lam", "Vân Trà")]
    bot.store.put_articles([told(60, DAY, "Tin của hai khối", *lines)])
    reply = bot.ask(f"/donvi {head}")
    named = [line[0].text.partition(". ")[2] for line in reply.blocks[1].lines]
    assert sorted(named) == [f"{head} Sông Lam", f"{head} Vân Trà"]
    for name, button in zip(named, buttons(reply), strict=True):
        assert said(bot.press(button)).splitlines()[0] == name


def test_a_body_that_an_edit_took_away_is_said_to_be_gone() -> None:
    """The button of an old message says so."""
    bot = reader()
    reply = bot.ask(f"/xem {SECOND_QUARTER.id} ro")
    button = next(it for it in buttons(reply) if (it.action or "").startswith("donvi @"))
    edited = msgspec.structs.replace(
        SECOND_QUARTER, title="Tin", lead="Tin.", paragraphs=(), fingerprint="edited"
    )
    bot.store.put_articles([edited])
    assert "không còn nêu" in (bot.press(button).notice or "")


def test_an_article_says_what_is_in_it() -> None:
    """Its facts stand behind a button, and each leads to what others say of the same."""
    bot = reader()
    opened = bot.ask(f"/xem {SECOND_QUARTER.id}")
    chosen = next(it for it in buttons(opened) if it.action == f"xem {SECOND_QUARTER.id} ro")
    reply = bot.press(chosen)
    assert "Trịnh Thị Nhàn, Bí thư Đảng ủy Khối Sông Lam" in flat(reply)
    for action, expected in (
        ("nguoi trinh-thi-nhan", "Phó Bí thư"),
        ("vanban chi-thi/7", "Hội nghị sơ kết việc thực hiện Chỉ thị 07."),
        ("donvi @", "40 đảng viên"),
    ):
        found = next(it for it in buttons(reply) if (it.action or "").startswith(action))
        assert expected in flat(bot.press(found))


def test_long_lists_are_paged() -> None:
    """Every article is reached once, forwards and back."""
    bot = reader()
    many = [
        told(number, DAY, f"Tin số {number}", f"Sở Nội vụ thực hiện Chỉ thị 07-CT/TW lần {number}.")
        for number in range(10, 24)
    ]
    bot.store.put_articles(many)
    reply = bot.ask("/vanban Chỉ thị 07-CT/TW")
    seen: list[str] = []
    while True:
        seen += [it.action or "" for it in buttons(reply) if (it.action or "").startswith("xem")]
        onward = [it for it in buttons(reply) if it.label.endswith("▶")]
        if not onward:
            break
        reply = bot.press(onward[0])
        assert reply.replace
    assert len(seen) == len(set(seen)) == 16


@pytest.mark.parametrize(
    "asked",
    ["/nguoi trinh thi nhan", "/vanban Chỉ thị 07-CT/TW", "/donvi Đảng ủy Khối Sông Lam"],
)
def test_whatever_is_viewed_can_be_followed(asked: str) -> None:
    """The button follows just this person, document or body."""
    bot = reader()
    follow = next(it for it in buttons(bot.ask(asked)) if (it.action or "").startswith("theodoi"))
    bot.press(follow)
    (kept,) = bot.store.list_follows()
    assert kept.query.terms


def test_a_hostile_title_is_text() -> None:
    """What looks like markup stays words, in every view."""
    bot = reader()
    bad = told(50, DAY, "<b>Tin & thử</b>", "Bà Trịnh Thị Nhàn, <i>Bí thư</i> xã Sông Lam nói.")
    quoted = msgspec.structs.replace(bad, url='https://songlam.example/"onload=')
    bot.store.put_articles([quoted])
    for asked in ("/nguoi trinh thi nhan", f"/xem {bad.id} ro"):
        bot.ask(asked)  # the world checks every part against Telegram's own parser


def test_english_readers_are_answered_in_english() -> None:
    """Everything around the articles' words."""
    reply = reader().ask("/person trinh thi nhan", language_code="en")
    assert "Posts that articles gave" in flat(reply)
    assert "chaired" in flat(reply)


def test_coming_dates_are_narrowed_down() -> None:
    """A month, a place or a subject; nothing that fits leads back to all of them."""
    bot = reader()
    assert "20/05/2031" in flat(bot.ask("/sapdien tháng 5"))
    assert "20/05/2031" in flat(bot.ask("/sapdien báo cáo trong tháng 5"))
    file = bot.press(next(it for it in buttons(bot.ask("/sapdien bao cao")) if "📅" in it.label))
    assert file.file is not None
    assert b"20310520" in file.file.content
    nothing = bot.ask("/sapdien tháng 6")
    assert "tháng 6" in flat(nothing)
    assert "20/05/2031" in flat(bot.press(buttons(nothing)[0]))


@pytest.mark.parametrize("asked", ["/ky 1/2031", "/ky 2031"])
def test_a_year_or_a_month_alone_is_a_period(asked: str) -> None:
    """It is understood, whether or not something was reported of it."""
    assert "Không đọc được" not in flat(reader().ask(asked))


def test_a_term_of_office_is_called_as_it_was_asked_for() -> None:
    """`nhiệm kỳ` and `giai đoạn` of the same years are one period, headed by the reader's word."""
    store = open_store("memory:")
    store.put_articles(
        [told(41, DAY, "Đại hội nhiệm kỳ 2030-2035", "Đại hội nhiệm kỳ 2030-2035 đã bế mạc.")]
    )
    bot = World(store, Settings.model_construct(), now=DAY)
    assert flat(bot.ask("/ky nhiem ky 2030-2035")).startswith("nhiệm kỳ 2030-2035")
    assert flat(bot.ask("/ky 2030-2035")).startswith("giai đoạn 2030-2035")


def test_a_body_is_found_by_its_abbreviation_among_longer_names() -> None:
    """`/donvi BTV` offers the standing boards, written out or not."""
    store = open_store("memory:")
    store.put_articles(
        [
            told(
                42, DAY, "Ban Thường vụ Tỉnh ủy Nghệ An họp", "Ban Thường vụ Tỉnh ủy Nghệ An họp."
            ),
            told(43, DAY, "BTV Tỉnh ủy Lâm Đồng họp", "BTV Tỉnh ủy Lâm Đồng họp."),
        ]
    )
    bot = World(store, Settings.model_construct(), now=DAY)
    view = flat(bot.ask("/donvi btv"))
    assert "Nghệ An" in view
    assert "Lâm Đồng" in view


def test_posts_that_nothing_joins_are_said_to_be_unclear() -> None:
    """A headmaster and a company's director of one name may be two people: the view says so."""
    store = open_store("memory:")
    store.put_articles(
        [
            told(
                44, DAY, "Trường mới", "Thầy Phan Văn Thử, Hiệu trưởng Trường THPT Sông Mẫu, nói."
            ),
            told(45, DAY, "Gạch mới", "Ông Phan Văn Thử, Tổng giám đốc Công ty Gạch Thử, nói."),
        ]
    )
    bot = World(store, Settings.model_construct(), now=DAY)
    assert "trùng tên" in flat(bot.ask("/nguoi phan van thu"))
    assert "several people" in flat(bot.ask("/nguoi phan van thu", language_code="en"))


def test_a_unit_alone_is_told_to_count_several_things() -> None:
    """`/sosanh đảng viên` compares whatever counts them, and says so."""
    assert "khác nhau" in flat(reader().ask("/sosanh đảng viên"))
    assert "khác nhau" not in flat(reader().ask("/sosanh kết nạp đảng viên"))


def test_a_law_is_called_by_what_it_is_about() -> None:
    """`Luật` alone would name none."""
    store = open_store("memory:")
    store.put_articles(
        [told(46, DAY, "Sửa Luật Trồng trọt", "Hội nghị quán triệt Luật Trồng trọt tới các xã.")]
    )
    bot = World(store, Settings.model_construct(), now=DAY)
    assert flat(bot.ask("/vanban luật trồng trọt")).startswith("Luật Trồng trọt")


def test_one_longer_name_is_not_told_as_many() -> None:
    """Where a single name has the words, the view asks whether that one is meant."""
    bot = reader()
    for asked in ("/donvi khối sông lam", "/nguoi thị nhàn"):
        text = flat(bot.ask(asked))
        assert "Có nhiều" not in text or len(buttons(bot.ask(asked))) > 1
    assert "Có phải bạn muốn xem" in flat(bot.ask("/nguoi thị nhàn"))
