"""What the metrics need to know of the catalogue at the cut."""

from __future__ import annotations

import numpy as np

from data.arrays import ABSENT, Ints, distinct
from data.columns import PURCHASE
from data.facts.facts import Facts, Labels
from models.metrics.replay import Shelves


def shelves_of(facts: Facts) -> Shelves:
    """Cost: one sort of the purchases."""
    lines, items = facts.lines, facts.items
    bought = (lines.kind == PURCHASE) & (lines.customer >= 0)
    pair = distinct(lines.customer[bought].astype(np.int64) * max(items.count, 1) + lines.item[bought])
    buyers = np.bincount(pair % max(items.count, 1), minlength=items.count).astype(np.int32)
    return Shelves(items.listed, buyers, len(distinct(lines.customer[bought])), _paths(items.category))


def _paths(category: Labels) -> Ints:
    """int32 [items, levels]: the number of each leading part of an item's category path."""
    paths = [tuple(part.strip() for part in name.split(">")) for name in category.name]
    levels = max((len(path) for path in paths), default=0)
    numbers = {
        beginning: i for i, beginning in enumerate(dict.fromkeys(p[: n + 1] for p in paths for n in range(len(p))))
    }
    of_code = np.full((len(paths) + 1, levels), ABSENT, dtype=np.int32)  # the last row serves code -1
    for code, path in enumerate(paths):
        of_code[code, : len(path)] = [numbers[path[: n + 1]] for n in range(len(path))]
    return of_code[category.code]
