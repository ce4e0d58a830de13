"""A `Messenger` that follows a script, and outboxes for it to empty."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.outbox import edition_of, frozen_digest
from storage.base import Store
from storage.models import Part, Subscriber
from tests.delivery.virtual_time import START

WEEK = "2023-W39"


@dataclass(frozen=True)
class Message:
    """What a chat received, and when on the loop's clock."""

    at: float
    chat: int
    thread: int | None
    text: str
    plain: bool


@dataclass
class ScriptedMessenger:
    """Delivers, except where `faults` holds errors for a chat: one per request, first to last.

    None in a script is a request that goes well. Chats in `delivered_first` get the message
    before the error is raised, as when a connection breaks after processing.
    """

    faults: dict[int, list[BaseException | None]] = field(default_factory=dict)
    delivered_first: set[int] = field(default_factory=set)
    latency: float = 0.05
    slow: dict[int, float] = field(default_factory=dict)
    log: list[Message] = field(default_factory=list)
    requests: int = 0

    async def send(
        self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
    ) -> int:
        """See `bot.delivery.messenger.Messenger`."""
        self.requests += 1
        await asyncio.sleep(self.slow.get(chat_id, self.latency))
        script = self.faults.get(chat_id)
        fault = script.pop(0) if script else None
        if fault is None or chat_id in self.delivered_first:
            now = asyncio.get_running_loop().time()
            text = part.plain if plain else part.html
            self.log.append(Message(now, chat_id, thread_id, text, plain))
        if fault is not None:
            raise fault
        return len(self.log)

    def received(self) -> dict[int, list[str]]:
        """Texts by chat, in the order of arrival."""
        texts: defaultdict[int, list[str]] = defaultdict(list)
        for message in self.log:
            texts[message.chat].append(message.text)
        return dict(texts)


def enqueue(
    store: Store,
    chats: Sequence[int],
    *,
    parts: int = 2,
    thread: int | None = None,
    week: str = WEEK,
    now: datetime = START,
) -> list[str]:
    """Active subscribers with one frozen digest each; returns the texts of its parts."""
    texts = [f"<b>{week}</b> phần {number}" for number in range(parts)]
    edition = edition_of([Part(html=text, plain=text[3:]) for text in texts])
    frozen = []
    for chat in chats:
        key = str(chat) if thread is None else f"{chat}:{thread}"
        subscriber = Subscriber(
            id=key,
            chat_id=chat,
            thread_id=thread,
            chat_type="private" if chat > 0 else "supergroup",
            status="active",
            created_at=now,
            next_due_at=now,
        )
        store.update_subscriber(key, lambda _, new=subscriber: new)  # type: ignore[misc]  # default binds the loop variable
        frozen.append(
            frozen_digest(
                subscriber,
                edition,
                period=week,
                article_ids=(),
                since=now,
                until=now,
                now=now,
            )
        )
    assert all(store.freeze_digests(frozen))
    return texts
