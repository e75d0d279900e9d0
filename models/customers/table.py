"""The customer table: named columns, a row per customer number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints, Ragged
from data.facts.facts import Labels
from data.strings import Strings

NUMBER, COUNT, FLAG, LABEL, MEMBERSHIP = "number", "count", "flag", "label", "membership"


@dataclass(frozen=True)
class Column:
    """kind: NUMBER (float32, NaN cannot say), COUNT (int32, -1 cannot say), FLAG (bool), LABEL (one of several names,
    or none) or MEMBERSHIP (any number of names, each with a weight). unit: "days", "shop currency", "chance" ..."""

    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Memberships:
    """held: customer -> codes, the strongest first; weight float32 parallel to held.values; name of each code."""

    held: Ragged
    weight: Floats
    name: Strings


@dataclass(frozen=True)
class Group:
    """What is said of one name of a label or membership column. meaning: a sentence; items: numbers of the items that
    stand for it; lift: how many times as often as in the whole shop, per item."""

    column: str
    name: str
    meaning: str
    items: tuple[int, ...] = ()
    lift: tuple[float, ...] = ()


@dataclass(frozen=True)
class CustomerTable:
    """Columns by name, each of one row per customer number; a part that has nothing to say leaves its columns out.

    numbers: float32, int32 or bool [customers].
    """

    numbers: dict[str, NDArray[Any]]
    labels: dict[str, Labels]
    memberships: dict[str, Memberships]
    groups: tuple[Group, ...] = ()

    def joined(self, other: CustomerTable) -> CustomerTable:
        """Both, column beside column."""
        return CustomerTable(
            self.numbers | other.numbers, self.labels | other.labels, self.memberships | other.memberships,
            self.groups + other.groups,
        )  # fmt: skip

    def names(self) -> list[str]:
        """Every column there is."""
        return [*self.numbers, *self.labels, *self.memberships]

    def number(self, name: str) -> NDArray[Any]:
        """A column of numbers, counts or flags. Raises KeyError."""
        return self.numbers[name]

    def has(self, column: str, label: str) -> Bools:
        """bool [customers]: who has the label in a label or membership column; nobody where there is no such label."""
        if column in self.labels:
            labels = self.labels[column]
            return labels.code == code_of(labels.name, label)
        found = self.memberships[column]
        row, at = found.held.spread(np.arange(found.held.rows))
        held = np.zeros(found.held.rows, dtype=bool)
        held[row[found.held.values[at] == code_of(found.name, label)]] = True
        return held


EMPTY = CustomerTable({}, {}, {})


def code_of(names: Strings, name: str) -> int:
    """-2 where there is none: no thing has that code."""
    return next((code for code, each in enumerate(names) if each == name), -2)


def labelled(code: Ints, names: tuple[str, ...]) -> Labels:
    """A label column; code int32 [customers], -1 where none."""
    return Labels(code.astype(np.int32), Strings.of(names))
