"""Due items against what was bought again: how many came, how far off the day was, and in which order they stood."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.customers.rhythm_origin import WINDOW, Origin, first_days, squared
from benchmarks.page import said, table_of
from data.arrays import Longs
from models.rhythm.due import DUE, STATUS, TOO_EARLY
from training.evaluating.own import own_of
from training.evaluating.yardsticks import YARDSTICKS

PLACES = 10


def due_table(found: Sequence[Origin]) -> str:
    """By status: what was said to come within the horizon, and what came; then how far the day was off.

    An item that is overdue is expected today. The day is judged by pairs bought again in the window.
    """
    days = found[0].said.rhythm.due.days
    rows: list[list[str]] = []
    parts = [_came(each) for each in found]
    chance = np.concatenate([each.said.rhythm.due.chance for each in found])
    status = np.concatenate([each.said.rhythm.due.status for each in found])
    due_in = np.concatenate([each.said.rhythm.due.due_in for each in found])
    low, high = (np.concatenate([getattr(each.said.rhythm.due, end) for each in found]) for end in ("low", "high"))
    first = np.concatenate(parts)
    soon = (due_in <= days) & np.isin(status, (TOO_EARLY, DUE))
    which = {name: status == code for code, name in enumerate(STATUS)}
    which |= {f"due within {days:.0f} days, too early or due": soon, "all": np.ones(len(first), dtype=bool)}
    for name, kept in which.items():
        back = kept & (first <= WINDOW)
        off = np.abs(first - np.maximum(due_in, 0))[back]
        inside = ((first >= low) & (first <= high))[back]
        came = first[kept] <= days
        rows.append([
            name, f"{kept.sum():,}", _share(came), _share(chance[kept]), _share(squared(chance[kept], came)),
            _share(squared(np.full(len(came), came.mean()) if len(came) else came, came)), f"{back.sum():,}",
            f"{np.median(off):.1f}" if len(off) else "", _share(inside),
        ])  # fmt: skip
    heads = [
        "items, all origins", "pairs", "came", "said", "Brier", "one rate", f"again in {WINDOW} days",
        "median error, days", "inside",
    ]  # fmt: skip
    return table_of(heads, rows)


def repeat_table(found: Sequence[Origin]) -> str:
    """REPEAT: nDCG@10 of the due list, the likeliest first, beside the customer's own frequency."""
    ours, own, group = [], [], []
    for each in found:
        customer, wanted = _wanted(each)
        held = each.said.rhythm.due.held
        row, at = held.spread(np.arange(held.rows))
        ours.append(_gain(each.key(row, held.values[at]), row, customer, wanted, each))
        own.append(_gain(*_frequent(each), customer, wanted, each))
        group.append(customer)
    mine, theirs = np.concatenate(ours), np.concatenate(own)
    less = grouped_interval((mine - theirs).astype(np.float32), np.concatenate(group))
    row = ["all origins", f"{len(mine):,}", f"{mine.mean():.4f}", f"{theirs.mean():.4f}", said(less)]
    return table_of(["REPEAT, nDCG@10", "customers", "due, likeliest first", "frequency", "ours less it"], [row])


def _came(origin: Origin) -> np.ndarray:
    """Days until each due pair was bought."""
    held = origin.said.rhythm.due.held
    row, at = held.spread(np.arange(held.rows))
    return first_days(origin, origin.key(row, held.values[at]))


def _wanted(origin: Origin) -> tuple[Longs, Longs]:
    """(customers, sorted keys): what they bought again within the due horizon."""
    own = own_of(origin.known.facts)
    had = np.unique(origin.key(own.customer, own.item.values))
    soon = origin.again_key[origin.again_days <= origin.said.rhythm.due.days]
    wanted = np.intersect1d(soon, had)
    return np.unique(wanted // origin.known.facts.items.count), wanted


def _frequent(origin: Origin) -> tuple[Longs, Longs]:
    """(keys, customers) of everything bought, by customer, the most frequent first."""
    facts = origin.known.facts
    own = own_of(facts)
    score = next(row for row in YARDSTICKS if row.name == "frequency").score(facts, own, np.empty(0, np.int32), 1)
    order = np.lexsort((own.item.values, -score, own.customer))
    return origin.key(own.customer, own.item.values)[order], own.customer[order]


def _gain(key: Longs, row: Longs, customer: Longs, wanted: Longs, origin: Origin) -> np.ndarray:
    """nDCG@10 of each customer; key and row: the lists, by customer, best first."""
    place = np.arange(len(row)) - np.searchsorted(row, row)
    hit = np.isin(key, wanted) & (place < PLACES)
    gained = np.bincount(row[hit], 1 / np.log2(place[hit] + 2), origin.known.facts.customers.count)[customer]
    many = np.bincount(wanted // origin.known.facts.items.count)[customer]
    ideal = np.concatenate(([0.0], np.cumsum(1 / np.log2(np.arange(PLACES) + 2))))
    return gained / ideal[np.minimum(many, PLACES)]


def _share(values: np.ndarray) -> str:
    return f"{values.mean():.4f}" if len(values) else ""
