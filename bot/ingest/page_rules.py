"""What classes of HTML elements mean, as tables: a site's habit is a row here, never an `if`.

A role's words are matched against the whole tokens of `class`, `id` and `itemprop`, split at
blanks, `-`, `_` and capitals: `singular-sapo`, `detailSapo` and `sapo` are one word to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
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
_EDGE = re.compile(r"[^0-9A-Za-z]+")


def _spelled(name: str) -> str:
    if name.isalpha() and name.islower():
        return name
    return "-".join(part for part in _EDGE.split(_CAPITAL.sub("-", name)) if part).lower()


@lru_cache(maxsize=64)
def _pattern(site: str) -> tuple[re.Pattern[str], dict[str, frozenset[Role]]]:
    """One pattern of all words that count on the site, and the roles that each word gives."""
    words = dict(_WORDS)
    for rule in SITE_RULES:
        if site == rule.site or site.endswith("." + rule.site):
            words[rule.role] = words[rule.role] | phrase_set(rule.words)
    pattern = {role: _whole(*own) for role, own in words.items()}
    known = frozenset[str]().union(*words.values())
    given = {word: frozenset(role for role in Role if pattern[role].search(word)) for word in known}
    return _whole(*known), given


def _whole(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[- ])({any_of(*words)})(?=$|[- ])")


@lru_cache(maxsize=1 << 15)
def _named(name: str, site: str) -> frozenset[Role]:
    spelled = " ".join(_spelled(word) for word in name.split())
    pattern, given = _pattern(site)
    found = pattern.findall(spelled)
    return frozenset[Role]().union(*(given[word] for word in found)) if found else NO_ROLES


_NAMES = frozenset({"class", "id", "itemprop"})
_RELATIONS = {"author": frozenset({Role.AUTHOR}), "next": frozenset({Role.NEXT})}


def roles_of(attributes: Iterable[tuple[str, str]], site: str) -> frozenset[Role]:
    """The roles that an element's own names give it on this site (`site` is a host or "").

    A page repeats its class names and a site its pages', so that nearly all come from the cache.
    """
    found = NO_ROLES
    for key, value in attributes:
        if key in _NAMES:
            if value:
                named = _named(value[:300], site)
                if named:
                    found = found | named
        elif key == "rel":
            found = found | _RELATIONS.get(value.casefold(), NO_ROLES)
    return found
