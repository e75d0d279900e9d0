"""Figures over origins, on lists counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import Ints
from tests.models.metrics.worlds import replay
from training.evaluating.figures import Figures, figures_of
from training.evaluating.origin import Measured, values_of
from training.rehearsal.cases import GROUPS
from training.settings import NightSettings

SETTINGS = NightSettings(rounds=200)


def measured(origin: int, customer: list[int], group: list[str], bought: list[list[int]]) -> Measured:
    """Ours shows [1, 2] to everybody, theirs [3, 4]."""
    shown = {"ours": [[1, 2]] * len(customer), "theirs": [[3, 4]] * len(customer)}
    replays = {system: replay(lists, bought) for system, lists in shown.items()}
    who: Ints = np.array(customer, dtype=np.int32)
    values = {system: values_of(each) for system, each in replays.items()}
    return Measured(origin, "new", who, np.array([GROUPS.index(name) for name in group]), {}, replays, values)


def both() -> tuple[Figures, ...]:
    """Two origins: customer 7 stands in both, one customer is unseen in the second."""
    newest = measured(1, [7, 8], ["1", "10+"], [[1, 2], [3]])
    oldest = measured(2, [7, 9], ["1", "unseen"], [[1], [1]])
    return figures_of([newest, oldest], SETTINGS)


def test_the_mean_is_over_customers_and_origins_without_those_unseen_before() -> None:
    everybody = both()[0]
    assert (everybody.name, everybody.customers) == ("all", 3)
    assert everybody.metrics["ours"]["recall@10"] == pytest.approx((1 + 0 + 1) / 3)
    assert everybody.metrics["theirs"]["recall@10"] == pytest.approx((0 + 1 + 0) / 3)


def test_the_unseen_and_each_history_have_figures_of_their_own() -> None:
    groups = {each.name: (each.customers, each.metrics["ours"]["hit@10"]) for each in both()[1:]}
    assert groups == {"unseen": (1, 1.0), "1": (2, 1.0), "10+": (1, 0.0)}


def test_what_is_one_figure_for_all_lists_is_a_mean_over_origins() -> None:
    newest, oldest = measured(1, [7], ["1"], [[1]]), measured(2, [7], ["1"], [[1]])
    alone, pooled = figures_of([newest], SETTINGS)[0], figures_of([newest, oldest], SETTINGS)[0]
    assert pooled.metrics["ours"]["coverage@10"] == alone.metrics["ours"]["coverage@10"] == pytest.approx(2 / 39)


def test_gains_are_the_firsts_less_the_others_with_an_interval() -> None:
    gain = both()[0].gain["recall@10"]["theirs"]
    assert gain.mean == pytest.approx((1 - 1 + 1) / 3)
    assert gain.low == pytest.approx(-1)  # only customer 8 was drawn
    assert gain.high == pytest.approx(1)
    assert gain.customers == 2


def test_of_nobody_there_are_figures_that_say_nothing() -> None:
    nobody, unseen = figures_of([measured(1, [9], ["unseen"], [[1]])], SETTINGS)
    assert (nobody.name, unseen.name) == ("all", "unseen")
    assert nobody.customers == 0
    assert np.isnan(nobody.metrics["ours"]["ndcg@10"])
    assert np.isnan(nobody.gain["ndcg@10"]["theirs"].mean)
