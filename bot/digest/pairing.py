"""Which articles share anything rare, and how much each two of them share: in arrays. Pure.

What two articles share does not depend on what else is compared, nor in which order: sums are taken
in the order of the keys, two at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.digest.profile import SPACES, Profile, Vector
from bot.digest.rarity import RAREST, STEP
from bot.digest.word_keys import Keys, Weights, rarity_of

LEAST = 0.08
"""What two heads, and names by `NAMES`, must share to be compared: cosines of what is rare."""

NAMES = 0.4
"""What names are worth beside heads, for that alone."""

RARE = 6 * STEP
"""Rarity from which sharing something makes two articles be compared: one of 20 has it."""

MOST_SHARING = 400
"""Articles that share one thing, from which it does not make any of them be compared: the work
would grow with the square of their number. It still counts where they are."""

Numbers = npt.NDArray[np.int64]


def candidates(profiles: Sequence[Profile], old: int = 0) -> Numbers:
    """Which two are to be compared: rows of two indices, the lower one first, in order.

    The first `old` have been compared with each other already.
    """
    count = max(1, len(profiles))
    keys, weights, rows = _rare(profiles)
    order = np.lexsort((rows, keys))
    keys, weights, rows = keys[order], weights[order], rows[order]
    first = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    size = np.diff(np.append(first, len(keys)))
    behind = np.repeat(first + size, size) - np.arange(len(keys)) - 1
    behind[np.repeat(size > MOST_SHARING, size)] = 0
    left, offset = _ranges(behind)
    right = left + 1 + offset
    if old:
        kept = rows[right] >= old
        left, right = left[kept], right[kept]
    code, at = np.unique(rows[left] * count + rows[right], return_inverse=True)
    sums = np.bincount(at, weights[left] * weights[right], minlength=len(code))
    code = code[sums >= LEAST]
    return np.stack([code // count, code % count], axis=1)


def _rare(profiles: Sequence[Profile]) -> tuple[Keys, Weights, Numbers]:
    """Rare keys of heads and names, what they weigh, and whose they are."""
    found = []
    for space, factor in (("head", 1.0), ("names", NAMES**0.5)):
        vectors = [it.vectors[SPACES.index(space)] for it in profiles]
        if not vectors:
            continue
        keys = np.concatenate([keys for keys, _ in vectors])
        weights = np.concatenate([weights for _, weights in vectors]) * factor
        rows = np.repeat(np.arange(len(vectors)), [len(keys) for keys, _ in vectors])
        rare = rarity_of(keys) >= RARE
        # A name's key is turned round, so that no name meets a pair of a head.
        found.append((~keys[rare] if space == "names" else keys[rare], weights[rare], rows[rare]))
    if not found:
        return np.zeros(0, np.uint64), np.zeros(0), np.zeros(0, np.int64)
    all_keys, all_weights, all_rows = zip(*found, strict=True)
    return np.concatenate(all_keys), np.concatenate(all_weights), np.concatenate(all_rows)


def cosines(profiles: Sequence[Profile], pairs: Numbers) -> Weights:
    """Of each pair one number for each of `SPACES`, and then the mean shares of a title and of a
    head that the other article says, wherever it does; all from 0 to 1."""
    result = np.zeros((len(pairs), len(SPACES) + 2))
    for at in range(len(SPACES)):
        vectors = [it.vectors[at] for it in profiles]
        result[:, at] = np.minimum(1.0, _products(vectors, vectors, pairs))
    heads = [it.vectors[SPACES.index("head")] for it in profiles]
    shares = ([it.title for it in profiles], [(keys, weights**2) for keys, weights in heads])
    every = [np.zeros(0, np.uint64), *(keys for parts in shares for keys, _ in parts)]
    known = np.unique(np.concatenate(every))
    said = [_ones(it.said, known) for it in profiles]
    for at, parts in enumerate(shares, len(SPACES)):
        there, back = np.split(_products(said, parts, np.vstack([pairs, pairs[:, ::-1]])), 2)
        result[:, at] = np.minimum(1.0, (there + back) / 2)
    return result


def rare_names(profiles: Sequence[Profile], pairs: Numbers) -> Weights:
    """Of each pair what names share that are in no table: those of provinces and offices are."""
    return _rare_shared(profiles, pairs, "names", RAREST)


def rare_phrases(profiles: Sequence[Profile], pairs: Numbers) -> Weights:
    """Of each pair what heads share that one article of some 150 has, or fewer."""
    return _rare_shared(profiles, pairs, "head", 10 * STEP)


def _rare_shared(profiles: Sequence[Profile], pairs: Numbers, space: str, least: float) -> Weights:
    vectors = []
    for keys, weights in (it.vectors[SPACES.index(space)] for it in profiles):
        rare = rarity_of(keys) >= least
        vectors.append((keys[rare], weights[rare]))
    return _products(vectors, vectors, pairs)


def _ones(keys: Keys, known: Keys) -> Vector:
    """Those of the keys that are known, each counting 1."""
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    kept = keys[known[at] == keys] if len(known) else keys[:0]
    return kept, np.ones(len(kept))


def _products(one: Sequence[Vector], two: Sequence[Vector], pairs: Numbers) -> Weights:
    """For each pair the product of a vector of `one` and a vector of `two`."""
    result = np.zeros(len(pairs))
    if not len(pairs):
        return result
    every = [*one, *(two if two is not one else ())]
    _, ids = np.unique(np.concatenate([keys for keys, _ in every]), return_inverse=True)
    values = np.concatenate([weights for _, weights in every])
    begins = np.concatenate([[0], np.cumsum([len(keys) for keys, _ in every])])
    other = 0 if two is one else len(one)
    spread = np.zeros(int(ids.max(initial=-1)) + 1)
    order = np.argsort(pairs[:, 0], kind="stable")
    rows, edges = np.unique(pairs[order, 0], return_index=True)
    for row, mine in zip(rows, np.split(order, edges[1:]), strict=True):
        here = slice(begins[row], begins[row + 1])
        spread[ids[here]] = values[here]
        partners = pairs[mine, 1] + other
        sizes = begins[partners + 1] - begins[partners]
        pair, offset = _ranges(sizes)
        at = begins[partners][pair] + offset
        result[mine] = np.bincount(pair, spread[ids[at]] * values[at], minlength=len(mine))
        spread[ids[here]] = 0.0
    return result


def _ranges(sizes: Numbers) -> tuple[Numbers, Numbers]:
    """For each index as often as its size says: the index, and 0, 1, … below its size."""
    index = np.repeat(np.arange(len(sizes)), sizes)
    return index, np.arange(len(index)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
