"""Every segment that can be asked for by name: the labels of a customer table, its memberships and its flags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from data.arrays import Bools, Ints, Longs
from data.errors import InputError, nearest
from models.audiences.evaluate import held_any
from models.audiences.vocabulary import AUDIENCE, kinds_of
from models.audiences.words import MOST_NAMES, shortened
from models.customers.table import FLAG, CustomerTable, code_of

LEARNED = frozenset({"interest", "cluster"})
"""Columns whose names are learned anew: one that nobody is in says nothing, where a rule that holds for nobody does."""


@dataclass(frozen=True)
class Named:
    """id: `column:label`, of a flag the column's name. label: "" for a flag. size: customers in it; among: those of
    them that were asked about."""

    id: str
    column: str
    label: str
    size: int
    among: int


def named(table: CustomerTable, among: Bools) -> list[Named]:
    """Every label, membership and flag of the table, in its order; among: bool [customers], who is counted apart.
    Learned ones that nobody is in are left out.

    Cost: two passes over each of these columns.
    """
    found: list[Named] = []
    for column, labels in table.labels.items():
        found += _of_column(column, labels.name, labels.code, among)
    for column, each in table.memberships.items():
        found += _of_column(column, each.name, each.held.values, among.repeat(np.diff(each.held.offsets)))
    for column in (name for name, kind in kinds_of(table).items() if kind == FLAG):
        member = table.numbers[column]
        found.append(Named(column, column, "", int(member.sum()), int((member & among).sum())))
    return [each for each in found if each.size or each.column not in LEARNED]


def segment_of(table: CustomerTable, id_: str, field: str) -> tuple[str, str]:
    """(column, label) of a segment's id; an audience may stand without `audience:`. Raises InputError for `field`."""
    column, colon, label = id_.partition(":")
    if not colon:
        if column in table.numbers and table.numbers[column].dtype == bool:
            return column, ""
        column, label = AUDIENCE, id_
    names = _names(table, column)
    if names is None or label not in names:
        raise InputError(field, f"no segment '{shortened(id_)}'{_nearest(table, id_)}")
    return column, label


def member_of(table: CustomerTable, column: str, label: str) -> Bools:
    """bool [customers]: who is in the segment. Raises KeyError for a column that there is not."""
    if not label:
        return table.numbers[column]
    if column in table.labels:
        labels = table.labels[column]
        return labels.code == code_of(labels.name, label)
    found = table.memberships[column]
    return held_any(found, [code_of(found.name, label)])


def _names(table: CustomerTable, column: str) -> Iterable[str] | None:
    named_by = table.labels.get(column) or table.memberships.get(column)
    return named_by.name if named_by else None


def _nearest(table: CustomerTable, id_: str) -> str:
    flags = [column for column, kind in kinds_of(table).items() if kind == FLAG]
    columns = [*table.labels, *table.memberships]
    ids = (f"{column}:{name}" for column in columns for name in _names(table, column) or ())
    known = [*flags, *islice(ids, MOST_NAMES)]
    return f"; the nearest is '{nearest(shortened(id_), known)}'" if known else ", there are none"


def _of_column(column: str, names: Iterable[str], codes: Ints, among: Bools) -> list[Named]:
    labels = list(names)
    sizes, apart = _sizes(codes, len(labels)), _sizes(codes[among], len(labels))
    return [
        Named(f"{column}:{label}", column, label, size, counted)
        for label, size, counted in zip(labels, sizes.tolist(), apart.tolist(), strict=True)
    ]


def _sizes(codes: Ints, count: int) -> Longs:
    return np.bincount(codes[codes >= 0], minlength=count)
