"""Districts of before July 2025: by name, by rank, and where a name is several districts'."""

from __future__ import annotations

import pytest

from bot.language.districts import district_province, districts
from bot.language.provinces import all_provinces


@pytest.mark.parametrize(
    ("rank", "name", "province"),
    [
        ("huyện", "Lý Nhân", "Ninh Bình"),
        ("thành phố", "Hội An", "Đà Nẵng"),
        ("quận", "Hoàng Mai", "Hà Nội"),
        ("thị xã", "Hoàng Mai", "Nghệ An"),
        ("huyện", "Châu Thành", None),
        ("huyện", "Sông Mẫu", None),
        ("huyện", "Thuỷ Nguyên", "Hải Phòng"),
    ],
)
def test_the_province_of_today_follows_from_rank_and_name(
    rank: str, name: str, province: str | None
) -> None:
    """A rank tells districts of one name apart; where it cannot, nothing is guessed."""
    assert district_province(rank, name) == province


def test_every_district_lies_in_a_province_of_today() -> None:
    """The table's provinces of then are all known, and all of today's have districts."""
    names = [it.name for it in all_provinces()]
    assert {it.province for it in districts("Châu Thành")} <= set(names)
    assert len(districts("châu thành")) > 5
    assert districts("Mẫu") == ()
