"""The latest answers of sources, so that "not modified" still names what is in them.

While article pages are owed, or young ones are to be read again, the entries of a feed are needed,
changed or not. With its last body at hand the server can be asked conditionally even then. The
memory is this process's alone; what is not in it is asked for in full, once.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.sources.answer import Fetched

MOST_BYTES = 32 * 2**20
"""Of all bodies, compressed: some 2,000 feeds of 100 KB."""
_LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What a source said last, and whether there is work left in it."""

    asked: str
    """The address that was asked."""
    answer: Fetched
    """Its body is compressed."""
    owed: bool
    """Some of its pages are still to be read."""

    @property
    def fetched(self) -> Fetched:
        """As it came."""
        return replace(self.answer, body=zlib.decompress(self.answer.body))


class LastAnswers:
    """By source; of those too many those are forgotten that were remembered first."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, LastAnswer] = OrderedDict()
        self._bytes = 0

    def get(self, source_id: str, asked: str) -> LastAnswer | None:
        """The last answer of this very address."""
        found = self._answers.get(source_id)
        return found if found is not None and found.asked == asked else None

    def put(self, source_id: str, asked: str, fetched: Fetched, *, owed: bool) -> None:
        """Remember it, if the server can be asked whether it still stands."""
        self.forget(source_id)
        if fetched.etag is None and fetched.last_modified is None:
            return
        body = zlib.compress(fetched.body, 1)
        if len(body) > _LARGEST:
            return
        self._answers[source_id] = LastAnswer(asked, replace(fetched, body=body), owed)
        self._bytes += len(body)
        while self._bytes > MOST_BYTES:
            self.forget(next(iter(self._answers)))

    def forget(self, source_id: str) -> None:
        """Idempotent."""
        former = self._answers.pop(source_id, None)
        if former is not None:
            self._bytes -= len(former.answer.body)
