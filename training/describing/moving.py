"""Tonight's customers beside those of the live bundle: who moved from one segment to another, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.facts.facts import Customers
from models.bundle.files import BrokenBundle, open_bundle, read_manifest
from models.customers import moved
from models.customers.moved import Moves, compared
from models.customers.table import CustomerTable
from models.segments import SEGMENTS
from training.night import Night

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class _Known:
    """A night's customers as they are compared."""

    customers: Customers
    table: CustomerTable
    settings: str
    as_of: str

    def night(self) -> moved.Night:
        since = datetime.fromisoformat(self.as_of) - EPOCH
        return moved.Night(self.customers.id, self.table, self.settings, since.total_seconds() / 86400)


def moves(night: Night, customers: Customers, table: CustomerTable, settings: str, as_of: str) -> dict[str, Any] | None:
    """Of every label column that rules or models fill, as plain numbers; None where there is no live table to compare
    with. settings: the digest of tonight's.
    """
    folder = night.shelf.current()
    if folder is None:
        return None
    try:
        manifest, live = read_manifest(folder), open_bundle(folder)
    except BrokenBundle:
        return None  # said already, where the lists were compared
    if live.described is None:
        return None
    before = _Known(live.customers, live.described, manifest.get("describing", ""), live.as_of)
    found = compared(before.night(), _Known(customers, table, settings, as_of).night())
    columns = {segment.kind for segment in SEGMENTS}
    return {"bundle": live.id, "columns": [_plain(each) for each in found if each.column in columns]}


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
