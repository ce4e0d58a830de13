"""robots.txt: what it says, and what is made of it when it cannot be read."""

from __future__ import annotations

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RobotsDisallow, RobotsUnreachable, SourceRefused, SourceThrottled
from bot.sources.answer import Fetched
from bot.sources.robots import GIVE_UP_AFTER, KEPT_FOR, MAX_ROBOTS, RETRY_AFTER, Robots
from tests.sources.site import Page, Site, local_fetcher, serving
from tests.sources.test_turns import OwnTime

RULES = """\
User-agent: *
Disallow: /quan-tri/
Allow: /quan-tri/cong-khai/
Disallow: /*?in=
Disallow: /*.pdf$
Crawl-delay: 5

User-agent: GreedyBot
Disallow: /

Sitemap: https://tin.example/sitemap.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/tin/lu-ve.html", True),
        ("/quan-tri/", False),
        ("/quan-tri/cong-khai/1", True),
        ("/tin?in=1", False),
        ("/van-ban.pdf", False),
        ("/van-ban.pdf.html", True),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    """Paths, wildcards and ends are matched as RFC 9309 says."""
    rules = Robots(RULES)
    assert rules.allows(f"https://tin.example{path}") is allowed
    assert rules.crawl_delay == 5
    assert rules.sitemaps == ("https://tin.example/sitemap.xml",)


def test_the_group_that_names_the_bot_wins() -> None:
    """What is said to all others is not said to the bot."""
    rules = Robots(RULES + "\nUser-agent: DiemTin\nDisallow: /rieng/\n")
    assert rules.allows("https://tin.example/quan-tri/")
    assert not rules.allows("https://tin.example/rieng/a")
    assert rules.crawl_delay is None


@pytest.mark.parametrize("delay", ["nan", "inf", "-5", "0", "soon", "1e400"])
def test_a_senseless_delay_is_none(delay: str) -> None:
    """A Crawl-delay that is no positive number changes nothing."""
    assert Robots(f"User-agent: *\nCrawl-delay: {delay}\n").crawl_delay is None


@given(st.lists(st.text(alphabet="Disalow:/*[]%$ #\tUser-agent\x00é", max_size=40), max_size=20))
def test_no_text_breaks_it(lines: list[str]) -> None:
    """Whatever stands in it, there is an answer."""
    rules = Robots("\n".join(["User-agent: *", *lines]))
    rules.allows("https://tin.example/[a]?b")
    assert rules.crawl_delay is None or rules.crawl_delay > 0


def test_a_bad_line_costs_only_itself() -> None:
    """A path that the parser chokes on leaves the other rules standing."""
    rules = Robots("User-agent: *\nDisallow: //[\nDisallow: /rieng/\n")
    assert not rules.allows("https://tin.example/rieng/a")


def test_endless_lines_cost_nothing() -> None:
    """Half a megabyte on one line is skipped, not split word by word."""
    rules = Robots("a " * (MAX_ROBOTS // 2) + "\nUser-agent: *\nDisallow: /rieng/\n")
    assert not rules.allows("https://tin.example/rieng/a")


def _site(robots: Page) -> Site:
    return Site({"/robots.txt": robots, "/rieng/a": "a", "/b": "b"})


RIENG = "User-agent: *\nDisallow: /rieng/\n"


async def test_pages_that_are_disallowed_are_not_asked_for() -> None:
    """The rule is read once, then kept; an address that a person named is read all the same."""
    async with serving(_site(RIENG)) as site, local_fetcher() as fetcher:
        with pytest.raises(RobotsDisallow, match=r"disallowed by robots\.txt"):
            await fetcher.fetch(site.url("/rieng/a"))
        await fetcher.fetch(site.url("/b"))
        await fetcher.fetch(site.url("/rieng/a"), robots=False)
    assert site.paths() == ["/robots.txt", "/b", "/rieng/a"]


async def test_a_redirect_leads_to_no_disallowed_page() -> None:
    """Every hop is looked up."""
    async with serving(_site(RIENG)) as site, local_fetcher() as fetcher:
        site.pages["/hop"] = web.Response(status=302, headers={"Location": "/rieng/a"})
        with pytest.raises(RobotsDisallow):
            await fetcher.fetch(site.url("/hop"))
    assert site.paths() == ["/robots.txt", "/hop"]


async def test_its_own_redirects_are_followed() -> None:
    """robots.txt may lie elsewhere; the rules are those of where it was asked for."""
    async with serving(_site(RIENG)) as site, local_fetcher() as fetcher:
        site.pages["/elsewhere"] = RIENG
        site.pages["/robots.txt"] = web.Response(status=301, headers={"Location": "/elsewhere"})
        with pytest.raises(RobotsDisallow):
            await fetcher.fetch(site.url("/rieng/a"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_without_robots_all_is_allowed(status: int) -> None:
    """4xx means that there is none (RFC 9309 §2.3.1.3)."""
    async with serving(_site(web.Response(status=status))) as site, local_fetcher() as fetcher:
        assert isinstance(await fetcher.fetch(site.url("/rieng/a")), Fetched)


async def test_a_server_in_trouble_has_its_pages_left_alone() -> None:
    """5xx disallows all for an hour, then it is looked at again (RFC 9309 §2.3.1.4)."""
    time = OwnTime()
    fetcher = local_fetcher(sleep=time.sleep, monotonic=time.monotonic)
    async with serving(_site(web.Response(status=500))) as site, fetcher as entered:
        for _ in range(2):
            with pytest.raises(RobotsUnreachable, match="HTTP 500"):
                await entered.fetch(site.url("/b"))
        await entered.fetch(site.url("/b"), robots=False)
        assert site.paths() == ["/robots.txt", "/b"]
        site.pages["/robots.txt"] = RIENG
        time.now += RETRY_AFTER
        await entered.fetch(site.url("/b"))
        with pytest.raises(RobotsDisallow):
            await entered.fetch(site.url("/rieng/a"))


async def test_a_server_that_never_gives_its_robots_has_none_after_a_day() -> None:
    """A server that answers 5xx for that one address all day is read in the end."""
    time = OwnTime()
    fetcher = local_fetcher(sleep=time.sleep, monotonic=time.monotonic)
    async with serving(_site(web.Response(status=500))) as site, fetcher as entered:
        for _ in range(int(GIVE_UP_AFTER / RETRY_AFTER)):
            with pytest.raises(RobotsUnreachable):
                await entered.fetch(site.url("/b"))
            time.now += RETRY_AFTER
        await entered.fetch(site.url("/b"))


async def test_the_last_copy_stands_while_it_cannot_be_read() -> None:
    """After a day it is asked for again; while that fails the old rules hold."""
    time = OwnTime()
    fetcher = local_fetcher(sleep=time.sleep, monotonic=time.monotonic)
    async with serving(_site(RIENG)) as site, fetcher as entered:
        await entered.fetch(site.url("/b"))
        time.now += KEPT_FOR + 1
        site.pages["/robots.txt"] = web.Response(status=503)
        await entered.fetch(site.url("/b"))
        with pytest.raises(RobotsDisallow):
            await entered.fetch(site.url("/rieng/a"))
    assert site.paths() == ["/robots.txt", "/b", "/robots.txt", "/b"]


async def test_the_beginning_of_a_huge_robots_counts() -> None:
    """Of ten megabytes the first 500 KiB are read, and no more are kept."""
    huge = RIENG + "# filling\n" * 1_000_000
    async with serving(_site(huge)) as site, local_fetcher() as fetcher:
        with pytest.raises(RobotsDisallow):
            await fetcher.fetch(site.url("/rieng/a"))


async def test_patience_asked_for_by_robots_holds() -> None:
    """A 429 on robots.txt is a 429 of the host."""
    wait = web.Response(status=429, headers={"Retry-After": "600"})
    async with serving(_site(wait)) as site, local_fetcher() as fetcher:
        for robots in (True, True, False):
            with pytest.raises(SourceThrottled) as told:
                await fetcher.fetch(site.url("/b"), robots=robots)
            assert told.value.retry_after == pytest.approx(600, abs=5)
    assert site.paths() == ["/robots.txt"]


async def test_a_private_robots_is_the_pages_own_refusal() -> None:
    """What cannot be asked for because of its address says so by its own name."""
    async with local_fetcher(private_networks=False) as fetcher:
        with pytest.raises(SourceRefused, match=r"^10\.0\.0\.1/b is inside"):
            await fetcher.fetch("http://10.0.0.1/b")
