"""Two nights compared: who is in another segment than last night, and why as far as that can be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.arrays import Bools, Bytes, Ints, Longs
from data.strings import Strings
from models.customers.table import CustomerTable
from models.matching import carried

NONE: Final = ""
"""Stands for no label."""
CAUSES: Final = ("data", "settings", "time", "model")
"""The first that holds. data: the customer ordered, returned or looked since; settings: they are others than before;
time: only days passed, and they lead there; model: what is learned from the whole shop moved the bar."""
DATA, SETTINGS, TIME, MODEL = range(len(CAUSES))
AGES: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "lifecycle": (("first_time_buyer",), ("second_order_candidate", "repeat", "regular", "vip"), ("cooling",),
                  ("lapsed",), ("lost",)),
    "warmth": (("hot",), ("warm",), ("cold",)),
    "rfm": (("champions", "new_customers"), ("loyal", "potential_loyalists", "promising"),
            ("need_attention", "about_to_sleep"), ("at_risk", "hibernating"), ("cannot_lose", "lost")),
}  # fmt: skip
"""Where time alone leads within a column: from one step to a later one, never back."""


@dataclass(frozen=True)
class Night:
    """A customer table, the ids of its rows, and the digest of the settings that made it; at: days since any one moment
    that is the same for both nights."""

    ids: Strings
    table: CustomerTable
    settings: str
    at: float


@dataclass(frozen=True)
class Moves:
    """How the customers of a label column moved. NONE is a name too, the first one, for who has no label.

    counts: int64 [before, after], customers of both nights; the sizes are of all customers of a night. newcomers int64
    [after]: who was not there last night; gone int64 [before]: who is not there tonight. moved: tonight's numbers of
    who moved; was: their label last night, a position in `before`; cause: a position in CAUSES.
    """

    column: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: Longs
    size_before: Longs
    size_after: Longs
    newcomers: Longs
    gone: Longs
    moved: Ints
    was: Ints
    cause: Bytes

    def causes(self) -> dict[str, int]:
        """How many moved for each cause."""
        found = np.bincount(self.cause, minlength=len(CAUSES))
        return {name: int(count) for name, count in zip(CAUSES, found, strict=True)}


def compared(last: Night, tonight: Night) -> tuple[Moves, ...]:
    """How the customers moved in every label column that both nights have, in tonight's order.

    Cost: a dictionary of last night's ids; two seconds for a million customers.
    """
    row = matched(last.ids, tonight.ids)
    touched = _touched(last, tonight, row)
    columns = [name for name in tonight.table.labels if name in last.table.labels]
    return tuple(_moves(column, last, tonight, row, touched) for column in columns)


def matched(last: Strings, tonight: Strings) -> Ints:
    """int32 [tonight's customers]: the row of each last night, -1 where they were not there."""
    return carried(np.arange(len(last), dtype=np.int32), last, tonight)


def _moves(column: str, last: Night, tonight: Night, row: Ints, touched: Bools) -> Moves:
    old, new = last.table.labels[column], tonight.table.labels[column]
    before, after = (NONE, *old.name), (NONE, *new.name)
    both = row >= 0
    was, now = old.code[row[both]] + 1, new.code[both] + 1
    counts = np.bincount(was * len(after) + now, minlength=len(before) * len(after)).reshape(len(before), len(after))
    same = np.array([[name == other for other in after] for name in before])[was, now]
    moved = np.flatnonzero(both)[~same]
    cause = _cause(column, before, after, was[~same], now[~same])
    if last.settings != tonight.settings:
        cause[:] = SETTINGS
    cause[touched[moved]] = DATA
    size_before = np.bincount(old.code + 1, minlength=len(before))
    size_after = np.bincount(new.code + 1, minlength=len(after))
    return Moves(
        column, before, after, counts, size_before, size_after, size_after - counts.sum(axis=0),
        size_before - counts.sum(axis=1), moved.astype(np.int32), was[~same].astype(np.int32), cause,
    )  # fmt: skip


def _cause(column: str, before: tuple[str, ...], after: tuple[str, ...], was: Ints, now: Ints) -> Bytes:
    """TIME where the column says that time leads there, else MODEL."""
    step = {name: place for place, names in enumerate(AGES.get(column, ())) for name in names}
    older = np.array(
        [[name in step and other in step and step[other] > step[name] for other in after] for name in before]
    )
    return np.where(older[was, now], TIME, MODEL).astype(np.uint8)


def _touched(last: Night, tonight: Night, row: Ints) -> Bools:
    """bool [tonight's customers]: of whom the tables know anything new: an order, a return, a look."""
    both = row >= 0
    found = ~both
    for name in ("orders", "value", "returned_orders"):
        if name in last.table.numbers and name in tonight.table.numbers:
            old, new = last.table.numbers[name][row[both]], tonight.table.numbers[name][both]
            found[both] |= ~np.isclose(old, new, rtol=1e-5, atol=1e-3, equal_nan=True)
    for name in ("last_order_days", "last_visit_days"):
        if name in tonight.table.numbers:
            found |= tonight.table.numbers[name] <= tonight.at - last.at
    return found
