"""Which articles tell of one event. Places, people and bodies are made up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.calendar import DEFAULT_ZONE
from bot.digest.likeness import Likeness
from bot.digest.linkage import linked
from bot.digest.pairing import MOST_SHARING, candidates
from bot.digest.profile import READ, Profile, profile
from bot.digest.rarity import RAREST, rarities
from bot.digest.resemblance import (
    FEATURES,
    Resemblance,
    features,
    likely,
    log_odds,
    resemblance,
    shift,
)
from bot.digest.stories import group_stories
from bot.digest.story import Story
from storage.models import Article
from storage.text import folded_words
from tests.digest.factory import NOW, article

DAY = timedelta(days=1)

BRIEFING = (
    "Tỉnh ủy {place} giao ban công tác xây dựng Đảng quý III",
    "Tỉnh ủy {place} tổ chức giao ban công tác xây dựng Đảng quý III, nhiệm vụ quý IV.",
    "Đồng chí {chair}, Phó Bí thư Thường trực Tỉnh ủy {place}, chủ trì hội nghị giao ban.",
    "Toàn tỉnh {place} kết nạp {number} đảng viên mới, đạt {share}% kế hoạch năm.",
)


def story_of(number: int | str, lines: Sequence[str], days: float = 0, **more: Any) -> Article:
    """An article with a title, a lead and paragraphs, so many days after `NOW`."""
    return article(
        number,
        title=lines[0],
        lead=lines[1],
        paragraphs=tuple(lines[2:]),
        first_seen=NOW + days * DAY,
        **more,
    )


def briefing(number: int | str, place: str, chair: str, members: int, share: int) -> Article:
    """A routine quarterly meeting in one province."""
    lines = [it.format(place=place, chair=chair, number=members, share=share) for it in BRIEFING]
    slug = "-".join(folded_words(place))
    return story_of(number, lines, terms=(f"in:{slug}", "event:giao-ban", "period:2023-Q3"))


BRIDGE = (
    "Khánh thành cầu Sông Mơ nối xã Thượng Vân với xã Hạ Vân",
    "Sáng 26/9, huyện Vân Mơ khánh thành cầu Sông Mơ dài 812 mét sau 26 tháng thi công.",
    "Cầu Sông Mơ có vốn 356 tỷ đồng, do Công ty Cầu đường Vân Sơn xây dựng.",
    "Ông Lò Văn Tưởng Tượng, Chủ tịch UBND huyện Vân Mơ, cắt băng khánh thành.",
)
BRIDGE_AGAIN = (
    "Xe tải lưu thông qua cầu Sông Mơ sau ngày khánh thành",
    "Sau hai ngày khánh thành, cầu Sông Mơ nối xã Thượng Vân với xã Hạ Vân đón 3.120 lượt xe.",
    "Ông Lò Văn Tưởng Tượng cho biết huyện Vân Mơ giới hạn tải trọng qua cầu Sông Mơ ở 18 tấn.",
    "Cầu Sông Mơ dài 812 mét do Công ty Cầu đường Vân Sơn xây dựng với vốn 356 tỷ đồng.",
)
FESTIVAL = (
    "Lễ hội đua thuyền hồ Mây Xanh thu hút 24 đội",
    "Lễ hội đua thuyền hồ Mây Xanh ở xã Mộng Hồ có 24 đội và 600 tay chèo tham gia.",
    "Ban tổ chức lễ hội đua thuyền hồ Mây Xanh trao giải cho đội Bến Mộng.",
)
FESTIVAL_NEXT = (
    "Lễ hội đua thuyền hồ Mây Xanh bế mạc, đội Bến Mộng vô địch",
    "Lễ hội đua thuyền hồ Mây Xanh ở xã Mộng Hồ bế mạc sau tám ngày với 24 đội và 600 tay chèo.",
    "Đội Bến Mộng vô địch lễ hội đua thuyền hồ Mây Xanh lần thứ hai.",
)


def week() -> list[Article]:
    """Two briefings in two provinces, a bridge with a follow-up, a festival."""
    return [
        briefing("g1", "Giả Sơn", "Đinh Thị Hư Cấu", 812, 87),
        briefing("g2", "Ảo Giang", "Hồ Văn Tưởng", 1204, 93),
        story_of("b1", BRIDGE),
        story_of("b2", BRIDGE_AGAIN, days=2, source="bao-van-mo"),
        story_of("f1", FESTIVAL, days=1),
    ]


def ids(stories: Sequence[Story]) -> set[frozenset[str]]:
    """The stories as sets of article ids."""
    return {frozenset(it.id for it in story.articles) for story in stories}


def grouped(articles: Sequence[Article], **more: Any) -> list[Story]:
    """As `group_stories`, in the zone of the tests."""
    return group_stories(articles, zone=DEFAULT_ZONE, **more)


def test_a_week_without_articles_has_no_stories() -> None:
    """Nothing in, nothing out."""
    assert grouped([]) == []


def test_events_of_one_kind_stay_apart_and_follow_ups_join() -> None:
    """The briefings of two provinces are two stories, a bridge and its follow-up are one."""
    assert ids(grouped(week())) == {
        frozenset({"ag1"}),
        frozenset({"ag2"}),
        frozenset({"ab1", "ab2"}),
        frozenset({"af1"}),
    }


def test_two_reports_of_one_briefing_are_one_story() -> None:
    """What keeps two provinces apart does not part two outlets' reports of one meeting."""
    one = briefing("g1", "Giả Sơn", "Đinh Thị Hư Cấu", 812, 87)
    two = article(
        "g3",
        title="Giao ban xây dựng Đảng quý III ở Giả Sơn: kết nạp 812 đảng viên",
        lead="Đồng chí Đinh Thị Hư Cấu chủ trì giao ban công tác xây dựng Đảng quý III của Tỉnh ủy "
        "Giả Sơn; toàn tỉnh kết nạp 812 đảng viên mới, đạt 87% kế hoạch.",
        source="bao-khac",
        terms=one.terms,
    )
    assert ids(grouped([one, two])) == {frozenset({"ag1", "ag3"})}


@given(st.permutations(range(5)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_articles_makes_no_difference(order: list[int]) -> None:
    """Any order gives equal stories in equal order."""
    articles = week()
    assert grouped([articles[at] for at in order]) == grouped(articles)


WORDS = st.sampled_from(["hội nghị", "Giả Sơn", "cầu Sông Mơ", "812", "đảng viên", "lễ hội"])
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 40)), max_size=9))
@settings(max_examples=60, deadline=None)
def test_every_article_is_in_exactly_one_story(texts: list[tuple[str, str, int]]) -> None:
    """Whatever the texts, empty ones and equal ones too; its span is that of its articles."""
    articles = [
        story_of(number, (title, lead), days=day) for number, (title, lead, day) in enumerate(texts)
    ]
    stories = grouped(articles)
    told = [it.id for story in stories for it in story.articles]
    assert sorted(told) == sorted(it.id for it in articles)
    for story in stories:
        days = [it.first_seen.astimezone(DEFAULT_ZONE).date() for it in story.articles]
        assert (story.first_day, story.last_day) == (min(days), max(days))


def test_unrelated_articles_change_no_story() -> None:
    """What is added leaves the stories that it has nothing to do with as they were."""
    before = grouped(week())
    other = story_of("x", ("Giá cà phê nhân xô giảm", "Thương lái thu mua cà phê chậm lại."))
    after = grouped([*week(), other])
    assert [story for story in after if story.main.id != "ax"] == before


def test_what_lies_too_far_apart_is_another_story() -> None:
    """Equal words three weeks later are not the same event."""
    late = resemblance().window + 1
    assert len(grouped([story_of("b1", BRIDGE), story_of("b2", BRIDGE, days=late)])) == 2


def test_a_story_knows_what_it_is_about() -> None:
    """Outlets with those of reposts, days, and terms by how many of its articles have them."""
    one = story_of("b1", BRIDGE, terms=("who:lo-van-tuong-tuong", "in:van-mo", "doc:nghi-quyet/5"))
    two = story_of(
        "b2", BRIDGE_AGAIN, days=2, source="bao-van-mo", terms=("in:van-mo", "org:cong-ty")
    )
    copy = story_of("c", BRIDGE, days=3, source="trang-chep")
    (story,) = grouped([two, one], copies={one.id: (copy,)})
    assert set(story.outlets) == {"bao-gia-dinh", "bao-van-mo", "trang-chep"}
    assert story.outlets[0] == story.main.source
    assert (story.last_day - story.first_day).days == 3
    assert story.provinces == ("van-mo",)
    assert story.people == ("lo-van-tuong-tuong",)
    assert story.organisations == ("cong-ty",)
    assert story.documents == ("nghi-quyet/5",)
    assert story.continues == 0


def test_other_provinces_and_periods_make_one_event_less_likely() -> None:
    """Look-up terms tell apart what the words alone do not."""
    one = briefing("g1", "Giả Sơn", "Đinh Thị Hư Cấu", 812, 87)
    same = profile(one)
    lines = [it.format(place="Ảo Giang", chair="Hồ Ảo", number=9, share=8) for it in BRIEFING]
    elsewhere = profile(story_of("g2", lines, terms=("in:ao-giang", "period:2023-Q3")))
    lines = [it.format(place="Giả Sơn", chair="Hồ Ảo", number=9, share=8) for it in BRIEFING]
    later = profile(story_of("g3", lines, terms=("in:gia-son", "period:2023-Q4")))
    plain = profile(story_of("g4", lines))
    table = resemblance()
    untold = msgspec.structs.replace(table, shifts={**table.shifts, "other_province": 0.0})
    assert odds(same, elsewhere, table) < odds(same, elsewhere, untold)
    assert odds(same, later, table) < odds(same, plain, table)


def odds(one: Profile, two: Profile, table: Resemblance) -> float:
    """Log-odds that two articles tell of one event."""
    return float(log_odds([one, two], np.array([[0, 1]]), table)[0])


def test_other_communes_make_one_event_less_likely() -> None:
    """The same congress in another commune is another one; that of the same commune is not."""
    lines = ("Đại hội Đảng bộ xã {} lần thứ I", "Đảng bộ xã {} tổ chức đại hội lần thứ I.")
    one, two, again = (
        profile(story_of(number, [it.format(name) for it in lines]))
        for number, name in enumerate(("Thượng Vân", "Hạ Mộng", "Thượng Vân"))
    )
    table = resemblance()
    untold = msgspec.structs.replace(table, shifts={**table.shifts, "other_unit": 0.0})
    assert odds(one, two, table) < odds(one, two, untold)
    assert odds(one, again, table) == odds(one, again, untold)


def test_one_commune_or_one_congress_makes_one_event_more_likely() -> None:
    """Both need to be told; a congress counts within its days only, and another speaks against."""
    lines = (
        ("Đại hội Đảng bộ tỉnh Giả Sơn bàn về cảng cá", "Sáng nay đại hội họp phiên thứ hai."),
        ("Phát triển đường thủy", "Đại hội đại biểu Đảng bộ tỉnh Giả Sơn thông qua nghị quyết."),
        ("Đại hội Đảng bộ tỉnh Vân Mơ bàn về cảng cá", "Sáng nay đại hội họp phiên thứ hai."),
        ("Xây bến cá mới", "Xã Hạ Vân xây bến cá mới dài 40 mét."),
        ("Đường mới", "Đường mới đi qua xã Hạ Vân."),
    )
    one, two, other, unit, same_unit = (
        profile(story_of(number, it)) for number, it in enumerate(lines)
    )
    later = profile(story_of("later", lines[1], days=5))
    table = resemblance()
    assert shift(one, two, table) == table.shifts["same_congress"] > 0
    assert shift(one, other, table) == table.shifts["other_congress"] < 0
    assert shift(one, later, table) < 0
    assert shift(unit, same_unit, table) == table.shifts["same_unit"] > 0
    assert shift(one, unit, table) == 0


def test_daily_reports_of_other_days_are_other_stories() -> None:
    """By the day that they state or were published on; reports of other kinds are not touched."""
    gold = ("Giá vàng Giả Sơn {}", "Giá vàng {} ở Giả Sơn.")
    one, other, silent, rice = (
        profile(story_of(number, [it.format(when) for it in lines]))
        for number, (lines, when) in enumerate(
            (
                (gold, "ngày 5/7"),
                (gold, "ngày 6/7"),
                (gold, "giảm"),
                (("Lúa Giả Sơn {}", "Lúa được giá {}."), "ngày 6/7"),
            )
        )
    )
    next_day = profile(story_of("next", [it.format("giảm") for it in gold], days=1))
    table = resemblance()
    assert shift(one, other, table) == table.shifts["other_report"] < 0
    assert shift(silent, next_day, table) == table.shifts["other_report"]
    assert shift(one, silent, table) == shift(one, rice, table) == 0


def test_a_round_up_is_less_likely_to_tell_of_one_event() -> None:
    """Whatever stands on the other side."""
    one, two = (
        profile(story_of(title, (title, "Cầu Sông Mơ thông xe.")))
        for title in ("Cầu Sông Mơ thông xe", "Điểm tin 17h: Cầu Sông Mơ thông xe")
    )
    table = resemblance()
    assert shift(one, two, table) == shift(two, one, table) == table.shifts["round_up"] < 0


def test_a_head_that_the_other_article_says_further_down_counts() -> None:
    """What one article begins with and the other says below makes the two more alike."""
    filler = " ".join(f"chữ{number}" for number in range(150))
    below, without = (
        profile(article(number, title="Việc khác", paragraphs=(filler, text)))
        for number, text in enumerate((f"{BRIDGE[0]}. {BRIDGE[1]}", "Không có gì thêm."))
    )
    one = profile(story_of("b", BRIDGE[:2]))
    pairs = np.array([[0, 1], [0, 2]])
    found = features([one, below, without], pairs)[:, FEATURES.index("head_said")]
    assert found[0] > 0.5 > found[1]


def test_days_that_are_stated_make_one_event_more_or_less_likely() -> None:
    """A day in common speaks for one event, far days speak against it."""
    one, same, later, silent = (
        profile(story_of(number, (BRIDGE[0], f"Huyện Vân Mơ khánh thành cầu Sông Mơ{when}.")))
        for number, when in enumerate((" sáng 26/9", " ngày 26-9", " ngày 2 tháng 11", ""))
    )
    table = resemblance()
    assert odds(one, same, table) > odds(one, silent, table) > odds(one, later, table)


def test_only_what_shares_something_rare_is_compared() -> None:
    """Candidates are pairs that share heads or names, not all pairs."""
    profiles = [profile(it) for it in week()]
    pairs = {(one, two) for one, two in candidates(profiles).tolist()}
    assert (2, 3) in pairs
    assert (2, 4) not in pairs
    assert likely(profiles, resemblance()).keys() <= pairs


def test_what_hundreds_share_does_not_make_them_compared() -> None:
    """The work does not grow with the square of how many carry one phrase."""
    said = "Bản quyền thuộc Báo Giả Định Điện Tử Vân Mơ"
    profiles = [
        profile(story_of(number, (f"M{number} n{number} k{number}", said)))
        for number in range(MOST_SHARING + 1)
    ]
    assert len(candidates(profiles)) == 0
    assert len(candidates(profiles[:-1])) == MOST_SHARING * (MOST_SHARING - 1) / 2


@given(st.permutations(range(5)), st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_articles_that_come_later_give_the_same_stories(order: list[int], known: int) -> None:
    """Grouping some and then all gives what grouping all at once gives, in any order."""
    articles = [week()[at] for at in order]
    likeness = Likeness()
    grouped(articles[:known], likeness=likeness)
    assert grouped(articles, likeness=likeness) == grouped(articles)
    assert likeness.between(articles) == Likeness().between(articles)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda it: it[0] < it[1]),
        st.floats(0.01, 1),
        max_size=20,
    ),
    st.floats(0.1, 0.9),
)
def test_groups_are_as_alike_as_they_must_be(
    alike: dict[tuple[int, int], float], threshold: float
) -> None:
    """Linkage parts all numbers, and no two groups that are left are alike enough to be joined."""
    groups = linked(8, alike, threshold)
    assert sorted(number for group in groups for number in group) == list(range(8))
    for at, one in enumerate(groups):
        for two in groups[:at]:
            total = math.fsum(alike.get((min(a, b), max(a, b)), 0.0) for a in one for b in two)
            assert total / (len(one) * len(two)) < threshold + 1e-9


def test_one_pair_must_be_more_alike_than_many() -> None:
    """Two articles alone are not joined by what joins a third to two."""
    assert linked(2, {(0, 1): 0.6}, 0.4, 0.4) == [[0], [1]]
    assert linked(3, {(0, 1): 0.9, (0, 2): 0.65, (1, 2): 0.65}, 0.4, 0.4) == [[0, 1, 2]]


def test_the_table_of_rarity_knows_common_and_rare() -> None:
    """Common syllables count little, and nothing counts more than what is not in the table."""
    assert rarities()["chu tich"] < 2.0
    assert 0 <= min(rarities().values()) < max(rarities().values()) < RAREST


@pytest.mark.parametrize("line", ["A " * 20_000, "an " * 20_000, "1 2 " * 10_000, "Ạ" * 40_000])
def test_hostile_lines_are_read_to_a_bound(line: str) -> None:
    """A line of any length gives a bounded profile."""
    found = profile(article(1, title="Giả Sơn", paragraphs=(line,)))
    assert len(found.said) <= 2 * READ
