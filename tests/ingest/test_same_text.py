"""Which lines say the same as another text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.same_text import SameText
from storage.text import fold

_LETTERS = st.text(alphabet="abcdđeêệơợtnăắ .,ĐỆA ", max_size=40)


@given(_LETTERS, _LETTERS)
def test_lines_are_the_same_when_their_folded_forms_are(one: str, other: str) -> None:
    """The short cut by length never changes the answer for composed Vietnamese."""
    one, other = unicodedata.normalize("NFC", one), unicodedata.normalize("NFC", other)
    assert SameText(one).is_said_by(other) == (fold(one) == fold(other))
    assert SameText(one).is_said_by(one.upper())


def test_a_part_repeats_a_text_when_it_is_long_enough() -> None:
    """Words of the text count from so many on, others never."""
    sapo = "Sáng nay, xã Thử họp bàn việc nạo vét kênh mương cho vụ tới"
    same = SameText(sapo)
    assert same.repeats("xa thu hop ban viec nao vet kenh muong", least=9)
    assert not same.repeats("xã Thử họp bàn", least=9)
    assert not same.repeats("xã Thử họp bàn việc sửa cầu cho dân đi lại", least=9)
    assert same.repeats(sapo.upper(), least=99)
    assert not same.repeats(f"{sapo}, và bàn thêm nhiều việc khác nữa", least=9)
