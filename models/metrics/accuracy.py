"""Did the list name what the customer bought? Each function gives float32 [rows], NaN where it cannot say.

Variants (libraries differ): gains are binary, discounts log2, and every ideal is over min(k, |T|) targets, so that a
perfect list of k items scores 1 however much the customer bought.
"""

from __future__ import annotations

import numpy as np

from data.arrays import Floats, Longs
from models.metrics.replay import Replay


def ndcg(replay: Replay, k: int) -> Floats:
    """Discounted gain of the hits over that of an ideal list (Järvelin & Kekäläinen 2002, binary, log2)."""
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate(([np.nan], np.cumsum(discount)))[_attainable(replay, k)]
    hit = replay.hit[:, :k]
    return (hit @ discount[: hit.shape[1]] / ideal).astype(np.float32)


def recall(replay: Replay, k: int) -> Floats:
    """Hits among the first k over min(k, |T|)."""
    return _over(replay.hit[:, :k].sum(axis=1), _attainable(replay, k))


def hit(replay: Replay, k: int) -> Floats:
    """1 where at least one of the first k was bought."""
    return np.where(_attainable(replay, k) > 0, replay.hit[:, :k].any(axis=1), np.nan).astype(np.float32)


def mrr(replay: Replay, k: int) -> Floats:
    """1 / place of the first hit among the first k, 0 without one."""
    hits = replay.hit[:, :k]
    first = np.where(hits.any(axis=1), 1 / (hits.argmax(axis=1) + 1), 0)
    return np.where(_attainable(replay, k) > 0, first, np.nan).astype(np.float32)


def average_precision(replay: Replay, k: int) -> Floats:
    """Sum of the precision at each hit among the first k, over min(k, |T|)."""
    hits = replay.hit[:, :k]
    places = np.arange(1, hits.shape[1] + 1, dtype=np.float32)
    precision: Floats = hits.cumsum(axis=1).astype(np.float32) / places
    return _over((precision * hits).sum(axis=1), _attainable(replay, k))


def revenue_recall(replay: Replay, k: int) -> Floats:
    """Revenue of the targets hit among the first k over that of the k dearest; NaN where a row's prices are unknown."""
    found = np.nansum(replay.revenue[:, :k], axis=1)
    return _over(found, _best_revenue(replay, k))


def _attainable(replay: Replay, k: int) -> Longs:
    return np.minimum(replay.targets.counts, k)


def _best_revenue(replay: Replay, k: int) -> Floats:
    """Revenue of the k dearest targets of each row, unknown prices counted as nothing."""
    offsets = replay.targets.item.offsets
    row = np.repeat(np.arange(replay.rows), np.diff(offsets))
    revenue = np.nan_to_num(replay.targets.revenue)
    dearest_first = np.lexsort((-revenue, row))
    place = np.arange(len(row)) - offsets[row]
    kept = np.where(place < k, revenue[dearest_first], 0)
    return np.bincount(row, weights=kept, minlength=replay.rows).astype(np.float32)


def _over(part: Floats | Longs, whole: Floats | Longs) -> Floats:
    known = np.asarray(whole) > 0
    return np.where(known, part / np.where(known, whole, 1), np.nan).astype(np.float32)
