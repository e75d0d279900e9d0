"""What people are worth who have not bought: how many of their like began to within a horizon, and for how much.

Said only where enough have begun: else nobody can know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from msgspec import Meta

from data.arrays import Ints, distinct
from data.columns import OPEN
from data.facts.facts import Orders, Touches
from models.value.buyers import known_by, taken
from models.value.buying import Outlook
from models.value.histories import Reals
from models.value.spread import Spread, SpreadModel

EDGES: Final = (7.0, 30.0, 90.0)
"""Days since the newest touch, where groups of like people end."""


@dataclass(frozen=True)
class ProspectModel:
    """chance float64 [groups]: of beginning to buy within the horizon; each: what those came to."""

    chance: Reals
    each: float
    spread: SpreadModel

    def outlook(self, since: Reals) -> Outlook:
        """Of people whose newest touch is so many days ago, float64 [people]."""
        chance = self.chance[np.searchsorted(EDGES, since)]
        return Outlook(chance, chance, chance * self.each)


@dataclass(frozen=True)
class Prospects:
    """Shares of like people, drawn to that of all. Cost: some passes over touches and orders."""

    least: Annotated[int, Meta(ge=1)] = 30  # who began to buy in the past window, below which nothing is said
    strength: Annotated[float, Meta(gt=0)] = 100.0  # people that weigh as much as the share of all

    def fit(self, orders: Orders, touches: Touches, horizon: float) -> ProspectModel | None:
        """From the window of the horizon's length that ends now; None where too few began in it."""
        people, since = prospects_of(known_by(orders, horizon), touches, horizon)
        began = taken(orders, (orders.age <= horizon) & np.isin(orders.customer, people))
        value = np.bincount(
            np.searchsorted(people, began.customer), np.nan_to_num(began.net.astype(np.float64)), len(people)
        )
        paid = value > 0
        if paid.sum() < self.least:
            return None
        group = np.searchsorted(EDGES, since)
        many, bought = (np.bincount(group, weights, len(EDGES) + 1) for weights in (np.ones(len(group)), paid))
        chance = (bought + self.strength * paid.mean()) / (many + self.strength)
        each = float(value[paid].mean())
        spread = Spread(groups=1).fit(np.full(int(paid.sum()), each), value[paid].astype(np.float64))
        return ProspectModel(np.clip(chance, 1e-9, 1 - 1e-9).astype(np.float64), each, spread)


def prospects_of(orders: Orders, touches: Touches, moment: float) -> tuple[Ints, Reals]:
    """(people who had been in touch `moment` days ago and had not ordered, ascending; days since their newest touch).

    Opened mails are no touch: mail clients open by themselves. orders: those known by then.
    """
    kept = (touches.age > moment) & (touches.kind != OPEN)
    customer, age = touches.customer[kept], touches.age[kept].astype(np.float64) - moment
    last = np.append(customer[1:] != customer[:-1], True) if len(customer) else np.empty(0, dtype=bool)
    customer, age = customer[last], age[last]
    fresh = ~np.isin(customer, distinct(orders.customer))
    return customer[fresh], age[fresh]
