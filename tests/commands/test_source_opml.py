"""/nguon opml: lists of sources out and in, for curators."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.request import Attachment, Request
from bot.messages.rich import Reply
from bot.sources.opml import read_opml
from tests.commands.world import NOW, World, button, buttons, said, world

LIST = """<opml version="1.1"><body><outline text="Nghệ An">
<outline text="Báo Sông Lam" xmlUrl="https://songlam.example/rss"/>
<outline text="Báo Cửa Lò" xmlUrl="https://cualo.example/rss"/></outline>
<outline text="Trong nhà" xmlUrl="http://192.168.1.9/rss"/>
<outline text="Lạ" xmlUrl="ftp://cualo.example/rss"/></body></opml>"""


def sent(
    bot: World, content: bytes | str = LIST, name: str = "nguon.opml", **more: object
) -> Reply:
    """The reply to a curator who sends a document, without words unless told otherwise."""
    data = content.encode() if isinstance(content, str) else content
    file = Attachment("ref", name, len(data), data)
    return bot.ask(str(more.pop("text", "")), **{"curator": True, "file": file, **more})


def test_the_bots_own_list_comes_as_a_file() -> None:
    """Every source with an address stands in it; the known ones too when all are asked for."""
    reply = world().ask("/nguon opml", curator=True)
    assert reply.file is not None
    assert reply.file.name.endswith(".opml")
    assert {it.url for it in read_opml(reply.file.content)} == {
        "https://songlam.example/rss",
        "https://phuocson.example",
    }
    everything = world().ask("/nguon opml tatca", curator=True)
    assert everything.file is not None
    assert len(read_opml(everything.file.content)) > 100


def test_a_list_is_told_about_and_added_only_when_agreed_to() -> None:
    """New, known and refused are counted; the button adds what is new, polled within the hour."""
    bot = world()
    reply = sent(bot)
    words = said(reply)
    assert "4 nguồn" in words
    assert "➕ 1 nguồn mới" in words
    assert "✔️ 1 nguồn đã có" in words
    assert "❌ 2 nguồn không nhận được" in words
    assert "🟢 Báo Cửa Lò · Nghệ An" in words
    assert "private network" in words
    assert bot.store.list_sources() == []
    done = bot.press(button(reply, "➕"), curator=True)
    assert "Đã thêm 1 nguồn" in said(done)
    (added,) = bot.store.list_sources()
    assert (added.name, added.url, added.enabled) == (
        "Báo Cửa Lò",
        "https://cualo.example/rss",
        True,
    )
    state = bot.store.get_source_state(added.id)
    assert state is not None
    assert state.next_poll_at == NOW
    (entry,) = bot.store.list_audit(limit=9)
    assert (entry.actor, entry.action) == ("user:7", "source.imported")
    assert "đã được trả lời" in (bot.press(button(reply, "➕"), curator=True).notice or "")
    assert len(bot.store.list_sources()) == 1


def test_a_list_can_be_added_turned_off_or_not_at_all() -> None:
    """Both other answers do what they say, once."""
    bot = world()
    bot.press(button(sent(bot), "tắt"), curator=True)
    (added,) = bot.store.list_sources()
    assert not added.enabled
    other = world()
    reply = sent(other)
    assert "Không thêm" in said(other.press(button(reply, "Thôi"), curator=True))
    assert other.store.list_sources() == []


def test_what_was_added_meanwhile_is_not_added_twice() -> None:
    """Two questions about one list end in one source."""
    bot = world()
    first, second = sent(bot), sent(bot)
    bot.press(button(first, "➕"), curator=True)
    assert "Đã thêm 0 nguồn" in said(bot.press(button(second, "➕"), curator=True))
    assert len(bot.store.list_sources()) == 1


def test_an_old_question_adds_nothing() -> None:
    """After a day the list is asked for again."""
    bot = world()
    reply = sent(bot)
    bot.now += timedelta(hours=25)
    assert "quá một ngày" in (bot.press(button(reply, "➕"), curator=True).notice or "")
    assert bot.store.list_sources() == []


def test_nothing_new_needs_no_answer() -> None:
    """A list of known sources only is told about, without a question."""
    bot = world()
    known = LIST.replace("https://cualo.example/rss", "https://songlam.example/rss?utm_source=x")
    reply = sent(bot, known)
    assert "➕ 0 nguồn mới" in said(reply)
    assert buttons(reply) == []


def test_an_operator_may_let_private_networks_in() -> None:
    """The setting that lets sources of the own network be read also lets lists name them."""
    bot = world()
    bot.settings = bot.settings.model_copy(update={"private_networks": True})
    bot.__post_init__()
    assert "➕ 2 nguồn mới" in said(sent(bot))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"curator": False}, "chỉ dành cho người quản lý"),
        ({"content": "<html></html>"}, "not an OPML file"),
        ({"content": "xin chào", "name": "thu.docx"}, "không đọc được loại tệp này"),
        ({"content": "xin chào", "name": "thu.docx", "curator": False}, "không đọc được loại tệp"),
        ({"file": Attachment("ref", "x.opml", 6 * 2**20)}, "đến 5 MB"),
        ({"file": Attachment("ref", "x.opml", 100)}, "gửi lại"),
    ],
)
def test_what_cannot_be_read_is_said(fields: dict[str, object], told: str) -> None:
    """Strangers, other files, too large ones and such as did not arrive get a clear answer."""
    bot = world()
    assert told in said(sent(bot, **fields))  # type: ignore[arg-type]  # content and name by name
    assert bot.store.list_sources() == []


@pytest.mark.parametrize(
    ("request_", "wanted"),
    [
        (Request("", 7, curator=True, file=Attachment("r", "a.OPML")), True),
        (Request("/nguon opml", 7, curator=True, file=Attachment("r", "a.txt")), True),
        (Request("/sources opml", 7, curator=True, file=Attachment("r", "a.txt")), True),
        (Request("", 7, curator=False, file=Attachment("r", "a.opml")), False),
        (Request("", 7, curator=True, file=Attachment("r", "a.pdf")), False),
        (Request("giao ban", 7, curator=True, file=Attachment("r", "a.opml")), False),
        (Request("/nguon", 7, curator=True, file=Attachment("r", "a.opml")), False),
        (Request("/nguon opml", 7, curator=True), False),
    ],
)
def test_only_what_a_command_reads_is_fetched(request_: Request, wanted: bool) -> None:
    """Documents of strangers and documents that nobody reads are never downloaded."""
    assert world().router.wants_file(request_) is wanted
