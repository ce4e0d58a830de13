"""/nguoi where the articles tell that several people have the name."""

from __future__ import annotations

from bot.config import Settings
from storage.open import open_store
from tests.commands.world import World, said
from tests.dossiers.articles import DAY, told

HERE = "Ông Trịnh Văn Mẫu, Giám đốc Sở Y tế tỉnh Lâm Đồng, phát biểu tại hội nghị."
THERE = "Ông Trịnh Văn Mẫu, Chủ tịch UBND xã Sông Mẫu, tỉnh Nghệ An, cho biết lúa đã chín."


def asked(*texts: str, language: str = "vi") -> str:
    """The view of the name over articles of following months, in one line."""
    store = open_store("memory:")
    store.put_articles(
        [
            told(700 + at, DAY.replace(month=4 + at), f"Tin {at}", text)
            for at, text in enumerate(texts)
        ]
    )
    bot = World(store, Settings.model_construct(), now=DAY.replace(month=12))
    return " ".join(said(bot.ask("/nguoi trinh van mau", language_code=language)).split())


def test_two_people_of_a_name_have_their_own_posts() -> None:
    """Each group says its province and posts, and each article whose it is."""
    view = asked(HERE, THERE, HERE)
    assert "2 người cùng tên" in view
    first, second = view.index("👤1 · Lâm Đồng"), view.index("👤2 · Nghệ An")
    assert first < view.index("Giám đốc Sở Y tế tỉnh Lâm Đồng") < second
    assert second < view.index("Chủ tịch UBND xã Sông Mẫu")
    assert view.count("👤1") == 3
    assert view.count("👤2") == 2
    assert "2 people of this name" in asked(HERE, THERE, HERE, language="en")


def test_one_person_is_shown_without_numbers() -> None:
    """Where nothing tells people apart the view is as ever."""
    view = asked(HERE, HERE)
    assert "Chức vụ các bài đã nêu" in view
    assert "👤" not in view


def test_two_people_of_one_province_are_told_apart_by_their_communes() -> None:
    """Each is headed by the commune as well, and the reason is told."""
    other = THERE.replace("Sông Mẫu", "Đồi Thử")
    view = asked(THERE, other, THERE)
    assert "khác nơi công tác" in view
    assert "👤1 · xã Sông Mẫu, Nghệ An" in view
    assert "👤2 · xã Đồi Thử, Nghệ An" in view
