"""What a record keeps of the customers: sizes, the map of recency and standing, how many come back, and when."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.facts.facts import CustomerFacts, Items
from models.audiences.named import named
from models.customers.history import days_of
from models.customers.repeat import curve_points, repeat_curve, waits_after
from models.customers.table import CustomerTable
from models.rhythm.second import SecondOrders
from models.segments import rfm
from models.segments.people import People
from training.record import plain
from training.valuing import Valued

BARS = 24
"""Of the distribution of values."""
BUYERS, SHOWN = 20, 12
"""First-time buyers of an item from which it is shown among those that bring back, and how many are."""


def story_of(known: CustomerFacts, table: CustomerTable, spec: People) -> dict[str, Any]:
    """Plain numbers only. sizes: customers by label, for each label column that rules or models fill."""
    days = days_of(known, spec.history)
    told: dict[str, Any] = {
        "customers": known.facts.customers.count,
        "sizes": _sizes(table, known.facts.customers.count),
        "rfm_cells": rfm.cells(table),
        "repeat": plain(repeat_curve(days)),
    }
    waits = waits_after(days, 1)
    if waits.n:
        told["second_order"] = [points.tolist() for points in curve_points(waits)]
    return told


def second_story(items: Items, second: SecondOrders) -> list[dict[str, Any]]:
    """The first items after which most came back, of those with enough buyers to say so."""
    by = second.by_item
    known = np.flatnonzero(by.buyers >= BUYERS)
    best = known[np.argsort(-by.share[known], kind="stable")][:SHOWN]
    return [
        {
            "item_id": items.id[item], "title": items.title[item], "buyers": int(by.buyers[item]),
            "back": int(by.back[item]), "share": float(by.share[item]), "lift": float(by.lift[item]),
        }
        for item in best.tolist()
    ]  # fmt: skip


def value_story(valued: Valued) -> dict[str, Any]:
    """By horizon which way tells the value, and how each did in the rehearsed window; how predicted values spread.

    spread: (upper ends of value_365 on a logarithmic scale, customers up to each).
    """
    return {"chosen": plain(valued.notes()), "spread": _spread(valued.table)}


def _spread(table: CustomerTable) -> list[list[float]]:
    value = table.number("value_365") if "value_365" in table.numbers else np.empty(0)
    value = value[np.isfinite(value) & (value > 0)]
    if not len(value):
        return [[], []]
    least, most = max(float(np.quantile(value, 0.01)), 1e-3), float(value.max())
    ends = np.geomspace(min(least, most / 2), most * 1.0001, BARS + 1)
    counts, _ = np.histogram(np.maximum(value, ends[0]), ends)
    return [ends[1:].tolist(), counts.tolist()]


def _sizes(table: CustomerTable, customers: int) -> dict[str, dict[str, int]]:
    """By column, then by label; a flag is a label of its own under "flag"."""
    found: dict[str, dict[str, int]] = {}
    for segment in named(table, np.zeros(customers, dtype=bool)):
        column = found.setdefault(segment.column if segment.label else "flag", {})
        column[segment.label or segment.column] = segment.size
    return found
