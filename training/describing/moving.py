"""Tonight's customers beside those of the live bundle: who moved from one segment to another, and why."""

from __future__ import annotations

from typing import Any

from data.facts.facts import Customers
from models.customers.moved import Moves, compared
from models.customers.table import CustomerTable
from models.segments import SEGMENTS
from training.describing.last import Last, compared_night

COLUMNS = {segment.kind for segment in SEGMENTS} | {"cluster"}
"""The label columns that are told of: what the shop itself says moves nobody."""


def moves(last: Last, customers: Customers, table: CustomerTable, settings: str, as_of: str) -> dict[str, Any]:
    """Of every label column that rules or models fill, as plain numbers. settings: the digest of tonight's."""
    found = compared(last.compared, compared_night(customers.id, table, settings, as_of))
    return {"bundle": last.bundle.id, "columns": [_plain(each) for each in found if each.column in COLUMNS]}


def _plain(found: Moves) -> dict[str, Any]:
    return {
        "column": found.column,
        "before": list(found.before),
        "after": list(found.after),
        "counts": found.counts.tolist(),
        "newcomers": int(found.newcomers.sum()),
        "gone": int(found.gone.sum()),
        "moved": len(found.moved),
        "causes": found.causes(),
    }
