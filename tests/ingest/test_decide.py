"""What becomes of an incoming article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from bot.ingest.decide import (
    MAX_REVISIONS,
    Add,
    Refresh,
    Revise,
    Unchanged,
    decide,
    resembles,
)
from bot.ingest.identity import fingerprint
from bot.ingest.incoming import Incoming
from bot.sources.entry import owing_page
from storage.models import Article, Precision
from tests.ingest.newsroom import BODIES
from tests.sources.moment import NOW

URL = "https://baonguyetha.example/1"
LATER = NOW + timedelta(hours=1)


def incoming(**changes: object) -> Incoming:
    """A page that was read."""
    base = Incoming(
        source="bao",
        title="Lũ về Bình Lâm",
        fingerprint="",
        url=URL,
        canonical_url=URL,
        guid="1",
        entry_signature="s1",
        lead=BODIES[0],
        paragraphs=BODIES[1:],
        captions=("Cống Ba Đước.",),
    )
    item = replace(base, **changes)  # type: ignore[arg-type]  # the fields of Incoming
    return replace(
        item, fingerprint=fingerprint(item.title, item.lead, item.paragraphs, item.canonical_url)
    )


def stored(**changes: object) -> Article:
    """The same page as it was stored."""
    decision = decide(None, incoming(**changes), now=NOW)
    return msgspec.structs.replace(decision.article, id="aaaaaaaaaa")


def test_an_unknown_article_is_added() -> None:
    """What nothing names is new; the first sight of its source marks it."""
    decision = decide(None, incoming(), now=NOW, seeded=True)
    assert isinstance(decision, Add)
    article = decision.article
    assert (article.seeded, article.first_seen, article.updated_at) == (True, NOW, NOW)
    assert (article.title, article.lead, article.guid) == ("Lũ về Bình Lâm", BODIES[0], "1")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "LŨ VỀ  BÌNH LÂM"},
        {"lead": None, "paragraphs": BODIES},
        {"paragraphs": (" ".join(BODIES[1:]),)},
        {"title": "“Lũ” về: Bình Lâm!"},
        {"lead": BODIES[0].replace("thủy", "thuỷ").replace(".", " .")},
        {"captions": ("Cống Ba Đước", "Cống Ba Đước.")},
    ],
)
def test_the_same_again_changes_nothing(changes: dict[str, object]) -> None:
    """Case, whitespace, breaks, punctuation, typing of tones and doubled captions are no edit."""
    article = stored()
    decision = decide(article, incoming(**changes), now=LATER)
    assert decision == Unchanged(article)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Lũ rút ở Bình Lâm"},
        {"lead": BODIES[0] + " Cập nhật."},
        {"paragraphs": (*BODIES[1:], "Đoạn mới.")},
        {"captions": ("Cống Ba Đước sau lũ.",)},
        {"title": "Lu ve Binh Lam"},
    ],
)
def test_an_edit_becomes_a_revision(changes: dict[str, object]) -> None:
    """A changed text keeps id and first sight, and the old text behind it."""
    article = stored()
    decision = decide(article, incoming(**changes), now=LATER)
    assert isinstance(decision, Revise)
    new = decision.article
    assert (new.id, new.first_seen, new.updated_at) == (article.id, NOW, LATER)
    (revision,) = new.revisions
    assert (revision.replaced_at, revision.title, revision.lead) == (
        LATER,
        article.title,
        article.lead,
    )
    assert (revision.paragraphs, revision.captions, revision.fingerprint) == (
        article.paragraphs,
        article.captions,
        article.fingerprint,
    )


def test_what_pages_say_of_themselves_is_kept() -> None:
    """A picture, an update or a credit alone makes no revision, and is not lost again."""
    article = stored(outlet="Báo Sông Mơ")
    said: dict[str, object] = {
        "modified": LATER,
        "image": "https://bao.example/2.jpg",
        "credit": "Theo Báo Lang Xa",
    }
    decision = decide(article, incoming(**said), now=LATER)
    assert isinstance(decision, Refresh)
    new = decision.article
    assert {name: getattr(new, name) for name in said} == said
    assert (new.outlet, new.revisions) == ("Báo Sông Mơ", ())
    assert decide(new, incoming(), now=LATER) == Unchanged(new)


def test_a_stub_never_replaces_the_whole_text() -> None:
    """Behind a paywall there is less to read; the whole text makes no revision of the stub."""
    article = stored()
    stub = incoming(paragraphs=BODIES[1:2], captions=(), incomplete="paywall")
    assert decide(article, stub, now=LATER) == Unchanged(article)
    first = stored(paragraphs=BODIES[1:2], captions=(), incomplete="paywall")
    decision = decide(first, incoming(), now=LATER)
    assert isinstance(decision, Refresh)
    new = decision.article
    assert (new.incomplete, new.paragraphs, new.revisions) == (None, BODIES[1:], ())


def test_a_page_is_gone_when_it_is_missing_twice() -> None:
    """One 404 is a hiccup; the second an hour later counts from the first; back is back."""
    article = stored()
    missing = incoming(paragraphs=(), captions=(), partial=True, missing=True)
    once = decide(article, missing, now=LATER).article
    assert (once.missing_since, once.vanished_at) == (LATER, None)
    soon = decide(once, missing, now=LATER + timedelta(minutes=5)).article
    assert soon.vanished_at is None
    gone = decide(soon, missing, now=LATER + timedelta(hours=6)).article
    assert (gone.vanished_at, gone.paragraphs) == (LATER, article.paragraphs)
    feed_again = incoming(paragraphs=(), captions=(), partial=True)
    assert decide(gone, feed_again, now=LATER).article.vanished_at == LATER
    assert decide(gone, incoming(), now=LATER + timedelta(days=1)).article == article
    hiccup = decide(once, incoming(), now=LATER + timedelta(hours=6)).article
    assert hiccup.missing_since is None


def test_the_latest_twenty_revisions_are_kept() -> None:
    """A page that is edited without end keeps its latest texts."""
    article = stored()
    for number in range(25):
        edit = incoming(title=f"Tin số {number}")
        article = decide(article, edit, now=NOW + timedelta(hours=number)).article
    assert article.title == "Tin số 24"
    assert [revision.title for revision in article.revisions] == [
        f"Tin số {number}" for number in range(24 - MAX_REVISIONS, 24)
    ]


def test_counters_are_no_revision() -> None:
    """Views, section and a byline that came later are corrected silently."""
    article = stored(views=10, section="A")
    again = incoming(views=25, section="B", authors=("Lê Mơ",), entry_signature="s2")
    decision = decide(article, again, now=LATER)
    assert isinstance(decision, Refresh)
    new = decision.article
    assert (new.views, new.section, new.authors, new.entry_signature) == (25, "B", ("Lê Mơ",), "s2")
    assert (new.updated_at, new.revisions) == (NOW, ())


def test_what_is_not_said_again_stays() -> None:
    """A reading that lost a fact does not erase it."""
    article = stored(views=10, authors=("Lê Mơ",), published=NOW, event_date=date(2031, 5, 13))
    assert decide(article, incoming(), now=LATER) == Unchanged(article)


@pytest.mark.parametrize(
    "changes",
    [
        {"lead": None, "paragraphs": ()},
        {"lead": "Trang đang bảo trì.", "paragraphs": (), "title": "Vui lòng chờ"},
        {"lead": BODIES[0], "paragraphs": (), "partial": True, "captions": ()},
    ],
)
def test_a_poorer_reading_replaces_nothing(changes: dict[str, object]) -> None:
    """An empty page, a guard's notice and the feed's summary leave the full text alone."""
    article = stored()
    new = decide(article, incoming(**changes), now=LATER).article
    assert (new.title, new.lead, new.paragraphs) == (
        article.title,
        article.lead,
        article.paragraphs,
    )
    assert new.revisions == ()


def test_the_page_replaces_the_summary_without_a_revision() -> None:
    """The first full reading is no edit by the publisher."""
    mark = owing_page("s1", 2, outdated=False)
    article = stored(paragraphs=(), captions=(), partial=True, entry_signature=mark)
    decision = decide(article, incoming(), now=LATER)
    assert isinstance(decision, Refresh)
    assert decision.article.paragraphs == BODIES[1:]
    assert (decision.article.entry_signature, decision.article.updated_at) == ("s1", NOW)


def test_an_edit_after_a_failed_reading_is_still_a_revision() -> None:
    """A full text whose new version could not be read at once is revised when it can."""
    article = stored()
    mark = owing_page("s2", 1, outdated=True)
    summary = incoming(paragraphs=(), captions=(), partial=True, entry_signature=mark)
    waiting = decide(article, summary, now=LATER).article
    assert (waiting.paragraphs, waiting.entry_signature) == (article.paragraphs, mark)
    edit = incoming(title="Lũ rút", entry_signature="s2")
    assert isinstance(decide(waiting, edit, now=LATER), Revise)


def test_another_source_changes_nothing_of_equal_content() -> None:
    """The same words by another way leave the article with its first source and address."""
    article = stored()
    other = incoming(source="khac", canonical_url=f"{URL}?b=9", guid="9", views=3)
    assert decide(article, other, now=LATER) == Unchanged(article)
    a_file = incoming(source="khac", url=None, canonical_url=None, guid="tin.txt")
    assert decide(article, a_file, now=LATER) == Unchanged(article)
    same_place = incoming(source="khac", views=3)
    assert decide(article, same_place, now=LATER) == Unchanged(article)


def test_another_outlet_has_an_article_of_its_own() -> None:
    """The same words on another host are added: they are listed as a repost, not lost."""
    other = incoming(source="khac", canonical_url="https://khac.example/9", guid="9")
    decision = decide(stored(), other, now=LATER)
    assert isinstance(decision, Add)
    assert decision.article.source == "khac"


def test_equal_content_at_two_addresses_does_not_flip() -> None:
    """A source that lists one article twice does not rewrite it at every poll."""
    article = stored()
    twin = incoming(canonical_url=f"{URL}-ban-sao", guid="2", entry_signature="s9")
    assert decide(article, twin, now=LATER) == Unchanged(article)


def test_a_date_may_become_more_exact_but_not_another() -> None:
    """The minute of the stated day is taken; the new date of an edit is not."""
    midnight = NOW - timedelta(hours=10)
    article = stored(published=midnight, published_precision=Precision.DAY)
    exact = incoming(published=midnight + timedelta(hours=9), published_precision=Precision.MINUTE)
    new = decide(article, exact, now=LATER).article
    assert (new.published, new.published_precision) == (exact.published, Precision.MINUTE)
    moved = incoming(published=NOW, published_precision=Precision.SECOND)
    assert decide(new, moved, now=LATER) == Unchanged(new)


def test_a_date_ahead_is_not_believed_once_it_has_passed() -> None:
    """What was seen before it says to be published stays without a date."""
    ahead = incoming(published=NOW + timedelta(minutes=30), published_precision=Precision.MINUTE)
    assert decide(stored(), ahead, now=LATER).article.published is None


def test_versions_of_a_file_resemble_each_other() -> None:
    """A file's edit is told from another article under its name."""
    article = stored()
    place = {"guid_is_name": True, "guid_is_path": True}
    assert resembles(article, incoming(title="Khác hẳn", paragraphs=(BODIES[1],), **place))
    other = "Đội bóng xã Tân Hòa thắng trận chung kết giải thanh niên trước đông đảo người xem."
    assert not resembles(article, incoming(title="Bóng đá", lead=other, paragraphs=(), **place))
    assert resembles(article, incoming(lead=other, paragraphs=(), **place))
    scraps = incoming(title="Thể thao", lead="Tin vắn.", paragraphs=(), **place)
    assert not resembles(article, scraps)


def test_a_bare_name_takes_more_evidence() -> None:
    """Without a place, half of the text counts only under the same title, else four fifths."""
    article = stored()
    other = "Đội bóng xã Tân Hòa thắng trận chung kết giải thanh niên trước đông đảo người xem."
    half = {"lead": BODIES[1], "paragraphs": (other,), "guid_is_name": True}
    assert resembles(article, incoming(**half))
    assert not resembles(article, incoming(title="Khác hẳn", **half))
    assert resembles(article, incoming(title="Khác hẳn", guid_is_name=True))
    assert not resembles(article, incoming(lead=other, paragraphs=(), guid_is_name=True))
