"""Customer tables small enough to check by eye."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import Ragged
from data.facts.facts import Customers, Labels
from data.strings import Strings
from models.audiences.evaluate import Scope
from models.customers.table import CustomerTable, Memberships, labelled

NAMES = ("ann", "bob", "cid", "dee", "eve")
ANN, BOB, CID, DEE, EVE = range(5)
SAYS_NOTHING = float("nan")


def held(rows: Sequence[Sequence[str]], names: Sequence[str]) -> Memberships:
    """A membership column: the names that each customer holds, every weight 1."""
    codes = [names.index(name) for row in rows for name in row]
    owner = np.arange(len(rows)).repeat([len(row) for row in rows])
    values = np.array(codes, dtype=np.int32)
    return Memberships(Ragged.of(owner, values, len(rows)), np.ones(len(codes), np.float32), Strings.of(names))


def labels(row: Sequence[str | None], names: Sequence[str]) -> Labels:
    """A label column; None has none."""
    code = [-1 if name is None else names.index(name) for name in row]
    return labelled(np.array(code, dtype=np.int32), tuple(names))


def five() -> CustomerTable:
    """Ann buys much for the garden, Bob resells, Cid lapsed, Dee is lost, of Eve nothing is known."""
    return CustomerTable(
        {
            "value": np.array([900, 5000, 120, 40, np.nan], dtype=np.float32),
            "orders": np.array([9, 40, 3, 1, -1], dtype=np.int32),
            "second_order": np.array([np.nan, np.nan, np.nan, 0.3, np.nan], dtype=np.float32),
            "wholesale": np.array([False, True, False, False, False]),
        },
        {
            "rfm": labels(["champions", "champions", "at_risk", "lost", None], ["champions", "at_risk", "lost"]),
            "lifecycle": labels(["vip", "regular", "lapsed", "lost", None], ["vip", "regular", "lapsed", "lost"]),
            "country": labels(["France", "UK", None, "UK", None], ["France", "UK"]),
            "cluster": labels(["3", "3", "7", None, None], ["3", "7"]),
        },
        {
            "interest": held(
                [["garden", "christmas tree"], [], ["garden"], ["christmas tree"], []], ["garden", "christmas tree"]
            )
        },
    )


def who(expression: str, table: CustomerTable | None = None) -> list[int]:
    """Who of the five is in."""
    return np.flatnonzero(Scope.of(table or five()).members(expression)).tolist()


def customers(consent: Sequence[bool], country: Labels | None = None) -> Customers:
    """As the facts tell of them."""
    n = len(consent)
    nothing = np.full(n, np.nan, np.float32)
    return Customers(
        Strings.of(f"c{number}" for number in range(n)), country or labels([None] * n, []),
        np.array(consent, dtype=bool), np.zeros(n, np.int32), nothing, nothing,
    )  # fmt: skip
