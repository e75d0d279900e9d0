"""`python -m benchmarks.customers --part rhythm`: next orders, due items and second orders, against what came."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.customers.rhythm_groups import group_rates
from benchmarks.customers.rhythm_items import due_table, repeat_table
from benchmarks.customers.rhythm_origin import WINDOW, Origin, origins, squared
from benchmarks.customers.shop import Shop
from benchmarks.page import said, table_of
from models.rhythm.next_order import EDGES, HIGH, HORIZONS, LOW

ORIGINS = 3


def rhythm(shop: Shop) -> str:
    """The tables as Markdown."""
    found = list(origins(shop, ORIGINS))
    name = Path(shop.night.record.source).name
    parts = [f"{name}, {WINDOW} days from " + ", ".join(f"{each.name} ({each.method})" for each in found)]
    parts += [next_order_table("all origins", found)]
    parts += [next_order_table(each.name, [each]) for each in found]
    parts += [spread_table(found), second_table(found), due_table(found), repeat_table(found)]
    return "\n\n".join(parts) + "\n"


def next_order_table(title: str, found: Sequence[Origin]) -> str:
    """Brier of each horizon beside that of the group rates: of the newest window, and of the whole past."""
    heads = [
        f"next order, {title}", "ordered", "said", "Brier", "group rate, newest", "group rate, all",
        "ours less the better rate",
    ]  # fmt: skip
    rows: list[list[str]] = []
    group = np.concatenate([each.customers for each in found])
    for horizon in HORIZONS:
        came = np.concatenate([each.next[each.customers] <= horizon for each in found])
        ours = np.concatenate([_chance(each, horizon) for each in found])
        rates = [np.concatenate([group_rates(each, horizon, way) for each in found]) for way in (True, False)]
        errors = [squared(rate, came) for rate in rates]
        better = min(errors, key=np.mean)
        less = grouped_interval((squared(ours, came) - better).astype(np.float32), group)
        rows.append([
            f"{horizon} days", f"{came.mean():.3f}", f"{ours.mean():.3f}", f"{squared(ours, came).mean():.4f}",
            *(f"{error.mean():.4f}" for error in errors), said(less),
        ])  # fmt: skip
    return table_of(heads, rows)


def spread_table(found: Sequence[Origin]) -> str:
    """Whether the days of those who came lie within the window as the chances said: one in ten before, one after."""
    heads = ["days of the next order, of those who came within the window", "came", "before", "inside", "after"]
    rows: list[list[str]] = []
    for each in found:
        customer = np.flatnonzero(each.next <= WINDOW)
        customer = customer[each.visits.counted(0)[customer] > 0]
        part = _part_of_window(each, customer)
        inside = [np.mean(part < LOW), np.mean((part >= LOW) & (part <= HIGH)), np.mean(part > HIGH)]
        rows.append([each.name, f"{len(customer):,}", *(f"{share:.3f}" for share in inside)])
    return table_of(heads, rows)


def second_table(found: Sequence[Origin]) -> str:
    """Second orders of those who had ordered once, beside one rate for all of them: that of earlier ones."""
    heads = ["second order", "customers", "came", "said", "Brier", "one rate", "ours less it"]
    came, ours, rate, group = [], [], [], []
    for each in found:
        once = np.flatnonzero(each.visits.counted(0) == 1)
        came.append(each.next[once] <= WINDOW)
        ours.append(each.said.table.numbers["second_order"][once])
        rate.append(_once_rate(each, len(once)))
        group.append(once)
    true, told, flat = np.concatenate(came), np.concatenate(ours), np.concatenate(rate)
    less = grouped_interval((squared(told, true) - squared(flat, true)).astype(np.float32), np.concatenate(group))
    row = ["all origins", f"{len(true):,}", f"{true.mean():.3f}", f"{told.mean():.3f}"]
    row += [f"{squared(told, true).mean():.4f}", f"{squared(flat, true).mean():.4f}", said(less)]
    return table_of(heads, [row])


def _chance(origin: Origin, horizon: int) -> np.ndarray:
    return origin.said.table.numbers[f"order_{horizon}"][origin.customers]


def _once_rate(origin: Origin, many: int) -> np.ndarray:
    """The share of those with one order, a window earlier, that ordered within it."""
    counted = origin.visits.counted(WINDOW)
    following = origin.visits.next(WINDOW, counted)[counted == 1]
    return np.full(many, np.mean((following > 0) & (following <= WINDOW)) if len(following) else np.nan)


def _part_of_window(origin: Origin, customer: np.ndarray) -> np.ndarray:
    """0..1: the chance of having come by the day they came, of coming within the window at all."""
    numbers = origin.said.table.numbers
    came = np.stack([np.zeros(len(customer)), *(numbers[f"order_{h}"][customer] for h in HORIZONS)], axis=1)
    place = np.searchsorted(EDGES, np.ceil(origin.next[customer]))
    row, edges = np.arange(len(customer)), np.array([0, *HORIZONS])
    part = (origin.next[customer] - edges[place]) / (edges[place + 1] - edges[place])
    return (came[row, place] + part * (came[row, place + 1] - came[row, place])) / came[:, -1]
