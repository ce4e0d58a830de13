"""Tests of /baocao: a week as a file, and its chart."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Literal

import docx
import pytest

from bot.messages.rich import Reply
from storage.models import Preferences, Subscriber
from tests.commands.digests import TITLES, sent_digest, week_of_news
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


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("/baocao tháng 9/2023 docx", "diem-tin-2023-09.docx"),
        ("/baocao thang truoc md", "diem-tin-2023-09.md"),
        ("/baocao tháng md", "diem-tin-2023-09.md"),
        ("/baocao quý III/2023 html", "diem-tin-2023-Q3.html"),
        ("/baocao quy truoc html", "diem-tin-2023-Q3.html"),
        ("/report 27/9/2023 md", "diem-tin-2023-09-27.md"),
        ("/report last month md", "diem-tin-2023-09.md"),
        ("/baocao năm 2023 md", ""),
        ("/baocao 12/11/2023 md", ""),
        ("/baocao ngày 99/9/2023 md", ""),
    ],
)
def test_days_months_and_quarters_can_be_asked_for(asked: str, name: str) -> None:
    """In words, with or without diacritics; a year is too much, a day to come too early."""
    reply = a_week_later().ask(asked)
    assert file_name(reply) == name
    assert bool(reply.blocks) is not bool(name)


def test_every_period_leads_to_its_neighbours_and_the_other_kinds() -> None:
    """The buttons of a month: its files, the month before, and the last day, week and quarter."""
    bot = a_week_later()
    month = bot.ask("/baocao tháng 9/2023")
    assert "Điểm tin tháng 9/2023 · 1/9–30/9/2023" in said(month)
    assert file_name(bot.press(button(month, "Word"))) == "diem-tin-2023-09.docx"
    assert "Tháng 8/2023 không có bài nào." in said(bot.press(button(month, "Kỳ trước")))
    assert "quý III/2023" in said(bot.press(button(month, "Quý")))
    assert "tuần 39" in said(bot.press(button(month, "Tuần")))
    assert "Ngày 3/10/2023 không có bài nào." in said(bot.press(button(month, "Ngày")))


@pytest.mark.parametrize(
    ("frequency", "title"),
    [("daily", "Ngày 3/10/2023"), ("monthly", "tháng 9/2023"), ("quarterly", "quý III/2023")],
)
def test_without_words_it_is_the_last_period_of_the_readers_own_kind(
    frequency: Literal["daily", "monthly", "quarterly"], title: str
) -> None:
    """Who gets a digest each month is offered last month."""
    bot = a_week_later()
    bot.store.update_subscriber(
        "7",
        lambda _: Subscriber(
            id="7", chat_id=7, created_at=NOW, preferences=Preferences(frequency=frequency)
        ),
    )
    assert title in said(bot.ask("/baocao"))


def test_the_readers_own_filters_choose_what_is_reported() -> None:
    """The file says by what it was chosen; one button tells of everything, another goes back."""
    bot = a_week_later()
    bot.store.put_articles([article(60, source="tinh-uy", title="Tỉnh ủy họp phiên thứ sáu mươi")])
    bot.ask("/caidat nguồn Tỉnh ủy Phước Sơn")
    reply = bot.ask("/baocao")
    assert "bộ lọc" in said(reply)
    assert "1 nguồn" in said(reply)
    made = bot.press(button(reply, "Markdown")).file
    assert made is not None
    assert "Nguồn: Tỉnh ủy Phước Sơn" in made.content.decode()
    assert "Huyện Phước Sơn giao ban" not in made.content.decode()
    everything = bot.press(button(reply, "Mọi tin"))
    assert everything.replace
    assert "bộ lọc" not in said(everything)
    assert "2 nguồn" in said(everything)
    made = bot.press(button(everything, "Markdown")).file
    assert made is not None
    assert "Huyện Phước Sơn giao ban" in made.content.decode()
    assert "bộ lọc" in said(bot.press(button(everything, "Theo bộ lọc")))
    assert file_name(bot.ask("/baocao tuần 39 tất cả md")) == "diem-tin-2023-W39.md"


def test_a_sent_digest_becomes_a_file() -> None:
    """The button under it offers the formats; the file holds what the digest told or counted."""
    bot = world(articles=0)
    week_of_news(bot)
    _, edition = sent_digest(bot)
    (file,) = [it for row in edition.parts[-1].buttons for it in row if "Tệp" in it.label]
    choice = bot.press(file)
    assert not choice.replace
    assert "8 bài" in said(choice)
    made = bot.press(button(choice, "Word"))
    assert made.file is not None
    assert made.file.name == "diem-tin-2023-W38.docx"
    document = docx.Document(io.BytesIO(made.file.content))
    assert sum(TITLES[0] in it.text for it in document.paragraphs) >= 1
    assert "không còn được giữ" in (bot.ask("baocao @2022-W10 docx", pressed=True).notice or "")
