"""Articles offered in any chat while somebody types."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import inline as inline_module
from bot.commands.inline import MOST, PAGE_SIZE
from bot.commands.inline_answer import InlineAnswer
from bot.commands.request import Request
from bot.config import Settings
from bot.language.bare import without_marks
from bot.messages.naming import USERNAME_KEY
from storage.models import Source
from storage.open import open_store
from tests.commands.world import World
from tests.messages.oracle import check_part
from tests.search.asking import LIBRARY, SOURCES, written

NOW = datetime(2023, 11, 27, 3, 0, tzinfo=UTC)


def bot_with(*more: object) -> World:
    """A bot with the library and more articles, on a Monday."""
    store = open_store("memory:")
    store.put_articles([*LIBRARY, *more])  # type: ignore[list-item] # articles
    sources = tuple(Source(id=key, name=name, kind="feed") for key, name in SOURCES.items())
    return World(store, Settings.model_construct(), now=NOW, sources=sources)


@pytest.fixture
def bot() -> World:
    """The library alone."""
    return bot_with()


def offered(bot: World, text: str, offset: str = "", language_code: str = "vi") -> InlineAnswer:
    """What is offered to somebody who typed that."""
    request = Request(text=text, chat_id=7, user_id=7, language_code=language_code)
    answer = bot.router.inline(request, offset)
    for hit in answer.hits:
        check_part(hit.message)
    return answer


def titles(answer: InlineAnswer) -> list[str]:
    """Titles, best first."""
    return [hit.title for hit in answer.hits]


def test_an_article_is_offered_with_all_that_tells_it(bot: World) -> None:
    """Title, source, date, the words that fit; picked, it is posted in its own words with link."""
    bot = bot_with(
        written("link", "2023-11-21", "Kênh mới", "Xã nạo vét kênh.", url="https://a.example/1")
    )
    (hit,) = offered(bot, "nao vet kenh").hits
    assert (hit.title, hit.url) == ("Kênh mới", "https://a.example/1")
    assert hit.description == "Báo Sông Lam · 21/11/2023 10:00\nXã nạo vét kênh."
    assert '<a href="https://a.example/1">' in hit.message.html
    assert "Xã nạo vét kênh." in hit.message.html


def test_the_last_word_is_still_being_typed(bot: World) -> None:
    """Each letter narrows it down; a blank behind the word ends it."""
    assert "Bình Dương gọi vốn" in titles(offered(bot, "Bình Dư"))
    assert titles(offered(bot, "bình dươ")) == titles(offered(bot, "binh duo"))
    assert offered(bot, "giá l").hits
    for end in range(2, len("giao ban công tác") + 1):
        answer = offered(bot, "giao ban công tác"[:end])
        assert "Huyện Phước Sơn giao ban công tác Đảng" in titles(answer)
    assert titles(offered(bot, "xzq ")) == []


def test_a_name_in_a_field_is_still_being_typed(bot: World) -> None:
    """From its first letters on, with diacritics or not, alone or behind other words."""
    meeting = "Huyện Phước Sơn giao ban công tác Đảng"
    for typed in ("người:Trần Thị M", "nguoi:tran thi m", "người:Tr", "người:Trần Thị Mẫu"):
        assert meeting in titles(offered(bot, typed)), typed
    assert meeting in titles(offered(bot, "giao ban người:trần thị"))
    assert titles(offered(bot, "bão người:trần thị m")) == []
    assert meeting in titles(offered(bot, "đơn vị:huyện ủy phước s"))
    assert titles(offered(bot, "người:Trần Thị X")) == []
    assert titles(offered(bot, '-người:"Trần Thị M"')) == titles(
        offered(bot, '-người:"Trần Thị M" ')
    )


def test_fields_and_times_are_understood(bot: World) -> None:
    """The same grammar as in a chat."""
    assert titles(offered(bot, "lúa tuần trước")) == ["Giá lúa vụ mùa tăng"]
    assert titles(offered(bot, "tỉnh:hcm")) == ["Bình Dương gọi vốn"]


def test_nothing_typed_offers_the_newest(bot: World) -> None:
    """An empty query is the latest news, and is asked again soon."""
    answer = offered(bot, "")
    assert titles(answer)[0] == "Giá lúa giữ vững"
    assert answer.note is None
    assert answer.cached < offered(bot, "lúa").cached


def test_what_was_weakened_is_told(bot: World) -> None:
    """No article, a forgiven slip, some of the words: said above the results."""
    nothing = offered(bot, "xyzxyz")
    assert nothing.hits == ()
    assert "xyzxyz" in (nothing.note or "")
    assert "thương lái" in (offered(bot, "thương láy").note or "")
    assert offered(bot, "lúa đường").note
    assert offered(bot, "lúa").note is None
    assert "No articles" in (offered(bot, "xyzxyz", language_code="en").note or "")


def test_pages_show_each_article_once() -> None:
    """Scrolling brings all of them, each once, up to the bound; a strange offset is the start."""
    many = [written(f"n{n:03d}", "2023-11-02", f"Tin mưa {n}", "Mưa.") for n in range(MOST + 30)]
    bot = bot_with(*many)
    seen: list[str] = []
    offset = ""
    for _ in range(MOST // PAGE_SIZE + 1):
        answer = offered(bot, "mưa", offset)
        seen += [hit.id for hit in answer.hits]
        offset = answer.next_offset
        if not offset:
            break
    assert len(seen) == len(set(seen)) == MOST
    assert offset == ""
    assert offered(bot, "mưa", "x" * 70) == offered(bot, "mưa")
    assert offered(bot, "mưa", "9999").hits == ()


def test_an_article_without_page_leads_into_the_bot(bot: World) -> None:
    """Its link opens it in the bot, and its result names no address."""
    bot.store.put_value(USERNAME_KEY, "diemtin_bot")
    hit = offered(bot, "khởi công đường").hits[0]
    assert hit.url is None
    assert "https://t.me/diemtin_bot?start=xem_roadaaaaaa" in hit.message.html


def test_a_defect_gives_an_empty_list(bot: World) -> None:
    """Whoever types gets no error."""
    with patch.object(inline_module, "inline", side_effect=RuntimeError("a defect")):
        assert offered(bot, "lúa") == InlineAnswer()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80) | st.sampled_from(["lúa", "giao ban", "tỉnh:", "-", '"']), st.data())
def test_any_text_is_answered(text: str, data: st.DataObject) -> None:
    """Never more than a page, ids are unique, and marks make no difference to what is found."""
    bot = ANY
    text += data.draw(st.sampled_from(["", " lúa", " giao b", " tuần trước"]))
    answer = offered(bot, text)
    assert len(answer.hits) <= PAGE_SIZE
    assert len({hit.id for hit in answer.hits}) == len(answer.hits)
    assert {hit.id for hit in offered(bot, without_marks(text)).hits} == {
        hit.id for hit in answer.hits
    }


ANY = bot_with()


def test_a_name_is_completed_while_it_is_typed() -> None:
    """Its beginning, its last words, an open quotation: articles come, and the names are told."""
    bot = bot_with()
    for typed in ("người:tran thi", "người:Trần Th", 'người:"trần thị m'):
        answer = offered(bot, typed)
        assert titles(answer) == ["Huyện Phước Sơn giao ban công tác Đảng"], typed
        assert answer.note is not None
        assert "Trần Thị Mẫu" in answer.note
    assert titles(offered(bot, "người:thị mẫ")) == ["Huyện Phước Sơn giao ban công tác Đảng"]
    assert offered(bot, "người:trần thị mẫu").note is None


def test_a_field_that_is_still_empty_is_left_out() -> None:
    """`tỉnh:` typed behind words does not take their articles away."""
    bot = bot_with()
    assert titles(offered(bot, "giá lúa tỉnh:")) == titles(offered(bot, "giá lúa"))
    assert titles(offered(bot, "người:")) == titles(offered(bot, ""))


def test_a_slip_in_a_field_is_told_above_the_results() -> None:
    """In a name, a source, a province: what was understood stands there."""
    bot = bot_with()
    slip = offered(bot, "người:trần thi mẩuu")
    assert titles(slip) == ["Huyện Phước Sơn giao ban công tác Đảng"]
    assert slip.note is not None
    assert "mẫu" in slip.note.lower()
    source = offered(bot, "nguồn:phouc son học")
    assert source.note == "Hiểu là: nguồn Tỉnh ủy Phước Sơn"
    assert "Quảng Bình" in str(offered(bot, "tỉnh:quang bih lũ").note)
