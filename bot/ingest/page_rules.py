"""What classes of HTML elements mean, as tables: a site's habit is a row here, never an `if`.

A role's words are matched against the whole tokens of `class`, `id` and `itemprop`, split at
blanks, `-`, `_` and capitals: `singular-sapo`, `detailSapo` and `sapo` are one word to it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import lxml.html

from bot.ingest.phrases import any_of, phrase_set


class Role(StrEnum):
    """What an element is for."""

    TITLE = "title"
    LEAD = "lead"
    AUTHOR = "author"
    CAPTION = "caption"
    ASIDE = "aside"
    CRUMBS = "crumbs"


_WORDS = {
    Role.TITLE: phrase_set(
        "lbl-title | lbltitle | news-title | newstitle | article-title | post-title | entry-title",
        "title-news | title-detail | detail-title | header-title | page-title | headline | tieude",
        "tieu-de | td-tin | ten-tin | title",
    ),
    Role.LEAD: phrase_set(
        "sapo | lead | chapeau | standfirst | summary | tomtat | trichyeu | tom-tat | trich-yeu",
        "intro | mo-ta | article-desc | news-desc | detail-desc | short-desc | abstract",
        "introtext | hometext | trichdan | trich-dan | lbl-summary | lblsummary | gioithieu",
    ),
    Role.AUTHOR: phrase_set(
        "author | authors | byline | tacgia | tac-gia | writer | but-danh | nguoi-viet | signature",
    ),
    Role.CAPTION: phrase_set(
        "caption | figcaption | chuthich | chu-thich | img-desc | image-desc | photo-desc",
        "pic-desc | image-caption | imgcaption | picdesc | photonote",
    ),
    Role.ASIDE: phrase_set(
        "source | related | relate | relates | tinlienquan | tin-lien-quan | lienquan | lien-quan",
        "tinkhac | tin-khac | othernews | other-news | comment | comments | share | sharing",
        "social | tags | tag | tagbox | banner | ads | advertisement | sidebar | newsletter",
        "toolbar | print | breadcrumb | breadcrumbs | recommend | suggestion | most-read",
        "mostread | doc-nhieu | xem-nhieu",
    ),
    Role.CRUMBS: phrase_set(
        "breadcrumb | breadcrumbs | crumb | crumbs | bread-crumb | duongdan | duong-dan",
    ),
}


class SiteRule(NamedTuple):
    """A site's own words for a role, beside the general ones."""

    site: str
    """Host, also of its subdomains."""
    role: Role
    words: str
    """One class name, or several between bars."""


SITE_RULES = (
    SiteRule("vnexpress.net", Role.LEAD, "description"),
    SiteRule("vnexpress.net", Role.AUTHOR, "author-mail"),
    SiteRule("dantri.com.vn", Role.ASIDE, "article-care"),
    SiteRule("vietnamnet.vn", Role.ASIDE, "insert-wiki-content"),
    SiteRule("nld.com.vn", Role.ASIDE, "vceditor-relatednews"),
    SiteRule("tuoitre.vn", Role.ASIDE, "vceditor-relatednews"),
)
"""Seen on the sites' own pages; a row is added with a page that needs it."""

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EDGE = re.compile(r"[^0-9A-Za-z]+")


def _spelled(name: str) -> str:
    return "-".join(part for part in _EDGE.split(_CAPITAL.sub("-", name)) if part).lower()


@lru_cache(maxsize=64)
def _pattern(role: Role, site: str) -> re.Pattern[str]:
    own = (
        rule.words
        for rule in SITE_RULES
        if rule.role is role and (site == rule.site or site.endswith("." + rule.site))
    )
    return re.compile(rf"(?:^|[- ]){any_of(*_WORDS[role], *own)}(?=$|[- ])")


def has_role(element: lxml.html.HtmlElement, role: Role, site: str) -> bool:
    """Whether the element's own names give it the role on this site (`site` is a host or "")."""
    names = [element.get("class", ""), element.get("id", ""), element.get("itemprop", "")]
    spelled = " ".join(_spelled(word) for name in names for word in name[:300].split())
    return bool(spelled) and _pattern(role, site).search(spelled) is not None
