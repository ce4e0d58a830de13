"""Documents as people type them into a search."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.asked_documents import AskedDocument, asked_document, find_asked_documents
from bot.facts.extract import extract_afresh
from bot.facts.look_up import look_up_terms
from bot.language.bare import without_marks
from tests.facts.growth import is_linear
from tests.facts.test_extract import ARTICLE

TYPED = [
    ("chỉ thị 05-CT/TW", "doc:chi-thi/5/tw"),
    ("chi thi so 05-ct/tw", "doc:chi-thi/5/tw"),
    ("05-CT/TW", "doc:chi-thi/5/tw"),
    ("12/NQ-HĐND", "doc:nghi-quyet/12/hdnd"),
    ("nghị quyết 35 khóa 12", "doc:nghi-quyet/35/kxii"),
    ("nghị quyết số 35 của Bộ Chính trị (khóa XII)", "doc:nghi-quyet/35/tw/kxii"),
    ("nghị định 43/2014/NĐ-CP", "doc:nghi-dinh/43/cp/2014"),
    ("43/2014/nđ-cp", "doc:nghi-dinh/43/cp/2014"),
    ("nghị quyết Trung ương 4 khóa XII", "doc:nghi-quyet/hoi-nghi/4/kxii"),
    ("nghị quyết đại hội XIII của Đảng", "doc:nghi-quyet/dai-hoi/kxiii"),
    ("kết luận 21-KL/TW", "doc:ket-luan/21/tw"),
    ("chỉ thị 05", "doc:chi-thi/5"),
    ("nghị quyết 18 năm 2017", "doc:nghi-quyet/18/2017"),
]


@pytest.mark.parametrize(("typed", "term"), TYPED)
def test_a_number_names_its_document(typed: str, term: str) -> None:
    """Kind and number, or a number with its letters, in any case, with or without diacritics."""
    for text in (typed, without_marks(typed), typed.upper(), without_marks(typed).lower()):
        (found,) = find_asked_documents(f"thực hiện {text}, huyện")
        assert term in found.terms
        assert found.start == len("thực hiện ")


def test_letters_that_may_be_of_two_kinds_mean_both() -> None:
    """QĐ is a decision or a regulation."""
    (found,) = find_asked_documents("37-QĐ/TW")
    assert {"doc:quyet-dinh/37/tw", "doc:quy-dinh/37/tw"} <= set(found.terms)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 26/9/2023",
        "quý III/2023",
        "quyết định 5 nhiệm vụ",
        "kế hoạch 2023",
        "Covid-19",
        "24/7",
        "đại hội XIII",
        "trung ương 4",
        "35",
        "nghị quyết",
    ],
)
def test_what_names_no_document(text: str) -> None:
    """Days, counts and bare numbers are no documents in plain words."""
    assert list(find_asked_documents(text)) == []


def test_a_field_takes_bare_numbers_and_laws() -> None:
    """In `văn bản:` a number is of any kind, and a law is known by its name."""
    number = asked_document("35 về chuyển đổi số")
    assert number is not None
    assert {"doc:nghi-quyet/35", "doc:chi-thi/35"} <= set(number.terms)
    assert number.end == 2
    for text in ("Luật Đất đai 2024", "luat dat dai 2024"):
        law = asked_document(text)
        assert law == AskedDocument(0, len(text), ("doc:luat/dat-dai/2024", "cited:luat/dat-dai"))
    assert asked_document("chuyển đổi số") is None


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Nghị quyết số 35 của Bộ Chính trị (khóa XII)", "nghi quyet 35"),
        ("Nghị quyết số 35-NQ/TW", "nghị quyết 35"),
        ("Nghị quyết số 35 của Bộ Chính trị (khóa XII)", "35-NQ/TW"),
        ("Chỉ thị 05", "chỉ thị 05-CT/TW"),
        ("Nghị quyết số 12/NQ-HĐND", "12/nq-hdnd"),
        ("Nghị quyết Trung ương 4, khóa XII", "nghị quyết hội nghị trung ương 4 khoá 12"),
    ],
)
def test_question_and_article_meet(written: str, typed: str) -> None:
    """All written forms of one document are met by all typed ones."""
    article = msgspec.structs.replace(ARTICLE, paragraphs=(f"Huyện sơ kết {written}.",))
    terms = look_up_terms(article, extract_afresh(article))
    (found,) = find_asked_documents(typed)
    assert not set(found.terms).isdisjoint(terms)


@given(st.lists(st.sampled_from([text for text, _ in TYPED]) | st.text(max_size=10), max_size=5))
def test_any_text(pieces: list[str]) -> None:
    """Nothing raises; spans lie in the text and name something."""
    text = without_marks(" ".join(pieces))
    for found in find_asked_documents(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.terms
    whole = asked_document(text)
    assert whole is None or 0 < whole.end <= len(text)


@pytest.mark.parametrize("token", ["nghị quyết ", "chỉ thị 05-CT/TW ", "12/", "số 1-a/", "khóa x "])
def test_hostile_text_costs_linear_time(token: str) -> None:
    """A long run of one token costs no more than its length."""
    assert is_linear(lambda text: list(find_asked_documents(text.text[:8_000])), token)
