"""Every segment that can be asked for by name: the labels of a customer table, its memberships and its flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Longs
from models.audiences.evaluate import held_any
from models.audiences.vocabulary import kinds_of
from models.customers.table import FLAG, CustomerTable, code_of


@dataclass(frozen=True)
class Named:
    """id: `column:label`, of a flag the column's name. label: "" for a flag. size: customers in it."""

    id: str
    column: str
    label: str
    size: int


def named(table: CustomerTable) -> list[Named]:
    """Every label, membership and flag of the table, in its order. Cost: one pass over each of these columns."""
    found: list[Named] = []
    for column, labels in table.labels.items():
        found += _of_column(column, list(labels.name), _sizes(labels.code, len(labels.name)))
    for column, held in table.memberships.items():
        found += _of_column(column, list(held.name), _sizes(held.held.values, len(held.name)))
    for column, kind in kinds_of(table).items():
        if kind == FLAG:
            found.append(Named(column, column, "", int(np.count_nonzero(table.numbers[column]))))
    return found


def member_of(table: CustomerTable, column: str, label: str) -> Bools:
    """bool [customers]: who is in the segment. Raises KeyError for a column that there is not."""
    if not label:
        return table.numbers[column]
    if column in table.labels:
        labels = table.labels[column]
        return labels.code == code_of(labels.name, label)
    found = table.memberships[column]
    return held_any(found, [code_of(found.name, label)])


def _of_column(column: str, labels: list[str], sizes: Longs) -> list[Named]:
    return [Named(f"{column}:{label}", column, label, size) for label, size in zip(labels, sizes.tolist(), strict=True)]


def _sizes(codes: np.ndarray, count: int) -> Longs:
    return np.bincount(codes[codes >= 0], minlength=count)
