"""What a subscriber's filters let through."""

from __future__ import annotations

from typing import Any

import pytest

from bot.digest.fitting import Facets, fits
from storage.models import Preferences
from tests.digest.factory import article

NEWS = article(
    1,
    title="Huyện ủy giao ban công tác xây dựng Đảng",
    lead="Sáng nay, huyện họp.",
    paragraphs=("Đồng lúa (giống mới) đã gặt xong.", "Bão số 9 tan."),
    province="Quảng Bình",
    section="Xây dựng Đảng",
    terms=("in:quang-binh", "in:quang-tri", "in:gia-lai"),
    source="bao-gia-dinh",
)


@pytest.mark.parametrize(
    ("wishes", "let_through"),
    [
        ({"topics": ("party",)}, True),
        ({"topics": ("health", "economy")}, False),
        ({"provinces": ("quang-tri",)}, True),  # which Quảng Bình is now part of
        ({"provinces": ("quang-binh",)}, True),
        ({"provinces": ("gia-lai",)}, True),
        ({"provinces": ("ha-noi",)}, False),
        ({"provinces": ("binh-dinh",)}, False),  # merged into Gia Lai, but it is not this
        ({"sources": ("bao-gia-dinh",)}, True),
        ({"sources": ("bao-khac",)}, False),
        ({"words": ("GIAO BAN",)}, True),
        ({"words": ("dong lua",)}, True),
        ({"words": ("bầu cử", "bao so 9")}, True),
        ({"words": ("lúa giống",)}, True),
        ({"words": ("giao b",)}, False),  # whole syllables
        ({"words": ("gặt xong bão",)}, False),  # not from one paragraph into the next
        ({"words": (".*",)}, False),  # no pattern that finds everything
        ({"words": ("giao.*ban",)}, True),  # a dot is no pattern, it only parts syllables
        ({"words": ("gia[ơo] ban",)}, False),
        ({"excluded_words": ("cầu treo",)}, True),
        ({"excluded_words": ("giao ban",)}, False),
        ({"words": ("giao ban",), "excluded_words": ("bão số 9",)}, False),
        ({"topics": ("party",), "sources": ("bao-khac",)}, False),
    ],
)
def test_filters(wishes: dict[str, Any], let_through: bool) -> None:
    """One of each kind that is set, and none of what is excluded; words literally, folded."""
    fit = fits(Preferences(**wishes))
    assert fit is not None
    assert fit(Facets(NEWS)) is let_through


def test_without_filters_nothing_is_looked_at() -> None:
    """The defaults are no filter at all, whatever else is chosen."""
    assert fits(Preferences(length="short", frequency="daily", empty="skip")) is None
