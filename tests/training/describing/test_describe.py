"""The whole of what a night says of its customers, in shops that give next to nothing to go by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from data.facts.engine import customer_facts_at, facts_at
from models.audiences.audience import Audience
from models.customers.columns import COLUMNS
from models.customers.table import COUNT, FLAG, NUMBER
from tests.worlds import Did, T, world
from training.describing.describe import Described, described_from
from training.describing.settings import Describing

TEN = tuple(f"c{number}" for number in range(10))
AUDIENCES = {
    "spent": Audience("value > 5"),
    "likely": Audience("order_30 > 0 or value_90 > 0"),
    "nowhere": Audience("no_such_column > 1"),
}
DTYPES = {NUMBER: "float32", COUNT: "int32", FLAG: "bool"}
FORETOLD = (
    *(f"value_{days}{end}" for days in (90, 365) for end in ("", "_low", "_high")), "active", "worth_spending",
    *(f"order_{days}" for days in (7, 14, 30, 60, 90)), "next_order_days", "next_order_low", "next_order_high",
    "second_order",
)  # fmt: skip
"""Columns that speak of the future."""
OF_ORDERS = (
    "first_order_days", "last_order_days", "gap_days", "order_value", "order_items", "order_pieces", "returned_share",
    "silence", "order_value_times", "bulk_share", "value_season", *FORETOLD,
)  # fmt: skip
"""Columns that nobody without an order may have."""
OF_PRICES = (
    "value",
    "value_year",
    "order_value",
    "returned_share",
    "order_value_times",
    *FORETOLD[:6],
    "worth_spending",
)


@dataclass(frozen=True)
class Shop:
    """customers: their ids; buyers: the numbers of those with an order; unknown: what cannot be said of them."""

    customers: Sequence[str]
    events: Sequence[Did]
    buyers: Sequence[int] = ()
    unknown: Sequence[str] = ()


def bought(customer: int, days: float, price: float | None = 10.0) -> Did:
    """A mug, in an order of its own."""
    return Did(customer, "purchase", 0, days, order=1000 * (customer + 1) + int(days), price=price)


TWICE = [bought(customer, 40 * turn + customer + 1) for customer in range(9) for turn in (0, 2)]
NEVER_BACK = ("gap_days", "silence", "lifecycle_left_days", "value_season")
SHOPS = {
    "ten customers": Shop(TEN, TWICE, range(9), ("second_order", "value_season")),
    "one order in total": Shop(TEN, [bought(4, 20)], [4], NEVER_BACK),
    "one order this week": Shop(TEN, [bought(4, 3)], [4], (*NEVER_BACK, *FORETOLD)),
    "all on one day": Shop(TEN, [bought(customer, 0.5) for customer in range(10)], range(10), (*NEVER_BACK, *FORETOLD)),
    "no prices": Shop(TEN, [bought(did.customer, did.days, None) for did in TWICE], range(9), OF_PRICES),
    "free": Shop(TEN, [bought(did.customer, did.days, 0.0) for did in TWICE], range(9), FORETOLD[:6]),
    "only guests": Shop(TEN, [bought(-1, days) for days in (5, 9)]),
    "only looks": Shop(TEN, [Did(customer, "view", 0, 5, session=customer) for customer in range(10)]),
    "all identical": Shop(TEN, [bought(c, days) for c in range(10) for days in (40, 20)], range(10), ("second_order",)),
    "nobody has done anything": Shop(TEN, []),
    "no customers": Shop((), [bought(-1, 5)]),
    "nothing at all": Shop((), []),
}


@cache
def described(name: str) -> Described:
    """As a night describes its customers, before it compares them with last night's."""
    shop = SHOPS[name]
    con = world(["mug", "tea"], shop.customers, shop.events)
    known = customer_facts_at(con, facts_at(con, T))
    return described_from(known, Describing(audiences=AUDIENCES), 1, lambda part: None)


@pytest.mark.parametrize("name", SHOPS)
def test_what_cannot_be_known_is_left_open(name: str) -> None:
    found = described(name)
    shop, numbers = SHOPS[name], found.table.numbers
    count, buyers = len(shop.customers), np.array(shop.buyers, dtype=int)
    others = np.setdiff1d(np.arange(count), buyers)
    _has_the_form_of_a_table(found, count)
    for column in OF_ORDERS:
        assert np.isnan(numbers[column][others]).all(), column
    for column in shop.unknown:
        assert np.isnan(numbers[column][buyers]).all(), column
    for column in ("orders", "value", "gift_orders", "rfm_recency"):
        assert not numbers[column][others].any(), column
    assert (found.table.labels["rfm"].code >= 0).tolist() == np.isin(np.arange(count), buyers).tolist()
    assert (found.table.labels["lifecycle"].code[others] == 0).all()  # a prospect: known, and no more
    assert found.evidence.rhythm.due.held.rows == count
    assert not np.diff(found.evidence.rhythm.due.held.offsets)[others].any()


@pytest.mark.parametrize("name", SHOPS)
def test_what_is_foretold_is_possible_and_what_the_record_keeps_can_be_written(name: str) -> None:
    found = described(name)
    numbers = found.table.numbers
    for column in ("active", "second_order", *(f"order_{days}" for days in (7, 14, 30, 60, 90))):
        told = numbers[column][~np.isnan(numbers[column])]
        assert ((told >= 0) & (told <= 1)).all(), column
    for column in ("value_90", "value_365", "next_order"):
        low, high = numbers[f"{column}_low"], numbers[f"{column}_high"]
        assert (np.isnan(low) == np.isnan(high)).all()
        assert (np.nan_to_num(low) <= np.nan_to_num(high)).all(), column
    json.dumps(found.story, allow_nan=False)
    spent, likely, nowhere = found.audiences
    assert spent.size == int((np.nan_to_num(numbers["value"]) > 5).sum())
    assert likely.size == int((~np.isnan(numbers["order_30"])).sum())
    assert "no_such_column" in nowhere.problem


def test_ten_customers_with_two_orders_each_are_foretold_something() -> None:
    numbers = described("ten customers").table.numbers
    for name in FORETOLD[:-1]:
        assert np.isfinite(numbers[name][:9]).all(), name


def _has_the_form_of_a_table(found: Described, count: int) -> None:
    kinds = {column.name: column.kind for column in COLUMNS}
    for name, values in found.table.numbers.items():
        assert (values.shape, values.dtype.name) == ((count,), DTYPES[kinds[name]]), name
        assert not np.isinf(values).any(), name
    for name, labels in found.table.labels.items():
        assert (labels.code.shape, labels.code.dtype.name) == ((count,), "int32"), name
        assert (labels.code < len(labels.name)).all(), name
