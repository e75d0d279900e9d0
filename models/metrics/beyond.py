"""What a list is worth beyond hitting: breadth, newness, variety, independence from the best sellers, completeness.

Functions over customers give float32 [rows], NaN where a list is empty; functions over all lists give float32 [1].
"""

from __future__ import annotations

import numpy as np

from data.arrays import ABSENT, Bools, Floats, Ints, Longs
from models.metrics.replay import Replay


def coverage(replay: Replay, k: int) -> Floats:
    """Share of the listed items that stand in the first k places of at least one list."""
    listed = int(replay.shelves.listed.sum())
    return np.array([np.count_nonzero(_exposures(replay, k)) / listed if listed else np.nan], dtype=np.float32)


def gini(replay: Replay, k: int) -> Floats:
    """Inequality of exposure over the listed items: 0 all alike, towards 1 a few take all."""
    shown = np.sort(_exposures(replay, k)[replay.shelves.listed])
    if not shown.sum():
        return np.array([np.nan], dtype=np.float32)
    place = np.arange(1, len(shown) + 1)
    return np.array([(2 * place - len(shown) - 1) @ shown / (len(shown) * shown.sum())], dtype=np.float32)


def novelty(replay: Replay, k: int) -> Floats:
    """Mean surprise in bits, -log2 of the share of customers who had bought the item (add-one smoothed)."""
    shelves = replay.shelves
    surprise = -np.log2((shelves.buyers + 1) / (shelves.customers + 1))
    return _mean_over_items(replay, k, surprise.astype(np.float32))


def popularity(replay: Replay, k: int) -> Floats:
    """Mean percentile of the items among the listed ones by number of buyers: 1 best sellers only, .5 no preference."""
    listed = np.sort(replay.shelves.buyers[replay.shelves.listed])
    below = np.searchsorted(listed, replay.shelves.buyers, side="left")
    alike = np.searchsorted(listed, replay.shelves.buyers, side="right") - below
    return _mean_over_items(replay, k, ((below + alike / 2) / max(len(listed), 1)).astype(np.float32))


def diversity(replay: Replay, k: int) -> Floats:
    """Mean distance of all pairs over the category path: 1 - shared leading parts / longer path.

    NaN where no two items of the list have a category.
    """
    shown = replay.item[:, :k]
    left, right = np.triu_indices(shown.shape[1], 1)
    path = replay.shelves.path
    length = np.where(shown == ABSENT, 0, (path != ABSENT).sum(axis=1)[shown])
    shared = sum(_same_part(path[:, level], shown, left, right) for level in range(path.shape[1]))
    longer = np.maximum(length[:, left], length[:, right])
    known = np.minimum(length[:, left], length[:, right]) > 0
    distance = np.where(known, 1 - shared / np.maximum(longer, 1), 0)
    return _ratio(distance.sum(axis=1), known.sum(axis=1))


def same_as_popular(replay: Replay, k: int) -> Floats:
    """1 where the first k are the customer's popularity list, in the same order."""
    same = (replay.item[:, :k] == replay.popular[:, :k]).all(axis=1)
    return same.astype(np.float32)


def fill(replay: Replay, k: int) -> Floats:
    """Places filled over min(k, items that could have been shown)."""
    return _ratio((replay.item[:, :k] != ABSENT).sum(axis=1), np.minimum(replay.eligible, k))


def from_fallback(replay: Replay, k: int) -> Floats:
    """Share of the shown items that came from the fallback chain, not from the strategy asked for."""
    shown = replay.item[:, :k] != ABSENT
    return _ratio((replay.fallback[:, :k] & shown).sum(axis=1), shown.sum(axis=1))


def _exposures(replay: Replay, k: int) -> Longs:
    shown = replay.item[:, :k]
    return np.bincount(shown[shown != ABSENT], minlength=len(replay.shelves.listed))


def _mean_over_items(replay: Replay, k: int, value: Floats) -> Floats:
    item = replay.item[:, :k]
    shown: Bools = item != ABSENT
    return _ratio(np.where(shown, value[item], 0).sum(axis=1), shown.sum(axis=1))


def _ratio(part: Floats | Longs, whole: Longs) -> Floats:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan).astype(np.float32)


def _same_part(part: Ints, shown: Ints, left: Longs, right: Longs) -> Bools:
    a, b = part[shown[:, left]], part[shown[:, right]]
    return (a == b) & (a != ABSENT)
