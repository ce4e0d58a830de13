"""What each chat talks about: its last question and the article shown last, for some minutes.

Kept in memory alone: after a restart a follow-up is read as a question of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from bot.commands.request import Request

LASTS = timedelta(minutes=10)
"""How long after it was last touched a subject is still meant."""
MOST = 2_000
"""Chats whose subject is kept; the one untouched longest is forgotten first."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is talked about.

    Attributes:
        question: the last question, made whole; None: an article was opened since.
        article: id of the article opened, or of the only one that answered; None: neither.
        at: when it was last touched.
    """

    at: datetime
    question: str | None = None
    article: str | None = None


class Talks:
    """The topics of all chats; safe to use from several threads."""

    def __init__(self) -> None:
        self._topics: OrderedDict[str, Topic] = OrderedDict()
        self._lock = Lock()

    def topic(self, request: Request, now: datetime) -> Topic | None:
        """What `request` may go on about; None: nothing, or too long ago."""
        with self._lock:
            found = self._topics.get(_key(request))
        return found if found is not None and now - found.at <= LASTS else None

    def asked(self, request: Request, now: datetime, question: str, article: str | None) -> None:
        """A question was answered, or not; from one article alone where `article` is told."""
        self._keep(request, Topic(now, question, article))

    def opened(self, request: Request, now: datetime, article: str) -> None:
        """An article was opened."""
        self._keep(request, Topic(now, None, article))

    def touched(self, request: Request, now: datetime) -> None:
        """The subject was asked about again."""
        found = self.topic(request, now)
        if found is not None:
            self._keep(request, replace(found, at=now))

    def forget(self, request: Request) -> None:
        """Something else is talked about now."""
        with self._lock:
            self._topics.pop(_key(request), None)

    def _keep(self, request: Request, topic: Topic) -> None:
        key = _key(request)
        with self._lock:
            self._topics[key] = topic
            self._topics.move_to_end(key)
            while len(self._topics) > MOST:
                self._topics.popitem(last=False)


def _key(request: Request) -> str:
    """In groups each person has a subject of their own."""
    person = "" if request.chat_type == "private" else f"/{request.user_id}"
    return request.subscriber_id + person
