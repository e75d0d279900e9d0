"""The picture of how values kept their word."""

from __future__ import annotations

from training.report.plots import value_calibration

TENTHS = [{"said": 2.0**n, "came": 2.0**n, "inside": 0.8, "covered": 0.9} for n in range(10)]


def test_tenths_become_one_drawing_the_same_each_time() -> None:
    drawn = value_calibration(TENTHS)
    assert drawn.startswith("<svg")
    assert "inside the central 80 %" in drawn
    assert drawn == value_calibration(TENTHS)
    assert drawn != value_calibration([each | {"inside": 0.5} for each in TENTHS])


def test_a_shop_in_which_nothing_came_is_drawn_too() -> None:
    assert "<svg" in value_calibration([{"said": 1.0, "came": 0.0, "inside": 1.0, "covered": 1.0}])
    assert "<svg" in value_calibration([])
