"""Tests of /baocao: a week as a file, and its chart."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest

from bot.messages.rich import Reply
from tests.commands.world import NOW, World, article, button, buttons, said, world


def a_week_later(articles: int = 12) -> World:
    """A bot whose articles are those of the week before."""
    bot = world(articles)
    bot.now = NOW + timedelta(weeks=1)
    return bot


def file_name(reply: Reply) -> str:
    """What the file is called; "" where there is none."""
    return reply.file.name if reply.file else ""


def test_it_offers_the_last_full_week_in_three_formats() -> None:
    """Buttons for each file and for the weeks around; the file comes with what it is."""
    bot = a_week_later()
    reply = bot.ask("/baocao")
    assert said(reply).startswith("Điểm tin tuần 39 · 25/9–1/10/2023\n")
    for word, name in (("Word", "docx"), ("HTML", "html"), ("Markdown", "md")):
        made = bot.press(button(reply, word))
        assert file_name(made) == f"diem-tin-2023-W39.{name}"
        assert made.file is not None
        assert "tuần 39" in "".join(span.text for span in made.file.caption)
    assert "tuần 38" in said(bot.press(button(reply, "Tuần trước")))
    assert bot.press(button(reply, "Tuần sau")).replace


def test_the_word_file_holds_the_articles_of_the_week() -> None:
    """Read again, it has their titles as headings."""
    reply = a_week_later(3).ask("/baocao 2023-W39 docx")
    assert reply.file is not None
    document = docx.Document(io.BytesIO(reply.file.content))
    styles = {it.text: it.style.style_id for it in document.paragraphs if it.style}
    headings = [text for text, style in styles.items() if style == "Heading2"]
    assert any("Huyện Phước Sơn giao ban công tác quý III lần thứ" in it for it in headings)
    quoted = "Sáng nay, lãnh đạo huyện chủ trì hội nghị giao ban với các xã."
    assert styles[quoted] == "Quote"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("/baocao docx", "diem-tin-2023-W39.docx"),
        ("/baocao Word", "diem-tin-2023-W39.docx"),
        ("/report 39 html", "diem-tin-2023-W39.html"),
        ("/baocao tuan 39 Markdown", "diem-tin-2023-W39.md"),
        ("/baocao truoc md", "diem-tin-2023-W39.md"),
        ("/baocao 40 docx", ""),
        ("/baocao 2023-W30 docx", ""),
        ("/baocao pdf", ""),
        ("/baocao 2023-W99 docx", ""),
    ],
)
def test_it_can_be_typed(asked: str, name: str) -> None:
    """Week and format in words; where there is nothing to make, words say so."""
    reply = a_week_later().ask(asked)
    assert file_name(reply) == name
    assert bool(reply.blocks) is not bool(name)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/baocao pdf", "/baocao 2026-W40 docx"),
        ("/baocao 2023-W30", "Tuần 30 không có bài nào."),
        ("/baocao 2023-W30 docx", "Tuần 30 không có bài nào."),
        ("/baocao 50/2023", "chưa tới"),
        ("/baocao 2023-W30 bieu do", "ít bài quá"),
    ],
)
def test_what_cannot_be_made_is_said(asked: str, expected: str) -> None:
    """The example, the empty week, the week to come, the chart that would show nothing."""
    assert expected in said(a_week_later().ask(asked))


@pytest.mark.slow
def test_the_chart_is_a_picture_in_both_themes() -> None:
    """A button each where there is something to see, a PNG behind it."""
    bot = a_week_later()
    bot.store.put_articles(
        [
            article(n, id=f"older{n:05d}", fingerprint=f"o{n}", published=NOW - timedelta(days=2))
            for n in range(30, 34)
        ]
    )
    reply = bot.ask("/baocao")
    pictures = [bot.press(button(reply, word)).file for word in ("Biểu đồ", "Nền tối")]
    assert all(it is not None and it.content.startswith(b"\x89PNG") for it in pictures)
    assert pictures[0] != pictures[1]
    typed = bot.ask("/baocao 39 biểu đồ tối").file
    assert typed == pictures[1]


def test_a_week_of_few_articles_has_no_chart_button() -> None:
    """Three articles are read faster than a picture."""
    labels = [it.label for it in buttons(a_week_later(3).ask("/baocao"))]
    assert not any("Biểu đồ" in label for label in labels)
