"""The measure of people, bodies and places: what counts as found, as missed and as neither."""

from __future__ import annotations

from tests.benchmarks.fact_scores import compare
from tests.benchmarks.fact_scores_people import posts_of, roles_of, same_person, same_place


def test_a_person_is_found_with_exactly_the_posts() -> None:
    """Abbreviations and listed spellings agree; one post too many or too few does not."""
    gold = {
        "name": "Lê Thị Mẫu",
        "posts": ["Chủ tịch UBND xã", ["Bí thư Hà Mẫu", "Bí thư Thành ủy Hà Mẫu"]],
        "optional_posts": ["ĐBQH"],
    }
    whole = ("Chủ tịch Ủy ban nhân dân xã", "Bí thư Thành ủy Hà Mẫu")
    assert same_person(gold, {"name": "Lê Thị Mẫu", "posts": whole})
    assert same_person(gold, {"name": "Lê Thị Mẫu", "posts": (*whole, "ĐBQH")})
    assert not same_person(gold, {"name": "Lê Thị Mẫu", "posts": whole[:1]})
    assert not same_person(gold, {"name": "Lê Thị Mẫu", "posts": (*whole, "Giám đốc")})
    assert not same_person(gold, {"name": "Lê Văn Mẫu", "posts": whole})


def test_what_is_optional_is_neither_missed_nor_false() -> None:
    """Found or not, it changes no figure."""
    gold = [{"name": "Sở Y tế"}, {"name": "Đảng ủy", "optional": True}]
    for found in ([{"name": "Sở Y tế"}], [{"name": "Sở Y tế"}, {"name": "Đảng ủy"}]):
        tally = compare("organisations", gold, found)
        assert (tally.matched, tally.missed, tally.false) == (1, (), ())


def test_what_is_found_twice_or_elsewhere_is_false() -> None:
    """Each gold record is matched once."""
    tally = compare("organisations", [{"name": "Sở Y tế"}], [{"name": "Sở Y tế"}] * 2)
    assert (tally.matched, len(tally.missed), len(tally.false)) == (1, 0, 1)
    tally = compare("organisations", [{"name": "Sở Y tế"}], [{"name": "Sở Nội vụ"}])
    assert (tally.matched, len(tally.missed), len(tally.false)) == (0, 1, 1)


def test_posts_are_counted_with_their_holder() -> None:
    """The same post of another person is another fact."""
    gold = posts_of([{"name": "Lê Thị Mẫu", "posts": ["Giám đốc"]}])
    other = posts_of([{"name": "Vũ Ba", "posts": ("Giám đốc",)}])
    assert compare("posts", gold, gold).matched == 1
    assert compare("posts", gold, other).matched == 0


def test_parts_and_changes_are_counted_with_their_holder() -> None:
    """A part of another person, or another part, is missed and false."""
    found = roles_of([{"name": "Lê Thị Mẫu", "roles": ("chair",), "change": "appointed"}])
    gold = [{"who": "Lê Thị Mẫu", "role": "chair"}, {"who": "Vũ Ba", "role": "appointed"}]
    tally = compare("roles", gold, found)
    assert (tally.matched, len(tally.missed), len(tally.false)) == (1, 1, 1)


def test_provinces_agree_by_any_name() -> None:
    """`TP.HCM` is `TP Hồ Chí Minh`; a commune is not a district of its name."""
    assert same_place({"name": "TP.HCM"}, "TP Hồ Chí Minh")
    assert same_place({"name": "TX Sông Mẫu"}, "thị xã Sông Mẫu")
    assert not same_place({"name": "xã Sông Mẫu"}, "huyện Sông Mẫu")
