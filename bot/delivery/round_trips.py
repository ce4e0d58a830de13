"""How much of a request's time is on the way in any case: it says nothing of when it arrived.

When a request arrived is only known to lie between its start and its answer. But the shortest
ways there and back are part of every round trip: two requests whose round trips both take the
shortest time arrive exactly as far apart as they started. So of the time between start and answer
only what exceeds the shortest round trip makes an arrival uncertain, however that shortest time is
shared by the two ways (the reasoning behind the clock filter of NTP, RFC 5905, section 10, which
takes the sample with the least delay for the truest).
"""

from __future__ import annotations

from collections import deque

LOOKED_AT = 512
"""Latest round trips that are compared: a route that became longer is forgotten in 20 s."""

ENOUGH = 256
"""Before so many are known nothing is certain."""

CAUTION = 0.5
"""Share of the usual excess (median above shortest) that is taken off the shortest round trip, for
no sample shows both ways at their very shortest. Chosen by simulation of ten kinds of network
(fixed, exponential, uniform and Pareto delays, queues at the server, stalls of the bot): with 0 a
strict server answered 429 up to twice in a thousand messages, with 0.25 and with 0.5 never."""

RENEWED_EVERY = 32
"""Round trips between two reckonings; a new shortest one counts at once."""


class RoundTrips:
    """The latest round trips of a connection. Not thread-safe."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=LOOKED_AT)
        self._added = 0
        self._certain = 0.0

    @property
    def certain(self) -> float:
        """Seconds of each round trip that are on the way in any case; 0.0: too few are known."""
        return self._certain

    def add(self, seconds: float) -> None:
        """One request took so long from start to answer, or until it was given up."""
        self._latest.append(seconds)
        self._added += 1
        if seconds < self._certain or self._added % RENEWED_EVERY == 0:
            self._certain = self._reckoned()

    def _reckoned(self) -> float:
        if len(self._latest) < ENOUGH:
            return 0.0
        ordered = sorted(self._latest)
        shortest, usual = ordered[0], ordered[len(ordered) // 2]
        return max(0.0, shortest - CAUTION * (usual - shortest))
