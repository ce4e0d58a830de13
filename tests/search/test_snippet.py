"""Tests of the words shown under a result."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import parse_query
from bot.search.snippet import ELLIPSIS, LENGTH, MAX_MARKS, Snippet, snippet
from storage.models import SearchHit, SearchQuery
from storage.text import folded_words, nfc

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def hit(*paragraphs: str, lead: str | None = None) -> SearchHit:
    """A hit with this text."""
    return SearchHit(
        article_id="a",
        score=1.0,
        title="Tin",
        source="s",
        first_seen=datetime(2023, 9, 27, tzinfo=UTC),
        lead=lead,
        paragraphs=paragraphs,
    )


def query(text: str) -> SearchQuery:
    """What was typed."""
    return parse_query(text, zone=HANOI)


def marked(found: Snippet) -> str:
    """The snippet with its marks in brackets."""
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in found.pieces)


def test_marks_hits_without_diacritics() -> None:
    """Unaccented words mark accented text, neighbours as one run."""
    found = snippet(hit("Huyện tổ chức giao ban quý III. Trời mưa."), query("giao ban quy III"))
    assert marked(found) == "Huyện tổ chức [giao ban quý III]. Trời mưa."


def test_accented_query_marks_its_own_spelling() -> None:
    """Who typed `bão` means the storm, not the newspaper, where the text has both."""
    found = snippet(hit("Theo báo Sông Lam, bão số 5 đổ bộ."), query("bão"))
    assert marked(found) == "Theo báo Sông Lam, [bão] số 5 đổ bộ."


def test_accented_query_falls_back_to_folded_marks() -> None:
    """Where only another spelling is there, that is the hit."""
    assert marked(snippet(hit("Họp tại Hoà Bình."), query("hòa binh"))) == "Họp tại [Hoà Bình]."


def test_best_sentence_wins() -> None:
    """The sentence with most of the words is shown, not the first with one of them."""
    text = (
        "Xã họp giao ban. " + "Trời nắng đẹp và lúa tốt. " * 20 + "Nghị quyết số 35 được giao xã."
    )
    found = snippet(hit(text), query("giao nghị quyết 35"))
    assert marked(found) == "[Nghị quyết] số [35] được [giao] xã."


def test_long_sentence_is_cut_at_words() -> None:
    """A window around the hit, whole words, with `…` on the cut sides."""
    text = "một hai ba bốn " * 60 + "kênh mương " + "năm sáu bảy tám " * 60
    found = snippet(hit(text), query("kenh muong"))
    assert found.text.startswith(ELLIPSIS)
    assert found.text.endswith(ELLIPSIS)
    assert ("kênh mương", True) in found.pieces
    assert len(found.text) <= LENGTH
    assert set(found.text.strip(ELLIPSIS).split()) <= set(text.split())


def test_hit_in_the_title_alone() -> None:
    """Without a hit in the text its beginning is shown; without text nothing."""
    assert marked(snippet(hit("Câu đầu.", lead="Lời dẫn."), query("tin"))) == "Lời dẫn."
    assert snippet(hit(), query("tin")) == Snippet()


@given(
    st.lists(st.text(max_size=600), max_size=3),
    st.text(max_size=30),
    st.integers(1, 40),
)
def test_snippets_are_verbatim(paragraphs: list[str], asked: str, factor: int) -> None:
    """Whatever the text, a snippet is a piece of one paragraph, short, with few marks."""
    texts = [text * factor for text in paragraphs]
    found = snippet(hit(*texts), query(asked))
    body = found.text
    if found.pieces and found.pieces[0] == (ELLIPSIS, False):
        body = body.removeprefix(ELLIPSIS)
    if found.pieces and found.pieces[-1] == (ELLIPSIS, False):
        body = body.removesuffix(ELLIPSIS)
    assert not texts or any(body in nfc(text) for text in texts)
    assert len(found.text) <= LENGTH + 2
    assert sum(is_hit for _, is_hit in found.pieces) <= MAX_MARKS
    wanted = set(folded_words(asked))
    assert all(wanted & set(folded_words(text)) for text, is_hit in found.pieces if is_hit)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sample articles are not here")
@pytest.mark.parametrize(
    ("file", "asked", "run"),
    [
        ("000_0d8b26d40ee660ef.txt", "giao ban quy III", "quý III"),
        ("000_0d8b26d40ee660ef.txt", "nghi quyet 35", "35"),
    ],
)
def test_real_articles(file: str, asked: str, run: str) -> None:
    """In a real article the words asked for are found and marked."""
    paragraphs = [p for p in (SEEDS / file).read_text("utf-8").splitlines() if p.strip()]
    found = snippet(hit(*paragraphs[3:]), query(asked))
    assert any(is_hit and run in text for text, is_hit in found.pieces)


def test_a_paragraph_full_of_hits_costs_time_in_proportion() -> None:
    """Each sentence looks at its own hits, not at all of them."""

    def seconds(count: int) -> float:
        spent = []
        for _ in range(3):
            start = time.process_time()
            snippet(hit("báo. Báo. " * count), SearchQuery(words=("báo",)))
            spent.append(time.process_time() - start)
        return min(spent)

    assert seconds(1_600) < 12 * max(seconds(400), 0.005)
