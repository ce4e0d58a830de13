"""The shortest backend that passes the contract: a store in memory, and the template of a new one.

It keeps nothing after the process ends and reads everything for every question; it is what tests
and `memory:` use. A new backend: copy this file, add a case to `open_store` and a parameter to
`tests/storage/test_contract.py`.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from storage.article_rules import KnownIdentities, instant, newest_first, search_hit
from storage.chat_rules import (
    chat_of,
    checked_digest,
    digest_week,
    due,
    moved_delivery,
    moved_id,
    moved_subscriber,
    same_id,
    settled_in,
)
from storage.models import (
    Article,
    AuditEntry,
    Delivery,
    DeliveryStatus,
    Digest,
    Edition,
    Identity,
    SearchQuery,
    SearchResult,
    Source,
    SourceState,
    StoreProblem,
    Subscriber,
)
from storage.outbox import UNDECIDED, Outbox, recovered
from storage.shingles import CONTAINMENT, Sketch, containment, shingles
from storage.terms import (
    QueryTerms,
    accented,
    fits,
    occurs,
    passes_filters,
    query_terms,
    searchable_parts,
)
from storage.text import Syllable, syllables
from storage.weeks import LATEST_WEEKS, checked_week, utc_week

AUDIT_KEPT = 5_000
"""Entries of the audit log that are kept; the oldest go first."""


class MemoryStore:
    """Implements `storage.base.Store`; every method is one step under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._articles: dict[str, Article] = {}
        self._sketches: dict[str, Sketch] = {}
        self._sources: dict[str, Source] = {}
        self._source_states: dict[str, SourceState] = {}
        self._subscribers: dict[str, Subscriber] = {}
        self._digests: dict[str, Digest] = {}
        self._editions: dict[tuple[str, str], Edition] = {}
        self._deliveries: dict[str, Delivery] = {}
        self._values: dict[str, str] = {}
        self._audit: list[AuditEntry] = []

    # Articles

    def put_articles(self, articles: Sequence[Article]) -> None:
        with self._lock:
            for article in articles:
                self._articles[article.id] = article
                self._sketches[article.id] = Sketch.of(shingles(article.lead, article.paragraphs))

    def match_articles(self, identities: Sequence[Identity]) -> list[Article | None]:
        with self._lock:
            known = KnownIdentities(self._articles.values())
        return [known.match(identity) for identity in identities]

    def get_article(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def similar_articles(self, article: Article, *, within: timedelta) -> list[Article]:
        wanted = shingles(article.lead, article.paragraphs)
        mine = Sketch.of(wanted)
        with self._lock:
            near = [self._articles[key] for key, it in self._sketches.items() if mine.near(it)]
        return [
            other
            for other in sorted(near, key=lambda each: each.id)
            if other.id != article.id
            and other.language == article.language
            and abs(instant(other) - instant(article)) <= within
            and containment(wanted, shingles(other.lead, other.paragraphs)) >= CONTAINMENT
        ]

    def reposts_of(self, article_ids: Collection[str]) -> list[Article]:
        wanted = frozenset(article_ids)
        with self._lock:
            return [it for _, it in sorted(self._articles.items()) if it.original in wanted]

    def latest_articles(
        self, *, limit: int, offset: int = 0, source: str | None = None
    ) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if source in (None, each.source)]
        return sorted(found, key=newest_first)[offset : offset + limit]

    def articles_first_seen(self, since: datetime, until: datetime) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if since < each.first_seen <= until]
        return sorted(found, key=lambda each: (each.first_seen, each.id))

    def articles_published(self, start: datetime, end: datetime) -> list[Article]:
        with self._lock:
            found = [each for each in self._articles.values() if start <= instant(each) < end]
        return sorted(found, key=lambda each: (instant(each), each.id))

    def search(self, query: SearchQuery) -> SearchResult:
        asked = query_terms(query)
        scored: list[tuple[float, Article]] = []
        for article in self.iter_articles():
            fields = [
                [syllables(passage) for passage in field] for field in searchable_parts(article)
            ]
            passages = [passage for field in fields for passage in field]
            if passes_filters(query, article) and fits(asked, passages, any_word=query.any_word):
                scored.append((_score(asked, fields), article))
        if query.order == "newest":
            scored.sort(key=lambda pair: newest_first(pair[1]))
        else:
            scored.sort(key=lambda pair: (-pair[0], *newest_first(pair[1])))
        if query.fold_reposts:
            scored = _folded(scored)
        page = scored[query.offset : query.offset + query.limit]
        hits = [search_hit(article, score) for score, article in page]
        if query.fold_reposts:
            counts = Counter(it.original for it in self.reposts_of([it.article_id for it in hits]))
            hits = [msgspec.structs.replace(it, reposts=counts[it.article_id]) for it in hits]
        return SearchResult(hits=tuple(hits), total=len(scored))

    def count_articles(self, source: str | None = None) -> int:
        with self._lock:
            return sum(1 for each in self._articles.values() if source in (None, each.source))

    def iter_articles(self) -> Iterator[Article]:
        with self._lock:
            snapshot = list(self._articles.values())
        yield from sorted(snapshot, key=lambda each: (each.first_seen, each.id))

    # Sources

    def list_sources(self) -> list[Source]:
        with self._lock:
            return [self._sources[key] for key in sorted(self._sources)]

    def put_source(self, source: Source) -> None:
        with self._lock:
            self._sources[source.id] = source

    def put_sources(self, sources: Sequence[Source]) -> None:
        with self._lock:
            self._sources.update({source.id: source for source in sources})

    def delete_source(self, source_id: str) -> bool:
        with self._lock:
            return self._sources.pop(source_id, None) is not None

    def get_source_state(self, source_id: str) -> SourceState | None:
        return self._source_states.get(source_id)

    def list_source_states(self) -> list[SourceState]:
        with self._lock:
            return [self._source_states[key] for key in sorted(self._source_states)]

    def put_source_states(self, states: Sequence[SourceState]) -> None:
        with self._lock:
            self._source_states.update({state.source: state for state in states})

    # Subscribers

    def get_subscriber(self, subscriber_id: str) -> Subscriber | None:
        return self._subscribers.get(subscriber_id)

    def list_subscribers(self) -> list[Subscriber]:
        with self._lock:
            return [self._subscribers[key] for key in sorted(self._subscribers)]

    def update_subscriber(
        self, subscriber_id: str, change: Callable[[Subscriber | None], Subscriber | None]
    ) -> Subscriber | None:
        return self.update_subscribers([subscriber_id], lambda _, current: change(current))[0]

    def update_subscribers(
        self,
        subscriber_ids: Sequence[str],
        change: Callable[[str, Subscriber | None], Subscriber | None],
    ) -> list[Subscriber | None]:
        with self._lock:
            changed: dict[str, Subscriber | None] = {}
            for key in dict.fromkeys(subscriber_ids):
                record = change(key, self._subscribers.get(key))
                changed[key] = record if record is None else same_id(key, record)
            for key, record in changed.items():
                if record is None:
                    self._subscribers.pop(key, None)
                else:
                    self._subscribers[key] = record
            return [changed[key] for key in subscriber_ids]

    def due_subscribers(self, now: datetime, *, limit: int) -> list[Subscriber]:
        return due(self.list_subscribers(), now)[:limit]

    def migrate_chat(self, old_chat_id: int, new_chat_id: int) -> None:
        with self._lock:
            for subscriber in self.list_subscribers():
                if subscriber.chat_id == old_chat_id:
                    del self._subscribers[subscriber.id]
                    moved = moved_subscriber(subscriber, new_chat_id)
                    self._subscribers[moved.id] = settled_in(moved, self._subscribers.get(moved.id))
            for digest in list(self._digests.values()):
                if chat_of(digest.subscriber) == old_chat_id:
                    moved_to = moved_id(digest.subscriber, new_chat_id)
                    self._digests[digest.id] = msgspec.structs.replace(digest, subscriber=moved_to)
            for row in list(self._deliveries.values()):
                if row.chat_id == old_chat_id and row.status is not DeliveryStatus.SENT:
                    self._deliveries[row.id] = moved_delivery(row, new_chat_id)

    def forget_chat(self, chat_id: int) -> int:
        with self._lock:
            subscribers = [key for key, it in self._subscribers.items() if it.chat_id == chat_id]
            digests = [
                key for key, it in self._digests.items() if chat_of(it.subscriber) == chat_id
            ]
            rows = [
                key
                for key, it in self._deliveries.items()
                if it.chat_id == chat_id or chat_of(it.subscriber) == chat_id
            ]
            for key in subscribers:
                del self._subscribers[key]
            for key in digests:
                del self._digests[key]
            for key in rows:
                del self._deliveries[key]
            return len(subscribers) + len(digests) + len(rows)

    # Digests and the outbox

    def freeze_digests(
        self, frozen: Sequence[tuple[Digest, Edition, Sequence[Delivery]]]
    ) -> list[bool]:
        for digest, _, _ in frozen:
            checked_digest(digest)
        with self._lock:
            kept = []
            for digest, edition, rows in frozen:
                known = digest.id in self._digests or any(
                    (it.week, it.subscriber) == (digest.week, digest.subscriber)
                    for it in self._digests.values()
                )
                kept.append(not known)
                if not known:
                    self._digests[digest.id] = digest
                    self._editions[digest.week, edition.id] = edition
                    self._deliveries.update({row.id: row for row in rows})
            return kept

    def get_digest(self, digest_id: str) -> Digest | None:
        return self._digests.get(digest_id)

    def list_digests(self, subscriber_id: str, *, limit: int) -> list[Digest]:
        with self._lock:
            found = [it for it in self._digests.values() if it.subscriber == subscriber_id]
        return sorted(found, key=lambda digest: digest.week, reverse=True)[:limit]

    def latest_digests(
        self, subscriber_ids: Collection[str], *, limit: int
    ) -> dict[str, list[Digest]]:
        with self._lock:
            newest = sorted({it.week for it in self._digests.values()})[-LATEST_WEEKS:]
            found: dict[str, list[Digest]] = {key: [] for key in subscriber_ids}
            for digest in sorted(self._digests.values(), key=lambda it: it.week, reverse=True):
                if digest.week in newest and digest.subscriber in found:
                    found[digest.subscriber].append(digest)
            return {key: digests[:limit] for key, digests in found.items()}

    def get_edition(self, week: str, edition_id: str) -> Edition | None:
        return self._editions.get((week, edition_id))

    def claim_deliveries(
        self, now: datetime, *, limit: int, busy_chats: Iterable[int] = ()
    ) -> list[Delivery]:
        with self._lock:
            # a real backend keeps its Outbox between claims
            outbox = Outbox(self._deliveries.values())
            claimed = outbox.claimable(now, limit=limit, busy_chats=busy_chats)
            self._deliveries.update({row.id: row for row in claimed})
            return claimed

    def settle_deliveries(self, rows: Sequence[Delivery]) -> None:
        with self._lock:
            self._deliveries.update({row.id: row for row in rows if row.id in self._deliveries})

    def recover_deliveries(self, now: datetime) -> tuple[int, int]:
        with self._lock:
            changed = [
                recovered(row, now)
                for row in self._deliveries.values()
                if row.status is DeliveryStatus.SENDING
            ]
            self._deliveries.update({row.id: row for row in changed})
        held = sum(row.status is DeliveryStatus.HELD for row in changed)
        return len(changed) - held, held

    def list_deliveries(
        self,
        *,
        week: str | None = None,
        chat_id: int | None = None,
        statuses: Iterable[DeliveryStatus] | None = None,
    ) -> list[Delivery]:
        wanted = None if statuses is None else frozenset(statuses)
        with self._lock:
            return [
                row
                for _, row in sorted(self._deliveries.items())
                if (week is None or digest_week(row.digest) == week)
                and (chat_id is None or row.chat_id == chat_id)
                and (wanted is None or row.status in wanted)
            ]

    def count_deliveries(self, week: str | None = None) -> Mapping[DeliveryStatus, int]:
        counts = dict.fromkeys(DeliveryStatus, 0)
        for row in self.list_deliveries(week=week):
            counts[row.status] += 1
        return counts

    def prune_history(self, before_week: str) -> int:
        checked_week(before_week)
        with self._lock:
            kept = {
                digest_week(row.digest)
                for row in self._deliveries.values()
                if row.status in UNDECIDED
            }
            kept |= {
                digest.week
                for digest in self._digests.values()
                if utc_week(digest.created_at) >= before_week
            }
            known = {digest.week for digest in self._digests.values()}
            known |= {digest_week(row_id) for row_id in self._deliveries}
            gone = {week for week in known - kept if week < before_week}
            for table in (self._digests, self._deliveries):
                for key in [key for key in table if digest_week(key) in gone]:
                    del table[key]
            for place in [place for place in self._editions if place[0] in gone]:
                del self._editions[place]
            return len(gone)

    # Values

    def get_value(self, key: str) -> str | None:
        return self._values.get(key)

    def put_value(self, key: str, value: str | None) -> None:
        with self._lock:
            if value is None:
                self._values.pop(key, None)
            else:
                self._values[key] = value

    def prune_values(self, prefix: str, *, keep: int) -> int:
        with self._lock:
            known = [key for key in self._values if key.startswith(prefix)]
            surplus = known[: max(len(known) - keep, 0)]
            for key in surplus:
                del self._values[key]
            return len(surplus)

    def append_audit(self, entry: AuditEntry) -> None:
        with self._lock:
            self._audit = [*self._audit, entry][-AUDIT_KEPT:]

    def list_audit(self, *, limit: int) -> list[AuditEntry]:
        with self._lock:
            return self._audit[::-1][:limit]

    # The store itself

    def problems(self) -> list[StoreProblem]:
        return []

    def close(self) -> None:
        """Nothing to release."""


def _folded(ranked: Sequence[tuple[float, Article]]) -> list[tuple[float, Article]]:
    """What repeats nothing that is there; of several that repeat what is not there, the first."""
    there = {article.id for _, article in ranked}
    kept: list[tuple[float, Article]] = []
    for score, article in ranked:
        if article.original is None:
            kept.append((score, article))
        elif article.original not in there:
            there.add(article.original)
            kept.append((score, article))
    return kept


FIELD_WEIGHTS = (3.0, 1.5, 1.0)
"""What a syllable counts in the title, the lead and the body."""


def _score(asked: QueryTerms, fields: Sequence[Sequence[list[Syllable]]]) -> float:
    """A simple measure: syllables found, more for equal spelling, neighbours and the title."""
    folded_all = {term.folded for field in fields for passage in field for term in passage}
    # with `any_word` more of the words go before anything else; otherwise all have them all
    score = 1_000.0 * len({term.folded for term in asked.words} & folded_all)
    pairs = list(itertools.pairwise(asked.words)) + [
        pair for phrase in asked.phrases for pair in itertools.pairwise(phrase)
    ]
    wanted = {*asked.words, *(term for phrase in asked.phrases for term in phrase)}
    for weight, passages in zip(FIELD_WEIGHTS, fields, strict=True):
        present = {term for passage in passages for term in passage}
        folded = {term.folded for term in present}
        score += weight * sum(term.folded in folded for term in wanted)
        score += weight * sum(accented(term) and term in present for term in wanted)
        score += weight * sum(any(occurs(pair, it) for it in passages) for pair in pairs)
    return score
