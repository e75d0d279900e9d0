"""The table of metrics: every row measures, and the means leave out whom nothing can be said of."""

from __future__ import annotations

import numpy as np
import pytest

from models.metrics.table import HEADLINE, METRICS, Metric, headline, measure
from tests.models.metrics.worlds import random_replay, replay


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_gives_one_figure_per_customer_or_one_for_all(metric: Metric) -> None:
    lists = random_replay(1, most_bought=30)
    values = metric.values(lists)
    assert values.dtype == np.float32
    assert values.shape == ((lists.rows,) if metric.over == "customers" else (1,))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_without_customers_a_metric_says_nan(metric: Metric) -> None:
    lists = random_replay(1, most_bought=30).part(np.array([], dtype=np.int64))
    assert np.isnan(metric.mean(lists)) or metric.name == "coverage@10"


def test_names_are_unique_and_hold_the_headline() -> None:
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names)
    assert HEADLINE in names


def test_the_mean_is_over_those_who_bought() -> None:
    lists = replay([[1], [2], [3]], [[1], [], [9]])
    assert measure(lists)["hit@10"] == 0.5
    assert headline(lists)[0] == 1.0


def test_a_part_of_a_replay_measures_those_customers_only() -> None:
    lists = replay([[1], [2], [3]], [[1], [8], [3]])
    assert measure(lists.part(np.array([2, 1])))["recall@10"] == 0.5
    assert lists.part(np.array([2])).targets.item.row(0).tolist() == [3]
