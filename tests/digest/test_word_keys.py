"""Words as numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.rarity import RAREST, rarities
from bot.digest.word_keys import keys_of, pair_keys, rarity_of, words_of


def test_words_that_fold_alike_have_one_key() -> None:
    """Case, diacritics and the stroke of đ make no difference; another syllable does."""
    one, two, three = keys_of(["Đường", "duong", "dưỡng"])
    assert one == two == three
    assert keys_of(["an"]) != keys_of(["ăng"])


def test_a_key_is_the_same_in_every_process() -> None:
    """What is worked out today equals what another process works out."""
    assert keys_of(["hoa"]).tolist() == [3200202925260107484]


def test_the_table_of_rarity_is_kept_by_keys() -> None:
    """Each syllable and pair of the table has a key of its own and its rarity; others none."""
    known = rarities()
    firsts = keys_of(it.partition(" ")[0] for it in known)
    lasts = keys_of(it.rpartition(" ")[2] for it in known)
    paired = np.array([" " in it for it in known])
    keys = np.where(paired, pair_keys(firsts, lasts), firsts)
    assert len(set(keys.tolist())) == len(known)
    assert rarity_of(keys).tolist() == list(known.values())
    assert rarity_of(keys_of(["xyzzyq"])).tolist() == [RAREST]


def test_the_order_of_a_pair_matters() -> None:
    """`ha noi` is not `noi ha`."""
    one, two = keys_of(["ha"]), keys_of(["noi"])
    assert pair_keys(one, two) != pair_keys(two, one)


def test_words_know_their_line_and_neighbours() -> None:
    """Signs stand between words, breaks between lines; blanks do neither."""
    words = words_of("Xã Hạ  Vân, 12 hộ\nÔng Tưởng", 99)
    assert words.keys.tolist() == keys_of(["xa", "ha", "van", "12", "ho", "ong", "tuong"]).tolist()
    assert words.line.tolist() == [0, 0, 0, 0, 0, 1, 1]
    assert words.joined.tolist() == [True, True, False, True, False, True, False]
    assert words.capital.tolist() == [True, True, True, False, False, True, True]
    assert words.digit.tolist() == [False, False, False, True, False, False, False]


@given(st.text(max_size=60), st.integers(0, 9))
def test_any_text_is_read_to_a_bound(text: str, most: int) -> None:
    """At most so many words, all arrays of one length."""
    words = words_of(text, most)
    assert len({len(it) for it in words}) == 1
    assert len(words.keys) <= most
