"""Average linkage over the few pairs that resemble each other at all. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def linked(count: int, alike: Mapping[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """Groups of 0 … count-1: the two most alike are joined first, as long as they are alike.

    Two groups are as alike as their members on average; what is not in `alike` counts 0 (UPGMA,
    Sokal and Michener 1958). Ties go to the lower numbers. Groups stand in the order of their
    first member, members in theirs.
    """
    members: dict[int, list[int]] = {number: [number] for number in range(count)}
    sums: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for (one, two), value in alike.items():
        sums[one][two] = sums[two][one] = value
    queue = [(-value, one, two) for (one, two), value in alike.items() if value >= threshold]
    heapq.heapify(queue)
    while queue:
        negative, one, two = heapq.heappop(queue)
        if one not in members or two not in members:
            continue
        now = sums[one].get(two, 0.0) / (len(members[one]) * len(members[two]))
        if now != -negative:  # either has grown since; the present value is queued too
            continue
        gone = sums.pop(two)
        members[one] += members.pop(two)
        mine = sums[one]
        del mine[two]
        for other, value in gone.items():
            if other == one:
                continue
            total = mine.get(other, 0.0) + value
            mine[other] = sums[other][one] = total
            del sums[other][two]
        for other, total in mine.items():
            mean = total / (len(members[one]) * len(members[other]))
            if mean >= threshold:
                heapq.heappush(queue, (-mean, min(one, other), max(one, other)))
    return sorted(sorted(group) for group in members.values())
