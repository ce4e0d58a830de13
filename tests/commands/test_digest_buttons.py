"""The buttons under a kept digest: topics, everything, feedback."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from msgspec.structs import replace

from bot.commands.digest_topics import PER_PAGE
from bot.config import Settings
from bot.delivery.digest_run import DigestRun
from bot.digest.issue import Issue
from bot.facts.look_up import with_terms
from bot.messages.rich import Button
from bot.messages.split import split
from storage.models import DeliveryStatus, Edition, Preferences, SourceHealth, Subscriber
from storage.open import open_store
from storage.weeks import utc_week
from tests.commands.digests import polled, sent_digest, week_of_news
from tests.commands.world import CATALOG, NOW, World, article, button, buttons, said, world
from tests.messages.oracle import check_part

HOUR = timedelta(hours=1)


@pytest.fixture
def bot() -> World:
    """A bot that has read a week of news."""
    made = world(articles=0)
    week_of_news(made, 14)
    return made


def _under(edition: Edition, word: str) -> Button:
    """The button of the last message whose label holds `word`."""
    (found,) = [it for row in edition.parts[-1].buttons for it in row if word in it.label]
    return found


def _factors(bot: World, subscriber_id: str = "7") -> dict[str, float]:
    place = bot.store.get_subscriber(subscriber_id)
    assert place is not None
    return dict(place.preferences.feedback)


def test_topics_lead_to_every_story_page_by_page(bot: World) -> None:
    """The list of topics comes as a message of its own; pages are turned in place, none is lost."""
    _, edition = sent_digest(bot)
    topics = bot.press(_under(edition, "Theo chủ đề"))
    assert not topics.replace
    shown: set[str] = set()
    for each in buttons(topics)[:-1]:
        page = bot.press(each)
        while True:
            assert page.replace
            for part in split(page.blocks, page.buttons):
                check_part(part)
            shown |= {it.action or "" for it in buttons(page) if it.label.isdigit()}
            forward = [it for it in buttons(page) if it.label.endswith("▶")]
            if not forward:
                break
            page = bot.press(forward[0])
        back = bot.press(button(page, "◀ Chủ đề"))
        assert back.replace
        assert said(back) == said(topics)
    every = {f"xem {it.articles[0]}" for topic in edition.contents for it in topic.stories}
    assert shown == every
    assert len(every) > PER_PAGE


def test_everything_is_read_one_page_after_the_other(bot: World) -> None:
    """All stories stand under their topics, in the articles' own words."""
    _, edition = sent_digest(bot)
    page = bot.press(_under(edition, "Đọc tất cả"))
    assert not page.replace
    titles = 0
    while True:
        text = said(page)
        titles += sum(line[:1].isdigit() for line in text.splitlines())
        forward = [it for it in buttons(page) if it.label.endswith("▶")]
        if not forward:
            break
        page = bot.press(forward[0])
    assert titles == sum(len(topic.stories) for topic in edition.contents)


def test_an_answer_changes_the_weights_and_says_so_and_is_undone(bot: World) -> None:
    """What changed is shown, in /caidat as well; the undo button takes it back."""
    _, edition = sent_digest(bot)
    answer = bot.press(_under(edition, "👍"))
    assert not answer.replace
    assert "+15%" in said(answer)
    factors = _factors(bot)
    assert factors
    assert all(value > 1 for value in factors.values())
    assert f"{len(factors)} mục" in said(bot.ask("/caidat"))
    listed = said(bot.ask("/caidat ý kiến"))
    assert "Nguồn Báo Sông Lam: +15%" in listed or "Nguồn Tỉnh ủy Phước Sơn: +15%" in listed
    undone = bot.press(button(answer, "Hoàn tác"))
    assert undone.replace
    assert _factors(bot) == {}
    assert "ý kiến" not in said(bot.ask("/caidat"))


def test_a_double_tap_counts_once_and_the_opposite_answer_replaces_it(bot: World) -> None:
    """The second press is answered by a toast alone."""
    _, edition = sent_digest(bot)
    bot.press(_under(edition, "👍"))
    once = _factors(bot)
    again = bot.press(_under(edition, "👍"))
    assert again.notice
    assert not again.blocks
    assert _factors(bot) == once
    bot.press(_under(edition, "👎"))
    assert all(value < 1 for value in _factors(bot).values())


def test_single_stories_can_be_answered(bot: World) -> None:
    """The answer offers the stories that were told in full, each by its number."""
    _, edition = sent_digest(bot)
    answer = bot.press(_under(edition, "👎"))
    whole = _factors(bot)
    one = bot.press(button(answer, "👍 1"))
    assert one.replace
    assert "tin số 1" in said(one)
    assert _factors(bot) != whole
    bot.press(button(one, "Hoàn tác"))
    assert _factors(bot) == whole


def test_factors_are_forgotten_one_by_one_or_all(bot: World) -> None:
    """Each has a button; what is gone cannot come back by an undo."""
    _, edition = sent_digest(bot)
    answer = bot.press(_under(edition, "👍"))
    before = _factors(bot)
    overview = bot.press(button(answer, "Ý kiến đã ghi"))
    left = bot.press(button(overview, "✖ 1"))
    assert len(_factors(bot)) == len(before) - 1
    assert all(factor in before for factor in _factors(bot))
    bot.press(button(left, "✖ Bỏ hết"))
    assert _factors(bot) == {}
    bot.press(button(answer, "Hoàn tác"))
    assert _factors(bot) == {}


def test_in_a_group_only_administrators_answer(bot: World) -> None:
    """What an answer changes is everybody's digest, so it is a setting like any other."""
    group = {"chat_id": -70, "chat_type": "supergroup"}
    place = Subscriber(
        id="-70",
        chat_id=-70,
        chat_type="supergroup",
        status="active",
        language="vi",
        created_at=NOW,
        covered_until=NOW - timedelta(days=7),
    )
    _, edition = sent_digest(bot, place)
    refused = bot.press(_under(edition, "👍"), chat_admin=False, user_id=8, **group)
    assert "quản trị viên" in (refused.notice or "")
    assert _factors(bot, "-70") == {}
    bot.press(_under(edition, "👍"), user_id=9, **group)
    once = _factors(bot, "-70")
    assert bot.press(_under(edition, "👍"), user_id=10, **group).notice
    assert _factors(bot, "-70") == once
    assert not bot.press(_under(edition, "Theo chủ đề"), chat_admin=False, **group).notice


def test_buttons_of_a_digest_that_came_to_the_group_instead_of_a_closed_topic(bot: World) -> None:
    """The press comes from the group, the digest is its topic's: it is found, and its weights."""
    place = Subscriber(
        id="-70:5",
        chat_id=-70,
        thread_id=5,
        chat_type="supergroup",
        status="active",
        language="vi",
        created_at=NOW,
        covered_until=NOW - timedelta(days=7),
    )
    _, edition = sent_digest(bot, place)
    bot.press(_under(edition, "👍"), chat_id=-70, chat_type="supergroup")
    assert _factors(bot, "-70:5")
    assert bot.store.get_subscriber("-70") is None


def test_after_a_move_of_the_chat_the_buttons_still_work(bot: World) -> None:
    """A group that became a supergroup has a new id; its digests went along."""
    place = Subscriber(
        id="-70",
        chat_id=-70,
        chat_type="group",
        status="active",
        language="vi",
        created_at=NOW,
        covered_until=NOW - timedelta(days=7),
    )
    _, edition = sent_digest(bot, place)
    bot.store.migrate_chat(-70, -100700)
    bot.press(_under(edition, "👍"), chat_id=-100700, chat_type="supergroup")
    assert _factors(bot, "-100700")


def test_a_digest_that_is_kept_no_more_says_so(bot: World) -> None:
    """Neither topics nor an answer: a clear message, and nothing changes."""
    _, edition = sent_digest(bot)
    far = NOW + timedelta(days=400)
    sent = [
        replace(row, status=DeliveryStatus.SENT)
        for row in bot.store.claim_deliveries(NOW, limit=10)
    ]
    bot.store.settle_deliveries(sent)
    assert bot.store.prune_history(utc_week(far)) == 1
    assert "không còn được giữ" in (bot.press(_under(edition, "👍")).notice or "")
    assert "không còn được giữ" in (bot.press(_under(edition, "Theo chủ đề")).notice or "")
    assert _factors(bot) == {}


def test_a_preview_does_not_count(bot: World) -> None:
    """The buttons of a digest that was not sent say so."""
    bot.store.update_subscriber(
        "7",
        lambda _: Subscriber(
            id="7", chat_id=7, status="active", language="vi", created_at=NOW - timedelta(days=7)
        ),
    )
    (*_, last) = bot.ask("/xemtruoc").parts
    (useful,) = [it for row in last.buttons for it in row if "👍" in it.label]
    assert "xem trước" in (bot.press(useful).notice or "")


@pytest.mark.parametrize(
    "action",
    [
        "caidat ykien 2023-W39",
        "caidat ykien 2023-W39 hay hay hay",
        "caidat ykien 2023-W39 aaaaaaaa99 hay",
        "caidat ykien xoa nothing",
        "luutru @2023-W39 khong 1",
        "luutru @2023-W39 party 999999",
        "luutru @../../x *",
        "luutru @2023-W39 + -1",
    ],
)
def test_strange_buttons_do_no_harm(bot: World, action: str) -> None:
    """Whatever stands behind a button of another version, the bot answers and stays."""
    sent_digest(bot)
    reply = bot.ask(action, pressed=True)
    assert reply.notice or reply.blocks
    assert "lỗi" not in said(reply)
    assert _factors(bot) == {}


def test_the_heading_says_which_sources_were_silent_and_what_came_late(bot: World) -> None:
    """Counted in the heading, late articles are marked, the names stand at the end."""
    failing = SourceHealth(failing_since=NOW - timedelta(days=1), trouble="unreachable")
    bot.store.put_source_states(
        [
            polled("bao-song-lam"),
            polled("dai-im-lang"),
            polled("cong-hong", health=failing, error_streak=3),
        ]
    )
    late = article(
        80,
        title="Phước Sơn trồng rừng phòng hộ ven biển",
        lead="Hôm qua, xã Mẫu trồng rừng.",
        paragraphs=(),
        first_seen=NOW - timedelta(hours=5),
        published=NOW - timedelta(days=12),
    )
    bot.store.put_articles([late])
    _, edition = sent_digest(bot)
    text = "\n".join(part.plain for part in edition.parts)
    assert "1 bài đến muộn · 1 nguồn không có tin mới · 1 nguồn không đọc được" in text
    (line,) = [it for it in text.splitlines() if "trồng rừng phòng hộ" in it]
    assert "đến muộn" in text[text.index("trồng rừng phòng hộ") :].split("\n\n")[0], line
    assert text.count("đến muộn") == 2
    assert "Không có tin mới: dai-im-lang" in text
    assert "Không đọc được: cong-hong" in text


def test_a_document_that_an_earlier_digest_cited_is_no_news(bot: World) -> None:
    """The edition remembers what its articles cite, and the next run knows it."""
    cited = article(
        81,
        title="Hội nghị học tập văn bản",
        lead="Hội nghị quán triệt Nghị quyết số 21-NQ/TW của Trung ương.",
        paragraphs=(),
        first_seen=NOW - timedelta(hours=5),
    )
    bot.store.put_articles([with_terms(cited)])
    _, edition = sent_digest(bot)
    assert edition.documents
    assert all("21" in key for key in edition.documents)
    known: list[object] = []

    def issue(*_: object, known_documents: object, **__: object) -> Issue:
        known.append(known_documents)
        return Issue(())

    again = replace(
        cited,
        id="again00081",
        fingerprint="again",
        title="Xã Mẫu thi tìm hiểu về Đảng",
        first_seen=NOW + HOUR,
    )
    bot.store.put_articles([with_terms(again)])
    run = DigestRun(bot.store, CATALOG, {}, "vi", NOW + 2 * HOUR)
    known_place = bot.subscriber
    assert known_place is not None
    place = replace(known_place, covered_until=NOW)
    with mock.patch("bot.delivery.digest_run.to_issue", issue):
        run.digest_for(place, bot.store.list_digests("7", limit=5))
        run.digest_for(place, ())
    assert known == [set(edition.documents), frozenset()]


def test_the_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """Everything that they need is on disk, in an old digest as well."""
    store = open_store(str(tmp_path), clock=lambda: NOW)
    before = World(store, Settings.model_construct())
    week_of_news(before, 14)
    _, edition = sent_digest(before)
    store.close()
    store = open_store(str(tmp_path), clock=lambda: NOW)
    after = World(store, Settings.model_construct(), now=NOW + timedelta(days=60))
    count = sum(len(topic.stories) for topic in edition.contents)
    topics = after.press(_under(edition, "Theo chủ đề"))
    assert said(topics).startswith(f"Theo chủ đề · {count} tin\n")
    answer = after.press(_under(edition, "👍"))
    assert _factors(after)
    store.close()
    store = open_store(str(tmp_path), clock=lambda: NOW)
    again = World(store, Settings.model_construct(), now=NOW + timedelta(days=61))
    assert again.press(_under(edition, "👍")).notice == "Ý kiến này đã được ghi rồi."
    again.press(button(answer, "Hoàn tác"))
    assert _factors(again) == {}
    store.close()


@pytest.mark.parametrize(
    ("wishes", "period", "file"),
    [
        (Preferences(frequency="daily"), "2023-09-27", "diem-tin-2023-09-27.md"),
        (Preferences(weekdays=(0, 3)), "2023-09-27", "diem-tin-2023-W38.md"),
        (Preferences(frequency="monthly"), "2023-09", "diem-tin-2023-09-27.md"),
        (Preferences(frequency="quarterly"), "2023-Q3", "diem-tin-2023-09-27.md"),
    ],
)
def test_digests_of_every_frequency_have_working_buttons(
    bot: World, wishes: Preferences, period: str, file: str
) -> None:
    """Topics, answers and files are found by a day, a month or a quarter as well."""
    named, edition = sent_digest(bot, wishes=wishes)
    assert named == period
    assert bot.press(_under(edition, "Theo chủ đề")).blocks
    assert "+15%" in said(bot.press(_under(edition, "👍")))
    made = bot.press(button(bot.press(_under(edition, "Tệp")), "Markdown")).file
    assert made is not None
    assert made.name == file
