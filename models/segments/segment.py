"""What a segment is: a row of the table, and how its members are read from the customer table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.arrays import Bools
from models.customers.table import CustomerTable
from models.customers.why import Why

FLAGS = "flag"
"""The kind of the segments that stand alone; the labels of every other kind exclude each other."""

Explains = Callable[[CustomerTable, int], list[Why]]


@dataclass(frozen=True)
class Segment:
    """One segment. kind: the column that holds its label, or FLAGS; name: the label or the flag; None for a kind whose
    names are learned, so that one row stands for all of them. why: the evidence that a customer is in it."""

    kind: str
    name: str | None
    meaning: str
    rule: str
    why: Explains

    @property
    def column(self) -> str:
        """The column of the customer table that says who is in it."""
        return self.name if self.kind == FLAGS and self.name is not None else self.kind

    @property
    def id(self) -> str:
        """`kind:name`, a flag plainly by its name; a kind with learned names is `kind:`."""
        return self.column if self.kind == FLAGS else f"{self.kind}:{self.name or ''}"

    def members(self, table: CustomerTable, customers: int) -> Bools:
        """bool [customers]: who is in it; nobody where the shop's data cannot say. Learned names: who has any."""
        if self.column not in table.names():
            return np.zeros(customers, dtype=bool)
        if self.kind == FLAGS:
            return table.number(self.column).astype(bool)
        if self.name is not None:
            return table.has(self.kind, self.name)
        if self.kind in table.labels:
            return table.labels[self.kind].code >= 0
        return np.diff(table.memberships[self.kind].held.offsets) > 0


def figures(table: CustomerTable, customer: int, *columns: str) -> dict[str, float | int | str]:
    """The customer's figures in these columns, by name; what cannot be said is left out."""
    found: dict[str, float | int | str] = {}
    for name in columns:
        if name in table.numbers:
            value = table.numbers[name][customer].item()
            if value == value and not (isinstance(value, int) and value < 0):
                found[name] = value
    return found
