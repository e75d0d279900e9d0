"""Who is in: an expression over the whole table at once, in SQL's logic of three values.

A comparison with what cannot be said (a NaN, a count of -1, a customer without a label) is neither true nor false, and
so is its `not`; `and` and `or` are as in SQL; who it is true of is in. A segment is always true or false: who has no
label is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Bools
from models.audiences.grammar import parse
from models.audiences.tree import Comparison, Either, Every, Known, Node, Not, Segment
from models.audiences.vocabulary import AUDIENCE, Vocabulary, written_as
from models.audiences.words import NAME, NUMBER, NotUnderstood, Word
from models.customers.table import COUNT, FLAG, LABEL, MEMBERSHIP, CustomerTable, Memberships
from models.customers.table import NUMBER as NUMBERS

MOST_DIGITS = 15  # before the point: what a float64 holds whole
_COMPARED: dict[str, Callable[[NDArray[Any], Any], Bools]] = {
    "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """yes: of whom it is true, no: of whom it is not; bool [customers], never both. The rest cannot be said."""

    yes: Bools
    no: Bools


@dataclass(frozen=True)
class Scope:
    """A table, what its names mean, and audiences that are known beside it: bool [customers] by name."""

    table: CustomerTable
    vocabulary: Vocabulary
    audiences: Mapping[str, Bools]

    @staticmethod
    def of(table: CustomerTable, audiences: Mapping[str, Bools] | None = None) -> Scope:
        return Scope(table, Vocabulary.of(table, audiences or ()), audiences or {})

    def members(self, expression: str, field: str = "expression") -> Bools:
        """bool [customers]: of whom the expression is true. Raises NotUnderstood, naming `field`.

        Cost: a pass over the column of each condition; 1 to 4 ms a condition and a million customers.
        """
        try:
            return _truth(self, parse(expression, field)).yes
        except NotUnderstood as error:
            raise error.named(field) from None

    def held(self, column: str, codes: list[int]) -> Bools:
        """bool [customers]: who has any of the codes in a membership column."""
        if column == AUDIENCE and self.audiences:
            names = list(self.audiences)
            return reduce(np.logical_or, [self.audiences[names[code]] for code in codes])
        return held_any(self.table.memberships[column], codes)


def held_any(memberships: Memberships, codes: list[int]) -> Bools:
    """bool [customers]: who holds any of the codes. Cost: one pass over what is held."""
    values = memberships.held.values
    at = np.flatnonzero(values == codes[0] if len(codes) == 1 else np.isin(values, codes))
    member = np.zeros(memberships.held.rows, dtype=bool)
    member[np.searchsorted(memberships.held.offsets, at, side="right") - 1] = True
    return member


def _truth(scope: Scope, node: Node) -> Truth:
    if isinstance(node, Not):
        part = _truth(scope, node.part)
        return Truth(part.no, part.yes)
    if isinstance(node, Every | Either):
        both = _and if isinstance(node, Every) else _or
        return reduce(both, (_truth(scope, part) for part in node.parts))
    if isinstance(node, Segment):
        return _certain(_segment(scope, node))
    if isinstance(node, Known):
        return _certain(_known(scope, node.column))
    return _comparison(scope, node)


def _and(one: Truth, other: Truth) -> Truth:
    return Truth(one.yes & other.yes, one.no | other.no)


def _or(one: Truth, other: Truth) -> Truth:
    return Truth(one.yes | other.yes, one.no & other.no)


def _certain(yes: Bools) -> Truth:
    return Truth(yes, ~yes)


def _segment(scope: Scope, segment: Segment) -> Bools:
    words = scope.vocabulary
    if segment.column is None:
        column = words.home(segment.label)
        kind = words.kinds[column]
    else:
        kind, column = words.kind(segment.column, LABEL, MEMBERSHIP), segment.column.text
    if kind == FLAG:
        return scope.table.numbers[column]
    code = words.code(column, segment.label)
    return scope.table.labels[column].code == code if kind == LABEL else scope.held(column, [code])


def _known(scope: Scope, column: Word) -> Bools:
    kind, name = scope.vocabulary.kind(column), column.text
    if kind == MEMBERSHIP:
        return scope.held(name, list(scope.vocabulary.codes[name].values()))
    if kind == LABEL:
        return scope.table.labels[name].code != ABSENT
    return _sayable(scope.table.numbers[name], kind)


def _sayable(values: NDArray[Any], kind: str) -> Bools:
    if kind == NUMBERS:
        return ~np.isnan(values)
    return values != ABSENT if kind == COUNT else np.ones(len(values), dtype=bool)


def _comparison(scope: Scope, said: Comparison) -> Truth:
    kind = scope.vocabulary.kind(said.column)
    if kind in (NUMBERS, COUNT):
        return _of_numbers(scope.table.numbers[said.column.text], kind, said)
    if kind == FLAG:
        return _of_flags(scope.table.numbers[said.column.text], said)
    return _of_names(scope, kind, said)


def _of_numbers(values: NDArray[Any], kind: str, said: Comparison) -> Truth:
    """As precise as the column: a float32 is compared with the float32 nearest to what was written."""
    given = [np.float32(_number(word)) if kind == NUMBERS else _number(word) for word in said.values]
    if said.sign == "between":
        if given[0] > given[1]:
            low, high = (word.raw for word in said.values)
            raise said.values[0].wrong(f"between wants the smaller number first: between {high} and {low}")
        yes = (values >= given[0]) & (values <= given[1])
    elif said.sign == "in":
        yes = reduce(np.logical_or, [values == each for each in given])
    else:
        yes = _COMPARED[said.sign](values, given[0])
    sayable = _sayable(values, kind)
    return Truth(yes & sayable, ~yes & sayable)


def _of_flags(values: Bools, said: Comparison) -> Truth:
    word = said.values[0]
    if said.sign not in ("=", "!="):
        raise said.column.wrong(f"this is a flag; write {said.column.text} or {said.column.text} = false")
    if word.text not in ("true", "false"):
        raise word.wrong("a flag is true or false")
    return _certain(values == ((word.text == "true") is (said.sign == "=")))


def _of_names(scope: Scope, kind: str, said: Comparison) -> Truth:
    column = said.column.text
    if said.sign != "in" and (kind == MEMBERSHIP or said.sign not in ("=", "!=")):
        raise said.column.wrong(written_as(kind, column))
    codes = [scope.vocabulary.code(column, word) for word in said.values]
    if kind == MEMBERSHIP:
        return _certain(scope.held(column, codes))
    code = scope.table.labels[column].code
    yes = np.isin(code, codes) if said.sign != "!=" else code != codes[0]
    sayable = code != ABSENT
    return Truth(yes & sayable, ~yes & sayable)


def _number(word: Word) -> float:
    if word.kind != NUMBER:
        quotes = "" if word.kind == NAME else ", without quotes"
        raise word.wrong(f"a number is wanted{quotes}: 30, -0.5 or 30%")
    whole, _, _ = word.text.lstrip("-").rstrip("%").partition(".")
    if len(whole) > MOST_DIGITS:
        raise word.wrong(f"a number has at most {MOST_DIGITS} digits before the point")
    return float(word.text.rstrip("%")) / (100 if word.text.endswith("%") else 1)
