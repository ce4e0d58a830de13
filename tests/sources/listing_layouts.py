"""Fictional listing pages in the layouts that Vietnamese content systems print, with their gold.

An article link is a link of the site itself to a page with one news text, wherever it stands.
Everything else on the page is noise of the kinds that real pages carry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from tests.sources.listing_noise import (
    PORTAL,
    SECTIONS,
    SHORT,
    SUMMARY,
    WHAT,
    WHO,
    noise_boxes,
    slug,
)


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the fictional site."""

    url: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page and the addresses of the articles that it links to."""

    layout: str
    url: str
    html: str
    articles: frozenset[str]


Address = Callable[[Random, str, str, int], str]
"""Section slug, title slug, number → path of an article."""


def _code(number: int) -> str:
    """Letters and digits without meaning, as some systems append to their slugs."""
    return f"-{'abcdefgh'[number % 8]}{number % 10}{'xyzt'[number % 4]}{number % 7}"


def _stories(rng: Random, host: str, address: Address, count: int, first: int) -> list[Story]:
    found: dict[str, Story] = {}
    number = first
    while len(found) < count:
        number -= rng.randint(1, 9)
        title = (
            rng.choice(SHORT)
            if rng.random() < 0.04
            else f"{rng.choice(WHO)} {rng.choice(WHAT)}"
            + (
                f" {rng.choice(('lần thứ', 'đợt', 'năm'))} {rng.randint(2, 40)}"
                if rng.random() < 0.5
                else ""
            )
        )
        section = slug(rng.choice(SECTIONS[:8]))
        url = host + address(rng, section, slug(title), number)
        day = f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/2031"
        found.setdefault(url, Story(url, title, day))
    return list(found.values())


ADDRESSES: dict[str, tuple[Address, Callable[[str, int], str], int]] = {
    # name: article path, section path (name, number), first article number
    "slug-id.html": (
        lambda r, c, s, n: f"/{s}-{n}.html",
        lambda name, n: f"/{slug(name)}",
        4_812_345,
    ),
    "section/slug-id.htm": (
        lambda r, c, s, n: f"/{c}/{s}-{20310512000000 + n}.htm",
        lambda name, n: f"/{slug(name)}.htm",
        99_000,
    ),
    "slug-dID.html, sections -dN": (
        lambda r, c, s, n: f"/{s}-d{n}.html",
        lambda name, n: f"/{slug(name)}-d{n}/",
        312_345,
    ),
    "aspx?id": (
        lambda r, c, s, n: f"/chitiet.aspx?id={n}",
        lambda name, n: f"/danhmuc.aspx?id={n}",
        8_123,
    ),
    "default.aspx?tabid&id": (
        lambda r, c, s, n: f"/Default.aspx?tabid={len(c) * 7}&id={n}",
        lambda name, n: f"/Default.aspx?tabid={n + 100}",
        20_222,
    ),
    "index.php?module": (
        lambda r, c, s, n: f"/index.php?module=tin&func=view&id={n}",
        lambda name, n: f"/index.php?module=tin&func=list&cat={n}",
        1_313,
    ),
    "chi-tiet/id/slug": (
        lambda r, c, s, n: f"/chi-tiet/{n}/{s}",
        lambda name, n: f"/chuyen-muc/{slug(name)}",
        51_515,
    ),
    "tin-chi-tiet/-/chi-tiet/slug-1-id.html": (
        lambda r, c, s, n: f"/tin-chi-tiet/-/chi-tiet/{s}-{n % 7}-{n}.html",
        lambda name, n: f"/{slug(name)}",
        88_222,
    ),
    "liferay": (
        lambda r, c, s, n: f"/web/guest/{c}/-/asset_publisher/aB3dE{len(c)}/content/{s}",
        lambda name, n: f"/web/guest/{slug(name)}",
        9_999,
    ),
    "joomla": (
        lambda r, c, s, n: f"/index.php/{c}/{n}-{s}",
        lambda name, n: f"/index.php/{slug(name)}",
        2_345,
    ),
    "wordpress date": (
        lambda r, c, s, n: f"/2031/{1 + n % 12:02d}/{s}/",
        lambda name, n: f"/category/{slug(name)}/",
        3_000,
    ),
    "wordpress plain": (
        lambda r, c, s, n: f"/{s}/",
        lambda name, n: f"/{slug(name)}/",
        3_000,
    ),
    "section/slug": (
        lambda r, c, s, n: f"/{c}/{s}.html",
        lambda name, n: f"/{slug(name)}.html",
        3_000,
    ),
    "drupal": (
        lambda r, c, s, n: f"/node/{n}",
        lambda name, n: f"/taxonomy/term/{n}",
        1_234,
    ),
    "sharepoint": (
        lambda r, c, s, n: f"/tin-tuc-su-kien/lists/posts/post.aspx?ItemID={n}&CategoryId={len(c)}",
        lambda name, n: f"/pages/{slug(name)}.aspx",
        4_567,
    ),
    "news/slug-id (menu alike)": (
        lambda r, c, s, n: f"/{c}/{s}-{n}.html",
        lambda name, n: f"/gioi-thieu-chung/{slug(name)}-{1000 + n}.html",
        5_432,
    ),
    "ID.vnp": (
        lambda r, c, s, n: f"/{s}/{n}.vnp",
        lambda name, n: f"/{slug(name)}.vnp",
        912_345,
    ),
    "view-article ids": (
        lambda r, c, s, n: f"/chi-tiet-tin/-/view-article/1/{len(c)}00{len(s)}/{n}",
        lambda name, n: f"/{slug(name)}",
        1_612_345_678,
    ),
    "pages/date/slug.aspx": (
        lambda r, c, s, n: f"/pages/2031-{1 + n % 12}-{1 + n % 28}/{s}{_code(n)}.aspx",
        lambda name, n: f"/pages/{slug(name)}.aspx",
        3_000,
    ),
    "section/yyyy/m/slug/id.htm": (
        lambda r, c, s, n: f"/{c}/2031/{1 + n % 12}/{s}/{n}.htm",
        lambda name, n: f"/{slug(name)}.htm",
        179_123,
    ),
    "nukeviet": (
        lambda r, c, s, n: f"/vi/news/{c.title()}/{s.capitalize()}-{n}/",
        lambda name, n: f"/vi/news/{slug(name).title()}/",
        96,
    ),
    "nukeviet query": (
        lambda r, c, s, n: f"/index.php?language=vi&nv=news&op={c.title()}/{s.capitalize()}-{n}",
        lambda name, n: f"/index.php?language=vi&nv=news&op={slug(name).title()}",
        312,
    ),
    "dotnetnuke": (
        lambda r, c, s, n: f"/{c}/tabid/{len(c) * 31}/ID/{n}/{s}.aspx",
        lambda name, n: f"/{slug(name)}/tabid/{n + 100}/Default.aspx",
        22_345,
    ),
    "numbers down to the article": (
        lambda r, c, s, n: f"/1285/30593/{60_000 + len(c)}/{n}/{c}/{s}.aspx",
        lambda name, n: f"/1285/30593/{60_000 + n}/{slug(name)}.aspx",
        345_678,
    ),
    "hash id": (
        lambda r, c, s, n: f"/article?item={n * 7_919_777_333:032x}",
        lambda name, n: f"/list?cat={n * 7_919:032x}",
        98_765_432_198,
    ),
    "percent-encoded": (
        lambda r, c, s, n: "/" + quote(s.replace("-", " ").replace("hop", "họp")) + f"-bv{n}",
        lambda name, n: "/" + quote(name),
        512,
    ),
    "slug_tID cID nID": (
        lambda r, c, s, n: f"/{s}_t{len(c)}c{len(c) * 3}n{n}",
        lambda name, n: f"/{slug(name)}_t{n}",
        12_345,
    ),
}


def _card(s: Story) -> str:
    return (
        f"<div class='item-news'><a href='{s.url}'><img src='/a.jpg' alt=''></a>"
        f"<h3><a href='{s.url}'>{s.title}</a></h3><span class='time'>{s.day} 08:30</span>"
        f"<p>{SUMMARY}</p><a href='{s.url}' class='more'>Xem chi tiết</a></div>"
    )


def _bare_card(s: Story) -> str:
    return (
        f"<li class='clearfix'><a class='thumb' href='{s.url}'><img src='x.jpg'></a>"
        f"<a href='{s.url}'>{s.title}</a></li>"
    )


def _article(s: Story) -> str:
    return (
        f"<article class='post'><header class='entry-header'><h2><a href='{s.url}' rel='bookmark'>"
        f"{s.title}</a></h2><time datetime='2031-05-{s.day[:2]}T08:30:00+07:00'>{s.day}</time>"
        f"</header><div>{SUMMARY} <a href='{s.url}#more'>Đọc thêm</a></div></article>"
    )


def _row(s: Story) -> str:
    return f"<tr><td><a href='{s.url}'>{s.title}</a></td><td>{s.day}</td></tr>"


def _flat(s: Story) -> str:
    return (
        f"<img src='/bullet.gif'> <a href='{s.url}' class='Link'>{s.title}</a> <i>({s.day})</i><br>"
    )


def _trailing(s: Story) -> str:
    return f"<li><a href='{s.url}' title='{s.title}'>{s.title} ({s.day})</a></li>"


def _block_link(s: Story) -> str:
    return (
        f"<a class='card' href='{s.url}'><img src='x.jpg'><h4>{s.title}</h4><p>{SUMMARY}</p>"
        f"<span>{s.day}</span></a>"
    )


STYLES: dict[str, tuple[Callable[[Story], str], str, str]] = {
    "cards": (_card, "<div class='list-news'>", "</div>"),
    "bare cards": (_bare_card, "<ul class='list'>", "</ul>"),
    "articles": (_article, "<main>", "</main>"),
    "table": (_row, "<table width='100%'>", "</table>"),
    "flat": (_flat, "<td valign='top'>", "</td>"),
    "trailing date": (_trailing, "<ul>", "</ul>"),
    "block link": (_block_link, "<div class='grid'>", "</div>"),
}


def _links(pairs: list[tuple[str, str]], tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='{href}'>{text}</a></{tag}>" for href, text in pairs)


def listing_page(address: str, style: str, seed: int) -> ListingPage:
    """One page of a layout; equal arguments give equal pages."""
    rng = Random(f"{address}/{style}/{seed}")
    host = "https://nguyetha.example" if rng.random() < 0.7 else "https://www.nguyetha.gov.example"
    path_of, section_of, first = ADDRESSES[address]
    draw, begin, end = STYLES[style]
    stories = _stories(rng, host, path_of, rng.randint(12, 40), first)
    main = stories[: rng.randint(8, len(stories))]
    sections = [(section_of(name, n + 2), name) for n, name in enumerate(SECTIONS)]
    portal = [(section_of(name, n + 30), name) for n, name in enumerate(PORTAL)]
    modern = rng.random() < 0.6
    menu = (
        f"<nav class='main-nav'><ul>{_links(sections)}</ul></nav>"
        if modern
        else f"<table id='tblTop'><tr>{_links(sections, 'td')}</tr></table>"
    )
    shown: list[Story] = list(main)
    boxes: list[str] = []

    def box(title: str, items: list[Story], item: Callable[[Story], str]) -> None:
        shown.extend(items)
        boxes.append(f"<div class='box'><h3>{title}</h3><ul>{''.join(map(item, items))}</ul></div>")

    if rng.random() < 0.8:
        box(
            "Đọc nhiều",
            rng.sample(stories, 5),
            lambda s: f"<li><a href='{s.url}'>{s.title}</a></li>",
        )
    if rng.random() < 0.5:
        box("Tin nổi bật", rng.sample(stories, 3), _bare_card)
    noise = noise_boxes(f"<div class='left'><ul>{_links(portal)}</ul></div>")
    kept = [text for name, text in sorted(noise.items()) if rng.random() < 0.6]
    pages = "".join(f"<a href='?page={n}'>{n}</a>" for n in range(2, 8))
    pager = (
        f"<div class='pagination'>{pages}</div>"
        if modern
        else f"<div align='right'>Trang: {pages} <a href='?page=99'>Cuối</a></div>"
    )
    heads = "".join(
        f"<h2 class='cat'><a href='{href}'>{name}</a></h2>" for href, name in sections[:4]
    )
    footer = (
        f"<footer>{_links(sections)}<a href='/lien-he'>Liên hệ tòa soạn báo điện tử</a></footer>"
        if modern
        else f"<table id='bottom'><tr>{_links(sections[:8], 'td')}</tr></table>"
    )
    html = (
        f"<!DOCTYPE html><html><head><title>Báo Nguyệt Hà</title></head><body>{menu}"
        "<a href='/'>Trang chủ</a>"
        f"<div id='content'>{heads}{begin}{''.join(map(draw, main))}{end}{pager}</div>"
        f"<div class='right-col'>{''.join(boxes)}{''.join(kept)}</div>{footer}</body></html>"
    )
    return ListingPage(
        f"{address} · {style}",
        host + rng.choice(("/", "/tin-tuc")),
        html,
        frozenset(s.url for s in shown),
    )


def all_layouts(seeds: range) -> list[ListingPage]:
    """Every address with every style, once for each seed."""
    return [listing_page(a, s, n) for a in ADDRESSES for s in STYLES for n in seeds]


def news_sitemap(host: str, count: int = 4) -> bytes:
    """A sitemap with the news extension: `Tin số 0` of 10 May 2031 to the following days."""
    entries = "".join(
        f"<url><loc>{host}/bai-{n}.html</loc><news:news><news:publication_date>"
        f"2031-05-1{n}T08:00:00+07:00</news:publication_date><news:title>Tin số {n}</news:title>"
        "</news:news></url>"
        for n in range(count)
    )
    return (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{entries}</urlset>"
    ).encode()
