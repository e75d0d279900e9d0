"""How lists are ordered, trials remembered, and differences told from chance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.accuracy.comparing import System, compared
from benchmarks.accuracy.new_items import NewItems, first_of_each
from benchmarks.accuracy.ordering import best_columns
from benchmarks.accuracy.past import Past, Scores
from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.accuracy.tables import table
from benchmarks.accuracy.trials import Peer, answered, tuned
from tests.benchmarks.accuracy.worlds import ground_of, two_tastes

NONE = (None,)


@pytest.fixture(scope="module")
def ground() -> NewItems:
    return ground_of(two_tastes())


def by_number(past: Past, settings: Mapping[str, Any]) -> Scores:
    """Items in order of their number, or backwards."""
    value = np.arange(past.items, dtype=np.float32) * settings["sign"]
    return lambda customer: np.tile(value, (len(customer), 1))


def what_they_bought(ground: NewItems) -> np.ndarray:
    """A perfect list for everybody."""
    lists = np.full((len(ground.customer), 20), -1, dtype=np.int32)
    lists[:, 0] = ground.targets.item.values
    return lists


def test_best_columns_are_sorted_and_ties_go_to_the_earlier() -> None:
    scores = np.array([[0.0, -1.0, 2.0, -0.0, 2.0], [-np.inf, -3.0, -2.0, 1e-30, 0.0]], dtype=np.float32)
    assert best_columns(scores, 4).tolist() == [[2, 4, 0, 3], [3, 4, 2, 1]]
    assert best_columns(scores, 9).shape == (2, 5)


def test_of_a_family_only_the_first_is_shown() -> None:
    item = np.array([[4, 5, 6, 7]], dtype=np.int32)
    family = np.array([[1, 2, 1, 3]], dtype=np.int32)
    shown = first_of_each(item, family, np.array([[True, True, True, False]]))
    assert shown[0].tolist() == [4, 5, *[-1] * 18]


def test_asking_again_remembers_the_answer(ground: NewItems, tmp_path: Path) -> None:
    asked: list[float] = []

    def fit(past: Past, settings: Mapping[str, Any]) -> Scores:
        asked.append(settings["sign"])
        return by_number(past, settings)

    peer = Peer("by number", "own", fit, (None,), "sign", (1.0, -1.0))
    first = answered(ground, peer, {"sign": 1.0}, tmp_path)
    again = answered(ground, peer, {"sign": 1.0}, tmp_path)
    answered(ground, peer, {"sign": -1.0}, tmp_path)
    assert asked == [1.0, -1.0]
    np.testing.assert_array_equal(first.lists, again.lists)
    assert again.seconds == first.seconds


def test_the_half_life_is_chosen_first_then_the_other_setting(ground: NewItems, tmp_path: Path) -> None:
    right = {(7.0, 1): 1.0, (3.0, 1): 0.5, (7.0, 2): 2.0, (3.0, 2): 3.0}
    asked: list[Mapping[str, Any]] = []

    def fit(past: Past, settings: Mapping[str, Any]) -> Scores:
        """As many customers as that many twelfths get what they bought."""
        asked.append(settings)
        value = np.zeros((past.customers, past.items), dtype=np.float32)
        lucky = np.arange(len(ground.customer)) < 8 * right[settings["half_life"], settings["k"]]
        value[ground.customer, ground.targets.item.values] = np.where(lucky, 1, -1)
        return lambda customer: value[customer]

    peer = Peer("knows", "own", fit, (3.0, 7.0), "k", (1, 2))
    assert tuned(ground, peer, tmp_path, lambda line: None) == {"half_life": 7.0, "k": 2}
    assert asked == [{"half_life": 3.0, "k": 1}, {"half_life": 7.0, "k": 1}, {"half_life": 7.0, "k": 2}]


def test_rows_of_one_group_make_nothing_surer() -> None:
    values = np.array([0.0, 1.0, 0.5, 0.9], dtype=np.float32)
    once = grouped_interval(values, np.arange(4))
    fourfold = grouped_interval(np.repeat(values, 4), np.repeat(np.arange(4), 4))
    assert (fourfold.low, fourfold.high) == (once.low, once.high)
    assert grouped_interval(np.repeat(values, 4), np.arange(16)).high < once.high


def test_unknown_rows_are_left_out_of_an_interval() -> None:
    found = grouped_interval(np.array([np.nan, 1.0, 1.0], dtype=np.float32), np.array([0, 1, 2]))
    assert (found.mean, found.low, found.high, found.customers) == (1, 1, 1, 2)


def test_the_table_puts_us_first_then_the_peers_by_their_figure(ground: NewItems, tmp_path: Path) -> None:
    peers = [
        Peer("up", "own", by_number, NONE, "sign", (1.0,)),
        Peer("down", "a library", by_number, NONE, "sign", (-1.0,)),
    ]
    settings = [{"sign": 1.0}, {"sign": -1.0}]
    systems = [
        System(peer.name, peer.made, (given,), (1.0,), (answered(ground, peer, given, tmp_path).lists,))
        for peer, given in zip(peers, settings, strict=True)
    ]
    perfect = System("Regulars", "own", ({},), (2.0,), (what_they_bought(ground),))
    figures = compared([ground], [perfect, *systems])
    assert figures[0].metrics == {"ndcg@10": 1.0, "recall@10": 1.0, "coverage@10": 1.0}
    gain = figures[1].gain
    assert gain is not None
    assert gain.mean == pytest.approx(1 - figures[1].metrics["ndcg@10"])
    lines = table("A shop", figures).splitlines()
    assert lines[0] == "A shop, 24 rows:"
    assert lines[4].startswith("| Regulars | 1.0000 | 1.0000 | 1.000 |  | 2 |")
    assert {line.split(" | ")[0] for line in lines[5:7]} == {"| up", "| down (a library)"}


def test_only_the_rows_asked_for_count(ground: NewItems) -> None:
    half = np.arange(24) < 12
    lists = what_they_bought(ground)
    lists[~half] = -1
    system = System("Regulars", "own", ({},), (0.0,), (lists,))
    assert compared([ground], [system])[0].metrics["ndcg@10"] == 0.5
    assert compared([ground], [system], [half])[0].metrics["ndcg@10"] == 1
