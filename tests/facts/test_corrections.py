"""Tests of corrections laid over facts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.article_text import article_text
from bot.facts.correction_place import quoted
from bot.facts.corrections import LISTED, change_of, correctable, corrected, listed, reference
from bot.facts.extract import extract_afresh
from storage.models import Article, Correction, FactKind

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


# Rules that changed, and what else speaks of a fact


def _said_of(kind: FactKind, key: str, **changes: Any) -> Correction:
    """A correction as it is made of a fact that the rules read so."""
    fact = next(fact for found, known, fact in FACTS if (found, known) == (kind, key))
    words, sentence = quoted(fact, TEXT)
    values: dict[str, Any] = {"removed": True} | changes
    return Correction(
        kind=kind, key=key, by="user:1", at=NOW, words=words, sentence=sentence, **values
    )


@pytest.mark.parametrize(("kind", "key"), [it[:2] for it in FACTS if it[0] != "event"])
def test_a_removal_holds_though_rules_name_the_fact_otherwise(kind: FactKind, key: str) -> None:
    """The same words in the same sentence are the same fact, under whatever key."""
    said = _said_of(kind, key)
    renamed = msgspec.structs.replace(said, key=f"otherwise {key}")
    left = corrected(PLAIN, TEXT, [renamed])
    assert left == corrected(PLAIN, TEXT, [said])
    assert (kind, key) not in [it[:2] for it in listed(left, TEXT)]


def test_longer_posts_do_not_bring_a_person_back() -> None:
    """A person is found again by the name, whatever of the posts was read around it."""
    said = msgspec.structs.replace(_said_of("people", "trinh thi nhan"), key="nhan")
    person = PLAIN.people[0]
    for end in (person.start + 14, person.sentence[1]):
        now = msgspec.structs.replace(PLAIN, people=(msgspec.structs.replace(person, end=end),))
        assert corrected(now, TEXT, [said]).people == ()


@pytest.mark.parametrize("kind", ["people", "requests", "figures", "organisations"])
@pytest.mark.parametrize("more", [-2, 3])
def test_a_removal_holds_though_rules_read_a_little_more_or_less(kind: FactKind, more: int) -> None:
    """Some letters at the end of a fact do not bring it back."""
    key, fact = next((key, fact) for found, key, fact in FACTS if found == kind)
    end = min(fact.end + more, fact.sentence[1])
    others = getattr(PLAIN, kind)[1:]
    now = msgspec.structs.replace(
        PLAIN, **{kind: (msgspec.structs.replace(fact, end=end), *others)}
    )
    said = msgspec.structs.replace(_said_of(kind, key), key=f"{key[:3]}{key[3:]} otherwise")
    assert len(getattr(corrected(now, TEXT, [said]), kind)) == len(others)


def test_two_that_were_read_as_one_are_not_struck_out_with_it() -> None:
    """Rules that now tell them apart are not overruled by what was said of the mistake."""
    person = PLAIN.people[0]
    start = TEXT.text.index("Trịnh Thị Nhàn")
    spans = {"Trịnh": (start, start + 5), "Thị Nhàn": (start + 6, start + 14)}
    now = msgspec.structs.replace(
        PLAIN,
        people=tuple(
            msgspec.structs.replace(person, name=name, start=first, end=last)
            for name, (first, last) in spans.items()
        ),
    )
    said = _said_of("people", "trinh thi nhan")
    assert [it.name for it in corrected(now, TEXT, [said]).people] == list(spans)


def test_a_correction_of_another_sentence_is_not_taken_for_this_one() -> None:
    """The words alone are no evidence: the sentence around them was edited."""
    said = msgspec.structs.replace(
        _said_of("people", "trinh thi nhan"), key="x", sentence="Bà Trịnh Thị Nhàn vắng mặt."
    )
    assert corrected(PLAIN, TEXT, [said]).people == PLAIN.people


def test_who_is_removed_or_renamed_is_so_in_the_event_and_the_requests() -> None:
    """No fact brings back by another way what a curator struck out."""
    assert PLAIN.event is not None
    assert PLAIN.event.chairs == ("Trịnh Thị Nhàn",)
    gone = corrected(PLAIN, TEXT, [_said_of("people", "trinh thi nhan")])
    assert gone.event is not None
    assert gone.event.chairs == ()
    right = _said_of(
        "people", "trinh thi nhan", removed=False, changes=(("name", "Trịnh Thị Nhân"),)
    )
    named = corrected(PLAIN, TEXT, [right])
    assert named.event is not None
    assert named.event.chairs == ("Trịnh Thị Nhân",)
    body = PLAIN.organisations[0]
    asked = msgspec.structs.replace(PLAIN.requests[0], asker=body.name, asked="các chi bộ")
    whole = msgspec.structs.replace(PLAIN, requests=(asked,))
    without = corrected(whole, TEXT, [_said_of("organisations", body.key)])
    assert [(it.asker, it.asked) for it in without.requests] == [(None, "các chi bộ")]
    assert PLAIN.event.host == body.name
    assert without.event is not None
    assert without.event.host is None


def test_what_a_curator_says_of_the_event_itself_comes_last() -> None:
    """Its host is theirs, whatever was said of the body."""
    key = next(key for kind, key, _ in FACTS if kind == "organisations")
    said = [
        _said_of("organisations", key),
        Correction(kind="event", key="event", by="user:1", at=NOW, changes=(("host", "Xã Đò"),)),
    ]
    event = corrected(PLAIN, TEXT, said).event
    assert event is not None
    assert event.host == "Xã Đò"
