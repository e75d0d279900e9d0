"""Accuracy: by eye on small lists, and equal to ir-measures on random ones."""

from __future__ import annotations

from typing import Any

import ir_measures
import numpy as np
import pytest
from ir_measures import AP, RR, P, R, Success, nDCG

from data.arrays import ABSENT
from models.metrics import accuracy
from models.metrics.replay import Replay
from tests.models.metrics.worlds import random_replay, replay


def by_second_library(measure: Any, lists: Replay) -> np.ndarray:
    """The measure for each customer, as ir-measures computes it."""
    bought = lists.targets.item
    qrels = [ir_measures.Qrel(str(r), str(i), 1) for r in range(lists.rows) for i in bought.row(r)]
    run = [
        ir_measures.ScoredDoc(str(r), str(i), -place)
        for r, row in enumerate(lists.item)
        for place, i in enumerate(row)
        if i != ABSENT
    ]
    found = {int(m.query_id): m.value for m in ir_measures.iter_calc([measure], qrels, run)}
    return np.array([found[r] for r in range(lists.rows)])


# Where a customer bought more than k, the variants part ways (our ideal is over min(k, |T|)): held apart below.
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("ours", "k", "theirs"),
    [
        (accuracy.ndcg, 10, nDCG @ 10),
        (accuracy.recall, 10, R @ 10),
        (accuracy.recall, 20, R @ 20),
        (accuracy.hit, 10, Success @ 10),
        (accuracy.mrr, 10, RR @ 10),
        (accuracy.average_precision, 12, AP @ 12),
    ],
)
def test_it_equals_ir_measures_where_at_most_k_items_were_bought(ours: Any, k: int, theirs: Any, seed: int) -> None:
    lists = random_replay(seed, most_bought=10)
    assert ours(lists, k) == pytest.approx(by_second_library(theirs, lists), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_many_bought_items_leave_a_perfect_score_within_reach(seed: int) -> None:
    lists = random_replay(seed, most_bought=30)
    bought = np.diff(lists.targets.item.offsets)
    assert (bought > 10).any()
    ours = accuracy.recall(lists, 10)
    assert ours == pytest.approx(by_second_library(P @ 10, lists) * 10 / np.minimum(bought, 10), abs=1e-6)
    assert accuracy.ndcg(lists, 10) == pytest.approx(by_second_library(nDCG @ 10, lists), abs=1e-6)
    ours = accuracy.average_precision(lists, 12)
    assert ours == pytest.approx(by_second_library(AP @ 12, lists) * bought / np.minimum(bought, 12), abs=1e-6)


def test_a_perfect_list_scores_one_by_every_figure() -> None:
    lists = replay([[5, 7, 9]], [[5, 7, 9]])
    for figure in (accuracy.ndcg, accuracy.recall, accuracy.hit, accuracy.mrr, accuracy.average_precision):
        assert figure(lists, 3).tolist() == [1.0]


def test_a_hit_below_k_does_not_count() -> None:
    lists = replay([[1, 2, 3]], [[3]])
    assert accuracy.hit(lists, 2).tolist() == [0.0]
    assert accuracy.hit(lists, 3).tolist() == [1.0]


def test_an_empty_place_hits_nothing() -> None:
    assert accuracy.recall(replay([[1], [2, 3]], [[39], [3]]), 2).tolist() == [0.0, 1.0]


def test_of_a_customer_who_bought_nothing_nothing_can_be_said() -> None:
    lists = replay([[1, 2]], [[]])
    for figure in (accuracy.ndcg, accuracy.recall, accuracy.hit, accuracy.mrr, accuracy.average_precision):
        assert np.isnan(figure(lists, 2)).all()


def test_revenue_recall_weighs_hits_by_what_was_paid() -> None:
    lists = replay([[1, 2]], [[1, 8, 9]], [[30.0, 60.0, 10.0]])
    assert accuracy.revenue_recall(lists, 2)[0] == pytest.approx(30 / 90)


def test_revenue_recall_of_k_is_over_the_k_dearest_each_customer_bought() -> None:
    lists = replay([[1, 2], [5, 6]], [[1, 8, 9], [6]], [[30.0, 60.0, 40.0], [7.0]])
    assert accuracy.revenue_recall(lists, 2).tolist() == pytest.approx([30 / 100, 1.0])


def test_an_unknown_price_counts_as_nothing_beside_known_ones() -> None:
    lists = replay([[1, 2]], [[1, 2, 9]], [[float("nan"), 20.0, 60.0]])
    assert accuracy.revenue_recall(lists, 10)[0] == pytest.approx(20 / 80)


def test_revenue_recall_cannot_say_where_no_price_is_known() -> None:
    assert np.isnan(accuracy.revenue_recall(replay([[1]], [[1]], [[float("nan")]]), 10)).all()
