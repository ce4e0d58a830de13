"""Answers to "useful?": what they change, and that they can be taken back."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.digest.feedback import MOST_FACTORS, MOST_VOTES, forgotten, undone, vote_on, voted
from bot.digest.rank import feedback_keys, rank, ranking
from bot.digest.story import Story
from storage.models import Preferences
from tests.digest.factory import article

PLAIN = Preferences()
ABOUT = ("source:bao-gia-dinh", "topic:health", "org:so-y-te-gia-son")


def _story(number: int, title: str = "Chuyện", **changes: object) -> Story:
    told = article(number, title=title, source=str(changes.pop("source", "bao-gia-dinh")))
    day = date(2023, 9, 20)
    return Story((told,), (told.source,), day, day, **changes)  # type: ignore[arg-type]  # fields of Story by name


def test_an_answer_lifts_and_lowers_and_is_taken_back() -> None:
    """An answer lifts or lowers stories of that topic, source and body; undoing it leaves none."""
    told = _story(2, topic="health", organisations=("so-y-te-gia-son",))
    rival = _story(1, topic="party", source="khac")
    keys = feedback_keys(told)
    liked = voted(PLAIN, "2023-W39 a2", keys, useful=True)
    disliked = voted(liked, "2023-W39 a2", keys, useful=False)
    assert dict(liked.feedback).keys() == set(keys)
    assert rank([rival, told], liked)[0].story is told
    assert rank([rival, told], disliked)[0].story is rival
    assert disliked == voted(PLAIN, "2023-W39 a2", keys, useful=False)
    assert undone(liked, "2023-W39 a2") == undone(disliked, "2023-W39 a2") == PLAIN


def test_a_lifted_story_below_zero_rises_too() -> None:
    """A story that is worth less than nothing rises by "useful" as well."""
    told = _story(1, "Điểm tin 17h")
    liked = voted(PLAIN, "2023-W39", feedback_keys(told), useful=True)
    assert rank([told], PLAIN)[0].points < rank([told], liked)[0].points < 0


def test_the_same_answer_twice_counts_once() -> None:
    """A double tap changes nothing further."""
    once = voted(PLAIN, "2023-W39", ABOUT, useful=True)
    assert voted(once, "2023-W39", ABOUT, useful=True) == once
    vote = vote_on(once, "2023-W39")
    assert vote is not None
    assert vote.useful
    assert vote_on(once, "2023-W40") is None


def test_a_factor_can_be_forgotten_alone() -> None:
    """What was forgotten does not come back when the answer is taken back."""
    liked = voted(PLAIN, "2023-W39", ABOUT, useful=True)
    left = forgotten(liked, "topic:health")
    assert dict(left.feedback).keys() == set(ABOUT) - {"topic:health"}
    assert undone(left, "2023-W39") == PLAIN
    assert forgotten(liked) == PLAIN


def test_kinds_that_the_table_does_not_know_are_passed_over() -> None:
    """An edition of a later version does no harm."""
    assert voted(PLAIN, "2023-W39", ("mood:good",), useful=True).feedback == ()


_ANSWERS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["yes", "no", "undo"])), max_size=40
)


@given(_ANSWERS)
def test_factors_stay_within_bounds_and_all_can_be_undone(answers: list[tuple[int, str]]) -> None:
    """However often somebody answers, factors keep their bounds; without answers none is left.

    Where a factor had met its bound, it is left no further from 1 than the answers took it there.
    """
    preferences, bounds = PLAIN, ranking().feedback
    met_bound = False
    for number, answer in answers:
        on = f"2023-W{number + 30}"
        if answer == "undo":
            preferences = undone(preferences, on)
        else:
            preferences = voted(preferences, on, ABOUT, useful=answer == "yes")
        values = [value for _, value in preferences.feedback]
        assert all(bounds.least <= value <= bounds.most for value in values)
        assert list(preferences.feedback) == sorted(preferences.feedback)
        assert len({it.on for it in preferences.votes}) == len(preferences.votes)
        met_bound |= any(value in (bounds.least, bounds.most) for value in values)
    for vote in preferences.votes:
        preferences = undone(preferences, vote.on)
    assert met_bound or preferences == PLAIN


def test_what_is_kept_is_bounded() -> None:
    """A reader of years has no more than so many answers and factors."""
    preferences = PLAIN
    for number in range(MOST_VOTES + MOST_FACTORS + 5):
        about = (f"source:bao-{number}",)
        preferences = voted(preferences, f"2023-09-01 a{number}", about, useful=bool(number % 2))
    assert len(preferences.votes) == MOST_VOTES
    assert len(preferences.feedback) == MOST_FACTORS
