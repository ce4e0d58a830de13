"""Finding what can be polled at an address, on a real site."""

from __future__ import annotations

import gzip

import pytest
from aiohttp import web

from bot.errors import RobotsDisallow, SourceUnreadable
from bot.sources.discover import MOST_REQUESTS, discover
from tests.sources.listing_layouts import listing_page, news_sitemap
from tests.sources.site import Site, local_fetcher, serving


def _front(site: Site, head: str = "", body: str = "") -> str:
    """A front page whose article links are of this site."""
    page = listing_page("slug-id.html", "cards", 1)
    html = page.html.replace("https://nguyetha.example", site.url(""))
    html = html.replace("https://www.nguyetha.gov.example", site.url(""))
    return html.replace("</head>", f"{head}</head>").replace("<body>", f"<body>{body}")


def _rss(*items: str) -> bytes:
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>Báo Nguyệt Hà</title>{''.join(items)}</channel></rss>"
    ).encode()


def _feed(site: Site) -> bytes:
    return _rss(f"<item><title>Lũ về Bình Lâm</title><link>{site.url('/1.html')}</link></item>")


async def test_an_address_that_is_a_feed_is_taken_as_it_is() -> None:
    """Nothing else is asked for when the address itself gives a feed."""
    async with serving() as site, local_fetcher() as fetcher:
        site.pages["/x.rss"] = _feed(site)
        found = await discover(fetcher, site.url("/x.rss"))
        assert (found.kind, found.url, found.title) == ("feed", site.url("/x.rss"), "Báo Nguyệt Hà")
        assert [path for path in site.paths() if path != "/robots.txt"] == ["/x.rss"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" title="Tin" href="/tin.xml">',
        "<link rel='ALTERNATE nofollow' type='application/atom+xml; charset=utf-8' href='tin.xml'>",
    ],
)
async def test_the_feed_that_a_page_names_in_its_head_is_found(link: str) -> None:
    """`rel=alternate` of either kind leads to the feed; the feed of comments does not."""
    comments = '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
    async with serving() as site, local_fetcher() as fetcher:
        site.pages |= {"/": _front(site, comments + link), "/tin.xml": _feed(site)}
        found = await discover(fetcher, site.url("/"))
        assert (found.kind, found.url) == ("feed", site.url("/tin.xml"))
        assert "/comments/feed/" not in site.paths()


async def test_a_named_feed_that_is_dead_does_not_hide_the_listing() -> None:
    """A feed that gives 404, nothing or damage is passed over."""
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}">'
        for name in ("gone", "empty", "broken")
    )
    async with serving() as site, local_fetcher() as fetcher:
        site.pages |= {"/": _front(site, head), "/empty": _rss(), "/broken": b"<rss><chan"}
        found = await discover(fetcher, site.url("/"))
        assert found.kind == "listing"
        assert len(found.feed.entries) > 5


async def test_a_page_about_feeds_gives_the_one_of_the_same_section() -> None:
    """Behind "RSS" stands a page with many feeds: the one that fits, and how many there are."""
    sections = ("thoi-su", "kinh-te", "van-hoa", "y-te")
    listed = "".join(f"<a href='/rss/{name}.rss'>{name}</a>" for name in ("home", *sections))
    async with serving() as site, local_fetcher() as fetcher:
        front = _front(site, body="<a href='/rss.html'>RSS</a>")
        site.pages |= {"/kinh-te": front, "/": front, "/rss.html": f"<html><body>{listed}"}
        site.pages |= {f"/rss/{name}.rss": _feed(site) for name in ("home", *sections)}
        of_section = await discover(fetcher, site.url("/kinh-te"))
        assert (of_section.url, of_section.feeds) == (site.url("/rss/kinh-te.rss"), 5)
        of_all = await discover(fetcher, site.url("/"))
        assert of_all.url == site.url("/rss/home.rss")


async def test_a_section_without_a_feed_of_its_own_is_read_as_a_listing() -> None:
    """The feeds of other sections are no answer to the question for this one."""
    listed = "<a href='/rss/the-thao.rss'>Thể thao</a><a href='/rss/y-te.rss'>Y tế</a>"
    async with serving() as site, local_fetcher() as fetcher:
        site.pages |= {"/kinh-te": _front(site, body=listed)}
        site.pages |= {"/rss/the-thao.rss": _feed(site), "/rss/y-te.rss": _feed(site)}
        found = await discover(fetcher, site.url("/kinh-te"))
        assert (found.kind, found.url) == ("listing", site.url("/kinh-te"))


async def test_wordpress_keeps_its_feed_at_its_usual_place() -> None:
    """A page of a known system that names no feed is asked for it where that system has it."""
    async with serving() as site, local_fetcher() as fetcher:
        front = _front(site, "<script src='/wp-content/themes/x.js'></script>")
        site.pages |= {"/tin": front, "/tin/feed/": _feed(site)}
        found = await discover(fetcher, site.url("/tin"))
        assert (found.kind, found.url) == ("feed", site.url("/tin/feed/"))


async def test_a_news_sitemap_named_by_robots_txt_is_used_for_a_front_page() -> None:
    """Through an index and gzip; titles and dates come from the news extension, newest first."""
    async with serving() as site, local_fetcher() as fetcher:
        index = (
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"<sitemap><loc>{site.url('/pages.xml')}</loc></sitemap>"
            f"<sitemap><loc>{site.url('/news.xml.gz')}</loc></sitemap></sitemapindex>"
        )
        robots = f"User-agent: *\nSitemap: {site.url('/index.xml')}\n"
        site.pages |= {
            "/": "<html><body>trống</body></html>",
            "/robots.txt": web.Response(text=robots),
            "/index.xml": index.encode(),
            "/news.xml.gz": gzip.compress(news_sitemap(site.url(""))),
        }
        found = await discover(fetcher, site.url("/"))
        assert (found.kind, found.sitemap, found.url) == ("listing", True, site.url("/news.xml.gz"))
        assert [each.title for each in found.feed.entries][:2] == ["Tin số 3", "Tin số 2"]
        assert found.feed.entries[0].published == "2031-05-13T08:00:00+07:00"


async def test_nothing_to_read_is_said() -> None:
    """A page without feed, sitemap and article links is refused."""
    async with serving() as site, local_fetcher() as fetcher:
        site.pages["/"] = "<html><body><p>Trang đang xây dựng</p></body></html>"
        with pytest.raises(SourceUnreadable, match="no article links"):
            await discover(fetcher, site.url("/"))


async def test_a_listing_that_robots_txt_forbids_is_not_offered() -> None:
    """What the bot may not poll it does not offer."""
    async with serving() as site, local_fetcher() as fetcher:
        site.pages |= {
            "/tin": _front(site),
            "/robots.txt": web.Response(text="User-agent: *\nDisallow: /\n"),
        }
        with pytest.raises(RobotsDisallow):
            await discover(fetcher, site.url("/tin"))


async def test_a_search_ends() -> None:
    """A site that names a new feed at every step is not followed without end."""

    async def maze(request: web.BaseRequest) -> web.StreamResponse:
        links = "".join(f"<a href='{request.path}/rss{n}/feed'>RSS {n}</a>" for n in range(50))
        return web.Response(text=f"<html><body>{links}</body></html>", content_type="text/html")

    async with serving() as site, local_fetcher() as fetcher:
        site.pages["/m"] = maze
        for n in range(50):
            site.pages[f"/m/rss{n}/feed"] = maze
        with pytest.raises(SourceUnreadable):
            await discover(fetcher, site.url("/m"))
        assert len(site.asked) <= MOST_REQUESTS + 4
