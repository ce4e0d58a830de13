"""What each due subscriber's digest holds, composed once for all who get the same.

Choosing by time alone would lose an article that was stamped before a digest and became durable
after it. So each choice reaches back `OVERLAP` beyond what is covered and leaves out what the
subscriber's latest digests carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.delivery.latest_digests import latest_of
from bot.delivery.outbox import Frozen, edition_of, frozen_digest
from bot.delivery.period_reading import OVERLAP, PeriodReading, PeriodSource
from bot.digest.calendar import WEEK, week_covered, zone_of
from bot.digest.fitting import Facets, filter_key, fits
from bot.digest.followed import Fitting, Followed, followed
from bot.digest.gather import Gatherer
from bot.digest.issue import to_issue
from bot.digest.schedule import catch_up, pause_ends, period_of
from bot.digest.select import Selection, select
from bot.messages.catalog import Catalog
from storage.base import FollowStore
from storage.matching import matching
from storage.models import Article, Digest, Edition, Follow, Preferences, Subscriber


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reviewers changed in a digest.

    Attributes:
        articles: ids of what the digest disposes of; one that became readable since is the next
            digest's.
        dropped: ids of the articles of the stories that they took out.
        notes: their own lines.
    """

    articles: frozenset[str]
    dropped: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


class DigestSource(PeriodSource, FollowStore, Protocol):
    """What a run reads."""


class DigestRun:
    """One run at one `now`: equal periods are read once and equal digests composed once."""

    def __init__(
        self,
        store: DigestSource,
        catalog: Catalog,
        source_names: Mapping[str, str],
        language: str,
        now: datetime,
        username: str | None = None,
    ) -> None:
        """`username` is the bot's on Telegram, for articles that have no link of their own."""
        self._store = store
        self._catalog = catalog
        self._source_names = source_names
        self._language = language
        self._now = now
        self._username = username
        self._reading = PeriodReading(store, now)
        self._selections: dict[tuple[object, ...], tuple[Selection, tuple[str, ...]]] = {}
        self._facets: dict[str, Facets] = {}
        self._gatherers: dict[tuple[object, ...], Gatherer] = {}
        self._editions: dict[tuple[object, ...], Edition] = {}
        self._follows: dict[str, list[Follow]] | None = None
        self._fitting: dict[tuple[object, ...], Fitting] = {}

    @property
    def composed(self) -> int:
        """How many texts it has made: one for all whose digest says the same."""
        return len(self._editions)

    def latest_of(self, subscribers: Sequence[Subscriber]) -> Mapping[str, Sequence[Digest]]:
        """What `digest_for` has to know of each, by id; read for many at once."""
        return latest_of(self._store, subscribers, self._now)

    def digest_for(
        self,
        subscriber: Subscriber,
        latest: Sequence[Digest],
        reviewed: Reviewed | None = None,
    ) -> Frozen:
        """The subscriber's digest of everything up to now; `latest` are those it has had.

        With `reviewed` its text is without what was dropped there; it disposes of that all the
        same, so that no later digest tells it.
        """
        zone = zone_of(subscriber.timezone)
        due = subscriber.next_due_at or self._now
        since, start, told = self._period(subscriber, due, latest)
        wishes = subscriber.preferences
        selection, left_out = self._selection(start, told, _left_out(latest), wishes)
        chosen = (start, told, _left_out(latest), filter_key(wishes), reviewed)
        shown = _without(selection, reviewed) if reviewed else selection
        edition = self._edition(
            shown,
            start,
            chosen,
            subscriber.language or self._language,
            zone,
            since,
            self._found(subscriber, chosen, shown),
            wishes,
            period_of(subscriber, due),
            self._reading.known_documents(latest),
            reviewed.notes if reviewed else (),
        )
        return frozen_digest(
            subscriber,
            edition,
            period=period_of(subscriber, due),
            article_ids=selection.ids,
            since=since,
            until=self._now,
            now=self._now,
            left_out=left_out,
        )

    def _period(
        self, subscriber: Subscriber, due: datetime, latest: Sequence[Digest]
    ) -> tuple[datetime, datetime, frozenset[str]]:
        """What the digest covers from, where its choice begins, and what is told already."""
        covered = subscriber.covered_until
        if covered is None:
            # The record may be much older than the subscription; a first date is a week away.
            earliest = due - 2 * catch_up(subscriber)
            since = min(max(subscriber.created_at - WEEK, earliest), self._now)
            return since, since, frozenset()
        if (paused_until := pause_ends(subscriber)) is not None:
            covered = max(covered, paused_until - catch_up(subscriber))
        since = min(covered, self._now)
        if not latest:
            return since, since, frozenset()
        carried = {article_id for digest in latest for article_id in digest.article_ids}
        start = since - OVERLAP
        kin = self._reading.kin(start)
        told = {
            article.id
            for article in self._reading.articles(start)
            if article.id in carried
            or not carried.isdisjoint(kin.get(article.original or article.id, ()))
        }
        return since, start, frozenset(told)

    def _selection(
        self, start: datetime, told: frozenset[str], left: frozenset[str], wishes: Preferences
    ) -> tuple[Selection, tuple[str, ...]]:
        """What is news and fits, and the ids of late articles that the filters leave out.

        `left` are those that they left out last time: they are not told now. Another article that
        tells the same story still is.
        """
        key = (start, told, left, filter_key(wishes))
        if key not in self._selections:
            articles, left_out = self._reading.articles(start), frozenset[str]()
            fit = fits(wishes)
            if fit is not None:
                articles = [it for it in articles if it.id in told or fit(self._facets_of(it))]
            if left:
                articles = [it for it in articles if it.id in told or it.id not in left]
            if fit is not None or left:
                kept = {it.id for it in articles}
                left_out = frozenset(self._reading.late_ids(start) - kept)
            selection = select(articles, since=start, until=self._now, already=told)
            self._selections[key] = selection, tuple(sorted(left_out))
        return self._selections[key]

    def _facets_of(self, article: Article) -> Facets:
        if article.id not in self._facets:
            self._facets[article.id] = Facets(article)
        return self._facets[article.id]

    def _found(
        self,
        subscriber: Subscriber,
        chosen: tuple[object, ...],
        selection: Selection,
    ) -> tuple[Followed, ...]:
        """What the subscriber follows in the digest, among its articles."""
        if self._follows is None:
            self._follows = {}
            for follow in self._store.list_follows():
                if follow.mode == "digest":
                    self._follows.setdefault(follow.subscriber, []).append(follow)
        mine = self._follows.get(subscriber.id, [])
        if not mine:
            return ()
        if chosen not in self._fitting:  # for all at once: each article is read once
            queries = list({it.query: None for all_of in self._follows.values() for it in all_of})
            fits = matching(selection.articles, queries)
            self._fitting[chosen] = dict(zip(queries, fits, strict=True))
        return followed(mine, self._fitting[chosen])

    def _edition(
        self,
        selection: Selection,
        start: datetime,
        chosen: tuple[object, ...],
        language: str,
        zone: ZoneInfo,
        since: datetime,
        found: tuple[Followed, ...],
        wishes: Preferences,
        period: str,
        known_documents: frozenset[str],
        notes: tuple[str, ...],
    ) -> Edition:
        if wishes.empty == "skip" and not selection.articles and not notes:
            return edition_of(())
        wishes = _composing(wishes)
        named = tuple((each.article.id, each.texts) for each in found)
        gatherer = self._gatherer(selection, start, since, chosen, zone)
        known = known_documents & gatherer.documents
        key = (*chosen, language, zone.key, since, named, wishes, period, known)
        if key not in self._editions:
            issue = to_issue(
                selection,
                language=language,
                zone=zone,
                week=week_covered(since, self._now, zone),
                since=since,
                until=self._now,
                catalog=self._catalog,
                source_names=self._source_names,
                username=self._username,
                found=found,
                preferences=wishes,
                gatherer=gatherer,
                known_documents=known,
                seen=self._reading.freshness(start, since, wishes.sources),
                period=period,
                notes=notes,
            )
            self._editions[key] = edition_of(issue.parts, issue.contents, issue.documents)
        return self._editions[key]

    def _gatherer(
        self,
        selection: Selection,
        start: datetime,
        since: datetime,
        chosen: tuple[object, ...],
        zone: ZoneInfo,
    ) -> Gatherer:
        key = (*chosen, zone.key, since)
        if key not in self._gatherers:
            self._gatherers[key] = Gatherer(
                selection,
                zone=zone,
                until=self._now,
                earlier=self._reading.told_before(start, since, zone),
                likeness=self._reading.likeness,
            )
        return self._gatherers[key]


def _without(selection: Selection, reviewed: Reviewed) -> Selection:
    """What is left of the articles that the digest was made of."""
    left = reviewed.articles - reviewed.dropped
    articles = tuple(it for it in selection.articles if it.id in left)
    copies = {
        it.id: others
        for it in articles
        if (others := tuple(each for each in selection.copies.get(it.id, ()) if each.id in left))
    }
    return Selection(articles, copies, selection.archived)


def _left_out(latest: Sequence[Digest]) -> frozenset[str]:
    return frozenset(article_id for digest in latest for article_id in digest.left_out)


def _composing(wishes: Preferences) -> Preferences:
    """Of the preferences those that a text depends on: equal ones share an edition."""
    return Preferences(
        frequency=wishes.frequency,
        length=wishes.length,
        topics=wishes.topics,
        provinces=wishes.provinces,
        sources=wishes.sources,
        words=wishes.words,
        excluded_words=wishes.excluded_words,
        feedback=wishes.feedback,
    )
