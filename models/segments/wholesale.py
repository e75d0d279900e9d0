"""Who buys for a trade: wholesalers and resellers, by orders far above the shop's usual ones or by the dozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.arrays import Bools, Floats
from data.columns import PURCHASE
from data.facts.facts import Lines
from models.customers.table import FLAG, NUMBER, Column, CustomerTable
from models.customers.why import Why
from models.segments.segment import figures

LEAST_SPREAD: Final = 0.8
"""Of the logarithms, where the smaller half are near alike: far above is then five times as much, not a piece more."""
COLUMNS: Final = (
    Column("order_value_times", NUMBER, "times", "`order_value` over the median customer's"),
    Column("order_pieces_times", NUMBER, "times", "`order_pieces` over the median customer's"),
    Column("order_items_times", NUMBER, "times", "`order_items` over the median customer's"),
    Column("bulk_share", NUMBER, "share", "of the lines bought that are of many pieces (`bulk_pieces`)"),
    Column("wholesale", FLAG, "", "buys for a trade: orders far above the usual ones, or by the dozen"),
)


@dataclass(frozen=True)
class Wholesale:
    """When a customer buys for a trade, section `[people.wholesale]` of the settings."""

    far: float = 2.0
    """How many spreads of the smaller half an order is above the median to be far above it; logarithms."""
    bulk_pieces: float = 12.0
    """From how many pieces of one item a line is bought in bulk."""
    bulk_share: float = 0.5
    """The share of lines in bulk from which a customer buys by the dozen, if the orders are worth the usual one too."""
    bulk_lines: int = 10
    """Lines from which that can be said."""


def wholesale(lines: Lines, history: CustomerTable, spec: Wholesale) -> CustomerTable:
    """The columns of `COLUMNS`.

    Far above is measured by the smaller half of the customers, which wholesalers do not stretch: the value and one of
    pieces and items must be; pieces and items both, where the shop has no prices. By the dozen also asks for more lines
    in bulk than the median customer has, so that a shop which sells everything so says nothing by it.
    """
    names = ("order_value", "order_pieces", "order_items")
    times = {name: _times(history.number(name)) for name in names}
    value, pieces, items = (_far(times[name], spec.far) for name in names)
    priced = not np.isnan(times["order_value"]).all()
    outsized = value & (pieces | items) if priced else pieces & items
    share, usual, enough = _bulk_share(lines, len(value), spec)
    worth = times["order_value" if priced else "order_pieces"] >= 1
    dozens = enough & worth & (share >= spec.bulk_share) & (share > usual)
    numbers = {f"{name}_times": found for name, found in times.items()}
    return CustomerTable(numbers | {"bulk_share": share, "wholesale": outsized | dozens}, {}, {})


def why(table: CustomerTable, customer: int) -> list[Why]:
    """The usual order against the shop's, whether far above or not, and the share of lines in bulk: either may do."""
    return [
        Why("order_against_usual", figures(table, customer, *(column.name for column in COLUMNS[:3]))),
        Why("bulk_share", figures(table, customer, "bulk_share")),
    ]


def _times(values: Floats) -> Floats:
    """Over the median; NaN where that is nothing."""
    known = values[~np.isnan(values)]
    usual = float(np.median(known)) if len(known) else 0.0
    return (values / usual if usual > 0 else np.full(len(values), np.nan)).astype(np.float32)


def _far(times: Floats, far: float) -> Bools:
    held = np.log(times[times > 0])
    spread = max(-float(np.quantile(held, 0.16)) if len(held) else 0.0, LEAST_SPREAD)
    return times > np.exp(far * spread)


def _bulk_share(lines: Lines, customers: int, spec: Wholesale) -> tuple[Floats, float, Bools]:
    """Each customer's, NaN without a line; the median customer's; and who has enough lines to go by it."""
    bought = (lines.kind == PURCHASE) & (lines.customer >= 0)
    count = np.bincount(lines.customer[bought], minlength=customers)
    bulk = np.bincount(lines.customer[bought & (lines.quantity >= spec.bulk_pieces)], minlength=customers)
    share = np.where(count > 0, bulk / np.maximum(count, 1), np.nan).astype(np.float32)
    return share, float(np.median(share[count > 0])) if count.any() else 0.0, count >= spec.bulk_lines
