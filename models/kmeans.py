"""k-means: so many centres that points lie near one. The same points, count and generator give the same centres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints, Longs

Points = NDArray[np.float64]
"""float64 [points, dimensions], without NaN."""

TRIES = 4
"""Points drawn for each first centre, of which the one that helps most is taken."""
AT_ONCE = 65_536
"""Points whose distances are held at once."""


def k_means(points: Points, count: int, rng: np.random.Generator, inits: int = 8, rounds: int = 60) -> Points:
    """float64 [at most count, dimensions]: the centres of the best of `inits` runs, those of equal points once.

    Greedy k-means++ (Arthur and Vassilvitskii 2007), then Lloyd's rounds until nothing moves. `points` has a row at
    least. Cost: inits x rounds x points x count x dimensions.
    """
    found = [_settled(points, _first(points, count, rng), rounds) for _ in range(inits)]
    return min(found, key=lambda each: each[0])[1]


def nearest(points: Points, centres: Points) -> Ints:
    """int32 [points]: the number of the centre that each point is nearest to, the first of equals."""
    which = np.empty(len(points), dtype=np.int32)
    lengths, twice = (centres**2).sum(axis=1), -2 * centres.T
    for start in range(0, len(points), AT_ONCE):
        far = points[start : start + AT_ONCE] @ twice
        far += lengths
        which[start : start + AT_ONCE] = far.argmin(axis=1)
    return which


def _first(points: Points, count: int, rng: np.random.Generator) -> Points:
    chosen = [points[rng.integers(len(points))]]
    away = _squares(points, chosen[0])
    while len(chosen) < count and away.sum() > 1e-12 * len(points):
        drawn: Longs = np.asarray(np.searchsorted(np.cumsum(away), rng.random(TRIES) * away.sum()), dtype=np.int64)
        drawn = np.minimum(drawn, len(points) - 1)
        after = [np.minimum(away, _squares(points, points[each])) for each in drawn]
        best = int(np.argmin([each.sum() for each in after]))
        chosen.append(points[drawn[best]])
        away = after[best]
    return np.array(chosen)


def _settled(points: Points, centres: Points, rounds: int) -> tuple[float, Points]:
    for _ in range(rounds):
        which = nearest(points, centres)
        held = np.bincount(which, minlength=len(centres))
        sums = np.stack([np.bincount(which, column, len(centres)) for column in points.T], axis=1)
        moved = np.where(held[:, None] > 0, sums / np.maximum(held, 1)[:, None], centres)
        if np.abs(moved - centres).max(initial=0) < 1e-6:
            break
        centres = moved
    return float(_squares(points, centres[nearest(points, centres)]).sum()), centres


def _squares(points: Points, centre: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = points - centre
    return np.einsum("ij,ij->i", apart, apart)
