"""Replays small enough to check by eye, and random ones to hold against a second library."""

from __future__ import annotations

import numpy as np

from data.arrays import Ragged
from models.metrics.replay import Replay, Shelves, Targets, replay_of

ITEMS = 40


def shelves(items: int = ITEMS) -> Shelves:
    """Item i was bought by i customers out of 100; the last item is not listed; no categories."""
    listed = np.ones(items, dtype=bool)
    listed[-1] = False
    return Shelves(listed, np.arange(items, dtype=np.int32), 100, np.empty((items, 0), dtype=np.int32))


def replay(shown: list[list[int]], bought: list[list[int]], prices: list[list[float]] | None = None) -> Replay:
    """Lists (padded with -1 to one length) beside what was bought, each at a price of 1 unless told."""
    depth = max(len(row) for row in shown)
    item = np.array([row + [-1] * (depth - len(row)) for row in shown], dtype=np.int32)
    rows = np.repeat(np.arange(len(bought)), [len(row) for row in bought])
    flat = np.array([i for row in bought for i in row], dtype=np.int32)
    cost = [p for row in prices for p in row] if prices else [1.0] * len(flat)
    targets = Targets(Ragged.of(rows, flat, len(bought)), np.array(cost, dtype=np.float32))
    popular = np.tile(np.arange(depth, dtype=np.int32), (len(shown), 1))
    eligible = np.full(len(shown), ITEMS - 1, dtype=np.int64)
    return replay_of(item, np.zeros(item.shape, dtype=bool), popular, eligible, targets, shelves())


def random_replay(seed: int, most_bought: int) -> Replay:
    """Fifty customers, lists of twenty out of forty items, between one and `most_bought` items bought."""
    rng = np.random.default_rng(seed)
    shown = [rng.permutation(ITEMS)[:20].tolist() for _ in range(50)]
    bought = [rng.permutation(ITEMS)[: rng.integers(1, most_bought + 1)].tolist() for _ in range(50)]
    return replay(shown, bought)
