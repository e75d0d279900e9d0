"""How long a silence may last: learned from the silences of the shop, measured against what was to be expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.arrays import Floats
from models.customers.gaps import OrderDays
from models.customers.waiting import Waiting, waiting

FEW: Final = 20.0
"""As many returns weigh as much as what is assumed without any: that people come back at an even rate."""


@dataclass(frozen=True)
class Shares:
    """Of all who came back, which share had done so when a customer turns from one stage to the next; rising."""

    opening: float
    cooling: float
    lapsed: float
    lost: float


@dataclass(frozen=True)
class Turns:
    """The silences at which a customer turns, in times of the gap that was to be expected; rising."""

    opening: float
    cooling: float  # 1 or more: nobody cools before the usual gap is over
    lapsed: float
    lost: float


def silences(days: OrderDays, gap_days: Floats, once: bool) -> Waiting:
    """When people came back, in times of the expected gap: after the first order day (once), or after later ones.

    Tonight's silences count as not ended; every customer weighs the same, however many gaps they have.
    """
    of = days.counts == 1 if once else days.counts > 1
    last = days.offsets[1:][of] - 1
    closed = days.nth == 1 if once else days.nth > 1
    owner = np.concatenate((days.customer[closed], np.flatnonzero(of)))
    waits = np.bincount(owner, minlength=len(of))
    waited = np.concatenate((days.gap[closed] / days.expected[closed], days.age[last] / gap_days[of]))
    ended = np.arange(len(owner)) < closed.sum()
    return waiting(waited.astype(np.float32), ended, 1 / waits[owner])


def turns_of(found: Waiting, shares: Shares) -> Turns:
    """By when these shares of all who come back had done so (Kaplan-Meier, so that those still out are not forgotten);
    with few returns near the quantiles of an even rate."""
    sure = found.returns / (found.returns + FEW)
    asked = np.array([shares.opening, shares.cooling, shares.lapsed, shares.lost])
    assumed = -np.log1p(-asked)
    seen = np.array([found.when(share) for share in asked]) if found.returns else assumed
    at = sure * seen + (1 - sure) * assumed
    at[1:] = np.maximum(at[1:], 1)
    return Turns(*np.maximum.accumulate(at).tolist())
