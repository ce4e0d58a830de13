"""What each due subscriber's digest holds, composed once for all who get the same.

Choosing by time alone would lose an article that was stamped before a digest and became durable
after it. So each choice reaches back `OVERLAP` beyond what is covered and leaves out what the
subscriber's latest digests carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.delivery.outbox import Frozen, edition_of, frozen_digest
from bot.digest.calendar import WEEK, week_covered, week_of, zone_of
from bot.digest.compose import to_parts
from bot.digest.followed import Fitting, Followed, followed
from bot.digest.select import Selection, select
from bot.messages.catalog import Catalog
from storage.base import ArticleStore, DigestStore, FollowStore
from storage.matching import matching
from storage.models import Article, Digest, Edition, Follow, Subscriber

OVERLAP = timedelta(days=1)
"""How long before a digest an article may be stamped and still become readable after it."""

DIGESTS_READ = 4
"""Latest digests of a subscriber whose articles are not told again."""


class DigestSource(ArticleStore, DigestStore, FollowStore, Protocol):
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
        self._articles: dict[datetime, list[Article]] = {}
        self._kinship: dict[datetime, Mapping[str, Sequence[str]]] = {}
        self._selections: dict[tuple[datetime, frozenset[str]], Selection] = {}
        self._editions: dict[tuple[object, ...], Edition] = {}
        self._follows: dict[str, list[Follow]] | None = None
        self._fitting: dict[tuple[datetime, frozenset[str]], Fitting] = {}

    def latest_of(self, subscribers: Sequence[Subscriber]) -> Mapping[str, Sequence[Digest]]:
        """What `digest_for` has to know of each, by id; read for many at once.

        A week's digests are one file, which with some thousand readers does not stay in memory.
        """
        covered = [each.id for each in subscribers if each.covered_until is not None]
        return self._store.latest_digests(covered, limit=DIGESTS_READ)

    def digest_for(self, subscriber: Subscriber, latest: Sequence[Digest]) -> Frozen:
        """The subscriber's digest of everything up to now; `latest` are those it has had."""
        zone = zone_of(subscriber.timezone)
        due = subscriber.next_due_at or self._now
        since, start, told = self._period(subscriber, due, latest)
        selection = self._selection(start, told)
        edition = self._edition(
            selection,
            (start, told),
            subscriber.language or self._language,
            zone,
            since,
            self._found(subscriber, (start, told), selection),
        )
        return frozen_digest(
            subscriber,
            edition,
            week=week_of(due, zone),
            article_ids=selection.ids,
            since=since,
            until=self._now,
            now=self._now,
        )

    def _period(
        self, subscriber: Subscriber, due: datetime, latest: Sequence[Digest]
    ) -> tuple[datetime, datetime, frozenset[str]]:
        """What the digest covers from, where its choice begins, and what is told already."""
        covered = subscriber.covered_until
        if covered is None:
            # The record may be much older than the subscription; a first date is a week away.
            since = min(max(subscriber.created_at - WEEK, due - 2 * WEEK), self._now)
            return since, since, frozenset()
        since = min(covered, self._now)
        if not latest:
            return since, since, frozenset()
        carried = {article_id for digest in latest for article_id in digest.article_ids}
        start = since - OVERLAP
        kin = self._kin(start)
        told = {
            article.id
            for article in self._read(start)
            if article.id in carried
            or not carried.isdisjoint(kin.get(article.original or article.id, ()))
        }
        return since, start, frozenset(told)

    def _read(self, start: datetime) -> list[Article]:
        if start not in self._articles:
            self._articles[start] = self._store.articles_first_seen(start, self._now)
        return self._articles[start]

    def _kin(self, start: datetime) -> Mapping[str, Sequence[str]]:
        """For what others repeat, by its id, those articles and itself, whenever first seen.

        An earlier digest may have told of the repost before the original was known.
        """
        if start not in self._kinship:
            originals = {article.original or article.id for article in self._read(start)}
            found: dict[str, list[str]] = {}
            for article in self._store.reposts_of(originals):
                if article.original is not None:
                    found.setdefault(article.original, [article.original]).append(article.id)
            self._kinship[start] = found
        return self._kinship[start]

    def _selection(self, start: datetime, told: frozenset[str]) -> Selection:
        key = (start, told)
        if key not in self._selections:
            self._selections[key] = select(
                self._read(start), since=start, until=self._now, already=told
            )
        return self._selections[key]

    def _found(
        self,
        subscriber: Subscriber,
        chosen: tuple[datetime, frozenset[str]],
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
        chosen: tuple[datetime, frozenset[str]],
        language: str,
        zone: ZoneInfo,
        since: datetime,
        found: tuple[Followed, ...],
    ) -> Edition:
        named = tuple((each.article.id, each.texts) for each in found)
        key = (*chosen, language, zone.key, since, named)
        if key not in self._editions:
            self._editions[key] = edition_of(
                to_parts(
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
                )
            )
        return self._editions[key]
