"""Trying an address: what is found, three articles, nothing stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.errors import SourceUnreadable
from bot.ingest.known import known_source
from bot.ingest.trial import Trial, as_source, try_url
from bot.sources.known import known_sources
from storage.models import Source
from tests.ingest.newsroom import BODIES, Newsroom, item, newsroom, page, rss
from tests.sources.moment import NOW, ZONE

TITLE = "Huyện Bình Lâm tổ chức hội nghị sơ kết công tác thủy lợi đợt"


def _listing(room: Newsroom, numbers: range) -> None:
    items = "".join(f"<li><h3><a href='/bai-{n}.html'>{TITLE} {n}</a></h3></li>" for n in numbers)
    room.site.pages["/tin"] = (
        f"<html><head><title>Trang tin Bình Lâm</title></head><body><ul>{items}</ul></body></html>"
    )
    for n in numbers:
        room.site.pages[f"/bai-{n}.html"] = page(f"{TITLE} {n}", BODIES)


async def _try(room: Newsroom, path: str) -> Trial:
    return await try_url(room.site.url(path), fetcher=room.fetcher, zone=ZONE, now=NOW)


async def test_a_listing_is_found_and_three_articles_are_read(tmp_path: Path) -> None:
    """Kind, name, number of links, three articles with their first words, and what is missing."""
    async with newsroom(tmp_path) as room:
        _listing(room, range(100, 112))
        found = await _try(room, "/tin")
        assert (found.kind, found.title, found.entries) == ("listing", "Trang tin Bình Lâm", 12)
        assert [each.title for each in found.samples] == [f"{TITLE} {n}" for n in (100, 101, 102)]
        assert all(each.first_words.startswith("Sáng 13/5") for each in found.samples)
        assert all(len(each.first_words.split()) <= 30 for each in found.samples)
        assert "dates" in found.missing
        assert room.store.count_articles() == 0
        assert room.store.list_source_states() == []


async def test_pages_that_fail_are_passed_over(tmp_path: Path) -> None:
    """Three articles are shown where three of the first six can be read; the reasons are kept."""
    async with newsroom(tmp_path) as room:
        _listing(room, range(100, 112))
        del room.site.pages["/bai-100.html"]
        del room.site.pages["/bai-102.html"]
        found = await _try(room, "/tin")
        assert [each.title[-3:] for each in found.samples] == ["101", "103", "104"]
        assert len(found.failures) == 2


async def test_a_feed_whose_pages_cannot_be_read_shows_its_own_words(tmp_path: Path) -> None:
    """The summary stands for the page, as it does in a poll."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = rss(
            item("Lũ về Bình Lâm", room.site.url("/0.html"), guid="1", summary=BODIES[0])
        )
        found = await _try(room, "/rss")
        assert found.kind == "feed"
        (sample,) = found.samples
        assert sample.first_words.startswith("Sáng 13/5")


async def test_links_that_are_no_articles_are_no_samples(tmp_path: Path) -> None:
    """Where nothing could be read the trial says so."""
    async with newsroom(tmp_path) as room:
        _listing(room, range(100, 112))
        for n in range(100, 112):
            room.site.pages[f"/bai-{n}.html"] = "<html><title>Đăng nhập</title><p>Mời vào.</p>"
        found = await _try(room, "/tin")
        assert found.samples == ()
        assert found.missing == ("articles",)


async def test_an_empty_feed_offers_nothing(tmp_path: Path) -> None:
    """A feed without entries is refused."""
    async with newsroom(tmp_path) as room:
        room.site.pages["/rss"] = rss()
        with pytest.raises(SourceUnreadable, match="empty"):
            await _try(room, "/rss")


def _trial(url: str, kind: str = "feed", title: str | None = "Báo Nguyệt Hà") -> Trial:
    return Trial(url, kind, url, title, 3, 0, False, (), ())  # type: ignore[arg-type]  # a kind


@pytest.mark.parametrize(
    ("url", "taken", "wanted"),
    [
        ("https://www.nguyetha.vn/rss/thoi-su.rss", (), "nguyetha-thoi-su"),
        ("https://baobinhlam.com.vn/rss/home.rss", (), "baobinhlam"),
        ("https://nguyetha.gov.vn/", (), "nguyetha"),
        ("https://nguyetha.gov.vn/", ("nguyetha",), "nguyetha-2"),
        ("https://nguyetha.gov.vn/", ("nguyetha", "nguyetha-2"), "nguyetha-3"),
        ("https://nguyetha.vn/Chính-trị_Đảng.html", (), "nguyetha-chinh-tri-dang"),
        (f"https://nguyetha.vn/{'rat-dai-' * 20}", (), "nguyetha-rat-dai-rat-dai-rat-dai-rat-dai"),
    ],
)
def test_ids_are_slugs_of_host_and_section(url: str, taken: tuple[str, ...], wanted: str) -> None:
    """Small letters, digits and hyphens, at most forty, none of those taken."""
    assert as_source(_trial(url), taken).id == wanted


def test_the_name_is_the_given_one_then_its_own_then_the_host() -> None:
    """A source never goes without a name."""
    trial = _trial("https://www.nguyetha.vn/rss", title=None)
    assert as_source(trial, ()).name == "nguyetha.vn"
    assert as_source(trial, (), name="Báo", province="Nguyệt Hà", level="press").name == "Báo"


def test_a_known_address_is_recognised_in_any_spelling() -> None:
    """http or https, `www.`, a trailing slash: one source."""
    known = Source(id="a", name="A", kind="feed", url="http://www.nguyetha.vn/rss/")
    assert known_source("https://nguyetha.vn/rss", [known]) is known
    assert known_source("https://nguyetha.vn/rss2", [known]) is None


def test_an_address_of_the_catalogue_brings_what_is_known_of_it() -> None:
    """Id, name, province, level and section are the catalogue's, whatever the spelling."""
    row = next(it for it in known_sources() if it.province and it.section and it.level)
    url = (row.url or "").replace("https://", "http://www.").replace("www.www.", "www.")
    source = as_source(_trial(url, row.kind), ())
    assert source == replace(row, url=url, enabled=True)
    told = as_source(_trial(url, row.kind), (), name="Báo Nguyệt Hà", level="government")
    assert (told.id, told.name, told.level) == (row.id, "Báo Nguyệt Hà", "government")


def test_an_id_of_the_catalogue_that_is_taken_is_left_alone() -> None:
    """A source of one's own that has the id keeps it."""
    row = next(it for it in known_sources() if it.province and it.level)
    source = as_source(_trial(row.url or "", row.kind), (row.id,))
    assert source.id != row.id
    assert (source.name, source.province) == (row.name, row.province)


def test_the_outlet_is_known_where_its_page_leads_to_a_feed() -> None:
    """A known page that names a feed: the feed has its own id and section, but the same outlet."""
    row = next(it for it in known_sources() if it.kind == "listing" and it.province)
    trial = Trial(row.url or "", "feed", "https://nguyetha.vn/rss", "RSS", 3, 0, False, (), ())
    source = as_source(trial, ())
    assert (source.id, source.kind, source.section) == ("nguyetha", "feed", None)
    assert (source.name, source.province, source.level) == (row.name, row.province, row.level)
