"""Articles on several pages, fetched from a real server and joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SourceUnreachable, SourceUnreadable
from bot.ingest.page_next import MOST_PAGES, join_pages, read_whole
from bot.ingest.parsed import ParsedArticle
from tests.ingest.newsroom import BODIES, item, newsroom, page, rss

TITLE = "Nạo vét kênh mương trước mùa mưa lũ ở huyện Bình Lâm"
SECOND = (
    "Tại xã Tân Hội, người dân góp hơn một nghìn ngày công để đắp lại bờ bao ven sông.",
    "Huyện giao phòng chuyên môn hoàn thành hồ sơ và báo cáo kết quả trước ngày 30/6.",
)
URL = "https://lamgiang.example/bai"


def _part(number: int, following: str | None) -> ParsedArticle:
    return ParsedArticle(
        title=TITLE, lead=BODIES[0], paragraphs=(f"Phần {number}.",), url=URL, next_page=following
    )


async def test_a_poll_joins_the_pages_of_an_article(tmp_path: Path) -> None:
    """The second page's text follows the first's; what it prints again is dropped."""
    async with newsroom(tmp_path) as room:
        link = room.site.url("/bai.html")
        bar = "<div class='pagination'><a href='{}'>Trang sau</a></div></article>"
        first, second = page(TITLE), page(TITLE, (BODIES[0], *SECOND))
        room.site.pages["/bai.html"] = first.replace("</article>", bar.format("?page=2"))
        room.site.pages["/bai.html?page=2"] = second.replace("</article>", bar.format("?page=1"))
        room.site.pages["/rss"] = rss(item(TITLE, link))
        source = room.feed()
        await room.ingestor().poll_source(source)
        (article,) = room.store.iter_articles()
        assert (article.lead, *article.paragraphs) == (*BODIES, *SECOND)
        assert article.url == link


async def test_pages_end_at_the_tenth() -> None:
    """An article without end is cut; no page is asked for twice."""
    asked: list[str] = []

    async def read(url: str) -> ParsedArticle:
        asked.append(url)
        return _part(len(asked) + 1, f"{URL}?page={len(asked) + 2}")

    whole = await read_whole(_part(1, f"{URL}?page=2"), URL, read)
    assert len(whole.paragraphs) == MOST_PAGES
    assert len(asked) == len(set(asked)) == MOST_PAGES - 1
    assert whole.next_page is None


async def test_a_loop_or_a_page_that_repeats_ends_the_article() -> None:
    """A link back, or a page that says nothing new, is not followed further."""
    asked: list[str] = []

    async def read(url: str) -> ParsedArticle:
        asked.append(url)
        return _part(1, URL)

    assert (await read_whole(_part(1, f"{URL}?page=2"), URL, read)).paragraphs == ("Phần 1.",)
    assert asked == [f"{URL}?page=2"]
    assert (await read_whole(_part(1, URL), URL, read)).paragraphs == ("Phần 1.",)
    assert len(asked) == 1


async def test_a_missing_page_ends_an_article_and_an_outage_does_not() -> None:
    """What is no page ends the text; a host that does not answer is asked again another time."""

    async def missing(_: str) -> ParsedArticle:
        raise SourceUnreadable("404")

    async def silent(_: str) -> ParsedArticle:
        raise SourceUnreachable("no answer")

    first = _part(1, f"{URL}?page=2")
    assert (await read_whole(first, URL, missing)).paragraphs == first.paragraphs
    with pytest.raises(SourceUnreachable):
        await read_whole(first, URL, silent)


def test_joined_pages_keep_the_facts_of_the_first() -> None:
    """The byline of the last page serves where the first has none."""
    last = ParsedArticle(title="Khác", paragraphs=("Hết.",), authors=("Lý Vân",), credit="Theo A")
    whole = join_pages([_part(1, None), last])
    assert (whole.title, whole.authors, whole.credit) == (TITLE, ("Lý Vân",), "Theo A")
    assert whole.paragraphs == ("Phần 1.", "Hết.")
