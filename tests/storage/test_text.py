"""Folding and exact keys, over all Vietnamese letters, all forms and any text."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.text import MAX_SYLLABLE, exact_key, fold, folded_words, nfc, syllables, tokens

BASES = "a ă â e ê i o ô ơ u ư y".split()  # noqa: SIM905 - a table to be read
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = [nfc(base + tone) for base, tone in itertools.product(BASES, TONES)] + ["đ"]


@pytest.mark.parametrize("letter", LETTERS + [letter.upper() for letter in LETTERS])
def test_every_vietnamese_letter_folds_to_ascii(letter: str) -> None:
    """All 146 letters with a mark or a stroke lose it, precomposed or combining."""
    for form in ("NFC", "NFD"):
        folded = fold(unicodedata.normalize(form, letter))
        assert len(folded) == 1
        assert folded in "aeiouyd"


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hoà"), ("ủy", "uỷ"), ("thủy", "thuỷ"), ("ĐẢNG", "đảng"), ("quý", "QUÝ")],
)
def test_the_same_word_has_one_exact_key(one: str, other: str) -> None:
    """Where the tone mark is typed, case and composition make no difference."""
    keys = {
        exact_key(unicodedata.normalize(form, word))
        for form in ("NFC", "NFD")
        for word in (one, other)
    }
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("bão", "báo"), ("bao", "báo"), ("hoa", "hóa"), ("dân", "đan"), ("ô", "ơ")]
)
def test_different_words_have_different_exact_keys(one: str, other: str) -> None:
    """Letters and tones tell words apart."""
    assert exact_key(one) != exact_key(other)


def test_tokens_are_syllables_and_numbers_with_their_places() -> None:
    """Punctuation separates; offsets lead back into the NFC text."""
    text = unicodedata.normalize("NFD", "Nghị quyết 35-NQ/TW, “ngày” 1.8!")
    found = tokens(text)
    assert [token.folded for token in found] == "nghi quyet 35 nq tw ngay 1 8".split()  # noqa: SIM905 - a sentence
    assert [nfc(text)[token.start : token.end] for token in found][:2] == ["Nghị", "quyết"]


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    """Folding what is folded changes nothing, whatever the text."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.sampled_from([*LETTERS, "b", "n", " ", "-", "7"])))
def test_form_and_case_do_not_matter(text: str) -> None:
    """NFC, NFD, upper and lower case of a Vietnamese text have the same keys."""
    expected = syllables(text)
    for form in ("NFC", "NFD", "NFKC"):
        assert syllables(unicodedata.normalize(form, text)) == expected
    assert syllables(text.upper()) == expected


@given(st.text())
def test_syllables_are_the_keys_of_tokens(text: str) -> None:
    """The fast way and the way with offsets agree, but for runs beyond any syllable's length."""
    found = tokens(text)
    assert [token.folded for token in found] == folded_words(text)
    if all(len(token.exact) <= MAX_SYLLABLE for token in found):
        assert [(token.folded, token.exact) for token in found] == syllables(text)


@given(st.text())
def test_offsets_are_in_order_and_inside(text: str) -> None:
    """Tokens neither overlap nor leave the text."""
    ends = [0]
    for token in tokens(text):
        assert ends[-1] <= token.start < token.end <= len(nfc(text))
        ends.append(token.end)


def test_a_run_of_letters_of_any_length_is_a_term() -> None:
    """A megabyte without a space is compared by its beginning."""
    (found,) = syllables("á" * 1_000_000)
    assert len(found.folded) <= MAX_SYLLABLE
