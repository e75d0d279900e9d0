"""Lists for customers whom a night had not seen, and lists that give places to new items."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import ABSENT, Bools, Ints
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom

TOP = 10
QUERY = Query(n=TOP)
SHARES = (0.0, 0.1, 0.2, 0.3)
"""Of the places; the first is what a shop has that sets none."""
AT_ONCE = 500


def for_strangers(bundle: Bundle, customer: Ints) -> dict[str, Ints]:
    """int32 [rows, TOP] by what the night knew: all that stands in the customers' table, their country, nothing."""
    country = replace(bundle, models={name: model for name, model in bundle.models.items() if name != "attributes"})
    told = {"attributes and country": _shown(bundle, customer)} if bundle.customers.attributes else {}
    return told | {
        "country": _shown(country, customer),
        "nothing": _shown(bundle, np.full_like(customer, ABSENT)),
    }


def by_share(bundle: Bundle, customer: Ints) -> dict[str, Ints]:
    """int32 [rows, TOP] by share of the places that are explored."""
    return {
        f"{share:.0%}": _shown(replace(bundle, policy=replace(bundle.policy, exploration=share)), customer)
        for share in SHARES
    }


def arrivals(bundle: Bundle, shown: Ints) -> tuple[float, float]:
    """(share of the places that hold a new item, share of the new items that stand in some list)."""
    new, held = np.isin(shown, bundle.arrived).ravel(), np.isin(bundle.arrived, shown)
    return _mean(new), _mean(held)


def _mean(of: Bools) -> float:
    return float(of.mean()) if len(of) else float("nan")


def _shown(bundle: Bundle, customer: Ints) -> Ints:
    batches = [customer[at : at + AT_ONCE] for at in range(0, len(customer), AT_ONCE)]
    made = [decide(bundle, QUERY, Whom.of(batch), explain=False).item for batch in batches]
    return np.concatenate([np.empty((0, TOP), dtype=np.int32), *made])
