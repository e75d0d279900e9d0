"""Tonight's bundle beside the live one, list by list: how much changes for the customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Ints, distinct
from models.bundle.bundle import Bundle
from training.rehearsal.replaying import shown_to

PLACES = 10


@dataclass(frozen=True)
class Overlap:
    """Over customers known to both: mean share of ten places that both lists hold, and share of lists held alike.

    coverage and fill are (live, tonight): share of the listed items that stand in some list; share of places filled.
    """

    live: str
    customers: int
    shared: float
    unchanged: float
    coverage: tuple[float, float]
    fill: tuple[float, float]


def overlap_of(live: Bundle, tonight: Bundle, most: int, seed: int) -> Overlap:
    """Of a seeded sample of at most `most` customers with a history. Cost: two lists each."""
    theirs, ours = _known_to_both(live, tonight, most, seed)
    before, after = shown_to(live, theirs).item[:, :PLACES], shown_to(tonight, ours).item[:, :PLACES]
    number = np.append(tonight.item_numbers([*live.items.id]), ABSENT).astype(np.int32)
    shared = _shared(number[before], after)
    return Overlap(
        live.id,
        len(ours),
        float(shared.mean()) if len(ours) else float("nan"),
        float((shared == 1).mean()) if len(ours) else float("nan"),
        (_coverage(live, before), _coverage(tonight, after)),
        (_fill(before), _fill(after)),
    )


def _known_to_both(live: Bundle, tonight: Bundle, most: int, seed: int) -> tuple[Ints, Ints]:
    ours = np.flatnonzero(tonight.history.items.lengths(np.arange(tonight.customers.count))).astype(np.int32)
    theirs = live.customer_numbers([tonight.customers.id[i] for i in ours.tolist()])
    both = np.flatnonzero(theirs != ABSENT)
    if len(both) > most:
        both = np.sort(np.random.default_rng(seed).choice(both, most, replace=False))
    return theirs[both], ours[both]


def _shared(before: Ints, after: Ints) -> np.ndarray:
    """The share of the longer of each two lists that both hold; 1 where both are empty."""
    common = ((before[:, :, None] == after[:, None, :]) & (after[:, None, :] != ABSENT)).any(axis=1).sum(axis=1)
    longer = np.maximum((before != ABSENT).sum(axis=1), (after != ABSENT).sum(axis=1))
    return np.where(longer > 0, common / np.maximum(longer, 1), 1)


def _coverage(bundle: Bundle, item: Ints) -> float:
    listed = int(bundle.items.listed.sum())
    return len(distinct(item[item != ABSENT])) / listed if listed else float("nan")


def _fill(item: Ints) -> float:
    return float((item != ABSENT).mean()) if item.size else float("nan")
