"""From the ids of a request to the numbers that `decide` takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import Ragged
from models.bundle.bundle import Bundle
from models.decision.query import Whom

Ids = Sequence[str]


def whom_of(bundle: Bundle, customers: Ids, context: Sequence[Ids], exclude: Sequence[Ids]) -> Whom:
    """A row per customer; an id that the shop does not know is nobody, or no item."""
    return Whom.of(bundle.customer_numbers(customers), item_rows(bundle, context), item_rows(bundle, exclude))


def item_rows(bundle: Bundle, rows: Sequence[Ids]) -> Ragged | None:
    """Item numbers, a row each; None when no row names any."""
    if not any(rows):
        return None
    ids = [id_ for row in rows for id_ in row]
    numbers = bundle.item_numbers(ids)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return Ragged.of(owner[numbers >= 0], numbers[numbers >= 0], len(rows))
