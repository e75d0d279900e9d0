"""Centres among points, and groups of one night matched with those of another."""

from __future__ import annotations

import numpy as np

from data.strings import Strings
from models.kmeans import k_means, nearest
from models.matching import carried, matched, shared


def test_three_heaps_have_a_centre_each_whatever_the_seed() -> None:
    rng = np.random.default_rng(1)
    points = np.concatenate([place + rng.normal(0, 0.1, (30, 2)) for place in ([0, 0], [5, 0], [0, 9])])
    for seed in range(5):
        label = nearest(points, k_means(points, 3, np.random.default_rng(seed)))
        assert [len(set(label[start : start + 30].tolist())) for start in (0, 30, 60)] == [1, 1, 1]
        assert len(set(label.tolist())) == 3


def test_points_that_are_all_the_same_have_one_centre() -> None:
    assert k_means(np.ones((9, 2)), 4, np.random.default_rng(1)).tolist() == [[1.0, 1.0]]


def test_groups_are_matched_together_and_what_is_too_unlike_stays_new() -> None:
    alike = shared(np.array([0, 0, 1, 1, 2, -1]), np.array([1, 1, 0, 0, -1, 0]), 3, 2)
    assert alike[0].tolist() == [0, 1]
    assert matched(alike, 0.3).tolist() == [1, 0, -1]
    assert matched(alike, 0.9).tolist() == [1, -1, -1]


def test_codes_follow_the_ids_to_their_new_numbers() -> None:
    assert carried(np.array([4, 7], dtype=np.int32), Strings.of(["b", "c"]), Strings.of(["a", "b", "c"])).tolist() == [
        -1, 4, 7,
    ]  # fmt: skip
