"""Tonight's groups and last night's: which is which, so that a name keeps its meaning."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Ints, Longs
from data.strings import Strings


def matched(likeness: NDArray[np.float64], least: float) -> Ints:
    """int32 [tonight]: which of last night's each is, -1 none; together as like as can be, each below `least` left.

    likeness float64 [tonight, last night]. The Hungarian method (Kuhn 1955), cubic in the number of groups.
    """
    found = np.full(likeness.shape[0], ABSENT, dtype=np.int32)
    if likeness.size:
        assigned: Any = import_module("scipy.optimize").linear_sum_assignment(-likeness)
        good = likeness[assigned[0], assigned[1]] >= least
        found[assigned[0][good]] = assigned[1][good]
    return found


def shared(one: Ints, other: Ints, ones: int, others: int, weight: NDArray[Any] | None = None) -> NDArray[np.float64]:
    """float64 [ones, others]: of the things in either of two groups the part (by weight) that is in both (Jaccard).

    one, other int32 [things]: the group of each thing in the two labellings, -1 none.
    """
    weights = np.ones(len(one)) if weight is None else weight.astype(np.float64)
    in_both = (one >= 0) & (other >= 0)
    key = one[in_both].astype(np.int64) * others + other[in_both]
    both = np.bincount(key, weights[in_both], ones * others).reshape(ones, others)
    first = np.bincount(one[one >= 0], weights[one >= 0], ones)
    second = np.bincount(other[other >= 0], weights[other >= 0], others)
    return both / np.maximum(first[:, None] + second[None, :] - both, 1e-12)


def carried(codes: Ints, of: Strings, to: Strings) -> Ints:
    """int32 [to]: the codes of things numbered as in `of`, for the numbers that their ids have in `to`; -1 the new."""
    numbers = {of.raw(number): number for number in range(len(of))}
    at: Longs = np.array([numbers.get(to.raw(number), ABSENT) for number in range(len(to))], dtype=np.int64)
    return np.where(at >= 0, np.append(codes, ABSENT)[at], ABSENT).astype(np.int32)
