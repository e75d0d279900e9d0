"""What is visited together, by what was done in the visit."""

from __future__ import annotations

import numpy as np

from data.facts.facts import Facts
from models.recommenders.covisitation import Covisitation
from tests.models.recommenders.worlds import anything, asked, facts
from tests.worlds import Did


def with_item(shop: Facts, item: int) -> list[int]:
    model = Covisitation().fit(shop, np.random.default_rng(0))
    return model.candidates(asked(shop, [-1], [[item]]), anything(shop), 9).item.tolist()


def visits(*rows: tuple[float, list[tuple[str, int]]]) -> Facts:
    """Each row is one visit of one customer: its days before now and what was done."""
    events = [Did(n, kind, item, days=days, session=n) for n, (days, done) in enumerate(rows) for kind, item in done]
    return facts(["a", "b", "c", "d"], [f"c{n}" for n in range(len(rows))], events)


def test_what_is_bought_in_a_visit_counts_more_than_what_is_looked_at() -> None:
    shop = visits((3, [("view", 0), ("view", 1)]), (3, [("view", 0), ("purchase", 2)]))
    assert with_item(shop, 0) == [2, 1]


def test_a_visit_of_this_week_counts_more_than_one_of_last_season() -> None:
    shop = visits((100, [("view", 0), ("view", 1)]), (3, [("view", 0), ("view", 2)]))
    assert with_item(shop, 0) == [2, 1]


def test_without_sessions_a_day_of_a_customer_is_a_visit() -> None:
    events = [Did(0, "view", 0, days=3.1), Did(0, "view", 1, days=3.2), Did(0, "view", 2, days=9.5)]
    assert with_item(facts(["a", "b", "c"], ["x"], events), 0) == [1]


def test_a_guests_order_is_a_visit() -> None:
    events = [Did(-1, "purchase", 0, days=3, order=1), Did(-1, "purchase", 1, days=3, order=1)]
    assert with_item(facts(["a", "b"], [], events), 0) == [1]


def test_the_history_stands_in_for_a_context() -> None:
    shop = visits((3, [("view", 0), ("view", 1)]), (3, [("view", 2), ("view", 3)]), (1, [("view", 0)]))
    model = Covisitation().fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, [2, 2], [[], [2]]), anything(shop), 9)
    assert list(zip(found.row.tolist(), found.item.tolist(), found.anchor.tolist(), strict=True)) == [
        (0, 1, 0),
        (1, 3, 2),
    ]


def test_what_is_in_every_visit_is_held_back() -> None:
    often: list[tuple[float, list[tuple[str, int]]]] = [(3, [("view", 1)])] * 6
    shop = visits((3, [("view", 0), ("view", 1)]), (3, [("view", 0), ("view", 2)]), *often)
    assert with_item(shop, 0) == [2, 1]


def test_evidence_counts_visits_with_both() -> None:
    shop = visits(*[(3, [("view", 0), ("view", 1)])] * 3, (2, [("view", 2)]))
    model = Covisitation().fit(shop, np.random.default_rng(0))
    count, _ = model.evidence(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))
    assert count.tolist() == [3]
