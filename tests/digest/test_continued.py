"""What stories continue from earlier weeks. Places, people and bodies are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.digest.before import MOST_READ, told_before
from bot.digest.calendar import DEFAULT_ZONE, WEEK
from bot.digest.continued import WEEKS, chained, continued, other_session
from bot.digest.stories import group_stories
from bot.digest.story import Story
from storage.models import Article
from tests.digest.factory import NOW, article

BRIDGE = (
    "Khởi công cầu Sông Mơ nối xã Thượng Vân với xã Hạ Vân",
    "Huyện Vân Mơ khởi công cầu Sông Mơ dài 812 mét nối xã Thượng Vân với xã Hạ Vân.",
    "Cầu Sông Mơ có vốn 356 tỷ đồng, do Công ty Cầu đường Vân Sơn xây dựng.",
)
BRIDGE_ON = (
    "Cầu Sông Mơ nối xã Thượng Vân với xã Hạ Vân chậm tiến độ",
    "Cầu Sông Mơ dài 812 mét nối xã Thượng Vân với xã Hạ Vân chậm vì thiếu cát.",
    "Công ty Cầu đường Vân Sơn, đơn vị xây dựng cầu Sông Mơ, xin thêm 356 tỷ đồng.",
)
BRIEFING = (
    "Tỉnh ủy Giả Sơn giao ban công tác tuần {}",
    "Đồng chí Đinh Thị Hư Cấu chủ trì giao ban Thường trực Tỉnh ủy Giả Sơn tuần {}.",
    "Thường trực Tỉnh ủy Giả Sơn giao ban, nghe Văn phòng Tỉnh ủy Giả Sơn báo cáo.",
)
CASE = (
    "Khởi tố vụ lấn chiếm hồ Mây Xanh ở xã Mộng Hồ",
    "Công an khởi tố vụ lấn chiếm hồ Mây Xanh ở xã Mộng Hồ theo Quyết định 77/QĐ-CA.",
)


def told(number: int | str, lines: Sequence[str], weeks: float = 0, **more: Any) -> Article:
    """An article of so many weeks before `NOW`."""
    return article(
        number,
        title=lines[0],
        lead=lines[1],
        paragraphs=tuple(lines[2:]),
        first_seen=NOW - weeks * WEEK,
        **more,
    )


def briefing(week: int, weeks: float = 0) -> Article:
    """The weekly meeting, by the same person, in the same words."""
    lines = [it.format(week) for it in BRIEFING]
    return told(f"w{week}", lines, weeks, terms=("who:dinh-thi-hu-cau", "event:giao-ban"))


def stories(*articles: Article) -> list[Story]:
    """Of one week."""
    return group_stories(articles, zone=DEFAULT_ZONE)


def of(found: Sequence[Story], number: str) -> Story:
    """The story with this main article."""
    return next(it for it in found if it.main.id == f"a{number}")


def test_a_new_story_is_in_its_first_week() -> None:
    """Nothing before, or only what is something else."""
    (story,) = stories(told("b", BRIDGE))
    assert (story.continues, story.week_number, story.earlier) == (0, 1, ())
    before = chained([(1, stories(told("c", CASE, 1)))])
    (story,) = continued([story], before)
    assert (story.week_number, story.earlier) == (1, ())


def test_a_story_goes_on_and_knows_its_earlier_articles() -> None:
    """Two weeks before this one make the third; the earlier articles stand oldest first."""
    before = chained([(2, stories(told("b1", BRIDGE, 2))), (1, stories(told("b2", BRIDGE_ON, 1)))])
    found = group_stories(
        [told("b3", BRIDGE_ON), told("c", CASE)], zone=DEFAULT_ZONE, earlier=before
    )
    bridge = of(found, "b3")
    assert bridge.week_number == 3
    assert [it.id for it in bridge.earlier] == ["ab1", "ab2"]
    assert of(found, "c").week_number == 1


def test_two_stories_of_one_week_are_one_week() -> None:
    """Weeks are counted, not stories; nor does an earlier day of the same week count."""
    one, two = stories(told("b1", BRIDGE, 1)), stories(told("b2", BRIDGE, 1))
    (story,) = continued(stories(told("b3", BRIDGE_ON)), chained([(1, [*one, *two])]))
    assert story.week_number == 2
    (story,) = continued(stories(told("b3", BRIDGE_ON)), chained([(0, one)]))
    assert story.week_number == 1
    assert [it.id for it in story.earlier] == ["ab1"]


def test_a_week_without_news_of_it_is_not_counted() -> None:
    """A story that rested goes on: it has been told in two weeks."""
    before = chained([(4, stories(told("b1", BRIDGE, 4))), (3, []), (1, stories(briefing(7, 1)))])
    (story,) = continued(stories(told("b2", BRIDGE_ON)), before)
    assert story.week_number == 2


def test_routine_meetings_continue_nothing() -> None:
    """Week after week the same body, person and words: each meeting is a story of its own."""
    before = chained([(2, stories(briefing(37, 2))), (1, stories(briefing(38, 1)))])
    (story,) = continued(stories(briefing(39)), before)
    assert (story.week_number, story.earlier) == (1, ())


@pytest.mark.parametrize(
    ("one", "two", "other"),
    [
        ("Giả Sơn giao ban báo chí", "Giả Sơn giao ban báo chí sau lễ", True),
        ("Kỳ họp thứ 12 HĐND tỉnh Giả Sơn", "Kỳ họp thứ 13 HĐND tỉnh Giả Sơn", True),
        ("Hội nghị lần thứ XII", "Hội nghị lần thứ XI", True),
        ("Kỳ họp thứ 12 HĐND tỉnh Giả Sơn", "Kết quả kỳ họp thứ 12", False),
        ("Giao ban bàn về cầu Sông Mơ", "Cầu Sông Mơ chậm tiến độ", False),
        ("Cầu Sông Mơ thông xe", "Cầu Sông Mơ chậm tiến độ", False),
        ("", "", False),
    ],
)
def test_sessions_are_told_apart_by_their_titles(one: str, two: str, other: bool) -> None:
    """Two routine titles, or two numbers of a session."""
    assert other_session(one, two) is other
    assert other_session(two, one) is other


def test_what_many_stories_have_marks_no_event() -> None:
    """A person in every story of the week does not make another story a continuation."""
    who = ("who:dinh-thi-hu-cau",)
    lines = ("Đi thăm hộ nghèo ven sông", "Đi thăm và tặng quà các hộ nghèo ven sông mơ.")
    before = chained([(1, stories(told("v0", lines, 1, terms=who)))])
    visits = [told(f"v{number}", lines, terms=who) for number in range(1, 6)]
    apart = [it for visit in visits for it in stories(visit)]
    assert {it.week_number for it in continued(apart, before)} == {1}
    (alone,) = continued(apart[:1], before)
    assert alone.week_number == 2


def test_rare_phrases_mark_an_event_without_names() -> None:
    """A story without any name goes on where its words are rare; common words mark nothing."""
    lines = ("Trưng bày chum sành men da lươn", "Phòng trưng bày chum sành men da lươn mở cửa.")
    common = ("Tổ chức thực hiện", "Tổ chức thực hiện nhiệm vụ chính trị.")
    for told_of, weeks in ((lines, 2), (common, 1)):
        before = chained([(1, stories(told("s1", told_of, 1)))])
        (story,) = continued(stories(told("s2", told_of)), before)
        assert story.week_number == weeks


def test_what_is_told_now_is_not_its_own_past() -> None:
    """An article that stands in this digest is not an earlier one, whenever it was first seen."""
    late = told("b1", BRIDGE, 1)
    (story,) = continued(stories(late), chained([(1, stories(late))]))
    assert (story.week_number, story.earlier) == (1, ())


class Record:
    """What was stored, and what was asked of it."""

    def __init__(self, *articles: Article) -> None:
        """With these articles."""
        self.articles = articles
        self.asked: list[tuple[datetime, datetime]] = []

    def read(self, since: datetime, until: datetime) -> list[Article]:
        """As `ArticleStore.articles_first_seen`."""
        self.asked.append((since, until))
        return [it for it in self.articles if since < it.first_seen <= until]


def test_weeks_before_are_read_one_by_one_and_once() -> None:
    """Eight weeks, each beginning where the one before ends, up to the digest."""
    record = Record(told("b1", BRIDGE, 1.5), told("b0", BRIDGE, WEEKS + 1.5))
    now = [told("b2", BRIDGE_ON)]
    before = told_before(record.read, now, since=NOW - WEEK, until=NOW, zone=DEFAULT_ZONE)
    assert [(it.week, it.story.main.id) for it in before] == [(1, "ab1")]
    assert len(record.asked) == WEEKS
    assert record.asked[0][0] == NOW - (WEEKS + 1) * WEEK
    assert record.asked[-1][1] == NOW - WEEK
    assert all(one[1] == two[0] for one, two in zip(record.asked, record.asked[1:], strict=False))


def test_an_empty_digest_reads_nothing() -> None:
    """There is nothing that could go on."""
    record = Record(told("b1", BRIDGE, 1))
    assert told_before(record.read, [], since=NOW - WEEK, until=NOW, zone=DEFAULT_ZONE) == ()
    assert record.asked == []


def test_of_a_full_week_a_bounded_part_is_looked_at() -> None:
    """What shares most with the digest comes first; what shares nothing is left out."""
    marked = [told(number, CASE, 1.5, terms=("doc:x",)) for number in range(MOST_READ + 5)]
    bridge = told("b1", BRIDGE, 1.5, terms=("doc:x", "who:y"))
    record = Record(*marked, bridge, told("none", ("Mưa đá", "Mưa đá."), 1.5))
    now = [told("b2", ("Mơ", "Mơ."), terms=("doc:x", "who:y"))]
    before = told_before(record.read, now, since=NOW - WEEK, until=NOW, zone=DEFAULT_ZONE)
    ids = {article.id for it in before for article in it.story.articles}
    assert len(ids) == MOST_READ
    assert "ab1" in ids
    assert "anone" not in ids


def test_a_daily_digest_makes_no_week_of_a_day() -> None:
    """What was told within the seven days up to now is of the same week; before that it counts."""
    yesterday = told("b1", BRIDGE, 2 / 7)
    record = Record(yesterday)
    now = [told("b3", BRIDGE_ON)]
    since = NOW - timedelta(1)
    before = told_before(record.read, now, since=since, until=NOW, zone=DEFAULT_ZONE)
    (story,) = group_stories(now, zone=DEFAULT_ZONE, earlier=before)
    assert (story.week_number, [it.id for it in story.earlier]) == (1, ["ab1"])
    record = Record(yesterday, told("b0", BRIDGE, 1.2))
    before = told_before(record.read, now, since=since, until=NOW, zone=DEFAULT_ZONE)
    (story,) = group_stories(now, zone=DEFAULT_ZONE, earlier=before)
    assert (story.week_number, [it.id for it in story.earlier]) == (2, ["ab0", "ab1"])


@pytest.mark.parametrize("zone", ["Europe/Prague", "America/New_York", "Asia/Ho_Chi_Minh"])
def test_weeks_begin_at_the_same_local_time_whatever_the_clocks_do(zone: str) -> None:
    """Across a change of clocks every week is seven local days long."""
    where = ZoneInfo(zone)
    until = datetime(2023, 11, 6, 7, tzinfo=where).astimezone(UTC)
    since = datetime(2023, 10, 30, 7, tzinfo=where).astimezone(UTC)
    record = Record()
    told_before(record.read, [told("b", BRIDGE)], since=since, until=until, zone=where)
    assert {begin.astimezone(where).hour for begin, _ in record.asked} == {7}
    assert {begin.astimezone(where).weekday() for begin, _ in record.asked} == {0}
    assert record.asked[-1][1] == since


def test_the_reader_s_zone_decides_where_a_week_ends() -> None:
    """An article of late Sunday in one zone is of Monday, and of the next week, in another."""
    seen = datetime(2023, 9, 17, 20, tzinfo=UTC)  # Monday 03:00 in Vietnam, Sunday in New York
    bridge = told("b1", BRIDGE, (NOW - seen) / WEEK)
    weeks = {}
    for zone in (ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("America/New_York")):
        until = datetime(2023, 9, 25, tzinfo=zone).astimezone(UTC)
        since = datetime(2023, 9, 18, tzinfo=zone).astimezone(UTC)
        record = Record(bridge)
        found = told_before(
            record.read, [told("b2", BRIDGE_ON)], since=since, until=until, zone=zone
        )
        weeks[zone.key] = [it.week for it in found]
    assert weeks == {"Asia/Ho_Chi_Minh": [], "America/New_York": [1]}
