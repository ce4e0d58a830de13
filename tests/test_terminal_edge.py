"""Tests of the bot in a terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from bot.delivery.messenger import Messenger
from bot.messages.naming import USERNAME_KEY
from bot.terminal_edge import Look, TerminalMessenger, detect_look, run_terminal
from storage.models import Part
from tests.commands.world import world


class Tty(io.StringIO):
    """A terminal as far as a program can tell."""

    def isatty(self) -> bool:
        """Pretend."""
        return True


def talk(*typed: str, stdout: io.StringIO | None = None, look: Look | None = None) -> str:
    """What the bot prints when these lines are piped in."""
    out = stdout or io.StringIO()
    run_terminal(
        world().router, stdin=io.StringIO("".join(f"{it}\n" for it in typed)), stdout=out, look=look
    )
    return out.getvalue()


def test_pipe_is_plain() -> None:
    """Piped input gets answers without prompt, greeting or escape sequences."""
    said = talk("nao vet kenh muong")
    assert "\x1b" not in said
    assert "›" not in said
    assert "Xin chào" not in said
    assert "https://songlam.example/tin/1" in said


def test_numbers_press_buttons() -> None:
    """A number runs the button that carries it in the latest answer."""
    said = talk("giao ban quy III", "6", "1")
    assert "Trang 2/3" in said
    assert said.rstrip().endswith("[1] 🔎 Trong bài có gì\n[2] 🔗 Mở bài gốc")


def test_link_button_prints_the_address() -> None:
    """A button that is a link shows it."""
    assert talk("/xem aaaaaaaa01", "2").rstrip().endswith("\nhttps://songlam.example/tin/1")


def test_number_without_button_gets_a_hint() -> None:
    """A short number is not searched for; the hint tells how to, and a year still is."""
    for typed in (("/moinhat", "77"), ("77",), ("/moinhat", "[077]")):
        said = talk(*typed)
        assert said.rstrip().endswith("Không có nút 77. Muốn tìm số này, gõ: /tim 77")
        assert "Không tìm thấy" not in said
    assert "Không tìm thấy bài nào: 2019" in talk("/moinhat", "2019")
    assert "Không tìm thấy bài nào: 77" in talk("/tim 77")


def test_no_link_into_telegram() -> None:
    """An article without URL has no link here: it would lead out of the terminal."""
    bot = world()
    bot.store.put_value(USERNAME_KEY, "diemtin_bot")
    out = io.StringIO()
    typed = io.StringIO("tuyen dung vien chuc\n/tuan truoc\n/moinhat 3\n")
    run_terminal(bot.router, stdin=typed, stdout=out)
    assert out.getvalue().count("Thông báo tuyển dụng viên chức") == 3
    assert "t.me" not in out.getvalue()


def test_owner_rights() -> None:
    """Whoever sits here owns the machine."""
    assert "Tình trạng" in talk("/trangthai")


def test_terminal_has_prompt_and_greeting() -> None:
    """On a terminal there is a greeting, a hint and a prompt; the end of input leaves politely."""
    out = Tty()
    stdin = Tty("/nguon\n")
    run_terminal(world().router, stdin=stdin, stdout=out, look=Look(width=38))
    said = out.getvalue()
    assert said.startswith("Xin chào")
    assert "Ctrl-D" in said
    assert said.count("› ") == 2
    assert said.endswith("› \n")


def test_interrupt_leaves_politely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the conversation without a traceback."""

    def interrupted() -> str:
        raise KeyboardInterrupt

    stdin = Tty("/nguon\n")
    monkeypatch.setattr(stdin, "readline", interrupted)
    out = Tty()
    run_terminal(world().router, stdin=stdin, stdout=out, look=Look())
    assert out.getvalue().endswith("› \n")


def test_phone_width() -> None:
    """At 38 columns no line but an address is wider."""
    for typed in (
        "/start",
        "/trogiup",
        "/moinhat",
        "/dangky t2",
        "/caidat muigio",
        "/xem longlonglo",
    ):
        for row in talk(typed, look=Look(width=38)).splitlines():
            assert len(row) <= 38 or row.startswith("https://"), row


def test_colours_and_links() -> None:
    """A capable terminal gets bold text and OSC 8 links instead of addresses."""
    said = talk("/moinhat", look=Look(width=60, color=True, hyperlinks=True))
    assert re.search(r"\x1b\]8;[^;]*;https://songlam\.example/tin/1\x1b\\", said)
    assert "\x1b[1m" in said or "\x1b[1;" in said


def test_look_follows_the_terminal() -> None:
    """NO_COLOR, dumb terminals and pipes are respected."""
    assert detect_look(io.StringIO(), {"TERM": "xterm-256color"}) == Look()
    assert detect_look(io.StringIO(), {"COLUMNS": "38"}) == Look(width=38)
    assert detect_look(io.StringIO(), {"COLUMNS": "wide"}) == Look()
    assert detect_look(Tty(), {"TERM": "xterm"}).color
    assert detect_look(Tty(), {"TERM": "xterm"}).hyperlinks
    assert not detect_look(Tty(), {"TERM": "xterm", "NO_COLOR": "1"}).color
    dumb = detect_look(Tty(), {"TERM": "dumb"})
    assert (dumb.color, dumb.hyperlinks) == (False, False)


async def test_messenger_prints() -> None:
    """A digest can be sent to the terminal through the port that delivery uses."""
    out = io.StringIO()
    messenger: Messenger = TerminalMessenger(out)
    part = Part(html="<b>Tin</b>", plain="Tin")
    assert await messenger.send(1, part) == 1
    assert await messenger.send(1, part, plain=True) == 2
    assert out.getvalue() == "Tin\n\nTin\n\n"


def test_strange_encodings_are_survived() -> None:
    """Input that is not UTF-8 and output that is ASCII end nothing."""
    stdin = io.TextIOWrapper(io.BytesIO(b"giao ban \xe9\xff\n/nguon\n"), encoding="utf-8")
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="ascii")
    run_terminal(world().router, stdin=stdin, stdout=stdout)
    assert b"songlam.example" in raw.getvalue()


def test_the_list_stays_usable_beside_an_open_article() -> None:
    """Numbers that the article's own buttons leave free go on opening the results."""
    bot = world()
    assert bot.ask("giao ban quy III").buttons[0][2].action == "xem aaaaaaaa03"
    said = talk("giao ban quy III", "1", "3", "4", "2")
    third, fourth = said.index("lần thứ 3\n", said.index("thứ 5\n")), said.rindex("lần thứ 4\n")
    assert third < fourth
    assert said.rstrip().endswith("\nhttps://songlam.example/tin/4")
    assert "Không có nút" not in said


def test_a_new_list_replaces_the_old_one() -> None:
    """Numbers of a list that is no longer the last one are gone."""
    said = talk("giao ban quy III", "nguồn:tinh-uy", "6")
    assert "Không có nút 6" in said
    assert "Trang 2/3" not in said


def test_a_file_is_written_beside_what_is_there(tmp_path: Path) -> None:
    """The terminal says where it wrote it, and overwrites nothing."""
    said = io.StringIO()
    typed = io.StringIO("/nguon opml\n/nguon opml\n/nguon opml\n")
    run_terminal(world().router, stdin=typed, stdout=said, look=Look(width=300), folder=tmp_path)
    names = ("diem-tin.opml", "diem-tin-2.opml", "diem-tin-3.opml")
    assert {it.name for it in tmp_path.iterdir()} == set(names)
    assert len({(tmp_path / name).read_bytes() for name in names}) == 1
    assert all(str(tmp_path / name) in said.getvalue() for name in names)


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path) -> None:
    """The conversation goes on."""
    said = io.StringIO()
    typed = io.StringIO("/nguon opml\n/trogiup\n")
    run_terminal(world().router, stdin=typed, stdout=said, folder=tmp_path / "none")
    assert "Không ghi được tệp" in said.getvalue()
    assert "/tim" in said.getvalue()
