"""Greetings, thanks and calls for help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.small_talk import kind_of
from tests.commands.world import buttons, said, world


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("xin chào", "hello"),
        ("Xin chào!", "hello"),
        ("Chào bot 👋", "hello"),
        ("bạn là ai?", "hello"),
        ("ban la ai", "hello"),
        ("cam on", "thanks"),
        ("Cảm ơn bạn nhiều…", "thanks"),
        ("HELP", "help"),
        ("hướng dẫn", "help"),
        ("cháo", None),
        ("xin chào mừng đại hội", None),
        ("thư cảm ơn", None),
        ("", None),
        ("?", None),
    ],
)
def test_only_a_whole_message_is_small_talk(text: str, kind: str | None) -> None:
    """Case, punctuation and pictures aside; other words make it a search."""
    assert kind_of(text) == kind


def test_small_talk_is_answered_and_leads_on() -> None:
    """No search is made of it, and the buttons work."""
    bot = world(3)
    for text in ("xin chào", "cảm ơn"):
        reply = bot.ask(text)
        assert "Tìm thấy" not in said(reply)
        assert {it.action for it in buttons(reply)} == {"moinhat", "trogiup"}
        assert all(said(bot.press(it)) for it in buttons(reply))
    assert "/tim" in said(bot.ask("trợ giúp"))


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    """Nothing raises."""
    assert kind_of(text) in (None, "hello", "thanks", "help")
