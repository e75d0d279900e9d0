"""The features, counted by hand in a shop of six events."""

from __future__ import annotations

from math import log, log1p

import duckdb
import numpy as np
import pytest

from data.facts.engine import facts_at
from models.ranker.customers import customer_table
from models.ranker.generators import GENERATORS
from models.ranker.items import LEAST_RATE, item_table
from models.ranker.pairs import ties_of
from models.ranker.ranker import Examples, Ranker
from models.ranker.table import Table
from tests.models.ranker.worlds import ANN, BOB, CID, KETTLE, MUG, TEA, a_shop_of_six_events, stand_of
from tests.worlds import Did, T, add_events

FACTS = facts_at(a_shop_of_six_events(), T)
EVERYBODY = np.arange(3, dtype=np.int32)
NAN = float("nan")

ITEM_COLUMNS = {
    "sold_7": [0, 0, log1p(1)],
    "sold_14": [log1p(1), 0, log1p(1)],
    "sold_30": [log1p(2), log1p(1), log1p(1)],
    "share_14": [log(1.5 / 3.5), log(0.5 / 3.5), log(1.5 / 3.5)],
    "trend_7_30": [
        log(LEAST_RATE / (2 / 30 + LEAST_RATE)),
        log(LEAST_RATE / (1 / 30 + LEAST_RATE)),
        log((1 / 7 + LEAST_RATE) / (1 / 30 + LEAST_RATE)),
    ],
    "first_age": [20, 20, 5],
    "last_sold_age": [10, 20, 5],
    "price": [log(32), log(8), log(4)],
    "quantity": [log1p(1), log1p(1), log1p(3)],
    "newly_7": [0, 0, log1p(1)],
    "newly_30": [log1p(2), log1p(1), log1p(1)],
    "season_ahead": [0, 0, 0],
    "views_3": [0, log1p(1), log1p(1)],
}
CUSTOMER_COLUMNS = {
    "orders": [log1p(2), log1p(1), 0],
    "known_for": [20, 10, 2],
    "silent_for": [5, 10, NAN],
    "gap": [15, NAN, NAN],
    "due": [1 / 3, NAN, NAN],
    "lines": [log1p(3), log1p(1), 0],
    "lines_per_order": [log1p(1.5), log1p(1), 0],
    "pieces": [log1p(5 / 3), log1p(1), 0],
    "mainstream": [(log1p(2) + 2 * log1p(1)) / 3, log1p(2), 0],
    "lines_7": [log1p(1), 0, 0],
    "lines_30": [log1p(3), log1p(1), 0],
    "usual_price": [log(30 * 8 * 4) / 3, log(30), NAN],
    "price_spread": [float(np.std(np.log([30, 8, 4]))), 0, NAN],
    "looks_3": [0, log1p(1), log1p(1)],
}


@pytest.mark.parametrize(("name", "counted"), ITEM_COLUMNS.items(), ids=list(ITEM_COLUMNS))
def test_what_is_known_of_each_item(name: str, counted: list[float]) -> None:
    np.testing.assert_allclose(item_table(FACTS).column(name), counted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "counted"), CUSTOMER_COLUMNS.items(), ids=list(CUSTOMER_COLUMNS))
def test_what_is_known_of_each_customer(name: str, counted: list[float]) -> None:
    np.testing.assert_allclose(customer_table(FACTS).column(name), counted, rtol=1e-4, atol=1e-4)


def test_a_look_at_an_item_fades_and_belongs_to_who_looked() -> None:
    columns = ties_of(FACTS).columns(np.array([BOB, BOB, CID], np.int32), np.array([TEA, MUG, TEA], np.int32))
    np.testing.assert_allclose(columns["seen_7"], [0.5 ** (3 / 7), 0, 0], rtol=1e-6)


def test_the_shares_of_a_customers_categories_add_up_to_all_that_they_did() -> None:
    columns = ties_of(FACTS).columns(np.full(3, ANN, np.int32), np.array([KETTLE, MUG, TEA], np.int32))
    share = columns["category_share"]
    assert share.sum() == pytest.approx(1)
    assert share[KETTLE] == pytest.approx(share[MUG])
    assert share[TEA] > share[MUG]  # as many purchases, and newer


def test_a_shop_without_looks_or_brands_has_no_column_for_them() -> None:
    con = a_shop_of_six_events()
    con.execute("DELETE FROM event WHERE kind = 0")
    stand = stand_of(facts_at(con, T))
    names = stand.features(stand.pool(EVERYBODY, Ranker(candidates=100)), EVERYBODY).names
    assert not [name for name in names if "look" in name or "view" in name or "seen" in name or "brand" in name]


def test_every_name_stands_over_its_own_column() -> None:
    stand = stand_of(FACTS)
    asked = np.array([BOB, CID], dtype=np.int32)
    pool = stand.pool(asked, Ranker(candidates=100))
    table, whose = stand.features(pool, asked), asked[pool.row]
    assert pool.pairs
    assert table.values.shape == (pool.pairs, len(set(table.names)))
    for number, row in enumerate(GENERATORS):
        np.testing.assert_array_equal(table.column(f"{row.name}_score"), pool.score[number])
        np.testing.assert_array_equal(table.column(f"{row.name}_share"), pool.share[number])
        np.testing.assert_array_equal(table.column(f"{row.name}_place"), pool.place[number])
    for name in stand.known.item.names:
        np.testing.assert_array_equal(table.column(f"item_{name}"), stand.known.item.column(name)[pool.item])
    for name in stand.known.customer.names:
        np.testing.assert_array_equal(table.column(f"own_{name}"), stand.known.customer.column(name)[whose])
    np.testing.assert_array_equal(table.column("named_by"), (~np.isnan(pool.place)).sum(axis=0))


def test_an_items_price_is_held_against_what_the_customer_usually_pays() -> None:
    stand = stand_of(FACTS)
    pool = stand.pool(np.array([BOB, CID], dtype=np.int32), Ranker(candidates=100))
    dearer = stand.features(pool, np.array([BOB, CID], dtype=np.int32)).column("dearer")
    of_bob = dict(zip(pool.item[pool.row == 0].tolist(), dearer[pool.row == 0].tolist(), strict=True))
    assert of_bob[MUG] == pytest.approx(log(8 / 30), rel=1e-5)
    assert np.isnan(dearer[pool.row == 1]).all()


@pytest.mark.parametrize("past", [False, True])
def test_what_happens_afterwards_changes_nothing_that_is_known(past: bool) -> None:
    con = a_shop_of_six_events()
    before = features_at_t(con, past)
    later = [Did(CID, kind, MUG, -1, order=9, session=9, price=1.0) for kind in ("view", "cart", "purchase", "return")]
    add_events(con, later)
    after = features_at_t(con, past)
    assert (after.names, after.values.tobytes()) == (before.names, before.values.tobytes())
    add_events(con, [Did(CID, "purchase", MUG, 1, order=8)])
    assert features_at_t(con, past).values.tobytes() != before.values.tobytes()


def test_a_column_that_a_moment_does_not_have_is_unknown_there() -> None:
    early = Examples(Table(("a", "b"), np.array([[1, 2]], dtype=np.float32)), np.array([True]))
    late = Examples(Table(("b", "looks"), np.array([[3, 4]], dtype=np.float32)), np.array([False]))
    both = Examples.joined([early, late])
    assert both.features.names == ("a", "b", "looks")
    np.testing.assert_array_equal(both.features.values, [[1, 2, NAN], [NAN, 3, 4]])


def features_at_t(con: duckdb.DuckDBPyConnection, past: bool) -> Table:
    stand = stand_of(facts_at(con, T, past=past))
    return stand.features(stand.pool(EVERYBODY, Ranker(candidates=100)), EVERYBODY)
