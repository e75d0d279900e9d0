"""Recency, frequency and money by the shop's own quantiles, and the eleven usual names for what they say together."""

from __future__ import annotations

from typing import Final

import numpy as np

from data.arrays import Floats, Ints
from models.customers.ranks import scored
from models.customers.table import COUNT, LABEL, NUMBER, Column, CustomerTable, labelled
from models.customers.why import Why
from models.segments.segment import figures

NAMES: Final = (
    "champions", "loyal", "potential_loyalists", "new_customers", "promising", "need_attention", "about_to_sleep",
    "at_risk", "cannot_lose", "hibernating", "lost",
)  # fmt: skip
GRID: Final = (
    ("lost", "lost", "at_risk", "at_risk", "cannot_lose"),
    ("hibernating", "hibernating", "at_risk", "at_risk", "at_risk"),
    ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    ("promising", "potential_loyalists", "potential_loyalists", "loyal", "champions"),
    ("new_customers", "potential_loyalists", "potential_loyalists", "champions", "champions"),
)
"""A row per recency, 1 first, and in it a name per standing, 1 first: every cell once."""
IN_RHYTHM: Final = 4
"""The lowest recency of who has not been silent for longer than usual, whatever all others do."""

COLUMNS: Final = (
    Column("silence", NUMBER, "times", "days since the newest order over `gap_days`: 1 is when one would be usual"),
    Column("rfm_recency", COUNT, "score", "1..5 by the shop's fifths of `silence`, 5 the least silent; 0 no order"),
    Column("rfm_frequency", COUNT, "score", "1 ordered on one day; 2..5 by the fourths of all others; 0 no order"),
    Column("rfm_money", COUNT, "score", "1..5 by the fifths of `value`, 5 the most; 0 no order, or no price"),
    Column("rfm_standing", COUNT, "score", "frequency and money in one: 1 ordered on one day, else 2..5; 0 no order"),
    Column("rfm", LABEL, "", "one of the eleven usual names, by recency and standing"),
)


def rfm(history: CustomerTable) -> CustomerTable:
    """The columns of `COLUMNS` from those of the history; who has no order has no label.

    Recency is relative to the customer's own rhythm. Where nobody ever came back there is none, and the days decide.
    """
    bought = history.number("orders") > 0
    late = history.number("last_order_days")
    silence = silence_of(history)
    recency = scored(-np.where(np.isnan(silence), late, silence).astype(np.float32), bought, 5)
    recency[silence <= 1] = np.maximum(recency[silence <= 1], IN_RHYTHM)
    days = history.number("order_days")
    frequency = scored(days.astype(np.float32), days > 1, 4) + bought.astype(np.int32)
    money = scored(history.number("value"), bought, 5)
    level = standing(frequency, money)
    names = np.array([[NAMES.index(name) for name in row] for row in GRID])
    label = np.where(bought, names[recency - 1, level - 1], -1)
    numbers = {
        "silence": silence, "rfm_recency": recency, "rfm_frequency": frequency, "rfm_money": money,
        "rfm_standing": level,
    }  # fmt: skip
    return CustomerTable(numbers, {"rfm": labelled(label.astype(np.int32), NAMES)}, {})


def silence_of(history: CustomerTable) -> Floats:
    """float32 [customers]: days since the newest order over the usual days between orders."""
    return (history.number("last_order_days") / history.number("gap_days")).astype(np.float32)


def standing(frequency: Ints, money: Ints) -> Ints:
    """int32: 1 for who ordered on one day only, else the mean of both scores rounded up, 2..5; the frequency alone
    where money is unknown; 0 without an order."""
    both = np.where(money > 0, (frequency + money + 1) // 2, frequency)
    return np.where(frequency > 1, np.maximum(both, 2), frequency).astype(np.int32)


def cells(table: CustomerTable) -> list[list[int]]:
    """How many customers stand in each cell of GRID."""
    recency, level = table.number("rfm_recency"), table.number("rfm_standing")
    inside = recency > 0
    cell = (recency[inside] - 1) * len(GRID[0]) + level[inside] - 1
    return np.bincount(cell, minlength=len(GRID) * len(GRID[0])).reshape(len(GRID), -1).tolist()


def why(table: CustomerTable, customer: int) -> list[Why]:
    """Each score with the figures that it stands for."""
    return [
        Why("recency", figures(table, customer, "rfm_recency", "last_order_days", "gap_days", "silence")),
        Why("frequency", figures(table, customer, "rfm_frequency", "orders", "order_days")),
        Why("money", figures(table, customer, "rfm_money", "value")),
    ]
