"""The best columns of each row of scores, ties by place: the same for every peer."""

from __future__ import annotations

import numpy as np

from data.arrays import Floats, Longs


def best_columns(scores: Floats, k: int) -> Longs:
    """int64 [rows, min(k, columns)]: the columns of the k highest scores of each row, ties by the earlier column.

    scores float32 [rows, columns], no NaN. Cost: one partial sort of int64 keys made of score and place.
    """
    columns = scores.shape[1]
    bits = (scores + np.float32(0)).view(np.int32).astype(np.int64)  # + 0 makes -0 and 0 the same
    ascending = bits ^ ((bits >> 31) & 0x7FFFFFFF)  # of a float's bits, in the order of its value
    keys = (-ascending << 32) | np.arange(columns)
    k = min(k, columns)
    first = np.argpartition(keys, min(k, columns - 1), axis=1)[:, :k]
    order = np.argsort(np.take_along_axis(keys, first, axis=1), axis=1)
    return np.take_along_axis(first, order, axis=1)
