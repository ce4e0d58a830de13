"""Telling article links from the others: by the link, the shape of its address, and its place.

Three things are looked at, each weak alone:

- *the link*: how many words its text and its slug have, whether it is a headline, has a picture,
  a short text or a date beside it, stands in a menu or footer, or has a word of lists in its path;
- *the shape of its address* (`link_shape`): articles of a site share one, with ids of similar
  length, so that what most links of a shape are like, all of them are;
- *its place*: the elements around it; the members of one list are alike.

History adds what reading has shown before: shapes whose pages were articles or were none. The
weights were set by hand on the layouts of `tests/sources/listing_layouts.py` and five real
listings (docs/measurements.md); none is of a site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.sources.link_shape import LinkShape, shape_of
from bot.sources.listing_page import Candidate
from bot.sources.page_links import site_of

_ACCEPTED = 0.9
_SHARE_OF_USUAL = 0.45
"""Of the median score of a page's accepted links: far below it stands what merely looks alike."""
_FEW = 5
_HEADLINE = 5
"""Words from which on a text can be a headline."""


@dataclass(frozen=True, slots=True)
class History:
    """What reading the links of this listing has shown so far.

    `articles` and `others` count, for each shape (`shape_name`), pages that were articles and
    pages that were none.
    """

    articles: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)


class _Weights(NamedTuple):
    own: float
    shape: float
    place: float
    folder: float


_WEIGHTS = {True: _Weights(0.5, 0.6, 0.5, 0.2), False: _Weights(0.7, 0.1, 0.5, 0.1)}
"""How much each view counts, by whether the shape is specific: mere words prove little."""


@dataclass(slots=True)
class _Scored:
    candidate: Candidate
    shape: LinkShape
    own: float
    group: str = ""
    score: float = 0.0


def recognised(found: list[Candidate], page: str, history: History) -> list[Candidate]:
    """Those of `found` that are article links of the page at `page`, in their order."""
    here = site_of(page)
    section = shape_of(page).taxonomy
    scored = []
    for candidate in found:
        there = site_of(candidate.url)
        distance = _distance(here, there)
        if distance is None or _contains(candidate.url, page):
            continue
        shape = shape_of(candidate.url)
        own = _own_score(candidate, shape, section=section) - distance
        scored.append(_Scored(candidate, shape, own))
    menus = _menus(found)
    for each in scored:
        if not each.candidate.aside_only and menus.issuperset(each.candidate.places):
            each.own -= 2.5
    _group_by_id_length(scored)
    by_shape = _means(scored, lambda each: [each.group])
    by_place = _means(scored, lambda each: each.candidate.places)
    by_folder = _means(scored, lambda each: [_folder(each.candidate.url)])
    for each in scored:
        weights = _WEIGHTS[each.shape.specific]
        places = [by_place[place] for place in each.candidate.places]
        placed = sum(places) / len(places)
        folder = by_folder[_folder(each.candidate.url)]
        each.score = (
            weights.own * each.own
            + weights.shape * by_shape[each.group]
            + weights.place * placed
            + weights.folder * folder
        )
    accepted = [each for each in scored if each.score + _learnt(history, each.shape) >= _ACCEPTED]
    usual = median(each.score for each in accepted) if accepted else 0.0
    accepted = [each for each in accepted if each.score >= _SHARE_OF_USUAL * usual]
    return [each.candidate for each in accepted if _fits(each, accepted)]


def _menus(found: list[Candidate]) -> set[str]:
    """Places of lists that are menus by what stands in them, whatever their classes say."""
    members: dict[str, list[Candidate]] = defaultdict(list)
    for each in found:
        for place in set(each.places):
            members[place].append(each)
    return {
        place
        for place, all_of_it in members.items()
        if len(all_of_it) >= _FEW
        and not any(each.date or each.image for each in all_of_it)
        and median(len(each.title.split()) for each in all_of_it) < _HEADLINE
    }


def _fits(link: _Scored, accepted: list[_Scored]) -> bool:
    """Whether a link is like the others that were accepted.

    Where articles have numbers a mere `/some/words` is a section with a long name, unless
    everything speaks for it. Films count only where they are addressed just like articles.
    """
    if link.shape.media:
        alike = [each.shape.media for each in accepted if each.group == link.group]
        return alike.count(False) >= alike.count(True)
    if not link.shape.specific:
        numbered = sum(each.shape.specific for each in accepted)
        if numbered >= _FEW and numbered >= 0.7 * len(accepted):
            return link.score >= _ACCEPTED + 2.0
    return True


def _distance(here: str, there: str) -> float | None:
    """What an address loses for being of a neighbouring host; None: it is of another site."""
    if here == there:
        return 0.0
    if there.endswith(f".{here}") or here.endswith(f".{there}"):
        return 2.5
    return None


def _folder(url: str) -> str:
    """The path without its last segment."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[0]


def _contains(url: str, page: str) -> bool:
    """Whether `url` is a section above the page."""
    above, here = urlsplit(url), urlsplit(page)
    return not above.query and (
        here.path.rstrip("/") == above.path.rstrip("/")
        or here.path.startswith(above.path.rstrip("/") + "/")
    )


def _own_score(candidate: Candidate, shape: LinkShape, *, section: str) -> float:
    """-5 to 5; `section` is the word of lists in the page's own address: its articles share it."""
    words = len(candidate.title.split())
    score = _WORDS.get(words, 2.5 if words > 7 else 0.0)
    if shape.words >= 6:
        score += 1.0
    elif 0 < shape.words <= 3:
        score -= 1.0
    if shape.specific:
        score += 0.5
    if shape.digits >= 4:
        score += 0.5
    elif 0 < shape.digits <= 2:
        score -= 0.5
    score += 1.0 * (candidate.heading and words >= _HEADLINE)  # names of sections are headings too
    score += 0.7 * candidate.image + 0.7 * candidate.summary + 2.0 * (candidate.date is not None)
    score -= 3.0 * candidate.aside_only + 1.5 * shape.media
    score -= 4.0 * (shape.taxonomy not in ("", section))
    return max(-5.0, min(5.0, score))


_WORDS = {0: -0.5, 1: -2.5, 2: -2.5, 3: -2.0, 4: -1.0, 5: 0.3, 6: 1.2, 7: 2.0}
"""What the number of words of a headline says; real headlines have 5 to 25, sections 1 to 5."""


def _group_by_id_length(scored: list[_Scored]) -> None:
    """Ids grow: lengths that follow each other are of one series, a gap parts two."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for each in scored:
        lengths[each.shape.key].add(each.shape.digits)
    series = {key: _series(sorted(found)) for key, found in lengths.items()}
    for each in scored:
        each.group = f"{each.shape.key} {series[each.shape.key][each.shape.digits]}"


def _series(lengths: list[int]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for at, length in enumerate(lengths):
        apart = at > 0 and length - lengths[at - 1] > 1
        previous = numbers[lengths[at - 1]] if at else 0
        numbers[length] = previous + apart
    return numbers


def _means(
    scored: Sequence[_Scored], groups_of: Callable[[_Scored], Iterable[str]]
) -> dict[str, float]:
    """Mean of the scores of each group's members, drawn towards 0 where they are few.

    Members that stand in menus only say nothing of what an address is, unless all do.
    """
    sums: dict[str, list[float]] = defaultdict(list)
    asides: dict[str, list[float]] = defaultdict(list)
    for each in scored:
        for group in set(groups_of(each)):
            (asides if each.candidate.aside_only else sums)[group].append(each.own)
    return {
        group: sum(values) / (len(values) + 1.0)
        for group in {*sums, *asides}
        for values in [sums.get(group) or asides[group]]
    }


def _learnt(history: History, shape: LinkShape) -> float:
    good, bad = history.articles.get(shape.key, 0), history.others.get(shape.key, 0)
    if not good + bad:
        return 0.0
    share = (good - bad) / (good + bad + 3)
    return (3.0 if share > 0 else 6.0) * share
