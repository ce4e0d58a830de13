"""What a simulated day has to have been like: store and request log against the truth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.sources.turns import host_key
from storage.models import Article, SourceState
from tests.benchmarks.simulated_news import HOUR, START, Format, Habit, Outlet, Story
from tests.benchmarks.simulated_pages import instant
from tests.benchmarks.simulated_web import Asked, Request, SimulatedWeb

MIN_GAP = 2.0
ROBOTS_KEPT = 24 * HOUR
_NUMBER = re.compile(r"-(\d{7})\.html")
_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is over."""

    web: SimulatedWeb
    articles: Sequence[Article]
    states: Mapping[str, SourceState]
    """At the end, by source."""
    before_outage: Mapping[str, SourceState]
    after_outage: Mapping[str, SourceState]
    """Both empty when there was none."""
    ended: float


def violations(day: Day) -> Iterator[str]:
    """Every broken rule, in words."""
    yield from day.web.wrong
    yield from _articles(day)
    for host, requests in by_host(day.web.log).items():
        yield from _politeness(host, requests)
    yield from _gone(day)
    yield from _outage(day)
    for outlet in day.web.outlets:
        state = day.states.get(outlet.id)
        if state is None or (not state.gone and state.next_poll_at is None):
            yield f"{outlet.id} will never be asked again"


def by_story(articles: Sequence[Article]) -> dict[int, list[Article]]:
    """Story → the articles that have its address."""
    found: dict[int, list[Article]] = defaultdict(list)
    for article in articles:
        number = _NUMBER.search(article.url or "")
        if number is not None:
            found[int(number[1])].append(article)
    return found


def by_host(log: Sequence[Request]) -> dict[str, list[Request]]:
    """Host key → its requests, in time."""
    hosts: dict[str, list[Request]] = defaultdict(list)
    for request in log:
        hosts[request.host].append(request)
    return hosts


def never_served(day: Day) -> tuple[list[Story], list[Story]]:
    """Stories that came and went unseen, and those that wait for the next look."""
    slipped: list[Story] = []
    waiting: list[Story] = []
    for outlet in day.web.outlets:
        state = day.states.get(outlet.id)
        if state is not None and state.gone:
            continue
        listed = {story.number for story in outlet.shown(day.ended)}
        for story in outlet.stories:
            if story.appears <= day.ended and story.number not in day.web.served:
                (waiting if story.number in listed else slipped).append(story)
    return slipped, waiting


def _articles(day: Day) -> Iterator[str]:
    kept = by_story(day.articles)
    stories = {
        story.number: (outlet, story) for outlet in day.web.outlets for story in outlet.stories
    }
    for story in never_served(day)[0]:
        yield f"lost: story {story.number} left the list of {story.outlet} between two looks"
    for number in day.web.served:
        outlet, story = stories[number]
        found = kept.get(number, [])
        if not found and story.copy_of is None and not _is_out_of_reach(outlet, story, day):
            yield f"lost: story {number} of {outlet.id} ({outlet.format}, {outlet.habit})"
        if len(found) > 1:
            yield f"doubled: story {number} of {outlet.id} ({outlet.habit}): {len(found)} articles"
        for article in found:
            yield from _article(day.web, outlet, story, article)
    known = sum(map(len, kept.values()))
    if known != len(day.articles):
        yield f"invented: {len(day.articles) - known} articles that no outlet published"


def _is_out_of_reach(outlet: Outlet, story: Story, day: Day) -> bool:
    """A listing says nothing of what stands behind a link: without its page there is no article."""
    return outlet.format is Format.LISTING and (
        story.disallowed or not day.web.versions.get(story.number)
    )


def _article(web: SimulatedWeb, outlet: Outlet, story: Story, article: Article) -> Iterator[str]:
    name = f"story {story.number} of {outlet.id} ({outlet.format}, {outlet.habit})"
    if article.published is not None and article.published > article.first_seen:
        yield f"future: {name} is published {article.published:%Y-%m-%d %H:%M}"
    if outlet.habit is not Habit.FUTURE_DATES:
        stated = instant(story.stated)
        if article.published is None:
            yield f"date: {name} has none"
        elif abs(article.published - stated) >= timedelta(minutes=1):
            yield f"date: {name} has {article.published}, stated was {stated}"
    title = web.served_titles.get(story.number)
    if title is not None and article.title != title:
        yield f"title: {name} reads {article.title!r}, last shown was {title!r}"
    versions = web.versions.get(story.number, [])
    if versions and versions[-1] > versions[0] and not article.revisions:
        yield f"edit: {name} was seen to change, but has no revision"


def _politeness(host: str, requests: Sequence[Request]) -> Iterator[str]:
    delay = MIN_GAP
    rests_until = 0.0
    robots_at: float | None = None
    for before, request in pairwise([None, *requests]):
        assert request is not None
        where = f"{host}{request.path} at {request.began:.1f} s"
        if before is not None and request.began - before.ended < delay - _TOLERANCE:
            yield f"gap: {where}, {request.began - before.ended:.2f} s after {before.path}"
        if request.began < rests_until - _TOLERANCE:
            yield f"Retry-After: {where}, {rests_until - request.began:.0f} s too early"
        if request.rest:
            rests_until = request.ended + request.rest
        if request.asked is Asked.OTHER:
            yield f"nothing leads to {where}"
        if request.asked is Asked.ROBOTS:
            robots_at = request.began
            delay = max(MIN_GAP, request.crawl_delay)
        if request.asked is Asked.PAGE and (
            robots_at is None or request.began - robots_at > ROBOTS_KEPT + HOUR
        ):
            yield f"robots: {where} was asked for without a look at robots.txt"


def _gone(day: Day) -> Iterator[str]:
    ended: set[int] = set()
    for request in day.web.log:
        if request.asked is Asked.LIST and request.outlet is not None:
            if request.outlet in ended:
                yield f"source {request.outlet} was asked again after 410"
            if request.status == 410:
                ended.add(request.outlet)


def _outage(day: Day) -> Iterator[str]:
    """Nobody is blamed for it, and everybody is asked again."""
    for outlet in day.web.outlets:
        before = day.before_outage.get(outlet.id)
        after = day.after_outage.get(outlet.id)
        if before is None or after is None or outlet.habit in (Habit.BURSTS, Habit.HANGS):
            continue
        if after.error_streak > before.error_streak:
            yield f"outage: {outlet.id} ({outlet.habit}) was blamed: {after.last_error}"
    for begin, end in day.web.outages:
        for outlet in day.web.outlets:
            state = day.states.get(outlet.id)
            due = None if state is None or state.next_poll_at is None else state.next_poll_at
            if state is None or state.gone or due is None:
                continue
            asked = any(
                request.outlet == outlet.number and request.began >= end for request in day.web.log
            )
            overdue = due < START + timedelta(seconds=day.ended) - timedelta(minutes=20)
            if overdue or (not asked and due <= START + timedelta(seconds=begin)):
                yield f"silence: {outlet.id} ({outlet.habit}) was due at {due}"


def reposts(day: Day) -> tuple[int, int, int]:
    """Reposts that came: folded under their original, not stored at all, standing alone."""
    kept = by_story(day.articles)
    folded = dropped = alone = 0
    for outlet in day.web.outlets:
        for story in outlet.stories:
            if story.copy_of is None or story.number not in day.web.served:
                continue
            originals = {article.id for article in kept.get(story.copy_of.number, [])}
            found = kept.get(story.number, [])
            if not originals:
                continue  # the original was not read, so there is nothing to fold it under
            if not found:
                dropped += 1
            elif all(article.original in originals for article in found):
                folded += 1
            else:
                alone += 1
    return folded, dropped, alone


def host_of(outlet: Outlet) -> str:
    """The key under which the log has an outlet's requests."""
    return host_key(f"http://{outlet.host}")
