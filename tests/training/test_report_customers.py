"""The plots of the customers: that they hold what they were given, and that the same data is drawn the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from models.segments.rfm import NAMES
from training.report import customers as plots

STEP: dict[str, Any] = {"order_days": 1, "customers": 1234, "share": 0.5, "low": 0.4, "high": 0.6, "days": 365.0}
NIGHTS = [("2026-01-01T02", {"regular": 60, "lost": 40}), ("2026-01-02T02", {"regular": 1055, "lost": 45, "vip": 0})]
DRAWINGS: dict[str, Callable[[], str]] = {
    "rfm": lambda: plots.rfm_map([[row * 5 + column for column in range(5)] for row in range(5)]),
    "sizes": lambda: plots.sizes(NIGHTS),
    "migration": lambda: plots.migration(["", "lapsed"], ["", "lapsed", "lost"], [[3, 0, 0], [0, 1717, 29]]),
    "repeat": lambda: plots.repeat_orders([STEP, STEP | {"order_days": 2, "customers": 999}]),
    "second": lambda: plots.second_order([10, 42, 90], [0.3, 0.5, 0.6], [0.2, 0.4, 0.5], [0.4, 0.6, 0.7]),
}
EMPTY: dict[str, Callable[[], str]] = {
    "rfm": lambda: plots.rfm_map([[0] * 5] * 5),
    "sizes": lambda: plots.sizes([("2026-01-01T02", {})]),
    "migration": lambda: plots.migration([""], [""], [[0]]),
    "repeat": lambda: plots.repeat_orders([]),
    "second": lambda: plots.second_order([], [], [], []),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_plot_is_an_svg_and_the_same_for_the_same_data(name: str) -> None:
    assert DRAWINGS[name]().startswith("<svg")
    assert DRAWINGS[name]() == DRAWINGS[name]()


@pytest.mark.parametrize("name", EMPTY)
def test_a_plot_of_nothing_is_drawn_too(name: str) -> None:
    assert EMPTY[name]().startswith("<svg")


def test_the_rfm_map_names_every_segment_and_counts_its_customers() -> None:
    drawn = DRAWINGS["rfm"]()
    assert all(plots.words(name) in drawn for name in NAMES)
    assert "24 · 8.0 %" in drawn  # of 300, recency 5 and standing 5


def test_every_cell_of_the_rfm_map_can_be_read() -> None:
    """At least the contrast of 4.5 that WCAG wants of a text, on the fullest cell too."""
    drawn = DRAWINGS["rfm"]()
    cells = re.findall(r'clip-path="[^"]*" style="fill: (#[0-9a-f]{6})"', drawn)
    inks = re.findall(r"<text [^>]*fill: (#[0-9a-f]{6})[^>]*>[^<]* %</text>", drawn)
    assert len(cells) == len(inks) == 25
    assert min(_contrast(cell, ink) for cell, ink in zip(cells, inks, strict=True)) >= 4.5


def _contrast(one: str, other: str) -> float:
    light = sorted((_luminance(one), _luminance(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_sizes_name_the_labels_that_anybody_has_with_tonights_customers() -> None:
    drawn = DRAWINGS["sizes"]()
    assert "regular  1,055" in drawn
    assert "lost  45" in drawn
    assert "vip" not in drawn


def test_the_migration_counts_who_moved_and_leaves_out_what_nobody_has() -> None:
    drawn = DRAWINGS["migration"]()
    assert "1,717" in drawn
    assert ">29<" in drawn
    assert ">none<" in drawn
    assert ">none<" not in plots.migration(["", "lapsed"], ["", "lapsed"], [[0, 0], [0, 5]])


def test_the_repeat_curve_says_from_which_order_how_many_and_within_how_long() -> None:
    drawn = DRAWINGS["repeat"]()
    for text in ("1 → 2", "2 → 3", "1,234", "999", "50 %", "within 365 days"):
        assert text in drawn


def test_the_day_by_which_half_had_come_back_is_named_where_half_did() -> None:
    assert "half by day 42" in DRAWINGS["second"]()
    assert "half by" not in plots.second_order([10], [0.3], [0.2], [0.4])
