"""What matters to one reader. Places, people and bodies are made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.digest.rank import (
    rank,
)
from bot.digest.story import Story
from storage.models import Preferences
from tests.digest.factory import article

DAY = date(2023, 9, 25)
PLAIN = Preferences()


def story(number: int | str, title: str = "Xã Giả Định họp bàn việc làng", **changes: Any) -> Story:
    """A story of one article about no topic."""
    values: dict[str, Any] = {
        "articles": (article(number, title=title),),
        "outlets": ("bao-gia-dinh",),
        "first_day": DAY,
        "last_day": DAY,
    }
    return Story(**{**values, **changes})


def first(*stories: Story, preferences: Preferences = PLAIN, **more: Any) -> str:
    """Id of the main article of the story that comes first."""
    return rank(stories, preferences, **more)[0].story.main.id


def reasons(told: Story, preferences: Preferences = PLAIN, **more: Any) -> dict[str, float]:
    """What the points of a story are made of."""
    return dict(rank([told], preferences, **more)[0].reasons)


def test_no_stories_no_ranking() -> None:
    """Nothing in, nothing out."""
    assert rank([], PLAIN) == []


def test_what_more_outlets_tell_comes_first() -> None:
    """Breadth of coverage counts."""
    assert first(story(1), story(2, outlets=("a", "b", "c"))) == "a2"


def test_people_of_rank_decisions_and_figures_count() -> None:
    """Newsworthy words lift a story over a plain one; all three are named as reasons."""
    told = story(2, "Bí thư Tỉnh ủy Giả Sơn quyết định hỗ trợ 812 hộ dân")
    assert first(story(1), told) == "a2"
    assert {"rank", "decision", "figure"} <= reasons(told).keys()


def test_a_deputy_ranks_below_the_head() -> None:
    """`Phó Thủ tướng` does not count as `Thủ tướng`, nor a former minister as a minister."""
    head = reasons(story(1, "Thủ tướng thăm Giả Sơn"))["rank"]
    deputy = reasons(story(1, "Phó Thủ tướng thăm Giả Sơn"))["rank"]
    assert head > deputy > 0
    assert "rank" not in reasons(story(1, "Nguyên Bộ trưởng thăm Giả Sơn"))


def test_a_year_is_no_figure() -> None:
    """`nhiệm kỳ 2025-2030` states no number of anything."""
    assert "figure" not in reasons(story(1, "Đại hội nhiệm kỳ 2025-2030"))


def test_routine_events_and_round_ups_come_last() -> None:
    """Briefings, visits with gifts and round-ups stand below plain news."""
    routine = story(2, "Xã Giả Định giao ban tháng Chín")
    by_event = story(3, articles=(article(3, title="Chuyện 9", terms=("event:giao-ban",)),))
    round_up = story(4, "Điểm tin sáng: Phó Thủ tướng thăm Giả Sơn")
    order = [it.story.main.id for it in rank([round_up, by_event, routine, story(1)], PLAIN)]
    assert order[0] == "a1"
    assert order[-1] == "a4"


def test_new_documents_count_and_known_ones_do_not() -> None:
    """A document that earlier digests cited is no news."""
    told = story(1, documents=("nghi-quyet/5", "chi-thi/7"))
    both = reasons(told)["new_document"]
    assert reasons(told, known_documents={"chi-thi/7"})["new_document"] == both / 2


def test_what_goes_on_gives_way_to_what_is_new() -> None:
    """Novelty counts, and each week that it was told before takes a little more."""
    assert first(story(1, continues=1), story(2)) == "a2"
    assert first(story(1, continues=3), story(2, continues=1)) == "a2"


def test_what_the_reader_chose_or_follows_comes_first() -> None:
    """Topics, provinces, sources chosen, and articles found by something that is followed."""
    told = story(2, topic="health", provinces=("gia-son",), outlets=("bao-y-te",))
    plain = story(1, topic="party")
    for preferences in (
        Preferences(topics=("health",)),
        Preferences(provinces=("gia-son",)),
        Preferences(sources=("bao-y-te",)),
    ):
        assert first(plain, told, preferences=preferences) == "a2"
    assert first(plain, told, followed={"a2"}) == "a2"
    assert first(plain, told, followed={"a1"}) == "a1"


@given(st.permutations(range(6)))
def test_the_order_of_the_stories_makes_no_difference(order: list[int]) -> None:
    """Ties are broken by day and id."""
    stories = [story(number) for number in range(6)]
    assert rank([stories[at] for at in order], PLAIN) == rank(stories, PLAIN)


def test_points_are_the_sum_of_their_reasons() -> None:
    """What is shown as reasons explains the whole rank."""
    (told,) = rank([story(1, "Thủ tướng quyết định", outlets=("a", "b"))], PLAIN)
    assert abs(sum(points for _, points in told.reasons) - told.points) < 1e-9
