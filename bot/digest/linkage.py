"""Average linkage over the few pairs that are alike at all, small groups asking more. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Mapping


def linked(
    count: int, alike: Mapping[tuple[int, int], float], threshold: float, alone: float = 0.0
) -> list[list[int]]:
    """Groups of 0 … count-1: the two most alike are joined first, as long as they are alike.

    Two groups are as alike as their members on average; what is not in `alike` counts 0 (UPGMA,
    Sokal and Michener 1958). To be joined they must be so by `threshold + alone / pairs`, where
    `pairs` is the product of their sizes: one pair is weak evidence, many pairs are strong. Ties
    go to the lower numbers. Groups stand in the order of their first member, members in theirs.
    """
    members: dict[int, list[int]] = {number: [number] for number in range(count)}
    sums: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    queue: list[tuple[float, int, int]] = []

    def offer(one: int, two: int, total: float) -> None:
        pairs = len(members[one]) * len(members[two])
        if total / pairs >= threshold + alone / pairs:
            heapq.heappush(queue, (-total / pairs, min(one, two), max(one, two)))

    for (one, two), value in sorted(alike.items()):
        sums[one][two] = sums[two][one] = value
        offer(one, two, value)
    while queue:
        negative, one, two = heapq.heappop(queue)
        if one not in members or two not in members:
            continue
        if sums[one][two] / (len(members[one]) * len(members[two])) != -negative:
            continue  # one of them has grown since; what they are now was offered then
        gone = sums.pop(two)
        members[one] += members.pop(two)
        del sums[one][two]
        for other, value in gone.items():
            if other != one:
                sums[one][other] = sums[other][one] = sums[one].get(other, 0.0) + value
                del sums[other][two]
        for other, total in sums[one].items():
            offer(one, other, total)
    return sorted(sorted(group) for group in members.values())
