"""Whatever a shop has: it runs, and says nothing where it cannot know."""

from __future__ import annotations

import numpy as np
import pytest

from models.rhythm.columns import COLUMNS
from models.rhythm.settings import METHODS
from tests.models.rhythm.worlds import TEA, every, known, told
from tests.worlds import Did

SHOPS = {
    "without anybody": (0, []),
    "without orders": (3, [Did(0, "view", TEA, 3)]),
    "with guests only": (2, [Did(-1, "purchase", TEA, 3, order=1)]),
    "with one order": (2, [Did(0, "purchase", TEA, 8, order=1)]),
    "of one day": (20, [Did(customer, "purchase", TEA, 8.5, order=customer) for customer in range(20)]),
    "of ten customers": (10, [did for customer in range(10) for did in every(20, 100, 3, customer)]),
    "where all are the same": (300, [did for customer in range(300) for did in every(7, 60, 2, customer)]),
    "of odd prices": (3, [Did(c, "purchase", TEA, 9 * c + 1, order=c, price=price, quantity=-1.0 * c)
                          for c, price in enumerate((0.0, -5.0, 3.0))]),
}  # fmt: skip


@pytest.mark.parametrize("method", ["chosen", *METHODS])
@pytest.mark.parametrize("shop", SHOPS)
def test_a_shop(shop: str, method: str) -> None:
    customers, events = SHOPS[shop]
    facts = known(customers, events)
    said = told(facts, method=method)
    numbers = said.table.numbers
    assert list(numbers) == [column.name for column in COLUMNS]
    ordered = facts.facts.customers.n_orders > 0
    for name, values in numbers.items():
        assert (values.shape, values.dtype) == ((customers,), np.float32)
        assert np.isnan(values[~ordered]).all()
        if name.startswith("order_"):
            assert ((values[ordered] >= 0) & (values[ordered] <= 1)).all()
    assert said.rhythm.due.held.rows == customers
    assert ((said.rhythm.due.chance >= 0) & (said.rhythm.due.chance <= 1)).all()


@pytest.mark.parametrize("days", [0.5, 6.5])
def test_within_a_week_of_the_first_order_no_chance_and_no_date_is_told(days: float) -> None:
    said = told(known(20, [Did(customer, "purchase", TEA, days, order=customer) for customer in range(20)]))
    assert all(np.isnan(values).all() for values in said.table.numbers.values())
    assert said.rhythm.evidence.visits.tolist() == [1] * 20
