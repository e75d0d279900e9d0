"""Whether the scores of a list are chances: only where all of them stand so in last night's list of that customer."""

from __future__ import annotations

import numpy as np

from data.arrays import Bools, Floats, Ints
from models.bundle.bundle import Bundle, Lists
from models.decision.shown import Shown

SCORE_KINDS: tuple[str, ...] = ("order", "probability")
"""What the scores of a list are, by `likely`: good for its order alone, or P(the customer buys the item within the
horizon of the night)."""


def likely(bundle: Bundle, customer: Ints, shown: Shown) -> Bools:
    """bool [rows]: whether a row shows something, and each item with the very score that it has in last night's list
    of the customer, where those are chances. Cost: nothing for rows that the list answered whole, else its sort."""
    lists = bundle.lists
    if lists is None or not lists.likely:
        return np.zeros(len(customer), dtype=bool)
    sure = shown.whole.copy()
    rows = np.flatnonzero(~sure & (shown.item[:, 0] >= 0) & (lists.items.lengths(customer) > 0))
    if len(rows):
        sure[rows] = _stand(lists, customer[rows], bundle.items.count, shown.item[rows], shown.score[rows])
    return sure


def _stand(lists: Lists, customer: Ints, items: int, item: Ints, score: Floats) -> Bools:
    """bool [rows]: whether every (item, score) of a row is an entry of the customer's list; no list is empty."""
    owner, at = lists.items.spread(customer)
    held = owner * items + lists.items.values[at]
    order = held.argsort()
    wanted = np.arange(len(customer))[:, None] * items + item
    found = order[np.minimum(np.searchsorted(held, wanted, sorter=order), len(order) - 1)]
    same = (held[found] == wanted) & (lists.score[at[found]] == score)
    return (same | (item < 0)).all(axis=1)
