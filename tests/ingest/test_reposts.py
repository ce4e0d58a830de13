"""Who repeats whom, and who was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.credit import credits_of, names_of
from bot.ingest.decide import decide
from bot.ingest.incoming import Incoming
from bot.ingest.keep import keep
from bot.ingest.reposts import original_of, repeats
from storage.memory_store import MemoryStore
from storage.models import Article, Precision
from storage.text import fold
from tests.ingest.newsroom import item, newsroom, page, rss
from tests.ingest.wire import groups, printed, sentences
from tests.sources.moment import NOW

STORY = sentences(1)
LONG_TITLE = "Hội nghị bàn việc thủy lợi cho vụ đông xuân ở các huyện"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST = NOW - 10 * HOUR


def stored(item: Incoming, name: str = "a") -> Article:
    """The article that it becomes."""
    article = decide(None, item, now=NOW).article
    fields = {key: getattr(article, key) for key in article.__struct_fields__}
    return Article(**(fields | {"id": name}))


def kept(*items: Incoming) -> dict[str, str | None]:
    """The groups after the items came one by one."""
    store = MemoryStore()
    for each in items:
        keep(store, [each], now=NOW, seeded=False)
    return groups(list(store.iter_articles()))


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY[1:],
        [*STORY, "Lê Mơ."],
        STORY[:8],
        [text for number, text in enumerate(STORY) if number % 5 not in (1, 3)],
        [fold(text) for text in STORY],
        ["Sáng nay, phóng viên có mặt tại hiện trường ghi nhận.", *STORY],
    ],
    ids=["same", "no lead", "byline", "cut off", "40 % cut", "no diacritics", "own beginning"],
)
def test_a_repost_is_known_however_it_was_cut(copy: list[str]) -> None:
    """What another outlet prints later, retitled and cut, is listed under the first one."""
    found = kept(
        printed("songmo", STORY, at=FIRST),
        printed("langxa", copy, title="Bàn chuyện kênh mương", at=FIRST + HOUR),
    )
    assert found == {"songmo/1": None, "langxa/1": "songmo/1"}


def test_an_exact_copy_is_kept_and_listed() -> None:
    """Title and text to the letter elsewhere: both articles stay reachable."""
    found = kept(printed("songmo", STORY, at=FIRST + HOUR), printed("langxa", STORY, at=FIRST))
    assert found == {"songmo/1": "langxa/1", "langxa/1": None}


def test_two_stories_stay_two() -> None:
    """Other sentences about the same things are another story."""
    assert set(kept(printed("a", STORY), printed("b", sentences(2))).values()) == {None}


@pytest.mark.parametrize("words", [10, 30])
def test_short_texts_are_never_told_by_containment(words: int) -> None:
    """Below forty syllables only equal title and text make a repost."""
    notice = [" ".join(" ".join(STORY).split()[:words])]
    apart = kept(
        printed("a", notice, at=FIRST), printed("b", notice, title="Một tựa khác", at=FIRST + HOUR)
    )
    assert set(apart.values()) == {None}
    equal = kept(printed("a", notice, at=FIRST), printed("b", notice, at=FIRST + HOUR))
    assert equal == {"a/1": None, "b/1": "a/1"}


def test_a_feeds_title_and_lead_repeat_the_article_that_has_them() -> None:
    """Where robots.txt keeps the page away, what the feed says is known by its title and lead."""
    lead = f"{STORY[0]} {STORY[1]}"
    whole = printed("songmo", [lead, *STORY[2:]], at=FIRST, title=LONG_TITLE)
    teaser = printed("langxa", [lead], at=FIRST + HOUR, title=LONG_TITLE.upper())
    assert len(lead.split()) < 40
    assert kept(whole, teaser) == {"songmo/1": None, "langxa/1": "songmo/1"}
    assert kept(teaser, whole) == {"songmo/1": None, "langxa/1": "songmo/1"}
    renamed = replace(teaser, title="Hội nghị bàn việc thủy lợi vụ mùa", fingerprint="renamed")
    assert set(kept(whole, renamed).values()) == {None}


@pytest.mark.parametrize(
    ("rewritten", "title", "is_repost"),
    [(3, LONG_TITLE, True), (6, LONG_TITLE, False), (3, "Bản tin", False), (3, None, False)],
    ids=["a quarter", "half: another report", "a column's title", "another title"],
)
def test_an_equal_title_allows_for_a_rewritten_paragraph(
    rewritten: int, title: str | None, is_repost: bool
) -> None:
    """The outlet rewrote a part after others had copied it, before its page was first read."""
    edited = [*STORY[:-rewritten], *sentences(9)[:rewritten]]
    copy = printed("langxa", STORY, at=FIRST + HOUR, title=title or "Bàn việc kênh mương cuối vụ")
    found = kept(printed("songmo", edited, at=FIRST, title=title or LONG_TITLE), copy)
    assert found == {"songmo/1": None, "langxa/1": "songmo/1" if is_repost else None}


def test_a_chain_within_one_batch_has_one_original() -> None:
    """Who repeats a copy, and not the original itself, is listed under the original."""
    middle = STORY[:6]
    batch = [
        printed("a", STORY, at=FIRST),
        printed("b", middle, at=FIRST + HOUR),
        printed("c", [*middle[1:], *sentences(2)[:3]], at=FIRST + 2 * HOUR),
    ]
    one_by_one = kept(*batch)
    assert one_by_one == {"a/1": None, "b/1": "a/1", "c/1": "a/1"}
    store = MemoryStore()
    keep(store, batch, now=NOW, seeded=False)
    assert groups(list(store.iter_articles())) == one_by_one


def test_the_window_and_the_language_part() -> None:
    """Two months later, or in another language, the same words are no repost."""
    old = printed("a", STORY, at=NOW - 70 * DAY)
    assert set(kept(old, printed("b", STORY[1:])).values()) == {None}
    english = printed("b", STORY[1:], at=FIRST + HOUR, language="en")
    assert set(kept(printed("a", STORY, at=FIRST), english).values()) == {None}


def test_a_round_up_is_news_of_its_own() -> None:
    """A later text that holds the story and much more is told beside it."""
    round_up = [*STORY, *sentences(2, 10), *sentences(3, 10)]
    found = kept(
        printed("a", STORY, at=FIRST),
        printed("b", round_up, title="Tin trong tuần", at=FIRST + HOUR),
    )
    assert set(found.values()) == {None}


WEEK_PLAN = (
    "Thứ Hai, ngày {0}/9: lãnh đạo Ủy ban nhân dân huyện họp giao ban với các phòng, ban. "
    "Thứ Ba, ngày {1}/9: tiếp công dân tại trụ sở Ủy ban nhân dân huyện từ lúc 8 giờ. "
    "Thứ Tư, ngày {2}/9: kiểm tra tiến độ làm đường liên xã và công tác thủy lợi nội đồng. "
    "Thứ Năm, ngày {3}/9: làm việc với đoàn công tác của tỉnh về thu ngân sách và đất đai."
)
GOLD = (
    "Giá vàng miếng sáng nay được các cửa hàng niêm yết mua vào {0},20 triệu đồng một lượng, bán ra"
    " {1},90 triệu đồng một lượng. Giá vàng nhẫn mua vào {2},10 triệu đồng một lượng, bán ra {3},60"
    " triệu đồng một lượng. Chuyên gia khuyên người dân thận trọng khi mua bán lúc giá biến động."
)
OBITUARY = (
    "Ban Chấp hành Đảng bộ huyện báo tin đồng chí {0} đã từ trần tại nhà riêng sau thời gian lâm"
    " bệnh. Lễ viếng đồng chí {1} cử hành tại nhà văn hóa thôn. Ban tổ chức lễ tang kính báo để các"
    " cơ quan, đơn vị và bà con xa gần biết và tới tiễn đưa đồng chí {2} về nơi an nghỉ cuối cùng."
)


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        (WEEK_PLAN, (4, 5, 6, 7), (11, 12, 13, 14)),
        (GOLD, (68, 69, 57, 58), (71, 72, 59, 61)),
        (OBITUARY, ("Lò Văn Mơ",) * 3, ("Trần Thị Tưởng",) * 3),
    ],
    ids=["week plan", "gold", "obituary"],
)
@pytest.mark.parametrize("other", ["songmo", "langxa"])
def test_one_form_filled_in_twice_is_two_notices(
    form: str, first: tuple[object, ...], second: tuple[object, ...], other: str
) -> None:
    """Notices that differ by figures or names in the same places stay two, whoever prints them."""
    one = printed("songmo", [form.format(*first)], at=FIRST - 7 * DAY, title="Thông báo")
    two = printed(other, [form.format(*second)], at=FIRST, title="Thông báo", path="2")
    assert set(kept(one, two).values()) == {None}


def test_the_title_alone_may_hold_the_date() -> None:
    """One source's column of the day is another one under another date."""
    one = printed("songmo", STORY, title="Giá nông sản hôm nay 5/10", at=FIRST - DAY)
    two = printed("songmo", STORY, title="Giá nông sản hôm nay 6/10", at=FIRST, path="2")
    assert set(kept(one, two).values()) == {None}


def test_a_corrected_figure_is_still_a_repost() -> None:
    """A repost may mend a number, shorten a date or write it otherwise."""
    text = [f"{it[:-1]} trong ngày {n}/9/2023 tại {n + 40} hộ." for n, it in enumerate(STORY, 1)]
    mended = [it.replace("/9/2023", "/09").replace("45 hộ", "54 hộ") for it in text]
    assert mended != text
    found = kept(printed("a", text, at=FIRST), printed("b", mended, at=FIRST + HOUR))
    assert found == {"a/1": None, "b/1": "a/1"}


@pytest.mark.parametrize(
    "copy",
    [
        {"credit": "Theo Báo Sông Mơ"},
        {"credit": "Nguồn: songmo.example"},
        {"text": [*STORY, "Theo Sông Mơ"]},
        {"text": [*STORY[:-1], f"{STORY[-1]} (Nguồn: Báo Sông Mơ)"]},
        {"text": [f"(Sông Mơ) - {STORY[0]}", *STORY[1:]]},
    ],
    ids=["stated", "host", "last line", "last words", "dateline"],
)
def test_a_credit_goes_before_the_times(copy: dict[str, object]) -> None:
    """What says where it was taken from is the repost, though it bears the earlier time."""
    text = copy.get("text", STORY)
    assert isinstance(text, list)
    taken = printed(
        "langxa", text, at=FIRST - HOUR, title="Tựa của Lang Xa", credit=copy.get("credit")
    )
    own = printed("baosongmo", STORY, at=FIRST)
    assert kept(taken, own) == {"langxa/1": "baosongmo/1", "baosongmo/1": None}
    assert kept(own, taken) == {"langxa/1": "baosongmo/1", "baosongmo/1": None}


def test_an_agency_is_known_by_each_of_its_names() -> None:
    """The dateline of the national agency means its sites; nobody credits itself."""
    agency = replace(printed("ttx", STORY), outlet="Thông tấn xã Việt Nam")
    own, copy = stored(agency), stored(printed("b", [f"(TTXVN) {STORY[0]}", *STORY[1:]]))
    assert credits_of(copy) & names_of(own)
    assert not credits_of(copy) & names_of(copy)


def test_mutual_credits_leave_it_to_the_times() -> None:
    """Two outlets that name each other are ordered by time."""
    one = stored(printed("baosongmo", STORY, at=FIRST, credit="Theo Báo Lang Xa"), "one")
    two = stored(printed("baolangxa", STORY, at=FIRST - HOUR, credit="Theo Báo Sông Mơ"), "two")
    assert original_of([one, two]).id == original_of([two, one]).id == "two"


def test_a_stated_day_counts_from_its_end() -> None:
    """A page that states only the day is not taken to be the first at midnight."""
    midnight = datetime.fromisoformat("2031-05-12T17:00:00+00:00")
    day = stored(printed("a", STORY, at=midnight, published_precision=Precision.DAY), "day")
    minute = stored(printed("b", STORY, at=midnight + 3 * HOUR), "minute")
    assert original_of([day, minute]).id == "minute"


OUTLETS = ("baosongmo", "baolangxa", "baodabac", "baotamky", "baonamhai")
VERSIONS = (
    STORY,
    STORY[1:],
    STORY[:8],
    [*STORY, "Theo Sông Mơ"],
    [*STORY[:9], "Theo Lang Xa"],
    sentences(2),
    sentences(2)[2:],
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_of_arrival_gives_the_same_groups(data: st.DataObject) -> None:
    """Who comes when, and in which batches, decides nothing: only what they say."""
    items = [
        printed(
            data.draw(st.sampled_from(OUTLETS)),
            data.draw(st.sampled_from(VERSIONS)),
            at=FIRST + data.draw(st.integers(0, 3)) * HOUR,
            title=f"Tựa thứ {['nhất', 'hai', 'ba', 'tư', 'năm', 'sáu'][number]}",
            path=str(number),
        )
        for number in range(data.draw(st.integers(2, 6)))
    ]
    expected = kept(*items)
    store = MemoryStore()
    waiting = data.draw(st.permutations(items))
    while waiting:
        size = data.draw(st.integers(1, len(waiting)))
        batch, waiting = waiting[:size], waiting[size:]
        keep(store, batch, now=NOW, seeded=False)
    articles = list(store.iter_articles())
    assert groups(articles) == expected
    originals = {article.id for article in articles if article.original is None}
    assert {article.original for article in articles} - {None} <= originals


def test_repeating_is_mutual() -> None:
    """Either one asked, the answer is the same."""
    one, two = stored(printed("a", STORY), "a"), stored(printed("b", STORY[2:]), "b")
    other = stored(printed("c", sentences(3)), "c")
    assert repeats(one, two)
    assert repeats(two, one)
    assert not repeats(one, other)


def test_a_copy_in_the_same_batch_is_one_article() -> None:
    """An outlet's copy that two feeds bring at once is stored once, beside the original."""
    store = MemoryStore()
    keep(store, [printed("songmo", STORY, at=FIRST)], now=NOW, seeded=False)
    copy = printed("langxa", STORY, at=FIRST + HOUR)
    keep(store, [copy, replace(copy, guid="another")], now=NOW, seeded=False)
    keep(store, [copy], now=NOW, seeded=False)
    assert groups(list(store.iter_articles())) == {"songmo/1": None, "langxa/1": "songmo/1"}


def test_an_edit_of_the_original_keeps_its_reposts() -> None:
    """The others repeat what it once said; and what an edit makes a copy becomes one."""
    store = MemoryStore()
    own, copy = printed("songmo", STORY, at=FIRST), printed("langxa", STORY, at=FIRST + HOUR)
    keep(store, [own, copy], now=NOW, seeded=False)
    edited = printed("songmo", [*STORY[:3], *sentences(9, 20)], at=FIRST)
    keep(store, [edited], now=NOW, seeded=False)
    assert groups(list(store.iter_articles())) == {"songmo/1": None, "langxa/1": "songmo/1"}
    late = printed("dabac", sentences(5), at=FIRST + HOUR)
    keep(store, [late], now=NOW, seeded=False)
    keep(store, [printed("dabac", sentences(9, 20), at=FIRST + HOUR)], now=NOW, seeded=False)
    assert groups(list(store.iter_articles()))["dabac/1"] == "songmo/1"


async def test_two_outlets_with_one_wire_story_are_both_read(tmp_path: Path) -> None:
    """Feeds of two hosts that say the same, word for word, give two articles and one story."""
    summary = " ".join(STORY[:3])
    async with newsroom(tmp_path) as room:
        for path, paragraphs in (("/goc.html", STORY), ("/lai.html", [*STORY, "Theo Nguyệt Hà."])):
            room.site.pages[path] = page("Tin của hãng", paragraphs)
        first = room.site.url("/goc.html")
        second = room.site.url("/lai.html").replace("127.0.0.1", "localhost")
        assert first != second
        room.site.pages["/rss"] = rss(item("Tin của hãng", first, summary=summary))
        room.site.pages["/rss2"] = rss(item("Tin của hãng", second, summary=summary))
        for source in (room.feed(), room.feed("bao-tam-ky", "/rss2", name="Báo Tam Kỳ")):
            report = await room.ingestor().poll_source(source)
            assert (report.added, report.failures) == (1, ())
            room.clock.pass_(hours=1)
            again = await room.ingestor().poll_source(source)
            assert (again.added, again.revised) == (0, 0)
        articles = list(room.store.iter_articles())
        originals = {article.source: article.original for article in articles}
        own = next(article for article in articles if article.source == "bao-nguyet-ha")
        assert originals == {"bao-nguyet-ha": None, "bao-tam-ky": own.id}
