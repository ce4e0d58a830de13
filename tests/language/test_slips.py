"""One typing slip, and the provinces that are meant in spite of one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.language.near_provinces import near_province_name
from bot.language.provinces import all_provinces, province_name
from bot.language.slips import LEAST, one_slip

LETTERS = "abcdeghi"
WORDS = st.text(LETTERS, min_size=LEAST + 1, max_size=12)


@given(WORDS, st.integers(0, 11), st.sampled_from(LETTERS))
def test_every_single_edit_is_a_slip(word: str, at: int, letter: str) -> None:
    """A letter more, less, other or two swapped, in either direction; the word itself is none."""
    at %= len(word)
    edits = {
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    } - {word}
    for edit in edits:
        assert one_slip(edit, word)
        assert one_slip(word, edit)
    assert not one_slip(word, word)


@given(WORDS, WORDS)
def test_what_differs_in_two_places_is_no_slip(one: str, other: str) -> None:
    """Texts whose lengths differ by two, or with three letters of their own, are apart."""
    assume(abs(len(one) - len(other)) > 1 or len(set(one) ^ set(other)) > 2)
    assert not one_slip(one, other)


def test_short_words_have_no_slips() -> None:
    """`lam` for `nam` is another word."""
    assert not one_slip("lam", "nam")
    assert not one_slip("hue", "huee")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghe anh", "Nghệ An"),
        ("quang nm", "Quảng Nam"),
        ("Hà Noii", "Hà Nội"),
        ("bắc giagn", "Bắc Giang"),
        ("ho chi min", "TP Hồ Chí Minh"),
        ("nghe an", None),
        ("hue", None),
        ("dong", None),
        ("", None),
        ("đại hội", None),
    ],
)
def test_a_province_with_one_slip_is_meant(typed: str, meant: str | None) -> None:
    """The one name that is near; a name as it stands is no slip, and short ones have none."""
    assert near_province_name(typed) == meant


@given(st.sampled_from([name for it in all_provinces() for name in it.former]), st.data())
def test_no_slip_leads_to_a_province_that_is_as_near_as_another(
    name: str, data: st.DataObject
) -> None:
    """Whatever letter is lost: a province is told, and none where one was typed whole."""
    at = data.draw(st.integers(0, len(name) - 1))
    typed = name[:at] + name[at + 1 :]
    found = near_province_name(typed)
    assert found is None or (province_name(found) == found and province_name(typed) is None)
