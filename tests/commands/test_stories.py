"""Reposts, edits and pages that are gone, as readers meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.rich import Reply
from storage.models import Article, Revision
from tests.commands.world import CATALOG, NOW, World, article, button, buttons, said, world

ORIGINAL = article(70, title="Cầu Nậm Pha thông xe", url="https://songlam.example/cau")
COPIES = tuple(
    article(
        number,
        source="tinh-uy",
        title=f"Thông xe cầu Nậm Pha, bản {number}",
        url=f"https://phuocson.example/{number}",
        original=ORIGINAL.id,
    )
    for number in (71, 72)
)


def stories(*more: Article) -> World:
    """A bot that knows one story in three places."""
    small = world(0)
    small.store.put_articles([ORIGINAL, *COPIES, *more])
    return small


def labels(reply: Reply) -> list[str]:
    """What the buttons say."""
    return [it.label for it in buttons(reply)]


@pytest.mark.parametrize("ask", ["/moinhat", "/tim cầu Nậm Pha"])
def test_lists_tell_a_story_once(ask: str) -> None:
    """A repost is folded under its original; a button opens where else it stands."""
    small = stories()
    reply = small.ask(ask)
    assert "bản 71" not in said(reply)
    assert "+ 2 nơi đăng lại" in said(reply)
    places = small.press(button(reply, "nơi đăng lại"))
    assert "Đăng ở 3 nơi" in said(places)
    opened = small.press(button(places, "2"))
    assert "bản 72" in said(opened)
    assert "Đăng lại từ Báo Sông Lam" in said(opened)


def test_a_repost_alone_says_what_it_repeats() -> None:
    """Words that only the repost has, or its source, lead to the repost."""
    small = stories()
    for ask in ("/tim bản 71", "/tim thông xe nguồn:tinh-uy"):
        reply = small.ask(ask)
        assert "đăng lại từ Báo Sông Lam" in said(reply)
        assert "Tìm thấy 1 bài" in said(reply)


def test_an_article_lists_its_reposts_with_links() -> None:
    """Below the text: who else has it and when; the copy leads to the original."""
    small = stories()
    reply = small.ask(f"/xem {ORIGINAL.id}")
    assert "2 nơi đăng lại" in said(reply)
    places = {span.href for block in reply.blocks for line in block.lines for span in line}
    assert {"https://phuocson.example/71", "https://phuocson.example/72"} <= places
    copy = small.ask(f"/xem {COPIES[0].id}")
    assert "Cầu Nậm Pha thông xe" in said(small.press(button(copy, "Đọc bài gốc")))


def test_many_reposts_are_turned_page_by_page() -> None:
    """Five places a page, the original first, each opened here by its number."""
    many = [article(n, source=f"nguon-{n}", original=ORIGINAL.id) for n in range(10, 22)]
    small = stories(*many)
    reply = small.ask(f"/xem {ORIGINAL.id}")
    places = small.press(button(reply, "14 nơi đăng lại"))
    assert "1. Báo Sông Lam" in said(places)
    assert labels(places) == ["1", "2", "3", "4", "5", "2 ▶"]
    last = small.ask(f"xem {ORIGINAL.id} noi 99", pressed=True)
    assert labels(last) == ["11", "12", "13", "14", "15", "◀ 2"]
    assert last.replace


def test_english_tells_the_same() -> None:
    """Both languages have every word of it."""
    small = stories()
    reply = small.ask("/latest", language_code="en")
    assert "+ 2 reposts" in said(reply)
    assert "Reposted from Báo Sông Lam" in said(
        small.ask(f"/read {COPIES[0].id}", language_code="en")
    )


EDITED = article(
    80,
    id="edited0000",
    title="Lũ rút ở Nậm Pha",
    lead="Nước đã rút.",
    paragraphs=("Có 21 hộ về nhà.",),
    updated_at=NOW,
    revisions=(
        Revision(
            replaced_at=NOW - timedelta(hours=5),
            fingerprint="1",
            title="Lũ về Nậm Pha",
            lead="Nước đang lên.",
            paragraphs=("Có 12 hộ rời nhà.", "Đường bị ngập."),
        ),
        Revision(
            replaced_at=NOW,
            fingerprint="2",
            title="Lũ rút ở Nậm Pha",
            lead="Nước đã rút.",
            paragraphs=("Có 12 hộ về nhà.",),
        ),
    ),
)


def test_edits_are_shown_one_by_one() -> None:
    """The latest first, marked word by word, with its date and the way to the ones before."""
    small = stories(EDITED)
    reply = small.ask("/xem edited0000")
    latest = small.press(button(reply, "Đã sửa 2 lần"))
    assert "Lần sửa 2/2 · 27/09/2023 10:00" in said(latest)
    spans = [span for block in latest.blocks for line in block.lines for span in line]
    assert [span.text for span in spans if span.struck] == ["12"]
    assert [span.text for span in spans if span.underlined] == ["21"]
    first = small.press(button(latest, "Lần trước"))
    assert "Lần sửa 1/2 · 27/09/2023 05:00" in said(first)
    assert "Tựa bài:" in said(first)
    assert "➖ Đường bị ngập." in said(first)
    assert first.replace
    assert "Có 21 hộ" in said(small.press(button(first, "Đọc bài")))


def test_what_was_never_edited_says_so() -> None:
    """An old button, or a hand that typed it, gets an answer; there is no such button."""
    small = stories()
    assert "chưa được sửa" in said(small.ask(f"/xem {ORIGINAL.id} sua"))
    assert not [it for it in labels(small.ask(f"/xem {ORIGINAL.id}")) if "sửa" in it]


def test_a_long_edit_is_turned_page_by_page() -> None:
    """Many changed passages take several pages, and no page more than a message."""

    def passages(word: str) -> tuple[str, ...]:
        return tuple(f"Đoạn {n} {word}: " + f"{word} {n} " * 70 for n in range(100))

    old = Revision(replaced_at=NOW, fingerprint="1", title="Dài", paragraphs=passages("cũ"))
    small = stories(
        article(81, id="longedited", title="Dài", paragraphs=passages("mới"), revisions=(old,))
    )
    reply = small.ask("/xem longedited sua")
    assert "Trang 1/" in said(reply)
    turned = small.press(button(reply, "2 ▶"))
    assert "Trang 2/" in said(turned)
    last = small.ask("/xem longedited sua 1 999")
    assert "những chỗ sửa khác" in said(last)


def test_notes_tell_what_the_text_is() -> None:
    """When it was updated, whom it credits, that its page is gone."""
    known = article(
        82,
        id="noted00000",
        modified=NOW,
        credit="Theo Báo Lang Xa",
        vanished_at=NOW - timedelta(hours=2),
    )
    small = stories(known)
    reply = small.ask("/xem noted00000")
    text = said(reply)
    assert "Cập nhật: 27/09/2023 10:00" in text
    assert "Theo Báo Lang Xa" in text
    assert "Trang gốc không còn, từ 27/09/2023" in text
    assert not [it for it in labels(reply) if "Mở bài gốc" in it]
    assert "trang gốc không còn" in said(small.ask("/tim lần thứ 82"))


@pytest.mark.parametrize("incomplete", ["paywall", "consent"])
def test_a_part_says_that_it_is_one(incomplete: str) -> None:
    """What stands behind a wall is not passed off as the whole."""
    small = stories(article(83, id="partial000", incomplete=incomplete))
    text = said(small.ask("/xem partial000"))
    assert "riêng xã Đồng Tháp Mới" in text
    assert CATALOG.text("vi", f"article.incomplete.{incomplete}") in text


def test_a_save_after_a_minute_is_no_update() -> None:
    """A page that names an update within minutes of its publication was not updated."""
    early = article(84, id="early00000")
    assert early.published is not None
    small = stories(article(84, id="early00000", modified=early.published + timedelta(minutes=1)))
    assert "Cập nhật" not in said(small.ask("/xem early00000"))
