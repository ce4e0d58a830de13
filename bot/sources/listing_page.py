"""The links of a page with what is printed around each: where it stands, its card, its date.

Pure: HTML in, candidates out; nothing here decides which of them are articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import lxml.etree
import lxml.html

from bot.errors import SourceUnreadable
from bot.sources.fragment import one_line
from bot.sources.listing_card import TRAILING_DATE, ancestors, card_lines, card_of, printed_date
from bot.sources.page_links import absolute_link, load_tree, page_base, visible_text

MOST_LINKS = 5_000
"""Different addresses that are looked at; a real front page has a few hundred."""
_MOST_ANCHORS = 20_000
_MOST_LOOKS = 20
"""Links to one address whose surroundings are looked at; real pages have up to six."""
_LONGEST_TITLE = 400

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ASIDE_TAGS = frozenset({"nav", "footer", "form"})
_ASIDE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:menu\w*|nav|navbar|navi|navigation|mainnav|topnav|sub-?menu|mega|megamenu"
    r"|footer\w*|foot|bottom-?menu|breadcrumbs?|crumbs?|duong-?dan|tags?|tag-?cloud|keywords?|tu-?khoa"
    r"|pagination|pager|paging|phan-?trang|page-?numbers?|social|share|login|account|language|lang"
    r"|banners?|ads?|adv|advert\w*|qc|quang-?cao|weblinks?|lien-?ket|links-?web|hotline|topbar|top-?bar"
    r"|toolbar|sitemap|copyright)"
    r"(?=$|[\s_-]|\d)",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|rar|7z|jpe?g|png|gif|webp|svg|bmp|mp[34]|avi|mov|wmv"
    r"|flv|wav|exe|apk|xml|rss|atom|json|css|js|ics)$",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"(?:đọc|xem)\s(?:thêm|tiếp|tất cả|chi tiết|toàn bộ|ngay)|chi\stiết|read\smore|more|details?"
    r"|tiếp(?:\stheo)?|tất\scả|trang\s(?:chủ|trước|sau|đầu|cuối|tiếp)|next|previous|prev|first|last"
    r"|back|về\sđầu\strang|bình\sluận|\d+\sbình\sluận|video|ảnh|[\d\s.,»«›‹<>|…→←+-]*",
    re.IGNORECASE,
)
"""Words of links that say nothing of where they lead."""


@dataclass(slots=True)
class Candidate:
    """One address that the page links to, with everything seen around its links."""

    url: str
    title: str = ""
    """The longest text that can be a headline; the address' own `title` where there is no text."""
    date: str | None = None
    """A date as printed in its card."""
    texts: list[str] = field(default_factory=list)
    heading: bool = False
    image: bool = False
    summary: bool = False
    aside_only: bool = True
    """Every link to it stands in a menu, a footer, a row of tags or the like."""
    places: list[str] = field(default_factory=list)
    """Tags and classes above each link: equal for the members of one list."""


def candidates(html: str, url: str, *, links: str | None = None) -> list[Candidate]:
    """The http(s) addresses that the page links to, in the order in which they first stand.

    `url` is the page's own address; `links` an XPath that selects the links (or elements that
    contain them), None for all. Files, the page itself and the front page are left out, and so is
    whatever has neither text nor picture.

    Raises:
        SourceUnreadable: too large, no HTML, or `links` is no XPath of elements.
    """
    tree = load_tree(html)
    base = page_base(tree, url)
    found: dict[str, Candidate] = {}
    owners: dict[lxml.html.HtmlElement, str] = {}
    for anchor in _anchors(tree, links):
        address = absolute_link(anchor.get("href", ""), base)
        if address is None or _leads_nowhere(address, url):
            continue
        if len(owners) >= _MOST_ANCHORS or (address not in found and len(found) >= MOST_LINKS):
            break
        found.setdefault(address, Candidate(address))
        owners[anchor] = address
    counts = _distinct_links(owners)
    for anchor, address in owners.items():
        if len(found[address].places) < _MOST_LOOKS:
            _look_around(found[address], anchor, counts, everywhere=links is not None)
    return [each for each in found.values() if each.texts or each.image]


def _anchors(tree: lxml.html.HtmlElement, links: str | None) -> Iterator[lxml.html.HtmlElement]:
    if links is None:
        yield from tree.iter("a", "area")
        return
    try:
        selected = tree.xpath(links)
    except lxml.etree.XPathError as error:
        raise SourceUnreadable(f"links: not an XPath expression: {error}") from error
    if not isinstance(selected, list) or not all(hasattr(each, "iter") for each in selected):
        raise SourceUnreadable("links: the XPath must select elements")
    for element in selected:
        yield from element.iter("a")


def _leads_nowhere(address: str, page: str) -> bool:
    """The page itself, a front page, or a file that is no page."""
    parts = urlsplit(address)
    if parts.path in ("", "/") and not parts.query:
        return True
    return address == page.partition("#")[0] or _FILE.search(parts.path) is not None


def _distinct_links(owners: dict[lxml.html.HtmlElement, str]) -> dict[lxml.html.HtmlElement, int]:
    """Element → 1 when all links below it lead to one address, 2 when to several."""
    seen: dict[lxml.html.HtmlElement, str] = {}
    many: dict[lxml.html.HtmlElement, int] = {}
    for anchor, address in owners.items():
        element = anchor.getparent()
        while element is not None and many.get(element) != 2:
            if seen.setdefault(element, address) == address:
                many[element] = 1
            else:
                # whatever is above an element of several addresses is of several too
                while element is not None and many.get(element) != 2:
                    many[element] = 2
                    element = element.getparent()
                break
            element = element.getparent()
    return many


def _look_around(
    candidate: Candidate,
    anchor: lxml.html.HtmlElement,
    counts: Mapping[lxml.html.HtmlElement, int],
    *,
    everywhere: bool,
) -> None:
    """Add what one link and its card show."""
    text = one_line(visible_text(anchor))[:_LONGEST_TITLE]
    headed = any(each.tag in _HEADINGS for each in ancestors(anchor, 3)) or any(
        isinstance(each.tag, str) and each.tag in _HEADINGS for each in anchor.iter()
    )
    pictured = next(anchor.iter("img", "picture"), None) is not None or "background" in (
        anchor.get("style") or ""
    )
    if headed and (heading := next(anchor.iter(*_HEADINGS), None)) is not None:
        text = one_line(visible_text(heading))[:_LONGEST_TITLE] or text
    dated = TRAILING_DATE.search(text)
    if dated:
        candidate.date = candidate.date or dated[1]
        text = text[: dated.start()]
    hint = one_line(anchor.get("title") or "")
    if not text and pictured:
        hint = hint or one_line(next((i.get("alt") or "" for i in anchor.iter("img")), ""))
    candidate.image = candidate.image or pictured
    if text and not GENERIC.fullmatch(text):
        candidate.texts.append(text)
        if not candidate.heading and (headed or not candidate.title):
            candidate.title = text
        candidate.heading = candidate.heading or headed
    elif hint and not GENERIC.fullmatch(hint):
        candidate.texts.append(hint)
        candidate.title = candidate.title or hint
    if everywhere or not _is_aside(anchor):
        candidate.aside_only = False
    candidate.places.append(_place(anchor))
    card = card_of(anchor, counts)
    _read_card(candidate, card, anchor)


def _is_aside(anchor: lxml.html.HtmlElement) -> bool:
    """Whether it stands in a menu, a footer or the like; an article's own header is none."""
    in_article = False
    for element in ancestors(anchor, 40):
        if element.tag in ("body", "html"):
            break
        if element.tag in _ASIDE_TAGS and element.tag != "form":
            return True
        if element.tag == "article":
            in_article = True
        if element.tag == "header" and not in_article:
            return True
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if _ASIDE_WORDS.search(_CAPITAL.sub("-", named[:300])):
            return True
    return False


def _place(anchor: lxml.html.HtmlElement) -> str:
    """The three elements above the link with the first word of their classes, without numbers."""
    names = []
    for element in (anchor, *ancestors(anchor, 3)):
        kind = (element.get("class") or "").split()
        names.append(f"{element.tag}.{re.sub(r'[0-9]+', '', kind[0]) if kind else ''}")
    return "<".join(names)


def _read_card(
    candidate: Candidate, card: lxml.html.HtmlElement, anchor: lxml.html.HtmlElement
) -> None:
    """The date, and whether there are a short text and a picture."""
    lines = list(card_lines(card)) if card is not anchor else []
    if candidate.date is None:
        candidate.date = printed_date(card, lines, candidate.texts)
    for line in lines:
        if len(line.split()) >= 10 and line not in candidate.texts:
            candidate.summary = True
    if card is not anchor and next(card.iter("img", "picture"), None) is not None:
        candidate.image = True
