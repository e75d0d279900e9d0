"""How far segments hold the same customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Longs

Square = NDArray[np.float64]


@dataclass(frozen=True)
class Overlap:
    """Of k segments, in the order given.

    size: int64 [k]. both: int64 [k, k], customers in both. jaccard: float64 [k, k], both over either. lift: float64
    [k, k], P(A and B) / (P(A) P(B)), 1 where they have nothing to do with each other. share: float64 [k, k], of the
    row's customers those in the column's too. NaN where an empty segment makes it unsayable.
    """

    size: Longs
    both: Longs
    jaccard: Square
    lift: Square
    share: Square


def overlap(members: Sequence[Bools], customers: int) -> Overlap:
    """Of any number of segments, bool [customers] each. Cost: 10 µs a pair and a million customers."""
    packed = np.stack([_packed(member) for member in members]) if members else np.zeros((0, 1), dtype=np.uint64)
    both = np.array([np.bitwise_count(packed & row).sum(axis=1, dtype=np.int64) for row in packed], dtype=np.int64)
    both = both.reshape(len(members), len(members))
    size = both.diagonal().copy()
    either = size[:, None] + size[None, :] - both
    with np.errstate(divide="ignore", invalid="ignore"):
        product = size[:, None].astype(np.float64) * size[None, :]
        return Overlap(size, both, both / either, both * float(customers) / product, both / size[:, None])


def _packed(member: Bools) -> NDArray[np.uint64]:
    """A bit per customer, eight bytes a word."""
    bits = np.packbits(member)
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)
