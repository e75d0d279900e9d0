"""Several rankings of the same customers become one: by the places that each gives (reciprocal rank fusion)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import ABSENT, Longs, distinct
from models.best import best_per_row
from models.decision.sourced import Sourced

EVEN = 20
"""Added to a place before it is weighed (Cormack, Clarke, Büttcher 2009 take 60; 5 to 40 are worth nearly the same)."""


def merged(parts: Sequence[tuple[Sourced, float]], rows: int, depth: int) -> Sourced:
    """The `depth` items of every row with the largest sum of weight / (EVEN + place); parts: rankings, and weights.

    Source and anchor are those of the ranking that adds most, the first of equals. Ties: the lower item number. Source:
    Cormack, Clarke, Büttcher 2009. Cost: a sort of all entries.
    """
    keys = [_key(found) for found, _ in parts]
    key = distinct(np.concatenate(keys))
    points = np.zeros((len(parts), len(key)), dtype=np.float32)
    anchor = np.full(points.shape, ABSENT, dtype=np.int32)
    source = np.zeros(points.shape, dtype=np.uint8)
    for part, ((found, weight), own) in enumerate(zip(parts, keys, strict=True)):
        at = np.searchsorted(key, own)
        points[part, at] = weight / (EVEN + _places(found))
        anchor[part, at], source[part, at] = found.anchor, found.source
    loudest = points.argmax(axis=0)
    row = key >> 32
    score = points.sum(axis=0)
    best = best_per_row(np.searchsorted(row, np.arange(rows + 1)), score, depth)
    item, whose = (key[best] & 0xFFFFFFFF).astype(np.int32), (loudest[best], best)
    return Sourced(row[best].astype(np.int32), item, score[best], anchor[whose], source[whose])


def _key(found: Sourced) -> Longs:
    return (found.row.astype(np.int64) << 32) | found.item


def _places(found: Sourced) -> Longs:
    """0, 1, 2 ... within each row."""
    return np.arange(len(found.row)) - np.searchsorted(found.row, found.row)
