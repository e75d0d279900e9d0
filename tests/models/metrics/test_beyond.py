"""Beyond accuracy, on lists small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.metrics import beyond
from tests.models.metrics.worlds import ITEMS, random_replay, replay

LISTED = ITEMS - 1


def test_coverage_counts_each_shown_item_once() -> None:
    assert beyond.coverage(replay([[0, 1], [1, 2]], [[], []]), 2)[0] == pytest.approx(3 / LISTED)


def test_gini_is_zero_when_every_listed_item_is_shown_equally_often() -> None:
    assert beyond.gini(replay([list(range(LISTED))], [[]]), LISTED)[0] == pytest.approx(0, abs=1e-6)


def test_gini_is_near_one_when_one_item_takes_all() -> None:
    assert beyond.gini(replay([[4], [4]], [[], []]), 1)[0] == pytest.approx(1 - 1 / LISTED)


@pytest.mark.parametrize("seed", range(3))
def test_gini_is_half_the_mean_difference_of_all_pairs_over_the_mean(seed: int) -> None:
    lists = random_replay(seed, most_bought=5)
    times = np.bincount(lists.item[:, :10].ravel(), minlength=ITEMS)[:LISTED].astype(float)
    apart = np.abs(times[:, None] - times[None, :]).mean()
    assert beyond.gini(lists, 10)[0] == pytest.approx(apart / (2 * times.mean()), abs=1e-6)


def test_novelty_is_the_surprise_in_bits() -> None:
    novelty = beyond.novelty(replay([[24]], [[]]), 10)[0]
    assert novelty == pytest.approx(np.log2(101 / 25))


def test_best_sellers_only_has_a_popularity_near_one() -> None:
    best, worst = beyond.popularity(replay([[LISTED - 1], [0]], [[], []]), 10)
    assert best == pytest.approx((LISTED - 0.5) / LISTED)
    assert worst == pytest.approx(0.5 / LISTED)


def test_diversity_is_one_for_items_that_share_no_part_of_their_path() -> None:
    lists = replay([[0, 1], [0, 2], [0, 3]], [[], [], []])
    path = np.full((ITEMS, 2), -1, dtype=np.int32)
    path[:4] = [[0, 1], [2, 3], [0, 4], [-1, -1]]  # home > lamps, garden > pots, home > rugs, none
    lists = replace(lists, shelves=replace(lists.shelves, path=path))
    apart, siblings, unknown = beyond.diversity(lists, 2)
    assert (apart, siblings) == (1.0, 0.5)
    assert np.isnan(unknown)


def test_a_shop_without_categories_has_no_diversity() -> None:
    assert np.isnan(beyond.diversity(replay([[0, 1]], [[]]), 2)).all()


def test_only_the_popularity_list_in_its_order_is_the_popularity_list() -> None:
    assert beyond.same_as_popular(replay([[0, 1, 2], [1, 0, 2]], [[], []]), 3).tolist() == [1.0, 0.0]


def test_fill_is_whole_when_all_that_is_eligible_is_shown() -> None:
    lists = replace(replay([[3, 4]], [[]]), eligible=np.array([2]))
    assert beyond.fill(lists, 10).tolist() == [1.0]
    assert beyond.fill(replace(lists, eligible=np.array([4])), 10).tolist() == [0.5]


def test_the_fallback_share_is_over_shown_items() -> None:
    lists = replay([[3, 4], [5]], [[], []])
    lists = replace(lists, fallback=np.array([[False, True], [True, True]]))
    assert beyond.from_fallback(lists, 2).tolist() == [0.5, 1.0]
