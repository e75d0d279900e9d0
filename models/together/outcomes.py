"""What became of a table's pairs in the weeks after a moment: how much naming the neighbour would have gained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints
from data.facts.facts import Facts
from models.baskets import buyers_of_families, orders
from models.neighbours import Neighbours
from models.pairs import products_at
from models.sparse import Csr, row_sums, scaled
from models.together.signals import Signals

ASKED = 5
"""Items of an order that ask at most: a large order says no more than several small ones."""
PLACES = 10
IDEAL = np.concatenate(([1.0], np.cumsum(1 / np.log2(np.arange(2, PLACES + 2)))))
"""The best possible discounted gain by the number of items wanted (0: never divided by)."""


@dataclass(frozen=True)
class Outcome:
    """Of every pair float64: gain in 0..1 when it is named, and weight: how often it could have been."""

    gain: NDArray[np.float64]
    weight: NDArray[np.float64]


def outcomes(facts: Facts, before: Facts, table: Neighbours, days: float, horizon: float) -> tuple[Outcome, Outcome]:
    """(whatever was bought, only what was new to a customer) in the `horizon` days after the moment `days` ago.

    before: facts of that moment. An order asks with each of its items and wants the others; the gain of one is its part
    of the order's best possible nDCG@10. Cost: three products of the orders of those days.
    """
    held, age, customer = orders(facts)
    inside = np.flatnonzero((age <= days) & (age > days - horizon))
    known = (np.bincount(table.item, minlength=len(table.held)) > 0).astype(np.float64)
    held, customer = _kept(scaled(held[inside], np.ones(len(inside)), known)), customer[inside]
    asking = held.T.tocsr()
    had = _had(before, customer)
    fresh = _kept(held - held.multiply(had))
    everybody, buyers = np.ones(len(customer)), (customer >= 0).astype(np.float64)
    return (
        _outcome(asking, held, held, everybody, None, table),
        _outcome(asking, held, fresh, buyers, had, table),
    )


def _outcome(
    asking: Csr, held: Csr, wanted: Csr, who: NDArray[np.float64], had: Csr | None, table: Neighbours
) -> Outcome:
    """asking: CSR [items, orders]; who: 0 for orders that do not ask; had: what no order may be shown."""
    size, others = row_sums(held), np.maximum(row_sums(wanted) - 1, 0)
    often = np.where((size > 1) & (others > 0), np.minimum(ASKED, size) / np.maximum(size, 1), 0) * who
    ideal = IDEAL[np.minimum(others, PLACES).astype(np.int64)]
    everything = np.ones(wanted.shape[1])
    gain = products_at(asking, scaled(wanted, often / ideal, everything), table)
    weight = (asking @ often)[Signals.row_of(table)]
    if had is not None:
        weight = np.maximum(weight - products_at(asking, scaled(had, often, everything), table), 0)
    return Outcome(np.divide(gain, weight, out=np.zeros_like(gain), where=weight > 0).clip(0, 1), weight)


def _had(before: Facts, customer: Ints) -> Csr:
    """CSR of ones [orders, items]: what each order's customer had of before, family by family; guests had nothing."""
    owned = buyers_of_families(before)
    rows = scaled(owned[np.maximum(customer, 0)], (customer >= 0).astype(np.float64), np.ones(int(owned.shape[1])))
    return _kept(rows[:, before.items.family].tocsr())


def _kept(of: Csr) -> Csr:
    made = of.tocsr()
    made.eliminate_zeros()
    return made
