"""Scaling and centres, learned by a pipeline and used as plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from models.clusters.learning import Learned, learned
from models.kmeans import nearest

EVEN = np.ones(2)
HEAPS = ((0, 0), (5, 0), (0, 900))


def heaps(each: int = 30) -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.concatenate([place + rng.normal(0, 0.1, (each, 2)) for place in HEAPS])


def taught(rows: np.ndarray, count: int = 3, weight: np.ndarray = EVEN, seed: int = 1) -> Learned:
    return learned(rows, weight, count, np.random.default_rng(seed), 4)


def points(rows: np.ndarray, found: Learned) -> np.ndarray:
    return np.nan_to_num((rows - found.middle) * found.factor)


@pytest.mark.parametrize("seed", range(5))
def test_three_heaps_have_a_centre_each_whatever_the_seed(seed: int) -> None:
    rows = heaps()
    found = taught(rows, seed=seed)
    label = nearest(points(rows, found), found.centres)
    assert [len(set(label[start : start + 30].tolist())) for start in (0, 30, 60)] == [1, 1, 1]
    assert len(set(label.tolist())) == 3


def test_each_measure_has_the_spread_of_its_weight_about_the_middle() -> None:
    rows = heaps()
    at = points(rows, taught(rows, weight=np.array([1.0, 0.25])))
    assert at.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert at.std(axis=0) == pytest.approx([1, 0.25])


def test_what_cannot_be_said_lies_in_the_middle() -> None:
    rows = heaps()
    unsaid = np.concatenate([rows, [[np.nan, np.nan]] * 200])
    found = taught(unsaid, 4)
    assert (found.middle, found.factor) == (pytest.approx(rows.mean(axis=0)), pytest.approx(1 / rows.std(axis=0)))
    assert np.abs(found.centres).max(axis=1).min() == pytest.approx(0, abs=1e-9)


def test_rows_that_are_alike_have_one_centre() -> None:
    assert len(taught(np.repeat([[1.0, 2.0]], 9, axis=0)).centres) == 1
    assert len(taught(np.array([[1.0, 2.0], [3.0, 4.0]])).centres) == 2


def test_one_row_teaches_one_centre() -> None:
    assert taught(np.array([[1.0, 2.0]])).centres.tolist() == [[0.0, 0.0]]


def test_the_same_rows_teach_the_same_to_the_byte_whatever_the_number_of_threads() -> None:
    rows = np.random.default_rng(2).normal(0, 1, (4000, 2))
    seen = set[bytes]()
    for threads in (1, 2, 3):
        with threadpool_limits(threads):
            found = taught(rows, 8)
        seen.add(b"".join(each.tobytes() for each in (found.middle, found.factor, found.centres)))
    assert len(seen) == 1
