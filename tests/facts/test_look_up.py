"""Look-up terms of an article: what it is about, as keys."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts import look_up
from bot.facts.document_terms import asked_terms, cited_term, document_terms
from bot.facts.extract import extract_afresh
from bot.facts.look_up import MOST, current_term, keep_terms, look_up_terms, with_terms
from bot.facts.periods import period_key
from bot.facts.record import DocumentCited
from bot.facts.rules_version import rules_version
from tests.facts.test_extract import ARTICLE


def terms_of(*paragraphs: str, **changes: object) -> tuple[str, ...]:
    """Terms of an article with these paragraphs."""
    article = msgspec.structs.replace(ARTICLE, lead=None, paragraphs=paragraphs, **changes)
    return look_up_terms(article, extract_afresh(article))


def test_terms_of_a_report() -> None:
    """Event, body, person, document in each of its forms, period and topic are all there."""
    found = with_terms(ARTICLE).terms
    assert {
        "event:giao-ban",
        "org:huyen-uy-phuoc-son",
        "who:tran-thi-mau",
        "doc:chi-thi/71",
        "doc:chi-thi/71/tw",
        "cited:chi-thi/71/tw",
        "period:2023-Q3",
        "topic:party",
        current_term(),
    } <= set(found)
    assert "cited:chi-thi/71" not in found


def test_a_province_is_kept_under_its_old_and_its_new_name() -> None:
    """A former province by the name used and that of today; the source's counts as well."""
    found = terms_of("UBND tỉnh Quảng Bình họp phiên thường kỳ.", province="Bình Dương")
    assert {"in:quang-binh", "in:quang-tri", "in:binh-duong", "in:tp-ho-chi-minh"} <= set(found)
    assert "in:quang-tri" not in terms_of("Huyện họp phiên thường kỳ.")


def test_what_is_to_come_is_kept_by_its_month() -> None:
    """A coming day and a deadline count; a day that is over does not."""
    found = terms_of(
        "Hội nghị diễn ra sáng 20/9/2023.",
        "Đại hội sẽ khai mạc ngày 15/11/2023. Hạn nộp hồ sơ: ngày 5/12/2023.",
    )
    coming = [term for term in found if term.startswith("coming:")]
    assert coming == ["coming:2023-11", "coming:2023-12"]


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ((2023, 7, 1), (2023, 9, 30), "2023-Q3"),
        ((2023, 9, 1), (2023, 9, 30), "2023-09"),
        ((2023, 1, 1), (2023, 6, 30), "2023-H1"),
        ((2023, 7, 1), (2023, 12, 31), "2023-H2"),
        ((2023, 1, 1), (2023, 9, 30), "2023-9M"),
        ((2023, 1, 1), (2023, 12, 31), "2023"),
        ((2020, 1, 1), (2025, 12, 31), "2020..2025"),
        ((2022, 8, 1), (2023, 5, 31), "2022-08..2023-05"),
        ((2023, 11, 1), (2023, 12, 31), "2023-11..2023-12"),
        ((2024, 2, 1), (2024, 2, 29), "2024-02"),
        ((2023, 9, 25), (2023, 10, 1), None),
        ((2024, 2, 1), (2024, 2, 28), None),
        ((2023, 9, 1), (2023, 8, 31), None),
    ],
)
def test_periods(first: tuple[int, int, int], last: tuple[int, int, int], key: str | None) -> None:
    """Whole months have one key, whatever they are called; other days have none."""
    assert period_key(dt.date(*first), dt.date(*last)) == key


def test_open_periods_have_no_key() -> None:
    """What the text does not resolve is no period."""
    assert period_key(None, dt.date(2023, 9, 30)) is None
    assert period_key(dt.date(2023, 9, 1), None) is None


_ADDED = ("tw", "kxii", "2014")
_PARTS = st.sets(st.sampled_from(_ADDED)).map(lambda some: [it for it in _ADDED if it in some])


@given(_PARTS, _PARTS)
def test_forms_of_a_document_meet(stated: list[str], asked: list[str]) -> None:
    """Who asks finds the forms that state all that was asked, and those that state only a part."""
    kept = DocumentCited(
        start=0, end=1, sentence=(0, 1), key="/".join(("nghi-quyet", "35", *stated)), type=""
    )
    terms = {cited_term(kept.key), *document_terms(kept)}
    meets = not terms.isdisjoint(asked_terms("/".join(("nghi-quyet", "35", *asked))))
    assert meets == (set(stated) <= set(asked) or set(asked) <= set(stated))


def test_another_document_is_not_met() -> None:
    """What is of another level or another number is another document."""
    kept = DocumentCited(start=0, end=1, sentence=(0, 1), key="chi-thi/5/ubnd", type="")
    terms = {cited_term(kept.key), *document_terms(kept)}
    assert terms.isdisjoint(asked_terms("chi-thi/5/tw"))
    assert terms.isdisjoint(asked_terms("chi-thi/50"))
    assert not terms.isdisjoint(asked_terms("chi-thi/5"))


@given(st.lists(st.text(max_size=60), max_size=4))
def test_terms_are_sorted_short_and_plain(lines: list[str]) -> None:
    """Whatever the text: sorted, each once, bounded, printable ASCII without spaces."""
    found = terms_of(*lines)
    assert list(found) == sorted(set(found))
    assert len(found) <= MOST
    assert all(term.isascii() and term.isprintable() and " " not in term for term in found)


def test_a_list_of_names_stays_bounded() -> None:
    """Many documents make no endless list, and the topic is kept before them."""
    found = terms_of(*(f"Căn cứ Nghị quyết số {n}/NQ-HĐND." for n in range(1, 700)))
    assert len(found) == MOST
    assert current_term() in found
    assert any(term.startswith("topic:") for term in found)


def test_terms_are_worked_out_again_only_for_what_they_follow_from() -> None:
    """A new count of views keeps them; another text, day or province does not."""
    kept = with_terms(ARTICLE)
    marked = msgspec.structs.replace(kept, terms=("kept",))
    assert keep_terms(msgspec.structs.replace(marked, views=7), marked).terms == ("kept",)
    for changes in (
        {"title": "Khác"},
        {"published": None},
        {"province": "Huế"},
        {"captions": ("Ông Lò Văn Thử phát biểu.",)},
    ):
        assert keep_terms(msgspec.structs.replace(marked, **changes), marked).terms != ("kept",)
    older = msgspec.structs.replace(marked, terms_version=rules_version() - 1)
    assert keep_terms(older, older).terms == kept.terms
    assert keep_terms(ARTICLE, None).terms == kept.terms


def test_a_defect_in_a_rule_loses_no_article() -> None:
    """The article is kept without terms, and is not tried again until the rules change."""
    with patch.object(look_up, "extract_afresh", side_effect=ValueError("a defect")):
        kept = with_terms(ARTICLE)
    assert kept.terms == (current_term(),)
    assert kept.terms_version == rules_version()
    assert msgspec.structs.replace(kept, terms=(), terms_version=0) == ARTICLE
