"""Links from one view to another: what they carry, where they lead, what the terminal tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.command import TERMINAL_CHAT
from bot.commands.organisation_view import reference_of
from bot.commands.period_words import period_words
from bot.commands.view_links import MOST, action_of, payload_of
from bot.dossiers.names import Kind, Named, names_in
from bot.dossiers.reading import read
from bot.facts.periods import period_key
from bot.language.asked_times import find_asked_times
from bot.messages.naming import USERNAME_KEY
from bot.messages.rich import Reply
from tests.commands.test_views import flat, reader
from tests.commands.world import World
from tests.dossiers.articles import DAY, FIRST_QUARTER, told

BOT = "https://t.me/diem_tin_bot?start="


def bot() -> World:
    """A bot that knows its own name."""
    made = reader()
    made.store.put_value(USERNAME_KEY, "diem_tin_bot")
    return made


def links(reply: Reply) -> dict[str, str]:
    """Words → payload, of all links into the bot."""
    return {
        span.text: span.href.removeprefix(BOT)
        for block in reply.blocks
        for line in block.lines
        for span in line
        if span.href is not None and span.href.startswith(BOT)
    }


@pytest.mark.parametrize(
    ("asked", "words", "opened"),
    [
        ("/nguoi Trịnh Thị Nhàn", "Đảng ủy Khối Sông Lam", "55 đảng viên"),
        ("/vanban Chỉ thị 07-CT/TW", "Nghị quyết số 12/NQ-HĐND", "Nghị quyết số 12/NQ-HĐND"),
        ("/vanban 12/nq-hdnd", "Đảng ủy Khối Sông Lam", "55 đảng viên"),
        ("/donvi Đảng ủy Khối Sông Lam", "quý II/2031", "kết nạp mới 55 đảng viên"),
        ("/ky quý I/2031", "Đảng ủy Khối Sông Lam", "55 đảng viên"),
    ],
)
def test_a_name_in_a_view_opens_its_own(asked: str, words: str, opened: str) -> None:
    """The link says `/start payload` in the private chat, and the view answers."""
    place = bot()
    payload = links(place.ask(asked))[words]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    reply = place.ask(f"/start {payload}")
    assert opened in flat(reply)
    assert not reply.replace


def test_a_view_does_not_link_to_itself() -> None:
    """In the view of a person the name is plain text; others are linked once each."""
    found = links(bot().ask("/nguoi Trịnh Thị Nhàn"))
    assert "nguoi_trinh-thi-nhan" not in found.values()
    assert found


def test_a_shorter_form_of_a_document_is_no_other_one() -> None:
    """What may be the document of the view is not linked there; another one is."""
    found = links(bot().ask("/vanban Chỉ thị 07-CT/TW"))
    assert not [it for it in found.values() if it.startswith("vanban_chi-thi_7")]
    assert [it for it in found.values() if it.startswith("vanban_nghi-quyet_12")]


def test_links_work_in_groups() -> None:
    """There too they open the private chat; a payload typed in a group is answered."""
    place = bot()
    group = {"chat_id": -100, "chat_type": "supergroup"}
    assert links(place.ask("/donvi Đảng ủy Khối Sông Lam", **group))
    assert "Trịnh Thị Nhàn" in flat(place.ask("/start nguoi_trinh-thi-nhan", **group))


def test_in_the_terminal_commands_are_told() -> None:
    """No link leads anywhere there: what to type stands below the view, and works."""
    place = bot()
    reply = place.ask("/vanban Chỉ thị 07-CT/TW", chat_id=TERMINAL_CHAT)
    assert not links(reply)
    told_there = [
        span.text
        for block in reply.blocks
        for line in block.lines
        for span in line
        if span.code and span.text.startswith("/")
    ]
    assert "/vanban Nghị quyết số 12/NQ-HĐND" in told_there
    assert not [it for it in told_there if "07-CT/TW" in it]
    for command in told_there:
        assert "Không tìm thấy" not in flat(place.ask(command, chat_id=TERMINAL_CHAT))
    assert "Xem thêm" not in flat(place.ask("/vanban Chỉ thị 07-CT/TW"))


@pytest.mark.parametrize("payload", ["nguoi_khong-ai-ca", "donvi_so-trang-sao", "vanban_luat_9"])
def test_a_link_to_what_is_gone_says_so(payload: str) -> None:
    """The view's own words: not found, and nothing is guessed."""
    assert "Không tìm thấy" in flat(bot().ask(f"/start {payload}"))


@pytest.mark.parametrize("payload", ["nguoi_", "donvi_A", "vanban_..", "ky_2031-Q9", "abc", "=x"])
def test_an_unknown_link_is_told(payload: str) -> None:
    """Above the usual greeting, not an error and not silence."""
    text = flat(bot().ask(f"/start {payload}"))
    assert "Liên kết này đã cũ" in text
    assert "Xin chào" in text
    assert "Liên kết này đã cũ" not in flat(bot().ask("/start"))


KEYS: dict[Kind, st.SearchStrategy[str]] = {
    "person": st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,20}", fullmatch=True),
    "body": st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,20}", fullmatch=True),
    "document": st.from_regex(r"[a-z]+(-[a-z]+)?(/[a-z0-9-]+){1,4}", fullmatch=True),
}
NAMES: st.SearchStrategy[Named] = st.one_of(
    *(st.builds(Named, st.just(kind), keys, st.just("x")) for kind, keys in KEYS.items())
)


@given(NAMES)
def test_a_payload_carries_its_name_whole(name: Named) -> None:
    """What goes into a link comes out of it."""
    payload = payload_of(name)
    assert payload is not None
    action = action_of(payload)
    assert action is not None
    command, _, argument = action.partition(" ")
    expected = {"person": "nguoi", "body": "donvi", "document": "vanban"}[name.kind]
    assert (command, argument.removeprefix("=")) == (expected, name.key)


@given(st.text(max_size=70))
def test_any_payload_is_a_command_or_none(payload: str) -> None:
    """Whoever types `/start …` by hand breaks nothing."""
    action = action_of(payload)
    assert action is None or action.partition(" ")[0] in ("nguoi", "donvi", "vanban", "ky")


def _months() -> Iterator[tuple[dt.date, dt.date]]:
    starts = [dt.date(year, month, 1) for year in (2023, 2024) for month in range(1, 13)]
    for first in starts:
        for after in starts:
            last = (after.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
            yield first, last - dt.timedelta(days=1)


def test_a_period_in_words_is_the_period() -> None:
    """Whatever months it spans, `/ky` reads the same days from its words."""
    checked = 0
    for first, last in _months():
        key = period_key(first, last)
        words = period_words(key) if key is not None else None
        if words is None:
            continue
        (read_as,) = find_asked_times(words, dt.date(2026, 1, 1))
        assert (read_as.first, read_as.last) == (first, last), words
        checked += 1
    assert checked > 100


def test_many_names_in_a_sentence_are_few_links() -> None:
    """Telegram counts a hundred marks to a message: of a long list the first are linked."""
    names = ("Lê Thị An", "Trần Văn Bảy", "Phạm Thị Cúc", "Hồ Văn Dậu", "Đỗ Thị Én", "Vũ Văn Gấm")
    host = "Đồng chí Trịnh Thị Nhàn, Bí thư Đảng ủy Khối Sông Lam chủ trì; dự có "
    listed = "; ".join(f"đồng chí {it}, Chánh Văn phòng" for it in names)
    place = bot()
    place.store.put_articles([told(9, DAY, "Họp", host + listed + ".")])
    reply = place.ask("/nguoi Trịnh Thị Nhàn")
    sentence = next(
        line
        for block in reply.blocks
        for line in block.lines
        if "dự có" in "".join(s.text for s in line)
    )
    assert 0 < sum(span.href is not None for span in sentence) <= MOST


def test_names_of_a_sentence_stand_in_order_and_apart() -> None:
    """Of names within names the longer one; nothing of another sentence."""
    (reading,) = read([FIRST_QUARTER])
    text = reading.text.text
    start = text.index("Hội nghị quán triệt")
    end = text.index("Các chi bộ")
    found = names_in(text, reading.facts, start, end)
    assert [it.words for it in found if it.kind == "document"] == [
        "Chỉ thị số 07-CT/TW",
        "Nghị quyết số 12/NQ-HĐND",
    ]
    assert "Trịnh Thị Nhàn" not in [it.words for it in found]


def test_a_text_full_of_markup_is_linked_safely() -> None:
    """What stands around a name is escaped as everywhere."""
    place = bot()
    odd = (
        'Đồng chí Trịnh Thị Nhàn, Bí thư Đảng ủy Khối Sông Lam <b> & "nói" về Chỉ thị số 07-CT/TW.'
    )
    place.store.put_articles([msgspec.structs.replace(told(9, DAY, "Tin", odd), url=None)])
    assert "<b> &" in flat(place.ask("/nguoi Trịnh Thị Nhàn"))


def test_a_long_payload_is_a_reference() -> None:
    """Of a slug beyond the limit, 64 characters at most remain, and lead to the same button."""
    name = Named("body", "-".join(["dang"] * 20), "Đảng")
    payload = payload_of(name, "k3f9a2b7qx")
    assert payload is not None
    assert len(payload) <= 64
    assert action_of(payload) == f"donvi {reference_of(FIRST_QUARTER, name.key)}".replace(
        FIRST_QUARTER.id, "k3f9a2b7qx"
    )
