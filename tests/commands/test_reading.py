"""Tests of searching, listing and reading articles."""

from __future__ import annotations

import re

import pytest

from bot.commands.article_pages import PAGE_UNITS, pages
from bot.config import Settings
from bot.messages.naming import USERNAME_KEY
from bot.messages.rich import Reply, Span
from bot.messages.split import split, utf16_length
from storage.models import Source
from storage.open import open_store
from tests.commands.world import (
    CATALOG,
    LONG,
    UNDATED,
    World,
    article,
    button,
    buttons,
    said,
    world,
)


def titles(reply: Reply) -> dict[str, str | None]:
    """Title → link of every numbered entry."""
    return {
        line[1].text: line[1].href
        for block in reply.blocks
        for line in block.lines
        if len(line) == 2 and re.fullmatch(r"\d+\. ", line[0].text)
    }


def test_result_shows_title_source_date_snippet_link() -> None:
    """Each result has everything to judge it by, and a button to read it."""
    reply = world(1).ask("nao vet kenh muong")
    text = said(reply)
    assert "Huyện Phước Sơn giao ban công tác quý III lần thứ 1" in text
    assert "Báo Sông Lam · 27/09/2023 08:00" in text
    spans = [span for block in reply.blocks for line in block.lines for span in line]
    assert Span("nạo vét kênh mương", bold=True) in spans
    assert any(span.href == "https://songlam.example/tin/1" and span.bold for span in spans)
    assert button(reply, "1").action == "xem aaaaaaaa01"


@pytest.mark.parametrize("text", ["tuyen dung vien chuc", "/moinhat 3", "/tuan truoc"])
def test_article_without_url_links_into_the_bot(text: str) -> None:
    """Its title opens it in the bot, once the bot's name is known; the payload is /start's."""
    bot = world()
    assert titles(bot.ask(text))[UNDATED.title] is None
    bot.store.put_value(USERNAME_KEY, "diemtin_bot")
    link = titles(bot.ask(text))[UNDATED.title]
    assert link == "https://t.me/diemtin_bot?start=xem_undatedund"
    payload = link.partition("?start=")[2]
    assert said(bot.ask(f"/start {payload}")).startswith(UNDATED.title)


def test_every_title_of_an_answer_has_its_link() -> None:
    """An article's own page comes first; the bot only where there is none."""
    bot = world(2)
    bot.store.put_value(USERNAME_KEY, "diemtin_bot")
    for text in ("/moinhat", "/tuan", "giao ban"):
        links = titles(bot.ask(text))
        assert None not in links.values()
        own = {article(number).title: article(number).url for number in (1, 2)}
        shared = own.keys() & links.keys()  # a digest tells both as one story
        assert shared
        assert all(links[title] == own[title] for title in shared)


def test_handed_in_files_are_called_in_the_readers_language() -> None:
    """The source that is no outlet has an English name, unless an operator named it."""
    mine = Source(id="local", name="Tệp đưa vào", kind="inbox")
    bot = World(open_store("memory:"), Settings.model_construct(), sources=(mine,))
    bot.store.put_articles([article(1, source="local")])
    for text in ("/moinhat", "/nguon", "/xem aaaaaaaa01", "giao ban", "/tuan"):
        assert "Tệp đưa vào" in said(bot.ask(text, language_code="vi"))
        english = said(bot.ask(text, language_code="en"))
        assert "Files handed in" in english
        assert "Tệp" not in english
    bot.sources = (Source(id="local", name="Bàn biên tập", kind="inbox"),)
    bot.__post_init__()
    assert "Bàn biên tập" in said(bot.ask("/latest", language_code="en"))


def test_pages_show_each_result_once() -> None:
    """Turning pages forward and back shows all results, each once, in the same message."""
    bot = world(12)
    reply = bot.ask("giao ban quy III")
    seen: list[str | None] = []
    while True:
        seen += [it.action for it in buttons(reply) if it.label in "12345"]
        forward = [it for it in buttons(reply) if "▶" in it.label]
        if not forward:
            break
        reply = bot.press(forward[0])
        assert reply.replace
    assert sorted(it or "" for it in seen) == [f"xem aaaaaaaa{n:02d}" for n in range(1, 13)]
    assert said(bot.press(button(reply, "◀"))) == said(
        bot.ask("tim 2 giao ban quy III", pressed=True)
    )


def test_long_query_survives_a_restart() -> None:
    """A query too long for a button is kept in the store, so that its buttons go on working."""
    bot = world(12)
    words = "giao ban công tác quý III lần thứ huyện Phước Sơn hội nghị lãnh đạo các xã"
    forward = button(bot.ask(words), "▶")
    assert forward.action is not None
    assert forward.action.startswith("tim 2 #")
    again = World(bot.store, bot.settings)
    assert said(again.press(forward)) == said(bot.press(forward))
    assert "2/3" in said(again.press(forward))


def test_forgotten_query() -> None:
    """A button whose query is gone says so."""
    reply = world().ask("tim 2 #00000000", pressed=True)
    assert reply.notice == CATALOG.text("vi", "search.forgotten")


def test_typed_number_is_a_word() -> None:
    """`/tim 2 …` searches for the 2; only buttons carry pages."""
    assert said(world().ask("/tim 35")).startswith("Không tìm thấy bài nào: 35")


def test_nothing_found() -> None:
    """It says so, repeats what was asked, and gives a hint."""
    assert "không dấu cũng được" in said(world().ask("zzzzz"))


def test_partly_found() -> None:
    """When no article has all words, the answer says that these have some."""
    assert said(world().ask("giao ban zzzzz")).startswith("Không bài nào có đủ các từ")


def test_unknown_source() -> None:
    """A source that does not exist is named, instead of finding nothing."""
    assert "“khongco”" in said(world().ask("lúa nguồn:khongco"))
    assert "2 bài" in said(world().ask("nguồn:thử")) or "khong" not in said(world().ask("x"))


def test_source_filter() -> None:
    """`nguồn:` keeps one source's articles."""
    assert said(world().ask("nguồn:tinh-uy")).startswith("Tìm thấy 1 bài:")


def test_limits() -> None:
    """Too long or empty questions get a clear word."""
    assert "phần đầu" in said(world().ask("x" * 201))
    assert said(world().ask("/tim")) == CATALOG.text("vi", "search.empty")


def test_page_that_no_longer_exists() -> None:
    """A button made when there was more shows the last page there is."""
    assert "Trang 3/3" in said(world(12).ask("tim 9 giao ban", pressed=True))


def test_latest() -> None:
    """The newest come first; pages turn in place; an empty store says so."""
    bot = world(12)
    reply = bot.ask("/moinhat")
    assert said(reply).startswith("Tin mới nhất · 14 bài\nTrang 1/3")
    assert said(reply).index("lần thứ 1\n") < said(reply).index("lần thứ 2\n")
    assert not reply.replace
    assert bot.press(button(reply, "▶")).replace
    empty = World(open_store("memory:"), bot.settings)
    assert said(empty.ask("/moinhat")) == CATALOG.text("vi", "latest.none")
    assert said(empty.ask("giao ban")) == CATALOG.text("vi", "latest.none")
    deaf = World(open_store("memory:"), bot.settings, sources=())
    assert said(deaf.ask("/moinhat")) == CATALOG.text("vi", "latest.no_sources")


def test_article_head_and_foot() -> None:
    """Everything that is known of an article is shown, a stated day as that day."""
    bot = world()
    first = bot.ask(f"/xem {LONG.id}")
    for words in (LONG.title, "Tỉnh ủy Phước Sơn · 25/09/2023", "Lê Thị Thử, Phan Ví Dụ"):
        assert words in said(first)
    assert "Chuyên mục: Xây dựng Đảng" in said(first)
    assert "Ngày diễn ra: 24/09/2023" in said(first)
    assert "📷" not in said(first)
    assert button(first, "Mở bài gốc").url == LONG.url
    last = bot.press(button(first, "▶"))
    assert last.replace
    assert "📷 Quang cảnh hội nghị." in said(last)
    assert "Bài được sửa lúc" in said(last)


def test_article_opens_beside_its_list() -> None:
    """Reading a result sends a new message: the list stays."""
    bot = world()
    assert not bot.press(button(bot.ask("giao ban"), "1")).replace


def test_article_without_date_and_link() -> None:
    """What is not known is said or left out, never invented."""
    reply = world().ask("/xem undatedund")
    assert "không ghi ngày" in said(reply)
    assert [it.action for it in buttons(reply)] == ["xem undatedund ro"]


def test_preview_only_where_the_page_says_more() -> None:
    """An article of which only a few lines are known shows its page; a full text needs none."""
    bot = world()
    bot.store.put_articles([article(3, lead="Ngắn.", paragraphs=())])
    assert bot.ask("/xem aaaaaaaa03").preview
    assert not bot.ask(f"/xem {LONG.id}").preview
    assert not bot.ask("/xem undatedund").preview


def test_long_article_is_read_to_its_last_page_and_not_beyond() -> None:
    """Two thousand words take a few pages in one message; a page beyond is the last one."""
    bot = world()
    bot.store.put_articles([article(4, paragraphs=("Một câu có đúng tám chữ ở đây. " * 250,))])
    reply = bot.ask("/xem aaaaaaaa04")
    turned = 1
    while forward := [it for it in buttons(reply) if "▶" in it.label]:
        reply = bot.press(forward[0])
        turned += 1
        assert reply.replace
        assert button(reply, "Mở bài gốc").url
    assert turned >= 3
    assert said(bot.ask("/xem aaaaaaaa04 99")) == said(reply)


def test_command_typed_without_slash_is_offered() -> None:
    """`đăng ký` is searched for, and the command of that name is one press away."""
    bot = world()
    assert button(bot.ask("đăng ký"), "/dangky").action == "dangky"
    assert button(bot.ask("Subscribe"), "/subscribe").action == "dangky"
    assert said(bot.ask("Help")) == said(bot.ask("/trogiup"))
    assert "/" not in "".join(it.label for it in buttons(bot.ask("trạng thái")))


@pytest.mark.parametrize("text", ["/xem", "/xem zzz", "/xem ../../etc"])
def test_no_such_article(text: str) -> None:
    """A wrong code is answered, not searched for elsewhere."""
    assert "mã" in said(world().ask(text))


def test_deep_link_opens_the_article() -> None:
    """`/start xem_<id>` is `/xem <id>`."""
    bot = world()
    assert said(bot.ask("/start xem_aaaaaaaa01")) == said(bot.ask("/xem aaaaaaaa01"))


def test_pages_lose_nothing() -> None:
    """The pages of an article hold its whole text in order, each within one message."""
    big = article(
        5,
        paragraphs=("Câu dài, nhiều chữ. " * 900, "\U0001f33e" * 7_000, "cuối", " "),
        captions=("Ảnh một", ""),
    )
    texts = pages(big)
    assert len(texts) > 8
    for page in texts:
        assert utf16_length("\n\n".join(page)) <= PAGE_UNITS
    whole = "".join("".join(page) for page in texts).replace(" ", "").replace("📷", "")
    expected = "".join((big.lead or "", *big.paragraphs, *big.captions)).replace(" ", "")
    assert whole == expected


def test_page_is_one_message() -> None:
    """Each page with its head fits one message, so that turning pages can edit it."""
    bot = world()
    bot.store.put_articles(
        [article(5, title="Đề mục <&> " * 300, paragraphs=("lúa & <ngô> " * 4_000,))]
    )
    for page in range(1, 20):
        reply = bot.ask(f"xem aaaaaaaa05 {page}", pressed=True)
        assert len(split(reply.blocks, reply.buttons)) == 1
