"""What one event teaches: by its kind, and by its age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bytes, Floats, Ints
from data.columns import CART, EVENT_TYPES, FAVOURITE, PURCHASE, VIEW
from data.facts.facts import Lines
from models.recommenders.ranges import NotNegative


@dataclass(frozen=True)
class Worth:
    """What an event of each kind counts; all other kinds count nothing."""

    view: NotNegative = 0.5  # a look tells of taste too, and there are many
    cart: NotNegative = 0.7  # meant to buy
    favourite: NotNegative = 0.7  # meant to come back
    purchase: NotNegative = 1.0  # the yardstick

    def of(self, kind: Bytes) -> Floats:
        """float32, one per event."""
        table = np.zeros(len(EVENT_TYPES), dtype=np.float32)
        table[[VIEW, CART, FAVOURITE, PURCHASE]] = self.view, self.cart, self.favourite, self.purchase
        return table[kind]


def decay(age: Floats, half_life: float) -> NDArray[np.float64]:
    """What an event of `age` days counts against one of today: half of it after every half_life days."""
    return np.exp2(-age.astype(np.float64) / half_life)


def sold_within(lines: Lines, days: float, items: int) -> Ints:
    """int32 [items]: purchase lines of each item in the last `days`."""
    recent = (lines.kind == PURCHASE) & (lines.age <= days)
    return np.bincount(lines.item[recent], minlength=items).astype(np.int32)
