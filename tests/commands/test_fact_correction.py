"""Tests of correcting facts: kept as data, shown everywhere, undone by nobody but a curator."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from bot.config import Settings
from bot.facts.extract import extract
from bot.facts.look_up import with_terms
from bot.messages.rich import Reply
from storage.models import SearchQuery
from storage.open import open_store
from tests.commands.world import World, buttons, said
from tests.dossiers.articles import ARTICLES, DAY, FIRST_QUARTER

ID = FIRST_QUARTER.id


def desk() -> World:
    """A bot that a curator speaks to."""
    store = open_store("memory:")
    store.put_articles(ARTICLES)
    return World(store, Settings.model_construct(), now=DAY)


def flat(reply: Reply) -> str:
    """The words in one line."""
    return " ".join(said(reply).split())


def chosen(bot: World, words: str) -> str:
    """`<article> <fact>` of the fact whose row has these words."""
    reply = bot.ask(f"/chinh {ID}", curator=True)
    while True:
        for button in buttons(reply):
            if not button.label.isdigit():
                continue
            assert button.action is not None
            if words in flat(bot.press(button, curator=True)):
                return button.action.removeprefix("chinh ")
        reply = bot.press(next(it for it in buttons(reply) if it.label.endswith("▶")), curator=True)


def names(bot: World) -> list[str]:
    """The people of the article as everybody is told of them."""
    article = bot.store.get_article(ID)
    assert article is not None
    return [it.name for it in extract(article).people]


def test_a_wrong_fact_goes_everywhere_and_comes_back() -> None:
    """Removed, the person is in no view and no search; undone, all is as before."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    who = SearchQuery(terms=(("who:trinh-thi-nhan",),))
    assert bot.store.search(who).total == 2
    reply = bot.ask(f"chinh {fact} bo", pressed=True, curator=True)
    assert reply.notice is not None
    assert names(bot) == []
    assert bot.store.search(who).total == 1
    assert "1 bài" in flat(bot.ask("/nguoi trinh thi nhan"))
    bot.ask(f"chinh {fact} lai", pressed=True, curator=True)
    assert names(bot) == ["Trịnh Thị Nhàn"]
    assert bot.store.search(who).total == 2


def test_a_field_is_set_right_by_a_command() -> None:
    """Several posts with semicolons between; the view shows them at once."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    bot.ask(f"/chinh {fact} chucvu Phó Bí thư Thường trực; Chủ nhiệm Ủy ban Kiểm tra", curator=True)
    text = flat(bot.ask("/nguoi trinh thi nhan"))
    assert "• Phó Bí thư Thường trực ·" in text
    assert "• Chủ nhiệm Ủy ban Kiểm tra ·" in text
    bot.ask(f"/chinh {fact} chucvu -", curator=True)
    assert "Chủ nhiệm" not in flat(bot.ask("/nguoi trinh thi nhan"))


def test_what_was_overlooked_is_added_in_the_articles_words() -> None:
    """Only words that the article has can be added; they are found like all others."""
    bot = desk()
    reply = bot.ask(f"/chinh {ID} them donvi Các chi bộ", curator=True)
    assert "Các chi bộ" in flat(reply)
    assert bot.store.search(SearchQuery(terms=(("org:cac-chi-bo",),))).total == 1
    refused = bot.ask(f"/chinh {ID} them nguoi Nguyễn Văn Không", curator=True)
    assert "Chỉ thêm được đúng chữ của bài" in flat(refused)
    fact = chosen(bot, "đơn vị: Các chi bộ")
    bot.ask(f"chinh {fact} lai", pressed=True, curator=True)
    assert bot.store.search(SearchQuery(terms=(("org:cac-chi-bo",),))).total == 0


def test_reading_the_article_again_keeps_the_correction() -> None:
    """Neither an edit by the publisher nor new rules bring back what a curator removed."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    bot.ask(f"/chinh {fact} bo", curator=True)
    edited = msgspec.structs.replace(
        FIRST_QUARTER,  # as read before the correction
        paragraphs=(*FIRST_QUARTER.paragraphs, "Tin cập nhật."),
        fingerprint="edited",
        updated_at=DAY + timedelta(hours=1),
    )
    bot.store.put_articles([edited])
    stored = bot.store.get_article(ID)
    assert stored is not None
    assert stored.paragraphs == edited.paragraphs
    assert names(bot) == []
    assert stored.terms_version == 0, "its terms are to be reckoned again"
    bot.store.put_articles([with_terms(stored)])
    assert bot.store.search(SearchQuery(terms=(("who:trinh-thi-nhan",),))).total == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/chinh", "Bạn muốn sửa bài nào"),
        ("/chinh khongcobai", "Bạn muốn sửa bài nào"),
        (f"/chinh {ID} 00000000", "Không tìm thấy mục này"),
        (f"/chinh {ID} them", "Hãy gõ"),
        (f"/chinh {ID} them voi gì đó", "Hãy gõ"),
    ],
)
def test_wrong_input_is_answered(asked: str, expected: str) -> None:
    """A clear word on what to type instead."""
    assert expected in flat(desk().ask(asked, curator=True))


def test_an_unknown_field_names_the_known_ones() -> None:
    """And a name cannot be taken away: the fact itself can."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    for typed in ("mau đỏ", "ten -"):
        assert "ten, chucvu" in flat(bot.ask(f"/chinh {fact} {typed}", curator=True))
    event = chosen(bot, "sự kiện:")
    assert "ngay" in flat(bot.ask(f"/chinh {event} ngay hôm qua", curator=True))
    bot.ask(f"/chinh {event} ngay 8/4/2031", curator=True)
    assert "08/04/2031" in flat(bot.ask(f"/xem {ID} ro"))


def test_only_curators_correct() -> None:
    """Nobody else sees the button, and the command does nothing for them."""
    bot = desk()
    for curator in (True, False):
        reply = bot.ask(f"/xem {ID} ro", curator=curator)
        shown = [it for it in buttons(reply) if (it.action or "").startswith("chinh")]
        assert bool(shown) is curator
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    bot.ask(f"chinh {fact} bo", pressed=True)
    assert names(bot) == ["Trịnh Thị Nhàn"]


def test_every_correction_is_in_the_audit_log() -> None:
    """Who corrected what, and who took it back."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    bot.ask(f"/chinh {fact} bo", curator=True)
    bot.ask(f"/chinh {fact} lai", curator=True)
    undone, done = bot.store.list_audit(limit=2)
    assert (undone.action, done.action) == ("fact.correction_undone", "fact.corrected")
    assert done.actor == "user:7"
    assert "trinh thi nhan" in done.detail


def test_a_correction_of_what_is_no_more_stays_and_can_be_taken_back() -> None:
    """An edit took the person out: the list says so, and the correction is still there as data."""
    bot = desk()
    fact = chosen(bot, "người: Trịnh Thị Nhàn")
    bot.ask(f"/chinh {fact} chucvu Chủ nhiệm", curator=True)
    stored = bot.store.get_article(ID)
    assert stored is not None
    edited = msgspec.structs.replace(
        stored, lead="Huyện ủy Sông Lam sơ kết.", paragraphs=(), fingerprint="edited"
    )
    bot.store.put_articles([with_terms(edited)])
    assert names(bot) == []
    assert "không còn thấy trong bài" in flat(bot.ask(f"/chinh {fact}", curator=True))
    bot.ask(f"/chinh {fact} lai", curator=True)
    left = bot.store.get_article(ID)
    assert left is not None
    assert left.corrections == ()
    assert "Không tìm thấy mục này" in flat(bot.ask(f"/chinh {fact}", curator=True))


def test_a_fact_that_rules_name_otherwise_has_one_correction() -> None:
    """It is shown corrected under its new key, and changed further there, not a second time."""
    bot = desk()
    bot.ask(f"/chinh {chosen(bot, 'người: Trịnh Thị Nhàn')} bo", curator=True)
    stored = bot.store.get_article(ID)
    assert stored is not None
    (said,) = stored.corrections
    assert said.words is not None
    assert "Nhàn" in said.words
    older = msgspec.structs.replace(said, key="ba trinh thi nhan")  # as older rules named her
    bot.store.correct_article(
        ID, lambda it: with_terms(msgspec.structs.replace(it, corrections=(older,)))
    )
    assert names(bot) == []
    bot.ask(f"/chinh {chosen(bot, 'người: Trịnh Thị Nhàn')} chucvu Chủ nhiệm", curator=True)
    now = bot.store.get_article(ID)
    assert now is not None
    assert [(it.key, it.removed) for it in now.corrections] == [("trinh thi nhan", False)]
    assert names(bot) == ["Trịnh Thị Nhàn"]
