"""Tells curators of their sources' health: planned, made durable, sent, made durable.

What curators were told and what is still to be sent lie in one stored value, so that a crash
leaves either the news untold and unplanned, or planned and not lost. Each message is marked
before its request leaves; after a crash in between it goes out once more, then never again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from msgspec.structs import replace

from bot.clock import Clock
from bot.delivery.kept_ledger import KeptLedger
from bot.delivery.messenger import Messenger
from bot.delivery.notice_ledger import KEY, Ledger, Notice, read_ledger
from bot.delivery.notice_text import notice_part
from bot.delivery.one_message import attempt
from bot.delivery.pacer import Pacer
from bot.delivery.quiet import is_quiet
from bot.delivery.reactions import Offline, StopAll
from bot.delivery.source_news import News, bundled, due_news, watched
from bot.ingest.health import Health, diagnose
from bot.messages.catalog import Catalog
from bot.messages.format import HOME_ZONE
from storage.base import SourceStore, SubscriberStore, ValueStore
from storage.errors import StorageError
from storage.models import AuditEntry, Delivery, DeliveryStatus, Source

log = structlog.get_logger()

MOST_WAITING = 100
"""Messages that wait at most; when Telegram is out of reach for so long the oldest are dropped."""


class NoticeStore(SourceStore, SubscriberStore, ValueStore, Protocol):
    """What notices read and write."""


class Notices:
    """One per process. `run` looks after everything; one run at a time.

    Args:
        sources: reads the catalogue's and the store's sources; may touch the disk.
        curators: Telegram user ids; each one's private chat has the same id.
        language: for curators who have none of their own.
        zone: for curators who have none of their own: at night (`quiet`) nobody is told.
    """

    def __init__(
        self,
        store: NoticeStore,
        messenger: Messenger,
        pacer: Pacer,
        clock: Clock,
        catalog: Catalog,
        *,
        sources: Callable[[], Sequence[Source]],
        curators: Collection[int],
        language: str,
        zone: str = HOME_ZONE.key,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._pacer = pacer
        self._clock = clock
        self._catalog = catalog
        self._sources = sources
        self._curators = sorted(curators)
        self._language = language
        self._zone = zone
        self._ledger = KeptLedger(store, KEY, read_ledger)

    async def run(self) -> int:
        """Plan what is due, send what waits; returns how many messages went out.

        Without curators nothing is told, and everything is still to be told once there are some.

        Raises:
            StorageError: nothing more is sent until the next run has made it durable.
        """
        if not self._curators:
            return 0
        await asyncio.to_thread(self._plan)
        return await self._send_waiting()

    def _plan(self) -> None:
        ledger = self._ledger.load()
        now = self._clock()
        sources = {source.id: source for source in self._sources()}
        states = {state.source: state for state in self._store.list_source_states()}
        healths = {
            source.id: diagnose(source, states.get(source.id), now) for source in sources.values()
        }
        told = watched(ledger.told, healths, now)
        news, told = due_news(told, healths, last_at=ledger.last_at, now=now)
        planned = replace(ledger, told=told, last_at=ledger.last_at if news is None else now)
        held = {str(user_id): self._due(ledger, user_id, news) for user_id in self._curators}
        awake = {
            user_id: told for user_id, told in held.items() if told and not self._quiet(user_id)
        }
        if awake:
            number = ledger.number + 1
            waiting = (*ledger.waiting, *self._notices(awake, number, sources, healths, now))
            for lost in waiting[:-MOST_WAITING]:
                log.error("notice_given_up", notice=lost.row.id, why="too many wait")
            planned = replace(planned, number=number, waiting=waiting[-MOST_WAITING:])
        planned = replace(
            planned,
            held={it: told for it, told in held.items() if told and it not in awake},
        )
        if planned != ledger or not self._ledger.durable:
            self._ledger.keep(planned)
        if news is not None:
            self._note(news, now)

    def _due(self, ledger: Ledger, user_id: int, news: News | None) -> News:
        """What a curator is still to be told: of last night, and now."""
        return bundled(ledger.held.get(str(user_id), News()), news or News())

    def _quiet(self, user_id: str) -> bool:
        return is_quiet(self._store.get_subscriber(user_id), self._clock(), self._zone)

    def _notices(
        self,
        due: Mapping[str, News],
        number: int,
        sources: Mapping[str, Source],
        healths: Mapping[str, Health],
        now: datetime,
    ) -> list[Notice]:
        notices = []
        for user_id, all_news in due.items():
            known = self._store.get_subscriber(user_id)
            language = (known.language if known else None) or self._language
            # Sources that were taken out of the list during the night are nobody's any more.
            news = News(
                trouble=tuple(each for each in all_news.trouble if each in healths),
                back=tuple(each for each in all_news.back if each in healths),
            )
            if not news:
                continue
            part = notice_part(self._catalog, language, news, sources, healths, now)
            row = Delivery(
                id=f"notice/{number}#{user_id}",
                digest=f"notice/{number}",
                edition="",
                part=0,
                subscriber=user_id,
                chat_id=int(user_id),
                updated_at=now,
            )
            notices.append(Notice(row=row, part=part))
        return notices

    async def _send_waiting(self) -> int:
        count = 0
        for notice in self._ledger.load().waiting:
            if notice.row.not_before is not None and notice.row.not_before > self._clock():
                continue
            if await asyncio.to_thread(self._quiet, notice.row.subscriber):
                continue  # it was late, or its first attempt failed
            row = await self._send(notice)
            if row is None:
                break
            count += row.status is DeliveryStatus.SENT
        return count

    async def _send(self, notice: Notice) -> Delivery | None:
        """The row as it stands after one attempt; None: no other request can succeed now."""
        again = notice.row.status is DeliveryStatus.UNKNOWN
        row = replace(notice.row, status=DeliveryStatus.SENDING, resent=notice.row.resent or again)
        await asyncio.to_thread(self._settle, row)
        reaction = await attempt(self._messenger, self._pacer, self._clock, row, notice.part)
        await asyncio.to_thread(self._settle, reaction.row)
        return None if isinstance(reaction.effect, Offline | StopAll) else reaction.row

    def _settle(self, row: Delivery) -> None:
        """The row as it is now, durably; what is sent or given up waits no more."""
        if row.status in (DeliveryStatus.FAILED, DeliveryStatus.HELD):
            log.warning("notice_given_up", notice=row.id, why=row.error)
        done = row.status in (DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.HELD)
        ledger = self._ledger.load()
        waiting = tuple(
            replace(each, row=row) if each.row.id == row.id else each
            for each in ledger.waiting
            if each.row.id != row.id or not done
        )
        self._ledger.keep(replace(ledger, waiting=waiting))

    def _note(self, news: News, now: datetime) -> None:
        """In the audit log, where it has room: curators may ask later what they were told."""
        try:
            for action, ids in (("source.trouble", news.trouble), ("source.back", news.back)):
                for source_id in ids:
                    self._store.append_audit(
                        AuditEntry(at=now, actor="bot", action=action, detail=source_id)
                    )
        except StorageError as error:
            log.error("audit_not_written", action="source.news", error=str(error))
