"""What classes of HTML elements mean, as tables: a site's habit is a row here, never an `if`.

A role's words are matched against the whole tokens of `class`, `id` and `itemprop`, split at
blanks, `-`, `_` and capitals: `singular-sapo`, `detailSapo` and `sapo` are one word to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bot.ingest.phrases import any_of, phrase_set


class Role(StrEnum):
    """What an element is for."""

    TITLE = "title"
    LEAD = "lead"
    AUTHOR = "author"
    CAPTION = "caption"
    ASIDE = "aside"
    CRUMBS = "crumbs"
    CREDIT = "credit"
    PAGES = "pages"
    NEXT = "next"


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
    Role.CREDIT: phrase_set(
        "source | nguon | news-source | source-news | article-source | source-name | nguontin",
        "nguon-tin | detail-source | origin",
    ),
    Role.PAGES: phrase_set(
        "pagination | paging | pager | page-links | page-link | pages | phan-trang | phantrang",
        "post-pages | article-pages | link-pages | nav-links | page-nav | pagenav",
    ),
    Role.NEXT: phrase_set("next-page | nextpage | trang-sau | page-next"),
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

NO_ROLES: frozenset[Role] = frozenset()
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EDGE = re.compile(r"[^0-9A-Za-z\s]+")


def _spelled(names: str) -> str:
    """The words of each name in small letters, hyphens between them."""
    if not names.islower():
        names = _CAPITAL.sub("-", names).lower()
    return _EDGE.sub("-", names)


_LONGEST_NAME = 300
"""Characters of a value that are looked at."""
_MOST_NAMES = 1 << 13
"""Values that a table keeps; a real page has up to 200 of its own."""


class RolesOfNames(dict[str, frozenset[Role]]):
    """The roles that a value of `class`, `id` or `itemprop` gives, found when first asked for.

    A page repeats its class names and a site its pages', so that nearly all are there already; a
    dictionary answers in a third of the time of a cached call, and a page asks thousands of times.
    """

    def __init__(self, rules: Iterable[SiteRule]) -> None:
        """`rules` are those of the site, beside the general ones."""
        super().__init__()
        words = dict(_WORDS)
        for rule in rules:
            words[rule.role] = words[rule.role] | phrase_set(rule.words)
        pattern = {role: _whole(*own) for role, own in words.items()}
        known = frozenset[str]().union(*words.values())
        self._pattern = _whole(*known)
        self._given = {
            word: frozenset(role for role in Role if pattern[role].search(word)) for word in known
        }

    def __missing__(self, name: str) -> frozenset[Role]:
        if len(name) > _LONGEST_NAME:
            return self[name[:_LONGEST_NAME]]
        if len(self) >= _MOST_NAMES:
            self.clear()
        found = self._pattern.findall(_spelled(name))
        roles = frozenset[Role]().union(*(self._given[word] for word in found)) or NO_ROLES
        self[name] = roles
        return roles


def _whole(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[-\s])({any_of(*words)})(?=$|[-\s])")


def roles_of_names(site: str) -> RolesOfNames:
    """The table of a site (a host or ""), kept from page to page; most sites share one."""
    return _table(
        tuple(rule for rule in SITE_RULES if site == rule.site or site.endswith("." + rule.site))
    )


@cache
def _table(rules: tuple[SiteRule, ...]) -> RolesOfNames:
    return RolesOfNames(rules)


NAMES = frozenset({"class", "id", "itemprop"})
"""Attributes whose values are names."""
RELATIONS: Mapping[str, frozenset[Role]] = {
    "author": frozenset({Role.AUTHOR}),
    "next": frozenset({Role.NEXT}),
}
"""The roles that values of `rel` give."""
