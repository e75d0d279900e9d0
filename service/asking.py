"""From the ids of a request to the numbers that `decide` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from data.arrays import Ragged
from models.bundle.bundle import Bundle
from models.decision.query import Whom


class ForWhom(Protocol):
    """A request or a line of a batch."""

    @property
    def customer_id(self) -> str: ...
    @property
    def item_id(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...


def whom_of(bundle: Bundle, asked: Sequence[ForWhom]) -> Whom:
    """A row per request; an id that the shop does not know is nobody, or no item."""
    customers = bundle.customer_numbers([one.customer_id for one in asked])
    return Whom.of(customers, _named(bundle, [o.item_id for o in asked]), _named(bundle, [o.exclude for o in asked]))


def _named(bundle: Bundle, rows: Sequence[Sequence[str]]) -> Ragged | None:
    """Item numbers, a row each; None when no row names any."""
    ids = [id_ for row in rows for id_ in row]
    if not ids:
        return None
    numbers = bundle.item_numbers(ids)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return Ragged.of(owner[numbers >= 0], numbers[numbers >= 0], len(rows))
