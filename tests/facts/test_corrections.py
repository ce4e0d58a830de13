"""Tests of corrections laid over facts."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import article_text
from bot.facts.corrections import LISTED, change_of, correctable, corrected, listed, reference
from bot.facts.extract import extract_afresh
from storage.models import Article, Correction

NOW = datetime(2031, 4, 8, tzinfo=UTC)
ARTICLE = Article(
    id="correction",
    source="songlam",
    title="Huyện ủy Sông Lam sơ kết công tác quý I năm 2031",
    fingerprint="c",
    first_seen=NOW,
    updated_at=NOW,
    published=NOW,
    lead="Ngày 7/4, Huyện ủy Sông Lam sơ kết công tác quý I. Bà Trịnh Thị Nhàn, Bí thư Huyện ủy, "
    "chủ trì.",
    paragraphs=(
        "Huyện có 17 tổ chức cơ sở đảng, trong đó có 14 đảng bộ, 3 chi bộ cơ sở.",
        "Thời gian tới, Huyện ủy yêu cầu các chi bộ thực hiện tốt Chỉ thị số 07-CT/TW.",
    ),
)
TEXT = article_text(ARTICLE)
PLAIN = extract_afresh(ARTICLE)
FACTS = list(listed(PLAIN, TEXT))


def test_every_kind_is_there_to_be_corrected() -> None:
    """The article of these tests says something of each kind."""
    assert {kind for kind, _, _ in FACTS} >= {"event", "documents", "people", "figures", "requests"}


@given(st.sets(st.sampled_from(range(len(FACTS)))))
def test_exactly_what_was_removed_is_gone(chosen: set[int]) -> None:
    """And every part of a whole still points to its whole, or to none."""
    removed = {FACTS[at][:2] for at in chosen}
    said = [Correction(kind=k, key=key, by="user:1", at=NOW, removed=True) for k, key in removed]
    left = corrected(PLAIN, TEXT, said)
    assert [it[:2] for it in listed(left, TEXT)] == [
        it[:2] for it in FACTS if it[:2] not in removed
    ]
    wholes = {it.start: it.of for it in PLAIN.figures}
    for figure in left.figures:
        before = wholes[figure.start]
        if figure.of is not None:
            assert before is not None
            assert left.figures[figure.of] == PLAIN.figures[before]


def test_nothing_corrected_is_nothing_changed() -> None:
    """Facts without corrections are the very same."""
    assert corrected(PLAIN, TEXT, []) is PLAIN


def test_a_correction_outlives_an_edit_that_moves_the_fact() -> None:
    """It names the fact, not the place."""
    key = next(key for kind, key, _ in FACTS if kind == "people")
    said = Correction(kind="people", key=key, by="user:1", at=NOW, removed=True)
    moved = msgspec.structs.replace(
        ARTICLE, paragraphs=("Một đoạn mới.", *ARTICLE.paragraphs), corrections=(said,)
    )
    assert extract_afresh(moved).people == ()
    assert extract_afresh(msgspec.structs.replace(moved, corrections=())).people != ()


def test_added_words_that_were_edited_away_say_nothing() -> None:
    """Nothing is told that the article does not say now."""
    said = Correction(kind="people", key="x", by="user:1", at=NOW, added="Lương Văn Bền")
    assert corrected(PLAIN, TEXT, [said]).people == PLAIN.people


def test_references_tell_facts_apart() -> None:
    """No two facts of an article share a button."""
    keys = {(kind, key) for kind, key, _ in FACTS}
    assert len({reference(kind, key) for kind, key in keys}) == len(keys)


@pytest.mark.parametrize("kind", [*LISTED, "event"])
def test_every_correctable_field_is_one_of_the_fact(kind: str) -> None:
    """A field that facts do not have could not be set."""
    for field in correctable(kind):  # type: ignore[arg-type]  # parametrised as plain text
        of_kind = [fact for found, _, fact in FACTS if found == kind]
        assert all(hasattr(fact, field) for fact in of_kind)


def test_days_are_typed_as_people_write_them() -> None:
    """Day first; what is no day is refused."""
    assert change_of("event", "date", "8/4/2031") == ("date", "2031-04-08")
    assert change_of("event", "date", "-") == ("date", None)
    for typed in ("31/2/2031", "mai"):
        with pytest.raises(ValueError, match=r"."):
            change_of("event", "date", typed)
    with pytest.raises(ValueError, match="name"):
        change_of("people", "name", " ")
