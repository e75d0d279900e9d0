"""The best of each row, whatever the shop's size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import best
from models.best import best_per_row, strongest

ROWS = 2**20
"""With a row of thousands, more than one key holds."""


def drawn(seed: int, entries: int) -> np.ndarray:
    """Scores of which several are equal."""
    return (np.random.default_rng(seed).integers(1, 9, entries) / 8).astype(np.float32)


def sorted_apart(row: np.ndarray, place: np.ndarray, score: np.ndarray, depth: int) -> list[int]:
    """Where the best of each row stand, by a plain sort."""
    order = np.lexsort((place, -score, row))
    nth = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    return order[nth < depth].tolist()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(1, 12), st.integers(38, 63))
@settings(deadline=None)
def test_the_best_of_each_row_stand_first_whatever_fits_a_key(lengths: list[int], depth: int, bits: int) -> None:
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    score, row = drawn(len(lengths), int(offsets[-1])), np.arange(len(lengths)).repeat(lengths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best, "KEY_BITS", bits)
        found = best_per_row(offsets, score, depth)
    assert found.tolist() == sorted_apart(row, np.arange(len(row)), score, depth)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(1, 12), st.integers(38, 63))
@settings(deadline=None)
def test_the_strongest_of_each_row_stand_by_item_whatever_fits_a_key(lengths: list[int], depth: int, bits: int) -> None:
    row = np.arange(len(lengths)).repeat(lengths)
    item = np.concatenate([np.random.default_rng(n).permutation(40)[:n] for n in lengths]).astype(np.int32)
    weight = drawn(depth, len(row))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best, "KEY_BITS", bits)
        found = strongest(row, item, weight, 40, depth)
    kept = sorted_apart(row, item, weight, depth)
    kept.sort(key=lambda at: (row[at], item[at]))
    assert [part.tolist() for part in found] == [part[kept].tolist() for part in (row, item, weight)]


def test_a_million_rows_beside_one_of_thousands_are_in_order() -> None:
    lengths = np.ones(ROWS, dtype=np.int64)
    lengths[-1] = 5_000
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    score = drawn(1, int(offsets[-1]))
    found = best_per_row(offsets, score, 1)
    assert (found[:-1] == np.arange(ROWS - 1)).all()
    assert found[-1] == ROWS - 1 + score[ROWS - 1 :].argmax()


def test_a_hundred_thousand_items_have_their_strongest_neighbours() -> None:
    items = 100_000
    row, item = np.arange(items).repeat(2), np.stack((np.arange(items)[::-1], np.arange(items) // 2), axis=1).ravel()
    weight = np.tile(np.array([1, 2], dtype=np.float32), items)
    found, other, most = strongest(row, item.astype(np.int32), weight, items, 1)
    assert (found == np.arange(items)).all()
    assert (other == np.arange(items) // 2).all()
    assert (most == 2).all()
