"""Clusters of customers: in a shop where they can be seen, from night to night, and where there are none."""

from __future__ import annotations

import re

import numpy as np
import pytest

from data.facts.engine import customer_facts_at, facts_at
from data.facts.facts import CustomerFacts
from models.clusters.choosing import Tried, best
from models.clusters.clusters import COLUMNS, Clustered, Clusters, LastNight
from models.clusters.describing import changed
from models.clusters.pictures import pictures_of
from models.clusters.reasons import behaviour_of, why
from tests.worlds import Did, T, world

BIG, SMALL = range(15), range(15, 45)


def shopping(price: float | None = 1.0) -> list[Did]:
    """Fifteen customers order ten times, much; thirty ordered once, little."""
    events: list[Did] = []
    for customer in BIG:
        for visit in range(10):
            much = None if price is None else price * (100 + customer + visit)
            events += [Did(customer, "purchase", item, 3 + 9 * visit, order=100 * customer + visit, price=much)
                       for item in (0, 1)]  # fmt: skip
    for customer in SMALL:
        little = None if price is None else price * (1 + customer / 40)
        events.append(Did(customer, "purchase", 2, 20 + customer, order=100 * customer, price=little))
    return events


def a_shop(price: float | None = 1.0) -> CustomerFacts:
    """They, and three who never ordered."""
    con = world(["a", "b", "c"], [f"c{n:02}" for n in range(48)], shopping(price))
    return customer_facts_at(con, facts_at(con, T))


def clustered(facts: CustomerFacts, spec: Clusters | None = None, before: LastNight | None = None) -> Clustered:
    return (spec or Clusters(count=2)).fit(facts, np.random.default_rng(1), before)


def letters(found: Clustered) -> list[str]:
    labels = found.table.labels["cluster"]
    return [labels.name[code] if code >= 0 else "" for code in labels.code]


def test_who_orders_much_and_who_ordered_little_are_two_clusters_the_one_that_spends_most_first() -> None:
    assert letters(clustered(a_shop())) == ["A"] * 15 + ["B"] * 30 + [""] * 3


def test_a_shop_without_prices_is_clustered_by_orders() -> None:
    assert letters(clustered(a_shop(None))) == ["A"] * 15 + ["B"] * 30 + [""] * 3


def test_the_number_is_chosen_where_none_is_given() -> None:
    found = clustered(a_shop(), Clusters())
    assert [each.count for each in found.tried] == list(range(2, 9))
    assert len(set(letters(found)[:15]) & set(letters(found)[15:45])) == 0


def test_a_cluster_is_described_by_what_tells_it_apart() -> None:
    much, little = clustered(a_shop()).table.groups
    assert much.column == "cluster"
    assert much.meaning == (
        "spend a lot, about 2,200 a year, and order often, 43 times a year: "
        "15 customers, 33% of the buyers with 100% of a year's spend"
    )
    assert little.meaning == (
        "spend little, about 1.74 a year, and order seldom, 7 times a year: "
        "30 customers, 67% of the buyers with hardly any of a year's spend"
    )


def test_who_ordered_nothing_for_a_year_is_described_without_figures_that_say_nothing() -> None:
    old = [Did(customer, "purchase", 2, 400 + customer, order=100 * customer, price=1.0) for customer in range(48, 78)]
    con = world(["a", "b", "c"], [f"c{n:02}" for n in range(78)], [*shopping(), *old])
    clusters = clustered(customer_facts_at(con, facts_at(con, T)), Clusters(count=3)).table.groups
    gone = next(each.meaning for each in clusters if "30 customers, 40%" in each.meaning and "not" in each.meaning)
    assert gone.startswith("have mostly not ordered for a year")
    assert not any(re.search(r"\b0(\.0)? ", each.meaning) for each in clusters)


def test_why_sets_the_customers_own_figures_beside_the_shops() -> None:
    found = clustered(a_shop())
    says = {each.code: each.says for each in why(behaviour_of(found), found.table, 0)}
    assert says["cluster_orders"]["own"] > says["cluster_orders"]["usual"]  # type: ignore[operator]
    assert {each["cluster"] for each in says.values()} == {"A"}  # by its column, as the service looks for it
    assert set(says["cluster_orders"]) == {"cluster", "own", "middle", "usual"}
    assert why(behaviour_of(found), found.table, 47) == []


def test_why_leaves_out_a_figure_of_the_customer_that_cannot_be_said() -> None:
    found = clustered(a_shop())
    behaviour = behaviour_of(found)
    behaviour.own["orders"][0] = np.nan
    says = {each.code: each.says for each in why(behaviour, found.table, 0)}
    assert set(says["cluster_orders"]) == {"cluster", "middle", "usual"}


def test_a_letter_keeps_its_meaning_and_who_moved_is_counted() -> None:
    code = np.array([0] * 14 + [1] * 31 + [-1] * 3, dtype=np.int32)
    found = clustered(a_shop(), before=LastNight(("M", "F"), code))
    assert letters(found) == ["M"] * 15 + ["F"] * 30 + [""] * 3
    assert [(each.before, each.came, each.left) for each in found.changes] == [(14, 1, 0), (31, 0, 1)]
    assert changed(found.changes[0]) == "14 last night, 1 came, 0 left"


def test_a_new_cluster_takes_a_letter_that_was_not_in_use() -> None:
    before = LastNight(("A",), np.array([0] * 15 + [-1] * 33, dtype=np.int32))
    found = clustered(a_shop(), before=before)
    assert found.table.labels["cluster"].name[0] == "A"
    assert found.table.labels["cluster"].name[1] == "B"
    assert changed(found.changes[1]) == "new tonight"


def test_fewer_than_twenty_customers_have_no_clusters_and_are_told_why() -> None:
    con = world(["a"], ["x", "y"], [Did(0, "purchase", 0, 3, order=1), Did(1, "purchase", 0, 4, order=2)])
    found = clustered(customer_facts_at(con, facts_at(con, T)))
    assert found.table.names() == []
    assert found.missing.startswith("2 customers have ordered, 20 are")
    assert why(behaviour_of(found), found.table, 0) == []


@pytest.mark.parametrize("price", [None, 3.0, 0.0, -2.0])
def test_customers_who_are_all_alike_have_no_clusters(price: float | None) -> None:
    events = [Did(customer, "purchase", 0, 40, order=customer, price=price) for customer in range(30)]
    con = world(["a"], [f"c{n:02}" for n in range(30)], events)
    found = clustered(customer_facts_at(con, facts_at(con, T)), Clusters())
    assert found.missing == "all customers who have ordered behave alike"


@pytest.mark.parametrize("events", [[], [Did(-1, "purchase", 0, 3, order=1)], [Did(0, "view", 0, 3)]])
def test_a_shop_without_orders_has_none(events: list[Did]) -> None:
    con = world(["a"], ["x"], events)
    assert clustered(customer_facts_at(con, facts_at(con, T))).missing.startswith("0 customers")


def test_all_on_one_day_are_clustered_all_the_same() -> None:
    events = [Did(c, "purchase", item, 0.5, order=c, price=float(c)) for c in range(40) for item in range(1 + c % 2)]
    con = world(["a", "b"], [f"c{n:02}" for n in range(40)], events)
    found = clustered(customer_facts_at(con, facts_at(con, T)), Clusters())
    assert found.missing == ""
    assert "" not in letters(found)


def test_a_picture_of_a_past_week_knows_nothing_of_what_came_after() -> None:
    facts = a_shop()
    then = pictures_of(facts, 120.0, days_ago=80.0)
    assert then.known.sum() == 15
    assert then.of["order_value"][0] == pytest.approx(2 * 109)
    assert then.of["silent"][0] == pytest.approx(4)


def test_the_number_is_the_fewest_that_explains_enough_of_those_that_are_steady() -> None:
    found = [Tried(2, 0.95, 0.2), Tried(3, 0.9, 0.29), Tried(4, 0.85, 0.3), Tried(5, 0.5, 0.4)]
    assert best(found, 0.8) == 3
    assert best(found, 0.99) == 2
    assert best([Tried(2, 0.9, float("nan")), Tried(3, 0.9, float("nan"))], 0.8) == 2


def test_the_column_is_the_one_that_is_told_of() -> None:
    assert clustered(a_shop()).table.names() == [column.name for column in COLUMNS]


def test_the_same_facts_and_seed_make_the_same_clusters() -> None:
    assert letters(clustered(a_shop(), Clusters())) == letters(clustered(a_shop(), Clusters()))
