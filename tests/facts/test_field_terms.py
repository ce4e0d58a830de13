"""What the fields of a query mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.field_terms import FieldTerms, body_slug, field_terms
from bot.facts.look_up import with_terms
from bot.language.bare import without_marks
from bot.messages.catalog import Catalog
from bot.search.fields import Field, Meaning
from storage.open import open_store
from tests.facts.test_extract import ARTICLE

KNOWN = {"who:tran-thi-mau", "org:uy-ban-nhan-dan-tinh", "org:dang-uy-khoi"}
FIELDS = FieldTerms(KNOWN.__contains__, {"party": ("Xây dựng Đảng", "Party building")})


def read(field: Field, value: str) -> Meaning:
    """What the value means; it means something, typed either way."""
    found = FIELDS.meaning(field, value)
    bare = FIELDS.meaning(field, without_marks(value))
    assert found is not None
    assert bare is not None
    assert (found.end, found.terms) == (bare.end, bare.terms)
    return found


@pytest.mark.parametrize(
    ("value", "said", "terms"),
    [
        ("HCM", "HCM", ("in:tp-ho-chi-minh",)),
        ("Sài Gòn kẹt xe", "Sài Gòn", ("in:tp-ho-chi-minh",)),
        ("Quảng Trị", "Quảng Trị", ("in:quang-tri",)),
        ("Quảng Bình lũ", "Quảng Bình", ("in:quang-binh", "now:quang-tri")),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu", ("in:ba-ria-vung-tau", "now:tp-ho-chi-minh")),
    ],
)
def test_provinces(value: str, said: str, terms: tuple[str, ...]) -> None:
    """Any accepted name; a former one is found by itself and by the province of today."""
    found = read(Field.PROVINCE, value)
    assert value[: found.end] == said
    assert found.terms == terms


def test_people_and_bodies_reach_as_far_as_they_are_known() -> None:
    """The longest beginning that is somebody's name; an honorific in front is none of it."""
    person = read(Field.PERSON, "đồng chí Trần Thị Mẫu nói gì")
    assert person.terms == ("who:tran-thi-mau",)
    assert person.phrase == "Trần Thị Mẫu"
    assert person.certain
    body = read(Field.BODY, "UBND tỉnh họp")
    assert body.terms == ("org:uy-ban-nhan-dan-tinh",)
    assert "UBND tỉnh họp"[: body.end] == "UBND tỉnh"
    unknown = read(Field.PERSON, "Lê Văn Lạ")
    assert (unknown.phrase, unknown.certain) == ("Lê Văn Lạ", False)


def test_abbreviated_bodies_have_one_slug() -> None:
    """Written out or not, with or without diacritics and capitals."""
    assert body_slug("UBND tỉnh") == body_slug("ubnd tinh") == "uy-ban-nhan-dan-tinh"
    assert body_slug("Ủy ban nhân dân tỉnh") == "uy-ban-nhan-dan-tinh"


def test_topics_events_documents_periods() -> None:
    """Names of topics in every language, kinds of events, numbers, whole months."""
    assert read(Field.TOPIC, "xây dựng Đảng quý III").terms == ("topic:party",)
    assert read(Field.TOPIC, "party building").terms == ("topic:party",)
    assert read(Field.TOPIC, "party").terms == ("topic:party",)
    assert read(Field.EVENT, "giao ban quý III").terms == ("event:giao-ban",)
    assert read(Field.EVENT, "hội nghị sơ kết").terms == ("event:so-ket",)
    assert read(Field.DOCUMENT, "12/NQ-HĐND đầu tư").end == len("12/NQ-HĐND")
    terms = FIELDS.period_terms(dt.date(2023, 9, 1), dt.date(2023, 9, 30))
    assert terms == ("period:2023-09", "coming:2023-09")
    assert FIELDS.period_terms(dt.date(2023, 9, 2), dt.date(2023, 9, 30)) == ()


@pytest.mark.parametrize("field", [Field.PROVINCE, Field.TOPIC, Field.EVENT])
def test_what_means_nothing(field: Field) -> None:
    """A name that no table has is no value."""
    assert FIELDS.meaning(field, "nơi nào đó") is None


@given(st.sampled_from(list(Field)), st.text(max_size=60))
def test_any_value(field: Field, value: str) -> None:
    """Nothing raises, and what is understood lies in the value."""
    found = FIELDS.meaning(field, value)
    assert found is None or 0 < found.end <= len(value)
    assert found is None or found.terms or found.phrase


def test_over_a_store() -> None:
    """Who is known is what the stored articles name; topics are called as the bot calls them."""
    store = open_store("memory:")
    store.put_articles([with_terms(ARTICLE)])
    fields = field_terms(store, Catalog.load())
    known = fields.meaning(Field.PERSON, "Trần Thị Mẫu phát biểu")
    assert known is not None
    assert known.certain
    topic = fields.meaning(Field.TOPIC, "nông nghiệp – môi trường")
    assert topic is not None
    assert topic.terms == ("topic:land",)
