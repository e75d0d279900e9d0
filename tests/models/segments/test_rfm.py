"""Recency, frequency and money."""

from __future__ import annotations

import re
from itertools import product

import numpy as np

from models.segments import SEGMENTS
from models.segments.rfm import GRID, NAMES, standing
from tests.models.segments.shops import all_alike, bought, known, labels, ten_customers, told, without_prices


def test_every_cell_has_one_of_the_eleven_names_and_every_name_a_cell() -> None:
    frequency, money = np.array(list(product(range(1, 6), range(6))), dtype=np.int32).T
    level = standing(frequency, money)
    assert level.min() == 1
    assert level.max() == 5
    named = {GRID[recency][each - 1] for recency in range(5) for each in level.tolist()}
    assert named == set(NAMES)
    assert len(NAMES) == 11


def test_the_rules_that_the_segments_tell_are_those_of_the_grid() -> None:
    told_cell = re.compile(r"recency (\d)(?:-(\d))? and standing (\d)(?:-(\d))?")
    for row in (each for each in SEGMENTS if each.kind == "rfm"):
        cells = {
            (recency, level)
            for first, last, low, high in told_cell.findall(row.rule)
            for recency in range(int(first), int(last or first) + 1)
            for level in range(int(low), int(high or low) + 1)
        }
        assert cells == {(r + 1, s + 1) for r in range(5) for s in range(5) if GRID[r][s] == row.name}, row.id


def test_who_ordered_on_one_day_stands_first_whatever_they_paid_and_all_others_higher() -> None:
    assert standing(
        np.array([1, 1, 2, 2, 5, 5, 3], dtype=np.int32), np.array([1, 5, 1, 5, 1, 5, 0], dtype=np.int32)
    ).tolist() == [1, 1, 2, 4, 3, 5, 3]
    assert standing(np.array([0], dtype=np.int32), np.array([0], dtype=np.int32)).tolist() == [0]


def test_recency_is_relative_to_the_own_rhythm() -> None:
    """Ann orders every other week and has been silent for forty days, Bob every hundred days, silent for forty too."""
    ann = bought(0, *(40 + 14 * place for place in range(15)))
    bob = bought(1, 440, 340, 240, 140, 40)
    others = [did for each in range(2, 12) for did in bought(each, 130, 85, 40 + each / 10)]
    table = told(known([f"c{each:02}" for each in range(12)], ann + bob + others))
    silence, recency = table.number("silence"), table.number("rfm_recency")
    assert silence[0] > 2 > 1 > silence[1]
    assert (recency[0], recency[1]) == (1, 5)


def test_who_is_not_yet_silent_for_longer_than_usual_is_recent_whatever_the_others_do() -> None:
    events = [did for each in range(10) for did in bought(each, 90, 50, 10 + each)]
    table = told(known([f"c{each}" for each in range(10)], events))
    assert table.number("silence").max() < 1
    assert table.number("rfm_recency").min() == 4


def test_where_all_are_alike_all_are_loyal_and_nobody_is_lost() -> None:
    assert set(labels(told(all_alike()), "rfm")) == {"loyal"}


def test_ten_customers_are_told_apart() -> None:
    found = labels(told(ten_customers()), "rfm")
    assert len(set(found)) >= 5
    assert "" not in found


def test_without_prices_frequency_decides_alone() -> None:
    table = told(without_prices())
    assert (table.number("rfm_money") == 0).all()
    assert labels(table, "rfm")[10:] == ["", ""]  # they never ordered
    assert "" not in labels(table, "rfm")[:10]
