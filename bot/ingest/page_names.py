"""Whom a page names to machines: the people who wrote it, its outlet, the site's own names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.byline import is_name, is_office, parse_byline
from bot.ingest.page_address import host_of
from bot.ingest.page_json import Item
from bot.ingest.page_tags import MetaTags, unescape
from storage.text import fold

_LONGEST_OUTLET = 80


def read_authors(
    articles: Sequence[Item], tags: MetaTags, sites: frozenset[str]
) -> tuple[str, ...]:
    """The people of the first place that names any; organisations and the site itself left out."""
    stated = [name for item in articles for name in _names(item.get("author"))]
    for place in (stated, tags.values("article:author"), tags.values("dable:author")):
        people = [person for name in place for person in people_of(name, sites)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def read_signers(tags: MetaTags, sites: frozenset[str]) -> tuple[str, ...]:
    """Of `<meta name=author>`, where many sites put their own name: full names of people only."""
    return tuple(
        name
        for value in tags.values("author")
        for name in people_of(value, sites)
        if " " in name and not is_office(name)
    )


def people_of(byline: str, sites: frozenset[str]) -> tuple[str, ...]:
    """The people of a byline that is not the site's own name, an address or a link."""
    if "/" in byline and "." in byline:
        return ()
    named = parse_byline(byline) or ()
    return tuple(
        name for name in named if is_name(name) and fold(name).replace(" ", "") not in sites
    )


def read_site_names(tags: MetaTags, articles: Sequence[Item]) -> frozenset[str]:
    """Folded names, without blanks, of the site and its publisher."""
    names = tags.values("og:site_name", "copyright")
    for item in articles:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(str(publisher["name"]))
    for address in tags.values("og:url"):
        host = host_of(address)
        names += [host, host.partition(".")[0]]
    spelled = {fold(unescape(name)).replace(" ", "") for name in names}
    return frozenset(spelled | {name.partition(".")[0] for name in spelled if "." in name})


def read_outlet(tags: MetaTags, articles: Sequence[Item]) -> str | None:
    """The site's or the publisher's name, a proper one before a host name; None for none."""
    publishers = [item.get("publisher") for item in articles]
    flat = [one for each in publishers for one in (each if isinstance(each, list) else [each])]
    names = [
        *tags.values("og:site_name"),
        *(
            unescape(name)
            for one in flat
            if isinstance(one, dict) and isinstance(name := one.get("name"), str)
        ),
        *tags.values("application-name"),
    ]
    named = [name for name in names if name and len(name) <= _LONGEST_OUTLET and "://" not in name]
    return next((name for name in named if "." not in name.strip(".")), next(iter(named), None))


def _names(value: object) -> list[str]:
    """Names in an author value: a string, an object or a list of either, organisations out."""
    if isinstance(value, str):
        return [unescape(value)]
    if isinstance(value, list):
        return [name for item in value[:20] if not isinstance(item, list) for name in _names(item)]
    if isinstance(value, dict) and value.get("@type") in (None, "Person", ["Person"]):
        name = value.get("name")
        return [
            unescape(part)
            for part in (name if isinstance(name, list) else [name])
            if isinstance(part, str)
        ]
    return []
