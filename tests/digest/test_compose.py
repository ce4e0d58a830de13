"""Digests as text: complete, ordered, bounded, in the articles' own words."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.digest.calendar import week_bounds
from bot.digest.compose import SEEN_PER_TOPIC, compose
from bot.digest.composed import ComposedDigest, to_json
from bot.digest.contents import MOST_KEPT
from bot.digest.entries import TITLE_LIMIT
from bot.digest.excerpt import ELLIPSIS
from bot.digest.gather import MOST_TOP, Gathered, Gatherer
from bot.digest.highlight import Highlight
from bot.digest.issue import MAX_PARTS, Issue, to_issue
from bot.digest.layout import OUTLETS, READ_BUTTONS, digest_buttons, format_days, to_blocks
from bot.digest.mentioned import Mentioned
from bot.digest.preview import iso_week, preview
from bot.digest.quoted import Quoted
from bot.digest.select import Selection, select
from bot.digest.story import Story
from bot.facts.look_up import with_terms
from bot.facts.topics import topic_of
from bot.messages.catalog import Catalog
from bot.messages.render import render_html, render_plain
from bot.messages.split import LIMIT
from storage.models import Article, Part, Precision, Preferences
from storage.open import open_store
from tests.digest.factory import NOW, article
from tests.digest.verbatim import misquoted
from tests.messages.oracle import check_part

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = timedelta(days=7)
NAMES = {"bao-gia-dinh": "Báo Giả Định", "web-mau": "Cổng Mẫu"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The shipped texts."""
    return Catalog.load()


def _selection(articles: list[Article]) -> Selection:
    return select(articles, since=NOW - WEEK, until=NOW)


def _fresh(told: Article) -> Article:
    """With a fingerprint of its own text, by which its facts are remembered."""
    return replace(told, fingerprint=f"{told.id}-{hash((told.title, told.lead, told.paragraphs))}")


def _apart(articles: list[Article]) -> Gathered:
    """Each article a story of its own, in this order, told without sentences."""
    stories = [
        Story((it,), (it.source,), NOW.date(), NOW.date(), topic=topic_of(it)) for it in articles
    ]
    return Gathered(tuple(stories), tuple(Highlight(()) for _ in stories[:MOST_TOP]), Mentioned())


class _Apart(Gatherer):
    """Gives what `_apart` makes."""

    def __init__(self, articles: list[Article]) -> None:
        self._apart = _apart(articles)

    def gathered(
        self,
        preferences: Preferences | None = None,
        followed: Collection[str] = (),
        known_documents: Collection[str] = (),
    ) -> Gathered:
        return self._apart


def _compose(
    catalog: Catalog,
    articles: list[Article],
    language: str = "vi",
    gathered: Gathered | None = None,
    preferences: Preferences | None = None,
) -> ComposedDigest:
    return compose(
        _selection(articles),
        gathered=gathered,
        preferences=preferences,
        language=language,
        zone=ZONE,
        week="2023-W38",
        since=NOW - WEEK,
        until=NOW,
        catalog=catalog,
        source_names=NAMES,
    )


def _parts(
    catalog: Catalog,
    articles: list[Article],
    username: str | None = None,
    gatherer: Gatherer | None = None,
    preferences: Preferences | None = None,
) -> tuple[Part, ...]:
    return to_issue(
        _selection(articles),
        gatherer=gatherer,
        preferences=preferences,
        language="vi",
        zone=ZONE,
        week="2023-W38",
        since=NOW - WEEK,
        until=NOW,
        catalog=catalog,
        source_names=NAMES,
        username=username,
    ).parts


def test_a_small_digest_word_for_word(catalog: Catalog) -> None:
    """Heading, counts, stories in full, lines by topic and lists stand as a reader sees them."""
    articles = [
        article(
            1,
            title="Đảng ủy xã Mẫu <họp> quý III",
            lead="(Web Giả Định) - Sáng 20/9, Đảng ủy xã Mẫu họp phiên thường kỳ quý III.",
            paragraphs=(
                "Ảnh: Trần Văn Mẫu chụp tại hội trường xã Mẫu.",
                "Kết quả, toàn đảng bộ kết nạp 17 đảng viên, thu 320 triệu đồng quỹ.",
                "Thời gian tới, đồng chí Bí thư đề nghị rà soát hồ sơ theo Nghị quyết số 21-NQ/TW.",
                "Hội nghị sơ kết sẽ diễn ra vào ngày 12/10/2023 tại hội trường xã Mẫu.",
            ),
            published=datetime(2023, 9, 20, 2, 5, tzinfo=UTC),
        ),
        article(
            2,
            title="Nông dân Thử Nghiệm gặt lúa",
            source="web-mau",
            url=None,
            published=datetime(2023, 9, 18, 17, tzinfo=UTC),
            published_precision=Precision.DAY,
        ),
        article(3, title="Đảng bộ Vui", source="web-mau", published=None, published_precision=None),
        article(4, title="Đảng bộ Vui", original="a3", source="moi", published=None),
        article(5, title="Đảng viên trẻ trồng cây", published=datetime(2023, 9, 19, tzinfo=UTC)),
        article(6, title="Chi bộ Lá tổ chức đố vui", published=datetime(2023, 9, 22, tzinfo=UTC)),
    ]
    articles = [with_terms(_fresh(it)) for it in articles]
    gathered = _apart([articles[0], articles[1], articles[2], articles[4], articles[5]])
    full = Gatherer(_selection(articles[:1]), zone=ZONE, until=NOW).gathered()
    gathered = Gathered(
        gathered.stories, (*full.highlights, *gathered.highlights[1:]), full.mentioned
    )
    composed = _compose(catalog, articles, gathered=gathered)
    assert render_plain(to_blocks(composed, catalog)) == "\n".join(
        [
            "Điểm tin tuần 38 · 18/9–25/9/2023",
            "5 tin · 5 bài · 2 nguồn",
            "",
            "Nổi bật",
            "1. Đảng ủy xã Mẫu <họp> quý III",
            "Báo Giả Định · 20/9",
            (
                "Sáng 20/9, Đảng ủy xã Mẫu họp phiên thường kỳ quý III. Hội nghị sơ kết sẽ diễn ra "
                "vào ngày 12/10/2023 tại hội trường xã Mẫu."
            ),
            "“Kết quả, toàn đảng bộ kết nạp 17 đảng viên, thu 320 triệu đồng quỹ.”",
            ("“Thời gian tới, đồng chí Bí thư đề nghị rà soát hồ sơ theo Nghị quyết số 21-NQ/TW.”"),
            "",
            "2. Nông dân Thử Nghiệm gặt lúa",
            "Cổng Mẫu · 19/9",
            "",
            "3. Đảng bộ Vui",
            "Cổng Mẫu, moi · không ghi ngày",
            "",
            "Xây dựng Đảng · 2 bài",
            "4. Đảng viên trẻ trồng cây · Báo Giả Định · 19/9",
            "5. Chi bộ Lá tổ chức đố vui · Báo Giả Định · 22/9",
            "",
            "Văn bản được nhắc đến",
            "• Nghị quyết số 21-NQ/TW · 1 bài",
            "",
            "Sắp diễn ra",
            "• 12/10: “Hội nghị sơ kết sẽ diễn ra vào ngày 12/10/2023 tại hội trường xã Mẫu.”",
        ]
    )
    markup = render_html(to_blocks(composed, catalog))
    assert (
        '<a href="https://giadinh.example/1"><b>Đảng ủy xã Mẫu &lt;họp&gt; quý III</b></a>'
        in markup
    )
    assert composed.article_ids == ("a1", "a2", "a3", "a4", "a5", "a6")
    assert composed.untold == 0
    assert [button.action for button in digest_buttons(composed, catalog)[0]] == [
        "xem a1",
        "xem a2",
        "xem a3",
        "xem a5",
        "xem a6",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Điểm tin tuần 38 · 18/9–25/9/2023 — tuần này không có tin mới."),
        ("en", "Digest of week 38 · 18/9–25/9/2023 — no new articles this week."),
    ],
)
def test_an_empty_week_says_so_in_one_line(catalog: Catalog, language: str, text: str) -> None:
    """Nothing to tell is told, not kept silent."""
    assert render_plain(to_blocks(_compose(catalog, [], language), catalog)) == text


@pytest.mark.parametrize(
    ("frequency", "language", "text"),
    [
        ("daily", "vi", "Điểm tin ngày · 18/9–25/9/2023 — không có tin mới."),
        ("monthly", "en", "Monthly digest · 18/9–25/9/2023 — no new articles."),
        ("quarterly", "vi", "Điểm tin quý · 18/9–25/9/2023 — không có tin mới."),
    ],
)
def test_a_digest_is_called_after_how_often_it_comes(
    catalog: Catalog,
    frequency: Literal["daily", "monthly", "quarterly"],
    language: str,
    text: str,
) -> None:
    """A reader of daily digests is not told of weeks."""
    wishes = Preferences(frequency=frequency)
    composed = _compose(catalog, [], language, preferences=wishes)
    assert render_plain(to_blocks(composed, catalog)) == text


def test_a_long_topic_is_folded_after_the_first_lines(catalog: Catalog) -> None:
    """The top stories, the topic's first lines, then the next ones in a quotation that unfolds."""
    seen = SEEN_PER_TOPIC["medium"]
    articles = [article(n, title=f"Đảng ủy họp lần {n}") for n in range(MOST_TOP + seen + 3)]
    composed = _compose(catalog, articles, gathered=_apart(articles))
    assert [entry.folded for entry in composed.entries] == [False] * (MOST_TOP + seen) + [True] * 3
    assert [entry.article_id for entry in composed.entries] == [it.id for it in articles]
    quotes = [block for block in to_blocks(composed, catalog) if block.quote]
    assert len(quotes) == 1
    assert quotes[0].expandable
    assert len(quotes[0].lines) == 3


def test_a_week_of_two_thousand_is_bounded_and_says_how_many_more(catalog: Catalog) -> None:
    """A few messages, every topic told, every article counted, and the way to the rest."""
    titles = ("Đảng ủy họp", "Bệnh viện khám bệnh", "Học sinh khai giảng", "Chuyện ở Giả Định")
    articles = [
        article(
            n,
            title=f"{titles[n % 4]} lần {n} tại xã Mẫu, huyện Thử Nghiệm",
            lead="Sáng nay tại xã Mẫu có một buổi gặp mặt đông vui và ấm cúng. " * 6,
            published=NOW - timedelta(minutes=n),
            url=f"https://giadinh.example/{'rat-dai/' * 30}{n}",
        )
        for n in range(2_000)
    ]
    composed = _compose(catalog, articles, gathered=_apart(articles))
    assert composed.article_count == 2_000
    assert len(composed.article_ids) == 2_000
    assert sum(section.total for section in composed.sections) == 2_000
    assert [len(section.entries) > 5 for section in composed.sections] == [True] * 4
    rest = {}
    for length in ("short", "medium", "full"):
        wishes = Preferences(length=length)
        parts = _parts(catalog, articles, gatherer=_Apart(articles), preferences=wishes)
        assert len(parts) == 1 if length != "full" else 2 <= len(parts) <= MAX_PARTS
        for part in parts:
            check_part(part)
        told = sum(part.plain.count("Báo Giả Định ·") for part in parts)
        assert told >= (60 if length == "full" else 12)
        rest[length] = 2_000 - told
        counted = f"{rest[length]:,}".replace(",", ".")
        assert f"Còn {counted} bài nữa" in parts[-1].plain
        actions = [button.action for row in parts[-1].buttons for button in row]
        assert actions[-2:] == ["moinhat", "caidat"]
        assert len(actions) == READ_BUTTONS + 2
    assert rest["full"] < rest["medium"]


def test_a_story_is_told_once_with_all_who_tell_it(catalog: Catalog) -> None:
    """Outlets with links, the span of days, how many articles, for how many weeks."""
    articles = [
        article(
            n,
            source=f"bao-{n}",
            title=f"Lễ hội cây tre xã Mẫu {n}",
            published=NOW - timedelta(days=n),
        )
        for n in range(OUTLETS + 2)
    ]
    story = Story(
        tuple(articles),
        tuple(it.source for it in articles),
        (NOW - timedelta(days=4)).date(),
        NOW.date(),
        continues=2,
    )
    said = tuple((it, f"Bài số {n} kể chuyện tre.") for n, it in enumerate(articles[:2]))
    gathered = Gathered((story,), (Highlight(said),), Mentioned())
    composed = _compose(catalog, articles, gathered=gathered)
    assert composed.untold == 0
    blocks = to_blocks(composed, catalog)
    assert render_plain(blocks) == "\n".join(
        [
            "Điểm tin tuần 38 · 18/9–25/9/2023",
            "1 tin · 5 bài · 5 nguồn",
            "",
            "Nổi bật",
            "1. Lễ hội cây tre xã Mẫu 0",
            "bao-0, bao-1, bao-2 +2 · 21/9–25/9 · 5 bài · tuần thứ 3",
            "Bài số 0 kể chuyện tre. Bài số 1 kể chuyện tre. (bao-1)",
        ]
    )
    markup = render_html(blocks)
    assert '<a href="https://giadinh.example/1"><i>bao-1</i></a>' in markup
    assert '(<a href="https://giadinh.example/1">bao-1</a>)' in markup


def test_lists_hold_five_at_most_and_count_the_rest(catalog: Catalog) -> None:
    """Seven documents: five names, and how many more."""
    articles = [
        with_terms(
            _fresh(
                article(
                    n,
                    title=f"Chuyện {n} ở Giả Định",
                    lead=f"Hội nghị quán triệt Nghị quyết số {n + 20}-NQ/TW của Trung ương.",
                )
            )
        )
        for n in range(7)
    ]
    composed = _compose(catalog, articles)
    (found,) = [it for it in composed.lists if it.key == "documents"]
    assert len(found.entries) == 5
    assert found.more == 2
    blocks = to_blocks(composed, catalog)
    (quote,) = [it for it in blocks if it.expandable and "NQ/TW" in render_plain((it,))][-1:]
    assert render_plain((quote,)).splitlines()[-1] == "… và 2 mục nữa."


def test_changes_of_posts_are_told_in_the_articles_words(catalog: Catalog) -> None:
    """Who, what, and the sentence that reports it, linked to its article."""
    sentence = (
        "Sáng 20/9, Tỉnh ủy Giả Định công bố quyết định bổ nhiệm đồng chí Đỗ Thị Lý giữ chức "
        "Trưởng Ban Tổ chức Tỉnh ủy."
    )
    told = article(1, title="Công bố quyết định về công tác cán bộ", lead=sentence)
    told = with_terms(_fresh(told))
    composed = _compose(catalog, [told])
    (found,) = [it for it in composed.lists if it.key == "posts"]
    (entry,) = found.entries
    assert (entry.label, entry.note) == ("Đỗ Thị Lý", "được giao chức vụ")
    assert entry.said == Quoted(sentence, "a1", "Báo Giả Định", "https://giadinh.example/1")


def test_entries_without_a_link_get_the_buttons_first(catalog: Catalog) -> None:
    """What cannot be opened elsewhere can be read in the chat."""
    articles = [
        article(n, url=None if n >= 15 else "https://a.example", published=NOW - n * timedelta(1))
        for n in range(20)
    ]
    rows = digest_buttons(_compose(catalog, articles, gathered=_apart(articles)), catalog)
    actions = [button.action for row in rows for button in row]
    assert {f"xem a{n}" for n in range(15, 20)} <= set(actions)
    assert actions[0] == "xem a0"


def test_every_entry_without_a_page_leads_into_the_bot(catalog: Catalog) -> None:
    """32 articles without URL: each title is a link, and all of it fits Telegram's limits."""
    titles = ("Đảng ủy họp", "Bệnh viện khám bệnh", "Học sinh khai giảng", "Chuyện ở Giả Định")
    articles = [
        article(n, url=None, title=f"{titles[n % 4]} lần {n}", lead="Một câu. Hai câu.")
        for n in range(31)
    ]
    articles.append(article(31, url="ftp://giadinh.example/31", title="Chuyện không mở được"))
    parts = _parts(catalog, articles, username="diemtin_bot", gatherer=_Apart(articles))
    found: dict[str, str] = {}
    for part in parts:
        entities = check_part(part)
        assert len(entities) <= LIMIT.entities
        assert len(part.html.encode()) <= LIMIT.raw
        text = part.plain.encode("utf-16-le")
        for entity in entities:
            if entity["type"]["@type"] == "textEntityTypeTextUrl":
                start = entity["offset"] * 2
                title = text[start : start + entity["length"] * 2].decode("utf-16-le")
                found[title] = entity["type"]["url"]
    assert found == {
        each.title: f"https://t.me/diemtin_bot?start=xem_{each.id}" for each in articles
    }
    assert sum(part.plain.count("Báo Giả Định ·") for part in parts) == len(articles)


def test_no_name_no_link(catalog: Catalog) -> None:
    """Without the bot's name an article without URL stands without link, and JSON has no other."""
    told = [article(1, url=None), article(2)]
    bare = _compose(catalog, told, gathered=_apart(told))
    assert [entry.link for entry in bare.entries] == [None, "https://giadinh.example/2"]
    assert all("t.me" not in part.html for part in _parts(catalog, [article(1, url=None)]))


def test_handed_in_files_have_an_english_name(catalog: Catalog) -> None:
    """The digest names the source that is no outlet in its own language."""
    for language, name in (("vi", "Tệp đưa vào"), ("en", "Files handed in")):
        composed = compose(
            _selection([article(1, source="local"), article(2, fingerprint="text-1")]),
            language=language,
            zone=ZONE,
            week="2023-W38",
            since=NOW - WEEK,
            until=NOW,
            catalog=catalog,
            source_names={**NAMES, "local": "Tệp đưa vào"},
        )
        (entry,) = composed.entries
        assert name in (entry.source_name, *entry.also)


def test_the_order_does_not_depend_on_the_input(catalog: Catalog) -> None:
    """Equal instants are ordered by id: the same articles give the same text."""
    articles = [article(n, source=f"s{n % 3}", lead="Một câu.") for n in range(12)]
    assert _compose(catalog, articles) == _compose(catalog, articles[::-1])


def test_json_is_builtins_with_the_zones_offset(catalog: Catalog) -> None:
    """The value survives a round trip and says what the text says."""
    told = [article(1, lead="Một câu. Hai câu."), article(2, published=None)]
    composed = _compose(catalog, told, gathered=_apart(told))
    value = to_json(composed)
    assert json.loads(json.dumps(value)) == value
    entry = value["sections"][0]["entries"][0]  # type: ignore[index]  # nested builtins
    assert entry["published"] == "2023-09-25T07:00:00+07:00"
    assert entry["sentences"] == ["Một câu.", "Hai câu."]
    assert (value["articles"], value["week"], value["since"]) == (
        2,
        "2023-W38",
        "2023-09-18T07:00:00+07:00",
    )


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2023, 9, 25), date(2023, 10, 1), "25/9–1/10/2023"),
        (date(2023, 12, 25), date(2024, 1, 1), "25/12/2023–1/1/2024"),
        (date(2023, 9, 5), date(2023, 9, 5), "5/9/2023"),
    ],
)
def test_days_are_written_as_people_do(first: date, last: date, text: str) -> None:
    """No leading zeros, the year once where it is the same."""
    assert format_days(first, last) == text


def test_a_preview_tells_the_week_of_publication(catalog: Catalog) -> None:
    """`/tuan` and `digest --week` show what was published then, however old it is."""
    store = open_store("memory:")
    store.put_articles(
        [
            article("in", published=datetime(2023, 9, 26, tzinfo=UTC), first_seen=NOW + 90 * WEEK),
            article("out", published=datetime(2023, 10, 2, tzinfo=UTC)),
        ]
    )
    composed = preview(
        store, iso_week("2023-W39"), catalog=catalog, language="vi", zone=ZONE, source_names=NAMES
    )
    assert composed.article_ids == ("ain",)
    assert (composed.since, composed.until) == week_bounds("2023-W39", ZONE)
    blocks = to_blocks(composed, catalog)
    assert render_plain(blocks).splitlines()[0] == "Điểm tin tuần 39 · 25/9–1/10/2023"


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "<b>&amp;</b>" * 40,
        "A. " * 2_000,
        "Mẫu " * 10_000,
        "👨‍👩‍👧" * 300,
        "e\u0301" * 900,
        "\n\u2028",
        "",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.builds(
            article,
            st.integers(0, 10_000),
            title=hostile,
            lead=st.none() | hostile,
            paragraphs=st.lists(hostile, max_size=2).map(tuple),
            source=st.sampled_from(["a", "b", "<c>"]),
            url=st.none() | hostile,
        ),
        unique_by=lambda each: each.id,
        max_size=20,
    )
)
def test_every_article_is_told_or_counted_in_its_own_words(
    catalog: Catalog, articles: list[Article]
) -> None:
    """Entries and counts add up, titles and sentences occur in their article, parts stay few."""
    articles = list(map(_fresh, articles))
    gatherer = Gatherer(_selection(articles), zone=ZONE, until=NOW)
    composed = _compose(catalog, articles, gathered=gatherer.gathered())
    by_id = {each.id: each for each in articles}
    assert set(composed.article_ids) == set(by_id)
    assert composed.article_count == len(articles)
    told = [each for entry in composed.entries for each in entry.article_ids]
    assert len(told) == len(set(told)) == composed.article_count - composed.untold
    assert set(told) <= set(by_id)
    assert [entry.number for entry in composed.entries] == list(range(1, len(composed.entries) + 1))
    for entry in composed.entries:
        own = by_id[entry.article_id]
        assert len(entry.title) <= TITLE_LIMIT
        assert entry.title.removesuffix(ELLIPSIS) in " ".join(own.title.split())
        text = "\n".join([own.lead or "", *own.paragraphs])
        assert all(sentence in text for sentence in entry.told.sentences)
    assert not misquoted(composed, by_id)
    parts = _parts(catalog, articles, gatherer=gatherer)
    assert 1 <= len(parts) <= MAX_PARTS
    for part in parts:
        check_part(part)


def _issue(catalog: Catalog, articles: list[Article], **more: Any) -> Issue:
    values: dict[str, Any] = {
        "language": "vi",
        "zone": ZONE,
        "week": "2023-W38",
        "since": NOW - WEEK,
        "until": NOW,
        "catalog": catalog,
        "source_names": NAMES,
        "period": "2023-W39",
        "gatherer": _Apart(articles),
    }
    return to_issue(_selection(articles), **{**values, **more})


def _many(count: int) -> list[Article]:
    return [
        article(
            n,
            title=f"Xã Mẫu {n} tổ chức ngày hội lúa và trồng cây bên bờ sông lần thứ {n}",
            section=("Giáo dục", "Y tế", "Kinh tế")[n % 3],
            published=NOW - timedelta(minutes=n + 1),
        )
        for n in range(count)
    ]


def test_a_kept_digest_offers_topics_file_and_feedback(catalog: Catalog) -> None:
    """Its buttons find it by its period; an empty one has only the settings."""
    parts = _issue(catalog, _many(4)).parts
    rows = [[button.action for button in row] for row in parts[-1].buttons]
    assert rows[-3:] == [
        ["luutru @2023-W39 *", "luutru @2023-W39 +"],
        ["caidat ykien 2023-W39 hay", "caidat ykien 2023-W39 do"],
        ["baocao @2023-W39", "caidat"],
    ]
    (empty,) = _issue(catalog, []).parts
    assert [[button.action for button in row] for row in empty.buttons] == [["caidat"]]


def test_the_first_message_shows_the_page_of_the_first_story(catalog: Catalog) -> None:
    """One preview, of an address that can be shown; none where there is no page."""
    first, *others = _issue(catalog, _many(90), preferences=Preferences(length="full")).parts
    assert (first.preview, first.preview_url) == (True, "https://giadinh.example/0")
    assert others
    assert not any(part.preview or part.preview_url for part in others)
    (bare,) = _issue(catalog, [article(1, url=None)], username="x_bot").parts
    assert (bare.preview, bare.preview_url) == (False, None)


def test_a_digest_that_does_not_fit_is_an_index_of_one_message(catalog: Catalog) -> None:
    """What three messages tell of stays three; beyond, one message names every topic."""
    fitting = _issue(catalog, _many(60)).parts
    assert 2 <= len(fitting) <= MAX_PARTS
    assert "bài nữa" not in fitting[-1].plain
    (index,) = _issue(catalog, _many(400)).parts
    check_part(index)
    for topic in ("Giáo dục", "Y tế", "Kinh tế"):
        assert re.search(rf"^{topic} · \d+ trong 13\d bài$", index.plain, re.MULTILINE)
    assert "bấm “Theo chủ đề”" in index.plain
    assert len(_issue(catalog, _many(60), preferences=Preferences(length="short")).parts) == 1


@pytest.mark.parametrize("count", [0, 1, 7, 450])
def test_the_contents_hold_every_story_under_its_topic(catalog: Catalog, count: int) -> None:
    """The numbers are those of the text; what goes beyond the bound is counted."""
    issue = _issue(catalog, _many(count))
    stories = [story for topic in issue.contents for story in topic.stories]
    assert len(stories) + sum(topic.more for topic in issue.contents) == count
    assert len(stories) == min(count, MOST_KEPT)
    told = sorted(story.number for story in stories if story.number)
    assert told == list(range(1, len(told) + 1))
    full = sorted(story.number for story in stories if story.about)
    assert full == list(range(1, min(count, MOST_TOP) + 1))


def test_weeks_and_late_arrivals_are_marked(catalog: Catalog) -> None:
    """`tuần thứ 3` where a story goes on, `đến muộn` where all of it was published before."""
    articles = [
        article(1, published=NOW - timedelta(days=10)),
        article(2, published=NOW - timedelta(days=6)),
    ]
    found = _apart(articles)
    before = article(9, url="https://giadinh.example/truoc")
    going_on = dataclasses.replace(found.stories[1], continues=2, earlier=(before,))
    stories = (found.stories[0], going_on)
    composed = _compose(
        catalog, articles, gathered=Gathered(stories, found.highlights, found.mentioned)
    )
    lines = render_plain(to_blocks(composed, catalog)).splitlines()
    assert "1 bài đến muộn" in lines
    assert "Báo Giả Định · 15/9 · đến muộn" in lines
    assert "Báo Giả Định · 19/9 · tuần thứ 3" in lines
    markup = render_html(to_blocks(composed, catalog))
    assert '<a href="https://giadinh.example/truoc"><i>tuần thứ 3</i></a>' in markup
    assert composed.late_count == 1
    assert json.loads(json.dumps(to_json(composed)))["late"] == 1
