"""The pictures of a night's customers, by name, from its record and those of the nights before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.report import customers, plots, rhythm

Sizes = Sequence[tuple[str, dict[str, dict[str, int]]]]
"""(run, customers by label, by column) of each night, the oldest first."""


def customer_plots(story: dict[str, Any], nights: Sizes) -> dict[str, str]:
    """SVG by name; a picture that would say nothing is not there."""
    drawn: dict[str, str] = {}
    if any(map(any, story["rfm_cells"])):
        drawn["rfm_map"] = customers.rfm_map(story["rfm_cells"])
    if story["repeat"]:
        drawn["repeat"] = customers.repeat_orders(story["repeat"])
    if story.get("second_order"):
        drawn["second_order"] = customers.second_order(*story["second_order"])
    return drawn | _value(story["value"]) | _rhythm(story["rhythm"]) | _nights(story, nights)


def _value(value: dict[str, Any]) -> dict[str, str]:
    drawn: dict[str, str] = {}
    chosen = value["chosen"].get("90")
    if chosen and chosen["tried"].get(chosen["way"]):
        tenths = chosen["tried"][chosen["way"]]["tenths"]
        if tenths and all(tenth["said"] is not None for tenth in tenths):
            drawn["value_kept"] = plots.value_calibration(tenths)
    if any(value["spread"][1]):
        drawn["value_spread"] = customers.value_spread(*value["spread"])
    return drawn


def _rhythm(told: dict[str, Any]) -> dict[str, str]:
    kept = told["chosen"]["reliability"]
    return {"orders_kept": rhythm.calibration(kept)} if kept else {}


def _nights(story: dict[str, Any], nights: Sizes) -> dict[str, str]:
    drawn: dict[str, str] = {}
    if len(nights) > 1:
        drawn["sizes"] = customers.sizes([(run, sizes.get("lifecycle", {})) for run, sizes in nights])
    for moved in (story["moves"] or {"columns": []})["columns"]:
        if moved["column"] == "lifecycle" and moved["moved"]:
            drawn["migration"] = customers.migration(moved["before"], moved["after"], moved["counts"])
    return drawn
