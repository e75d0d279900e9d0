"""Who sends back far more of what they order than the shop's customers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.errors import InputError
from models.customers.table import FLAG, NUMBER, Column, CustomerTable
from models.customers.why import Why
from models.segments.segment import figures

COLUMNS: Final = (
    Column("return_rate", NUMBER, "share", "of the value of an order to be expected back: the own share, shrunk"),
    Column("return_prone", FLAG, "", "returns far more than usual; absent where no order has a price"),
)


@dataclass(frozen=True)
class Returning:
    """When a customer is return-prone, section `[people.returning]` of the settings."""

    evidence: float = 5.0
    """How many orders of a customer's own the shop's share is worth."""
    times: float = 2.0
    """How many times the shop's share the shrunk share must reach,"""
    above: float = 0.1
    """by how much it must be above the shop's share,"""
    orders: int = 2
    """and of how many orders something must have come back."""

    def __post_init__(self) -> None:
        if not self.evidence > 0:
            raise InputError("people.returning.evidence", "must be above 0")


def returning(history: CustomerTable, spec: Returning) -> CustomerTable:
    """The columns of `COLUMNS`; none where no order has a price.

    The shop's share is the mean over its customers, who have shares between 0 and 1 and count by the evidence that they
    give: orders / (orders + evidence).
    """
    share, orders = history.number("returned_share"), history.number("orders").astype(np.float64)
    said = ~np.isnan(share)
    if not said.any():
        return CustomerTable({}, {}, {})
    own = np.clip(np.nan_to_num(share.astype(np.float64)), 0, 1)
    usual = float(np.average(own[said], weights=orders[said] / (orders[said] + spec.evidence)))
    rate = np.where(said, (orders * own + spec.evidence * usual) / (orders + spec.evidence), np.nan)
    enough = history.number("returned_orders") >= spec.orders
    prone = enough & (rate >= max(spec.times * usual, usual + spec.above))
    return CustomerTable({"return_rate": rate.astype(np.float32), "return_prone": prone}, {}, {})


def why(table: CustomerTable, customer: int) -> list[Why]:
    """The own share and the shrunk one, and how many orders they rest on."""
    return [Why("returned", figures(table, customer, "returned_share", "returned_orders", "orders", "return_rate"))]
