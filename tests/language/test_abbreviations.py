"""Abbreviations of public life, read both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.abbreviations import abbreviations, abbreviations_of, expand


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
        ("BTV Huyện ủy", "Ban Thường vụ Huyện ủy"),
        ("UVBTV", "Ủy viên Ban Thường vụ"),
        ("XUBNDX", "XUBNDX"),
    ],
)
def test_whole_abbreviations_are_written_out(short: str, words: str) -> None:
    """An abbreviation is read where it is a word of its own, and only there."""
    assert expand(short) == words


@given(st.sampled_from(sorted(abbreviations())))
def test_every_abbreviation_is_found_from_its_words(short: str) -> None:
    """What an abbreviation stands for leads back to it, in any case and without marks."""
    words = abbreviations()[short]
    assert short in abbreviations_of(words)
    assert short in abbreviations_of(words.upper())


def test_other_words_have_no_abbreviation() -> None:
    """Nothing is invented for words that nobody abbreviates."""
    assert abbreviations_of("hội nghị sơ kết") == ()
